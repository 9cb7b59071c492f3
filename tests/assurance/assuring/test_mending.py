"""Does each repair mend its clash, and is it the least? Written into the tables of the case and solved a second way."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

import pipir
from assurance.assuring.contests import DAYS, contests
from assurance.assuring.plainly import KEPT, Plainly
from assurance.assuring.test_audit import WORKED, promised
from pipir.assurance.assuring.costing import cost
from pipir.assurance.assuring.wording import rounded_up
from pipir.case.case import Case
from sustainment.world import YEAR, agreement, commitment, lane, line, stock, world

Row = dict[str, Any]
ANY = settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LESS = 0.97
"""Share of a repair that mends nothing in full: more than three figures can round up."""


def repairs(case: Case, clash: int = 1) -> list[Row]:
    return list(pipir.assure(case).repairs.filter(clash=clash).iter_rows(named=True))


def told(case: Case, clash: int = 1) -> dict[tuple[str, str], float]:
    assert all(row["holds"] for row in repairs(case, clash))
    return {(row["kind"], row["target"]): row["quantity"] for row in repairs(case, clash)}


def test_what_is_too_much_is_cut_or_added() -> None:
    case = promised(*WORKED, stocks=[stock("kor-a", 200), stock("jpn-a", 60)])
    assert told(case) == {("cut", "commitment kor-usa"): 100, ("add", "kor-a/shell"): 100}
    cuts = {("cut", "commitment jpn-usa"): 20, ("cut", "commitment jpn-phl"): 20}
    assert told(case, 2) == cuts | {("add", "jpn-a/shell"): 20}


def test_a_line_is_made_faster_by_what_is_missing_in_the_days_that_it_has() -> None:
    case = world(100, commitments=[commitment("KOR", "XAA", 200, (0, 100))], lines=[line("kor-a", 1, lead_days=0)])
    (row,) = (row for row in repairs(case) if row["target"] == "kor-a-shell")
    assert (row["kind"], row["unit"]) == ("add", "round a year")
    assert row["quantity"] == rounded_up(YEAR)
    assert row["change"] == pytest.approx(1.0, abs=0.01)


def test_a_missing_component_is_told_as_what_is_fought_over() -> None:
    case = world(
        100,
        commitments=[commitment("KOR", "XAA", 50, (0, 100))],
        lines=[line("kor-a", 5)],
        stocks=[stock("kor-a", 30, "motor")],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
    )
    found = pipir.assure(case)
    row = found.contested.row(0, named=True)
    assert (row["kind"], row["resource"]) == ("component", "kor-a/motor")
    assert row["value"] == pytest.approx(1 / 50)
    assert told(case)["add", "kor-a/motor"] == 20


def test_lift_and_ceilings_and_reserves_are_widened() -> None:
    usual = {"days": 10, "commitments": [commitment("KOR", "USA", 50, (0, 10))]}
    narrow = world(**usual, stocks=[stock("kor-a", 50)], lanes=[lane("kor-a", "usa-a", 0, lift_t_per_day=3)])
    assert told(narrow)["add", "kor-a-to-usa-a"] == 2
    kept = world(**usual, stocks=[stock("kor-a", 50, reserve=15)], lanes=[lane("kor-a", "usa-a", 0)])
    assert told(kept)["release", "KOR/shell"] == 15
    way = agreement("KOR", "USA", "shell", agreement="way", promised_per_year=10 * YEAR, ceiling_per_year=6 * YEAR)
    held = world(10, agreements=[way], stocks=[stock("kor-a", 200)], lanes=[lane("kor-a", "usa-a", 0)])
    assert told(held)["add", "way"] == rounded_up(4 * YEAR)


def test_an_agreement_that_is_only_proposed_mends_what_it_would_bring() -> None:
    case = world(
        10,
        commitments=[commitment("KOR", "USA", 50, (9, 10))],
        stocks=[stock("jpn-a", 80)],
        lanes=[lane("jpn-a", "kor-a", 1), lane("kor-a", "usa-a", 0)],
        agreements=[
            agreement("JPN", "KOR", "shell", agreement="loan", status="proposed", onward="yes", promised_per_year=9000),
            agreement("JPN", "USA", "shell", agreement="other", status="proposed"),
        ],
    )
    assert told(case) == {("cut", "commitment kor-usa"): 50, ("sign", "loan"): 1}
    (kind,) = pipir.assure(case).contested["kind"]
    assert kind == "source"


@pytest.mark.parametrize(
    ("tables", "kind", "words"),
    [
        ({}, "source", "KOR neither holds nor makes shell, and nobody brings it any in time."),
        ({"stocks": [stock("kor-a", 9)]}, "way", "No lane leads from KOR to where USA takes in shell."),
        (
            {"stocks": [stock("kor-a", 9)], "lanes": [lane("kor-a", "usa-a", 30)]},
            "time",
            "Nothing that KOR holds or makes of shell can reach USA within the 10 days.",
        ),
    ],
)
def test_what_cannot_come_at_all_says_why(tables: dict[str, list[Row]], kind: str, words: str) -> None:
    sites: dict[str, Row] = {"kor-a": {}, "usa-a": {}}
    case = world(10, sites=sites, commitments=[commitment("KOR", "USA", 9, (0, 10))], **tables)
    row = pipir.assure(case).contested.row(0, named=True)
    assert (row["kind"], row["sentence"]) == (kind, words)


def changed(case: Case, row: Row, share: float) -> Case | None:
    """The case with that much of a repair in its tables; None for what they cannot say."""
    kind, target, amount = row["kind"], row["target"], share * row["quantity"]
    table, column, more = {
        ("cut", "commitment"): ("commitments", "quantity", -amount),
        ("cut", "promise"): ("agreements", "promised_per_year", -amount * YEAR / DAYS),
        ("add", "agreement"): ("agreements", "ceiling_per_year", amount),
        ("add", "lane"): ("lanes", "lift_t_per_day", amount),
        ("add", "site"): ("sites", "handling_t_per_day", amount),
        ("add", "stock"): ("stocks", "quantity", amount),
    }.get((kind, _which(case, row)), ("", "", 0.0))
    if not table:
        return None
    frame = case[table]
    key = frame.columns[0]
    name = target.rpartition(" ")[2]
    here = pl.col(key) == name
    if table == "stocks":
        site, item = name.split("/")
        here = (pl.col("site") == site) & (pl.col("item") == item)
        if frame.filter(here).is_empty():
            new = {
                **dict.fromkeys(frame.columns),
                "site": site,
                "item": item,
                "condition": "serviceable",
                "quantity": 0.0,
            }
            frame = pl.concat([frame, pl.DataFrame([new], schema=frame.schema)])
        # What is added is not kept in reserve, whatever the reserve is.
        frame = frame.with_columns(reserve=pl.min_horizontal(pl.col("reserve").fill_null(0.0), "quantity"))
    added = pl.when(here).then(pl.max_horizontal(pl.col(column) + more, 0.0)).otherwise(column).alias(column)
    return case.replace({table: frame.with_columns(added)})


def _which(case: Case, row: Row) -> str:
    if row["kind"] == "cut":
        return str(row["target"]).split()[0]
    if row["target"].startswith("handling at"):
        return "site"
    for table, word in (("lanes", "lane"), ("agreements", "agreement"), ("lines", "line")):
        if row["target"] in case[table][case[table].columns[0]]:
            return word
    return "stock" if row["kind"] == "add" else "reserve"


@ANY
@given(contests())
def test_every_repair_mends_its_clash_in_the_tables_of_the_case_and_less_of_it_does_not(case: Case) -> None:
    found = pipir.assure(case)
    clashes: dict[int, list[tuple[str, str]]] = {}
    for row in found.clashes.iter_rows(named=True):
        clashes.setdefault(row["clash"], []).append((row["kind"], row["claim"]))
    for row in found.repairs.iter_rows(named=True):
        assert row["holds"], row["sentence"]
        whole, less = changed(case, row, 1.0), changed(case, row, LESS)
        if whole is None or less is None:
            continue
        still = [name for name in clashes[row["clash"]] if name in Plainly(whole).names]
        assert Plainly(whole).missing(still) < KEPT, row["sentence"]
        assert Plainly(less).missing(clashes[row["clash"]]) > KEPT / 100, row["sentence"]


OPTION = {"name": "x", "item": None, "fixed_cost_usd": 100.0, "unit_cost_usd": 10.0, "max_units": 4.0, "lead_days": 1}


@pytest.mark.parametrize(
    ("quantity", "whole", "usd"), [(5.0, True, 110.0), (10.5, True, 120.0), (15.0, False, 115.0), (41.0, True, None)]
)
def test_a_repair_costs_what_the_options_ask(quantity: float, whole: bool, usd: float | None) -> None:
    row = {**OPTION, "option": "a", "kind": "expand_line", "target": "kor-a-shell", "quantity": 10.0, "whole": whole}
    row |= {"funder": "KOR", "spent_in": "KOR"}
    case = world(10, lines=[line("kor-a", 1)], options=[row])
    assert cost(case, "line", "kor-a-shell", quantity) == usd
    assert cost(case, "line", "another", quantity) is None
    assert cost(case, "lane", "kor-a-shell", quantity) is None


@pytest.mark.parametrize(
    ("exact", "told"),
    [(0.0, 0.0), (1.0, 1.0), (100.0, 100.0), (1234.0, 1240.0), (0.12345, 0.124), (99.9000000001, 99.9)],
)
def test_a_quantity_is_rounded_up_to_three_figures(exact: float, told: float) -> None:
    assert rounded_up(exact) == pytest.approx(told, rel=1e-12)
