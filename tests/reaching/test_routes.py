"""Is the shortest way the shortest, and does a new permission never lengthen one?"""

from __future__ import annotations

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.reaching.reach import ways_of
from pipir.reaching.routes import Routes, Start
from reaching.world import PLACES, agreement, lane, world

SITES = sorted(PLACES)
PAIRS = [(origin, destination) for origin in SITES for destination in SITES if origin != destination]
LANES = st.dictionaries(st.sampled_from(PAIRS), st.integers(0, 40), min_size=1, max_size=10)
HOLDERS = ("USA", "JPN", "KOR")
WAYS = st.lists(
    st.tuples(st.sampled_from(HOLDERS), st.sampled_from(HOLDERS), st.booleans(), st.integers(1, 30)).filter(
        lambda way: way[0] != way[1]
    ),
    max_size=6,
)
Way = tuple[str, str, bool, int]


def case(lanes: dict[tuple[str, str], int], ways: list[Way]) -> Case:
    return world(
        lanes=[lane(origin, destination, days) for (origin, destination), days in lanes.items()],
        agreements=[
            agreement(f"a{n}", supplier, beneficiary, onward="yes" if onward else "no", start=f"2025-06-{day:02}")
            for n, (supplier, beneficiary, onward, day) in enumerate(ways)
        ],
    )


def arrivals(of: Case, heed: bool = True) -> dict[str, float]:
    _, ways = ways_of(of, "war")
    routes = Routes(ways, "dart", [Start("us-west")], heed)
    return {site: routes.arrival(site) for site in SITES}


@given(LANES)
def test_without_permissions_no_way_is_shorter(lanes: dict[tuple[str, str], int]) -> None:
    shortest = dict.fromkeys(SITES, inf) | {"us-west": 0.0}
    for _ in SITES:
        for (origin, destination), days in lanes.items():
            shortest[destination] = min(shortest[destination], shortest[origin] + days)
    assert arrivals(case(lanes, []), heed=False) == shortest


@given(LANES, WAYS)
def test_permissions_never_shorten_a_way_and_the_lanes_of_a_route_add_up(
    lanes: dict[tuple[str, str], int], ways: list[Way]
) -> None:
    of = case(lanes, ways)
    free = arrivals(of, heed=False)
    _, open_ways = ways_of(of, "war")
    routes = Routes(open_ways, "dart", [Start("us-west")])
    for site in SITES:
        taken = routes.lanes(site)
        assert routes.arrival(site) >= free[site]
        if routes.arrival(site) < inf:
            assert sum(one.days for one in taken) <= routes.arrival(site)
            assert [one.origin for one in taken] == ["us-west", *(one.destination for one in taken)][:-1]
            assert ["us-west", *(one.destination for one in taken)][-1] == site
            legs = routes.legs(site)
            leaves, comes = [day for _, day in legs], [0.0, *(day + one.days for one, day in legs)]
            assert all(before <= day for before, day in zip(comes, leaves, strict=False))
            assert comes[-1] == routes.arrival(site)


@given(LANES, WAYS, WAYS)
def test_one_more_agreement_never_makes_goods_come_later(
    lanes: dict[tuple[str, str], int], ways: list[Way], more: list[Way]
) -> None:
    before, after = arrivals(case(lanes, ways)), arrivals(case(lanes, ways + more))
    assert all(after[site] <= before[site] for site in SITES)
