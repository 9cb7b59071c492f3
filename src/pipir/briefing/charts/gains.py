"""How much less goes short where all plan together? Bars by tier for each way of using what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from pipir.briefing.charts.style import DEEP, INK, SKY, SOFT, Look, plain, room_for, svg
from pipir.briefing.words import percent

WAYS = ("each nation alone", "ordered by rule", "best plan of all together")
COLOURS = ("#c4c4c4", SKY, DEEP)
"""Apart in lightness too, so that a grey print tells them apart."""

ROOM = 60
"""Room for the names of the tiers [pixel]."""


@dataclass(frozen=True)
class Gain:
    """Share that goes short of the needs of a tier, the mean over items, in the order of `WAYS`."""

    tier: int
    items: int
    shares: tuple[float, float, float]


def gains(rows: Sequence[Gain], look: Look) -> str:
    """Three bars for each tier, with the share written beside each."""
    data = pl.DataFrame(
        [
            {"tier": f"tier {row.tier}", "way": way, "share": share, "words": percent(share)}
            for row in rows
            for way, share in zip(WAYS, row.shares, strict=True)
        ]
    )
    ends = [(max(0.01, share), percent(share)) for row in rows for share in row.shares]
    order = [f"tier {row.tier}" for row in rows]
    y = alt.Y("tier:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    offset = alt.YOffset("way:N", sort=list(WAYS), scale=alt.Scale(paddingInner=0.15))
    x = alt.X(
        "share:Q",
        title="share that goes short, mean over items",
        scale=alt.Scale(domain=[0, room_for(ends, look.width - ROOM)], nice=False),
        axis=alt.Axis(format="%", tickCount=5),
    )
    colour = alt.Color(
        "way:N",
        scale=alt.Scale(domain=list(WAYS), range=list(COLOURS)),
        legend=alt.Legend(columns=1 if look.narrow else 3, symbolType="square"),
    )
    base = alt.Chart(data)
    bars = base.mark_bar(stroke=INK, strokeWidth=0.4).encode(y=y, yOffset=offset, x=x, color=colour)
    names = base.mark_text(align="left", dx=5, fontSize=12, color=SOFT).encode(
        y=y, yOffset=offset, x="share:Q", text="words:N"
    )
    return svg(plain(alt.layer(bars, names).properties(width=look.width, height=76 * len(rows))))
