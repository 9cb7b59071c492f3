"""Does each section say what the results say, with unit, date and doubt?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from briefing.synthetic import (
    ACCOUNTS,
    DEPLETIONS,
    FINDINGS,
    SHORTFALLS,
    claim,
    crises,
    demand,
    knowledge,
    material,
    small_case,
)
from pipir.accounting.capability import ACCOUNT
from pipir.briefing import picks
from pipir.briefing.document import Block, Cite, DataTable, KeySentences, Link, Section, Strong, Text, texts
from pipir.briefing.material import Material
from pipir.briefing.naming import figure_name, plain_words
from pipir.briefing.sections import (
    changes,
    giving,
    headlines,
    left,
    limits,
    places,
    reaching,
    shortage,
    sourcing,
    weak_points,
)
from pipir.runs.result import table


def spoken(text: Text) -> str:
    """A text as a reader sees it, without marks."""
    return "".join(
        part.text if isinstance(part, Strong | Link) else "" if isinstance(part, Cite) else part for part in text
    )


def said(section: Section) -> str:
    return "\n".join(spoken(text) for block in section.blocks for text in texts(block))


def tables(section: Section) -> list[DataTable]:
    return [block for block in section.blocks if isinstance(block, DataTable)]


def row_of(table: DataTable, name: str) -> list[str]:
    return next([spoken(cell) for cell in row.cells] for row in table.rows if spoken(row.cells[0]) == name)


def sentences(told: Material) -> dict[str, str]:
    block = headlines.section(told).blocks[0]
    assert isinstance(block, KeySentences)
    return {one.heading: spoken(one.text) for one in block.sentences}


def test_page_one_has_five_sentences_with_number_date_and_grade() -> None:
    block = headlines.section(material()).blocks[0]
    assert isinstance(block, KeySentences)
    assert len(block.sentences) == 5
    for one in block.sentences:
        words = spoken(one.text)
        assert any(letter.isdigit() for letter in words)
        assert "202" in words
        assert one.grade in ("high", "medium", "low", "assumed")
        assert one.why


def test_an_assumed_stock_is_never_a_headline() -> None:
    told = material()
    assert told.evidence.is_assumed("JPN", "sm-6")
    assert picks.shortest(told)[0]["item"] == "lrasm"
    assert not [words for words in sentences(told).values() if "Japan" in words]


def test_an_assumed_stock_is_no_headline_even_when_it_is_the_worst() -> None:
    first = [{**row, "tier": 1} if row["nation"] == "JPN" else row for row in DEPLETIONS]
    worst = [{**row, "short_p50": 180.0, "short_p90": 180.0} if row["nation"] == "JPN" else row for row in SHORTFALLS]
    told = material(depletion=pl.DataFrame(first), shortfall=pl.DataFrame(worst))
    assert picks.shortest(told)[0]["nation"] == "JPN"
    assert (
        "United States is short of LRASM by day 7 (8 June 2025)" in sentences(told)["Who runs short of what, and when"]
    )


def test_the_page_says_who_promised_too_much() -> None:
    words = sentences(material())["Who has promised more than there is"]
    assert "the Republic of Korea owes 300,000 rounds (155 mm shell) against 250,000 held and made" in words
    assert "50,000 too many, 1 January 2025 to 1 January 2026" in words


def test_the_page_says_what_is_left() -> None:
    words = sentences(material())["What is left after, and how long the refill takes"]
    assert "On 30 August 2025 the United States would have 20 % of the LRASM that the next contingency needs" in words
    assert "“What may follow”" in words
    assert "the refill takes 4.1 years, until October 2029" in words


def test_a_sentence_is_marked_as_assumed_where_it_says_that_figures_behind_it_are() -> None:
    late = {**demand("crisis", "late", "us-guam", "lrasm", 1, 1), "from_day": 80}
    sourced = [claim("demands", "crisis/lrasm-guam", "per_day", "count", 60, "medium")]
    sourced += [row for row in knowledge()["evidence"] if row.get("chosen")]
    rows = [{**row, "assumed_share": 1 / 3, "grade": "assumed"} if row["nation"] == "KOR" else row for row in ACCOUNTS]
    case = small_case(demands=[*crises()["demands"], late], evidence=sourced)
    told = material(case, account=table(ACCOUNT, pl.DataFrame(rows)))
    block = headlines.section(told).blocks[0]
    assert isinstance(block, KeySentences)
    shares = []
    for one in block.sentences:
        found = re.search(r"(under \d+|\d+) % of ", one.why)
        if found is None:
            continue
        marks = [source for part in one.text if isinstance(part, Cite) for source in part.sources]
        assert ("assumption" in marks) == (found[1] != "0")
        shares.append(found[1])
    assert {"0", "33"} < set(shares)


def test_a_sentence_of_the_account_has_the_grade_that_the_account_has() -> None:
    block = headlines.section(material()).blocks[0]
    assert isinstance(block, KeySentences)
    grades = {(row["nation"], row["item"]): row["grade"] for row in ACCOUNTS}
    [promised] = [one for one in block.sentences if "Korea owes" in spoken(one.text)]
    assert promised.grade == grades["KOR", "shell-155"]


def test_a_case_without_results_still_has_a_page_one() -> None:
    told = material()
    none = {
        name: getattr(told.results, name).clear() for name in ("account", "depletion", "shortfall", "left", "findings")
    }
    assert len(sentences(replace(told, results=replace(told.results, **none)))) == 5


@pytest.mark.parametrize("section", [giving, shortage, left, places, reaching, weak_points, sourcing, changes, limits])
def test_every_section_bears_empty_results(section: object) -> None:
    told = material()
    names = ("account", "depletion", "war_only", "shortfall", "stock", "left", "findings")
    none = {name: getattr(told.results, name).clear() for name in names}
    empty = replace(told, results=replace(told.results, routes={}, **none))
    assert section.section(empty).blocks  # type: ignore[attr-defined]


def test_the_account_is_told_with_its_range_and_marks_what_is_assumed() -> None:
    table = tables(giving.section(material()))[0]
    assert row_of(table, "United States: LRASM")[1:8] == ["missiles", "450", "120", "300", "0", "270 (216 to 324)", "0"]
    hatched = {spoken(row.cells[0]) for row in table.rows if row.assumed}
    assert hatched == {"Japan: SM-6"}


def test_items_that_run_short_come_first() -> None:
    assert [row["item"] for row in picks.accounts(material())] == ["lrasm", "sm-6", "shell-155"]


def test_shortages_are_told_tier_by_tier_with_days_and_amounts() -> None:
    table = next(one for one in tables(shortage.section(material())) if len(one.columns) == 9)
    assert [spoken(row.cells[0]) for row in table.rows] == [
        "United States: LRASM",
        "United States: SM-6",
        "Japan: SM-6",
    ]
    assert row_of(table, "United States: SM-6")[3:7] == ["55 (40 to after 90)", "80 %", "80 (60 to after 90)", "50 %"]
    assert row_of(table, "United States: LRASM")[7:] == ["5,400 missiles", "4,920 (4,800 to 5,000)"]


def test_ignorance_is_what_the_spread_gains_by_doubt_about_figures() -> None:
    narrow = [{**row, "short_p10": 6, "short_p90": 8} if row["item"] == "lrasm" else row for row in DEPLETIONS]
    table = tables(shortage.section(material(war_only=pl.DataFrame(narrow))))[-1]
    assert row_of(table, "United States: LRASM")[3] == "50 % (2 days of 4)"
    assert row_of(table, "Japan: SM-6")[3] == "none seen"


def test_what_is_left_is_told_least_first_with_its_refill() -> None:
    table = tables(left.section(material()))[0]
    assert [spoken(row.cells[0]) for row in table.rows] == ["Japan: SM-6", "United States: LRASM"]
    assert row_of(table, "Japan: SM-6")[4] == "never, at the rates known"
    assert row_of(table, "United States: LRASM")[2] == "600 missiles"


def test_the_range_of_the_index_moves_with_the_stock_at_the_end() -> None:
    told = material()
    stock = pl.DataFrame({"day": [89], "nation": ["USA"], "item": ["lrasm"], "p10": [0.0], "p50": [5.0], "p90": [65.0]})
    row = {"nation": "USA", "item": "lrasm", "end_stock": 5.0, "pyrrhic_index": 0.2}
    low, high = left.index_range(replace(told, results=replace(told.results, stock=stock)), row)
    assert (low, high) == (pytest.approx(0.2 - 5 / 600), pytest.approx(0.2 + 60 / 600))


def test_harm_is_the_mean_loss_of_what_stays() -> None:
    hazard = {"probability_per_day": 0.1, "loss": 0.2, "from_day": 0.0, "to_day": 30.0}
    assert places.surviving([hazard], 90) == pytest.approx(0.98**30)
    assert places.surviving([hazard, hazard], 10) == pytest.approx(0.98**20)
    assert row_of(tables(places.section(material()))[0], "Apra Harbor, Guam")[2:] == [
        "420",
        "10 % a day from day 0 to 30, 20 % lost",
        "45 %",
    ]


def test_sources_of_help_are_told_with_the_reason_against() -> None:
    table = tables(reaching.section(material()))[0]
    assert row_of(table, "McAlester, United States (stock)")[1:] == [
        "350 missiles",
        "24",
        "by sea to Apra Harbor, Guam",
        "yes",
    ]
    assert row_of(table, "Sasebo, Japan (stock)")[4].startswith("no: no agreement in force")


def test_findings_are_ranked_by_what_was_lost_beside_them() -> None:
    found = weak_points.weaknesses(material())
    assert [one.finding for one in found] == ["single-source", "over-committed", "unused"]
    assert found[0].loss is not None
    assert found[0].loss.days == pytest.approx(82)


def test_no_kind_of_finding_fills_the_table() -> None:
    many = pl.DataFrame([{**FINDINGS[0], "sentence": f"{number}"} for number in range(20)] + FINDINGS[1:])
    table = tables(weak_points.section(material(findings=many)))[0]
    assert len(table.rows) == weak_points.MOST_ALIKE + 2


def test_shares_of_grades_add_up_to_one() -> None:
    shares = sourcing.grade_shares(material()).group_by("table").agg(pl.col("share").sum())
    assert shares["share"].to_list() == pytest.approx([1.0] * shares.height)


def test_disagreeing_sources_are_shown_with_the_choice() -> None:
    table = tables(sourcing.section(material()))[0]
    cells = [spoken(cell) for cell in table.rows[0].cells]
    assert cells[1:] == ["300,000", "500,000", "later and not confirmed"]


def test_later_claims_are_told_and_not_used() -> None:
    late = changes.later_claims(material())
    assert late["known"].to_list() == [date(2025, 3, 1)]
    cells = [spoken(cell) for cell in tables(changes.section(material()))[0].rows[0].cells]
    assert cells[1:4] == ["300,000", "500,000", "March 2025"]


def test_a_claim_as_old_as_the_case_is_no_change() -> None:
    old = small_case()["evidence"].with_columns(as_of=pl.lit(date(2025, 1, 1)))
    told = material(small_case().replace({"evidence": old}))
    assert changes.later_claims(told).height == 0
    assert "No claim in the case is later" in said(changes.section(told))


def test_unknown_answers_are_named_among_the_limits() -> None:
    stance = {"nation": "KOR", "situation": "crisis", "act": "export", "answer": "unknown"}
    text = said(limits.section(material(small_case(stances=[stance]))))
    assert "one answer of Republic of Korea" in text


def test_empty_cells_are_told() -> None:
    told = material()
    empties = {"lanes.lift_t_per_day": {"means": "unlimited", "rows": 12}}
    text = said(limits.section(replace(told, results=replace(told.results, empties=empties))))
    assert "Mass that can be sent in a day (lanes): empty in 12 rows, taken as unlimited." in text


def test_every_block_is_known_to_the_walk_over_texts() -> None:
    blocks: list[Block] = [block for module in (giving, shortage, left) for block in module.section(material()).blocks]
    assert all(spoken(text) for block in blocks for text in texts(block) if text and not isinstance(block, DataTable))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("us-lrasm makes it", "the line of LRASM at McAlester makes it"),
        ("us-lrasm at McAlester makes it", "the line at McAlester makes it"),
        ("no lane leads from jp-sasebo to us-guam", "no lane leads from Sasebo to Apra Harbor, Guam"),
        ("sasebo-guam: JPN says no", "the lane from Sasebo to Apra Harbor, Guam: Japan says no"),
        ("In crisis the rate_per_year of sm-6", "In “A crisis of 90 days” the rate per year of SM-6"),
        ("kor-usa-shells is late", "the promise of the Republic of Korea to the United States is late"),
        ("an anti-tank ABC", "an anti-tank ABC"),
    ],
)
def test_ids_become_names(sentence: str, told: str) -> None:
    assert plain_words(material(), sentence) == told


def test_figures_are_named_by_what_they_count() -> None:
    told = material()
    assert figure_name(told, "commitments", "kor-usa-shells", "quantity") == (
        "Republic of Korea to United States, 155 mm shell: quantity [round] (promises)"
    )
    assert figure_name(told, "lines", "us-lrasm", "rate_per_year") == (
        "McAlester, LRASM: rate per year [missile] (production lines)"
    )
