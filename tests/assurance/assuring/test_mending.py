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
from pipir.assurance.assuring.costing import price
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
    assert row["sentence"].startswith("With 366 more a year started by the line for shell at kor-a, ")


def test_what_a_line_reaches_within_the_days_is_told_apart_from_what_it_reaches_in_time() -> None:
    slow = line("kor-a", 1, lead_days=0, max_rate_per_year=3 * YEAR, ramp_days=400)
    case = world(100, commitments=[commitment("KOR", "XAA", 500, (0, 100))], lines=[slow])
    (told,) = pipir.assure(case).contested.filter(kind="line")["sentence"]
    # From one a day in 400 days to three: on the last of the hundred days one and a half.
    assert told.startswith(
        "The line for shell at kor-a: it starts at most 547 a year by day 100, and 1,096 once it is ramped up"
    )
    usual = world(100, commitments=[commitment("KOR", "XAA", 500, (0, 100))], lines=[line("kor-a", 1)])
    assert "ramp" not in pipir.assure(usual).contested.filter(kind="line")["sentence"].item()


def test_two_lines_for_the_same_at_one_place_are_told_apart() -> None:
    lines = [line("kor-a", 1, line=name) for name in ("one", "two")]
    case = world(100, commitments=[commitment("KOR", "XAA", 500, (0, 100))], lines=lines)
    found = pipir.assure(case).contested.filter(kind="line")["sentence"]
    assert [told.split(":")[0] for told in found] == [
        "The line for shell at kor-a (one)",
        "The line for shell at kor-a (two)",
    ]


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
        assert (Plainly(whole).missing(Plainly(whole).names) < KEPT) == row["mends_all"], row["sentence"]
        assert Plainly(less).missing(clashes[row["clash"]]) > KEPT / 100, row["sentence"]


OPTION = {"name": "x", "item": None, "fixed_cost_usd": 100.0, "unit_cost_usd": 10.0, "max_units": 4.0, "lead_days": 1}


@pytest.mark.parametrize(
    ("quantity", "whole", "usd"), [(5.0, True, 110.0), (10.5, True, 120.0), (15.0, False, 115.0), (41.0, True, None)]
)
def test_a_repair_costs_what_the_options_ask(quantity: float, whole: bool, usd: float | None) -> None:
    row = {**OPTION, "option": "a", "kind": "expand_line", "target": "kor-a-shell", "quantity": 10.0, "whole": whole}
    row |= {"funder": "KOR", "spent_in": "KOR"}
    case = world(10, lines=[line("kor-a", 1)], options=[row])
    found = price(case, "line", "kor-a-shell", quantity, 10)
    assert (None if found is None else (found.usd, found.lead_days)) == (None if usd is None else (usd, 1.0))
    assert price(case, "line", "another", quantity, 10) is None
    assert price(case, "lane", "kor-a-shell", quantity, 10) is None


def option(name: str, kind: str, target: str, usd: float, lead_days: float, item: str | None = None) -> Row:
    row = {**OPTION, "option": name, "kind": kind, "target": target, "item": item, "quantity": 1000.0, "whole": True}
    return row | {"fixed_cost_usd": usd, "lead_days": lead_days, "funder": "KOR", "spent_in": "KOR"}


def dear(*options: Row) -> list[Row]:
    """Korea owes ten shells and has or makes six."""
    case = world(
        10,
        commitments=[commitment("KOR", "XAA", 10)],
        lines=[line("kor-a", 0.5)],
        stocks=[stock("kor-a", 1)],
        options=options,
    )
    return repairs(case)


def test_the_cheapest_repair_comes_first_and_what_is_bought_too_late_does_not_hold() -> None:
    late = option("late", "expand_line", "kor-a-shell", 1.0, 700)
    cheap, costly = (
        option(name, "add_stock", "kor-a", usd, 1, "shell") for name, usd in (("cheap", 5.0), ("costly", 50.0))
    )
    found = dear(late, costly, cheap)
    first, last = found[0], found[-1]
    assert (first["target"], first["cost_usd"], first["lead_days"], first["holds"]) == ("kor-a/shell", 15.0, 1.0, True)
    assert (last["target"], last["cost_usd"], last["lead_days"]) == ("kor-a-shell", 11.0, 700.0)
    assert (last["holds"], last["mends_all"]) == (False, False)
    assert last["sentence"].endswith("but what buys it takes 700 days.")
    in_time = option("in-time", "expand_line", "kor-a-shell", 90.0, 2)
    (row,) = (row for row in dear(late, in_time) if row["target"] == "kor-a-shell")
    assert (row["cost_usd"], row["holds"]) == (100.0, True)


def chained() -> Case:
    """Two clashes that share a member: ten each of x, y and z are owed, of p and q lie fifteen, and y takes both."""
    owed = [commitment("KOR", to, 10, item=item, commitment=item) for to, item in zip(BUYERS, "xyz", strict=True)]
    bills = [{"item": item, "component": part, "quantity": 1} for item, part in ("xp", "yp", "yq", "zq")]
    held = [stock("kor-a", 15, part) for part in "pq"]
    return world(10, commitments=owed, lines=[line("kor-a", 100, item) for item in "xyz"], bills=bills, stocks=held)


BUYERS = ("XAA", "XAB", "XAC")


def test_clashes_that_share_a_promise_are_both_told_and_only_what_mends_both_mends_all() -> None:
    found = pipir.assure(chained())
    assert {frozenset(found.clashes.filter(clash=k)["claim"]) for k in (1, 2)} == {frozenset("xy"), frozenset("yz")}
    assert found.repairs["holds"].all()
    told = set(found.repairs.filter(kind="cut", target="commitment y")["sentence"])
    assert all(one.endswith("and the rest of it; all other promises can then be kept too.") for one in told)
    cuts = {row["target"]: row["mends_all"] for row in found.repairs.filter(kind="cut").iter_rows(named=True)}
    assert cuts == {"commitment x": False, "commitment y": True, "commitment z": False}
    (least,) = found.least_cut.iter_rows(named=True)
    assert (least["claim"], least["quantity"], least["cut_share"], least["holds"]) == ("y", 5.0, 0.5, True)
    assert least["sentence"] == "Cut the commitment y from KOR to XAB by 5 rounds of y (50 %)."
    (told,) = found.situations.iter_rows(named=True)
    assert (told["clashes"], told["all_clashes"], told["least_cut"]) == (2, True, 0.5)
    assert "There are 2 clashes. The least cut with which all can be kept: y from KOR to XAB" in told["sentence"]


def test_what_is_served_later_is_cut_first() -> None:
    rows = [commitment("KOR", to, 10, state=state) for to, state in (("XAA", "contract"), ("XAB", "pledge"))]
    found = pipir.assure(world(10, commitments=rows, stocks=[stock("kor-a", 15)])).least_cut
    assert [(row["claim"], row["quantity"]) for row in found.iter_rows(named=True)] == [("kor-xab", 5.0)]


@ANY
@given(contests())
def test_the_least_cut_lets_all_be_kept_and_nothing_less_does(case: Case) -> None:
    found = pipir.assure(case)
    plain = Plainly(case)
    ranks = plain.ranks()
    places = sorted(set(ranks.values()))
    weights = {name: 0.5 ** places.index(rank) for name, rank in ranks.items()}
    rows = found.least_cut.to_dicts()
    assert all(row["holds"] for row in rows)
    for row in rows:
        now = changed(case, {**row, "kind": "cut", "target": f"{row['kind']} {row['claim']}"}, 1.0)
        assert now is not None
        case = now
    assert Plainly(case).missing(Plainly(case).names) < KEPT
    weighed = sum(weights[row["kind"], row["claim"]] * row["cut_share"] for row in rows)
    least = plain.least_cut(weights)
    assert least - KEPT <= weighed <= least * 1.011 + KEPT


@pytest.mark.parametrize(
    ("exact", "told"),
    [(0.0, 0.0), (1.0, 1.0), (100.0, 100.0), (1234.0, 1240.0), (0.12345, 0.124), (99.9000000001, 99.9)],
)
def test_a_quantity_is_rounded_up_to_three_figures(exact: float, told: float) -> None:
    assert rounded_up(exact) == pytest.approx(told, rel=1e-12)
