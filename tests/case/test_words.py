"""Are numbers, shares, units and lists said so that they cannot be misread?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipir.case.words import capital, counted, figure, listing, percent, plural


@pytest.mark.parametrize(
    ("unit", "many"),
    [
        ("missile", "missiles"),
        ("box", "boxes"),
        ("torch", "torches"),
        ("body", "bodies"),
        ("day", "days"),
        ("production line", "production lines"),
        ("t", "t"),
        ("more kg", "more kg"),
        ("m3", "m3"),
        ("each", "each"),
        ("rounds", "rounds"),
    ],
)
def test_a_unit_has_the_plural_that_people_write_and_a_symbol_none(unit: str, many: str) -> None:
    assert plural(unit) == many
    assert plural(many) == many


def test_one_is_singular_and_nothing_and_parts_are_plural() -> None:
    assert [counted(written, "day") for written in ("0", "0.5", "1", "1.2", "2", "1,000")] == [
        "0 days",
        "0.5 days",
        "1 day",
        "1.2 days",
        "2 days",
        "1,000 days",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (1e-9, "0"),
        (2.9999999, "3"),
        (0.00012, "0.00012"),
        (0.00001, "0.00001"),
        (1 / 3, "0.333"),
        (-2.54321, "-2.54"),
        (999.6, "1,000"),
        (1234.6, "1,235"),
        (12_345_678.0, "12,345,678"),
    ],
)
def test_a_number_has_three_digits_that_count_or_is_whole(value: float, written: str) -> None:
    assert figure(value) == written


@given(st.floats(min_value=1e-3, max_value=1e9))
def test_what_is_written_lies_within_half_a_digit_of_the_number(value: float) -> None:
    assert float(figure(value).replace(",", "")) == pytest.approx(value, rel=0.0051)


@given(st.floats(min_value=0.0, max_value=1.0))
def test_a_share_is_said_as_nothing_or_all_only_when_it_is(share: float) -> None:
    assert (percent(share) == "0 %") == (share <= 1e-9)
    assert (percent(share) == "100 %") == (share >= 1.0 - 1e-9)


def test_a_share_is_said_in_whole_per_cent() -> None:
    assert [percent(share) for share in (0.004, 0.5882, 0.996)] == ["under 1 %", "59 %", "over 99 %"]


def test_a_list_says_each_once_and_counts_what_is_too_many() -> None:
    assert listing([]) == ""
    assert listing(["a", "b", "a"]) == "a and b"
    assert listing((word for word in "abcde"), 2) == "a, b and 3 more"


def test_a_sentence_begins_with_a_capital() -> None:
    assert capital("the United States") == "The United States"
    assert capital("") == ""
