"""Does `--set` replace exactly one cell for a run, and refuse what it cannot place?"""

from __future__ import annotations

from pathlib import Path

import pytest

from case.small import one, refusal, small
from pipir.case.evidence import figures
from pipir.case.reading import read_case


def test_one_cell_is_replaced_and_counts_as_assumed(tmp_path: Path) -> None:
    before = small(tmp_path)
    after = read_case(tmp_path / "small", overrides=["stocks:us-guam/sm-6.quantity=40"])
    assert after["stocks"].filter(site="us-guam")["quantity"].item() == 40
    assert after["stocks"].drop("quantity").equals(before["stocks"].drop("quantity"))
    known = figures(after, ["stocks"]).filter(row="us-guam/sm-6/serviceable", column="quantity")
    assert known.select("value", "confidence", "source", "low").row(0) == (40.0, "assumed", "assumption", None)
    assert after.hash != before.hash


def test_an_empty_value_clears_an_optional_cell(tmp_path: Path) -> None:
    small(tmp_path)
    case = read_case(tmp_path / "small", overrides=["stocks:us-guam/sm-6/serviceable.reserve="])
    assert case["stocks"].filter(site="us-guam")["reserve"].to_list() == [None]


def test_several_cells_of_any_kind_are_replaced(tmp_path: Path) -> None:
    small(tmp_path)
    overrides = [
        "lanes:guam-sasebo.via=USA",
        "lanes:guam-sasebo.days=7",
        "stocks:us-guam/sm-6.as_of=2024-12-31",
        "commitments:usa-jpn.deliver_to=",
        "nations:JPN.name=a.b=c:d",
    ]
    case = read_case(tmp_path / "small", overrides=overrides)
    assert case["lanes"].select("via", "days").row(0) == (["USA"], 7.0)
    assert str(case["stocks"].filter(site="us-guam")["as_of"].item()) == "2024-12-31"
    assert case["commitments"]["deliver_to"].item() is None
    assert case["nations"].filter(nation="JPN")["name"].item() == "a.b=c:d"


@pytest.mark.parametrize(
    ("override", "column", "words"),
    [
        ("", None, "is no override"),
        ("stocks", None, "is no override"),
        ("stocks:us-guam/sm-6.quantity", None, "is no override"),
        ("stocks:quantity=4", None, "is no override"),
        ("stoks:us-guam/sm-6.quantity=4", None, "nearest: 'stocks'"),
        ("stocks:us-gum/sm-6.quantity=4", None, "nearest: 'us-guam/sm-6/serviceable'"),
        ("stocks:us-guam/sm-6.quantty=4", None, "nearest: 'quantity'"),
        ("stocks:us-guam/sm-6.site=jp-sasebo", None, "part of the key"),
        ("procurements:USA/sm-6/2025/enacted.quantity=4", None, "which procurements has not"),
        ("stocks:us-guam/sm-6.quantity=-4", "quantity", "below 0"),
        ("stocks:us-guam/sm-6.quantity=", "quantity", "is empty"),
        ("stocks:us-guam/sm-6.quantity=1e999", "quantity", "finite"),
        ("sites:us-guam.host=AUS", "host", "not in nations"),
        ("lanes:guam-sasebo.destination=us-guam", "origin", "a lane joins two sites"),
        ("commitments:usa-jpn.deliver_to=us-guam", "deliver_to", "is held by USA, not by the recipient JPN"),
    ],
)
def test_what_cannot_be_set_is_refused(tmp_path: Path, override: str, column: str | None, words: str) -> None:
    small(tmp_path)
    fault = one(refusal(tmp_path / "small", overrides=[override]))
    assert fault.file == f"--set {override}"
    assert (fault.row, fault.column) == (None, column)
    assert words in str(fault)


def test_a_bundled_case_takes_overrides() -> None:
    row = read_case("korea-155mm")["stocks"].row(0, named=True)
    key = f"{row['site']}/{row['item']}"
    case = read_case("korea-155mm", overrides=[f"stocks:{key}.quantity=1"])
    assert case["stocks"].row(0, named=True)["quantity"] == 1
