"""Are rows from Python held to every declaration, also to the rules that span rows and tables?"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings

from case.small import one, places, refusal
from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.checking.nations import ISO_3166
from pipir.case.columns import Kind
from pipir.case.tables import TABLES
from strategies import cases

SCENARIO = {"scenario": "s", "name": "S", "situation": "war", "start": date(2025, 6, 1), "days": 30}

Rows = dict[str, list[dict[str, Any]]]


def rows(**more: list[dict[str, Any]]) -> Rows:
    """A small case as Python rows, with tables in place of its own or beside them."""
    whole: Rows = {
        "nations": [
            {"nation": "USA", "name": "United States", "role": "participant"},
            {"nation": "JPN", "name": "Japan", "role": "participant"},
        ],
        "memberships": [{"nation": "USA", "body": "PIPIR", "status": "member"}],
        "sites": [
            site("us-guam", "USA"),
            site("jp-sasebo", "JPN"),
        ],
        "items": [
            item("sm-6", "standard"),
            item("sm-3", "standard"),
            item("motor", "motors"),
            item("seeker", "seekers"),
        ],
        "lanes": [{"lane": "west", "origin": "us-guam", "destination": "jp-sasebo", "mode": "sea", "days": 6.5}],
        "lines": [
            {"line": "one", "site": "us-guam", "item": "sm-6", "rate_per_year": 10, "status": "active"},
        ],
        "situations": [{"situation": "war", "name": "War"}],
        "scenarios": [SCENARIO],
    }
    return {**whole, **more}


def site(name: str, nation: str) -> dict[str, Any]:
    return {"site": name, "name": name, "nation": nation, "host": nation, "kind": "base", "latitude": 1, "longitude": 1}


def item(name: str, family: str) -> dict[str, Any]:
    what = {"kind": "munition", "mission": "strike", "unit": "missile", "mass_kg": 1000}
    return {"item": name, "name": name, "family": family, **what}


def hazard(name: str, **more: Any) -> dict[str, Any]:
    window = {"from_day": 0, "to_day": 10, "probability_per_day": 0.1, "loss": 0.5}
    return {"scenario": "s", "hazard": name, "kind": "site", "target": "us-guam", **window, **more}


DEMAND = {"scenario": "s", "demand": "d", "item": "sm-6", "from_day": 0, "to_day": 30, "per_day": 1, "tier": 1}
AGREEMENT = {"supplier": "USA", "beneficiary": "JPN", "kind": "fms", "binding": "binding", "status": "in_force"}
STANCE = {"nation": "USA", "situation": "war", "act": "export", "answer": "yes"}


def build(**more: list[dict[str, Any]]) -> Case:
    return from_frames("test", rows(**more))


def test_plain_values_become_typed_cells() -> None:
    stock = {"site": "us-guam", "item": "sm-6", "quantity": 3, "as_of": date(2025, 1, 1), "release": ["USA", "JPN"]}
    got = build(stocks=[stock])["stocks"].row(0, named=True)
    assert got["quantity"] == 3.0
    assert got["as_of"] == date(2025, 1, 1)
    assert got["release"] == ["USA", "JPN"]
    assert got["condition"] == "serviceable"
    assert (got["reserve"], got["source"], got["note"]) == (None, None, None)


def test_empty_cells_are_filled_with_what_their_column_declares() -> None:
    case = build(
        stocks=[{"site": "us-guam", "item": "sm-6", "quantity": 3}],
        requirements=[{"nation": "USA", "item": "sm-6", "category": "combat", "quantity": 9}],
    )
    assert case.filled("stocks")["reserve"].item() == 0
    assert case.filled("lines")["max_rate_per_year"].item() == 10
    assert case.filled("lanes")["lift_t_per_day"].item() == float("inf")
    assert case.filled("lanes")["distance_km"].item() is None
    (requirement,) = case["requirements"].select("plan", "year").rows()
    assert requirement == ("*", None)
    assert case.filled("requirements")["year"].to_list() == [None]


def test_the_source_assumption_always_exists() -> None:
    assert build()["sources"]["source"].to_list() == ["assumption"]
    mine = {"source": "assumption", "title": "Guessed by us"}
    assert build(sources=[mine])["sources"]["title"].to_list() == ["Guessed by us"]


def test_a_row_names_its_fault_as_a_spreadsheet_would() -> None:
    bad = [site("us-guam", "USA"), {**site("x", "USA"), "latitude": 91}]
    faults = refusal(lambda: build(sites=bad, lanes=[]))
    assert places(faults) == [("sites", 3, "latitude")]


def test_tables_and_columns_that_no_case_has_are_refused() -> None:
    faults = refusal(lambda: from_frames("test", {"stoks": [], "nations": [{"nation": "USA", "nam": "x"}]}))
    assert ("stoks", None, None) in places(faults)
    assert {("nations", 1, "nam"), ("nations", 1, "name"), ("nations", 1, "role")} <= set(places(faults))


@pytest.mark.parametrize(
    ("table", "row", "column", "words"),
    [
        ("demands", {**DEMAND, "nation": "USA", "site": "jp-sasebo"}, "site", "is held by JPN, not by the nation USA"),
        ("demands", {**DEMAND, "nation": "USA", "site": "us-guam", "to_day": 0}, "to_day", "lasts at least a moment"),
        ("hazards", hazard("h", kind="lane"), "target", "is not in lanes"),
        ("hazards", hazard("h", kind="line", target="on"), "target", "nearest: 'one'"),
        ("recoveries", {"kind": "site", "target": "us-gum", "days": 9}, "target", "nearest: 'us-guam'"),
        ("bills", {"item": "sm-6", "component": "sm-6", "quantity": 1}, "item", "not its own component"),
        ("agreements", {"agreement": "a", "item": "standart", **AGREEMENT}, "item", "nearest: 'standard'"),
        ("agreements", {"agreement": "a", "item": "*", **AGREEMENT, "beneficiary": "USA"}, "supplier", "two nations"),
        ("stances", {**STANCE, "to": "PIPR"}, "to", "nearest: 'PIPIR'"),
        ("stances", {**STANCE, "item": "standar"}, "item", "nearest: 'standard'"),
        ("stances", {**STANCE, "probability": 1.5}, "probability", "above 1"),
        ("sequence", {"rank": 1, "claim": "demand", "scope": "1&contrac"}, "scope", "nearest: 'contract'"),
        ("sequence", {"rank": 1, "claim": "demand", "scope": "0"}, "scope", "no tier"),
        ("sequence", {"rank": 0, "claim": "demand", "scope": "*"}, "rank", "below 1"),
        ("scenarios", {**SCENARIO, "situation": "peace"}, "situation", "is not in situations"),
        ("scenarios", {**SCENARIO, "days": 9.5}, "days", "whole number"),
        ("origins", {"item": "sm-6", "nation": "USA", "share": 1.01}, "share", "above 1"),
        ("procurements", {"nation": "USA", "item": "sm-6", "year": 10**20, "state": "enacted"}, "year", "too large"),
        ("options", {"option": "o", "whole": "yes"}, "whole", "true or false"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(table: str, row: dict[str, Any], column: str, words: str) -> None:
    faults = [fault for fault in refusal(lambda: build(**{table: [row]})) if fault.column == column]
    assert [(fault.file, fault.row) for fault in faults] == [(table, 2)]
    assert words in str(faults[0])


def test_what_stands_for_many_is_a_reference_too() -> None:
    case = build(
        agreements=[
            {"agreement": "a", "item": "standard", **AGREEMENT},
            {"agreement": "b", "item": "*", **AGREEMENT},
            {"agreement": "c", "item": "sm-6", **AGREEMENT},
        ],
        stances=[STANCE, {**STANCE, "to": "PIPIR"}, {**STANCE, "to": "JPN", "item": "standard"}],
        sequence=[
            {"rank": rank, "claim": "commitment", "scope": scope}
            for rank, scope in enumerate(("DX", "contract&PIPIR", "*", "2", "JPN&best_effort"), 1)
        ],
    )
    assert case["stances"].select("to", "item").rows() == [("*", "*"), ("JPN", "standard"), ("PIPIR", "*")]


def test_an_item_that_is_also_a_family_is_refused() -> None:
    items = [*rows()["items"], item("standard", "other")]
    fault = one(refusal(lambda: build(items=items)))
    assert (fault.row, fault.column, fault.value) == (6, "item", "standard")


def test_items_made_of_each_other_are_refused_and_a_shared_component_is_not() -> None:
    def bill(made: str, takes: str) -> dict[str, Any]:
        return {"item": made, "component": takes, "quantity": 1}

    tree = [bill("sm-6", "motor"), bill("sm-3", "motor"), bill("motor", "seeker")]
    assert build(bills=tree)["bills"].height == 3
    faults = refusal(lambda: build(bills=[*tree, bill("seeker", "sm-6")]))
    assert places(faults) == [("bills", row, "component") for row in (2, 4, 5)]


def test_hazards_of_a_group_share_window_and_probability() -> None:
    alike = [hazard("a", group="salvo"), hazard("b", group="salvo", loss=0.2), hazard("c", probability_per_day=0.9)]
    assert build(hazards=alike)["hazards"].height == 3
    fault = one(refusal(lambda: build(hazards=[*alike, hazard("d", group="salvo", to_day=11)])))
    assert (fault.row, fault.column, fault.value) == (5, "to_day", "11")
    assert "differs from 10 of a in group salvo" in fault.rule


def test_a_commitment_is_delivered_to_a_site_of_its_recipient() -> None:
    promise = {
        "commitment": "c",
        "supplier": "USA",
        "recipient": "JPN",
        "item": "sm-6",
        "quantity": 1,
        "state": "pledge",
    }
    when = {"start": date(2025, 1, 1), "end": date(2025, 1, 1)}
    assert build(commitments=[{**promise, **when, "deliver_to": "jp-sasebo"}])["commitments"].height == 1
    assert (
        one(refusal(lambda: build(commitments=[{**promise, **when, "deliver_to": "us-guam"}]))).column == "deliver_to"
    )


def test_a_cell_that_is_refused_is_not_blamed_again_for_being_unknown() -> None:
    faults = refusal(lambda: build(sites=[{**site("us-guam", "USA"), "host": "Japan"}, site("jp-sasebo", "JPN")]))
    assert places(faults) == [("sites", 2, "host")]


@pytest.mark.parametrize("code", ["USA", "XAA", "XZZ", "XKX"])
def test_nation_codes_are_those_of_iso_and_those_left_to_users(code: str) -> None:
    case = from_frames("test", {"nations": [{"nation": code, "name": "N", "role": "third"}]})
    assert case["nations"]["nation"].to_list() == [code]
    assert len(ISO_3166) == 249


def test_every_check_that_a_table_names_is_there() -> None:
    from importlib import import_module

    for table in TABLES.values():
        for check in table.checks:
            module, name = check.function.split(":")
            assert callable(getattr(import_module(module), name))


@settings(max_examples=20)
@given(case=cases())
def test_a_case_taken_apart_and_built_again_is_the_same(case: Case) -> None:
    head = {"as_of": case.as_of, "price_year": case.price_year, "version": case.version}
    assert from_frames(case.name, dict(case.tables), **head).hash == case.hash
    turned = {
        name: [{key: value for key, value in row.items() if value is not None} for row in reversed(frame.to_dicts())]
        for name, frame in case.tables.items()
    }
    filled = {name: turned[name] for name in turned if turned[name]}
    assert from_frames(case.name, filled, **head).hash == case.hash


def test_the_order_of_rows_does_not_change_the_hash() -> None:
    case = build()
    assert case.replace({"items": case["items"].reverse()}).hash == case.hash


def test_any_change_of_a_cell_changes_the_hash() -> None:
    hashes = {
        build(stocks=[{"site": "us-guam", "item": "sm-6", "quantity": q}]).hash for q in (1, 1.0, 2, 2.0000000001)
    }
    assert len(hashes) == 3
    assert (
        build(stocks=[{"site": "us-guam", "item": "sm-6", "quantity": -0.0}]).hash
        == build(stocks=[{"site": "us-guam", "item": "sm-6", "quantity": 0}]).hash
    )


def test_every_column_of_every_table_takes_its_own_example_or_says_what_it_wants() -> None:
    from pipir.case.checking.cells import parse

    for table in TABLES.values():
        for column in table.columns:
            if column.example:
                assert parse(column, pl.Series([column.example])).problems == [], (table.name, column.name)
            if column.kind is not Kind.TEXT and column.kind is not Kind.LIST:
                assert parse(column, pl.Series(["No! 1,2"])).problems, (table.name, column.name)
