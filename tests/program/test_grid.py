"""Into which periods is a scenario cut, and what arrives in which?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipir.program.grid import grid
from pipir.program.spans import spans


def test_days_then_weeks_and_a_rest() -> None:
    assert grid(40).edges.tolist() == [*range(31), 37, 40]
    assert grid(40, daily=True).count == 40
    assert grid(12).edges.tolist() == list(range(13))


def test_a_day_and_a_half_later_half_arrives_on_each_of_two_days() -> None:
    left, came, share = grid(4).arriving(1.5)
    assert list(zip(left.tolist(), came.tolist(), share.tolist(), strict=True)) == [
        (0, 1, 0.5), (0, 2, 0.5), (1, 2, 0.5), (1, 3, 0.5), (2, 3, 0.5),
    ]  # fmt: skip


@given(st.integers(1, 120), st.floats(0, 130), st.booleans())
def test_all_arrives_but_what_comes_after_the_end(days: int, delay: float, daily: bool) -> None:
    periods = grid(days, daily)
    left, came, share = periods.arriving(delay)
    arrived = np.bincount(left, share, minlength=periods.count)
    after = np.clip((periods.end + delay - days) / periods.length, 0, 1)
    assert arrived == pytest.approx(1 - after, abs=1e-9)
    assert (came >= left).all()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_every_number_of_a_span_leads_back(runs: list[tuple[int, int]]) -> None:
    made = spans(np.array([first for first, _ in runs], dtype=np.int64), np.array([end for _, end in runs]))
    assert made.number(made.entity, made.period).tolist() == list(range(made.size))
    assert made.size == sum(max(end - first, 0) for first, end in runs)
    if runs:
        everywhere = made.number(np.repeat(np.arange(len(runs)), 10), np.tile(np.arange(10), len(runs)))
        assert (everywhere >= 0).sum() == made.size
        assert made.number(np.array([-1]), np.array([0])).tolist() == [-1]
