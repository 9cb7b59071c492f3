"""What holds production of an item back? Lines, components, sole sources, lead times, supply from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from pipir.accounting.output import line_output
from pipir.accounting.window import months_from
from pipir.case.case import Case

MONTHS = 12.0
"""Window in which output at the maximum is held against components."""
RATES = ("rate_per_year", "max_rate_per_year")
INSIDE = ("participant", "partner")
"""Roles of nations that the partnership can rely on for supply."""
SCHEMA = {
    "item": pl.String,
    "line": pl.String,
    "constraint": pl.String,
    "rate_per_year": pl.Float64,
    "max_rate_per_year": pl.Float64,
    "sentence": pl.String,
}
WAITING = {
    "warm": "stands warm: it starts {restart:,.0f} days after an order",
    "cold": "stands cold",
    "planned": "is planned",
}


def constraints(case: Case, items: Iterable[str]) -> pl.DataFrame:
    """The 10 USC 222d table for these items: a row per item, line and constraint, with a sentence.

    Lines of every nation in the case count. What holds for the item whichever line makes it has no line: that nobody
    makes it, that one line alone makes it or a component, where its supply comes from.
    """
    rows: list[dict[str, Any]] = []
    lines = line_output(case, months_from(case.as_of, MONTHS), surge=True).lines.filter(pl.col("work") == "make")
    for item in items:
        of_item = lines.filter(pl.col("item") == item)
        shared = [] if of_item.height else [("no line", f"No line in the case makes {item}.")]
        shared += [*_sole_sources(case, lines, item), *_origins(case, item)]
        rates = {name: float(of_item[name].sum()) for name in RATES}
        rows += [_row(item, None, rates, words) for words in shared]
        for line in of_item.iter_rows(named=True):
            rows += [
                _row(item, line["line"], line, words) for words in (*_standing(line), *_pace(line), *_component(line))
            ]
    return pl.DataFrame(rows, SCHEMA, orient="row")


def _row(item: str, line: str | None, rates: dict[str, Any], words: tuple[str, str]) -> dict[str, Any]:
    row = {"item": item, "line": line, "constraint": words[0], "sentence": words[1]}
    return row | {name: rates[name] for name in RATES}


def _standing(line: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What the state of the line means for its output."""
    name, status = line["line"], line["status"]
    if status == "closing":
        yield "closing", f"{name} is closing: it makes {line['rate_per_year']:,.0f} a year and does not surge."
    if status in WAITING:
        opens = line["available_from"]
        when = "" if status == "warm" else f", available from {opens}" if opens else ", with no date"
        words = WAITING[status].format(restart=line["restart_days"])
        top = line["max_rate_per_year"]
        what = f"it would make {top:,.0f} a year" if top else "how much it would make is not known"
        yield status, f"{name} {words}{when}; {what}."
    if status == "active" and line["rate_per_year"] >= line["max_rate_per_year"]:
        yield (
            "at maximum",
            f"{name} makes {line['rate_per_year']:,.0f} a year; no higher rate is known for its tooling.",
        )
    if status == "active" and line["rate_per_year"] < line["min_rate_per_year"]:
        rate, least = line["rate_per_year"], line["min_rate_per_year"]
        yield "below minimum rate", f"{name} makes {rate:,.0f} a year, below the {least:,.0f} that keep it going."


def _pace(line: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """How long the line takes to answer an order."""
    name, lead, ramp = line["line"], line["lead_days"], line["ramp_days"]
    if lead:
        yield "lead time", f"A unit started at {name} is finished {lead:,.0f} days later."
    if ramp and line["status"] != "closing" and line["max_rate_per_year"] > line["rate_per_year"]:
        yield "ramp", f"{name} takes {ramp:,.0f} days to rise to {line['max_rate_per_year']:,.0f} a year."


def _component(line: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Which component cuts the line most when it runs at its maximum."""
    if line["limit"] is None:
        return
    name, limit = line["line"], line["limit"]
    could = f"In {MONTHS:.0f} months at its maximum {name} could put out {line['possible']:,.0f}"
    yield f"component {limit}", f"{could}; stock and output of {limit} let it put out {line['output']:,.0f}."


def _sole_sources(case: Case, lines: pl.DataFrame, item: str) -> Iterator[tuple[str, str]]:
    """The item and those of its components that a single line makes."""
    for made in (item, *_components(case, item)):
        makers = lines.filter(pl.col("item") == made)["line"].to_list()
        if len(makers) == 1:
            name = "sole source" if made == item else f"sole source of {made}"
            yield name, f"{makers[0]} is the only line in the case that makes {made}."


def _origins(case: Case, item: str) -> Iterator[tuple[str, str]]:
    """Supply of the item or its components that comes from nations outside the partnership."""
    outside = case["nations"].filter(~pl.col("role").is_in(INSIDE)).select("nation", "name", "role")
    origins = case["origins"].join(outside, on="nation", maintain_order="left").filter(pl.col("share") > 0.0)
    for part in (item, *_components(case, item)):
        for row in origins.filter(pl.col("item") == part).iter_rows(named=True):
            yield (
                f"origin of {part} in {row['nation']}",
                f"{100 * row['share']:.0f} % of {part} comes from {row['name']} ({row['role']}).",
            )


def _components(case: Case, item: str) -> list[str]:
    """Everything that the item is made of, down the bills, each once."""
    below = case["bills"].group_by("item", maintain_order=True).agg("component")
    parts = dict(zip(below["item"], below["component"].to_list(), strict=True))
    found: dict[str, None] = {}
    waiting = list(parts.get(item, []))
    while waiting:
        part = waiting.pop(0)
        if part not in found:
            found[part] = None
            waiting += parts.get(part, [])
    return list(found)
