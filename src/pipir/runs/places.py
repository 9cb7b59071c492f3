"""Where may something be written? In a new place, or over an earlier one of its kind, never over anything else."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pipir.case.refusal import Fault, Refused, refuse

RECORD = "run.json"
FORMAT = "pipir-result/1"
OUT = "--out"
FILES = frozenset({".csv", ".html", ".json", ".mps", ".ods", ".parquet", ".pdf", ".xls"})
"""Endings that no folder has."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is written: its name, and how one that is there is known to be of that kind."""

    name: str
    is_one: Callable[[Path], bool]


def check_file(path: Path, flag: str, kind: FileKind) -> None:
    """Raise Refused unless such a file may be written there: a new file, or in the place of an earlier one."""
    if path.is_symlink():
        raise _refused(path, "is a link", "name the file itself", flag)
    if path.is_dir():
        raise _refused(path, "is a folder", "name a file in it", flag)
    check_parent(path, flag)
    if path.exists() and not (path.is_file() and kind.is_one(path)):
        raise _refused(path, f"is no {kind.name}", "name a new file, or remove this one", flag)


def check_folder(folder: Path) -> None:
    """Raise Refused unless a result may be written there: a new or empty folder, or one with an earlier result."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise _refused(folder, "is not a folder", "name a folder that does not exist yet")
    if not folder.exists():
        if folder.suffix.lower() in FILES:
            raise _refused(folder, "ends as a file does", "name a folder, or a workbook ending in .xlsx")
        check_parent(folder)
        return
    if folder.resolve() == Path.cwd():  # it would be moved away under the feet of whoever stands in it
        raise _refused(folder, "is the folder that you are in", "name a new folder in it")
    if any(folder.iterdir()) and not _is_result(folder):
        raise _refused(folder, "holds files that are no earlier result", "name a new folder, or empty this one")
    check_parent(folder)


def check_parent(path: Path, flag: str = OUT) -> None:
    """Raise Refused unless the folder that is to hold the path is there and can be written to: it is tried."""
    parent = path.absolute().parent
    if not parent.is_dir():
        raise _refused(path, f"is in {parent}, which is not a folder", "make that folder first", flag)
    try:
        with tempfile.NamedTemporaryFile(prefix=f".{path.name}.", suffix=".partial", dir=parent):
            pass
    except OSError as error:
        rule = f"is in {parent}, where it cannot be written ({str(error.strerror).lower()})"
        raise _refused(path, rule, "choose another place", flag) from None


def check_apart(places: Mapping[str, Path]) -> None:
    """Raise Refused where two flags name one place, or one of them a place in the folder that the other writes."""
    faults = []
    for (flag, path), (other, place) in combinations(places.items(), 2):
        one, two = path.resolve(), place.resolve()
        if one == two:
            faults.append(_fault(place, f"is also named by {flag}", "name two places", other))
        elif one in two.parents:
            faults.append(_fault(place, f"is in the folder that {flag} writes as a whole", "name another place", other))
        elif two in one.parents:
            faults.append(_fault(path, f"is in the folder that {other} writes as a whole", "name another place", flag))
    if faults:
        raise Refused(faults)


def _is_result(folder: Path) -> bool:
    """Does the folder hold an earlier result and nothing else?"""
    try:
        document = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return False
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return False
    rows = document.get("rows")
    known = {RECORD, *(f"{name}.parquet" for name in (rows if isinstance(rows, dict) else ()))}
    return all(file.name in known for file in folder.iterdir())


def _refused(path: Path, rule: str, remedy: str, flag: str = OUT) -> Refused:
    return refuse("options", rule, remedy, column=flag, value=str(path))


def _fault(path: Path, rule: str, remedy: str, flag: str) -> Fault:
    return Fault("options", None, flag, str(path), rule, remedy)
