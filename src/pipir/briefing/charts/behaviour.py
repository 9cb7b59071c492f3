"""Does the model give what was seen? Both as a range on one scale, where 1 is what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from pipir.briefing.charts.style import BLUE, INK, VERMILLION, Look, plain, svg

KINDS = ("seen or published", "this model")


@dataclass(frozen=True)
class Comparison:
    """What was seen and what the model gives, each low, middle and high, over the middle of what was seen."""

    label: str
    seen: tuple[float, float, float]
    model: tuple[float, float, float]


def behaviour(rows: Sequence[Comparison], look: Look) -> str:
    """The comparisons in the order given, on a logarithmic scale: half and double lie equally far from 1."""
    order = [row.label for row in rows]
    marks = [
        {"label": row.label, "kind": kind, "low": part[0], "middle": part[1], "high": part[2]}
        for row in rows
        for kind, part in zip(KINDS, (row.seen, row.model), strict=True)
    ]
    data = pl.DataFrame(marks).with_columns(pl.col("low", "middle", "high").clip(1 / 9, 9))
    y = alt.Y(
        "label:N",
        sort=order,
        title=None,
        axis=None if look.narrow else alt.Axis(ticks=False, domain=False, labelLimit=300),
    )
    x = alt.X(
        "low:Q",
        title="as a multiple of what was seen",
        scale=alt.Scale(type="log", domain=[0.1, 10]),
        axis=alt.Axis(values=[0.1, 0.25, 0.5, 1, 2, 4, 10], format="~g"),
    )
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(KINDS), range=[INK, VERMILLION]))
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=list(KINDS), range=["square", "circle"]))
    layers: list[alt.Chart] = [
        alt.Chart(pl.DataFrame({"x": [1.0]})).mark_rule(color=BLUE, strokeWidth=1.5).encode(x="x:Q")
    ]
    for kind, down in zip(KINDS, (2, 12) if look.narrow else (-5, 5), strict=True):
        own = alt.Chart(data.filter(pl.col("kind") == kind))
        layers.append(
            own.mark_rule(strokeWidth=4, opacity=0.5, yOffset=down).encode(y=y, x=x, x2="high:Q", color=colour)
        )
        layers.append(
            own.mark_point(size=75, filled=True, opacity=1, yOffset=down).encode(
                y=y, x="middle:Q", color=colour, shape=shape
            )
        )
    if look.narrow:
        names = alt.Chart(pl.DataFrame({"label": order}))
        layers.append(
            names.mark_text(align="left", yOffset=-13, fontSize=12, color=INK).encode(
                y=y, x=alt.value(0), text="label:N"
            )
        )
    chart = alt.layer(*layers).properties(width=look.width, height=(46 if look.narrow else 32) * len(order))
    return svg(plain(chart))
