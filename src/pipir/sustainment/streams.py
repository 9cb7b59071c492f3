"""Where does chance come from? Counter-based random streams, one per (seed, run, kind, row key).

Philox 4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC11): a draw is a pure
function of key and counter, so neither the order of work nor the number of processes nor another row changes it.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from pipir.sustainment.compiled import kernel

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_WORD = 1.0 / 4294967296.0
_DOWN5, _DOWN6, _UP26 = np.uint64(5), np.uint64(6), np.uint64(26)


def stream(seed: int, kind: str, row: str) -> int:
    """The 64-bit key of the stream of one row: any change of seed, kind or row key gives an unrelated stream."""
    return int.from_bytes(blake2b(f"{seed}\x1f{kind}\x1f{row}".encode(), digest_size=8).digest(), "little")


def streams(seed: int, kind: str, rows: tuple[str, ...]) -> NDArray[np.uint64]:
    """Keys of many rows: shape (rows,)."""
    return np.array([stream(seed, kind, row) for row in rows], dtype=np.uint64)


@kernel
def philox(key: np.uint64, c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64) -> tuple:  # type: ignore[type-arg]
    """Four 32-bit words (as uint64) of Philox 4x32-10 for a 64-bit key and a counter of four 32-bit words."""
    k0, k1 = key & _LOW, key >> _HALF
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (p1 >> _HALF) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HALF) ^ c3 ^ k1, p0 & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@kernel
def pair(key: np.uint64, run: int, day: int, draw: int) -> tuple:  # type: ignore[type-arg]
    """Two uniforms in (0, 1) with 53 random bits each, for a run, a day and a number of the draw."""
    a, b, c, d = philox(key, np.uint64(run) & _LOW, np.uint64(day), np.uint64(draw), np.uint64(run) >> _HALF)
    u = (np.float64((a >> _DOWN5) << _UP26) + np.float64(b >> _DOWN6) + 0.5) / 9007199254740992.0
    v = (np.float64((c >> _DOWN5) << _UP26) + np.float64(d >> _DOWN6) + 0.5) / 9007199254740992.0
    return u, v


@kernel
def uniform(key: np.uint64, run: int, day: int) -> float:
    """One uniform in (0, 1)."""
    return pair(key, run, day, 0)[0]  # type: ignore[no-any-return]


@kernel
def gamma(key: np.uint64, run: int, day: int, cv: float) -> float:
    """A gamma variate with mean 1 and coefficient of variation cv; 1 where cv is 0.

    Marsaglia and Tsang, "A simple method for generating gamma variables" (2000), with the power of a uniform where
    the shape is below 1. Each trial takes one Philox block: two words for the normal (Box and Muller), one to accept.
    """
    if cv <= 0.0:
        return 1.0
    shape = 1.0 / (cv * cv)
    boost = 1.0
    draw = 0
    if shape < 1.0:
        boost = pair(key, run, day, draw)[0] ** (1.0 / shape)
        draw += 1
    alpha = shape if shape >= 1.0 else shape + 1.0
    d = alpha - 1.0 / 3.0
    c = 1.0 / np.sqrt(9.0 * d)
    while True:
        a, b, e, _ = philox(key, np.uint64(run) & _LOW, np.uint64(day), np.uint64(draw), np.uint64(run) >> _HALF)
        draw += 1
        u, v, accept = (np.float64(a) + 0.5) * _WORD, (np.float64(b) + 0.5) * _WORD, (np.float64(e) + 0.5) * _WORD
        normal = np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * v)
        root = 1.0 + c * normal
        if root <= 0.0:
            continue
        cube = root * root * root
        square = normal * normal
        if accept < 1.0 - 0.0331 * square * square or np.log(accept) < 0.5 * square + d - d * cube + d * np.log(cube):
            return d * cube * boost / shape  # type: ignore[no-any-return]


@kernel
def triangular(u: float, low: float, mode: float, high: float) -> float:
    """The triangular variate at probability u; `mode` where low equals high. Inverse of its distribution function."""
    if high <= low:
        return mode
    if u < (mode - low) / (high - low):
        return low + np.sqrt(u * (high - low) * (mode - low))  # type: ignore[no-any-return]
    return high - np.sqrt((1.0 - u) * (high - low) * (high - mode))  # type: ignore[no-any-return]
