"""Is the worth of foresight told by runs that meet the same war?"""

from __future__ import annotations

import polars as pl
import pytest

import pipir
from pipir.planning.capability import PlanOptions
from pipir.sustainment.capability import SustainOptions
from sustainment.world import demand, hazard, lane, row, stock, world


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
