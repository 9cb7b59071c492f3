"""Of plans that serve the claims equally well, which is chosen?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipir
from pipir.case.case import Case
from planning.answers import Outcome, near, programmed
from sustainment.world import commitment, demand, hazard, lane, line, on, stock, world


def sent(found: Outcome) -> dict[str, float]:
    """Units by lane."""
    lanes = {str(name[1]) for name in found.columns if name[0] == "sent"}
    return {name: found.total("sent", name) for name in sorted(lanes) if found.total("sent", name) > 1e-6}


def two_ways(ship: dict[str, Any], plane: dict[str, Any], **more: Any) -> Case:
    """Ten are needed on day 9; a ship and a plane can bring them."""
    ways = [
        lane("usa-a", "usa-b", ship.pop("days"), lane="ship", **ship),
        lane("usa-a", "usa-b", plane.pop("days"), lane="plane", **plane),
    ]
    return world(10, stocks=[stock("usa-a", 10)], lanes=ways, demands=[demand("usa-b", 10, days=(9, 10))], **more)


def test_the_cheaper_way_is_chosen_though_it_is_slower() -> None:
    case = two_ways({"days": 5, "cost_usd_per_t": 10}, {"days": 1, "cost_usd_per_t": 500})
    found = programmed(case)
    assert sent(found) == near({"ship": 10})
    assert (found.cost_usd, found.tonne_days) == (near(100), near(50))


def test_of_two_ways_that_cost_the_same_the_faster_is_chosen() -> None:
    def way(ship: int, plane: int) -> dict[str, float]:
        return sent(programmed(two_ways({"days": ship, "cost_usd_per_t": 10}, {"days": plane, "cost_usd_per_t": 10})))

    assert way(5, 1) == near({"plane": 10})
    assert way(1, 5) == near({"ship": 10})


def test_no_money_is_saved_at_a_claims_expense() -> None:
    """The ship can take half; the rest flies."""
    case = two_ways({"days": 8, "cost_usd_per_t": 10, "lift_t_per_day": 2.5}, {"days": 1, "cost_usd_per_t": 500})
    found = programmed(case)
    assert found.short("usa-b-shell") == near(0)
    assert sent(found) == near({"plane": 5, "ship": 5})


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 6)), min_size=2, max_size=5), st.integers(1, 30))
def test_ways_are_filled_from_the_cheapest_on(ways: list[tuple[int, int]], need: int) -> None:
    """Each way can take so much on the one day; the cost is that of filling them in order of price."""
    case = world(
        1,
        stocks=[stock("usa-a", 100)],
        lanes=[
            lane("usa-a", "usa-b", 0, lane=f"w{k}", cost_usd_per_t=cost, lift_t_per_day=lift)
            for k, (cost, lift) in enumerate(ways)
        ],
        demands=[demand("usa-b", need)],
    )
    left, cost = float(need), 0.0
    for price, lift in sorted(ways):
        cost += price * min(left, lift)
        left -= min(left, lift)
    found = programmed(case)
    assert found.short("usa-b-shell") == near(left / need)
    assert found.cost_usd == pytest.approx(cost, abs=0.05)


def fills(found: Outcome, name: str, item: str = "shell") -> list[float]:
    """Units that serve a demand, by period."""
    return [value for key, value in sorted(found.columns.items(), key=str) if key[:3] == ("fill", name, item)]


def test_a_demand_is_served_early_rather_than_late() -> None:
    case = world(4, stocks=[stock("usa-a", 10)], demands=[demand("usa-a", 5)])
    assert fills(programmed(case), "usa-a-shell") == near([5, 5, 0, 0])


def test_to_be_early_more_is_moved() -> None:
    """Five motors: made into shells at once and shipped, or shipped, a tenth as heavy, and made there a day later."""
    case = world(
        2,
        items={"motor": {"mass_kg": 100}},
        stocks=[stock("usa-a", 5, "motor")],
        lanes=[lane("usa-a", "usa-b", 0)],
        lines=[line("usa-a", 5), line("usa-b", 5, lead_days=1, status="planned", available_from=on(0))],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
        demands=[demand("usa-b", 5)],
    )
    assert fills(programmed(case), "usa-b-shell") == near([5, 0])


def test_for_what_is_asked_more_is_moved_than_for_a_substitute_at_hand() -> None:
    gates = {"technical": "yes", "safety": "yes", "permission": "yes"}
    case = world(
        2,
        stocks=[stock("usa-a", 10), stock("usa-b", 10, "dart")],
        lanes=[lane("usa-a", "usa-b", 0)],
        substitutes=[{"nation": "USA", "item": "shell", "substitute": "dart", "ratio": 1.0} | gates],
        demands=[demand("usa-b", 5)],
    )
    assert fills(programmed(case), "usa-b-shell") == near([5, 5])


def test_a_demand_is_served_from_what_it_asks_for_rather_than_a_substitute() -> None:
    gates = {"technical": "yes", "safety": "yes", "permission": "yes"}
    case = world(
        2,
        stocks=[stock("usa-a", 10), stock("usa-a", 10, "dart")],
        substitutes=[{"nation": "USA", "item": "shell", "substitute": "dart", "ratio": 1.0} | gates],
        demands=[demand("usa-a", 5)],
    )
    found = programmed(case)
    assert fills(found, "usa-a-shell") == near([5, 5])
    assert found.total("fill", "usa-a-shell", "dart") == near(0)


def test_a_commitment_is_met_as_it_falls_due() -> None:
    case = world(4, stocks=[stock("usa-a", 8)], commitments=[commitment("USA", "XAA", 8, (0, 4))])
    found = programmed(case)
    handed = [value for name, value in sorted(found.columns.items(), key=str) if name[0] == "hand"]
    assert found.short("usa-xaa") == near(0)
    assert handed == near([2, 2, 2, 2])


def test_nothing_goes_in_circles() -> None:
    """Free lanes of no length to and fro: what is needed goes once, and nothing else moves."""
    case = world(
        3,
        stocks=[stock("usa-a", 10), stock("usa-b", 10)],
        lanes=[lane("usa-a", "usa-b", 0, lane="there"), lane("usa-b", "usa-a", 0, lane="back")],
        demands=[demand("usa-b", 4)],
    )
    assert sent(programmed(case)) == near({"there": 2})


def test_what_has_room_is_not_discarded() -> None:
    """10 lie there, and one comes out a day of what was begun before: until the need on day 4 there are 14."""
    tables = {
        "stocks": [stock("usa-a", 10)],
        "lines": [line("usa-a", 1, lead_days=4)],
        "demands": [demand("usa-a", 1, days=(4, 5))],
    }
    assert programmed(world(5, sites={"usa-a": {"storage_t": 20}}, **tables)).total("discarded") == near(0)
    assert programmed(world(5, sites={"usa-a": {"storage_t": 12}}, **tables)).total("discarded") == near(2)


def test_a_line_rather_stands_still_than_makes_what_is_thrown_away() -> None:
    """There is room for two more until day 4, and for the one that is used then."""
    case = world(
        5,
        sites={"usa-a": {"storage_t": 12}},
        stocks=[stock("usa-a", 10)],
        lines=[line("usa-a", 1)],
        demands=[demand("usa-a", 1, days=(4, 5))],
    )
    found = programmed(case)
    assert (found.total("started"), found.total("discarded")) == (near(3), near(0))


def test_a_line_does_not_stand_still_though_less_would_do() -> None:
    """8 a day could be made until the need on day 4; 5 are needed in all."""
    case = world(6, lines=[line("usa-a", 8)], demands=[demand("usa-a", 5, days=(4, 5))])
    assert programmed(case).total("started") == near(5 * 8)


def test_a_line_that_must_share_its_components_begins_early() -> None:
    case = world(
        4,
        stocks=[stock("usa-a", 6, "motor")],
        lines=[line("usa-a", 4)],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
        demands=[demand("usa-a", 6, days=(3, 4))],
    )
    begun = [value for name, value in sorted(programmed(case).columns.items(), key=str) if name[0] == "started"]
    assert begun == near([4, 2, 0, 0])


def test_a_place_that_is_struck_is_not_filled_before_the_need() -> None:
    """Half of what lies at the base is lost each day until day 3: as little as can be is sent there in time."""
    case = world(
        5,
        stocks=[stock("usa-a", 20)],
        lanes=[lane("usa-a", "usa-b", 0)],
        hazards=[hazard("usa-b", 1, 0.5, days=(0, 4))],
        demands=[demand("usa-b", 10, days=(4, 5))],
    )
    found = programmed(case)
    assert found.short("usa-b-shell") == near(0)
    assert sent(found) == near({"usa-a-to-usa-b": 10})


def test_what_is_thrown_away_is_told_in_tonnes() -> None:
    """Ten come out of work in hand and half of one is used: a store for nine has no room for the other half."""
    case = world(
        2,
        sites={"usa-a": {"storage_t": 18}},
        items={"shell": {"mass_kg": 2000}},
        lines=[line("usa-a", 5, lead_days=4)],
        demands=[demand("usa-a", 0.5, days=(1, 2))],
    )
    told = pipir.plan(case)
    assert told.summary["tonnes_discarded"].to_list() == pytest.approx([1.0])
    assert told.stock["discarded"].sum() == pytest.approx(0.5)
