"""How does what was written come into its place? Whole, or not at all: never half of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pipir.case.refusal import refuse


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A new empty folder beside `target` to write into; whatever is left of it afterwards is removed.

    Being beside the target it lies on the same disk, so that what is in it can be moved in one step. Raises Refused
    where the folder cannot be written.
    """
    stage = target.parent / f".{target.name}.{os.getpid()}.new"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        yield stage
    except OSError as error:
        reason = error.strerror or str(error)
        raise refuse(str(target), f"cannot be written: {reason}", "name a folder that you can write to") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def place_files(stage: Path, target: Path, gone: Sequence[str] = ()) -> None:
    """Move every file below `stage` to its place below `target` and remove the files `gone`, or leave all as it was.

    Other files of the folder stay. Whatever stops it, an interrupt too, puts the old files back.
    """
    names = [path.relative_to(stage).as_posix() for path in sorted(stage.rglob("*")) if path.is_file()]
    before = stage / ".before"
    done: list[str] = []
    try:
        for name in (*names, *gone):
            done.append(name)
            if (target / name).exists():
                _move(target / name, before / name)
            if name in names:
                _move(stage / name, target / name)
    except BaseException:
        for name in done:
            if (before / name).exists():
                _move(before / name, target / name)
            elif name in names and not (stage / name).exists():
                with suppress(FileNotFoundError):
                    (target / name).unlink()
        raise


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
