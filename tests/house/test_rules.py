"""Does the repository keep the rules that no linter knows?"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400
MOST_FUNCTION_LINES = 60
FOLDERS = ("src", "tests", "tools", "benchmarks")
CODE = [ROOT / "run.py", *sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]
TEXT = {path: path.read_text(encoding="utf-8") for path in CODE}
HEAVY = {"polars", "numpy", "numba", "altair", "jinja2", "xlsxwriter", "searoute", "typst", "vl_convert"}
REGISTRIES = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|deb\.debian\.org", re.IGNORECASE)


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function of a file."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.name, node.end_lineno - node.lineno + 1


def test_files_stay_short() -> None:
    lengths = {str(path.relative_to(ROOT)): len(text.splitlines()) for path, text in TEXT.items()}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_functions_stay_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {name} has {lines} lines"
        for path, text in TEXT.items()
        for name, lines in functions(text)
        if lines > MOST_FUNCTION_LINES
    ]
    assert long == []


def test_every_module_says_which_question_it_answers() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path, text in TEXT.items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_no_file_but_the_lock_names_a_registry() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = []
    for name in filter(None, tracked.split("\0")):
        path = ROOT / name
        if name in ("uv.lock", "tests/house/test_rules.py") or not path.is_file():
            continue
        if REGISTRIES.search(path.read_bytes().decode("utf-8", errors="replace")):
            named.append(name)
    assert named == []


@pytest.mark.parametrize("arguments", [["--help"], ["account", "--help"], ["case", "--help"], ["brief", "--help"]])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['pipir', *{arguments!r}]\n"
        "from pipir.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', *sorted({HEAVY!r} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"
