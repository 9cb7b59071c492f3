"""Into which periods is a scenario cut, and what arrives in which?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipir.network.compile import compile_network
from pipir.program.grid import grid, grid_of
from sustainment.world import agreement, on, world


def test_days_then_weeks_and_a_rest() -> None:
    assert grid(40).edges.tolist() == [*range(31), 37, 40]
    assert grid(40, daily=True).count == 40
    assert grid(12).edges.tolist() == list(range(13))


def test_weeks_are_cut_where_an_agreement_begins_or_ends_and_others_stay_as_they_are() -> None:
    assert grid(60, cuts=(-3, 5, 33, 43, 44, 60, 70)).edges.tolist()[30:] == [30, 33, 37, 43, 44, 51, 58, 60]
    assert grid(60, daily=True, cuts=(33,)).count == 60
    lasting = [
        agreement("USA", "JPN", start=on(33), end=on(43)),
        agreement("USA", "KOR", start=on(-900), status="proposed", end=on(57)),
    ]
    net = compile_network(world(60, agreements=lasting))
    assert grid_of(net).edges.tolist()[30:] == [30, 33, 37, 43, 44, 51, 57, 58, 60]
    assert grid_of(net, daily=True).count == 60


def test_days_that_share_a_period_are_told_from_the_first_of_them_on() -> None:
    assert [grid(days).weeks_from for days in (12, 30, 31, 44)] == [None, None, None, 30]
    assert grid(44, daily=True).weeks_from is None


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


@given(st.integers(1, 90), st.lists(st.floats(0, 100), max_size=4))
def test_several_delays_at_once_are_each_as_it_is_alone(days: int, delays: list[float]) -> None:
    periods = grid(days)
    together = periods.arrivals(np.array(delays))
    for k, delay in enumerate(delays):
        at = together.at[k * periods.count : (k + 1) * periods.count + 1]
        left, came, share = periods.arriving(delay)
        assert np.repeat(np.arange(periods.count), np.diff(at)).tolist() == left.tolist()
        assert together.came[at[0] : at[-1]].tolist() == came.tolist()
        assert together.share[at[0] : at[-1]].tolist() == share.tolist()
    assert together.at[-1] == len(together.came) == len(together.share)


def test_a_moment_lies_in_the_period_that_begins_with_it() -> None:
    weeks = grid(40)
    assert [weeks.holding(day) for day in (0.0, 29.5, 30.0, 36.9, 37.0, 40.0)] == [0, 29, 30, 30, 31, 31]
    assert weeks.from_period(np.array([0.0, 30.0, 36.9, 37.0, 99.0])).tolist() == [0, 30, 30, 31, 32]
    assert weeks.before(np.array([0.0, 0.5, 1.0, 30.0, 30.1, 40.0])).tolist() == [0, 1, 1, 30, 31, 32]


def test_windows_share_their_days_among_periods() -> None:
    days = grid(37).overlap(np.array([28.5, 35.0]), np.array([31.0, 99.0]))
    assert days[0, 28:].tolist() == [0.5, 1.0, 1.0]
    assert days[1].sum() == days[1, 30] == 2.0
