"""What is it worth that claims are met? One sum over ranks, one solve; and what it is worth without some of the ways.

The value of a plan adds up, over ranks and items, the share of what is owed that is met, by weight; each rank weighs
half of the one before it unless told otherwise. A plan for this sum may let a little of an early rank go for much of a
later one: it compares worlds, and is not the plan that is carried out (`planning.ranks`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipir.network.network import Floats
from pipir.planning.weights import NEXT_RANK
from pipir.program.build import Built
from pipir.program.grid import Ints
from pipir.program.solver import Solver, State


@dataclass(frozen=True)
class Best:
    """The largest value, what it lacks of all claims met in full, and the share short of each claim behind it.

    `shares` follow the claims of the programme. Where several plans have the same value they are one of them; `value`
    and `missing` are the same in all.
    """

    value: float
    missing: float
    shares: Floats


def costs(built: Built, next_rank: float = NEXT_RANK) -> Floats:
    """What each claim is worth if it is met in full: 2^-rank times its share of what its rank is owed of its item.

    `next_rank` is what a rank weighs of the one before it. Source: design, "Coalitions and promises".
    """
    claims = built.claims
    found: Floats = np.power(next_rank, claims.rank.astype(np.float64)) * claims.share
    return found


class Worth:
    """The largest value of a programme, and of the same programme with other columns closed.

    `closed` are columns of the programme that are nothing, unless a question names others. Every question is answered
    from the plan with these closed, so an answer does not depend on what was asked before. `solver` stands where the
    last answer was found: its prices are for that one.
    """

    def __init__(self, built: Built, closed: Ints | None = None) -> None:
        self.built, self.solver = built, Solver(built.programme)
        self.costs = costs(built)
        self.short = built.programme.columns["short"].all
        self.most = float(self.costs.sum())
        self._closed = _set(closed)

    def best(self, closed: Ints | None = None) -> Best:
        """The largest value when these columns are nothing, in place of those closed at first. Raises SolverFault."""
        self.solver.resume(self._base)
        asked = self._closed if closed is None else _set(closed)
        shut, opened = np.setdiff1d(asked, self._closed), np.setdiff1d(self._closed, asked)
        if len(shut):
            none = np.zeros(len(shut))
            self.solver.bound_columns(shut, none, none)
            self.solver.minimise_dually(self.short, self.costs)
        if len(opened) or not len(shut):
            programme = self.built.programme
            self.solver.bound_columns(opened, programme.lower[opened], programme.upper[opened], scaled=True)
            self.solver.minimise(self.short, self.costs)
        missing = max(self.solver.solves[-1].objective, 0.0)
        return Best(self.most - missing, missing, self.solver.values()[self.short])

    @cached_property
    def _base(self) -> State:
        none = np.zeros(len(self._closed))
        self.solver.bound_columns(self._closed, none, none)
        self.solver.minimise(self.short, self.costs)
        return self.solver.state()


def _set(columns: Ints | None) -> Ints:
    return np.zeros(0, dtype=np.int64) if columns is None else np.unique(columns).astype(np.int64)
