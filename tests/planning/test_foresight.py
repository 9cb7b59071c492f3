"""Is the worth of foresight told by runs that meet the same war?"""

from __future__ import annotations

import polars as pl
import pytest

import pipir
from pipir.planning.capability import PlanOptions
from pipir.sustainment.capability import SustainOptions
from sustainment.world import demand, hazard, lane, on, row, stock, world


def two_bases(chance: float = 0.0) -> pipir.Case:
    return world(
        12,
        stocks=[stock("usa-a", 80), stock("usa-b", 10)],
        lanes=[lane("usa-a", "usa-b", 2, lift_t_per_day=6), lane("usa-a", "usa-c", 1, lift_t_per_day=5)],
        demands=[demand("usa-b", 6), demand("usa-c", 4, days=(2, 12), tier=2)],
        hazards=[hazard("usa-b", chance, 0.3, (2, 8), outage_days=1)] if chance else [],
    )


def share(frame: pl.DataFrame, policy: str, rank: int) -> float:
    return float(row(frame, policy=policy, rank=rank)["share_short_mean"])


def test_without_a_plan_nothing_is_said_of_foresight() -> None:
    assert pipir.sustain(two_bases(), SustainOptions(runs=2)).foresight is None


def test_where_nothing_is_left_to_chance_the_plan_gets_what_it_reckons_with() -> None:
    found = pipir.sustain(two_bases(), SustainOptions(runs=2, follow_plan=True, replan=3)).foresight
    assert found is not None
    ranks = pipir.plan(two_bases(), PlanOptions()).ranks
    for rank, reckoned in zip(ranks["rank"], ranks["share_short"], strict=True):
        for policy in ("plan", "follow-plan", "replan"):
            assert share(found, policy, rank) == pytest.approx(reckoned, abs=1e-6)
    first = ranks["rank"].min()
    assert share(found, "pull", first) >= share(found, "plan", first) - 1e-9  # type: ignore[arg-type]


def late() -> pipir.Case:
    """What a base needs from day 30 on comes on the last day of the week."""
    return world(
        37,
        stocks=[stock("usa-a", 0), stock("usa-b", 30)],
        lanes=[lane("usa-a", "usa-b", 2)],
        in_transit=[{"lane": "usa-a-to-usa-b", "item": "shell", "arrives": on(36), "quantity": 70}],
        demands=[demand("usa-b", 1, days=(0, 30)), demand("usa-b", 10, days=(30, 37), demand="week")],
    )


def test_a_plan_by_days_is_followed_as_it_was_reckoned_and_one_in_weeks_is_not() -> None:
    for way in ({"follow_plan": True}, {"replan": 10}):
        weeks, days = (
            pipir.sustain(late(), SustainOptions(expected=True, daily=daily, **way)) for daily in (False, True)
        )
        manner = "follow-plan" if "follow_plan" in way else "replan"
        assert weeks.foresight is not None
        assert days.foresight is not None
        assert share(weeks.foresight, "plan", 2) == pytest.approx(0, abs=1e-9)
        assert share(weeks.foresight, manner, 2) == pytest.approx(60 / 100)
        assert share(days.foresight, "plan", 2) == pytest.approx(60 / 100)
        assert share(days.foresight, manner, 2) == pytest.approx(60 / 100)
        assert any("in weeks from its day 30 on" in note for note in weeks.run["notes"])
        assert not any("weeks" in note for note in days.run["notes"])


def test_a_plan_by_days_is_not_asked_for_where_none_is_followed() -> None:
    with pytest.raises(pipir.Refused, match="options: --daily says how to plan, and no plan is followed"):
        pipir.sustain(two_bases(), SustainOptions(daily=True))


def test_the_tables_are_said_to_be_those_of_the_policy_asked_for() -> None:
    for options, words in (
        ({"follow_plan": True}, "All tables but foresight are of the policy follow-plan."),
        ({"follow_plan": True, "replan": 3}, "policy replan, its plan made anew every 3 days."),
        ({"replan": 1}, "policy replan, its plan made anew every 1 day."),
    ):
        found = pipir.sustain(two_bases(), SustainOptions(expected=True, **options))
        assert sum(words in note for note in found.run["notes"]) == 1
    assert not any("policy" in note for note in pipir.sustain(two_bases(), SustainOptions(runs=2)).run["notes"])


def test_what_the_plan_does_not_foresee_is_what_the_run_draws() -> None:
    def said(case: pipir.Case, **options: bool) -> list[str]:
        run = pipir.sustain(case, SustainOptions(runs=2, follow_plan=True, **options)).run
        return [note for note in run["notes"] if "foresee" in note]

    assert said(two_bases()) == []
    assert said(two_bases(0.4), expected=True) == []
    assert "but of strikes only what the case expects" in said(two_bases(0.4))[0]
    spread = [demand("usa-b", 6, cv=0.5), demand("usa-c", 4, days=(2, 12), tier=2)]
    needs = two_bases().replace({"demands": world(12, stocks=[stock("usa-c", 0)], demands=spread)["demands"]})
    assert "but of needs only" in said(needs)[0]


def test_each_way_has_the_shares_that_it_has_when_asked_alone() -> None:
    case = two_bases(0.4)
    both = pipir.sustain(case, SustainOptions(runs=40, replan=4)).foresight
    followed = pipir.sustain(case, SustainOptions(runs=40, follow_plan=True))
    assert both is not None
    assert followed.foresight is not None
    for policy in ("pull", "follow-plan"):
        for frame in (both, followed.foresight):
            told = frame.filter(policy=policy)
            assert told.equals(both.filter(policy=policy))
    assert set(followed.foresight["policy"]) == {"pull", "follow-plan", "plan"}
    assert both.filter(policy="plan")["share_short_p10"].null_count() == 2


def test_one_item_of_a_rank_goes_short_by_what_its_claims_do() -> None:
    case = two_bases(0.4)
    pulled = pipir.sustain(case, SustainOptions(expected=True)).shortfall
    found = pipir.sustain(case, SustainOptions(expected=True, follow_plan=True)).foresight
    assert found is not None
    for claim in pulled.to_dicts():
        assert share(found, "pull", claim["rank"]) == pytest.approx(claim["short_mean"] / claim["owed"])
