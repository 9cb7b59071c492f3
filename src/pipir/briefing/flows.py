"""Which goods does the best plan send where? Its shipments with both ends, in tonnes, seen from the brief's seat."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipir.briefing.map.atlas import unrolled
from pipir.briefing.map.drawing import Way
from pipir.briefing.material import Material
from pipir.briefing.words import number

REPAIRABLE = ":repairable"
THINNEST, WIDEST = 0.8, 9.0
"""Widths of a lane [pixel] that carries next to nothing, and of the busiest one in its busiest time."""


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
    """Lanes in use with a width for each label, the whole scenario first, and the sites at their ends."""

    ways: tuple[Way, ...]
    labels: tuple[str, ...]
    sites: dict[str, float]


def moving(material: Material) -> Moving:
    """The shipments as lanes of a map, both directions of a lane as one; its width follows tonnes a day."""
    frame = sent(material).with_columns(
        a=pl.min_horizontal("origin", "destination"), b=pl.max_horizontal("origin", "destination")
    )
    periods = material.results.plans.together.shipments.select("from_day", "to_day").unique().sort("from_day").rows()
    spans = [(0, material.days), *periods]
    tonnes = _tonnes(frame, periods)
    rates = {key: [t / (end - begin) for t, (begin, end) in zip(each, spans, strict=True)] for key, each in tonnes}
    most = max((rate for each in rates.values() for rate in each), default=0.0)
    ways = tuple(
        Way(_point(material, a), _point(material, b), mode, widths=tuple(_width(rate, most) for rate in each))
        for (a, b, mode), each in rates.items()
    )
    totals = [sum(each[place] for _, each in tonnes) for place in range(len(spans))]
    sites: dict[str, float] = {}
    for (a, b, _), each in tonnes:
        for site in (a, b):
            sites[site] = sites.get(site, 0.0) + each[0]
    return Moving(ways, tuple(_label(span, total) for span, total in zip(spans, totals, strict=True)), sites)


def _tonnes(frame: pl.DataFrame, periods: list[tuple[int, int]]) -> list[tuple[tuple[str, str, str], list[float]]]:
    """Tonnes by ends and mode: those of the whole scenario, then those of each period."""
    places = {begin: place for place, (begin, _) in enumerate(periods)}
    found: dict[tuple[str, str, str], list[float]] = {}
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
    days = f"day {begin}" if end - begin == 1 else f"days {begin}-{end - 1}"
    return f"{days}, {number(tonnes, 4)} t"


def _point(material: Material, site: str) -> tuple[float, float]:
    row = material.sites[site]
    return unrolled(row["longitude"]), row["latitude"]
