"""Is what is left of a scenario the same scenario, taken up on a later day?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from pipir.network.claims import due_share
from pipir.network.compile import compile_network
from pipir.network.means import means, under_way_survives
from pipir.network.network import Network, Terms
from pipir.network.resuming import Output, Pause, UnderWay, resumed
from sustainment.world import YEAR, commitment, demand, hazard, lane, line, stock, world

NONE = np.zeros(0, dtype=np.int64)


def net() -> Network:
    case = world(
        20,
        stocks=[stock("usa-a", 30, reserve=4), stock("usa-b", 5)],
        lines=[line("usa-a", 2, lead_days=3, max_rate_per_year=6 * YEAR, ramp_days=12)],
        demands=[demand("usa-a", 3, days=(2, 9)), demand("usa-b", 1, days=(4, 30))],
        commitments=[commitment("USA", "XAA", 12, (2, 14)), commitment("USA", "XAB", 6, (3, 3))],
        hazards=[
            hazard("usa-a", 0.5, 0.2, (4, 12), outage_days=2),
            hazard("usa-b", 0.5, 0.2, (0, 3), outage_days=2),
        ],
    )
    return compile_network(case, terms=Terms(surge_day=0.0))


def pause(of: Network, day: int, **more: Any) -> Pause:
    """A pause at which nothing but 7 shells at the first site is left, all else as given."""
    stands = {
        "stock": {(0, 0): 7.0, (1, 0): 0.0},
        "free": {(0, 0): 3.0},
        "sent": {},
        "met": np.array([2.0, 6.0]),
        "called": np.zeros(0),
        "under_way": UnderWay(NONE, NONE, NONE, np.zeros(0), NONE),
        "output": Output(np.array([0]), np.array([0]), np.array([1]), np.array([2.5])),
        "closed": ((0, 1, 2),),
        "room_t": of.sites.storage_t,
        "room_kg": of.sites.explosive_kg,
    }
    return Pause(day=day, **(stands | more))


def test_the_rest_begins_on_the_day_of_the_pause_and_ends_when_the_whole_does() -> None:
    rest = resumed(net(), pause(net(), 6))
    assert rest.start == net().start + timedelta(days=6)
    assert rest.days == 14
    assert rest.demands.ids == net().demands.ids
    assert rest.demands.begin.tolist() == [0, 0]
    assert rest.demands.end.tolist() == [3, 14]


def test_a_demand_that_is_over_owes_nothing() -> None:
    rest = resumed(net(), pause(net(), 12))
    assert (rest.demands.end - rest.demands.begin).tolist() == [0, 8]


def test_what_falls_due_falls_due_on_the_same_dates_and_what_is_met_is_not_owed_again() -> None:
    whole, rest = net().commitments, resumed(net(), pause(net(), 6)).commitments
    for day in range(15):
        before = due_share(whole.begin, whole.end, 6.0 + day)
        assert due_share(rest.begin, rest.end, float(day)) == pytest.approx(before)
    assert rest.owed == pytest.approx(whole.owed)
    assert rest.met.tolist() == [2, 6]


def test_lines_go_on_with_their_ramps() -> None:
    whole, rest = net().making.ramps, resumed(net(), pause(net(), 6)).making.ramps
    for day in (0.0, 1.0, 4.5, 14.0):
        assert rest.started(day) == pytest.approx(whole.started(6 + day) - whole.started(6.0))
    assert rest.in_hand.tolist() == [0]  # what is in hand is told as output to come


def test_strikes_to_come_keep_their_chance_and_those_that_were_close_what_they_closed() -> None:
    whole, rest = net(), resumed(net(), pause(net(), 6))
    assert rest.hazards.begin.tolist() == [0, 0]
    assert rest.hazards.end.tolist() == [6, 0]
    before, after = means(whole, np.arange(21.0)), means(rest, np.arange(15.0))
    assert after.site_survives == pytest.approx(before.site_survives[6:])
    assert after.site_open[1:, 0] == pytest.approx(before.site_open[7:, 0])
    assert after.site_open[:, 1].tolist() == [0, 0, *[1] * 12]


def test_where_means_take_the_place_of_draws_nothing_is_lost_twice_and_what_was_close_stays_close() -> None:
    case = world(
        20,
        stocks=[stock("usa-a", 30)],
        lanes=[lane("usa-a", "usa-b", 4)],
        hazards=[
            hazard("usa-a-to-usa-b", 0.5, 0.4, (2, 9), kind="lane", outage_days=3),
            hazard("usa-b", 0.5, 0.2, (0, 4), outage_days=5),
        ],
    )
    whole = compile_network(case)
    on_lane = UnderWay(np.array([0]), np.array([0]), np.array([2]), np.array([8.0]), np.array([0]))
    drawn = resumed(whole, pause(whole, 6, met=np.zeros(0), under_way=on_lane, closed=()))
    thinned = resumed(whole, pause(whole, 6, met=np.zeros(0), under_way=on_lane, closed=(), thinned=True))
    assert under_way_survives(drawn) == pytest.approx([0.8**2.5])
    assert under_way_survives(thinned) == pytest.approx([1.0])
    before, after = means(whole, np.arange(21.0)), means(thinned, np.arange(15.0))
    for name in ("site_survives", "ship_survives", "site_open", "lane_open", "way_open"):
        assert getattr(after, name) == pytest.approx(getattr(before, name)[6:]), name


def test_what_lies_there_is_held_without_a_reserve_and_the_past_says_what_may_go() -> None:
    rest = resumed(net(), pause(net(), 6, sent={"x": 5.0}))
    assert rest.holdings.quantity.tolist() == [7]
    assert rest.holdings.reserve.tolist() == [0]
    assert rest.past is not None
    assert rest.past.day == 6
    assert rest.past.free == {(0, 0): 3.0}
    assert rest.past.sent == {"x": 5.0}
    assert rest.past.quantity.tolist() == [2.5]
    assert rest.past.closed == ((0, 1, 2),)


def test_the_rest_is_another_network_and_the_whole_stays_as_it_was() -> None:
    whole = net()
    resumed(whole, pause(whole, 6))
    assert whole.past is None
    assert whole.days == 20
    assert whole.demands.begin.tolist() == [2, 4]


def test_dust_that_sums_of_shares_leave_is_no_stock_and_no_debt() -> None:
    lanes = world(
        20, stocks=[stock("usa-a", 30)], lanes=[lane("usa-a", "usa-b", 1)], commitments=[commitment("USA", "XAA", 12)]
    )
    whole = compile_network(lanes)
    on_lane = UnderWay(np.array([0]), np.array([0]), np.array([1]), np.array([1e-14]), np.array([0]))
    output = Output(np.array([0]), np.array([0]), np.array([1]), np.array([1e-14]))
    stands = pause(
        whole, 6, stock={(0, 0): 1e-14}, met=np.array([12 - 1e-13]), under_way=on_lane, output=output, closed=()
    )
    rest = resumed(whole, stands)
    assert len(rest.holdings.quantity) == 0
    assert rest.transits.quantity.tolist() == [0]
    assert rest.past is not None
    assert len(rest.past.quantity) == 0
    assert rest.commitments.met.tolist() == rest.commitments.owed.tolist()
