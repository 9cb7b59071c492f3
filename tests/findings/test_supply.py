"""Are weak sources, starving lines and bills that cannot be met found?"""

from __future__ import annotations

from typing import Any

import pytest

from findings.asking import found, sentence
from reaching.world import item, lane, world

ITEMS = [item("dart"), item("motor", kind="component", unit="motor"), item("sister")]
BILLS = [{"item": name, "component": "motor", "quantity": 2} for name in ("dart", "sister")]
NEED = {"scenario": "war", "demand": "d", "nation": "USA", "site": "us-guam", "item": "dart", "from_day": 0}
NEED |= {"to_day": 30, "per_day": 1, "tier": 1}


def line(name: str, made: str, site: str = "us-west", **more: Any) -> dict[str, Any]:
    start = {"line": name, "site": site, "item": made, "rate_per_year": 365.25, "status": "active"}
    return {**start, **more}


def test_a_needed_item_from_one_line_has_a_single_source() -> None:
    assert found(world(lines=[line("one", "dart")], demands=[NEED]), "single-source") == [("medium", "one")]
    assert found(world(lines=[line("one", "dart")]), "single-source") == []
    two = [line("one", "dart"), line("two", "dart", site="us-guam")]
    assert found(world(lines=two, demands=[NEED]), "single-source") == []


@pytest.mark.parametrize("status", ["planned", "cold"])
def test_a_line_that_does_not_run_is_no_second_source(status: str) -> None:
    lines = [line("one", "dart"), line("two", "dart", status=status)]
    assert found(world(lines=lines, demands=[NEED]), "single-source") == [("medium", "one")]


def test_a_single_source_is_grave_when_it_is_closing_or_feeds_several_items() -> None:
    case = world(lines=[line("one", "dart", status="closing")], demands=[NEED])
    assert found(case, "single-source") == [("high", "one")]
    case = world(items=ITEMS, bills=BILLS, lines=[line("motors", "motor")])
    assert found(case, "single-source") == [("high", "motors")]


@pytest.mark.parametrize(("share", "severity"), [(0.05, "low"), (0.2, "medium"), (0.3, "high"), (0.9, "high")])
def test_supply_from_an_adversary(share: float, severity: str) -> None:
    origins = [{"item": "dart", "nation": "CHN", "share": share}, {"item": "dart", "nation": "USA", "share": 0.1}]
    assert found(world(origins=origins), "outside-supply") == [(severity, "dart/CHN")]


def test_supply_from_participants_is_no_finding() -> None:
    assert found(world(origins=[{"item": "dart", "nation": "KOR", "share": 1}]), "outside-supply") == []


def test_a_component_that_nobody_holds_or_makes_does_not_limit() -> None:
    case = world(items=ITEMS, bills=BILLS, lines=[line("darts", "dart")])
    assert found(case, "component-does-not-limit") == [("medium", "dart/motor sister/motor")]
    assert found(case, "starving-line") == []
    held = world(items=ITEMS, bills=BILLS, stocks=[{"site": "us-west", "item": "motor", "quantity": 1}])
    assert found(held, "component-does-not-limit") == []


@pytest.mark.parametrize(
    ("motors", "expected"),
    [
        ({"site": "us-west", "quantity": 2}, []),
        ({"site": "us-west", "quantity": 1.9}, [("high", "darts")]),
        ({"site": "us-guam", "quantity": 100}, [("high", "darts")]),
    ],
)
def test_a_line_starves_without_a_days_take_at_its_site(motors: dict[str, Any], expected: list[Any]) -> None:
    # One dart a day takes two motors; no lane leads from Guam to the plant.
    case = world(items=ITEMS, bills=BILLS, lines=[line("darts", "dart")], stocks=[{"item": "motor", **motors}])
    assert found(case, "starving-line") == expected


def test_a_starving_line_matters_less_where_a_lane_brings_what_it_lacks() -> None:
    case = world(
        items=ITEMS,
        bills=BILLS,
        lanes=[lane("us-okinawa", "us-guam", 4), lane("us-guam", "us-west", 16)],
        lines=[line("darts", "dart"), line("motors", "motor", site="us-okinawa", rate_per_year=1000)],
    )
    assert found(case, "starving-line") == [("medium", "darts")]


def test_a_component_made_beside_the_line_feeds_it() -> None:
    lines = [line("darts", "dart"), line("motors", "motor", rate_per_year=1000)]
    assert found(world(items=ITEMS, bills=BILLS, lines=lines), "starving-line") == []


@pytest.mark.parametrize(
    ("made", "held", "expected"),
    [
        (730.5, 0, []),
        (400, 330.5, []),
        (400, 0, [("medium", "darts")]),
        (100, 0, [("high", "darts")]),
    ],
)
def test_a_bill_that_cannot_be_met_for_a_year(made: float, held: float, expected: list[Any]) -> None:
    lines = [line("darts", "dart"), line("motors", "motor", rate_per_year=made)]
    stocks = [{"site": "us-west", "item": "motor", "quantity": held}]
    assert found(world(items=ITEMS, bills=BILLS, lines=lines, stocks=stocks), "unmet-bill") == expected


def test_an_unmet_bill_says_how_far_the_component_goes() -> None:
    lines = [line("darts", "dart"), line("motors", "motor", rate_per_year=365.25)]
    assert "enough for 50 %" in sentence(world(items=ITEMS, bills=BILLS, lines=lines), "unmet-bill")


def test_a_planned_line_needs_a_date() -> None:
    assert found(world(lines=[line("new", "dart", status="planned")]), "undated-line") == [("low", "new")]
    dated = line("new", "dart", status="planned", available_from="2029-01-01")
    assert found(world(lines=[dated]), "undated-line") == []
