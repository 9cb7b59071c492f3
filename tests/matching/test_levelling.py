"""Are requests alike served alike, whatever they are called?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.desk import desk, lane, offer, request
from matching.test_match import lines, rows


def test_two_requests_alike_share_an_offer_whatever_they_are_called() -> None:
    for names in (("a", "b"), ("b", "a")):
        result = lines(desk([request(name, 10) for name in names], [offer("given", 10)]))
        assert {row["request"]: row["quantity"] for row in rows(result, "matches")} == {"a": 5, "b": 5}


def test_of_two_requests_served_as_soon_none_is_starved_for_the_one_needed_later() -> None:
    result = lines(desk([request("z", 10, needed=4), request("a", 30, needed=60)], [offer("given", 20)]))
    assert {row["request"]: row["matched"] for row in rows(result, "unmatched")} == {"z": 5, "a": 15}


def test_the_next_largest_share_is_made_least_too() -> None:
    """Three darts of the store can only go to base: the requests there share them, those at the port the other six."""
    requests = [request(f"{site}-{n}", 6, site) for site in ("base", "port") for n in range(2)]
    ways = [lane("store", "base", 3), lane("works", "port", 3)]
    result = lines(desk(requests, [offer("given", 6), offer("few", 3, "store")], lanes=ways))
    matched_of = {row["request"]: row["matched"] for row in rows(result, "unmatched")}
    assert matched_of == pytest.approx({"base-0": 1.5, "base-1": 1.5, "port-0": 3, "port-1": 3})


UNITS_ASKED = st.integers(1, 9)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(UNITS_ASKED, st.sampled_from(["port", "base"])), min_size=2, max_size=4),
    st.lists(st.tuples(UNITS_ASKED, st.sampled_from(["works", "store"])), min_size=1, max_size=3),
    st.integers(1, 6),
    st.randoms(use_true_random=False),
)
def test_what_requests_get_does_not_depend_on_names_or_order(
    asked: Any, given: Any, handling: int, chance: Any
) -> None:
    limits = {"port": {"handling_t_per_day": handling, "storage_t": 3 * handling}}
    lanes = [lane(*ends, 3) for ends in (("works", "port"), ("works", "base"), ("store", "port"), ("store", "base"))]
    got = []
    for shuffled in (False, True):
        names = [f"r{n}" for n in range(len(asked))]
        if shuffled:
            chance.shuffle(names)
        requests = sorted(
            (request(name, units, site) for name, (units, site) in zip(names, asked, strict=True)),
            key=lambda row: row["request"],
        )
        offers = [offer(f"o{n}", units, site) for n, (units, site) in enumerate(given)]
        result = lines(desk(requests, offers[::-1] if shuffled else offers, limits, lanes=lanes))
        lacks = {row["request"]: row["unmatched"] for row in rows(result, "unmatched")}
        got.append([lacks.get(name, 0.0) for name in names])
    assert got[0] == pytest.approx(got[1], abs=1e-6)
