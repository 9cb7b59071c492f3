"""Is a programme written down as it is told, in whatever scale, and is what is no number refused?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipir.program.columns import once
from pipir.program.draft import Draft, near
from pipir.program.solver import Solver, SolverFault
from pipir.program.spans import spans
from program.tiny import NO_LIMIT, tiny

powers = st.integers(-19, 19).map(lambda k: 2.0**k)
NONE = np.array([-1])


@pytest.mark.parametrize("where", ["coefficient", "column", "row"])
def test_what_is_not_a_number_is_refused(where: str) -> None:
    figures: dict[str, Any] = {"coefficient": 1.0, "column": 1.0, "row": 1.0, where: np.nan}
    draft = Draft()
    x = draft.add_columns("x", once(1), 1.0, upper=figures["column"])
    r = draft.add_rows("r", once(1), 1.0, upper=figures["row"])
    draft.add_terms(r.all, x.all, figures["coefficient"])
    with pytest.raises(ValueError, match="not a number"):
        draft.programme()


def test_an_infinite_coefficient_is_refused_but_a_bound_may_be_infinite() -> None:
    assert tiny([NO_LIMIT], [([1.0], -NO_LIMIT, NO_LIMIT)]).shape == (1, 1)
    with pytest.raises(ValueError, match="not a number"):
        tiny([1.0], [([NO_LIMIT], 0.0, 1.0)])


def test_families_are_numbered_one_after_another() -> None:
    draft = Draft()
    first = draft.add_columns("first", spans(np.array([0, 1]), np.array([2, 3])), 1.0)
    second = draft.add_columns("second", once(3), 1.0)
    assert first.all.tolist() == [0, 1, 2, 3]
    assert second.all.tolist() == [4, 5, 6]
    assert first.at(np.array([1, 1, 0]), np.array([0, 2, 1])).tolist() == [-1, 3, 1]


def test_terms_without_a_row_or_a_column_and_zeros_are_left_out() -> None:
    draft = Draft()
    x, r = draft.add_columns("x", once(2), 1.0), draft.add_rows("r", once(2), 1.0)
    draft.add_terms(r.all, x.all, np.array([5.0, 0.0]))
    draft.add_terms(NONE, x.all[:1], 7.0)
    draft.add_terms(r.all[:1], NONE, 7.0)
    programme = draft.programme()
    assert (programme.starts.tolist(), programme.index.tolist(), programme.value.tolist()) == ([0, 1, 1], [0], [5.0])


def test_a_coefficient_that_is_written_twice_is_refused_by_the_solver() -> None:
    """So nothing is added up unseen: blocks write each coefficient once."""
    draft = Draft()
    x, r = draft.add_columns("x", once(1), 1.0), draft.add_rows("r", once(1), 1.0)
    for _ in range(2):
        draft.add_terms(r.all, x.all, 1.0)
    with pytest.raises(SolverFault, match="does not take the programme"):
        Solver(draft.programme())


def test_what_rests_is_marked() -> None:
    draft = Draft()
    x, r = draft.add_columns("x", once(3), 1.0), draft.add_rows("r", once(2), 1.0)
    draft.rests(x.all[2:], r.all[:1])
    programme = draft.programme()
    assert programme.resting.tolist() == [False, False, True]
    assert programme.tight.tolist() == [True, False]


def test_a_scale_divides_what_the_solver_sees() -> None:
    """A column in units of 4 and a row in units of 8: 3 x <= 24 up to x = 20 is 1.5 x' <= 3 up to x' = 5."""
    programme = tiny([20.0], [([3.0], -NO_LIMIT, 24.0)], 4.0, 8.0)
    assert programme.value.tolist() == [1.5]
    assert programme.row_upper.tolist() == [3.0]
    assert programme.upper.tolist() == [5.0]
    assert programme.coefficients() == (1.5, 1.5)


def test_a_draft_is_a_programme_once() -> None:
    draft = Draft()
    draft.add_columns("x", once(1), 1.0)
    assert draft.programme().shape == (0, 1)
    with pytest.raises(ValueError, match="once"):
        draft.programme()


@given(powers, powers)
def test_scales_change_neither_answer_nor_price(scale: float, row_scale: float) -> None:
    """X + 2 y <= 8, x <= 5: at most, x + y is 6.5, and one more on the right side is worth a half."""
    solver = Solver(tiny([5.0, NO_LIMIT], [([1.0, 2.0], -NO_LIMIT, 8.0)], scale, row_scale))
    assert solver.minimise(np.arange(2), np.array([-1.0, -1.0])).objective == pytest.approx(-6.5)
    assert solver.values() == pytest.approx([5.0, 1.5])
    columns, rows = solver.prices()
    assert rows == pytest.approx([-0.5])
    assert columns == pytest.approx([-0.5, 0.0])


def test_scales_are_powers_of_two_near_the_size() -> None:
    sizes = np.array([1.0, 1000.0, 0.3, 3.0, 0.0, np.inf, 1e-30, 1e30])
    assert near(sizes).tolist() == [1.0, 1024.0, 0.25, 4.0, 1.0, 1.0, 2.0**-30, 2.0**50]
