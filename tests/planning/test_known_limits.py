"""Does a plan keep the limits as a person works them out by hand: ships, sites, lines, strikes?

Each is asked of the plain formulation too.
"""

from __future__ import annotations

from typing import Any

import pytest

from planning.answers import ANSWERS, Answer, near
from sustainment.world import YEAR, agreement, commitment, demand, hazard, lane, line, on, stance, stock, world

Row = dict[str, Any]
pytestmark = pytest.mark.parametrize("answer", ANSWERS)


# Moving and limits


def test_a_ship_arrives_in_fractions(answer: Answer) -> None:
    case = world(
        5,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "usa-b", 2.5)],
        demands=[demand("usa-b", 10, days=(2, 3))],
    )
    assert answer(case).short("usa-b-shell") == near(0.5)


def test_goods_under_way_come_on_their_day(answer: Answer) -> None:
    case = world(
        5,
        lanes=[lane("usa-a", "usa-b", 9)],
        in_transit=[
            {"lane": "usa-a-to-usa-b", "item": "shell", "arrives": on(day), "quantity": 4} for day in (-2, 3, 7)
        ],
        demands=[demand("usa-b", 4, days=(2, 3)), demand("usa-b", 2, days=(3, 5), demand="late")],
    )
    found = answer(case)
    assert (found.short("usa-b-shell"), found.short("late")) == (near(0), near(0))


@pytest.mark.parametrize(
    ("limit", "left"),
    [
        ({}, 0.8**3 * 50),
        ({"storage_t": 50, "handling_t_per_day": 50, "explosive_limit_kg": 100}, 0.8**3 * 50),
        ({"explosive_limit_kg": 99}, 50),
        ({"storage_t": 49}, 50),
    ],
)
def test_only_a_limit_that_can_be_reached_may_leave_goods_at_a_door(answer: Answer, limit: Row, left: float) -> None:
    """What was under way comes in on its day and is struck where it lies, unless there may be no room for all of it."""
    case = world(
        5,
        sites={"usa-b": limit},
        items={"shell": {"neq_kg": 2}},
        lanes=[lane("usa-a", "usa-b", 1)],
        in_transit=[{"lane": "usa-a-to-usa-b", "item": "shell", "arrives": on(0), "quantity": 50}],
        hazards=[hazard("usa-b", 1.0, 0.2, (0, 4))],
        demands=[demand("usa-b", 50, days=(4, 5))],
    )
    assert answer(case).short("usa-b-shell") == near(1 - left / 50)


def test_a_limit_on_something_else_leaves_nothing_at_the_door(answer: Answer) -> None:
    """Papers weigh nothing and hold no explosives: neither handling nor a full store keeps them out."""
    case = world(
        5,
        sites={"usa-b": {"storage_t": 1, "handling_t_per_day": 1, "explosive_limit_kg": 1}},
        items={"papers": {"mass_kg": 0}, "shell": {"neq_kg": 2}},
        stocks=[stock("usa-b", 9)],
        lanes=[lane("usa-a", "usa-b", 1)],
        in_transit=[{"lane": "usa-a-to-usa-b", "item": "papers", "arrives": on(0), "quantity": 50}],
        hazards=[hazard("usa-b", 1.0, 0.2, (0, 4))],
        demands=[demand("usa-b", 50, "papers", days=(4, 5))],
    )
    assert answer(case).short("usa-b-papers") == near(1 - 0.8**3)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"sites": {"usa-b": {"handling_t_per_day": 1e6}}},
        {"sites": {"usa-b": {"storage_t": 1e6}}},
        {"hazards": [hazard("usa-b", 1.0, 0.0, (9, 10), hazard="more", outage_days=1)]},
    ],
)
def test_a_limit_that_does_not_bind_and_a_strike_more_are_no_shelter(answer: Answer, more: dict[str, Any]) -> None:
    """50 of 100 survive to leave on day 0. They come on day 1, and of what is not used 6 in 10 are left a day later.

    10 are served on day 1, 10 of 24 on day 2, 8.4 on day 3: 28.4 in all. None waits offshore until it is needed.
    """
    tables: dict[str, Any] = {
        "stocks": [stock("usa-a", 100)],
        "lanes": [lane("usa-a", "usa-b", 1)],
        "demands": [demand("usa-b", 10)],
    }
    strikes = [hazard("usa-a", 1, 0.5), hazard("usa-b", 0.5, 0.8)]
    case = world(10, **tables, **(more | {"hazards": strikes + more.get("hazards", [])}))
    assert answer(case).short("usa-b-shell") == near(0.716)


def test_handling_keeps_arrivals_at_the_door(answer: Answer) -> None:
    def short(day: int) -> float:
        case = world(
            6,
            sites={"usa-b": {"handling_t_per_day": 2}},
            stocks=[stock("usa-a", 10)],
            lanes=[lane("usa-a", "usa-b", 0)],
            demands=[demand("usa-b", 10, days=(day, day + 1))],
        )
        return answer(case).short("usa-b-shell")

    assert short(0) == near(0.8)
    assert short(3) == near(0.2)
    assert short(5) == near(0)


@pytest.mark.parametrize("limit", [{"storage_t": 5}, {"explosive_limit_kg": 10}])
def test_what_does_not_fit_is_not_kept(answer: Answer, limit: Row) -> None:
    case = world(
        5,
        sites={"usa-a": limit},
        items={"shell": {"neq_kg": 2}},
        lines=[line("usa-a", 10)],
        demands=[demand("usa-a", 30, days=(4, 5))],
    )
    assert answer(case).short("usa-a-shell") == near(0.5)


@pytest.mark.parametrize(("held", "left"), [(0, 40), (3, 40), (12, 38)])
def test_nothing_is_delivered_to_be_thrown_away(answer: Answer, held: int, left: float) -> None:
    """A depot of 10 t takes in 10 of 50, and what lay there may be thrown away for them.

    With 3 there, the 3 are thrown away; 12 are over the limit, which is then 12.
    """
    case = world(
        10,
        sites={"jpn-a": {"storage_t": 10}},
        stocks=[stock("usa-a", 100), stock("jpn-a", held)],
        commitments=[commitment("USA", "JPN", 50, (0, 0), deliver_to="jpn-a")],
        lanes=[lane("usa-a", "jpn-a", 0)],
    )
    found = answer(case)
    assert found.short("usa-jpn") == near(left / 50)
    assert found.total("discarded", "jpn-a") == near(held)


def test_a_full_site_keeps_what_it_had(answer: Answer) -> None:
    case = world(
        5, sites={"usa-a": {"storage_t": 5}}, stocks=[stock("usa-a", 8)], demands=[demand("usa-a", 8, days=(4, 5))]
    )
    assert answer(case).short("usa-a-shell") == near(0)


def test_the_cheaper_way_is_taken_when_it_is_in_time(answer: Answer) -> None:
    ways = [
        lane("usa-a", "usa-b", 4, lane="ship", cost_usd_per_t=10),
        lane("usa-a", "usa-b", 1, lane="plane", cost_usd_per_t=500),
    ]
    case = world(8, stocks=[stock("usa-a", 10)], lanes=ways, demands=[demand("usa-b", 5, days=(3, 5))])
    found = answer(case)
    assert found.short("usa-b-shell") == near(0)
    assert found.cost_usd == near(5 * 10 + 5 * 500)
    assert found.tonne_days == near(5 * 4 + 5 * 1)


@pytest.mark.parametrize("daily", [True, False])
@pytest.mark.parametrize(
    ("terms", "open_for"),
    [({"start": on(33)}, 27), ({"start": on(30), "end": on(43)}, 13), ({"start": on(33), "end": on(43)}, 10)],
)
def test_an_agreement_opens_the_way_on_each_of_its_days(answer: Answer, terms: Row, open_for: int, daily: bool) -> None:
    """Day 33 and day 43 lie within weeks, and ships bring one round a day."""
    case = world(
        60,
        stocks=[stock("usa-a", 100)],
        lanes=[lane("usa-a", "jpn-a", 0, lift_t_per_day=1)],
        agreements=[agreement("USA", "JPN", **terms)],
        demands=[demand("jpn-a", 1, days=(30, 60))],
    )
    assert answer(case, daily=daily).short("jpn-a-shell") == near(1 - open_for / 30)


# Making


def test_work_in_hand_comes_out_before_the_first_surge(answer: Answer) -> None:
    case = world(
        10,
        lines=[line("usa-a", 10, max_rate_per_year=20 * YEAR, lead_days=5)],
        demands=[demand("usa-a", 200, days=(9, 10))],
    )
    assert answer(case).short("usa-a-shell") == near(0.25)


def test_a_warm_line_restarts_and_then_rises(answer: Answer) -> None:
    warm = line("usa-a", 8, status="warm", restart_days=2, ramp_days=4)
    owed = [demand("usa-a", 100, days=(9, 10))]
    assert answer(world(10, lines=[warm], demands=owed)).short("usa-a-shell") == near(0.52)
    quiet = world(10, lines=[warm], demands=owed, stances=[stance("USA", "produce")])
    assert answer(quiet).short("usa-a-shell") == near(1)


def test_a_planned_line_runs_from_its_date(answer: Answer) -> None:
    def short(**opens: Any) -> float:
        planned = line("usa-a", 5, status="planned", **opens)
        return answer(world(10, lines=[planned], demands=[demand("usa-a", 50, days=(9, 10))])).short("usa-a-shell")

    assert short(available_from=on(4)) == near(0.4)
    assert short(available_from=on(4), restart_days=3) == near(0.7)
    assert short(available_from=on(-10), ramp_days=20) == near(1 - (10 * 5 * 0.75) / 50)
    assert short() == near(1)


def test_a_line_makes_no_more_than_its_parts_allow(answer: Answer) -> None:
    tables = {
        "lines": [line("usa-a", 100)],
        "bills": [
            {"item": "shell", "component": "motor", "quantity": 2},
            {"item": "shell", "component": "nobody-knows", "quantity": 1},
        ],
        "demands": [demand("usa-a", 10, days=(0, 1))],
    }
    assert answer(world(3, stocks=[stock("usa-a", 10, "motor", reserve=10)], **tables)).short("usa-a-shell") == near(
        0.5
    )


def test_a_broken_thing_is_repaired_before_it_is_used(answer: Answer) -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 4, condition="repairable")],
        lanes=[lane("usa-a", "usa-b", 1)],
        lines=[line("usa-b", 1, work="repair", lead_days=2)],
        demands=[demand("usa-b", 7, days=(6, 7))],
    )
    found = answer(case)
    assert found.short("usa-b-shell") == near(1 - 6 / 7)
    assert found.total("started") == near(4)


# Losing


def test_a_site_loses_its_mean_share_before_it_serves(answer: Answer) -> None:
    case = world(
        3,
        stocks=[stock("usa-a", 100)],
        hazards=[hazard("usa-a", 0.1, 0.5, (0, 2))],
        demands=[demand("usa-a", 100, days=(2, 3))],
    )
    assert answer(case).short("usa-a-shell") == near(1 - 0.95**2)


def test_hazards_that_strike_together_are_one_strike(answer: Answer) -> None:
    def short(**group: str) -> float:
        strikes = [hazard("usa-a", 0.5, 0.5, (0, 1), hazard=f"h-{k}", **group) for k in (1, 2)]
        return answer(world(1, stocks=[stock("usa-a", 16)], hazards=strikes, demands=[demand("usa-a", 16)])).short(
            "usa-a-shell"
        )

    assert short() == near(1 - 0.75**2)
    assert short(group="salvo") == near(0.5 * 0.75)


def test_a_closed_site_sends_nothing_and_serves_what_it_holds(answer: Answer) -> None:
    case = world(
        3,
        stocks=[stock("usa-a", 30)],
        lanes=[lane("usa-a", "usa-b", 0)],
        hazards=[hazard("usa-a", 1.0, 0.0, (0, 1), outage_days=2)],
        demands=[
            demand("usa-a", 10, days=(0, 1)),
            demand("usa-b", 10, days=(0, 2)),
            demand("usa-b", 10, days=(2, 3), demand="open"),
        ],
    )
    found = answer(case)
    assert [found.short(name) for name in ("usa-a-shell", "usa-b-shell", "open")] == near([0, 1, 0])


def test_a_lane_loses_goods_on_the_way_and_half_of_its_lift(answer: Answer) -> None:
    case = world(
        2,
        stocks=[stock("usa-a", 100)],
        lanes=[lane("usa-a", "usa-b", 1, lift_t_per_day=10)],
        hazards=[hazard("usa-a-to-usa-b", 0.5, 0.5, (0, 1), kind="lane", outage_days=1)],
        demands=[demand("usa-b", 10, days=(1, 2))],
    )
    found = answer(case)
    assert found.total("sent", "usa-a-to-usa-b") == near(5)
    assert found.short("usa-b-shell") == near(1 - 0.5 * 0.75**0.5)


def test_a_line_that_is_shut_half_the_time_starts_half(answer: Answer) -> None:
    case = world(
        2,
        lines=[line("usa-a", 10)],
        hazards=[hazard("usa-a-shell", 0.5, 1.0, (0, 2), kind="line", outage_days=1)],
        demands=[demand("usa-a", 10)],
    )
    assert answer(case).short("usa-a-shell") == near(0.5)
