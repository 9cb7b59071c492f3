"""How is an MPS file of pipir known from any other file? By its first two lines."""

from __future__ import annotations

from pathlib import Path

from pipir.runs.places import FileKind

NAME = "NAME pipir"


def _is_one(path: Path) -> bool:
    """Does the file begin with a remark and the name that is written here?"""
    try:
        with path.open("rb") as file:
            remark, name = file.readline(10_000), file.readline(100)
    except OSError:
        return False
    return remark.startswith(b"* ") and name.strip() == NAME.encode()


MPS = FileKind("MPS file of pipir", _is_one)
