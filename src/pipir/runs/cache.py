"""Where are compiled kernels kept between runs? In the user's cache folder, so that only the first run compiles."""

from __future__ import annotations

import os
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

VARIABLE = "NUMBA_CACHE_DIR"


def use_user_cache() -> Path:
    """Folder that numba is told to keep kernels in: the user's own choice, else the user's cache, else a temporary one.

    To be called before numba is first imported; called later it changes the running numba as well.
    """
    folder = Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else _writable_folder()
    os.environ[VARIABLE] = str(folder)
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = str(folder)
    return folder


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
