"""Does `pipir partners` say what goes with a nation, what two are worth together, and what a word is worth?"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

import pipir
from pipir.case.case import Case
from pipir.case.refusal import Refused
from pipir.sharing.leaving import World, left
from pipir.sharing.valuing import values
from planning.reading import Asked
from planning.worlds import asked, worlds
from sharing.small import everybody, network, taken_apart
from sustainment.world import START, agreement, commitment, demand, lane, line, row, stance, stock, world

FEW = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
TIER_1 = 0.25
"""What an item of rank 2 is worth if all of it is met."""


def valued(case: Case, **options: Any) -> pipir.PartnersResult:
    return pipir.partners(case, pipir.PartnersOptions(**options))


def helping(*helpers: str, held: float = 10, **more: Any) -> Case:
    """Japan needs ten shells in ten days; each helper has some and may send them at once."""
    return world(
        10,
        stocks=[stock(f"{nation}-a", held) for nation in helpers],
        lanes=[lane(f"{nation}-a", "jpn-a", 0) for nation in helpers],
        agreements=[agreement(nation.upper(), "JPN") for nation in helpers],
        demands=[demand("jpn-a", 1)],
        **more,
    )


def test_what_goes_with_a_nation_is_its_own_claims_and_what_it_does_for_others() -> None:
    """Six of ten shells come from the United States, which has nothing to claim; Japan has only claims."""
    found = valued(helping("usa", held=6))
    helper, claimant = (row(found.value_of_partner, nation=nation) for nation in ("USA", "JPN"))
    value = TIER_1 * 0.6
    names = ("with_value", "without_value", "value", "own_claims", "to_others")
    assert [helper[name] for name in names] == pytest.approx([value, 0, value, 0, value])
    assert [claimant[name] for name in names] == pytest.approx([value, 0, value, value, 0])
    lacking = row(found.lacks, nation="USA")
    assert (lacking["rank"], lacking["item"], lacking["owed"]) == (2, "shell", 10)
    assert [lacking[name] for name in ("short_with", "short_without", "short_more", "days_of_supply")] == pytest.approx(
        [4, 10, 6, 6]
    )
    assert found.lacks.height == 1
    said = 'Without USA 0.15 of 0.15 (100 %) is lost in "War"; all of it is what USA does for others.'
    assert helper["sentence"] == said


def test_two_who_can_each_do_it_stand_in_for_each_other() -> None:
    """Either helper alone serves everything: neither is missed, both together are."""
    found = valued(helping("usa", "kor"))
    assert [row(found.value_of_partner, nation=nation)["value"] for nation in ("USA", "KOR")] == [0, 0]
    pair = row(found.synergy, nation="KOR", other="USA")
    assert (pair["both"], pair["synergy"]) == pytest.approx((TIER_1, TIER_1))
    assert pair["sentence"] == "KOR and USA stand in for each other: without both 0.25 more is lost than one by one."


def test_two_who_are_both_needed_complete_each_other() -> None:
    """One holds the motors, the other the line: without either nothing is made."""
    case = world(
        10,
        stocks=[stock("usa-a", 50, "motor")],
        lines=[line("kor-a", 5)],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
        lanes=[lane("usa-a", "kor-a", 0), lane("kor-a", "jpn-a", 0)],
        agreements=[agreement("USA", "KOR"), agreement("KOR", "JPN", onward="yes")],
        demands=[demand("jpn-a", 1)],
    )
    found = valued(case)
    pair = row(found.synergy, nation="KOR", other="USA")
    assert pair["both"] == pytest.approx(TIER_1)
    assert pair["synergy"] == pytest.approx(-TIER_1)
    assert pair["sentence"] == "KOR and USA complete each other: 0.25 takes both."
    assert valued(case, nation="USA").synergy.select("nation", "other").rows() == [("JPN", "USA"), ("KOR", "USA")]


def test_a_claimant_takes_from_others_of_its_rank() -> None:
    """Ten shells for two who need ten each: without one of them the other gets them all."""
    case = world(
        10,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "jpn-a", 0), lane("usa-a", "kor-a", 0)],
        agreements=[agreement("USA", "JPN"), agreement("USA", "KOR")],
        demands=[demand("jpn-a", 1, weight=3), demand("kor-a", 1)],
    )
    taking = row(valued(case).value_of_partner, nation="JPN")
    assert taking["own_claims"] == pytest.approx(TIER_1 * 3 / 4)
    assert taking["to_others"] == pytest.approx(-TIER_1 / 4)
    assert taking["value"] == pytest.approx(TIER_1 / 2)


def test_days_of_supply_are_those_of_the_mean_daily_need() -> None:
    """Ten are owed on days 0 to 5, ten on days 8 to 10: 20 over 7 days; twenty more short are 7 days."""
    case = world(
        10,
        stocks=[stock("usa-a", 20)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        agreements=[agreement("USA", "JPN")],
        demands=[demand("jpn-a", 2, days=(0, 5), demand="one"), demand("jpn-a", 5, days=(8, 10), demand="other")],
    )
    assert row(valued(case).lacks, nation="USA")["days_of_supply"] == pytest.approx(7)


def test_what_is_given_under_a_commitment_is_done_for_others() -> None:
    case = world(10, stocks=[stock("usa-a", 10)], commitments=[commitment("USA", "XAA", 10)])
    found = valued(case)
    assert row(found.value_of_partner, nation="USA")["to_others"] == pytest.approx(0.125)
    assert row(found.lacks, nation="USA")["short_more"] == pytest.approx(10)


def scenarios(*chances: float | None) -> dict[str, Any]:
    usual = {"name": "War", "situation": "war", "start": START, "days": 10}
    return {
        "scenarios": [
            {"scenario": name} | usual | {"probability": chance}
            for name, chance in zip(("war", "raid"), chances, strict=True)
        ]
    }


def test_a_value_is_weighed_by_the_chances_of_the_scenarios() -> None:
    """The helper is worth all of the need in the war, and nothing in the raid, where nobody needs anything."""
    found = row(valued(helping("usa", **scenarios(0.2, 0.6))).expected, nation="USA")
    assert found["expected"] == pytest.approx(TIER_1 * 0.25)
    assert (found["least"], found["least_in"], found["most_in"]) == (0.0, "raid", "war")
    assert found["most"] == pytest.approx(TIER_1)
    alike = row(valued(helping("usa", **scenarios(None, None))).expected, nation="USA")
    assert alike["expected"] == pytest.approx(TIER_1 * 0.5)
    lone = valued(helping("usa", **scenarios(None, None)), scenario="war")
    assert row(lone.expected, nation="USA")["expected"] == pytest.approx(TIER_1)


def test_a_value_over_scenarios_is_told_once_where_it_is_the_same_in_each() -> None:
    """Japan needs ten shells in both scenarios, or in the war alone; the United States have six of them."""
    usual = scenarios(0.5, 0.5)
    one_need = helping("usa", held=6, **usual)
    needs = one_need["demands"]
    both = one_need.replace(
        {"demands": pl.concat([needs, needs.with_columns(demand=pl.lit("other"), scenario=pl.lit("raid"))])}
    )
    alike = row(valued(both).expected, nation="USA")
    assert (alike["least"], alike["most"]) == pytest.approx((0.15, 0.15))
    assert alike["sentence"] == "Without USA 0.15 of 0.15 (100 %) is lost on average, as much in both scenarios."
    assert row(valued(one_need).expected, nation="USA")["sentence"] == (
        'Without USA 0.075 of 0.075 (100 %) is lost on average: least in "War (raid)", nothing, and most in '
        '"War (war)", 0.15 of 0.15 (100 %).'
    )
    lost = "0.15 of the 0.15 that is reached, weighed by rank, is lost"
    word = row(valued(both).expected_word, nation="USA")["sentence"]
    assert word == f"It matters what USA answers: if no to everything, {lost} on average (100 %)."
    lone = valued(both, scenario="raid")
    word = row(lone.expected_word, nation="USA")["sentence"]
    assert word == f'It matters in "War (raid)" what USA answers: if no to everything, {lost} (100 %).'
    assert row(lone.expected, nation="USA")["sentence"] == 'Without USA 0.15 of 0.15 (100 %) is lost in "War (raid)".'


def test_a_word_is_worth_what_its_answers_open() -> None:
    """Unknown is taken as no: nothing stands on it yet, a yes would serve everything."""
    open_ = row(valued(helping("usa", stances=[stance("USA", "export", "unknown")])).assurance, nation="USA")
    assert (open_["answers"], open_["unknown"]) == (1, 1)
    names = ("as_stated", "all_yes", "all_no", "word", "at_stake", "to_win")
    assert [open_[name] for name in names] == pytest.approx([0, TIER_1, 0, TIER_1, 0, TIER_1])
    given_ = row(valued(helping("usa")).assurance, nation="USA")
    assert [given_[name] for name in names] == pytest.approx([TIER_1, TIER_1, 0, TIER_1, TIER_1, 0])


def test_a_nation_without_sites_has_a_word_too() -> None:
    """Who owns the design holds nothing here, and what it says of re-export decides everything."""
    case = helping(
        "usa",
        items={"shell": {"design_authority": "CHE"}},
        stances=[stance("CHE", "reexport", "no", to="JPN")],
        commitments=[commitment("USA", "XAA", 0)],
    )
    found = valued(case, nation="CHE")
    assert row(found.assurance, nation="CHE")["to_win"] == pytest.approx(TIER_1)
    assert found.value_of_partner.height == 0
    with pytest.raises(Refused, match="holds no site and is asked for nothing"):
        valued(case, nation="XAA")


def test_a_word_is_weighed_by_the_chances_of_the_scenarios() -> None:
    """A no of the helper loses all of the need in the war, and nothing in the raid, where nobody needs anything."""
    found = valued(helping("usa", **scenarios(0.2, 0.6)))
    over = row(found.expected_word, nation="USA")
    assert [over[f"{end}_{name}"] for end in ("expected", "most") for name in ("word", "at_stake", "to_win")] == (
        pytest.approx([TIER_1 / 4, TIER_1 / 4, 0, TIER_1, TIER_1, 0])
    )
    assert (over["most_word_in"], over["scenarios"]) == ("war", 2)
    assert over["sentence"] == (
        "It matters what USA answers: if no to everything, 0.0625 of the 0.0625 that is reached, weighed by rank, is "
        'lost on average (100 %), at most 0.25 of 0.25 (100 %) in "War (war)".'
    )


def test_single_answers_are_told_where_they_are_asked_for() -> None:
    """Two acts of one nation; only its export matters, and only with `--answers` is it told apart."""
    case = helping("usa", commitments=[commitment("USA", "XAA", 0)])
    assert valued(case).answers.height == 0
    found = valued(case, answers=True, nation="USA").answers
    assert found.select("nation", "act", "answers", "unknown").rows() == [("USA", "export", 0, 0)]
    only = found.row(0, named=True)
    assert (only["word"], only["at_stake"], only["to_win"]) == pytest.approx((TIER_1, TIER_1, 0))
    assert only["sentence"] == (
        'It matters in "War" whether USA exports under agreements: if not, 0.25 of the 0.25 that is reached, weighed '
        "by rank, is lost (100 %)."
    )


def test_what_a_word_decides_is_told_as_a_part_of_all_that_is_reached() -> None:
    """Six of ten shells come from the United States, three more could come from Korea, which has not said."""
    case = helping("usa", "kor", held=3, stances=[stance("KOR", "export", "unknown")], **scenarios(0.2, 0.8))
    held = case["stocks"].with_columns(quantity=pl.when(pl.col("site") == "usa-a").then(6.0).otherwise(3.0))
    found = valued(case.replace({"stocks": held}), answers=True)
    said = {
        name: {nation: row(table, nation=nation, **where)["sentence"] for nation in ("USA", "KOR", "JPN")}
        for name, table, where in (
            ("here", found.assurance, {"scenario": "war"}),
            ("over", found.expected_word, {}),
        )
    }
    ranked = "that is reached, weighed by rank"
    assert said["here"] == {
        "USA": f'It matters in "War (war)" what USA answers: if no to everything, 0.15 of the 0.15 {ranked}, is lost '
        "(100 %).",
        "KOR": 'It matters in "War (war)" what KOR answers: if yes to all that is open or refused, 0.075 is added to '
        f"the 0.15 {ranked} (50 %).",
        "JPN": 'What JPN answers changes nothing in "War (war)".',
    }
    assert said["over"]["KOR"] == (
        "It matters what KOR answers: if yes to all that is open or refused, 0.015 is added on average to the 0.03 "
        f'{ranked} (50 %), at most 0.075 of 0.15 (50 %) in "War (war)".'
    )
    assert said["over"]["JPN"] == "What JPN answers changes nothing in any scenario."
    asked_ = row(found.answers, nation="KOR", scenario="war")["sentence"]
    assert asked_ == (
        'It matters in "War (war)" whether KOR exports under agreements: if it does so wherever that is open or '
        f"refused, 0.075 is added to the 0.15 {ranked} (50 %)."
    )


def test_a_yes_where_nothing_is_reached_is_no_part_of_it() -> None:
    open_ = row(valued(helping("usa", stances=[stance("USA", "export", "unknown")])).assurance, nation="USA")
    assert open_["sentence"] == (
        'It matters in "War" what USA answers: if yes to all that is open or refused, 0.25, weighed by rank, is '
        "reached in place of nothing."
    )


def test_a_yes_releases_no_reserve_unasked() -> None:
    """All of the stock is reserve: only where the nation was asked about it does a yes let it go."""
    unasked = helping("usa", stances=[stance("USA", "export", "unknown")])
    asked_ = helping(
        "usa", stances=[stance("USA", "export", "unknown"), stance("USA", "release_reserve", "no", to="JPN")]
    )
    worth = []
    for case in (unasked, asked_):
        stocks = case["stocks"].with_columns(reserve=case["stocks"]["quantity"])
        found = valued(case.replace({"stocks": stocks}))
        worth.append(row(found.assurance, nation="USA")["all_yes"])
    assert worth == pytest.approx([0, TIER_1])


def test_processes_change_nothing() -> None:
    case = helping("usa", "kor", stances=[stance("USA", "export", "unknown")])
    assert valued(case).to_json() == valued(case, workers=2).to_json()


@FEW
@given(worlds(), asked())
def test_with_and_without_are_the_values_of_those_coalitions(case: Case, how: Asked) -> None:
    net = network(case, how)
    who = everybody(net)
    built, own, parts = taken_apart(net, who, how)
    value = values(parts, who.count).value
    weights = np.zeros(len(built.claims.kind))
    (found,) = left([World(built, who, own, weights, tuple(parts))], None)
    all_in = len(value) - 1
    assert found.value == pytest.approx(value[-1], abs=1e-8)
    for k, lost in found.one.items():
        assert lost == pytest.approx(value[-1] - value[all_in ^ 1 << k], abs=1e-8)
    for (one, other), lost in found.two.items():
        assert lost == pytest.approx(value[-1] - value[all_in ^ 1 << one ^ 1 << other], abs=1e-8)
