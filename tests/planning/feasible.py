"""Does what a plan says hold together? Every row of the plain programme, at the figures of the plan's tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from pipir.case.case import Case
from planning.plain import Name, Programme, Terms, programme
from planning.reading import Asked

SAME = 1e-6


def broken(case: Case, asked: Asked, told: Mapping[Name, float], kinds: Iterable[str]) -> dict[Name, float]:
    """Rows that the told columns break, and by how much; what waits at doors may be whatever fits.

    Columns of these kinds that are not told are 0; a told column that the plain programme does not have is broken.
    """
    p, _ = programme(case, asked)
    fixed = {name: told.get(name, 0.0) for name in p.columns if name[0] in kinds}
    found = {("unheard of", *name): value for name, value in told.items() if name not in p.columns and value > SAME}
    found |= {("negative", *name): -value for name, value in fixed.items() if value < -SAME}
    return {**found, **_off(p, fixed)}


def _off(p: Programme, fixed: Mapping[Name, float]) -> dict[Name, float]:
    """How far each row is off at best, as free columns may be chosen: each has a slack, and their sum is least."""
    free = {name: k for k, name in enumerate(name for name in p.columns if name not in fixed)}
    entries: list[tuple[int, int, float]] = []
    right, names, sizes = [], [], []
    for name, (terms, low, high) in p.rows.items():
        known = sum(value * fixed[column] for column, value in terms.items() if column in fixed)
        size = max([1.0, *(abs(value * fixed.get(column, 1.0)) for column, value in terms.items())])
        for bound, sign in ((high, 1.0), (low, -1.0)):
            if abs(bound) < inf:
                entries += _entries(len(right), free, terms, sign)
                right.append(sign * (bound - known))
                names.append(name)
                sizes.append(size)
    count = len(right)
    entries += [(k, len(free) + k, -1.0) for k in range(count)]
    row, column, value = zip(*entries, strict=True)
    matrix = csr_array((value, (row, column)), shape=(count, len(free) + count))
    costs = np.concatenate([np.zeros(len(free)), np.ones(count)])
    result = linprog(costs, A_ub=matrix, b_ub=right, bounds=(0, None), method="highs")
    assert result.status == 0, result.message
    slack = result.x[len(free) :]
    return {names[k]: float(slack[k]) for k in range(count) if slack[k] > SAME * sizes[k]}


def _entries(row: int, free: Mapping[Name, int], terms: Terms, sign: float) -> list[tuple[int, int, float]]:
    return [(row, free[name], sign * value) for name, value in terms.items() if name in free]
