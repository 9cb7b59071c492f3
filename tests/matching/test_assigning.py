"""Is a match the best there is: most matched, then least late, then soonest? Beside every way to give single units."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.desk import DAY_0, WAYS, agreement, day, desk, item, lane, offer, request
from pipir.case.case import Case
from pipir.matching.book import book
from pipir.matching.match import outcome
from pipir.matching.outcomes import Outcome
from pipir.matching.shipping import Terms
from pipir.matching.trips import Trips, changes
from pipir.reaching.routes import Routes, Start
from pipir.reaching.ways import Ways

LATE = 2
SITES = ("port", "base")
STORES = ("works", "store")
World = tuple[list[tuple[int, str, int]], list[tuple[int, str, int, int]], dict[str, int], dict[tuple[str, str], int]]
"""Requests (quantity, site, needed), offers (quantity, site, opens, lapses), handling by site, lift by lane."""

UNITS = st.integers(0, 2)
REQUESTS = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(SITES), st.integers(3, 6)), min_size=1, max_size=2)
OFFERS = st.lists(
    st.tuples(st.integers(1, 2), st.sampled_from(STORES), st.integers(0, 3), st.integers(4, 5)), min_size=1, max_size=2
)
LIMITS = st.dictionaries(st.sampled_from(SITES), UNITS)
LIFTS = st.dictionaries(st.sampled_from(sorted(WAYS)), UNITS)
WORLDS = st.tuples(REQUESTS, OFFERS, LIMITS, LIFTS)


def case(world: World, more: list[tuple[int, str, int, int]] | None = None) -> Case:
    requests, offers, handling, lifts = world
    given = [*offers, *(more or [])]
    return desk(
        [request(f"r{n}", units, site, needed) for n, (units, site, needed) in enumerate(requests)],
        [offer(f"o{n}", units, site, opens, lapses=lapses) for n, (units, site, opens, lapses) in enumerate(given)],
        {site: {"handling_t_per_day": tonnes} for site, tonnes in handling.items()},
        {ends: float(tonnes) for ends, tonnes in lifts.items()},
    )


def best(of: Case, late: float = LATE, all_days: bool = False) -> Outcome:
    return outcome(of, book(of, DAY_0), Terms(None, "no", late, all_days))


def reached(found: Outcome) -> tuple[float, float, float]:
    """Share matched added up over items (there is one), then days late and days until it is there by that share."""
    total = sum(asked.quantity for asked in found.book.requests)
    share = late = time = 0.0
    for chance, quantity in zip(found.chances, found.sent.quantity, strict=True):
        for trip, units in zip(chance.way.trips, quantity, strict=True):
            share += units / total
            late += units / total * max(0, trip.arrives - chance.way.deal.request.needed)
            time += units / total * trip.arrives
    return share, late, time


def by_force(world: World) -> tuple[float, float, float]:
    """The same of the best of all ways to send or keep every single unit."""
    requests, offers, handling, lifts = world
    total = sum(units for units, _, _ in requests)
    choices = []
    for units, origin, opens, lapses in offers:
        sendings = [
            (r, leaves, (origin, site))
            for r, (_, site, needed) in enumerate(requests)
            for leaves in range(opens, lapses)
            if leaves + WAYS[origin, site] <= needed + LATE
        ]
        choices += [[None, *sendings]] * units
    found = []
    for chosen in product(*choices):
        sent = [one for one in chosen if one is not None]
        got = Counter(r for r, _, _ in sent)
        taken = Counter((ends[1], leaves + WAYS[ends]) for _, leaves, ends in sent)
        carried = Counter((ends, leaves) for _, leaves, ends in sent)
        if (
            all(units <= requests[r][0] for r, units in got.items())
            and all(units <= handling.get(site, 9) for (site, _), units in taken.items())
            and all(units <= lifts.get(ends, 9) for (ends, _), units in carried.items())
        ):
            arrivals = [(leaves + WAYS[ends], requests[r][2]) for r, leaves, ends in sent]
            late = sum(max(0, arrives - needed) for arrives, needed in arrivals)
            found.append((-len(sent), late, sum(arrives for arrives, _ in arrivals)))
    most, late, time = min(found)
    return -most / total, late / total, time / total


@settings(max_examples=40)
@given(WORLDS)
def test_the_match_is_the_best_of_all_ways_to_send_every_single_unit(world: World) -> None:
    assert reached(best(case(world))) == pytest.approx(by_force(world), abs=1e-6)


@settings(max_examples=25)
@given(WORLDS)
def test_days_that_are_left_out_could_not_have_mattered(world: World) -> None:
    of = case(world)
    assert reached(best(of)) == pytest.approx(reached(best(of, all_days=True)), abs=1e-6)


@settings(max_examples=25)
@given(WORLDS, OFFERS)
def test_more_offers_never_match_less(world: World, more: list[tuple[int, str, int, int]]) -> None:
    assert reached(best(case(world, more)))[0] >= reached(best(case(world)))[0] - 1e-7


@settings(max_examples=25)
@given(WORLDS)
def test_nothing_is_given_twice_and_no_receiver_takes_more_than_it_can(world: World) -> None:
    found = best(case(world))
    for limit, units in found.used.items():
        assert units <= found.rooms.most(limit) + 1e-6
    left = found.book.left
    for offered in found.book.offers:
        assert sum(units for (_, by), units in found.given.items() if by == offered.offer) <= left[offered.offer] + 1e-6
    assert all(units >= 0.0 for quantity in found.sent.quantity for units in quantity)


@pytest.mark.parametrize("unit", [1e-8, 1e-3, 1.0, 1e9])
def test_quantities_may_be_of_any_size(unit: float) -> None:
    of = desk(
        [request("asked", 10 * unit)],
        [offer("given", 7 * unit)],
        items=[item("dart", mass_kg=1000 / unit), item("spear")],
    )
    found = best(of)
    assert found.given["asked", "given"] == pytest.approx(7 * unit)
    assert found.lacking["asked"] == pytest.approx(3 * unit)
    assert found.over["given"] == 0.0


def test_units_of_two_masses_share_what_a_port_can_handle() -> None:
    of = desk(
        [request("light", 4, needed=4), request("heavy", 4, needed=4, item="spear")],
        [offer("a", 4), offer("b", 4, item="spear")],
        {"port": {"handling_t_per_day": 4}},
    )
    found = best(of, late=0.0)
    assert sum(units for limit, units in found.used.items() if limit.day in (3, 4)) == pytest.approx(8.0)
    got = found.given
    assert got["light", "a"] == pytest.approx(
        4.0
    )  # a tonne meets a quarter of the light request, an eighth of the other
    assert got["heavy", "b"] == pytest.approx(2.0)


BREAKS = st.lists(st.tuples(st.sampled_from(["DEU", "POL"]), st.integers(0, 12), st.integers(1, 12)), max_size=3)


@settings(max_examples=30)
@given(BREAKS, st.integers(0, 4))
def test_a_shipment_of_every_day_is_the_one_that_a_search_on_that_day_finds(
    spans: list[tuple[str, int, int]], from_day: int
) -> None:
    of = desk(
        [],
        [],
        agreements=[
            agreement(nation, agreement=f"a{n}", start=day(start), end=day(start + days), onward="yes")
            for n, (nation, start, days) in enumerate(spans)
        ]
        + [agreement("DEU", "POL", onward="yes")],
        lanes=[
            lane("works", "store", 1.5),
            lane("store", "port", 2.5),
            lane("works", "port", 3),
            lane("port", "base", 0),
        ],
    )
    ways = Ways(of, None, DAY_0)
    trips = Trips(ways, "dart", ("works", "base"), changes(of, ways, "dart"))
    found = {trip.leaves: trip for trip in trips.from_day(from_day, 20)}
    for number in range(from_day, 21):
        arrives = Routes(ways, "dart", [Start("works", float(number))]).arrival("base")
        if np.isfinite(arrives):
            assert found[number].days == pytest.approx(arrives - number)
            assert found[number].arrives == int(arrives)
        else:
            assert number not in found
