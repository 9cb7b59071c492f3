"""Does the solver answer as by hand, hold what it found, go back where it stood, and say how it ended?"""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from pipir.program.draft import Draft
from pipir.program.solver import Solver, SolverFault, Status
from program.tiny import NO_LIMIT, tiny

near = partial(pytest.approx, abs=1e-8)
NOTHING = np.zeros(0, dtype=np.int64)


def shortage() -> Solver:
    """Two ways x, y of at most 4 and 9 units to serve 10; s goes short."""
    return Solver(tiny([4.0, 9.0, NO_LIMIT], [([1.0, 1.0, 1.0], 10.0, NO_LIMIT)], 2.0, 4.0))


def column(number: int, cost: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    return np.array([number]), np.array([cost])


def test_a_price_is_what_one_unit_more_is_worth() -> None:
    solver = shortage()
    solver.bound_columns(np.array([1]), np.zeros(1), np.array([3.0]))
    found = solver.minimise(*column(2))
    assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, near(3.0), near(3.0))
    columns, rows = solver.prices()
    assert columns == near([-1.0, -1.0, 0.0])
    assert rows == near([1.0])


def test_prices_are_those_of_the_last_solve() -> None:
    solver = shortage()
    for least, columns in ((2, [0.0, 0.0, 1.0]), (0, [1.0, 0.0, 0.0]), (2, [0.0, 0.0, 1.0])):
        solver.minimise(*column(least))
        assert solver.prices()[0] == near(columns)
        solver.settle(np.arange(3), NOTHING)
        assert solver.prices()[0] == near(columns)


def test_costs_of_one_column_told_twice_add_up() -> None:
    assert shortage().minimise(np.array([0, 0, 2]), np.array([1.0, 1.0, 1.0])).objective == near(1.0)


def test_what_a_stage_settles_no_later_stage_gives_up() -> None:
    """Nothing short, then least of x, then least of y: x 1, y 9. The other way round: y 6, x 4."""
    for first, then, answer in ((0, 1, [1.0, 9.0, 0.0]), (1, 0, [4.0, 6.0, 0.0])):
        solver = shortage()
        for stage in (2, first, then):
            solver.minimise(*column(stage))
            solver.settle(NOTHING, NOTHING)
        assert solver.values() == near(answer)


def test_what_is_kept_apart_is_not_settled() -> None:
    solver = shortage()
    solver.minimise(*column(0))
    solver.settle(np.array([0]), NOTHING)
    assert solver.minimise(*column(0, -1.0)).objective == near(-4.0)
    solver.minimise(*column(0))
    solver.settle(NOTHING, NOTHING)
    assert solver.minimise(*column(0, -1.0)).objective == near(0.0)


def test_it_goes_back_to_where_it_stood() -> None:
    solver = shortage()
    before = solver.state()
    solver.bound_columns(np.arange(2), np.zeros(2), np.array([1.0, 1.0]))
    solver.bound_rows(np.array([0]), np.array([20.0]), np.array([NO_LIMIT]))
    assert solver.minimise(*column(2)).objective == near(18.0)
    solver.resume(before)
    assert solver.minimise(*column(2)).objective == near(0.0)
    assert solver.minimise(*column(0)).objective == near(0.0)


def test_the_dual_way_comes_to_the_same() -> None:
    solver = shortage()
    solver.minimise(*column(2))
    solver.bound_columns(np.array([1]), np.zeros(1), np.array([2.0]))
    assert solver.minimise_dually(*column(2)).objective == near(4.0)


def test_every_solve_is_kept_with_what_it_leaves_open() -> None:
    solver = shortage()
    found = [solver.minimise(*column(number)) for number in (2, 0, 1)]
    assert solver.solves == found
    assert all(solve.residual <= 1e-9 and solve.gap <= 1e-6 for solve in found)


def test_a_programme_without_a_plan_is_a_fault() -> None:
    with pytest.raises(SolverFault, match="infeasible"):
        Solver(tiny([1.0], [([1.0], 2.0, NO_LIMIT)])).minimise(*column(0))


def test_a_sum_without_a_bottom_is_a_fault() -> None:
    with pytest.raises(SolverFault, match="unbounded"):
        Solver(tiny([NO_LIMIT], [([1.0], 0.0, NO_LIMIT)])).minimise(*column(0, -1.0))


def test_a_programme_of_nothing_is_solved() -> None:
    assert shortage().minimise(NOTHING, np.zeros(0)).objective == near(0.0)


def test_a_programme_without_rows_and_columns_is_solved() -> None:
    found = Solver(Draft().programme()).minimise(NOTHING, np.zeros(0))
    assert (found.status, found.objective, found.residual, found.gap) == (Status.OPTIMAL, 0.0, 0.0, 0.0)
