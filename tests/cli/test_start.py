"""Does the program start without the libraries that only runs need?"""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("polars", "numpy", "numba", "altair", "jinja2", "rich", "searoute", "typst", "pipir.cli.case_commands")


@pytest.mark.parametrize(
    "words", [["--help"], [], ["--version"], ["account", "--help"], ["acount"], ["sustain", "--rns"]]
)
def test_help_and_wrong_use_load_nothing_heavy(words: list[str]) -> None:
    program = (
        "import sys\nfrom pipir.cli.main import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit:\n    pass\n"
        f"sys.exit(len({set(HEAVY)!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_python_m_pipir_is_pipir() -> None:
    done = subprocess.run([sys.executable, "-m", "pipir", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("pipir ")
