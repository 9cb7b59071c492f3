"""Is a case with other rows the case that would have been read with them?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from case.small import small
from pipir.case.editing.amending import amended
from pipir.case.evidence import figures
from pipir.case.reading import read_case
from pipir.case.refusal import Refused

GUAM = {"site": "us-guam", "item": "sm-6"}


def test_a_figure_is_as_if_set_for_a_run(tmp_path: Path) -> None:
    case = small(tmp_path)
    mine = amended(case, [("stocks", {**GUAM, "quantity": np.float64(40.5)})])
    told = read_case(tmp_path / "small", overrides=["stocks:us-guam/sm-6.quantity=40.5"])
    assert mine.hash == told.hash
    known = figures(mine, ["stocks"]).filter(row="us-guam/sm-6/serviceable", column="quantity")
    assert known["confidence"].to_list() == ["assumed"]


def test_cells_of_every_kind_are_replaced_and_the_others_stay(tmp_path: Path) -> None:
    case = small(tmp_path)
    rows = [
        ("lanes", {"lane": "guam-sasebo", "via": ["USA"], "days": 7}),
        ("stocks", {**GUAM, "as_of": date(2024, 12, 31)}),
        ("commitments", {"commitment": "usa-jpn", "deliver_to": None}),
    ]
    overrides = ["lanes:guam-sasebo.via=USA", "lanes:guam-sasebo.days=7", "stocks:us-guam/sm-6.as_of=2024-12-31"]
    told = read_case(tmp_path / "small", overrides=[*overrides, "commitments:usa-jpn.deliver_to="])
    assert amended(case, rows).hash == told.hash
    assert case["lanes"]["days"].to_list() == [6.5]


def test_a_new_key_is_a_new_row_in_its_place(tmp_path: Path) -> None:
    case = small(tmp_path)
    rows = [("stocks", {"site": "us-guam", "item": "motor", "quantity": 3}), ("bills", {"item": "sm-3"})]
    stocks = amended(case, rows[:1])["stocks"]
    assert stocks.select("site", "item", "condition", "quantity").rows() == [
        ("jp-sasebo", "sm-6", "serviceable", 15.5),
        ("us-guam", "motor", "serviceable", 3.0),
        ("us-guam", "sm-6", "serviceable", 120.0),
    ]
    with pytest.raises(Refused, match="component is missing"):
        amended(case, rows)


def test_a_later_row_sees_an_earlier_one(tmp_path: Path) -> None:
    case = small(tmp_path)
    new = {"site": "us-new", "name": "New", "nation": "USA", "host": "USA", "kind": "base"}
    rows = [
        ("sites", {**new, "latitude": 1, "longitude": 2}),
        ("stocks", {"site": "us-new", "item": "sm-6", "quantity": 1}),
        ("stocks", {"site": "us-new", "item": "sm-6", "reserve": 1}),
    ]
    stock = amended(case, rows)["stocks"].filter(site="us-new")
    assert stock.select("quantity", "reserve").rows() == [(1.0, 1.0)]
    with pytest.raises(Refused, match="is not in sites"):
        amended(case, rows[1:])


def test_claims_are_checked_where_they_are_changed(tmp_path: Path) -> None:
    claim = {"table": "stocks", "row": "us-guam/sm-6/serviceable", "column": "quantity", "source": "census"}
    with pytest.raises(Refused, match="stocks"):
        amended(small(tmp_path), [("evidence", {**claim, "value": "119"})])
