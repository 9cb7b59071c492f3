"""Are numbers and names written so that they cannot be misread?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipir.briefing import words


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (12_345, "12,300"),
        (300_000, "300,000"),
        (4.26, "4.26"),
        (0.0317, "0.0317"),
        (99.96, "100"),
        (7.0, "7"),
    ],
)
def test_numbers_keep_three_digits(value: float, written: str) -> None:
    assert words.number(value) == written


@given(st.floats(min_value=1e-3, max_value=1e9))
def test_what_is_written_lies_within_half_a_digit_of_the_number(value: float) -> None:
    assert float(words.number(value).replace(",", "")) == pytest.approx(value, rel=0.0051)


@pytest.mark.parametrize(
    ("amount", "unit", "written"),
    [(1, "missile", "1 missile"), (2, "missile", "2 missiles"), (3, "t", "3 t"), (2, "battery", "2 batteries")],
)
def test_units_agree_with_their_number(amount: float, unit: str, written: str) -> None:
    assert words.count(amount, unit) == written


def test_one_and_none_are_words() -> None:
    assert [words.some(n, "site") for n in (0, 1, 2, 1200)] == ["no site", "one site", "2 sites", "1,200 sites"]


def test_days_that_are_not_reached_are_later_than_the_crisis() -> None:
    assert words.short_days(4, 6, 9, 180) == "6 (4 to 9)"
    assert words.short_days(4, None, None, 180) == "after 180 (4 to after 180)"
    assert words.short_days(None, None, None, 180) == "not reached"


def test_a_range_that_says_nothing_new_is_left_out() -> None:
    assert words.around(10, 8, 12) == "10 (8 to 12)"
    assert words.around(10, 10, 10) == "10"


def test_days_become_dates_and_durations() -> None:
    assert words.day_of(date(2025, 6, 1), 5.9) == "6 June 2025"
    assert [words.duration(days) for days in (12, 213, 1534)] == ["12 days", "7 months", "4.2 years"]
    assert words.month_of(date(2025, 6, 1), 1e12) == "December 9999"


def test_nations_take_their_article_inside_a_sentence() -> None:
    assert [words.the(name) for name in ("United States", "Japan")] == ["the United States", "Japan"]


def test_long_lists_end_in_a_count() -> None:
    assert words.listing(["a", "b", "c"], 2) == "a, b and 1 more"
