"""Where is it all, and what is at stake? Two maps and the table of what lies in harm's way."""

from __future__ import annotations

from math import prod
from typing import Any

import polars as pl

from pipir.briefing import picks, words
from pipir.briefing.charts.style import NARROW, WIDE
from pipir.briefing.document import (
    Block,
    Cite,
    DataTable,
    Figure,
    Note,
    Paragraph,
    Row,
    Section,
    Strong,
    TableColumn,
    Text,
    say,
)
from pipir.briefing.map.atlas import unrolled
from pipir.briefing.map.drawing import Extent, Mark, Way, drawn
from pipir.briefing.material import Material

NEUTRAL = (
    "Land and boundaries are Natural Earth's (public domain) and serve to find one's way. They say nothing about the "
    "status of any territory or sea."
)


def section(material: Material) -> Section:
    """The whole network, the theatre, the stocks that may be struck."""
    marks, ways = _marks(material), _ways(material)
    blocks: list[Block] = [
        Paragraph(_opening(material, marks)),
        Note(_legend()),
        _figure("map-theatre", marks, ways, _around(marks), "The theatre: sites that need, hold or may be struck."),
        _figure("map-network", marks, ways, _all(marks), "All sites and lanes of the case."),
        *_stakes(material),
    ]
    return Section("map", "Where it lies and what is at stake", tuple(blocks))


def _opening(material: Material, marks: list[Mark]) -> Text:
    struck, short = sum(mark.struck for mark in marks), sum(mark.short for mark in marks)
    return say(
        f"The case has {words.some(len(marks), 'site')} and {words.some(material.case['lanes'].height, 'lane')}. In "
        "this crisis ",
        Strong(f"{words.some(struck, 'site')} may be struck"),
        f", and needs first go short at {words.some(short, 'site')}.",
    )


def _legend() -> Text:
    return say(
        Strong("How to read it. "),
        "Blue discs are sites, their area follows the tonnes held. A dashed red ring: may be struck in this crisis. A "
        "black triangle: some need is first short here in at least half of the runs. Lanes: sea lines are whole, air "
        "lines dashed, land lines dotted; red where the lane itself may be attacked. A line joins two ends and is "
        "not the way sailed or flown. ",
        NEUTRAL,
    )


def tonnes(material: Material) -> dict[str, float]:
    """Serviceable stock by site [t]."""
    masses = material.case["items"].select("item", "mass_kg")
    held = material.case["stocks"].filter(pl.col("condition") == "serviceable").join(masses, on="item", how="left")
    summed = held.group_by("site").agg((pl.col("quantity") * pl.col("mass_kg") / 1000).sum())
    return {site: float(mass) for site, mass in summed.iter_rows()}


def _marks(material: Material) -> list[Mark]:
    held = tonnes(material)
    most = max(held.values(), default=1.0) or 1.0
    hazards = material.case["hazards"].filter(pl.col("scenario") == material.scenario)
    struck = set(hazards.filter(pl.col("kind") == "site")["target"])
    short = {row["first_site"] for row in picks.likely(picks.shortest(material)) if row["first_site"]}
    needy = set(material.demands["site"])
    out = []
    for site, row in material.sites.items():
        weight = 3.0 * (site in short) + 2.0 * (site in struck) + (site in needy) + held.get(site, 0.0) / most
        out.append(
            Mark(
                material.place(site),
                unrolled(row["longitude"]),
                row["latitude"],
                held.get(site, 0.0) / most,
                site in struck,
                site in short,
                weight,
            )
        )
    return out


def _ways(material: Material) -> list[Way]:
    hazards = material.case["hazards"].filter((pl.col("scenario") == material.scenario) & (pl.col("kind") == "lane"))
    struck = set(hazards["target"])
    ways: dict[tuple[Any, ...], Way] = {}
    for row in material.case["lanes"].iter_rows(named=True):
        ends = sorted((row["origin"], row["destination"]))
        start, end = (material.sites[site] for site in ends)
        key = (*ends, row["mode"])
        hit = row["lane"] in struck or (key in ways and ways[key].struck)
        points = [(unrolled(one["longitude"]), one["latitude"]) for one in (start, end)]
        ways[key] = Way(points[0], points[1], row["mode"], hit)
    return [ways[key] for key in sorted(ways)]


def _all(marks: list[Mark]) -> Extent:
    return bounded([(mark.longitude, mark.latitude) for mark in marks], 8.0, 2.6)


def _around(marks: list[Mark]) -> Extent:
    centre = [(mark.longitude, mark.latitude) for mark in marks if mark.struck]
    centre = centre or [(mark.longitude, mark.latitude) for mark in marks if mark.short]
    if not centre:
        return _all(marks)
    middle = sorted(x for x, _ in centre)[len(centre) // 2]
    return bounded([(x, y) for x, y in centre if abs(x - middle) <= 60], 5.0, 1.5)


def bounded(points: list[tuple[float, float]], margin: float, shape: float) -> Extent:
    """The window around points with a margin in degrees, from `shape` to twice `shape` times as wide as high."""
    west, east = min(x for x, _ in points) - margin, max(x for x, _ in points) + margin
    south, north = min(y for _, y in points) - margin, max(y for _, y in points) + margin
    wide, high = east - west, north - south
    if wide < shape * high:
        west, east = west - (shape * high - wide) / 2, east + (shape * high - wide) / 2
    elif wide > 2 * shape * high:
        extra = (wide / (2 * shape) - high) / 2
        south, north = south - extra, north + extra
    return Extent(max(-29.0, west), min(329.0, east), max(-55.0, south), min(80.0, north))


def _figure(key: str, marks: list[Mark], ways: list[Way], extent: Extent, what: str) -> Figure:
    shown = [mark for mark in marks if extent.holds(mark.longitude, mark.latitude)]
    struck = [mark.name for mark in shown if mark.struck]
    short = [mark.name for mark in shown if mark.short]
    told = f"{what} {len(shown)} sites. May be struck: {words.listing(struck, 12) or 'none'}. "
    told += f"Short first: {words.listing(short, 12) or 'none'}."
    return Figure(
        key, drawn(extent, marks, ways, WIDE.width, 26), drawn(extent, marks, ways, NARROW.width, 9), told, say(what)
    )


def _stakes(material: Material) -> list[Block]:
    hazards = material.case.filled("hazards").filter(
        (pl.col("scenario") == material.scenario) & (pl.col("kind") == "site")
    )
    held = tonnes(material)
    body = []
    for target in sorted(set(hazards["target"]), key=lambda site: (-held.get(site, 0.0), site)):
        own = hazards.filter(pl.col("target") == target)
        cells = (
            say(material.site(target)),
            say(material.nation(material.sites[target]["nation"])),
            say(words.number(held.get(target, 0.0))),
            say(_threat(own.to_dicts(), material.days), _sources(material, own["hazard"].to_list())),
            say(words.percent(1 - surviving(own.to_dicts(), material.days))),
        )
        body.append(Row(cells))
    if not body:
        return []
    columns = (
        TableColumn("Site"),
        TableColumn("Holder"),
        TableColumn("Held at the start", "t", numeric=True),
        TableColumn("Chance of a strike and share lost in one"),
        TableColumn("Lost on average", "share of what stays there", numeric=True),
    )
    text = say(
        "The larger a forward stock, the more its loss costs. The last column is what strikes destroy, on average, of "
        "stock that stays at the site through the crisis. Chances of a strike are assumptions of the scenario unless a "
        "source is named; they show what is at stake, not what an opponent intends."
    )
    caption = say(f"Stocks that may be struck within {material.days} days from {words.calendar(material.start)}.")
    return [Paragraph(text), DataTable(caption, columns, tuple(body))]


def _sources(material: Material, hazards: list[str]) -> Cite:
    """The sources of the chances of a strike."""
    cites = [material.cite_row("hazards", f"{material.scenario}/{hazard}", "probability_per_day") for hazard in hazards]
    return Cite(tuple(dict.fromkeys(source for cite in cites for source in cite.sources)))


def surviving(hazards: list[dict[str, Any]], days: int) -> float:
    """Share of a stock that outlasts hazards on average: (1 - chance x loss) for each day of each window."""
    shares = (
        (1.0 - row["probability_per_day"] * row["loss"]) ** max(0.0, min(row["to_day"], days) - row["from_day"])
        for row in hazards
    )
    return float(prod(shares))


def _threat(hazards: list[dict[str, Any]], days: int) -> str:
    return "; ".join(
        f"{words.percent(row['probability_per_day'])} a day from day {words.number(row['from_day'])} to "
        f"{words.number(min(row['to_day'], days))}, {words.percent(row['loss'])} lost"
        for row in hazards[:3]
    )
