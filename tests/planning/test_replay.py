"""Does a run that does what a daily plan decided end every day with the plan's stocks? (design, "One model")"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import pipir
from pipir.case.case import Case
from planning.replaying import NEAR, apart, planned, replayed, unmet
from planning.worlds import worlds
from sustainment.world import (
    YEAR,
    agreement,
    commitment,
    demand,
    hazard,
    lane,
    line,
    on,
    stock,
    world,
)

SMALL = (
    ("base-under-attack", "one-base"),
    ("base-under-attack", "three-bases"),
    ("gmlrs-port-wakefield", "pacific"),
    ("korea-155mm", "korea"),
    ("missing-motor", "war"),
    ("p8-radar-repair", "patrols"),
    ("sm-3-one-night", "every-night"),
    ("sm-3-one-night", "twelve-days"),
)


@pytest.mark.parametrize(("name", "scenario"), SMALL)
def test_bundled_cases_replay(name: str, scenario: str) -> None:
    assert apart(planned(pipir.read_case(name), scenario)) <= NEAR


@settings(max_examples=60)
@given(worlds(longest=14))
def test_any_plan_replays(case: Case) -> None:
    assert apart(planned(case)) <= NEAR


def lies(case: Case, site: str, item: str = "shell") -> list[float]:
    """Stock of a cell by day, once the replay has shown it too."""
    plan = planned(case)
    assert apart(plan) <= NEAR
    net = plan.net
    cell = (plan.cell_site == net.sites.ids.index(site)) & (plan.cell_item == net.items.ids.index(item))
    found: list[float] = replayed(plan)[cell].sum(axis=0).tolist()
    return found


def test_what_comes_on_a_day_is_made_into_something_sent_and_used_on_that_day() -> None:
    case = world(
        3,
        stocks=[stock("usa-a", 9, "motor")],
        lanes=[lane("usa-a", "usa-plant", 0), lane("usa-plant", "usa-b", 0)],
        lines=[line("usa-plant", 3)],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
        demands=[demand("usa-b", 3)],
    )
    assert unmet(case) == pytest.approx({"usa-b-shell": 0})
    assert lies(case, "usa-a", "motor") == pytest.approx([6, 3, 0])
    assert lies(case, "usa-b") == pytest.approx([0, 0, 0])


def full_store(**more: Any) -> Case:
    return world(
        4,
        sites={"usa-b": {"storage_t": 5.0}},
        stocks=[stock("usa-a", 40), stock("usa-b", 5, "mine")],
        lanes=[lane("usa-a", "usa-b", 1)],
        demands=[demand("usa-b", 10, days=(1, 4))],
        **more,
    )


def test_goods_pass_through_a_full_store_on_the_day_they_come() -> None:
    assert unmet(full_store()) == pytest.approx({"usa-b-shell": 0})
    assert lies(full_store(), "usa-b", "mine") == pytest.approx([5] * 4)


def test_goods_wait_at_a_door_that_lets_in_a_few_a_day() -> None:
    case = world(
        6,
        sites={"usa-b": {"handling_t_per_day": 4.0}},
        stocks=[stock("usa-a", 30)],
        lanes=[lane("usa-a", "usa-b", 1)],
        in_transit=[{"lane": "usa-a-to-usa-b", "item": "shell", "arrives": on(0), "quantity": 6}],
        demands=[demand("usa-b", 4)],
    )
    assert unmet(case) == pytest.approx({"usa-b-shell": 0})
    assert apart(planned(case)) <= NEAR


def test_of_goods_under_way_what_came_first_enters_first() -> None:
    case = world(
        3,
        sites={"usa-b": {"storage_t": 1.0}},
        stocks=[stock("usa-b", 1), stock("usa-a", 0)],
        lanes=[lane("usa-a", "usa-b", 1)],
        in_transit=[
            {"lane": "usa-a-to-usa-b", "item": "shell", "arrives": on(0), "quantity": 1},
            {"lane": "usa-a-to-usa-b", "item": "shell", "arrives": on(1), "quantity": 3},
        ],
        demands=[demand("usa-b", 2, days=(0, 2)), demand("usa-b", 1, days=(2, 3), demand="late")],
    )
    assert unmet(case) == pytest.approx({"usa-b-shell": 0, "late": 0})
    assert lies(case, "usa-b")[-1] == pytest.approx(0)


def test_losses_closures_commitments_and_ceilings_replay() -> None:
    case = world(
        12,
        stocks=[stock("usa-a", 90, reserve=20), stock("usa-b", 10)],
        lanes=[lane("usa-a", "usa-b", 1.5, lift_t_per_day=9), lane("usa-a", "jpn-a", 2), lane("usa-b", "jpn-a", 0.5)],
        lines=[line("usa-a", 4, lead_days=2.5, max_rate_per_year=9 * YEAR, ramp_days=6)],
        demands=[demand("usa-b", 8), demand("jpn-a", 5, tier=2)],
        agreements=[agreement("USA", "JPN", ceiling_per_year=2 * YEAR)],
        commitments=[commitment("USA", "JPN", 12, (2, 9)), commitment("USA", "XAA", 9, (0, 5))],
        hazards=[
            hazard("usa-b", 0.2, 0.5, (2, 9), outage_days=2),
            hazard("usa-a-to-usa-b", 0.3, 0.4, (0, 9), kind="lane", outage_days=1),
        ],
    )
    plan = planned(case)
    assert np.ptp(plan.sent) > 0
    assert plan.hands.sum() > 0
    assert apart(plan) <= NEAR
