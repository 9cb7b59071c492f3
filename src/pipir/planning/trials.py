"""What does one unit more bring to a rank? Solved with one more, on from where the rank was served best."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipir.network.network import Floats, Ints
from pipir.planning.ranks import Served
from pipir.program.build import Built
from pipir.program.solver import Solve, Solver, SolverFault


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Step:
    """What one unit more moves, in people's units: right sides of `rows` `by`, upper bounds of `columns` `above`."""

    rows: Ints = field(default_factory=_none)
    by: Floats = field(default_factory=lambda: np.zeros(0))
    columns: Ints = field(default_factory=_none)
    above: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True)
class Gain:
    """By how much the pooled share short of the rank falls, and the share short of each claim (negative: it rises)."""

    pooled: float
    shares: Floats


class Trials:
    """A rank as it was served best: claims of earlier ranks keep what they have."""

    def __init__(self, built: Built, served: Served) -> None:
        self._built, self._served, claims = built, served, built.claims
        members = np.flatnonzero((claims.rank == served.rank) & (claims.share > 0))
        self._short = built.programme.columns["short"].all
        self._objective = self._short[members], claims.share[members]
        self._solver = Solver(built.programme)
        self._begin()

    def _begin(self) -> None:
        self._solver.resume(self._served.best)
        self._pooled = self._solver.minimise(*self._objective).objective
        self._shares = self._solver.values()[self._short]

    def more(self, step: Step) -> Gain:
        """What goes short less with one unit more. What earlier ranks leave no room for brings nothing."""
        solver, programme = self._solver, self._built.programme
        rows, columns = step.rows, step.columns
        before = solver.row_lower[rows], solver.row_upper[rows], solver.lower[columns], solver.upper[columns]
        # Only an equation moves as a whole: what a limit allows more need not be used.
        equal = programme.row_lower[rows] == programme.row_upper[rows]
        by = step.by / programme.row_scale[rows]
        solver.bound_rows(rows, before[0] + np.where(equal, by, 0.0), before[1] + by, scaled=True)
        above = before[3] + step.above / programme.column_scale[columns]
        solver.bound_columns(columns, before[2], above, scaled=True)
        try:
            found: Solve = solver.minimise_dually(*self._objective)
        except SolverFault:
            self._begin()
            return Gain(0.0, np.zeros(len(self._shares)))
        gain = Gain(self._pooled - found.objective, self._shares - solver.values()[self._short])
        solver.bound_rows(rows, *before[:2], scaled=True)
        solver.bound_columns(columns, *before[2:], scaled=True)
        return gain
