"""Does a table on a screen show every number whole, in the width there is?"""

from __future__ import annotations

import polars as pl
import pytest

from pipir.case.columns import Column, Kind, Table
from pipir.cli.showing import number, show_table

WIDE = Table(
    "wide",
    "Many columns.",
    (
        Column("nation", Kind.NATION, "Nation.", key=True),
        *(Column(f"column_{n}", Kind.NUMBER, "A number.", unit="t") for n in range(12)),
    ),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (7, "7"),
        (7.0, "7"),
        (1234567, "1,234,567"),
        (1234.56, "1,235"),
        (99.96, "100"),
        (12.34, "12.3"),
        (1.5, "1.5"),
        (0.0123456, "0.0123"),
        (1e-6, "1e-06"),
        (3.05e-15, "0"),
        (-1.5e-18, "0"),
        (-1234.4, "-1,234"),
        (100, "100"),
    ],
)
def test_numbers_are_short_and_only_dust_is_rounded_to_nothing(value: float, text: str) -> None:
    assert number(value) == text


def test_a_wide_table_is_shown_in_parts_that_fit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    frame = pl.DataFrame({"nation": ["JPN"], **{f"column_{n}": [1e6 + n] for n in range(12)}})
    show_table(WIDE, frame)
    told = capsys.readouterr().out
    assert max(len(line.rstrip()) for line in told.splitlines()) <= 60
    assert [f"column_{n}" in told for n in range(12)] == [True] * 12
    assert [f"{1000000 + n:,}" in told for n in range(12)] == [True] * 12
    assert told.count("JPN") == told.count("nation") > 1


def test_the_units_of_items_stand_beside_them(capsys: pytest.CaptureFixture[str]) -> None:
    held = Column("held", Kind.NUMBER, "Held.", unit="item's unit")
    table = Table("held", "Held.", (Column("item", Kind.SLUG, "Item.", key=True), held))
    show_table(table, pl.DataFrame({"item": ["fuel", "shell"], "held": [2.5, 7.0]}), {"fuel": "t", "shell": "round"})
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[-3:] == [["item", "unit", "held"], ["fuel", "t", "2.5"], ["shell", "round", "7"]]


def test_many_rows_are_counted_and_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("few", "Few.", WIDE.columns[:2])
    frame = pl.DataFrame({"nation": [f"N{n:03}" for n in range(1050)], "column_0": [1.0] * 1050})
    show_table(table, frame)
    told = capsys.readouterr().out
    assert "N039" in told
    assert "N040" not in told
    assert told.endswith("1,010 more rows: use --json\n")


def test_an_empty_table_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(WIDE, pl.DataFrame())
    assert "no rows" in capsys.readouterr().out


def test_a_list_is_shown_as_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("efforts", "Efforts.", (Column("partners", Kind.LIST, "Nations that take part.", key=True),))
    show_table(table, pl.DataFrame({"partners": [["JPN", "KOR"], []]}, schema={"partners": pl.List(pl.String())}))
    assert capsys.readouterr().out.split("\n")[3:] == ["partners", "JPN KOR", "", ""]
