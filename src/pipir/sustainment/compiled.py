"""How are kernels compiled, and how do they reach into memory?

Once per version of their source, kept in the user's cache, free of the lock of Python. Into memory by places that are
counted from the beginning of a block, never from its end.
"""

# Much of Numba has no types.
# mypy: allow-untyped-calls

from __future__ import annotations

import operator
import os
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

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
from numba.core import types  # noqa: E402
from numba.extending import lower_builtin, models, register_model, typeof_impl  # noqa: E402
from numba.np import numpy_support  # noqa: E402
from numba.np.arrayobj import load_item, make_array, store_item  # noqa: E402


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


class Block(np.ndarray):
    """A row of numbers of one kind, for kernels; in Python an array as any other.

    Numba looks at the sign of every index of an array, since a negative one counts from the end. Kernels never count
    from the end and do little else than look numbers up: without the question a run takes two thirds of the time.
    """


class _BlockType(types.Array):
    """What Numba takes a Block for."""

    def __init__(self, dtype: Any) -> None:
        super().__init__(dtype, 1, "C", name=f"Block({dtype})")


register_model(_BlockType)(models.ArrayModel)


def block(array: NDArray[Any]) -> Block:
    """The same numbers as a block; `array` has one axis."""
    return np.ascontiguousarray(array).view(Block)


@typeof_impl.register(Block)
def _type_of(value: Block, _: object) -> _BlockType:
    return _BlockType(numpy_support.from_dtype(value.dtype))


@lower_builtin(operator.getitem, _BlockType, types.Integer)
def _read(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    return load_item(context, builder, signature.args[0], _place(context, builder, signature.args, values))


@lower_builtin(operator.setitem, _BlockType, types.Integer, types.Any)
def _write(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    kind, _, given = signature.args
    value = context.cast(builder, values[2], given, kind.dtype)
    store_item(context, builder, kind, value, _place(context, builder, signature.args, values))
    return context.get_dummy_value()


def _place(context: Any, builder: Any, kinds: Any, values: Any) -> Any:
    """Where in memory an index leads."""
    index = context.cast(builder, values[1], kinds[1], types.intp)
    return builder.gep(make_array(kinds[0])(context, builder, values[0]).data, [index])
