"""How does each partner's supply divide into own need, promises and what is free? Bars, one for a nation and item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from pipir.briefing.charts.style import (
    DEEP,
    HATCH,
    INK,
    NAMES,
    SKY,
    SOFT,
    VERMILLION,
    Look,
    plain,
    room_for,
    shortened,
    svg,
)

PARTS = ("needed at home", "promised to others", "free to give", "needed or promised beyond supply")
COLOURS = ("#d4d4d4", DEEP, SKY, VERMILLION)
"""Apart in lightness too, so that a grey print tells them apart."""
MOST = 2.0
"""Bars are cut at twice the supply; what lies beyond is written."""


@dataclass(frozen=True)
class Division:
    """How one nation's supply of an item divides, as shares of stock above the reserve plus output."""

    label: str
    home: float
    promised: float
    free: float
    beyond: float
    words: str
    assumed: bool


def giving(divisions: Sequence[Division], look: Look) -> str:
    """The bars, in the order given. A bar that rests on an assumed stock is hatched."""
    order = [one.label for one in divisions]
    data = pl.DataFrame([row for one in divisions for row in _segments(one)])
    ends = [(min(MOST, one.home + one.promised + one.free + one.beyond), one.words) for one in divisions]
    end = max(1.05, *(end for end, _ in ends)) if look.narrow else room_for(ends, look.width - NAMES)
    height = 44 if look.narrow else 25
    y = alt.Y("label:N", sort=order, title=None, axis=None if look.narrow else alt.Axis(ticks=False, domain=False))
    x = alt.X(
        "start:Q",
        title="share of stock above the reserve plus output",
        scale=alt.Scale(domain=[0, end], nice=False),
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0], grid=True),
    )
    size, down = (13, 9) if look.narrow else (15, 0)
    base = alt.Chart(data)
    bars = base.mark_bar(size=size, yOffset=down, stroke=INK, strokeWidth=0.4).encode(
        y=y,
        x=x,
        x2="end:Q",
        color=alt.Color(
            "part:N",
            scale=alt.Scale(domain=list(PARTS), range=list(COLOURS)),
            legend=alt.Legend(columns=2 if look.narrow else 4, symbolType="square"),
        ),
    )
    hatch = (
        base.transform_filter("datum.assumed")
        .mark_bar(size=size, yOffset=down, fill=HATCH)
        .encode(y=y, x=x, x2="end:Q")
    )
    whole = alt.Chart(pl.DataFrame({"x": [1.0]})).mark_rule(color=INK, strokeWidth=1.5).encode(x="x:Q")
    layers: list[alt.Chart] = [bars, hatch, whole, *_labels(divisions, order, look, y)]
    return svg(plain(alt.layer(*layers).properties(width=look.width, height=height * len(order))))


def _labels(divisions: Sequence[Division], order: list[str], look: Look, y: alt.Y) -> list[alt.Chart]:
    rows = pl.DataFrame(
        {
            "label": order,
            "end": [min(MOST, one.home + one.promised + one.free + one.beyond) for one in divisions],
            "words": [one.words for one in divisions],
            "both": [shortened(one.label, one.words, look) for one in divisions],
        }
    )
    chart = alt.Chart(rows)
    if look.narrow:
        return [
            chart.mark_text(align="left", yOffset=-7, fontSize=12, color=INK).encode(y=y, x=alt.value(0), text="both:N")
        ]
    return [chart.mark_text(align="left", dx=6, fontSize=12, color=SOFT).encode(y=y, x="end:Q", text="words:N")]


def _segments(one: Division) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    start = 0.0
    for part, share in zip(PARTS, (one.home, one.promised, one.free, one.beyond), strict=True):
        end = min(MOST, start + share)
        if end > start:
            out.append({"label": one.label, "part": part, "start": start, "end": end, "assumed": one.assumed})
        start = end
    return out
