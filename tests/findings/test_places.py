"""Are over-full sites, impossible lanes and stranded stock found?"""

from __future__ import annotations

from typing import Any

import pytest

from findings.asking import found, sentence
from pipir.case.geography import great_circle_km
from reaching.world import PLACES, item, lane, world

STOCK = [{"site": "us-guam", "item": "dart", "quantity": 50}]


def sites(**limits: float) -> list[dict[str, Any]]:
    """The sites of the small world; Guam with limits."""
    rows = [
        {"site": site, "name": site, "nation": holder, "host": host, "kind": "base", "latitude": lat, "longitude": lon}
        for site, (holder, host, lat, lon) in PLACES.items()
    ]
    return [{**row, **limits} if row["site"] == "us-guam" else row for row in rows]


def test_a_site_holds_no_more_than_fits() -> None:
    # Fifty missiles of a tonne, with 100 kg of explosives in each.
    items = [item("dart", neq_kg=100)]

    def case(**limits: float) -> Any:
        return world(items=items, stocks=STOCK, sites=sites(**limits))

    assert found(case(), "over-full-site") == []
    assert found(case(storage_t=50, explosive_limit_kg=5000), "over-full-site") == []
    assert found(case(storage_t=49.9), "over-full-site") == [("medium", "us-guam")]
    assert "50 t where 49.9 t fit" in sentence(case(storage_t=49.9), "over-full-site")
    assert "5,000 kg net explosive" in sentence(case(explosive_limit_kg=4999), "over-full-site")


def test_repairable_stock_takes_room_too() -> None:
    stocks = [*STOCK, {"site": "us-guam", "item": "dart", "condition": "repairable", "quantity": 1}]
    assert found(world(stocks=stocks, sites=sites(storage_t=50)), "over-full-site") == [("medium", "us-guam")]


def test_an_explosive_limit_needs_the_explosives_of_what_lies_there() -> None:
    limited = sites(explosive_limit_kg=10_000)
    assert found(world(stocks=STOCK, sites=limited), "unknown-explosives") == [("medium", "dart")]
    assert found(world(stocks=STOCK), "unknown-explosives") == []
    assert found(world(stocks=STOCK, sites=limited, items=[item("dart", neq_kg=1)]), "unknown-explosives") == []


CIRCLE = great_circle_km(PLACES["us-west"][2:], PLACES["us-guam"][2:])


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        ({"days": 16, "distance_km": CIRCLE}, None),
        ({"days": 16, "distance_km": CIRCLE * 0.97}, "lane-too-short"),
        ({"days": CIRCLE / 65 / 24 + 0.01}, None),
        ({"days": CIRCLE / 65 / 24 - 0.01}, "lane-too-fast"),
        ({"days": 6, "distance_km": 65 * 24 * 6 + 1}, "lane-too-fast"),
        ({"days": 0}, "lane-too-fast"),
        ({"days": 0.5, "mode": "air"}, None),
        ({"days": 0.3, "mode": "air"}, "lane-too-fast"),
    ],
)
def test_a_lane_is_as_long_as_the_globe_and_as_slow_as_its_mode(way: dict[str, Any], kind: str | None) -> None:
    case = world(lanes=[lane("us-west", "us-guam", **way)])
    for one in ("lane-too-short", "lane-too-fast"):
        assert found(case, one) == ([("medium", "us-west-us-guam")] if one == kind else [])


def test_a_lane_of_no_days_joins_two_sites_at_one_place() -> None:
    shared = sites()
    shared[1] = {**shared[1], "latitude": 26.31, "longitude": 127.8}
    assert found(world(sites=shared, lanes=[lane("us-guam", "us-okinawa", 0)]), "lane-too-fast") == []


def test_stock_that_no_lane_leaves_and_nobody_needs_there() -> None:
    away = [lane("us-west", "us-guam", 16)]
    assert found(world(stocks=STOCK, lanes=away), "stranded-stock") == [("medium", "us-guam")]
    assert found(world(stocks=STOCK), "stranded-stock") == []
    need = {"scenario": "war", "demand": "d", "nation": "USA", "site": "us-guam", "item": "dart"}
    need |= {"from_day": 0, "to_day": 1, "per_day": 1, "tier": 1}
    assert found(world(stocks=STOCK, lanes=away, demands=[need]), "stranded-stock") == []
