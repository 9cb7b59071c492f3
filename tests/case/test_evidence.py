"""Is every claim held against its cell, and every figure graded by what is known of it?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from case.small import refusal
from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.evidence import chosen, figures

CLAIM = {
    "table": "stocks",
    "row": "us-guam/sm-6",
    "column": "quantity",
    "source": "census",
    "value": 120,
    "confidence": "medium",
    "chosen": True,
}


def build(*claims: dict[str, Any], stock: dict[str, Any] | None = None) -> Case:
    site = {"site": "us-guam", "name": "Guam", "nation": "USA", "host": "USA", "kind": "base"}
    item = {"item": "sm-6", "name": "SM-6", "kind": "munition", "family": "standard", "mission": "m", "unit": "missile"}
    return from_frames(
        "test",
        {
            "nations": [{"nation": "USA", "name": "United States", "role": "participant"}],
            "sites": [{**site, "latitude": 13.45, "longitude": 144.66}],
            "items": [{**item, "mass_kg": 1500}],
            "sources": [{"source": "census", "title": "Census"}, {"source": "press", "title": "Press"}],
            "stocks": [
                {
                    "site": "us-guam",
                    "item": "sm-6",
                    "quantity": 120,
                    "reserve": 40,
                    "as_of": date(2024, 12, 1),
                    **(stock or {}),
                }
            ],
            "evidence": [{**CLAIM, **claim} for claim in claims],
        },
    )


def known(case: Case, column: str = "quantity") -> dict[str, Any]:
    return figures(case, ["stocks"]).filter(column=column).row(0, named=True)


def test_a_chosen_claim_grades_its_figure() -> None:
    claim = {"low": 100, "high": 150, "as_of": date(2024, 6, 1), "reason": "counted"}
    case = build(claim, {"source": "press", "value": 200, "chosen": False})
    assert known(case) == {
        "table": "stocks",
        "row": "us-guam/sm-6/serviceable",
        "column": "quantity",
        "value": 120.0,
        "low": 100.0,
        "high": 150.0,
        "confidence": "medium",
        "source": "census",
        "as_of": date(2024, 6, 1),
        "reason": "counted",
    }
    assert chosen(case, "stocks").select("row", "source").rows() == [("us-guam/sm-6/serviceable", "census")]
    assert chosen(case, "lanes").height == 0


@pytest.mark.parametrize(("source", "confidence"), [(None, "assumed"), ("assumption", "assumed"), ("census", "low")])
def test_without_a_claim_the_source_of_the_row_grades_every_figure_of_it(source: str | None, confidence: str) -> None:
    case = build(stock={"source": source, "note": "why"})
    for column in ("quantity", "reserve"):
        row = known(case, column)
        assert (row["confidence"], row["source"], row["reason"]) == (confidence, source, "why")
        assert row["as_of"] == date(2024, 12, 1)


def test_a_claim_about_one_figure_says_nothing_of_the_others_of_its_row() -> None:
    case = build({}, stock={"source": "press"})
    assert known(case)["source"] == "census"
    assert known(case, "reserve")["source"] == "press"


def test_every_figure_with_a_value_is_there_once_and_nothing_else() -> None:
    got = figures(build({}))
    assert sorted(got.select("table", "column").rows()) == [
        ("items", "mass_kg"),
        ("sites", "latitude"),
        ("sites", "longitude"),
        ("stocks", "quantity"),
        ("stocks", "reserve"),
    ]
    assert figures(from_frames("empty", {})).height == 0


@pytest.mark.parametrize(
    ("claims", "line", "column", "words"),
    [
        ([{"table": "stoks"}], 2, "table", "nearest: 'stocks'"),
        ([{"table": "sources", "row": "census", "column": "date"}], 2, "table", "not a table with figures"),
        ([{"column": "quantty"}], 2, "column", "nearest: 'quantity'"),
        ([{"column": "site"}], 2, "column", "source can speak of"),
        ([{"row": "us-gum/sm-6"}], 2, "row", "nearest: 'us-guam/sm-6/serviceable'"),
        ([{"row": "us-guam/sm-6/repairable"}], 2, "row", "is not in stocks"),
        ([{"row": "us-guam"}], 2, "row", "is not in stocks"),
        ([{"value": 121}], 2, "value", "differs from stocks:us-guam/sm-6/serviceable.quantity = 120"),
        ([{"column": "as_of", "value": "2024-12-02"}], 2, "value", "= 2024-12-01"),
        ([{"value": "about 120"}], 2, "value", "not a number"),
        ([{"chosen": False}], 2, "chosen", "for no claim"),
        ([{}, {"source": "press"}], 3, "chosen", "second claim"),
        ([{"low": 121}], 2, "low", "is above value = 120"),
        ([{"high": 119}], 2, "high", "is below value = 120"),
        ([{"low": 130, "high": 110}], 2, "low", "is above high = 110"),
        ([{"source": "pres"}], 2, "source", "nearest: 'press'"),
        ([{}, {"row": "us-guam/sm-6/serviceable"}], 3, "table/row/column/source", "key of line 2"),
    ],
)
def test_a_claim_that_does_not_fit_is_refused(claims: list[dict[str, Any]], line: int, column: str, words: str) -> None:
    faults = refusal(lambda: build(*claims))
    said = [str(fault) for fault in faults if (fault.file, fault.row, fault.column) == ("evidence", line, column)]
    assert any(words in one for one in said), faults


def test_a_claim_about_an_empty_cell_is_refused() -> None:
    faults = refusal(lambda: build({"column": "reserve", "value": 0}, stock={"reserve": None}))
    assert "= empty" in str(faults[0])


@pytest.mark.parametrize(
    ("column", "value"), [("quantity", "120.0"), ("quantity", "1.2e2"), ("as_of", "2024-12-01"), ("reserve", 40)]
)
def test_a_claim_may_write_its_value_in_its_own_way(column: str, value: object) -> None:
    assert build({"column": column, "value": value})["evidence"].height == 1


def test_rows_are_named_in_full_however_they_were_given() -> None:
    case = build({})
    assert case["evidence"]["row"].to_list() == ["us-guam/sm-6/serviceable"]
    assert case.hash == build({"row": "us-guam/sm-6/serviceable"}).hash
