"""Which goods does the best plan send where? Its shipments with both ends, in tonnes, seen from the brief's seat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import polars as pl

from pipir.briefing.map.atlas import unrolled
from pipir.briefing.map.drawing import Way
from pipir.briefing.material import Material
from pipir.briefing.words import number
from pipir.case.words import counted
from pipir.program.grid import grid, turns

REPAIRABLE = ":repairable"
STAGES = 4
"""Stretches of time that paper shows side by side."""
THINNEST, WIDEST = 0.8, 9.0
"""Widths of a lane [pixel] that carries next to nothing, and of the busiest one in its busiest time."""

Ends = tuple[str, str, str]
"""Two sites in the order of their names, and the mode of the lane between them."""


def sent(material: Material) -> pl.DataFrame:
    """Shipments of the plan with `origin`, `destination`, `mode`, `giver`, `taker`, `thing`, and `tonnes`.

    From a seat only those that start or end at a site of its nation.
    """
    case = material.case
    holders = case["sites"].select("site", "nation")
    lanes = (
        case["lanes"]
        .select("lane", "origin", "destination", "mode")
        .join(holders.rename({"site": "origin", "nation": "giver"}), on="origin", how="left", validate="m:1")
        .join(holders.rename({"site": "destination", "nation": "taker"}), on="destination", how="left", validate="m:1")
    )
    masses = case["items"].select(thing="item", mass_kg="mass_kg")
    frame = (
        material.results.plans.together.shipments.with_columns(thing=pl.col("item").str.strip_suffix(REPAIRABLE))
        .join(lanes, on="lane", how="left", validate="m:1")
        .join(masses, on="thing", how="left", validate="m:1")
        .with_columns(tonnes=pl.col("quantity") * pl.col("mass_kg") / 1000)
    )
    if material.seat:
        frame = frame.filter((pl.col("giver") == material.seat) | (pl.col("taker") == material.seat))
    return frame


def between(material: Material) -> pl.DataFrame:
    """What passes between nations: `quantity`, `tonnes`, `first` day, by giver, taker, item and what it is under."""
    keys = ["giver", "taker", "item", "under", "carried_by"]
    frame = sent(material).filter((pl.col("under") != "own") & (pl.col("giver") != pl.col("taker")))
    summed = frame.group_by(keys).agg(
        pl.col("quantity").sum(), pl.col("tonnes").sum(), pl.col("from_day").min().alias("first")
    )
    return summed.sort(["tonnes", *keys], descending=[True, *(False for _ in keys)])


@dataclass(frozen=True)
class Moving:
    """Lanes in use with a width for each label, the whole scenario first, and the sites at their ends.

    `stages` are the same lanes over a few stretches of the scenario, one after the other, on a scale of their own.
    """

    ways: tuple[Way, ...]
    labels: tuple[str, ...]
    sites: dict[str, float]
    stages: tuple[tuple[str, tuple[Way, ...]], ...]


def moving(material: Material) -> Moving:
    """The shipments as lanes of a map, both directions of a lane as one; its width follows tonnes a day."""
    frame = sent(material).with_columns(
        a=pl.min_horizontal("origin", "destination"), b=pl.max_horizontal("origin", "destination")
    )
    cuts = turns(material.case, material.start)
    edges = [int(edge) for edge in grid(material.days, cuts=cuts).edges]
    periods = list(pairwise(edges))
    spans = [(0, material.days), *periods]
    tonnes = _tonnes(frame, periods)
    ways = _ways(material, tonnes, spans)
    totals = [sum(each[place] for _, each in tonnes) for place in range(len(spans))]
    sites: dict[str, float] = {}
    for (a, b, _), each in tonnes:
        for site in (a, b):
            sites[site] = sites.get(site, 0.0) + each[0]
    labels = tuple(_label(span, total) for span, total in zip(spans, totals, strict=True))
    return Moving(ways, labels, sites, _stages(material, tonnes, periods))


def _stages(
    material: Material, tonnes: list[tuple[Ends, list[float]]], periods: list[tuple[int, int]]
) -> tuple[tuple[str, tuple[Way, ...]], ...]:
    """Whole periods gathered into stretches of nearly the same length; each tonne stands in one of them."""
    members: dict[int, list[int]] = {}
    for place, (begin, _) in enumerate(periods):
        members.setdefault(begin * STAGES // material.days, []).append(place)
    groups = list(members.values())
    spans = [(periods[group[0]][0], periods[group[-1]][1]) for group in groups]
    summed = [(ends, [sum(each[1 + place] for place in group) for group in groups]) for ends, each in tonnes]
    ways = _ways(material, summed, spans)
    totals = [sum(each[place] for _, each in summed) for place in range(len(spans))]
    return tuple(
        (_label(span, total), tuple(replace(way, widths=way.widths[place : place + 1]) for way in ways))
        for place, (span, total) in enumerate(zip(spans, totals, strict=True))
    )


def _ways(material: Material, tonnes: list[tuple[Ends, list[float]]], spans: list[tuple[int, int]]) -> tuple[Way, ...]:
    """Lanes with a width for each span, all on one scale of tonnes a day."""
    rates = [(ends, [t / (b - a) for t, (a, b) in zip(each, spans, strict=True)]) for ends, each in tonnes]
    most = max((rate for _, each in rates for rate in each), default=0.0)
    return tuple(
        Way(_point(material, a), _point(material, b), mode, widths=tuple(_width(rate, most) for rate in each))
        for (a, b, mode), each in rates
    )


def _tonnes(frame: pl.DataFrame, periods: list[tuple[int, int]]) -> list[tuple[Ends, list[float]]]:
    """Tonnes by ends and mode: those of the whole scenario, then those of each period."""
    places = {begin: place for place, (begin, _) in enumerate(periods)}
    found: dict[Ends, list[float]] = {}
    summed = frame.group_by("a", "b", "mode", "from_day").agg(pl.col("tonnes").sum())
    for a, b, mode, begin, tonnes in summed.sort("a", "b", "mode", "from_day").rows():
        each = found.setdefault((a, b, mode), [0.0] * (len(periods) + 1))
        each[0] += tonnes
        each[1 + places[begin]] += tonnes
    return list(found.items())


def _width(rate: float, most: float) -> float:
    return 0.0 if rate <= 0 else round(float(THINNEST + (WIDEST - THINNEST) * (rate / most) ** 0.5), 1)


def _label(span: tuple[int, int], tonnes: float) -> str:
    begin, end = span
    days = f"day {begin}" if end - begin == 1 else f"days {begin} to {end - 1}"
    return f"{days}, {counted(number(tonnes, 4), 'tonne')}"


def _point(material: Material, site: str) -> tuple[float, float]:
    row = material.sites[site]
    return unrolled(row["longitude"]), row["latitude"]
