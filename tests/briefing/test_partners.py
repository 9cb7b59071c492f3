"""Does the section of partners say what is lost without each, in whose needs, and which two matter together?"""

from __future__ import annotations

from dataclasses import replace

import pytest

import pipir
from briefing.synthetic import material, small_case
from briefing.test_best_plan import lending_case
from briefing.test_charts import LOOKS, words_of
from briefing.test_sections import said, spoken, tables
from pipir.briefing import together
from pipir.briefing.charts.partners import PARTS, Lost, lost
from pipir.briefing.charts.style import Look
from pipir.briefing.gathering import planned
from pipir.briefing.material import Material
from pipir.briefing.sections import partners
from pipir.sharing.capability import PartnersOptions


def test_values_are_those_of_partners() -> None:
    told = material(lending_case()).results.partners
    rows = pipir.partners(lending_case(), PartnersOptions(scenario="crisis")).value_of_partner.to_dicts()
    assert {one.nation: one.value for one in told.partners} == pytest.approx(
        {row["nation"]: row["value"] for row in rows}
    )
    assert {one.nation: one.to_others for one in told.partners} == pytest.approx(
        {row["nation"]: row["to_others"] for row in rows}
    )
    assert told.worth == pytest.approx(rows[0]["with_value"])


def test_what_others_lose_adds_up_to_what_a_partner_brings_them() -> None:
    told = material(lending_case()).results.partners
    for one in told.partners:
        assert sum(one.by_claimant.values()) == pytest.approx(one.to_others, abs=1e-8)
    assert sum(told.met.values()) == pytest.approx(told.worth)


def test_a_lender_is_missed_by_whom_it_lends_to() -> None:
    """Japan holds 80 SM-6, keeps 10, and the United States needs 4 a day: 70 are 17.5 days."""
    section = partners.section(material(lending_case()))
    row = next(row for row in tables(section)[0].rows if spoken(row.cells[0]) == "Japan")
    assert spoken(row.cells[3]) == "United States: 70 missiles (SM-6), 17.5 days"
    assert "loses most without Japan" in said(section)
    assert "Japan and the United States complete each other" in said(section)
    assert "The Republic of Korea could be missed here without loss" in said(section)


def test_a_seat_hears_what_it_loses_itself() -> None:
    section = partners.section(material(lending_case(), seat="USA"))
    [row] = tables(section)[0].rows
    assert [spoken(cell) for cell in row.cells][::2] == ["Japan", "70 missiles (SM-6), 17.5 days"]
    assert "would miss one; without Japan it would lose" in said(section)
    assert "nothing of what Japan gets is lost" in said(partners.section(material(lending_case(), seat="JPN")))


def test_nothing_that_can_be_met_is_told_in_words() -> None:
    none = small_case(demands=[], commitments=[], evidence=[])
    assert said(partners.section(material(none))) == "No need and no promise can be met here, so nothing can be lost."
    assert "No need of the Republic of Korea" in said(partners.section(material(seat="KOR")))


def test_more_nations_than_can_be_told_apart_are_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST", 2)
    found = together.partners(small_case(), "crisis")
    told = material()
    crowded = Material(told.case, "crisis", replace(told.results, partners=found))
    assert said(partners.section(crowded)).startswith("3 nations hold sites here, too many")


def test_several_processes_find_the_same() -> None:
    one, two = planned(lending_case(), "crisis"), planned(lending_case(), "crisis", 2)
    assert one["partners"] == two["partners"]
    assert one["promises"] == two["promises"]
    assert one["plans"].together.shortfall.equals(two["plans"].together.shortfall)
    assert one["plans"].alone.shortfall.equals(two["plans"].alone.shortfall)


@LOOKS
def test_the_bars_name_partners_parts_and_shares(look: Look) -> None:
    both = words_of(lost([Lost("Korea", 0.2, 0.1, "30 %"), Lost("Japan", 0.1, 0.0, "10 %")], "share of all", look))
    for word in (*PARTS, "Korea", "30 %", "Japan", "10 %", "share of all"):
        assert word in both
    alone = words_of(lost([Lost("Korea", 0.2, 0.0, "20 %")], "share of all", look))
    assert PARTS[0] not in alone
