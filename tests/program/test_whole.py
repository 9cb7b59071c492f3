"""Are whole columns whole, and the answer the best of all there are?"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipir.program.solver import Solver, SolverFault, Status
from pipir.program.whole import WholeSolver
from program.tiny import NO_LIMIT, tiny

ALL = np.arange(3)


def test_a_knapsack_by_hand() -> None:
    """Worth 7, 4 and 4 at weights 3, 2 and 2, room for 4: the first and half another, 9; whole ones the last two, 8."""
    programme = tiny([1.0, 1.0, 1.0], [([3.0, 2.0, 2.0], -NO_LIMIT, 4.0)])
    worth = -np.array([7.0, 4.0, 4.0])
    assert Solver(programme).minimise(ALL, worth).objective == pytest.approx(-9.0)
    solver = WholeSolver(programme, ALL)
    found = solver.minimise(ALL, worth)
    assert (found.objective, found.bound) == (pytest.approx(-8.0), pytest.approx(-8.0))
    assert solver.values() == pytest.approx([0.0, 1.0, 1.0])


@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
    st.lists(st.integers(1, 9), min_size=4, max_size=4),
    st.integers(0, 20),
)
def test_it_is_the_best_of_all_there_are(worth: list[int], weight: list[int], room: int) -> None:
    programme = tiny([1.0] * 4, [([float(w) for w in weight], -NO_LIMIT, float(room))])
    found = WholeSolver(programme, np.arange(4)).minimise(np.arange(4), -np.array(worth, dtype=np.float64))
    sets = [chosen for chosen in product((0, 1), repeat=4) if np.dot(chosen, weight) <= room]
    assert -found.objective == pytest.approx(max(float(np.dot(chosen, worth)) for chosen in sets))


def test_a_part_stays_a_part_where_it_is_not_asked_to_be_whole() -> None:
    programme = tiny([1.0, 1.0], [([2.0, 2.0], -NO_LIMIT, 3.0)])
    solver = WholeSolver(programme, np.array([0]))
    assert solver.minimise(np.array([0, 1]), np.array([-1.0, -1.0])).objective == pytest.approx(-1.5)
    assert solver.values() == pytest.approx([1.0, 0.5])


def test_a_whole_column_has_no_scale() -> None:
    with pytest.raises(ValueError, match="scale"):
        WholeSolver(tiny([1.0], [([1.0], -NO_LIMIT, 1.0)], scale=4.0), np.array([0]))


def test_a_solve_that_is_stopped_has_a_bound() -> None:
    """Thirty things of nearly the same worth and five rooms for them: one node is not enough, and says so."""
    draws = np.random.default_rng(0)
    weights, worth = draws.integers(20, 60, (5, 30)).astype(np.float64), -draws.integers(30, 50, 30).astype(np.float64)
    programme = tiny([1.0] * 30, [(list(row), -NO_LIMIT, float(row.sum() // 2)) for row in weights])
    every = np.arange(30)
    stopped = WholeSolver(programme, every, most_nodes=1)
    some, best = stopped.minimise(every, worth), WholeSolver(programme, every).minimise(every, worth)
    assert (some.status, best.status) == (Status.TIME_LIMIT, Status.OPTIMAL)
    assert some.bound < best.objective <= some.objective
    found = stopped.values()
    assert found == pytest.approx(np.round(found))
    assert float(worth @ found) == pytest.approx(some.objective)


def test_what_cannot_be_whole_is_told() -> None:
    solver = WholeSolver(tiny([1.0], [([2.0], 1.0, 1.0)]), np.array([0]))
    with pytest.raises(SolverFault, match="infeasible"):
        solver.minimise(np.array([0]), np.array([1.0]))
