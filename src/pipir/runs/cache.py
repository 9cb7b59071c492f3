"""Where are compiled kernels kept between runs? In the user's cache folder, so that only the first run compiles."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

VARIABLE = "NUMBA_CACHE_DIR"
MARK = re.compile("[0-9a-f]{16}")
UNUSED_DAYS = 30


def use_user_cache() -> Path:
    """Folder that numba is told to keep kernels in: the user's own choice, else the user's cache, else a temporary one.

    To be called before numba is first imported; called later it changes the running numba as well.
    """
    folder = Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else _writable_folder()
    os.environ[VARIABLE] = str(folder)
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = str(folder)
    return folder


def keep_used(folder: Path, mark: str) -> None:
    """Note that the kernels under `folder / mark` are in use, and remove those of other marks unused for `UNUSED_DAYS`.

    Each version of the source has kernels of its own under its mark, 16 hexadecimal digits; nothing else is touched. A
    folder that cannot be changed stays as it is: kernels are only a saving.
    """
    with contextlib.suppress(OSError):
        own = folder / mark
        is_new = not own.exists()
        own.mkdir(parents=True, exist_ok=True)
        os.utime(own)
        if is_new:
            oldest = time.time() - UNUSED_DAYS * 86_400
            for other in folder.iterdir():
                if MARK.fullmatch(other.name) and not other.is_symlink() and other.stat().st_mtime < oldest:
                    shutil.rmtree(other, ignore_errors=True)


def _writable_folder() -> Path:
    from platformdirs import user_cache_path

    try:
        name = version("pipir")
    except PackageNotFoundError:
        name = "unknown"
    folder = user_cache_path("pipir", appauthor=False) / name / "kernels"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="pipir-kernels-"))
