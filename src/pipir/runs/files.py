"""How is a result kept on disk? Complete or not at all, and several files together or none of them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipir.runs.places import FORMAT, RECORD, check_folder

if TYPE_CHECKING:
    import polars as pl

Waiting = list[tuple[Path, Path]]
"""What is written in full and waits for its place: where it lies, and where it belongs."""
_WAITING: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


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


@contextmanager
def all_or_nothing() -> Iterator[Waiting]:
    """Whatever is written inside takes its place when all went well, and vanishes otherwise."""
    outer = _WAITING.get()
    if outer is not None:
        yield outer
        return
    waiting: Waiting = []
    token = _WAITING.set(waiting)
    try:
        yield waiting
        for partial, target in waiting:
            _put(partial, target)
    finally:
        _WAITING.reset(token)
        for partial, _ in waiting:
            _remove(partial)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder beside the wanted one to write into; it takes its place when all went well and vanishes otherwise."""
    target = folder.absolute()
    with all_or_nothing() as waiting:
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent))
        try:
            yield partial
            partial.chmod(0o777 & ~_umask())
        except BaseException:
            _remove(partial)
            raise
        waiting.append((partial, target))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is complete or not there; an earlier file of that name stays until then."""
    target = path.absolute()
    with all_or_nothing() as waiting:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            partial.chmod(0o666 & ~_umask())
        except BaseException:
            _remove(partial)
            raise
        waiting.append((partial, target))


def _put(partial: Path, target: Path) -> None:
    """Put what is complete in its place; an earlier folder goes only once it can."""
    if not (partial.is_dir() and target.exists()):
        partial.replace(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
    target.replace(old / target.name)
    partial.replace(target)
    shutil.rmtree(old)


def _remove(partial: Path) -> None:
    """Take away what did not find its place."""
    if partial.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
    else:
        partial.unlink(missing_ok=True)


def _umask() -> int:
    """The permissions that new files of this user lack; reading it means setting it for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
