"""Does the section of standards rank closed gates by what they keep back, with the obstacle and the price?"""

from __future__ import annotations

from typing import Any

import pytest

from briefing.synthetic import goods, item, material, small_case
from briefing.test_sections import said, spoken, tables
from pipir.briefing.sections import standardising
from pipir.case.case import Case


def gated(**more: Any) -> Case:
    """Japan lacks SM-6 and may not use the 60 JASSM beside them; Korea may not use SM-6 for shells that it never needs.

    Japan needs 2 SM-6 a day for 90 days and holds 80.
    """
    closed = {"technical": "no", "safety": "yes", "permission": "yes", "ratio": 1}
    frames: dict[str, Any] = {
        "items": [*goods()["items"], item("jassm", "JASSM", "strike", 1000, 1_000_000)],
        "stocks": [*goods()["stocks"], {"site": "jp-sasebo", "item": "jassm", "quantity": 60}],
        "substitutes": [
            {"nation": "JPN", "item": "sm-6", "substitute": "jassm", **closed},
            {"nation": "KOR", "item": "shell-155", "substitute": "sm-6", **closed, "safety": "unknown"},
        ],
        "options": [
            {
                "option": "qualify-jassm", "name": "Qualify", "kind": "qualify", "target": "JPN/sm-6/jassm/technical",
                "quantity": 1, "fixed_cost_usd": 5e6, "unit_cost_usd": 0, "max_units": 1, "whole": True,
                "lead_days": 100, "funder": "JPN", "spent_in": "JPN",
            }
        ],
    }  # fmt: skip
    return small_case(**(frames | more))


def test_a_gate_is_told_with_what_it_avoids_its_obstacle_and_its_price() -> None:
    section = standardising.section(material(gated()))
    [table] = tables(section)
    assert [spoken(cell) for cell in table.rows[0].cells[:4]] == [
        "Japan: JASSM in place of SM-6",
        "technical fit (answered no)",
        "60 missiles of SM-6 for Japan (30 days of its supply)",
        "nothing",
    ]
    assert [spoken(cell) for cell in table.rows[0].cells[5:]] == ["5,000,000", "Japan"]
    assert "let Japan use JASSM in place of SM-6: 60 missiles of SM-6 for Japan (30 days of its supply)" in said(
        section
    )
    assert "The other one avoids nothing in this crisis" in said(section)


def test_the_share_avoided_is_of_what_goes_short() -> None:
    """60 of the 180 that Japan is owed, of all that stays short, both at the weight of their ranks."""
    told = material(gated())
    found = told.results.partners
    [row] = [row for row in standardising.ranked(told) if row["avoided"] > 0.0]
    [table] = tables(standardising.section(told))
    share = 100 * row["avoided"] / (found.most - found.worth)
    assert spoken(table.rows[0].cells[4]) == f"{share:.2g} %"


def test_a_price_that_no_option_states_is_not_known() -> None:
    [table] = tables(standardising.section(material(gated(options=[]))))
    assert spoken(table.rows[0].cells[5]) == "not known"


def test_a_case_without_substitutes_or_without_use_for_them_says_so() -> None:
    assert "there is nothing to open" in said(standardising.section(material()))
    idle = standardising.section(material(gated(), seat="KOR"))
    assert "Opening it would avoid no shortage in this crisis" in said(idle)
    assert tables(idle) == []


def test_a_seat_hears_of_gates_that_are_closed_to_it_or_serve_it() -> None:
    assert [row["item"] for row in standardising.ranked(material(gated(), seat="JPN"))] == ["sm-6"]
    assert standardising.ranked(material(gated(), seat="USA")) == []
    assert "closed to the United States" in said(standardising.section(material(gated(), seat="USA")))


KOREA = {"nation": "KOR", "item": "sm-6", "substitute": "jassm", "ratio": 1, "technical": "yes", "safety": "yes"}


def test_what_is_not_worth_opening_is_no_part_of_the_line() -> None:
    """Korea's permission for JASSM is in nobody's way, as it needs no SM-6: Japan's line and price stay."""
    rows = gated()["substitutes"].to_dicts()
    told = material(gated(substitutes=[*rows, {**KOREA, "permission": "no"}]))
    [table] = tables(standardising.section(told))
    assert [spoken(cell) for cell in table.rows[0].cells[:3]] == [
        "Japan: JASSM in place of SM-6 (nothing more for opening it to the Republic of Korea too)",
        "technical fit (answered no)",
        "60 missiles of SM-6 for Japan (30 days of its supply)",
    ]
    assert spoken(table.rows[0].cells[5]) == "5,000,000"
    assert "let Japan use JASSM in place of SM-6" in said(standardising.section(told))


def test_units_and_days_are_those_of_the_ranking_where_several_gain() -> None:
    """Korea needs one SM-6 a day and holds 45 JASSM: with Japan's 60 that is 105 for two nations that need 3 a day."""
    start = gated()
    need = {**start["demands"].filter(demand="sm-6-sasebo").to_dicts()[0], "demand": "sm-6-korea", "nation": "KOR"}
    told = material(
        gated(
            substitutes=[*start["substitutes"].to_dicts(), {**KOREA, "permission": "no"}],
            demands=[*start["demands"].to_dicts(), {**need, "site": "kr-changwon", "per_day": 1}],
            stocks=[*start["stocks"].to_dicts(), {"site": "kr-changwon", "item": "jassm", "quantity": 45}],
        )
    )
    [table] = tables(standardising.section(told))
    assert spoken(table.rows[0].cells[2]) == (
        "105 missiles of SM-6 for Japan and the Republic of Korea (35 days of their supply)"
    )
    [row] = [row for row in standardising.ranked(told) if row["avoided"] > 0.0]
    assert (row["avoided_units"], row["days_of_supply"]) == (pytest.approx(105), pytest.approx(35))
