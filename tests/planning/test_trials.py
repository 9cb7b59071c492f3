"""Does one unit more bring just what is said: neither less nor more, in any world?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings

import pipir
from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.planning import tables
from pipir.planning.solved import solved
from pipir.program.grid import grid_of
from planning.worlds import worlds
from sustainment.world import YEAR, demand, line, row, world

MONTH = YEAR / 12
near = pytest.approx


def in_rank(case: Case, rank: int, faster: str | None = None) -> float:
    """Pooled share short of a rank; with a line that begins one unit a month more, where it begins any."""
    net = compile_network(case, None, Terms())
    if faster is not None:
        ramps = net.making.ramps
        this = np.array(net.making.ids) == faster
        low, high = ramps.low + (this & (ramps.low > 0)) / MONTH, ramps.high + this / MONTH
        net = replace(net, making=replace(net.making, ramps=replace(ramps, low=low, high=high)))
    ranks = tables.ranks(solved(net, grid_of(net)))
    return float(ranks.filter(pl.col("rank") == rank)["share_short"].sum())


def test_a_faster_line_changes_nothing_of_what_is_in_hand() -> None:
    case = world(60, lines=[line("usa-a", 2, lead_days=5)], demands=[demand("usa-a", 5)])
    told = row(pipir.plan(case).binding, resource="line usa-a-shell")
    assert told["value"] == near(55 / MONTH / 300)
    assert told["value"] == near(in_rank(case, 2) - in_rank(case, 2, "usa-a-shell"), rel=1e-5)


def one_more(case: Case, resource: str) -> Case | None:
    """The case with one unit more on hand, or one more a day or a year; None where that moves something else too."""
    kind, _, rest = resource.partition(" ")
    name = rest.rsplit(" ", 1)[-1]
    if kind == "stock":
        item, _, form = rest.split(" ")[0].partition(":")
        site = case["sites"].filter(pl.col("site") == name)
        limited = site["storage_t"][0], site["explosive_limit_kg"][0]
        here = (pl.col("site") == name) & (pl.col("item") == item) & (pl.col("condition") == (form or "serviceable"))
        if limited != (None, None) or case["stocks"].filter(here).is_empty():
            return None
        return _with(case, "stocks", here, "quantity")
    columns = {
        "lift": ("lanes", "lane", "lift_t_per_day"),
        "handling": ("sites", "site", "handling_t_per_day"),
        "ceiling": ("agreements", "agreement", "ceiling_per_year"),
    }
    if kind not in columns:
        return None
    table, key, column = columns[kind]
    return _with(case, table, pl.col(key) == name, column)


def _with(case: Case, table: str, here: pl.Expr, column: str) -> Case:
    more = pl.when(here).then(pl.col(column) + 1).otherwise(pl.col(column)).alias(column)
    return case.replace({table: case[table].with_columns(more)})


@given(worlds(longest=14))
@settings(max_examples=40)
def test_one_unit_more_brings_what_is_said(case: Case) -> None:
    """Neither more nor less, in the first rank that goes short: before it nobody lacks anything."""
    found = pipir.plan(case)
    lacking = found.ranks.filter(pl.col("share_short") > 1e-6)
    assume(not lacking.is_empty())
    rank = lacking["rank"].min()
    before = lacking.filter(pl.col("rank") == rank)["share_short"].sum()
    for told in found.binding.filter(pl.col("rank") == rank).iter_rows(named=True):
        assert told["value"] > 0.0
        if told["resource"].startswith("line "):
            assert told["value"] == near(before - in_rank(case, rank, told["resource"].removeprefix("line ")), abs=2e-6)
        more = one_more(case, told["resource"])
        if more is not None:
            ranks = pipir.plan(more).ranks
            after = ranks.filter(pl.col("rank") == rank)["share_short"].sum()
            assert told["value"] == near(before - after, abs=2e-6)
