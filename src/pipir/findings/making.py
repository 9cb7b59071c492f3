"""Can every line run? Lines that starve on day 0, bills that cannot be met, lines that never start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import figure, listing, percent
from pipir.findings.finding import Finding, Severity
from pipir.network.capacity import YEAR
from pipir.network.making import supplied


def starving_line(case: Case) -> Iterator[Finding]:
    """A running line whose site has less of a component than one day takes, and no line beside it that makes it."""
    taken = _taken(case)
    here = _serviceable(case).select("site", pl.col("item").alias("component"), pl.col("quantity").alias("here"))
    made_here = _running(case).select("site", pl.col("item").alias("component")).unique()
    starved = (
        taken.join(here, on=["site", "component"], how="left", maintain_order="left")
        .join(made_here, on=["site", "component"], how="anti", maintain_order="left")
        .filter(pl.col("component").is_in(sorted(supplied(case))))
        .filter(pl.col("here").fill_null(0.0) < pl.col("per_day"))
        .sort("line", "component")
    )
    if starved.is_empty():
        return
    names = Names(case)
    upstream = _upstream(case, set(starved["site"]))
    holding = _where(case)
    for row in starved.iter_rows(named=True):
        part = row["component"]
        near = holding[part] & upstream[row["site"]]
        far = listing(names.site(place) for place in sorted(near or holding[part]))
        comes = f"it waits for what comes from {far}" if near else f"no lane leads there from {far}"
        yield Finding(
            "starving-line",
            Severity.MEDIUM if near else Severity.HIGH,
            "lines",
            row["line"],
            f"{row['line']} takes {names.counted(row['per_day'], part)} of {names.item(part)} a day, but "
            f"{names.site(row['site'])} holds {names.counted(row['here'] or 0.0, part)} on day 0: {comes}. "
            "Enter the stock at the plant, goods on the way, or a lane.",
        )


def unmet_bill(case: Case) -> Iterator[Finding]:
    """A component of which the running lines would take more in a year than is made and lies in stock."""
    taken = (
        _taken(case).group_by("component").agg((pl.col("per_day").sum() * YEAR).alias("taken"), pl.col("line").sort())
    )
    made = _running(case).group_by(pl.col("item").alias("component")).agg(pl.col("rate_per_year").sum().alias("made"))
    held = _serviceable(case).group_by(pl.col("item").alias("component")).agg(pl.col("quantity").sum().alias("held"))
    short = (
        taken.filter(pl.col("component").is_in(sorted(supplied(case))))
        .join(made, on="component", how="left")
        .join(held, on="component", how="left")
        .with_columns(pl.col("made", "held").fill_null(0.0))
        .filter(pl.col("made") + pl.col("held") < pl.col("taken") * (1 - 1e-9))
        .sort("component")
    )
    names = Names(case)
    for row in short.iter_rows(named=True):
        part = row["component"]
        share = (row["made"] + row["held"]) / row["taken"]
        yield Finding(
            "unmet-bill",
            Severity.HIGH if share < 0.5 else Severity.MEDIUM,
            "lines",
            " ".join(row["line"]),
            f"{listing(row['line'])} would take {names.counted(row['taken'], part)} of {names.item(part)} a year; "
            f"{figure(row['made'])} are made and {figure(row['held'])} lie in stock, enough for {percent(share)}. "
            "The component, not the line, sets the output: raise it first.",
        )


def undated_line(case: Case) -> Iterator[Finding]:
    """A planned or cold line without a date, which therefore never puts anything out."""
    waiting = case["lines"].filter(pl.col("status").is_in(["planned", "cold"]) & pl.col("available_from").is_null())
    names = Names(case)
    for row in waiting.iter_rows(named=True):
        yield Finding(
            "undated-line",
            Severity.LOW,
            "lines",
            row["line"],
            f"{row['line']} ({names.item(row['item'])} at {names.site(row['site'])}) is {row['status']} and nothing "
            "says from when it can be used: it never puts anything out. Enter available_from when a date is known.",
        )


def _running(case: Case) -> pl.DataFrame:
    return case.filled("lines").filter(pl.col("status").is_in(["active", "closing"]) & (pl.col("rate_per_year") > 0))


def _taken(case: Case) -> pl.DataFrame:
    """What each running line takes of each component of its bill [component unit/day]."""
    return (
        _running(case)
        .filter(pl.col("work") == "make")
        .join(case["bills"].select("item", "component", pl.col("quantity").alias("each")), on="item")
        .with_columns(per_day=pl.col("rate_per_year") * pl.col("each") / YEAR)
    )


def _serviceable(case: Case) -> pl.DataFrame:
    return case.filled("stocks").filter((pl.col("condition") == "serviceable") & (pl.col("quantity") > 0))


def _where(case: Case) -> Mapping[str, set[str]]:
    """Sites that hold or make each component."""
    parts = case["bills"].select(pl.col("component").alias("item")).unique()
    places = pl.concat([_serviceable(case).select("item", "site"), case["lines"].select("item", "site")])
    grouped = places.join(parts, on="item", how="semi").group_by("item").agg("site")
    return {item: set(sites) for item, sites in grouped.iter_rows()}


def _upstream(case: Case, sites: set[str]) -> dict[str, set[str]]:
    """For each of the sites: every site from which lanes lead to it."""
    senders: dict[str, list[str]] = {}
    for origin, destination in case["lanes"].select("origin", "destination").iter_rows():
        senders.setdefault(destination, []).append(origin)
    found = {}
    for site in sites:
        seen, edge = {site}, [site]
        while edge:
            edge = [origin for place in edge for origin in senders.get(place, ()) if origin not in seen]
            seen.update(edge)
        found[site] = seen - {site}
    return found
