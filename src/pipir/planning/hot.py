"""What is left of a plan when something is lost, or bounds move? Ranks that do as well stay; others are served anew.

A loss only takes plans away. A best plan that does not use what is lost is still best: no solve. A rank stays as it is
where some plan that serves it and all before it as well needs nothing of what is lost: one solve tells. The first rank
that does not is solved by the dual simplex method from where it was best, those after it from there on.

Other bounds and right sides can also let a rank be served better. It cannot where none of them had a price in any solve
up to that rank: the prices of those solves prove what is short to be the least with the new bounds as with the old.
So a rank stays where nothing that moves had a price, and some plan within the new bounds serves it and all before it as
well. The first that does not stay is solved on from where it was best: prices do not depend on bounds, so the dual way
is open whether something was opened or cut off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from pipir.network.network import Floats, Ints
from pipir.planning.ranks import Order, Stages, serve
from pipir.program.build import Built
from pipir.program.draft import Programme
from pipir.program.solver import Solver, State

NOTHING = 1e-9
"""What is used of what is lost, in the solver's units, that is no use: the solver's own tolerance."""


@dataclass(frozen=True)
class _Prices:
    """The largest price of the lower and the upper bound of each column or row in any solve, in the solver's units."""

    lower: Floats
    upper: Floats

    def with_(self, price: Floats) -> _Prices:
        """With those of another solve."""
        return _Prices(np.maximum(self.lower, price), np.maximum(self.upper, -price))

    def moved(self, lower: Floats, upper: Floats) -> float:
        """By how much objectives change at most when the bounds move by so much; what cannot bind moves nothing."""
        total = 0.0
        for price, by in ((self.lower, np.abs(lower)), (self.upper, np.abs(upper))):
            priced = (by > 0.0) & (price > np.where(np.isfinite(by), 0.0, NOTHING))
            total += float(price[priced] @ by[priced])
        return total


@dataclass(frozen=True)
class _Stage:
    """A rank of the plan at hand: where the solver stood at its best pooled share, and when it was done.

    `columns` and `rows` are the prices of all solves until then.
    """

    rank: int
    best: State
    done: State
    columns: _Prices
    rows: _Prices


class _Going(Stages):
    """Stages that can begin by the dual way."""

    dually = False

    def _minimise(self, columns: Ints, costs: Floats) -> float:
        if self.dually:
            self.dually = False
            return self.solver.minimise_dually(columns, costs).objective
        return super()._minimise(columns, costs)


class _First(Stages):
    """Stages that remember what had a price."""

    def __init__(self, built: Built, solver: Solver) -> None:
        super().__init__(built, solver)
        rows, columns = built.programme.shape
        self.columns = _Prices(np.zeros(columns), np.zeros(columns))
        self.rows = _Prices(np.zeros(rows), np.zeros(rows))

    def _minimise(self, columns: Ints, costs: Floats) -> float:
        found = super()._minimise(columns, costs)
        programme = self.built.programme
        prices = self.solver.prices()
        self.columns = self.columns.with_(prices[0] * programme.column_scale)
        self.rows = self.rows.with_(prices[1] * programme.row_scale)
        return found


class Base:
    """The plan at hand, with every state from which it can be planned anew."""

    def __init__(self, built: Built) -> None:
        self.built, self.solver = built, Solver(built.programme)
        self.rest = self.solver.state()
        going = _First(built, self.solver)
        self.stages: list[_Stage] = []
        for rank in np.unique(built.claims.rank):
            going.serve(int(rank))
            best = going.served[-1].best
            self.stages.append(_Stage(int(rank), best, self.solver.state(), going.columns, going.rows))
        going.spare()
        solves = tuple(self.solver.solves)
        self.order = Order(tuple(going.served), self.solver.values(), solves, None)

    def without(self, lost: Ints, moving: bool) -> Order:
        """All ranks served when these columns are nothing; with `moving` transport is spared after them."""
        used = self.order.values[lost] / self.built.programme.column_scale[lost]
        if used.max(initial=0.0) <= NOTHING:
            return Order(self.order.served, self.order.values, (), None)
        before = len(self.solver.solves)
        stay = _most(len(self.stages), lambda ranks: self._spares(ranks, lost))
        return self._anew(self.built, stay, lambda: self._lose(lost), moving, before)

    def within(self, built: Built, lost: Ints, moving: bool) -> Order:
        """All ranks served within the bounds of another programme of the same columns, rows and coefficients.

        These columns of it are nothing; with `moving` transport is spared after all ranks.
        """
        none, programme = np.zeros(len(lost)), built.programme
        closed = replace(programme, lower=programme.lower.copy(), upper=programme.upper.copy())
        closed.lower[lost] = closed.upper[lost] = none
        before = len(self.solver.solves)
        priced = _most(len(self.stages), lambda ranks: self._unpriced(ranks, closed))
        stay = _most(priced, lambda ranks: self._fits(ranks, closed))
        return self._anew(built, stay, lambda: self._move(closed), moving, before)

    def _anew(self, built: Built, stay: int, change: Callable[[], None], moving: bool, before: int) -> Order:
        """All ranks served, those after the first so many anew. Where all stay, the solver stands at a plan."""
        going = _Going(built, self.solver)
        going.served = list(self.order.served[:stay])
        for k, stage in enumerate(self.stages[stay:]):
            if k == 0:
                self.solver.resume(stage.best)
                change()
                going.dually = True
            going.serve(stage.rank)
        if moving:
            going.spare()
        return Order(tuple(going.served), self.solver.values(), tuple(self.solver.solves[before:]), None)

    def _unpriced(self, ranks: int, changed: Programme) -> bool:
        """Had nothing that moves a price in the first so many ranks?"""
        if not ranks:
            return True
        stage, old = self.stages[ranks - 1], self.built.programme
        columns = stage.columns.moved(_step(old.lower, changed.lower), _step(old.upper, changed.upper))
        rows = stage.rows.moved(_step(old.row_lower, changed.row_lower), _step(old.row_upper, changed.row_upper))
        return columns + rows <= NOTHING

    def _fits(self, ranks: int, changed: Programme) -> bool:
        """Can the first so many ranks be served as well within these bounds?"""
        if self.stages and not ranks:
            return True
        self.solver.resume(self.stages[ranks - 1].done if ranks else self.rest)
        self._move(changed)
        return self.solver.feasible()

    def _move(self, changed: Programme) -> None:
        """Let the solver have these bounds where they differ; what is held at a bound is held at where it is now."""
        old, solver = self.built.programme, self.solver
        for bounds, now, was, held in (
            (
                solver.bound_columns,
                (changed.lower, changed.upper),
                (old.lower, old.upper),
                (solver.lower, solver.upper),
            ),
            (
                solver.bound_rows,
                (changed.row_lower, changed.row_upper),
                (old.row_lower, old.row_upper),
                (solver.row_lower, solver.row_upper),
            ),
        ):
            which = np.flatnonzero((now[0] != was[0]) | (now[1] != was[1]))
            (lower, upper), (below, above) = ((ends[0][which], ends[1][which]) for ends in (now, was))
            fixed = (held[0][which] == held[1][which]) & (below < above)
            at_lower = fixed & (held[0][which] == below)
            at_upper = fixed & ~at_lower
            bounds(which, np.where(at_upper, upper, lower), np.where(at_lower, lower, upper), scaled=True)

    def _spares(self, ranks: int, lost: Ints) -> bool:
        """Can the first so many ranks be served as well with nothing of what is lost?"""
        self.solver.resume(self.stages[ranks - 1].done if ranks else self.rest)
        found = self.solver.minimise(lost, 1.0 / self.built.programme.column_scale[lost])
        if found.objective > NOTHING * len(lost):
            return False
        self._lose(lost)
        return True

    def _lose(self, lost: Ints) -> None:
        self.solver.bound_columns(lost, np.zeros(len(lost)), np.zeros(len(lost)))


def _most(most: int, holds: Callable[[int], bool]) -> int:
    """The largest number up to `most` for which something holds that holds for all smaller ones, and for none."""
    if holds(most):
        return most
    least, below = 0, most
    while below - least > 1:
        middle = (least + below) // 2
        if holds(middle):
            least = middle
        else:
            below = middle
    return least


def _step(old: Floats, new: Floats) -> Floats:
    """By how much bounds move; none where both are the same, infinite ones too."""
    return np.subtract(new, old, out=np.zeros(len(old)), where=new != old)


def cold(built: Built, lost: Ints, moving: bool) -> Order:
    """All ranks served from the plan that does nothing, when these columns are nothing."""
    solver = Solver(built.programme)
    solver.bound_columns(lost, np.zeros(len(lost)), np.zeros(len(lost)))
    return serve(built, solver, moving)
