"""What is lost without each partner? Bars in two parts: its own needs and promises, and those of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from pipir.briefing.charts.style import DEEP, INK, NAMES, SOFT, Look, plain, room_for, shortened, svg

PARTS = ("of what others need and are promised", "of what it needs and is promised itself")
COLOURS = (DEEP, "#c4c4c4")
"""Apart in lightness too, so that a grey print tells them apart."""


@dataclass(frozen=True)
class Lost:
    """What is lost without a partner, as shares of what all together reach."""

    label: str
    others: float
    own: float
    words: str


def lost(rows: Sequence[Lost], title: str, look: Look) -> str:
    """The bars, in the order given; without own parts one colour and no legend."""
    order = [row.label for row in rows]
    data = pl.DataFrame([part for row in rows for part in _parts(row)])
    ends = [(max(0.0, row.others) + row.own, row.words) for row in rows]
    end = max(end for end, _ in ends) * 1.02 if look.narrow else room_for(ends, look.width - NAMES)
    y = alt.Y("label:N", sort=order, title=None, axis=None if look.narrow else alt.Axis(ticks=False, domain=False))
    x = alt.X(
        "start:Q",
        title=title,
        scale=alt.Scale(domain=[0, end], nice=False),
        axis=alt.Axis(format="%", tickCount=5),
    )
    size, down = (13, 9) if look.narrow else (15, 0)
    legend = alt.Legend(columns=1 if look.narrow else 2, symbolType="square") if any(row.own for row in rows) else None
    colour = alt.Color("part:N", scale=alt.Scale(domain=list(PARTS), range=list(COLOURS)), legend=legend)
    bars = (
        alt.Chart(data)
        .mark_bar(size=size, yOffset=down, stroke=INK, strokeWidth=0.4)
        .encode(y=y, x=x, x2="end:Q", color=colour)
    )
    texts = pl.DataFrame(
        {
            "label": order,
            "end": [end for end, _ in ends],
            "words": [row.words for row in rows],
            "both": [shortened(row.label, row.words, look) for row in rows],
        }
    )
    chart = alt.Chart(texts)
    if look.narrow:
        names = chart.mark_text(align="left", yOffset=-7, fontSize=12, color=INK).encode(
            y=y, x=alt.value(0), text="both:N"
        )
    else:
        names = chart.mark_text(align="left", dx=6, fontSize=12, color=SOFT).encode(y=y, x="end:Q", text="words:N")
    height = 44 if look.narrow else 25
    return svg(plain(alt.layer(bars, names).properties(width=look.width, height=height * len(order))))


def _parts(row: Lost) -> list[dict[str, object]]:
    others = max(0.0, row.others)
    edges = ((PARTS[0], 0.0, others), (PARTS[1], others, others + row.own))
    return [{"label": row.label, "part": part, "start": start, "end": end} for part, start, end in edges if end > start]
