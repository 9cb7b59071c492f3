"""What is it worth that claims are met? One sum over ranks, one solve; and what it is worth without some of the ways.

The value of a plan adds up, over ranks and items, the share of what is owed that is met, by weight; each rank weighs
half of the one before it unless told otherwise. A plan for this sum may let a little of an early rank go for much of a
later one: it compares worlds, and is not the plan that is carried out (`planning.ranks`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pipir.network.network import Floats
from pipir.planning.weights import NEXT_RANK
from pipir.program.build import Built
from pipir.program.draft import Programme
from pipir.program.grid import Ints
from pipir.program.solver import Solver, State

NOTHING = 1e-9
"""Price, or what a plan uses beyond a bound, in the solver's units, that is none: the solver's own tolerance."""


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

    Ranks count 1, 2, 3 in the order of the sequence, whatever numbers it gives them: nothing is worth next to nothing
    because a sequence counts by tens. `next_rank` is what a rank weighs of the one before it. Source: design,
    "Coalitions and promises".
    """
    claims, place = built.claims, 1.0 + np.searchsorted(built.net.ranks, built.claims.rank)
    found: Floats = np.power(next_rank, place) * claims.share
    return found


class Worth:
    """The largest value of a programme, and of the same programme with other columns closed, or other bounds.

    `closed` are columns of the programme that are nothing, unless a question names others. Every question is answered
    from the plan with these closed, so an answer does not depend on what was asked before. `solver` stands where the
    last answer that took a solve was found: its prices are for that one.
    """

    def __init__(self, built: Built, closed: Ints | None = None, next_rank: float = NEXT_RANK) -> None:
        self.built, self.solver = built, Solver(built.programme)
        self.costs = costs(built, next_rank)
        self.short = built.programme.columns["short"].all
        self.most = float(self.costs.sum())
        self._closed = _set(closed)

    def best(self, closed: Ints | None = None) -> Best:
        """The largest value when these columns are nothing, in place of those closed at first. Raises SolverFault."""
        return self._moved(_closing(self.built.programme, self._closed if closed is None else _set(closed)))

    def within(self, other: Programme) -> Best:
        """The largest value within the bounds of another programme of the same columns, rows and coefficients.

        Nothing is closed beside them. Where the plan at hand keeps them, and what they open has no price in it, it is
        the best there too, and nothing is solved. Raises SolverFault.
        """
        return self._base.best if self._base.holds(other) else self._moved(other)

    def _moved(self, now: Programme) -> Best:
        """From the plan at hand by the primal way, though bounds may cut it off: the dual one takes longer."""
        self.solver.resume(self._base.state)
        self.solver.move(now)
        self.solver.minimise(self.short, self.costs)
        return self._told()

    @cached_property
    def _base(self) -> _Base:
        closed = np.zeros(len(self._closed))
        self.solver.bound_columns(self._closed, closed, closed)
        self.solver.minimise(self.short, self.costs)
        scale = self.built.programme.column_scale
        return _Base(self._told(), self.solver.state(), self.solver.values() / scale, self.solver.prices()[0] * scale)

    def _told(self) -> Best:
        missing = max(self.solver.solves[-1].objective, 0.0)
        return Best(self.most - missing, missing, self.solver.values()[self.short])


@dataclass(frozen=True)
class _Base:
    """The plan at hand, where the solver stood at it, its columns and their prices, in the solver's units."""

    best: Best
    state: State
    values: Floats
    prices: Floats

    def holds(self, now: Programme) -> bool:
        """Is it the best within these bounds too? It keeps them, and nothing that they open has a price."""
        if not (
            np.array_equal(now.row_lower, self.state.row_lower) and np.array_equal(now.row_upper, self.state.row_upper)
        ):
            return False
        kept = (self.values <= now.upper + NOTHING) & (self.values >= now.lower - NOTHING)
        gains = (now.upper > self.state.upper) & (self.prices < -NOTHING)
        gains |= (now.lower < self.state.lower) & (self.prices > NOTHING)
        return bool(kept.all() and not gains.any())


def _closing(programme: Programme, columns: Ints) -> Programme:
    """The programme when these columns are nothing."""
    closed = replace(programme, lower=programme.lower.copy(), upper=programme.upper.copy())
    closed.lower[columns] = closed.upper[columns] = 0.0
    return closed


def _set(columns: Ints | None) -> Ints:
    return np.zeros(0, dtype=np.int64) if columns is None else np.unique(columns).astype(np.int64)
