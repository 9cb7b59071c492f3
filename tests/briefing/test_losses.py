"""Are days of supply lost what they are said to be?"""

from __future__ import annotations

import pytest

from briefing.synthetic import material, small_case
from pipir.briefing.losses import Claim, Reader, Touch, first_tier, loss


def test_days_lost_are_what_was_missed_over_a_days_need() -> None:
    lost = loss(first_tier(material()), Touch(items={"lrasm"}))
    assert lost is not None
    assert (lost.nation, lost.item) == ("USA", "lrasm")
    assert lost.days == pytest.approx(4920 / 60)
    assert (lost.low, lost.high) == (pytest.approx(4800 / 60), pytest.approx(5000 / 60))


def test_needs_of_several_windows_are_spread_over_all_their_days() -> None:
    claims = [
        Claim("early", "USA", "us-guam", "lrasm", 60.0, 0.0, 10.0, (10.0, 20.0, 30.0)),
        Claim("late", "USA", "us-guam", "lrasm", 40.0, 10.0, 50.0, (0.0, 0.0, 0.0)),
    ]
    lost = loss(claims, Touch(items={"lrasm"}))
    assert lost is not None
    assert lost.days == pytest.approx(20 / (100 / 50))


def test_only_the_first_tier_counts() -> None:
    assert {claim.demand for claim in first_tier(material())} == {"lrasm-guam", "sm-6-guam"}
    assert loss(first_tier(material()), Touch(items={"sm-6"}, nations={"JPN"})) is None


def test_the_hardest_hit_is_named() -> None:
    lost = loss(first_tier(material()), Touch(sites={"us-guam"}))
    assert lost is not None
    assert lost.item == "lrasm"


def test_what_touches_nothing_loses_nothing() -> None:
    assert loss(first_tier(material()), Touch()) is None


@pytest.mark.parametrize(
    ("table", "row", "touched"),
    [
        ("lines", "us-lrasm", Touch(items={"lrasm"})),
        ("items", "motor", Touch(items={"motor", "lrasm"})),
        ("stocks", "us-guam/sm-6/serviceable", Touch(items={"sm-6"}, sites={"us-guam"})),
        ("commitments", "kor-usa-shells", Touch(items={"shell-155"}, nations={"KOR", "USA"})),
        ("demands", "crisis/lrasm-guam", Touch(demands={"lrasm-guam"})),
        ("demands", "after/lrasm-next", Touch()),
        ("hazards", "crisis/strike-guam", Touch(sites={"us-guam"})),
        ("lanes", "sasebo-guam", Touch(sites={"us-guam"})),
        ("sources", "press", Touch()),
        ("stocks", "no-such-row", Touch()),
    ],
)
def test_a_row_tells_what_it_concerns(table: str, row: str, touched: Touch) -> None:
    assert Reader(material()).touch(table, row) == touched


def test_an_agreement_on_a_family_concerns_all_its_items() -> None:
    agreement = {
        "agreement": "a", "supplier": "USA", "beneficiary": "JPN", "item": "standard", "kind": "fms",
        "binding": "binding", "status": "in_force",
    }  # fmt: skip
    reader = Reader(material(small_case(agreements=[agreement])))
    assert reader.touch("agreements", "a") == Touch(items={"sm-6"}, nations={"JPN"})


def test_an_answer_about_anything_concerns_what_its_nation_has() -> None:
    stances = [
        {"nation": nation, "situation": "crisis", "act": "export", "to": to, "answer": "unknown"}
        for nation, to in (("JPN", "USA"), ("UKR", "USA"), ("KOR", "PIPIR"))
    ]
    bodies = [{"nation": "USA", "body": "PIPIR", "status": "member"}]
    reader = Reader(material(small_case(stances=stances, memberships=bodies)))
    assert reader.touch("stances", "JPN/crisis/export/USA/*") == Touch(items={"sm-6"}, nations={"USA"})
    assert reader.touch("stances", "UKR/crisis/export/USA/*") == Touch()
    assert reader.touch("stances", "KOR/crisis/export/PIPIR/*") == Touch(items={"shell-155"})


def test_several_rows_are_read_together() -> None:
    assert Reader(material()).touch("lines", "us-lrasm kr-shells").items == {"lrasm", "shell-155"}
