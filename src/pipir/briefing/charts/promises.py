"""What becomes of each supplier's promises? Bars in parts: one part for each fate, as long as it has promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from pipir.briefing.charts.style import DEEP, INK, NAMES, SKY, SOFT, VERMILLION, Look, plain, room_for, shortened, svg

FATES = ("kept in full", "short only beside the crisis", "cannot all be kept in full", "barred by an answer")
TICKS = 6
"""Steps of the axis, about: promises are counted whole."""
COLOURS = (DEEP, SKY, VERMILLION, "#e4e4e4")
"""Apart in lightness too, so that a grey print tells them apart."""


@dataclass(frozen=True)
class Fates:
    """A supplier's promises by what becomes of them, in the order of `FATES`."""

    label: str
    counts: tuple[int, int, int, int]
    words: str


def fates(rows: Sequence[Fates], look: Look) -> str:
    """The bars, in the order given."""
    order = [row.label for row in rows]
    data = pl.DataFrame([part for row in rows for part in _parts(row)])
    longest = max(sum(row.counts) for row in rows)
    ends = [(float(sum(row.counts)), row.words) for row in rows]
    end = longest * 1.02 if look.narrow else room_for(ends, look.width - NAMES)
    y = alt.Y("label:N", sort=order, title=None, axis=None if look.narrow else alt.Axis(ticks=False, domain=False))
    x = alt.X(
        "start:Q",
        title="promises",
        scale=alt.Scale(domain=[0, end], nice=False),
        axis=alt.Axis(format="d", values=list(range(0, int(end) + 1, 1 + longest // TICKS))),
    )
    size, down = (13, 9) if look.narrow else (15, 0)
    bars = (
        alt.Chart(data)
        .mark_bar(size=size, yOffset=down, stroke=INK, strokeWidth=0.4)
        .encode(
            y=y,
            x=x,
            x2="end:Q",
            color=alt.Color(
                "fate:N",
                scale=alt.Scale(domain=list(FATES), range=list(COLOURS)),
                legend=alt.Legend(columns=1 if look.narrow else 4, symbolType="square"),
            ),
        )
    )
    ends_of = pl.DataFrame(
        {
            "label": order,
            "end": [float(sum(row.counts)) for row in rows],
            "words": [row.words for row in rows],
            "both": [shortened(row.label, row.words, look) for row in rows],
        }
    )
    chart = alt.Chart(ends_of)
    if look.narrow:
        names = chart.mark_text(align="left", yOffset=-7, fontSize=12, color=INK).encode(
            y=y, x=alt.value(0), text="both:N"
        )
    else:
        names = chart.mark_text(align="left", dx=6, fontSize=12, color=SOFT).encode(y=y, x="end:Q", text="words:N")
    height = 44 if look.narrow else 25
    return svg(plain(alt.layer(bars, names).properties(width=look.width, height=height * len(order))))


def _parts(row: Fates) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    start = 0
    for fate, count in zip(FATES, row.counts, strict=True):
        if count:
            out.append({"label": row.label, "fate": fate, "start": start, "end": start + count})
        start += count
    return out
