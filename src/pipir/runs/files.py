"""How is a result kept on disk? Complete or not at all, and never in the place of something else."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipir.case.refusal import Refused, refuse

if TYPE_CHECKING:
    import polars as pl

RECORD = "run.json"
FORMAT = "pipir-result/1"


def write_result(
    folder: Path, run: Mapping[str, Any], tables: Mapping[str, pl.DataFrame], times: Mapping[str, Any]
) -> None:
    """Write every table as Parquet and the record with the clock times into a folder, complete or not at all.

    An earlier result in that folder is replaced. Raises Refused when the folder holds anything else.
    """
    check_folder(folder)
    with whole_folder(folder) as partial:
        for name, frame in tables.items():
            frame.write_parquet(partial / f"{name}.parquet")
        rows = {name: frame.height for name, frame in tables.items()}
        document = {"format": FORMAT, "run": dict(run), "rows": rows, "times": dict(times)}
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
        (partial / RECORD).write_text(text + "\n", encoding="utf-8")


def check_folder(folder: Path) -> None:
    """Raise Refused unless a result may be written there: a new or empty folder, or one with an earlier result."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise _refused(folder, "is not a folder", "name a folder that does not exist yet")
    if not folder.exists():
        check_parent(folder)
        return
    if folder.resolve() == Path.cwd():  # it would be moved away under the feet of whoever stands in it
        raise _refused(folder, "is the folder that you are in", "name a new folder in it")
    if any(folder.iterdir()) and not _is_result(folder):
        raise _refused(folder, "holds files that are no earlier result", "name a new folder, or empty this one")


def check_parent(path: Path, flag: str = "--out") -> None:
    """Raise Refused unless the folder that is to hold the path is there and can be written to."""
    parent = path.absolute().parent
    if not parent.is_dir():
        raise _refused(path, f"is in {parent}, which is not a folder", "make that folder first", flag)
    if not os.access(parent, os.W_OK):
        raise _refused(path, f"is in {parent}, where you may not write", "choose another place", flag)


def check_file(path: Path, flag: str) -> None:
    """Raise Refused unless a file may be written there."""
    if path.is_dir():
        raise _refused(path, "is a folder", "name a file in it", flag)
    check_parent(path, flag)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder beside the wanted one to write into; it takes its place when all went well and vanishes otherwise."""
    target = folder.absolute()
    partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent))
    try:
        yield partial
        partial.chmod(0o777 & ~_umask())
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
            target.replace(old / target.name)
            partial.replace(target)
            shutil.rmtree(old)
        else:
            partial.replace(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is complete or not there; an earlier file of that name stays until then."""
    target = path.absolute()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        partial.chmod(0o666 & ~_umask())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


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


def _umask() -> int:
    """The permissions that new files of this user lack; reading it means setting it for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(path: Path, rule: str, remedy: str, flag: str = "--out") -> Refused:
    return refuse("options", rule, remedy, column=flag, value=str(path))
