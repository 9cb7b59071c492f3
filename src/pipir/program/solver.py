"""How is a programme solved? By HiGHS, fed with arrays, from the plan that does nothing on; nothing else calls it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from time import monotonic
from typing import Any

import numpy as np

from pipir.program.draft import Programme
from pipir.program.grid import Floats, Ints

TOLERANCE = 1e-9
"""Feasibility that every solve must reach, in scaled units: a hundred times tighter than the solver's own."""
LOOSE = 1e-7
"""Feasibility of a second try."""
PRICED = 1e-7
"""Prices that are smaller, in scaled units, are none."""
DROPPED = 1e-12
"""Coefficients below this size are none. HiGHS would drop what is below 1e-9 unasked."""
PRIMAL, DUAL = 4, 1
"""Ways of the simplex method, by the solver's numbers."""
GAP = 1e-6
"""Relative gap between primal and dual objective that a finished solve may show."""


class Status(Enum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    TIME_LIMIT = "time limit"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    FAILED = "failed"


class SolverFault(RuntimeError):
    """The solver refused an option or a programme, or gave an answer that does not hold: a fault of the program."""


@dataclass(frozen=True)
class Solve:
    """One solve: how it ended, its objective, its best bound, iterations, largest residual and relative gap.

    Nothing is smaller than the bound: the objective where it is optimal, minus infinity where none is known. The
    objective of a solve that was stopped before it found what keeps all rows is infinite.
    """

    status: Status
    objective: float
    bound: float
    iterations: int
    residual: float
    gap: float


@dataclass(frozen=True)
class State:
    """Bounds of columns and rows as the solver sees them, and the basis that it stood at: what it can go back to."""

    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    basis: Any


class Solver:
    """A programme in HiGHS. Columns and rows are told in people's units; every solve starts where the last ended."""

    def __init__(self, programme: Programme, time_limit: float | None = None) -> None:
        self._highspy, self._highs = _quiet()
        self.programme = programme
        self._ends = None if time_limit is None else monotonic() + time_limit
        self.lower, self.upper = programme.lower.copy(), programme.upper.copy()
        self.row_lower, self.row_upper = programme.row_lower.copy(), programme.row_upper.copy()
        self._costs = np.zeros(len(self.lower))
        self.solves: list[Solve] = []
        self._priced: tuple[Floats, Floats] | None = None
        self._set("threads", 1)
        self._set("small_matrix_value", DROPPED)
        self._set("solver", "simplex")
        self._set("simplex_strategy", PRIMAL)
        # Moving bounds a little against ties took three times as long and ended some solves without an answer.
        self._set("primal_simplex_bound_perturbation_multiplier", 0.0)
        # Scales are ours: a second scaling only hides what is left of a residual.
        self._set("simplex_scale_strategy", 0)
        self._tolerate(TOLERANCE)
        self._pass()
        self._rested = False

    def _set(self, name: str, value: Any) -> None:
        if self._highs.setOptionValue(name, value) != self._highspy.HighsStatus.kOk:
            raise SolverFault(f"the solver does not take {name} = {value}")

    def _tolerate(self, tolerance: float) -> None:
        self._set("primal_feasibility_tolerance", tolerance)
        self._set("dual_feasibility_tolerance", tolerance)

    def _pass(self) -> None:
        p = self.programme
        rows, columns = p.shape
        kinds = np.zeros(columns, dtype=np.int32)
        passed = self._highs.passModel(
            columns, rows, len(p.value), 1, 1, 0.0, self._costs, self.lower, self.upper,
            self.row_lower, self.row_upper, p.starts, p.index, p.value, kinds,
        )  # fmt: skip
        if passed == self._highspy.HighsStatus.kError:
            raise SolverFault("the solver does not take the programme")

    def _rest(self) -> None:
        """Begin with the plan that does nothing: what lies stays, every claim is short."""
        self._rested = True
        kinds = self._highspy.HighsBasisStatus
        basis = self._highspy.HighsBasis()
        basis.col_status = np.where(self.programme.resting, kinds.kBasic, kinds.kLower).tolist()
        basis.row_status = np.where(self.programme.tight, kinds.kLower, kinds.kBasic).tolist()
        basis.valid = True
        if self._highs.setBasis(basis) == self._highspy.HighsStatus.kError:
            raise SolverFault("the solver does not take the plan that does nothing")

    def state(self) -> State:
        """Where it stands now."""
        if not self._rested:
            self._rest()
        return State(
            self.lower.copy(), self.upper.copy(), self.row_lower.copy(), self.row_upper.copy(), self._highs.getBasis()
        )

    def resume(self, state: State) -> None:
        """Go back to a state of this programme, and forget everything since: what is solved next is solved alike."""
        self._highs.clearSolver()
        self._rested, self._priced = True, None
        columns, rows = np.arange(len(self.lower)), np.arange(len(self.row_lower))
        self.bound_columns(columns, state.lower, state.upper, scaled=True)
        self.bound_rows(rows, state.row_lower, state.row_upper, scaled=True)
        if self._highs.setBasis(state.basis) == self._highspy.HighsStatus.kError:
            raise SolverFault("the solver does not go back to where it stood")

    def bound_columns(self, columns: Ints, lower: Floats, upper: Floats, scaled: bool = False) -> None:
        """New bounds of columns, in people's units unless they are `scaled` already."""
        scale = 1.0 if scaled else self.programme.column_scale[columns]
        self.lower[columns], self.upper[columns] = lower / scale, upper / scale
        which = columns.astype(np.int32)
        self._highs.changeColsBounds(len(which), which, self.lower[columns], self.upper[columns])

    def bound_rows(self, rows: Ints, lower: Floats, upper: Floats, scaled: bool = False) -> None:
        """New bounds of rows, in people's units unless they are `scaled` already."""
        scale = 1.0 if scaled else self.programme.row_scale[rows]
        self.row_lower[rows], self.row_upper[rows] = lower / scale, upper / scale
        which = rows.astype(np.int32)
        self._highs.changeRowsBounds(len(which), which, self.row_lower[rows], self.row_upper[rows])

    def move(self, now: Programme) -> None:
        """Take the bounds of another programme of the same columns, rows and scales, where they differ."""
        columns = np.flatnonzero((self.lower != now.lower) | (self.upper != now.upper))
        rows = np.flatnonzero((self.row_lower != now.row_lower) | (self.row_upper != now.row_upper))
        self.bound_columns(columns, now.lower[columns], now.upper[columns], scaled=True)
        self.bound_rows(rows, now.row_lower[rows], now.row_upper[rows], scaled=True)

    def minimise(self, columns: Ints, costs: Floats) -> Solve:
        """Minimise a sum over columns in people's units, from where the last solve ended. Raises SolverFault."""
        scaled = costs * self.programme.column_scale[columns]
        size = float(np.abs(scaled).max(initial=0.0)) or 1.0
        wanted = np.zeros(len(self._costs))
        np.add.at(wanted, columns, scaled / size)
        changed = np.flatnonzero(wanted != self._costs).astype(np.int32)
        self._costs = wanted
        self._cost_size = size
        self._highs.changeColsCost(len(changed), changed, wanted[changed])
        return self._run()

    def minimise_dually(self, columns: Ints, costs: Floats) -> Solve:
        """The same by the dual way: faster from a best solution that bounds have since cut off."""
        with self._dually():
            return self.minimise(columns, costs)

    @contextmanager
    def _dually(self) -> Iterator[None]:
        """Within this block solves go the dual way."""
        self._set("simplex_strategy", DUAL)
        try:
            yield
        finally:
            self._set("simplex_strategy", PRIMAL)

    def feasible(self) -> bool:
        """Is there a solution at all? Looked for by the dual way from where the last solve ended; it stays there."""
        priced = np.flatnonzero(self._costs).astype(np.int32)
        self._costs, self._cost_size = np.zeros(len(self._costs)), 1.0
        self._highs.changeColsCost(len(priced), priced, np.zeros(len(priced)))
        with self._dually():
            self._highs.run()
        found = self._told()
        self.solves.append(found)
        return found.status is Status.OPTIMAL

    def _run(self) -> Solve:
        if not self._rested:
            self._rest()
        if self._ends is not None:
            self._set("time_limit", self._highs.getRunTime() + max(self._ends - monotonic(), 1e-3))
        self._highs.run()
        found = self._told()
        if found.status is Status.FAILED and self._alone():
            found = self._told()
        if found.status in (Status.INFEASIBLE, Status.FAILED, Status.UNBOUNDED):
            found = self._again()
        self.solves.append(found)
        if found.status not in (Status.OPTIMAL, Status.TIME_LIMIT):
            raise SolverFault(f"a solve ended as {found.status.value}: no plan is, as doing nothing is one")
        if found.status is Status.OPTIMAL and (found.gap > GAP or found.residual > 10 * LOOSE):
            raise SolverFault(f"a solve does not hold: residual {found.residual:.1e}, gap {found.gap:.1e}")
        return found

    def _alone(self) -> bool:
        """Start the solver's threads anew and run again: another user of it in this process may have wanted others."""
        if self.solves:
            return False
        self._highspy.Highs.resetGlobalScheduler(True)
        self._highs.run()
        return True

    def _again(self) -> Solve:
        """A second try from scratch, by the dual way and at the usual tolerance."""
        self._highs.clearSolver()
        self._tolerate(LOOSE)
        with self._dually():
            self._highs.run()
        self._tolerate(TOLERANCE)
        return self._told()

    def _told(self) -> Solve:
        self._priced = None
        kinds = self._highspy.HighsModelStatus
        status = {
            kinds.kOptimal: Status.OPTIMAL,
            kinds.kModelEmpty: Status.OPTIMAL,
            kinds.kTimeLimit: Status.TIME_LIMIT,
            kinds.kInfeasible: Status.INFEASIBLE,
            kinds.kUnbounded: Status.UNBOUNDED,
        }.get(self._highs.getModelStatus(), Status.FAILED)
        info = self._highs.getInfo()
        if status in (Status.INFEASIBLE, Status.FAILED) and self._holds(info):
            status = Status.OPTIMAL
        empty = self._highs.getModelStatus() == kinds.kModelEmpty  # nothing to solve has no residual: it is told as inf
        optimal = status is Status.OPTIMAL
        found = optimal or info.max_primal_infeasibility <= LOOSE
        objective = float(info.objective_function_value) * self._cost_size if found else np.inf
        return Solve(
            status=status,
            objective=objective,
            bound=objective if optimal else self._bound(),
            iterations=max(0, int(info.simplex_iteration_count)),
            residual=float(info.max_primal_infeasibility) if optimal and not empty else 0.0,
            gap=float(info.primal_dual_objective_error) if optimal and not empty else 0.0,
        )

    def _bound(self) -> float:
        """What no plan comes below: the better of what the bounds of the columns and the prices at hand say."""
        prices = np.array(self._highs.getSolution().row_dual)
        nothing = np.zeros(len(self.row_lower))
        known = [self._dual(y) for y in (nothing, prices) if len(y) == len(nothing)]
        return max(known) * self._cost_size

    def _dual(self, prices: Floats) -> float:
        """By weak duality: the rows at these prices, and every column at the bound where its reduced cost is least."""
        p = self.programme
        sides = np.where(prices > 0.0, self.row_lower, self.row_upper)
        prices = np.where(np.isfinite(sides), prices, 0.0)
        rows = float(prices @ np.where(prices != 0.0, sides, 0.0))
        column = np.repeat(np.arange(len(self._costs)), np.diff(p.starts))
        reduced = self._costs - np.bincount(column, p.value * prices[p.index], minlength=len(self._costs))
        reduced[np.abs(reduced) <= TOLERANCE] = 0.0
        at = np.where(reduced > 0.0, self.lower, self.upper)
        return rows + float(np.where(reduced != 0.0, reduced * np.where(reduced != 0.0, at, 0.0), 0.0).sum())

    def _holds(self, info: Any) -> bool:
        """Does an answer hold at the solver's usual tolerance, whatever it is called?

        What a stage holds fast can be off by a rest of rounding, which the solver then calls infeasible.
        """
        residuals = info.max_primal_infeasibility, info.max_dual_infeasibility
        return info.basis_validity > 0 and max(residuals) <= LOOSE and info.primal_dual_objective_error <= GAP  # type: ignore[no-any-return]

    def values(self) -> Floats:
        """Columns of the last solve, in people's units."""
        found: Floats = _numbers(self._highs.getSolution().col_value) * self.programme.column_scale
        return found

    def prices(self) -> tuple[Floats, Floats]:
        """What one unit more is worth of each column and each row, in objective per people's unit."""
        (columns, rows), p = self._prices(), self.programme
        return columns * self._cost_size / p.column_scale, rows * self._cost_size / p.row_scale

    def _prices(self) -> tuple[Floats, Floats]:
        """Prices of the last solve in the solver's units: read once, as several ask and reading takes a while."""
        if self._priced is None:
            solution = self._highs.getSolution()
            self._priced = _numbers(solution.col_dual), _numbers(solution.row_dual)
        return self._priced

    def settle(self, apart: Ints, apart_rows: Ints) -> None:
        """Keep every later solve among the best of the last one, by its prices: what has one stays where it is.

        Columns and rows `apart` are left as they are. A column with a price lies at the same bound in every best
        solution, and a row with a price is as tight.
        """
        columns, rows = self._prices()
        for prices, lower, upper, free, bound in (
            (columns, self.lower, self.upper, apart, self.bound_columns),
            (rows, self.row_lower, self.row_upper, apart_rows, self.bound_rows),
        ):
            price = prices.copy()
            price[free] = 0.0
            which = np.flatnonzero((np.abs(price) > PRICED) & (lower < upper))
            at = np.where(price[which] > 0, lower[which], upper[which])
            real = np.isfinite(at)
            bound(which[real], at[real], at[real], scaled=True)


def _numbers(told: list[float]) -> Floats:
    """A list of the library as an array."""
    return np.fromiter(told, np.float64, len(told))


def _quiet() -> tuple[Any, Any]:
    """The library, and a solver that says nothing: it would greet on standard output before any option is set."""
    import highspy

    class Quiet(highspy.Highs):
        def __init__(self) -> None:
            super(highspy.Highs, self).__init__()
            if self.setOptionValue("output_flag", False) != highspy.HighsStatus.kOk:
                raise SolverFault("the solver cannot be told to be quiet")

    return highspy, Quiet()
