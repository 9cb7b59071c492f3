"""Are needs that nothing can serve, and promises that cannot be kept, found?"""

from __future__ import annotations

from typing import Any

import pytest

from findings.asking import found, sentence
from reaching.world import agreement, item, lane, world

STOCK = [{"site": "us-west", "item": "dart", "quantity": 1000, "reserve": 0}]
OWED = {"commitment": "c", "supplier": "USA", "recipient": "JPN", "item": "dart", "quantity": 300}
OWED |= {"start": "2025-01-01", "end": "2025-12-31", "state": "contract"}


def need(nation: str = "USA", site: str = "us-guam", **more: Any) -> dict[str, Any]:
    start = {"scenario": "war", "demand": "d", "nation": nation, "site": site, "item": "dart"}
    return {**start, "from_day": 0, "to_day": 30, "per_day": 10, "tier": 1, **more}


def reason(**tables: Any) -> str:
    return sentence(world(**tables), "unservable-demand")


def test_a_need_that_stock_and_lanes_can_serve_is_no_finding() -> None:
    assert found(world(stocks=STOCK, demands=[need()]), "unservable-demand") == []


def test_a_need_without_stock_line_or_lane() -> None:
    assert found(world(demands=[need()]), "unservable-demand") == [("high", "war/d")]
    assert "no lane leads there" in reason(demands=[need()])
    assert "no lane leads there" in reason(stocks=STOCK, demands=[need()], lanes=[lane("us-guam", "us-west", 16)])


def test_a_need_that_goods_reach_too_late() -> None:
    assert "on day 16, after the need has ended" in reason(stocks=STOCK, demands=[need(to_day=16)])
    assert found(world(stocks=STOCK, demands=[need(to_day=17)]), "unservable-demand") == []


def test_a_need_that_nobody_permits() -> None:
    abroad = [need("JPN", "jp-sasebo")]
    assert "us-guam-jp-sasebo: no agreement lets Usa send it to Jpn" in reason(stocks=STOCK, demands=abroad)
    case = world(stocks=STOCK, demands=abroad, agreements=[agreement("a", "USA", "JPN")])
    assert found(case, "unservable-demand") == []


def test_a_need_at_a_base_whose_host_says_no() -> None:
    stances = [{"nation": "JPN", "situation": "war", "act": "host", "answer": "no"}]
    assert "Jpn does not host Usa" in reason(stocks=STOCK, demands=[need(site="us-okinawa")], stances=stances)


@pytest.mark.parametrize(("gate", "served"), [("yes", True), ("unknown", False)])
def test_a_substitute_serves_only_with_three_gates_open(gate: str, served: bool) -> None:
    pair = {"nation": "USA", "item": "dart", "substitute": "spear", "ratio": 1}
    gates = {"technical": "yes", "safety": gate, "permission": "yes"}
    case = world(
        items=[item("dart"), item("spear")],
        stocks=[{"site": "us-guam", "item": "spear", "quantity": 1}],
        substitutes=[{**pair, **gates}],
        demands=[need()],
    )
    assert found(case, "unservable-demand") == ([] if served else [("high", "war/d")])


@pytest.mark.parametrize(
    ("line", "served"),
    [
        ({"status": "active"}, True),
        ({"status": "active", "rate_per_year": 0, "max_rate_per_year": 0}, False),
        ({"status": "active", "rate_per_year": 0, "max_rate_per_year": 10, "lead_days": 40}, False),
        ({"status": "warm", "restart_days": 20}, True),
        ({"status": "warm", "restart_days": 30}, False),
        ({"status": "planned"}, False),
        ({"status": "planned", "available_from": "2025-06-21"}, True),
        ({"status": "planned", "available_from": "2025-07-01"}, False),
    ],
)
def test_a_line_serves_once_it_can_put_something_out(line: dict[str, Any], served: bool) -> None:
    made = {"line": "l", "site": "us-guam", "item": "dart", "rate_per_year": 10, **line}
    assert found(world(lines=[made], demands=[need()]), "unservable-demand") == ([] if served else [("high", "war/d")])


def test_goods_on_the_way_serve_when_they_arrive() -> None:
    coming = {"lane": "us-west-us-guam", "item": "dart", "quantity": 5}
    for arrives, expected in (("2025-06-20", []), ("2025-07-01", [("high", "war/d")])):
        assert (
            found(world(in_transit=[{**coming, "arrives": arrives}], demands=[need()]), "unservable-demand") == expected
        )


def test_promises_beyond_stock_and_output() -> None:
    stocks = [{**STOCK[0], "quantity": 120, "reserve": 20}]
    line = {"line": "l", "site": "us-west", "item": "dart", "rate_per_year": 150, "status": "active"}
    case = world(stocks=stocks, lines=[line], commitments=[OWED])
    assert found(case, "over-committed") == [("high", "c")]
    assert "50 missiles too many" in sentence(case, "over-committed")
    assert found(world(stocks=STOCK, lines=[line], commitments=[OWED]), "over-committed") == []


def test_a_commitment_past_its_end_is_overdue_for_what_is_left() -> None:
    late = {**OWED, "start": "2024-01-01", "end": "2024-12-31", "delivered": 100}
    assert "200 missiles of 300 missiles" in sentence(world(stocks=STOCK, commitments=[late]), "overdue")
    recorded = [{"commitment": "c", "date": "2024-06-01", "quantity": 300}]
    assert found(world(stocks=STOCK, commitments=[late], deliveries=recorded), "overdue") == []


def test_a_backfill_goes_to_the_nation_that_gave() -> None:
    given = {**OWED, "commitment": "given", "supplier": "JPN", "recipient": "KOR"}
    assert found(world(commitments=[given, {**OWED, "backfills": "given"}]), "crossed-backfill") == []
    crossed = {**given, "supplier": "KOR", "recipient": "USA"}
    assert found(world(commitments=[crossed, {**OWED, "backfills": "given"}]), "crossed-backfill") == [("medium", "c")]


def test_a_need_above_the_largest_combat_requirement_in_force() -> None:
    def levels(*rows: tuple[str | None, int | None, float]) -> list[dict[str, Any]]:
        start = {"nation": "USA", "item": "dart", "category": "combat"}
        return [{**start, "plan": plan, "year": year, "quantity": quantity} for plan, year, quantity in rows]

    def kinds(*rows: tuple[str | None, int | None, float]) -> list[tuple[str, str]]:
        case = world(stocks=STOCK, demands=[need()], requirements=levels(*rows))
        return found(case, "need-above-requirement")

    assert kinds((None, None, 299)) == [("medium", "USA/dart/combat/*/*")]
    assert kinds((None, None, 300)) == []
    assert kinds(("a", None, 299), ("b", None, 301)) == []
    rows = " ".join(f"USA/dart/combat/a/{year}" for year in (2024, 2025, 2026))
    assert kinds(("a", 2024, 400), ("a", 2025, 200), ("a", 2026, 500)) == [("medium", rows)]
    assert kinds() == []


def test_a_demand_without_weight_or_beyond_the_end() -> None:
    case = world(stocks=STOCK, demands=[need(weight=0, to_day=90)])
    assert found(case, "weightless-demand") == [("low", "war/d")]
    assert found(case, "demand-outside-scenario") == [("low", "war/d")]
    assert found(world(stocks=STOCK, demands=[need(to_day=60)]), "demand-outside-scenario") == []


def test_goods_at_sea_escape_what_strikes_the_site_they_left() -> None:
    strike = {"scenario": "war", "hazard": "h", "kind": "site", "target": "us-guam", "from_day": 0, "to_day": 10}
    strike |= {"probability_per_day": 0.1, "loss": 0.5}
    assert found(world(hazards=[strike]), "goods-at-sea-escape") == [("low", "war/h")]
    assert found(world(hazards=[{**strike, "target": "kr-busan"}]), "goods-at-sea-escape") == []
    assert found(world(hazards=[{**strike, "loss": 0}]), "goods-at-sea-escape") == []


def test_a_quantity_that_an_agreement_and_a_commitment_both_promise() -> None:
    way = agreement("way", "USA", "JPN", item="dart", promised_per_year=300)
    assert found(world(agreements=[way], commitments=[OWED]), "promised-twice") == [("low", way["agreement"])]
    apart = [
        {**way, "promised_per_year": None},
        {**way, "status": "proposed"},
        {**way, "item": "*"},
        {**way, "beneficiary": "KOR"},
        {**way, "start": "2026-01-01"},
    ]
    for other in apart:
        assert found(world(agreements=[other], commitments=[OWED]), "promised-twice") == []
