"""Does every command and code block of the README and the documents run as written?"""

from __future__ import annotations

import functools
import shlex
from pathlib import Path

import pytest

from docs.blocks import blocks, inline_commands
from docs.running import BASH, ROOT, faults, run

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RUN = {"sh", "console", "python"}
SHOWN = {"text", "json", "csv", "toml", "yaml", "html", "mermaid", "sql"}
MOST_NOT_RUN = 10
# The README's commands start run.py, which hands them to pipir: here they reach the pipir under test.
STAND_IN = "import shutil, subprocess, sys\nsys.exit(subprocess.call([shutil.which('pipir'), *sys.argv[1:]]))\n"

pytestmark = pytest.mark.skipif(BASH is None, reason="the documents' commands are written for bash")
relative = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


@relative
def test_every_block_runs(document: Path, tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(STAND_IN, encoding="utf-8")
    found = []
    for block in blocks(document):
        if block.language in RUN and block.not_run is None:
            found += faults(block, tmp_path)
    assert not found, "\n\n".join(found)


@relative
def test_every_block_says_what_it_is(document: Path) -> None:
    unnamed = [block.line for block in blocks(document) if block.language not in RUN | SHOWN]
    assert not unnamed, f"blocks on lines {unnamed} need one of {sorted(RUN | SHOWN)} after the fence"


def test_few_blocks_are_not_run_and_each_says_why() -> None:
    skipped = [block for document in DOCUMENTS for block in blocks(document) if block.not_run is not None]
    assert all(block.not_run for block in skipped)
    assert len(skipped) <= MOST_NOT_RUN


@functools.cache
def help_of(command: str) -> tuple[int, str]:
    """Exit code and text of a command's help."""
    return run(["pipir", *command.split(), "--help"], ROOT)


@relative
def test_every_command_in_the_prose_exists(document: Path) -> None:
    unknown = []
    for line in inline_commands(document):
        words = shlex.split(line)
        if words[0] in ("test", "bundle"):
            continue
        depth = 2 if words[0] == "case" and len(words) > 1 else 1
        code, told = help_of(" ".join(words[:depth]))
        flags = {word.split("=")[0] for word in words if word.startswith("--")}
        if code or not flags <= set(told.replace(",", " ").replace("[", " ").split()):
            unknown.append(line)
    assert not unknown, f"pipir knows no such command or flag: {unknown}"
