"""Does what is left meet the next contingency? A mark per nation and item on a scale where 1 means enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from pipir.briefing.charts.style import BLUE, INK, NAMES, SOFT, VERMILLION, Look, plain, room_for, shortened, svg

ASSUMED = " (stock assumed)"
MOST = 2.0
"""The scale ends at twice the requirement; what lies beyond is drawn there with an arrow."""


@dataclass(frozen=True)
class Remainder:
    """What is left of an item as a multiple of the next requirement: low, middle, high."""

    label: str
    low: float
    index: float
    high: float
    words: str
    assumed: bool


def left(rows: Sequence[Remainder], look: Look) -> str:
    """The marks in the order given: full below 1, hollow where enough is left, grey where the stock is assumed."""
    order = [row.label for row in rows]
    data = pl.DataFrame(
        [
            {
                "label": row.label,
                "low": min(row.low, MOST),
                "index": min(row.index, MOST),
                "high": min(row.high, MOST),
                "words": row.words + (ASSUMED if row.assumed else ""),
                "both": shortened(row.label, row.words + (ASSUMED if row.assumed else ""), look),
                "state": "less than the next contingency needs" if row.index < 1 else "enough for the next contingency",
                "assumed": row.assumed,
            }
            for row in rows
        ]
    )
    ends = [(min(row.high, MOST), row.words + (ASSUMED if row.assumed else "")) for row in rows]
    end = MOST if look.narrow else max(MOST, room_for(ends, look.width - NAMES))
    y = alt.Y("label:N", sort=order, title=None, axis=None if look.narrow else alt.Axis(ticks=False, domain=False))
    x = alt.X(
        "low:Q",
        title="what is left, as a multiple of what the next contingency needs",
        scale=alt.Scale(domain=[-0.02, end], nice=False),
        axis=alt.Axis(values=[0, 0.5, 1, 1.5, 2], format=".1f"),
    )
    states = ["less than the next contingency needs", "enough for the next contingency"]
    colour = alt.Color(
        "state:N",
        scale=alt.Scale(domain=states, range=[VERMILLION, BLUE]),
        legend=alt.Legend(columns=1 if look.narrow else 2),
    )
    shape = alt.Shape("state:N", scale=alt.Scale(domain=states, range=["circle", "square"]))
    down = 8 if look.narrow else 0
    base = alt.Chart(data)
    bands = base.mark_rule(strokeWidth=4, opacity=0.45, yOffset=down).encode(y=y, x=x, x2="high:Q", color=colour)
    fill = alt.condition("datum.assumed", alt.value("#ffffff"), colour)
    marks = base.mark_point(size=85, opacity=1, strokeWidth=2, yOffset=down).encode(
        y=y, x="index:Q", shape=shape, color=colour, fill=fill
    )
    enough = alt.Chart(pl.DataFrame({"x": [1.0]})).mark_rule(color=INK, strokeWidth=1.5).encode(x="x:Q")
    if look.narrow:
        names = base.mark_text(align="left", yOffset=-8, fontSize=12, color=INK).encode(
            y=y, x=alt.value(0), text="both:N"
        )
    else:
        names = base.mark_text(align="left", dx=8, fontSize=12, color=SOFT).encode(y=y, x="high:Q", text="words:N")
    chart = alt.layer(enough, bands, marks, names)
    step = 44 if look.narrow else 26
    return svg(plain(chart.properties(width=look.width, height=step * len(order))))
