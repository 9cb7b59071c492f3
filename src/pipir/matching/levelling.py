"""How are requests kept alike? The largest share that any of them lacks is made least, then the next largest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.network import Floats, Ints
from pipir.program.solver import Solver

SAME = 1e-7
"""Shares and prices below this are none."""
ROOM = 1e-8
"""By so much may a share be above its level: what is held to the last digit leaves the solver no way."""


@dataclass(frozen=True)
class Shares:
    """Units asked for, columns of what of them is lacking, rows that hold its share at or below column `largest`."""

    asked: Floats  # R
    lacking: Ints  # R
    above: Ints  # R
    largest: Ints  # 1


def level(solver: Solver, shares: Shares, active: Ints) -> None:
    """Bring down the largest share lacking of the active requests, then the next of those that can still change.

    Every solve keeps what is settled already. Whose share has a price is as large in every best solution: it is done
    with, and there is one at least. What is reached is one set of shares: no other keeps the largest, the next largest
    and so on as small, so it does not depend on the order of requests.
    """
    active = active[solver.lower[shares.lacking[active]] < solver.upper[shares.lacking[active]]]
    while len(active):
        _hold(solver, shares, active, np.zeros(len(active)))
        solver.minimise(shares.largest, np.ones(1))
        most = float(solver.values()[shares.largest[0]])
        priced = np.abs(solver.prices()[1][shares.above[active]]) > SAME
        _hold(solver, shares, active, np.full(len(active), np.inf))
        solver.bound_columns(shares.lacking[active], np.zeros(len(active)), (most + ROOM) * shares.asked[active])
        active = active[~priced] if most > SAME else active[:0]


def _hold(solver: Solver, shares: Shares, which: Ints, most: Floats) -> None:
    """Hold shares of some requests at or below the largest; with infinity let them go."""
    solver.bound_rows(shares.above[which], np.full(len(which), -np.inf), most)
