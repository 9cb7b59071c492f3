"""What is left of a plan without what is lost? Ranks that do as well without it stay; the others are served anew.

A loss only takes plans away. A best plan that does not use what is lost is still best: no solve. A rank stays as it is
where some plan that serves it and all before it as well needs nothing of what is lost: one solve tells. The first rank
that does not is solved by the dual simplex method from where it was best, those after it from there on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.network import Floats, Ints
from pipir.planning.ranks import Order, Stages
from pipir.planning.sparing import spared
from pipir.program.build import Built
from pipir.program.solver import Solver, State

NOTHING = 1e-9
"""What is used of what is lost, in the solver's units, that is no use: the solver's own tolerance."""


@dataclass(frozen=True)
class _Stage:
    """A rank of the plan at hand: where the solver stood at its best pooled share, and when it was done."""

    rank: int
    best: State
    done: State


class _Going(Stages):
    """Stages that remember where the solver stood at the first best solution, and can begin by the dual way."""

    def __init__(self, built: Built, solver: Solver) -> None:
        super().__init__(built, solver)
        self.bests: list[State] = []
        self.cut_off = False

    def _minimise(self, columns: Ints, costs: Floats) -> float:
        if self.cut_off:
            self.cut_off = False
            return self.solver.minimise_dually(columns, costs).objective
        return super()._minimise(columns, costs)

    def _settle(self) -> None:
        if len(self.bests) == len(self.served):
            self.bests.append(self.solver.state())
        super()._settle()


class Base:
    """The plan at hand, with every state from which it can be planned anew."""

    def __init__(self, built: Built) -> None:
        self.built, self.solver = built, Solver(built.programme)
        self.rest = self.solver.state()
        going = _Going(built, self.solver)
        self.stages: list[_Stage] = []
        for rank in np.unique(built.claims.rank):
            going.serve(int(rank))
            self.stages.append(_Stage(int(rank), going.bests[-1], self.solver.state()))
        _spare(going)
        solves = tuple(self.solver.solves)
        self.order = Order(tuple(going.served), self.solver.values(), solves, None)

    def without(self, lost: Ints, moving: bool) -> Order:
        """All ranks served when these columns are nothing; with `moving` transport is spared after them."""
        used = self.order.values[lost] / self.built.programme.column_scale[lost]
        if used.max(initial=0.0) <= NOTHING:
            return Order(self.order.served, self.order.values, (), None)
        before = len(self.solver.solves)
        stay = self._staying(lost)
        going = _Going(self.built, self.solver)
        going.served = list(self.order.served[:stay])
        for k, stage in enumerate(self.stages[stay:]):
            if k == 0:
                self.solver.resume(stage.best)
                self._lose(lost)
                going.cut_off = True
            going.serve(stage.rank)
        if moving:
            _spare(going)
        return Order(tuple(going.served), self.solver.values(), tuple(self.solver.solves[before:]), None)

    def _staying(self, lost: Ints) -> int:
        """How many ranks stay as they are. Where all do, the solver stands at a plan without what is lost."""
        if self._spares(len(self.stages), lost):
            return len(self.stages)
        least, below = 0, len(self.stages)
        while below - least > 1:
            middle = (least + below) // 2
            if self._spares(middle, lost):
                least = middle
            else:
                below = middle
        return least

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


def cold(built: Built, lost: Ints, moving: bool) -> Order:
    """All ranks served from the plan that does nothing, when these columns are nothing."""
    solver = Solver(built.programme)
    solver.bound_columns(lost, np.zeros(len(lost)), np.zeros(len(lost)))
    stages = Stages(built, solver)
    for rank in np.unique(built.claims.rank):
        stages.serve(int(rank))
    if moving:
        _spare(stages)
    return Order(tuple(stages.served), solver.values(), tuple(solver.solves), None)


def _spare(stages: Stages) -> None:
    for columns, costs in spared(stages.built):
        stages.spare(columns, costs)
