"""Is there any way at all to serve each need: a stock or line, lanes from it, permission, in time?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import inf
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import figure
from pipir.findings.finding import Finding, Severity
from pipir.reaching.reach import ways_of
from pipir.reaching.routes import Routes, Start, first_obstacle
from pipir.reaching.ways import Ways


def unservable_demand(case: Case) -> Iterator[Finding]:
    """A demand that no stock, line, lane and permission can serve, neither with its item nor with a substitute.

    Unknown stances are taken as no. Quantities are not weighed: what is only too little shows in `sustain`.
    """
    names = Names(case)
    stand_ins = _stand_ins(case)
    for scenario in case["scenarios"]["scenario"]:
        search = Search(case, scenario)
        needs = case["demands"].filter((pl.col("scenario") == scenario) & (pl.col("per_day") > 0))
        for row in needs.sort("demand").iter_rows(named=True):
            able = [row["item"], *stand_ins.get((row["nation"], row["item"]), ())]
            reason = _reason(search, row, able)
            if reason is None:
                continue
            yield Finding(
                "unservable-demand",
                Severity.HIGH,
                "demands",
                f"{scenario}/{row['demand']}",
                f"In {scenario} {names.nation(row['nation'])} needs {names.counted(row['per_day'], row['item'])} of "
                f"{names.item(row['item'])} a day at {names.site(row['site'])}, and nothing can serve it: "
                f"{names.spelled(reason)}.",
            )


class Search:
    """Earliest days on which items can be at sites in one scenario; every item is searched once."""

    def __init__(self, case: Case, scenario: str) -> None:
        self._case = case
        _, self.ways = ways_of(case, scenario)
        self._known: dict[tuple[str, bool], Routes] = {}
        wanted = pl.concat([case["demands"]["item"], case["substitutes"]["substitute"]]).unique().implode()
        there = pl.col("item").is_in(wanted) & (pl.col("condition") == "serviceable") & (pl.col("quantity") > 0)
        self._lies = set(case.filled("stocks").filter(there).select("item", "site").iter_rows())

    def arrival(self, item: str, site: str, heed: bool) -> float:
        """Day that the first of the item can be at the site; `heed` tells whether permissions are heeded."""
        if (item, site) in self._lies:
            return 0.0
        if (item, heed) not in self._known:
            self._known[item, heed] = Routes(self.ways, item, starts(self._case, self.ways, item), heed)
        return self._known[item, heed].arrival(site)

    def obstacle(self, item: str, site: str) -> str:
        """What stands in the way of the item on the shortest route to the site, where none is permitted."""
        lanes = self._known[item, False].lanes(site)
        begin = [start for start in starts(self._case, self.ways, item) if start.site == lanes[0].origin]
        return first_obstacle(self.ways, item, lanes, max(begin, key=lambda start: (start.may_leave, -start.day)))


def starts(case: Case, ways: Ways, item: str) -> Iterator[Start]:
    """Where the item is or comes out in a scenario, from which day: stocks on day 0, lines when they can put out."""
    stocks = case.filled("stocks").filter((pl.col("item") == item) & (pl.col("quantity") > 0))
    mended = set(case.filled("lines").filter((pl.col("work") == "repair") & (pl.col("item") == item))["site"])
    for row in stocks.iter_rows(named=True):
        free = ways.permissions.releases_reserve(ways.holder[row["site"]], None, item)
        spare = free or row["quantity"] > row["reserve"]
        if row["condition"] == "serviceable" or row["site"] in mended:
            yield Start(row["site"], may_leave=spare)
    for row in case.filled("lines").filter((pl.col("item") == item) & (pl.col("work") == "make")).iter_rows(named=True):
        day = _first_output(row, ways.day_0)
        if day < inf:
            yield Start(row["site"], day)
    lanes = dict(case["lanes"].select("lane", "destination").iter_rows())
    for row in case["in_transit"].filter(pl.col("item") == item).iter_rows(named=True):
        yield Start(lanes[row["lane"]], max(0.0, float((row["arrives"] - ways.day_0).days)))


def _first_output(line: dict[str, Any], day_0: date) -> float:
    """First day on which a line can put anything out after a surge order on day 0; infinity where it never does."""
    lead, restart = float(line["lead_days"]), float(line["restart_days"])
    if not line["max_rate_per_year"]:
        return inf
    if line["status"] in ("active", "closing"):
        return 0.0 if line["rate_per_year"] else (lead if line["status"] == "active" else inf)
    if line["status"] == "warm":
        return restart + lead
    since = line["available_from"]
    return inf if since is None else max(0.0, float((since - day_0).days)) + restart + lead


def _stand_ins(case: Case) -> dict[tuple[str, str], list[str]]:
    gates = pl.all_horizontal(pl.col("technical", "safety", "permission") == "yes")
    usable = case["substitutes"].filter(gates).group_by("nation", "item").agg(pl.col("substitute").sort())
    return {(nation, item): found for nation, item, found in usable.iter_rows()}


def _reason(search: Search, need: dict[str, Any], able: list[str]) -> str | None:
    """Why nothing can serve the need with any of the items that would do; None where something can."""
    site = need["site"]
    against = search.ways.site_obstacle(site, need["item"])
    if against is not None:
        return against
    permitted = min(search.arrival(item, site, heed=True) for item in able)
    if permitted < need["to_day"]:
        return None
    if permitted < inf:
        return f"the first of it can be there on day {figure(permitted)}, after the need has ended"
    nearest = min(able, key=lambda item: search.arrival(item, site, heed=False))
    if search.arrival(nearest, site, heed=False) < inf:
        return f"what is nearest may not come ({search.obstacle(nearest, site)})"
    return "no lane leads there from any stock or line of it"
