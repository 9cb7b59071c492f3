"""Does the section of promises say what can be kept, what clashes and why, in names and units?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from briefing.synthetic import demand, material, places, small_case
from briefing.test_charts import LOOKS, words_of
from briefing.test_sections import row_of, said, spoken, tables
from pipir.assurance.assuring.chances import Chance
from pipir.briefing.charts.promises import FATES, Fates, fates
from pipir.briefing.charts.style import NARROW, Look
from pipir.briefing.document import Points
from pipir.briefing.sections import promises
from pipir.case.case import Case

LANES = [
    *places()["lanes"],
    {"lane": "changwon-guam", "origin": "kr-changwon", "destination": "us-guam", "mode": "sea", "days": 10},
    {"lane": "changwon-sasebo", "origin": "kr-changwon", "destination": "jp-sasebo", "mode": "sea", "days": 3},
]


def owed(to: str, site: str, quantity: float, **more: Any) -> dict[str, Any]:
    """A promise of shells by Korea that fell due before the crisis."""
    return {
        "commitment": f"kor-{to.lower()}-shells",
        "supplier": "KOR",
        "recipient": to,
        "item": "shell-155",
        "quantity": quantity,
        "start": date(2024, 1, 1),
        "end": date(2024, 12, 31),
        "state": "contract",
        "deliver_to": site,
        **more,
    }


def promising(*quantities: float, **more: Any) -> Case:
    """The small case in which Korea holds 50,000 shells, makes none, and owes them to the United States and Japan."""
    ends = (("USA", "us-guam"), ("JPN", "jp-sasebo"))
    rows = [owed(*end, quantity) for end, quantity in zip(ends, quantities, strict=False)]
    held = [{"site": "kr-changwon", "item": "shell-155", "quantity": 50_000}]
    frames = {"stocks": held, "lines": [], "lanes": LANES, "commitments": rows, "demands": [], "evidence": []}
    return small_case(**(frames | more))


def points(case: Case, seat: str | None = None) -> list[str]:
    blocks = [one for one in promises.section(material(case, seat)).blocks if isinstance(one, Points)]
    return [spoken(item) for block in blocks for item in block.items]


def test_two_promises_over_one_stock_are_told_with_the_largest_part_of_both() -> None:
    """50,000 of 80,000 are 62.5 %; 30,000 too many are promised."""
    told = material(promising(40_000, 40_000))
    assert "no more than 62 % of each of them could be kept at once" in said(promises.section(told))
    assert [row["fate"] for row in promises.due(told)] == [promises.CLASHES] * 2
    [clash] = points(told.case)
    assert "Stock of 155 mm shell at Changwon" in clash
    assert "Cut the promise of the Republic of Korea to Japan (155 mm shell) by 30,000 rounds" in clash
    assert "With 30,000 more of 155 mm shell at Changwon on day 0, both can be kept in full" in clash


def test_what_cannot_be_kept_even_alone_is_told_apart() -> None:
    """50,000 are half of the one and 45 % of both."""
    told = promises.section(material(promising(100_000, 10_000)))
    assert "no more than 45 % of each of them" in said(told)
    assert "without the one that cannot be kept in full even alone, the rest could be kept in full" in said(told)
    cells = row_of(tables(told)[0], "Republic of Korea to the United States: 155 mm shell")
    assert cells[1:3] == ["100,000 rounds", "50 %"]
    assert cells[4] == "Not in full even alone"


def test_where_all_are_kept_nothing_is_listed_and_nothing_clashes() -> None:
    told = material(promising(20_000, 10_000))
    section = promises.section(told)
    assert "each of them could be kept in full at once" in said(section)
    assert "None: every one of them is kept in full." in said(section)
    assert points(told.case) == []


def test_an_answer_bars_a_promise_and_who_gives_it_is_named() -> None:
    no = {"nation": "KOR", "situation": "crisis", "act": "deliver", "to": "JPN", "item": "*", "answer": "no"}
    told = material(promising(20_000, 10_000, stances=[no]))
    assert [row["fate"] for row in promises.due(told)] == [promises.BARRED, promises.KEPT]
    section = promises.section(told)
    assert "2 promises fall due, of which answers of nations bar one" in said(section)
    reason = row_of(tables(section)[0], "Republic of Korea to Japan: 155 mm shell")[4]
    assert "The Republic of Korea does not deliver it" in reason
    assert re.search(r"\b[A-Z]{3}\b", reason) is None


def test_a_promise_that_only_the_crisis_leaves_short_is_told_so() -> None:
    """Korea needs all of its 50,000 itself, in the first tier."""
    need = {**demand("crisis", "kor-own", "kr-changwon", "shell-155", 1_000, 1), "nation": "KOR"}
    told = material(promising(20_000, demands=[need]))
    [row] = promises.due(told)
    assert (row["fate"], row["kept_alone"]) == (promises.CRISIS, 1.0)
    opening = said(promises.section(told))
    assert "One further promise goes short only because the needs and dangers of the crisis come first" in opening


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (Chance(0.42, 0.42), "the chance that all binding ones hold is 42 %."),
        (Chance(0.1, 0.3), "the chance that all binding ones hold is between 10 % and 30 %."),
        (Chance(1.0, 1.0), None),
        (None, None),
    ],
)
def test_the_chance_of_binding_ones_is_told_where_words_may_fail(chance: Chance | None, told: str | None) -> None:
    whole = material(promising(20_000, 10_000))
    kept = whole.results.promises
    likely = replace(kept, judged=replace(kept.judged, chance=chance))
    text = said(promises.section(replace(whole, results=replace(whole.results, promises=likely))))
    assert told in text if told else "the chance that" not in text


def test_the_least_cut_is_told_where_there_are_several_clashes() -> None:
    """Each asks for more than the 50,000 that there are: all of Japan's 60,000 and half of the other's 100,000."""
    told = said(promises.section(material(promising(100_000, 60_000))))
    rows = material(promising(100_000, 60_000)).results.promises.judged.least_cut
    assert sum(row["quantity"] for row in rows) == pytest.approx(110_000)
    assert "The least that would have to be cut for all to be kept at once: the Republic of Korea to" in told
    assert "The least that would have to be cut" not in said(promises.section(material(promising(40_000, 40_000))))


def test_no_promise_is_told_in_words() -> None:
    assert said(promises.section(material(promising()))) == (
        "No promise falls due within the 90 days of “A crisis of 90 days”."
    )


def test_a_seat_hears_of_its_own_promises() -> None:
    case = promising(40_000, 40_000)
    japan = material(case, seat="JPN")
    assert {row["recipient"] for row in promises.due(japan)} == {"JPN"}
    assert "the one could not be kept in full beside all other promises" in said(promises.section(japan))
    assert len(points(case, "JPN")) == 1
    other = material(promising(40_000), seat="JPN")
    assert said(promises.section(other)).startswith("No promise of Japan or to it falls due")


def test_records_of_deliveries_are_told_as_shares_of_what_had_fallen_due() -> None:
    """Half of 20,000 came by the end of the year, all on the middle day."""
    handed = [{"commitment": "kor-usa-shells", "date": date(2024, 7, 1), "quantity": 10_000}]
    record = tables(promises.section(material(promising(20_000, deliveries=handed))))[-1]
    assert row_of(record, "Republic of Korea")[1:4] == ["1", "0", "50 %"]
    assert "records no delivery" in said(promises.section(material(promising(20_000))))


def test_no_id_is_printed() -> None:
    for case in (promising(40_000, 40_000), promising(100_000, 10_000)):
        told = said(promises.section(material(case)))
        assert not re.search(r"kor-usa|kor-jpn|shell-155|kr-changwon|commitment", told)


@pytest.mark.parametrize(
    ("sentence", "many", "told"),
    [
        ("Cut the commitment kor-usa-shells by 1.", False, "Cut the promise by 1."),
        ("Line kr-shells for x at y: z.", True, "The line for x at y: z."),
        ("With the lane mcalester-guam from a to b, it can.", True, "With the lane from a to b, it can."),
        ("With jpn-usa signed, for SM-6 from a to b, both.", True, "With the proposed agreement signed, for SM-6 from"),
    ],
)
def test_sentences_of_the_audit_lose_their_ids(sentence: str, many: bool, told: str) -> None:
    assert promises.clashing.spoken(material(), sentence, many).startswith(told)


@LOOKS
def test_the_bars_name_suppliers_fates_and_counts(look: Look) -> None:
    drawn = words_of(fates([Fates("Korea", (2, 1, 0, 1), "2 of 4 kept"), Fates("Japan", (0, 0, 1, 0), "0 of 1")], look))
    for word in (*FATES, "Korea", "2 of 4 kept", "Japan", "0 of 1", "promises"):
        assert word in drawn


def test_promises_are_counted_whole_on_the_axis() -> None:
    ticks = re.findall(r">(\d+)</text>", fates([Fates("Korea", (1, 0, 0, 0), "kept")], NARROW))
    assert ticks == ["0", "1"]
