"""Does the section say what a no would lose, what a yes would bring, and which answer decides?"""

from __future__ import annotations

import polars as pl
import pytest

import pipir
from briefing.synthetic import material
from briefing.test_best_plan import lending_case
from briefing.test_charts import LOOKS, words_of
from briefing.test_sections import said, spoken, tables
from pipir.briefing import answers
from pipir.briefing.charts.partners import ENDS, Answered, answered
from pipir.briefing.charts.style import Look
from pipir.briefing.material import Material
from pipir.briefing.sections import partners
from pipir.case.case import Case
from pipir.sharing.capability import PartnersOptions


def asking() -> Case:
    """The lending case, in which Japan has not said whether it would export."""
    case = lending_case()
    [situation] = set(case["scenarios"].filter(scenario="crisis")["situation"])
    row = {"nation": "JPN", "situation": situation, "act": "export", "to": "*", "item": "*", "answer": "unknown"}
    return case.replace({"stances": pl.DataFrame([row], schema=case["stances"].schema, infer_schema_length=None)})


def section(material: Material) -> str:
    return said(partners.section(material))


def row_of(told: Material, table: int, nation: str) -> list[str]:
    rows = tables(partners.section(told))[table].rows
    return next([spoken(cell) for cell in row.cells] for row in rows if spoken(row.cells[0]) == nation)


def test_words_are_those_of_partners() -> None:
    for case in (lending_case(), asking()):
        rows = pipir.partners(case, PartnersOptions(scenario="crisis", answers=True))
        told = {word.nation: word for word in material(case).results.partners.words}
        for row in rows.assurance.iter_rows(named=True):
            found = told.get(row["nation"])
            ends = (0.0, 0.0) if found is None else (found.every.lost, found.every.won)
            assert ends == pytest.approx((row["at_stake"], row["to_win"]), abs=1e-8)
        single = {(nation, ends.act): ends.lost + ends.won for nation, word in told.items() for ends in word.single}
        assert single == pytest.approx({(r["nation"], r["act"]): r["word"] for r in rows.answers.iter_rows(named=True)})


def test_a_lender_that_counts_is_told_by_what_its_no_would_lose() -> None:
    """Japan holds 80 SM-6 and keeps 10: 70 are 17.5 days of the 4 a day of the other, 35 of its own 2 a day."""
    told = material(lending_case())
    assert row_of(told, 1, "Japan")[2] == (
        "If no, short more: United States: 70 missiles (SM-6), 17.5 days; "
        "and short less: Japan: 70 missiles (SM-6), 35 days."
    )
    assert row_of(told, 1, "Japan")[1].startswith("Whether it agrees to send under its agreements (no: −")
    assert "counts most on Japan: if it said no to all that it is asked" in section(told)
    assert "A yes of a single nation to all that is open or refused would bring nothing more." in section(told)


def test_a_lender_that_has_not_said_is_told_by_what_its_yes_would_bring() -> None:
    told = material(asking())
    assert row_of(told, 1, "Japan")[2] == (
        "If yes, short less: United States: 70 missiles (SM-6), 17.5 days; "
        "and short more: Japan: 70 missiles (SM-6), 35 days."
    )
    assert "would bring most from Japan" in section(told)
    assert "counts most on" not in section(told)


def test_a_seat_hears_what_answers_change_for_itself() -> None:
    told = material(lending_case(), seat="USA")
    assert row_of(told, 1, "Japan")[2] == "If no, short more: 70 missiles (SM-6), 17.5 days."
    assert "No single nation's answers change what Japan gets." in section(material(lending_case(), seat="JPN"))


def test_where_too_many_hold_sites_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST", 2)
    assert answers.words_given(lending_case(), "crisis") == ()


@LOOKS
def test_the_bars_name_both_ends(look: Look) -> None:
    told = words_of(answered([Answered("Korea", 0.2, 0.1, "no: −20 %, yes: +10 %")], "share of all", look))
    for word in (*ENDS, "Korea", "no: −20 %, yes: +10 %", "share of all"):
        assert word in told
