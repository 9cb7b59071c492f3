"""From where, by which route, in how many days can an item come to a site, and is it permitted or why not?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import inf, isfinite
from pathlib import Path
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.reaching.capability import REACH, ReachOptions
from pipir.reaching.routes import Routes, Start, first_obstacle
from pipir.reaching.ways import Lane, Ways
from pipir.runs.asking import first_scenario, ready
from pipir.runs.record import record
from pipir.runs.result import Result, table

ROUTE = " > "


@dataclass(frozen=True)
class ReachResult(Result):
    """Where the item could come from, permitted first, then nearest first."""

    reach: pl.DataFrame


@dataclass(frozen=True)
class Origin:
    """Stock at a site, or a line: how much there is [unit, or unit a year], and how much of it may be exported."""

    kind: str
    origin: str
    site: str
    quantity: float
    exportable: float


def reach(case: Case | str | Path, options: ReachOptions) -> ReachResult:
    """Every stock and line of the item with its route to the site, days, and what stands in the way.

    Raises Refused where the case has no such item, site or scenario.
    """
    case = ready(case, options)
    scenario, ways = ways_of(case, options.scenario, options.unknown)
    run = record("reach", case, options, scenario=scenario)
    rows = [_row(ways, options, origin) for origin in origins(case, ways, options.item, ways.holder[options.to])]
    rows.sort(key=_nearest_first)
    ranked = [{"rank": rank, **row} for rank, row in enumerate(rows, start=1)]
    return ReachResult(run, table(REACH, pl.DataFrame(ranked, infer_schema_length=None)))


def ways_of(case: Case, scenario: str | None, unknown: str = "no") -> tuple[str | None, Ways]:
    """The scenario (the case's first where none is named) and the ways that are open in it."""
    name = first_scenario(case, scenario)
    if name is None:
        return None, Ways(case, None, case.as_of, unknown)
    situation, start = case["scenarios"].filter(pl.col("scenario") == name).select("situation", "start").row(0)
    return name, Ways(case, situation, start, unknown)


def origins(case: Case, ways: Ways, item: str, user: str | None) -> Iterator[Origin]:
    """Serviceable stocks and lines of the item. `user` is the holder that would use it: its own reserve counts.

    A stock of another holder that is all reserve is there with nothing to give, so that nobody looks for it in vain.
    """
    stocks = case.filled("stocks").filter((pl.col("item") == item) & (pl.col("condition") == "serviceable"))
    for row in stocks.iter_rows(named=True):
        holder = ways.holder[row["site"]]
        free = ways.permissions.releases_reserve(holder, user, item)
        spare = row["quantity"] if free else max(0.0, row["quantity"] - row["reserve"])
        quantity = row["quantity"] if holder == user else spare
        if row["quantity"] > 0:
            yield Origin("stock", row["site"], row["site"], quantity, spare)
    for row in case.filled("lines").filter(pl.col("item") == item).iter_rows(named=True):
        rate = _rate(row, ways.day_0)
        yield Origin("line", row["line"], row["site"], rate, rate)


def _rate(line: dict[str, Any], day_0: date) -> float:
    """Units a year that a line makes on day 0: nothing while it is warm, cold or planned."""
    if line["status"] in ("active", "closing"):
        return float(line["rate_per_year"])
    since = line["available_from"]
    runs = line["status"] != "warm" and since is not None and since <= day_0
    return float(line["max_rate_per_year"]) if runs else 0.0


def _row(ways: Ways, options: ReachOptions, origin: Origin) -> dict[str, Any]:
    may_leave = origin.kind == "line" or origin.exportable > 0
    start = [Start(origin.site, may_leave=may_leave)]
    routes = Routes(ways, options.item, start)
    permitted = isfinite(routes.arrival(options.to))
    why_not = ""
    if not permitted:
        routes = Routes(ways, options.item, start, heed=False)
        why_not = _why_not(ways, options, routes.lanes(options.to), start[0])
    days = routes.arrival(options.to)
    return {
        "origin_kind": origin.kind,
        "origin": origin.origin,
        "site": origin.site,
        "nation": ways.holder[origin.site],
        "quantity": origin.quantity,
        "route": ROUTE.join(lane.lane for lane in routes.lanes(options.to)),
        "days": days if isfinite(days) else None,
        "permitted": permitted,
        "why_not": why_not,
    }


def _nearest_first(row: dict[str, Any]) -> tuple[bool, float, str, str]:
    """Order of the rows: permitted first, then by days, those that no lane links last."""
    return not row["permitted"], inf if row["days"] is None else row["days"], row["site"], row["origin"]


def _why_not(ways: Ways, options: ReachOptions, lanes: list[Lane], start: Start) -> str:
    """What stands in the way of the shortest route, or that there is none."""
    against = ways.site_obstacle(start.site, options.item)
    if lanes:
        return against or first_obstacle(ways, options.item, lanes, start)
    return against or f"no lanes lead from {start.site} to {options.to}"
