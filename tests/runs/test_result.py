"""Is a result what its declaration says, and does it read the same every time?"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from math import inf, nan

import polars as pl
import pytest

from pipir.case.columns import Column, Kind, Table
from pipir.case.refusal import Refused
from pipir.runs.result import BadResult, Result, table

HELD = Table(
    "held",
    "What is held.",
    (
        Column("nation", Kind.NATION, "Nation.", key=True),
        Column("quantity", Kind.NUMBER, "Held.", unit="t"),
        Column("since", Kind.DATE, "Since.", unit="date", required=False),
    ),
)
ROWS = pl.DataFrame({"quantity": [2, 1], "nation": ["USA", "JPN"], "since": [None, date(2025, 1, 1)]})


@dataclass(frozen=True)
class Held(Result):
    held: pl.DataFrame
    more: pl.DataFrame | None = None


RESULT = Held({"seed": 0}, table(HELD, ROWS))


def test_a_table_is_typed_ordered_and_sorted_by_key() -> None:
    made = table(HELD, ROWS)
    assert made.schema == {"nation": pl.String(), "quantity": pl.Float64(), "since": pl.Date()}
    assert made["nation"].to_list() == ["JPN", "USA"]


def test_no_rows_are_a_table_too() -> None:
    assert table(HELD, pl.DataFrame()).columns == ["nation", "quantity", "since"]


@pytest.mark.parametrize(
    "wrong",
    [
        ROWS.drop("since"),
        ROWS.with_columns(extra=pl.lit(1)),
        ROWS.with_columns(quantity=pl.lit(nan)),
        ROWS.with_columns(quantity=pl.lit(inf)),
        ROWS.with_columns(quantity=pl.lit(None)),
        ROWS.with_columns(nation=pl.lit("JPN")),
    ],
)
def test_what_differs_from_the_declaration_is_a_fault_of_the_program(wrong: pl.DataFrame) -> None:
    with pytest.raises(BadResult):
        table(HELD, wrong)


def test_json_is_plain_and_whole_numbers_are_whole() -> None:
    assert json.loads(RESULT.to_json()) == {
        "format": "pipir-result/1",
        "run": {"seed": 0},
        "held": [
            {"nation": "JPN", "quantity": 1, "since": "2025-01-01"},
            {"nation": "USA", "quantity": 2, "since": None},
        ],
    }
    assert '"quantity":1,' in RESULT.to_json()


def test_bulky_tables_are_there_only_when_named() -> None:
    assert "held" not in json.loads(RESULT.to_json(bulky=["held"]))
    assert "held" in json.loads(RESULT.to_json(["held"], bulky=["held"]))


def test_a_table_that_was_not_asked_for_is_not_there_and_says_so() -> None:
    assert list(RESULT.tables) == ["held"]
    with pytest.raises(Refused, match="'more' is not a result table"):
        RESULT.to_json(["more"])


def test_numbers_that_are_none_never_reach_json() -> None:
    with pytest.raises(BadResult):
        replace(RESULT, held=RESULT.held.with_columns(quantity=pl.lit(inf))).to_json()
