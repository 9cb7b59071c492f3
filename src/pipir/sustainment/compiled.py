"""How are kernels compiled? Once per version of their source, kept in the user's cache, free of the lock of Python."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

from pipir.runs.cache import VARIABLE, keep_used, use_user_cache

Function = TypeVar("Function", bound=Callable[..., Any])


def _own_folder() -> None:
    """Keep kernels of different sources apart: a kernel does not notice that one it calls has changed."""
    folder = use_user_cache()
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    mark = blake2b(b"".join(path.read_bytes() for path in sources), digest_size=8).hexdigest()
    if folder.name != mark:
        os.environ[VARIABLE] = str(folder / mark)
        use_user_cache()
        keep_used(folder, mark)


_own_folder()

import numba  # noqa: E402 - its cache folder is settled when it is imported


def kernel(function: Function) -> Function:
    """A compiled function that releases the interpreter lock while it runs."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def part(function: Function) -> Function:
    """A compiled function that only kernels call, and that makes no arrays: it becomes part of its caller.

    Inlined, without a way in from Python and without counting references to arrays. The memory of a run is passed as
    some 200 numbers: a call would copy them, which took half of the time of a run. What the kernels work on is held by
    whoever calls them.
    """
    options: dict[str, Any] = {
        "forceinline": True,
        "no_cpython_wrapper": True,
        "no_cfunc_wrapper": True,
        "_nrt": False,
    }
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function))
