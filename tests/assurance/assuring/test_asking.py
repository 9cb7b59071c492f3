"""What is an unknown answer worth, to whom, and together with whose?"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipir
from pipir.assurance.assuring.asking import Asking, unknown_answers
from pipir.assurance.assuring.windows import windows
from pipir.case.case import Case
from pipir.planning.worth import Worth
from planning.worlds import worlds
from sustainment.world import START, agreement, commitment, demand, lane, stance, stock, world

Row = dict[str, Any]


def waiting(**more: list[Row]) -> Case:
    """The USA lacks half of ten shells a day, which Japan could send and Korea owes: neither has said."""
    usual: dict[str, list[Row]] = {
        "demands": [demand("usa-a", 10, days=(0, 10))],
        "stocks": [stock("usa-a", 50), stock("jpn-a", 30), stock("kor-a", 40)],
        "lanes": [lane("jpn-a", "usa-a", 0), lane("kor-a", "usa-a", 0)],
        "agreements": [agreement("JPN", "USA", "shell")],
        "commitments": [commitment("KOR", "USA", 10, (0, 10))],
        "stances": [
            stance("JPN", "export", "unknown", to="USA", probability=0.6),
            stance("KOR", "deliver", "unknown"),
            stance("AUS", "host", "unknown", probability=0.9),
        ],
    }
    return world(10, **(usual | more))


def unknowns(case: Case, **options: Any) -> dict[str, Row]:
    found = pipir.assure(case, pipir.AssureOptions(**options)).unknowns
    return {f"{row['nation']}/{row['act']}": row for row in found.iter_rows(named=True)}


def test_an_answer_is_worth_what_the_best_plan_gains_by_it_times_the_chance_of_a_yes() -> None:
    found = unknowns(waiting())
    # Tier 1 is rank 2, contracts are rank 3: thirty of a hundred are met by Japan, ten of ten and ten more by Korea.
    japan, korea, australia = (found[name] for name in ("JPN/export", "KOR/deliver", "AUS/host"))
    assert japan["swing"] == pytest.approx(0.3 / 4)
    assert japan["value"] == pytest.approx(0.6 * 0.3 / 4)
    assert korea["swing"] == pytest.approx(0.1 / 4 + 1 / 8)
    assert korea["value"] == pytest.approx(0.5 * korea["swing"])
    assert (japan["frees"], korea["frees"], australia["frees"]) == (0, 1, 0)
    assert (australia["swing"], australia["value"]) == (0.0, 0.0)
    assert [row["place"] for row in (korea, japan, australia)] == [1, 2, 3]
    assert japan["sentence"] == (
        'JPN has not said whether it would export anything to USA in "War" (chance of a yes 60 %). '
        "A yes would meet 30 rounds of shell more of what USA needs."
    )
    # The ten that come under the commitment are ten of those that the need gets more: Korea gives no twenty.
    assert korea["sentence"].endswith(
        "A yes would no longer bar 1 promise and bring 10 rounds of shell more for USA under promises and meet 10 "
        "rounds of shell more of what USA needs."
    )
    assert australia["sentence"].endswith("The best plan is worth the same with either answer.")


def test_taken_as_yes_an_answer_is_worth_nothing_where_the_rest_of_the_plan_is_the_best_without_it() -> None:
    no, yes = unknowns(waiting()), unknowns(waiting(), unknown="yes")
    for name, row in yes.items():
        assert row["swing"] == pytest.approx(no[name]["swing"])
        assert row["frees"] == no[name]["frees"]
        # What does not come does not come, whether it was known before or not.
        assert (row["loss"], row["value"]) == (pytest.approx(0.0, abs=1e-9), pytest.approx(0.0, abs=1e-9))


def test_taken_as_yes_an_answer_is_worth_what_a_plan_that_counts_on_it_fails_to_do_otherwise() -> None:
    # One lane carries three a day, of what Japan may not let go and what Korea would have sent in its place.
    case = world(
        10,
        demands=[demand("usa-a", 3, item="dart", days=(0, 10)), demand("usa-a", 3, days=(0, 10), weight=0.1)],
        stocks=[stock("aus-a", 60, "dart"), stock("aus-a", 60)],
        lanes=[lane("aus-a", "usa-a", 0, lift_t_per_day=3)],
        agreements=[agreement("AUS", "USA", "dart", agreement="d"), agreement("AUS", "USA", "shell", agreement="s")],
        stances=[stance("AUS", "export", "unknown", item="dart", probability=0.75)],
    )
    (row,) = unknowns(case, unknown="yes").values()
    # Either is all of an item of rank 2. With no known, the shells would go in place of the darts: nothing is lost.
    assert row["swing"] == pytest.approx(0.0, abs=1e-9)
    small = case.replace({"demands": case["demands"].with_columns(per_day=pl.col("per_day") * _half(case))})
    (row,) = unknowns(small, unknown="yes").values()
    # Darts of 15 t are planned, and as many shells in the 30 t that the lane carries; of 30 owed all shells could go.
    assert row["loss"] == pytest.approx(0.25 * 15 / 30)
    assert row["value"] == pytest.approx(0.25 * row["loss"])


def _half(case: Case) -> pl.Expr:
    """Half of the darts are asked for."""
    return pl.when(pl.col("item") == "dart").then(0.5).otherwise(1.0)


def test_over_several_scenarios_an_answer_is_worth_the_mean_by_their_chances() -> None:
    case = waiting()
    once = unknowns(case)["JPN/export"]["swing"]
    frame = case["scenarios"]
    rows = [{**frame.row(0, named=True), "probability": 0.25}]
    rows.append({**rows[0], "scenario": "calm", "name": "Calm", "probability": 0.75})
    both = case.replace({"scenarios": type(frame)(rows, schema=frame.schema)})
    assert unknowns(both)["JPN/export"]["swing"] == pytest.approx(once / 4)


def test_situations_count_by_their_chances() -> None:
    likely = {"situation": "war", "start": START, "days": 10}
    scenarios = [
        {**likely, "scenario": "war", "name": "War", "probability": 0.9},
        {**likely, "scenario": "rare", "name": "Rare", "probability": 0.01, "situation": "rare"},
    ]
    case = world(
        10,
        situations=[{"situation": name, "name": name} for name in ("war", "rare")],
        scenarios=scenarios,
        demands=[demand("usa-a", 10), {**demand("usa-a", 10), "scenario": "rare"}],
        stocks=[stock("jpn-a", 30), stock("kor-a", 40)],
        lanes=[lane("jpn-a", "usa-a", 0), lane("kor-a", "usa-a", 0)],
        agreements=[agreement("JPN", "USA", "shell"), agreement("KOR", "USA", "shell")],
        stances=[
            stance("JPN", "export", "unknown"),
            stance("KOR", "export", "no"),
            {**stance("KOR", "export", "unknown"), "situation": "rare"},
        ],
    )
    japan, korea = (unknowns(case)[f"{nation}/export"] for nation in ("JPN", "KOR"))
    assert korea["value"] > japan["value"]
    assert [(row["place"], row["situation_chance"]) for row in (japan, korea)] == [(1, 0.9), (2, 0.01)]
    for row in (japan, korea):
        assert row["expected_value"] == pytest.approx(row["situation_chance"] * row["value"])
    unstated = case.replace({"scenarios": case["scenarios"].with_columns(probability=None)})
    korea = unknowns(unstated)["KOR/export"]
    assert (korea["place"], korea["situation_chance"], korea["expected_value"]) == (1, None, korea["value"])


def test_a_situation_without_a_scenario_has_no_chance_and_counts_as_if_it_came() -> None:
    """Korea's promise in the war, of chance 0.9, and as much of the United States' in a calm that no scenario has."""
    usual = {"scenario": "war", "name": "War", "situation": "war", "start": START, "days": 10}
    case = world(
        10,
        situations=[{"situation": name, "name": name} for name in ("war", "calm")],
        scenarios=[{**usual, "probability": 0.9}],
        commitments=[commitment("KOR", "XAA", 10), commitment("USA", "XAA", 10, commitment="second")],
        stocks=[stock("kor-a", 10), stock("usa-a", 10)],
        stances=[stance("KOR", "deliver", "unknown"), {**stance("USA", "deliver", "unknown"), "situation": "calm"}],
    )
    korea, america = (unknowns(case)[f"{nation}/deliver"] for nation in ("KOR", "USA"))
    assert korea["situation_chance"] == 0.9
    assert korea["expected_value"] == pytest.approx(0.9 * korea["value"])
    assert america["situation_chance"] is None
    assert america["expected_value"] == america["value"] > 0.0


def one_way(*answers: Row) -> Case:
    """Korea owes the USA a hundred shells where the USA stands on Japan's soil, by way of the Philippines."""
    return world(
        100,
        sites={"usa-a": {"host": "JPN"}},
        demands=[demand("usa-a", 1)],
        stocks=[stock("kor-a", 100)],
        lanes=[lane("kor-a", "usa-a", 0, via=["PHL"])],
        commitments=[commitment("KOR", "USA", 100, (0, 100))],
        stances=[*answers, stance("AUS", "transit", "unknown")],
    )


def test_answers_of_two_nations_that_help_only_together_name_the_other() -> None:
    found = unknowns(one_way(stance("JPN", "host", "unknown"), stance("PHL", "transit", "unknown")))
    for name, other in (("JPN/host", "PHL"), ("PHL/transit", "JPN")):
        row = found[name]
        assert (row["swing"], row["swing_together"], row["with_nation"]) == (0.0, 0.0, other)
        assert row["swing_with"] == pytest.approx(1 / 4 + 1 / 8)
        assert row["sentence"].endswith(
            f"A yes alone would change nothing in the best plan. With a yes of {other} too, they would bring 100 "
            f"rounds of shell more for USA under promises and meet 100 rounds of shell more of what USA needs."
        )
    assert (found["AUS/transit"]["with_nation"], found["AUS/transit"]["swing_with"]) == (None, None)
    assert [found[name]["place"] for name in ("JPN/host", "PHL/transit", "AUS/transit")] == [1, 2, 3]
    barred = unknowns(one_way(stance("JPN", "host", "no"), stance("PHL", "transit", "unknown")))
    assert barred["PHL/transit"]["with_nation"] is None


def test_who_loses_by_a_yes_is_told_and_nothing_moves_that_need_not() -> None:
    case = world(
        10,
        demands=[demand("jpn-a", 3), demand("usa-a", 3), demand("phl-a", 3)],
        stocks=[stock("jpn-a", 30), stock("usa-a", 12), stock("phl-a", 8)],
        lanes=[lane("jpn-a", "usa-a", 0), lane("usa-a", "phl-a", 0), lane("phl-a", "usa-a", 0)],
        commitments=[commitment("JPN", "USA", 5)],
        agreements=[agreement("USA", "PHL", "shell"), agreement("PHL", "USA", "shell")],
        stances=[stance("JPN", "deliver", "unknown")],
    )
    (row,) = unknowns(case).values()
    assert row["sentence"].endswith(
        "bring 5 rounds of shell more for USA under promises and meet 5 rounds of shell more of what USA needs, at the "
        "cost of 5 rounds of shell of what JPN needs."
    )


def test_a_family_is_told_as_one() -> None:
    family = stance("JPN", "export", "unknown", item="of-shell")
    found = unknowns(waiting(stances=[family], items={"shell": {"family": "of-shell"}}))  # type: ignore[arg-type]
    assert "export anything of the family of-shell in" in found["JPN/export"]["sentence"]


def test_two_answers_that_help_only_together_say_so() -> None:
    both = [stance("KOR", "export", "unknown", to="USA"), stance("KOR", "transit", "unknown")]
    case = world(
        10,
        demands=[demand("usa-a", 10, days=(0, 10))],
        stocks=[stock("kor-a", 40)],
        lanes=[lane("kor-a", "usa-a", 0, via=["KOR"])],
        agreements=[agreement("KOR", "USA", "shell")],
        stances=both,
    )
    for row in unknowns(case).values():
        assert (row["swing"], row["value"]) == (0.0, 0.0)
        assert row["swing_together"] == pytest.approx(0.4 / 4)
        told = "would change nothing in the best plan. Yes to everything that it has not said would bring more."
        assert row["sentence"].endswith(told)


ASKED = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@ASKED
@given(worlds(longest=20), st.sampled_from(("no", "yes")))
def test_every_answer_swings_as_much_as_two_plans_made_anew_differ(case: Case, assumed: str) -> None:
    (window,) = windows(case, pipir.AssureOptions(unknown=assumed))
    base = Worth(window.built(case)).best().missing
    for row, found in zip(unknown_answers(window), Asking(window).swings, strict=True):
        answer = pl.when(pl.all_horizontal(pl.col(name) == row[name] for name in ("nation", "act", "to", "item"))).then(
            pl.lit("yes" if assumed == "no" else "no")
        )
        turned = case.replace({"stances": case["stances"].with_columns(answer=answer.otherwise("answer"))})
        other = Worth(window.built(turned)).best().missing
        gain = base - other if assumed == "no" else other - base
        assert gain >= -1e-7
        assert found.alone.swing == pytest.approx(max(gain, 0.0), abs=2e-7)
        assert found.together >= found.alone.swing - 1e-7
        if assumed == "no":
            assert found.alone.loss == found.alone.swing
        assert found.alone.loss >= 0.0


def test_an_answer_that_changes_no_promise_that_owes_something_frees_none() -> None:
    later = [commitment("KOR", "USA", 10, (20, 30))]
    assert unknowns(waiting(commitments=later))["KOR/deliver"]["frees"] == 0
