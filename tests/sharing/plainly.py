"""What are the shares of a small game, worked out a second time? Every order of joining, every coalition at once."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from scipy.optimize import linprog

from pipir.network.network import Floats


def members(count: int) -> Floats:
    return np.array([[c >> k & 1 for k in range(count)] for c in range(1 << count)], dtype=np.float64)


def shapley(value: Floats) -> Floats:
    """Mean of what each adds, over all orders."""
    count = len(value).bit_length() - 1
    found, orders = np.zeros(count), list(permutations(range(count)))
    for order in orders:
        before = 0
        for k in order:
            found[k] += value[before | 1 << k] - value[before]
            before |= 1 << k
    return found / len(orders)


def least_core(value: Floats) -> float:
    """Smallest e with x(S) >= v(S) - e for every coalition but all, whose value is shared."""
    who = members(len(value).bit_length() - 1)
    some = np.arange(1, len(value) - 1)
    return float(_solve(value, who, some, {len(value) - 1: float(value[-1])})[0])


def subsidy(value: Floats) -> float:
    """The least that must be shared for nobody to leave, less what there is."""
    who = members(len(value).bit_length() - 1)[1:]
    found = linprog(np.ones(who.shape[1]), A_ub=-who, b_ub=-value[1:], bounds=(None, None), method="highs")
    return float(found.fun - value[-1])


def nucleolus(value: Floats) -> Floats:
    """Level by level: what can come no lower is settled, whatever it is that stands at the level (Maschler)."""
    count = len(value).bit_length() - 1
    who, single = members(count), value[1 << np.arange(count)]
    settled = {len(value) - 1: float(value[-1])}
    while True:
        free = np.array([c for c in range(1, len(value) - 1) if c not in settled], dtype=np.int64)
        if not len(free):
            return np.linalg.lstsq(who[list(settled)], np.array(list(settled.values())), rcond=None)[0]
        level, _ = _solve(value, who, free, settled, single)
        for coalition in free:
            most = linprog(
                -who[coalition],
                A_ub=-who[free],
                b_ub=level + 1e-10 - value[free],
                A_eq=who[list(settled)],
                b_eq=list(settled.values()),
                bounds=[(float(least), None) for least in single],
                method="highs",
            )
            assert most.status == 0, most.message
            if value[coalition] + most.fun >= level - 1e-7:
                settled[int(coalition)] = float(value[coalition] - level)


def _solve(
    value: Floats, who: Floats, free: np.ndarray, settled: dict[int, float], single: Floats | None = None
) -> tuple[float, Floats]:
    """The smallest level that no free coalition objects above, and a sharing."""
    count = who.shape[1]
    least = [None] * count if single is None else single.tolist()
    found = linprog(
        np.append(np.zeros(count), 1.0),
        A_ub=np.hstack([-who[free], -np.ones((len(free), 1))]),
        b_ub=-value[free],
        A_eq=np.hstack([who[list(settled)], np.zeros((len(settled), 1))]),
        b_eq=list(settled.values()),
        bounds=[*((bound, None) for bound in least), (None, None)],
        method="highs",
    )
    assert found.status == 0, found.message
    return float(found.fun), found.x[:count]
