"""Where does it come from? Single sources, dependence on outsiders, components that do not limit."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import listing, percent
from pipir.findings.finding import Finding, Severity
from pipir.network.making import supplied

NOTED, HEAVY = 0.1, 0.5
"""Shares of supply from non-participants: below the first low, from the second on high."""
SHARED = 2
"""Items that must take a component for its single source to be of high severity."""


def single_source(case: Case) -> Iterator[Finding]:
    """An item that somebody needs and that one line alone can make now."""
    able = pl.col("status").is_in(["active", "closing", "warm"])
    made = case.filled("lines").filter((pl.col("work") == "make") & able)
    wanted = pl.concat(
        [
            case["demands"].select("item"),
            case["commitments"].select("item"),
            case["bills"].select(pl.col("component").alias("item")),
        ]
    ).unique()
    alone = made.filter(pl.len().over("item") == 1).join(wanted, on="item", how="semi").sort("item")
    takers = case["bills"].group_by("component").agg(pl.col("item").sort().alias("takers"))
    alone = alone.join(takers, left_on="item", right_on="component", how="left", maintain_order="left")
    names, holder = Names(case), _holders(case)
    needed = _needed(case)
    for row in alone.iter_rows(named=True):
        closing = row["status"] == "closing"
        takes = row["takers"] or []
        goes_into = f" and goes into {names.items(takes)}" if takes else ""
        yield Finding(
            "single-source",
            _urgency(closing or len(takes) >= SHARED, row["item"] in needed),
            "lines",
            row["line"],
            f"{names.item(row['item'])} comes from one line only, {row['line']} at {names.site(row['site'])} "
            f"({holder[row['site']]}){', which is closing' if closing else ''}{goes_into}. "
            "Qualify a second source or hold stock for the time that a loss would last.",
        )


def outside_supply(case: Case) -> Iterator[Finding]:
    """An item of which part comes from nations that are neither participants nor partners."""
    inside = pl.col("role").is_in(["participant", "partner"])
    origins = case["origins"].join(case["nations"], on="nation", maintain_order="left")
    outside = (
        origins.filter(~inside & (pl.col("share") > 0))
        .sort("share", "nation", descending=[True, False])
        .group_by("item", maintain_order=True)
        .agg("nation", "name", "role", "share")
        .sort("item")
    )
    names, takers = Names(case), _takers(case)
    for row in outside.iter_rows(named=True):
        total = min(1.0, sum(row["share"]))
        parts = listing(f"{name} {percent(part)}" for name, part in zip(row["name"], row["share"], strict=True))
        used = takers.get(row["item"], [])
        goes_into = f"; it goes into {names.items(used)}" if used else ""
        yield Finding(
            "outside-supply",
            _weight(total, "adversary" in row["role"]),
            "origins",
            " ".join(f"{row['item']}/{nation}" for nation in row["nation"]),
            f"{percent(total)} of {names.item(row['item'])} comes from nations that are not participants ({parts})"
            f"{goes_into}. Find a source inside, or stock the time it takes to replace it.",
        )


def unlimiting_component(case: Case) -> Iterator[Finding]:
    """A component with neither stock nor line anywhere, which therefore never holds production back."""
    names, takers = Names(case), _takers(case)
    for component in sorted(set(takers) - supplied(case)):
        yield Finding(
            "component-does-not-limit",
            Severity.MEDIUM,
            "bills",
            " ".join(f"{taker}/{component}" for taker in takers[component]),
            f"{names.item(component)} goes into {names.items(takers[component])}, but the case has "
            "neither stock nor line of it: output is computed as if there were always enough. Enter a line or a stock.",
        )


def _needed(case: Case) -> set[str]:
    """Items that a scenario demands, and all that they are made of."""
    parts = dict(case["bills"].group_by("item").agg("component").iter_rows())
    found: set[str] = set()
    edge = set(case["demands"]["item"])
    while edge:
        found |= edge
        edge = {part for item in edge for part in parts.get(item, ())} - found
    return found


def _urgency(grave: bool, needed: bool) -> Severity:
    if grave:
        return Severity.HIGH
    return Severity.MEDIUM if needed else Severity.LOW


def _weight(share: float, adversary: bool) -> Severity:
    if share >= HEAVY or (adversary and share >= HEAVY / 2):
        return Severity.HIGH
    return Severity.MEDIUM if share >= NOTED else Severity.LOW


def _takers(case: Case) -> dict[str, list[str]]:
    grouped = case["bills"].group_by("component").agg(pl.col("item").sort())
    return dict(zip(grouped["component"], grouped["item"].to_list(), strict=True))


def _holders(case: Case) -> dict[str, str]:
    names = Names(case)
    return {site: names.nation(holder) for site, holder in case["sites"].select("site", "nation").iter_rows()}
