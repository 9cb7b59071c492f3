"""How is a programme solved in which some columns are whole? By branch and bound, proven to the last digit."""

from __future__ import annotations

import numpy as np

from pipir.program.draft import Programme
from pipir.program.grid import Ints
from pipir.program.solver import TOLERANCE, Solve, Solver, SolverFault, Status

MOST_APART = 1e-6
"""What the best bound and the objective of a finished solve may lie apart, of their size."""


class WholeSolver(Solver):
    """A programme in HiGHS of which these columns take whole numbers: for programmes that are small.

    There are no prices, and no solve starts from the last one. A solve that is stopped, by time or after `most_nodes`
    of its tree, ends as `TIME_LIMIT` with the best found and the best bound so far.
    Raises ValueError where a whole column has a scale: a half of the solver's would be a one.
    """

    def __init__(
        self, programme: Programme, whole: Ints, time_limit: float | None = None, most_nodes: int | None = None
    ) -> None:
        if (programme.column_scale[whole] != 1.0).any():
            raise ValueError("a whole column has a scale")
        super().__init__(programme, time_limit)
        self._rested = True
        # With a way of the simplex method named, the solver would leave out that columns are whole.
        self._set("solver", "choose")
        self._set("mip_rel_gap", 0.0)
        self._set("mip_abs_gap", 0.0)
        self._set("mip_feasibility_tolerance", TOLERANCE)
        if most_nodes is not None:
            self._set("mip_max_nodes", most_nodes)
        which = whole.astype(np.int32)
        kinds = np.full(len(which), self._highspy.HighsVarType.kInteger)
        if self._highs.changeColsIntegrality(len(which), which, kinds) == self._highspy.HighsStatus.kError:
            raise SolverFault("the solver does not take whole columns")

    def _again(self) -> Solve:
        return self._told()

    def _told(self) -> Solve:
        found = super()._told()
        info = self._highs.getInfo()
        objective = float(info.objective_function_value) * self._cost_size
        bound = float(info.mip_dual_bound) * self._cost_size
        stopped = self._highs.getModelStatus() == self._highspy.HighsModelStatus.kSolutionLimit
        status = Status.TIME_LIMIT if stopped else found.status
        apart = abs(objective - bound) / max(abs(objective), 1.0)
        if status is Status.OPTIMAL and apart > MOST_APART:
            raise SolverFault(f"a solve in whole numbers is not proven: best bound {bound}, found {objective}")
        return Solve(status, objective, bound, found.iterations, found.residual, 0.0)
