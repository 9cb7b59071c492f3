"""Do runs follow a plan as far as a day lets them, and does a plan that is made anew know how the run stands?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipir
from pipir.case.case import Case
from pipir.case.refusal import Refused
from pipir.network.compile import compile_network
from pipir.network.network import Network
from pipir.planning.days import Days
from pipir.planning.keeping import Keeping
from pipir.planning.policies import Follow, Replan
from pipir.planning.solved import solved
from pipir.program.decisions import Decisions
from pipir.program.grid import grid, grid_of
from pipir.sustainment import arena
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.figures import Figures
from pipir.sustainment.following import Follower
from pipir.sustainment.layout import BALANCE
from pipir.sustainment.pausing import paused
from pipir.sustainment.prepare import prepare
from pipir.sustainment.weather import calm
from planning.replaying import by_days, followed, planned, unmet
from planning.worlds import worlds
from sustainment.world import YEAR, agreement, commitment, demand, hazard, lane, line, on, stance, stock, world

Row = dict[str, Any]
SIGNS = np.array([{"start": 1.0, "made": 1.0}.get(name, -1.0) for name in BALANCE])


def certain(days: int = 20) -> Case:
    """A case in which nothing is left to chance: one item, two nations, lines, a commitment, an agreement."""
    return world(
        days,
        stocks=[stock("usa-a", 60, reserve=10), stock("jpn-a", 20), stock("usa-a", 30, "motor")],
        lanes=[lane("usa-a", "usa-b", 2, lift_t_per_day=6), lane("jpn-a", "usa-b", 1), lane("usa-a", "jpn-a", 3)],
        lines=[line("usa-a", 2, lead_days=1.5, max_rate_per_year=3 * YEAR, ramp_days=5)],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
        demands=[demand("usa-b", 7, days=(1, 20))],
        agreements=[agreement("JPN", "USA", ceiling_per_year=YEAR)],
        commitments=[commitment("USA", "JPN", 8, (2, 9)), commitment("USA", "XAA", 5, (0, 15), rating="DX")],
    )


def reckoned(case: Case) -> dict[str, float]:
    """Units that the daily plan reckons each claim to be short of."""
    net = compile_network(case)
    found = solved(net, grid_of(net, daily=True))
    claims = found.built.claims
    names = [net.demands.ids, net.commitments.ids, net.promises.ids]
    ids = [names[kind][number] for kind, number in zip(claims.kind, claims.number, strict=True)]
    return dict(zip(ids, map(float, found.shares * claims.owed), strict=True))


def test_where_nothing_is_left_to_chance_runs_do_as_well_as_the_plan() -> None:
    expected = reckoned(certain())
    assert expected["usa-b-shell"] > 1
    assert expected["usa-jpn"] > 1
    assert expected["usa-xaa"] == pytest.approx(0, abs=1e-9)
    for options in ({}, {"runs": 3}):
        assert unmet(certain(), Follow(), **options) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("every", [1, 4, 7, 30])
def test_where_nothing_is_left_to_chance_a_plan_made_anew_is_as_good(every: int) -> None:
    found = unmet(certain(), Replan(every), runs=2)
    assert found == pytest.approx(unmet(certain(), Follow()), abs=1e-6)


def test_a_plan_made_anew_without_hazards_keeps_what_was_promised_under_agreements() -> None:
    case = world(
        12,
        stocks=[stock("jpn-a", 100)],
        lanes=[lane("jpn-a", "usa-a", 2)],
        agreements=[agreement("JPN", "USA", promised_per_year=3 * YEAR)],
    )
    assert unmet(case, Follow(), call_promises=True) == pytest.approx({"jpn-usa": 0}, abs=1e-6)
    assert unmet(case, Replan(5), call_promises=True) == pytest.approx({"jpn-usa": 0}, abs=1e-6)


def struck() -> Case:
    """The cheaper of two depots is struck on day 3, as likely as not, and loses all that it holds."""
    return world(
        16,
        stocks=[stock("usa-near", 160), stock("usa-far", 160)],
        lanes=[
            lane("usa-near", "usa-b", 0, cost_usd_per_t=1, lift_t_per_day=10),
            lane("usa-far", "usa-b", 1, cost_usd_per_t=9, lift_t_per_day=10),
        ],
        demands=[demand("usa-b", 10)],
        hazards=[hazard("usa-near", 0.5, 1.0, (3, 4), outage_days=2)],
    )


@pytest.mark.parametrize("every", [2, 5])
def test_a_plan_made_anew_with_means_does_not_count_what_is_lost_on_the_way_twice(every: int) -> None:
    """What is under way lacks its mean losses already: a plan that took them again would ask the neighbour too."""
    case = world(
        14,
        stocks=[stock("usa-a", 200), stock("jpn-a", 20)],
        lanes=[lane("usa-a", "usa-b", 4), lane("jpn-a", "usa-b", 1, cost_usd_per_t=9)],
        agreements=[agreement("JPN", "USA")],
        demands=[demand("usa-b", 6, days=(4, 14)), demand("jpn-a", 4, days=(8, 14), tier=2)],
        hazards=[
            hazard("usa-a-to-usa-b", 0.3, 0.5, (2, 12), kind="lane", outage_days=2),
            hazard("usa-b", 0.2, 0.1, (0, 9), outage_days=3),
        ],
    )
    once, anew = (followed(case, policy)[1] for policy in (Follow(planned(case)), Replan(every, by_days)))
    assert anew.unmet == pytest.approx(once.unmet, abs=1e-5)
    assert anew.afloat == pytest.approx(once.afloat, abs=1e-5)


def test_only_a_plan_made_anew_knows_what_was_lost() -> None:
    plan = by_days(compile_network(struck()))
    sure = struck().replace({"hazards": struck()["hazards"].with_columns(probability_per_day=1.0)})
    follow = Follow(replace(plan, net=compile_network(sure)))
    again = Replan(4, planner=half_as_likely)
    assert unmet(sure, follow, runs=1)["usa-b-shell"] > 50
    assert unmet(sure, again, runs=1)["usa-b-shell"] < 25


@pytest.mark.parametrize("every", [5, 6, 7])
def test_what_an_earlier_plan_could_not_send_takes_nothing_from_a_first_rank_in_the_next(every: int) -> None:
    """The depot loses all; what comes later suffices for the first rank, by whose lane only its daily need can go."""
    case = world(
        20,
        stocks=[stock("usa-a", 122)],
        lanes=[
            lane("usa-z", "usa-a", 1),
            lane("usa-a", "usa-b", 1, lift_t_per_day=4),
            lane("usa-a", "usa-c", 1, lift_t_per_day=6),
        ],
        in_transit=[{"lane": "usa-z-to-usa-a", "item": "shell", "arrives": on(8), "quantity": 40}],
        demands=[demand("usa-b", 4, days=(10, 20)), demand("usa-c", 6, tier=2)],
        hazards=[hazard("usa-a", 1.0, 1.0, (3, 4))],
    )
    once = unmet(case, Follow(unsuspecting(compile_network(case))), runs=1)
    assert once["usa-b-shell"] > 10
    anew = unmet(case, Replan(every, unsuspecting), runs=1)
    assert anew["usa-b-shell"] == pytest.approx(0, abs=1e-6)
    assert sum(anew.values()) == pytest.approx(sum(once.values()), abs=1e-6)


def half_as_likely(net: Network) -> Decisions:
    """A plan by days that takes every hazard for half as likely as it is."""
    return by_days(replace(net, hazards=replace(net.hazards, probability=net.hazards.probability / 2.0)))


def unsuspecting(net: Network) -> Decisions:
    """A plan by days that knows of no hazard to come."""
    return by_days(replace(net, hazards=replace(net.hazards, probability=net.hazards.probability * 0.0)))


def test_what_is_closed_is_known_when_the_plan_is_made_anew() -> None:
    case = world(
        12,
        stocks=[stock("usa-z", 0)],
        lanes=[lane("usa-z", "usa-a", 1), lane("usa-a", "usa-b", 0), lane("usa-a", "usa-c", 0)],
        in_transit=[{"lane": "usa-z-to-usa-a", "item": "shell", "arrives": on(4), "quantity": 20}],
        demands=[demand("usa-b", 5, days=(4, 8)), demand("usa-c", 5, days=(4, 8))],
        hazards=[hazard("usa-b", 1.0, 0.0, (2, 3), outage_days=6)],
    )
    shared = {"usa-b-shell": 20, "usa-c-shell": 10}
    assert unmet(case, Replan(12, unsuspecting), runs=1) == pytest.approx(shared, abs=1e-6)
    assert unmet(case, Replan(4, unsuspecting), runs=1) == pytest.approx(shared | {"usa-c-shell": 0}, abs=1e-6)


def test_a_larger_need_is_served_from_what_nobody_else_needs() -> None:
    case = world(
        20,
        stocks=[stock("usa-a", 500), stock("usa-b", 40), stock("usa-c", 0)],
        lanes=[lane("usa-b", "usa-c", 1)],
        demands=[demand("usa-a", 10, cv=1.0), demand("usa-b", 1, cv=2.0, tier=2), demand("usa-c", 2, days=(10, 20))],
    )
    found = unmet(case, Follow(), runs=64)
    assert found["usa-a-shell"] == 0
    assert found["usa-c-shell"] == pytest.approx(0, abs=1e-6)  # what is to go there is kept from the lower tier


def test_a_week_is_sent_evenly_begun_by_capacity_and_served_by_need() -> None:
    case = world(
        37,
        stocks=[stock("usa-a", 700), stock("usa-a", 70, "motor")],
        lanes=[lane("usa-a", "usa-b", 0)],
        lines=[line("usa-a", 1, "dart", max_rate_per_year=8 * YEAR, ramp_days=37)],
        demands=[demand("usa-b", 10, days=(30, 34)), demand("usa-a", 9, "dart")],
    )
    net = compile_network(case)
    found = solved(net, grid_of(net)).decisions
    week = np.arange(found.grid.count) == found.grid.count - 1
    use = int(np.flatnonzero(found.use_demand == net.demands.ids.index("usa-b-shell"))[0])
    plan = replace(found, sent=found.sent * 0 + 14 * week, starts=found.starts * 0 + 21 * week)
    days = Days(plan)
    sent, begun, served = days.evenly(plan.sent), days.by_capacity(), days.by_need()
    assert sent[:30].max() == 0
    assert sent[30:] == pytest.approx(np.full((7, len(plan.flow_lane)), 2))
    could = np.diff(net.making.ramps.started(np.arange(30.0, 38.0)[:, None]), axis=0)
    assert begun[30:] == pytest.approx(21 * could / could.sum())
    assert served[30:, use] == pytest.approx([10, 10, 10, 10, 0, 0, 0])


def test_stock_lies_on_a_straight_line_between_the_ends_of_weeks() -> None:
    case = world(44, stocks=[stock("usa-a", 440)], demands=[demand("usa-a", 10)])
    plan = solved(compile_network(case), grid(44)).decisions
    assert Keeping(Days(plan)).lies([(0, 0)])[:, 0] == pytest.approx([430 - 10 * day for day in range(44)])
    assert Keeping(Days(plan)).wanted([(0, 0)])[:, 0] == pytest.approx([0] * 44)


def test_a_plan_of_another_network_is_not_followed() -> None:
    plan = planned(certain())
    with pytest.raises(ValueError, match="other scenario"):
        Follow(plan).moves(compile_network(certain(21)))


def test_options_that_name_two_policies_are_refused() -> None:
    for options in ({"follow_plan": True}, {"replan": 5}, {"follow_plan": True, "replan": 5}):
        with pytest.raises(Refused, match="does not go with --policy hold"):
            pipir.sustain(certain(), SustainOptions(policy="hold", runs=1, **options))
    with pytest.raises(Refused, match="below 1"):
        pipir.sustain(certain(), SustainOptions(replan=0))


def uncertain() -> Case:
    tables = {name: certain(12)[name].to_dicts() for name in TABLES}
    hazards = [
        hazard("usa-b", 0.2, 0.5, (2, 9), outage_days=1),
        hazard("usa-a-to-usa-b", 0.1, 0.4, (0, 9), kind="lane", outage_days=2),
    ]
    more = {"hazards": hazards, "stances": [stance("JPN", "export", "unknown", probability=0.6)]}
    return world(12, **(tables | {"demands": [demand("usa-b", 7, cv=0.5)]} | more))


TABLES = ("stocks", "lanes", "lines", "bills", "agreements", "commitments")


@pytest.mark.parametrize("options", [{"follow_plan": True}, {"replan": 5}], ids=lambda o: next(iter(o)))
def test_one_process_or_two_give_the_same_bytes(options: Row) -> None:
    asked = SustainOptions(runs=66, unknown="draw", **options)
    alone = pipir.sustain(uncertain(), asked).to_json()
    assert pipir.sustain(uncertain(), replace(asked, workers=2)).to_json() == alone


@settings(max_examples=25)
@given(worlds(longest=14))
def test_nothing_is_created_or_lost(case: Case) -> None:
    net = compile_network(case)
    plan = Follow(solved(net, grid_of(net)).decisions)
    for policy in (plan, Replan(4)):
        for options in ({}, {"runs": 2}):
            _, trace = followed(case, policy, **options)
            throughput = np.maximum(trace.balance[:, :, :2].sum(axis=2), 1.0)
            assert np.abs(trace.balance @ SIGNS / throughput).max() <= 1e-9
            assert trace.balance.min() >= -1e-9
            assert trace.stock.min(initial=0.0) >= -1e-9
            assert trace.afloat.min(initial=0.0) >= -1e-9


@settings(max_examples=25)
@given(worlds(longest=14), st.booleans())
def test_no_reserve_leaves_no_ceiling_is_passed_and_no_store_overflows_whatever_is_drawn(
    case: Case, anew: bool
) -> None:
    net = compile_network(case)
    policy = Replan(5) if anew else Follow(solved(net, grid_of(net)).decisions)
    prepared = prepare(net, policy.moves(net), 30.0, 0)
    f = prepared.fixed
    runs = np.arange(1)
    follower = Follower(prepared, Figures(prepared, {}, 0.0).of(runs), calm(net), expected=False)
    trace, script = arena.trace(f, 1), prepared.moves.script
    assert script is not None
    made_at = {int(site) for site in net.making.site}
    for day in range(net.days):
        if day % 5 == 0:
            again = script.again
            follower.write(
                script if not day or again is None else again.script(paused(prepared, follower.memory, day, 0))
            )
        follower.go(trace, 0, 0, (day, day + 1))
        memory = follower.memory
        assert follower.stock.min(initial=0.0) >= 0.0
        assert arena.view(memory, "pool", f.pools).min(initial=0.0) >= -1e-9
        elapsed = np.maximum(day + 1.0 - np.maximum(f.agree_begin, 0.0), 0.0)
        most = np.where(np.isfinite(prepared.ceilings), prepared.ceilings, 1e15) * elapsed / YEAR
        assert (arena.view(memory, "sent", len(most)) <= most + 1e-9).all()
        mass = np.zeros(len(net.sites.ids))
        np.add.at(mass, f.cell_site, follower.stock * f.mass[f.cell_item])
        limit = arena.view(memory, "limit_t", len(mass))
        assert all(mass[k] <= limit[k] * (1 + 1e-9) + 1e-9 for k in range(len(mass)) if k not in made_at)
