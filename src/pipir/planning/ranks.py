"""In which order are claims served? Rank by rank, then the largest shares short, then what moving costs.

Every stage minimises one thing and keeps what came before: what has a price in a solution lies where it lies in every
best solution, so it is held there; and a row for each rank holds its pooled share short to what was found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.planning.sparing import SUMS, spared
from pipir.program.build import Built
from pipir.program.grid import Floats, Ints
from pipir.program.solver import Solve, Solver, State, Status

WORSE = 1e-7
"""Share by which a stage may worsen an earlier one."""
ROUNDS = 5
"""Largest shares short that are brought down one after another."""
SAME = 1e-7
"""Shares short that differ by less are equally large."""


@dataclass(frozen=True)
class Served:
    """A rank when it is served: its pooled share short, the levels of its largest shares, and prices of everything.

    `column_prices` and `row_prices` say by how much the pooled share changes with one more unit, `best` where the
    solver stood when it was least.
    """

    rank: int
    pooled: float
    levels: tuple[float, ...]
    column_prices: Floats
    row_prices: Floats
    best: State


@dataclass(frozen=True)
class Order:
    """All ranks served in order, and the solution in people's units.

    `stopped` is the solve that did not finish, `stage` what it was to make small.
    """

    served: tuple[Served, ...]
    values: Floats
    solves: tuple[Solve, ...]
    stopped: Solve | None
    stage: str | None = None


class _Stopped(Exception):
    """A solve ended before its time."""


def serve(built: Built, solver: Solver, moving: bool = True) -> Order:
    """Serve all ranks; with `moving` spare transport after the last."""
    stages = Stages(built, solver)
    stopped, stage = None, None
    try:
        for rank in np.unique(built.claims.rank):
            stages.serve(int(rank))
        if moving:
            stages.spare()
    except _Stopped:
        stopped, stage = solver.solves[-1], stages.doing
    return Order(tuple(stages.served), solver.values(), tuple(solver.solves), stopped, stage)


class Stages:
    """Goes through the stages with one solver."""

    rounds = ROUNDS
    """How often the largest shares short of a rank are brought down, at most."""

    def __init__(self, built: Built, solver: Solver) -> None:
        self.built, self.solver = built, solver
        columns, rows = built.programme.columns, built.programme.rows
        self.short, self.largest = columns["short"].all, columns["largest"].all
        self.above, self.pooled = rows["above"].all, rows["pooled"].all
        self._apart_rows = np.concatenate([self.above, self.pooled])
        self.served: list[Served] = []
        self.doing = ""

    def serve(self, rank: int) -> None:
        """Bring down the pooled share short of a rank, then its largest shares."""
        claims, self.doing = self.built.claims, f"rank {rank}, pooled share short"
        members = np.flatnonzero(claims.rank == rank)
        weighed = members[claims.share[members] > 0]
        pooled = max(self._minimise(self.short[weighed], claims.share[weighed]), 0.0)
        prices, best = self.solver.prices(), self.solver.state()
        self._settle()
        most = np.array([pooled + WORSE])
        self.solver.bound_rows(self.pooled[claims.at(rank)], np.array([-np.inf]), most)
        # What has no weight is in no sum: only the largest shares serve it.
        several = (pooled > WORSE and len(members) > 1) or len(weighed) < len(members)
        levels = self._levels(rank, members) if several else ()
        self.served.append(Served(rank, pooled, levels, *prices, best))

    def spare(self) -> None:
        """Of all that serves the claims as well, keep what costs least: transport, then the most natural."""
        for name, (columns, costs) in zip(SUMS, spared(self.built), strict=True):
            self.doing = name
            if costs.any():
                self._minimise(columns, costs)
                self._settle()

    def _levels(self, rank: int, members: Ints) -> tuple[float, ...]:
        """Bring down the largest share short, then the next largest among claims that can still change."""
        levels: list[float] = []
        active = members
        while len(active) and len(levels) < self.rounds:
            self._stand_above(active)
            self.doing = f"rank {rank}, largest share short"
            level = max(self._minimise(self.largest[self.built.claims.at(rank)], np.ones(1)), 0.0)
            priced = np.abs(self.solver.prices()[1][self.above[active]]) > SAME
            shares = self._shares(active)
            self._settle()
            self._stand_above(active[:0], active)
            levels.append(level)
            if level <= SAME:
                break
            self.solver.bound_columns(
                self.short[active], np.zeros(len(active)), np.full(len(active), level + WORSE / 2)
            )
            tied = active[~priced & (shares >= level - SAME)]
            self.doing = f"rank {rank}, shares short of the claims at the largest, added up"
            active = np.setdiff1d(active, np.concatenate([active[priced], self._stuck(tied, level)]))
        return tuple(levels)

    def _stuck(self, tied: Ints, level: float) -> Ints:
        """Those of the claims at a level that cannot come below it, none of the others rising above."""
        while len(tied):
            self._minimise(self.short[tied], np.ones(len(tied)))
            still = tied[self._shares(tied) >= level - SAME]
            if len(still) == len(tied):
                break
            tied = still
        return tied

    def _stand_above(self, claims: Ints, free: Ints | None = None) -> None:
        """Let the largest share stand above these claims; no longer above those that are set free."""
        if free is not None:
            self.solver.bound_rows(self.above[free], np.full(len(free), -np.inf), np.full(len(free), np.inf))
        self.solver.bound_rows(self.above[claims], np.full(len(claims), -np.inf), np.zeros(len(claims)))

    def _shares(self, claims: Ints) -> Floats:
        return self.solver.values()[self.short[claims]]

    def _minimise(self, columns: Ints, costs: Floats) -> float:
        solve = self.solver.minimise(columns, costs)
        if solve.status is not Status.OPTIMAL:
            raise _Stopped
        return solve.objective

    def _settle(self) -> None:
        self.solver.settle(self.largest, self._apart_rows)
