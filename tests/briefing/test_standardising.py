"""Does the section of standards rank closed gates by what they keep back, with the obstacle and the price?"""

from __future__ import annotations

from typing import Any

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
        "60 missiles of SM-6 (30 days of supply)",
        "nothing",
    ]
    assert [spoken(cell) for cell in table.rows[0].cells[5:]] == ["5,000,000", "Japan"]
    assert "let Japan use JASSM in place of SM-6: 60 missiles of SM-6 (30 days of supply)" in said(section)
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
