"""How are columns and rows numbered that exist for a run of periods each?"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipir.program.spans import spans


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6), st.integers(0, 1000))
def test_every_number_of_a_span_leads_back(runs: list[tuple[int, int]], start: int) -> None:
    made = spans(np.array([first for first, _ in runs], dtype=np.int64), np.array([end for _, end in runs]))
    assert made.number(made.entity, made.period, start).tolist() == list(range(start, start + made.size))
    assert made.size == sum(max(end - first, 0) for first, end in runs)
    if runs:
        everywhere = made.number(np.repeat(np.arange(len(runs)), 10), np.tile(np.arange(10), len(runs)))
        assert (everywhere >= 0).sum() == made.size


def test_there_is_no_number_outside_a_run_nor_for_no_entity() -> None:
    made = spans(np.array([2, 0, 5]), np.array([4, 0, 6]))
    assert made.entity.tolist() == [0, 0, 2]
    assert made.period.tolist() == [2, 3, 5]
    assert made.number(np.array([0, 0, 0, 0, 1, 2]), np.array([1, 2, 3, 4, 0, 5]), 10).tolist() == [
        -1,
        10,
        11,
        -1,
        -1,
        12,
    ]
    assert made.number(np.array([-1, -1]), np.array([0, 2]), 10).tolist() == [-1, -1]


def test_values_are_spread_over_the_periods_of_their_runs() -> None:
    table = spans(np.array([1, 0]), np.array([3, 1])).spread(np.array([4.0, 5.0, 6.0]), 3)
    assert table.tolist() == [[0, 4, 5], [6, 0, 0]]
