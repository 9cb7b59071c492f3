"""What happens when a document's block is run in a folder of its own?"""

from __future__ import annotations

import doctest
import os
import shutil
import subprocess
import sys
from pathlib import Path

from docs.blocks import Block, commands

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 600
BASH = shutil.which("bash") or shutil.which("bash", path=os.defpath)
"""Also found where the PATH leaves it out, as that of a bare environment does; None on a system without one."""


def environment() -> dict[str, str]:
    """Programs of this environment first, output in a fixed width without colour."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "COLUMNS": "120", "NO_COLOR": "1", "PYTHONUTF8": "1"}


def run(command: list[str], folder: Path) -> tuple[int, str]:
    """Exit code of a command and all it printed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return done.returncode, done.stdout


def differs(expected: str, printed: str) -> bool:
    """Whether what was printed is not what the document shows; ``...`` and white space match anything."""
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    return not doctest.OutputChecker().check_output(expected.strip() + "\n", printed.strip() + "\n", flags)


def faults(block: Block, folder: Path) -> list[str]:
    """What went wrong when the block ran in the folder, in words."""
    where = f"{block.document.relative_to(ROOT)} line {block.line}"
    assert BASH is not None
    if block.language == "console":
        found = []
        for command in commands(block):
            code, printed = run([BASH, "-c", command.text], folder)
            if code != command.exits:
                found.append(f"{where}: $ {command.text}\nexits {code}, not {command.exits}:\n{printed}")
            elif command.prints.strip() and differs(command.prints, printed):
                found.append(f"{where}: $ {command.text}\nprints\n{printed}\nnot\n{command.prints}")
        return found
    start = [BASH, "-euo", "pipefail", "-c"] if block.language == "sh" else [sys.executable, "-W", "error", "-c"]
    code, printed = run([*start, block.text], folder)
    return [f"{where}: exits {code}:\n{printed}"] if code else []
