"""How does what a nation holds of an item run down? Small panels: the middle run, and a band for eight runs in ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from pipir.briefing.charts.style import BLUE, Chart, Look, plain, svg


@dataclass(frozen=True)
class Panel:
    """One panel: its title, its unit, and a frame (day, p10, p50, p90)."""

    title: str
    unit: str
    stock: pl.DataFrame


def stocks(panels: Sequence[Panel], look: Look) -> str:
    """The panels in the order given, each with a scale of its own from 0."""
    columns = 1 if look.narrow else 3
    width = (look.width - 75) if look.narrow else (look.width - 235) // 3
    panes = alt.concat(*[_panel(panel, width) for panel in panels], columns=columns, spacing=22)
    return svg(plain(panes, fit=False))


def _panel(panel: Panel, width: int) -> Chart:
    every = max(1, panel.stock.height // 60)
    thin = panel.stock.sort("day").gather_every(every)
    top = float(thin["p90"].max() or 1.0)  # type: ignore[arg-type]
    base = alt.Chart(thin).encode(
        x=alt.X("day:Q", title="day", scale=alt.Scale(nice=False), axis=alt.Axis(tickCount=4, grid=False))
    )
    y = alt.Y("p10:Q", title=panel.unit, scale=alt.Scale(domain=[0, top]), axis=alt.Axis(tickCount=4, format=",.3~r"))
    band = base.mark_area(color=BLUE, opacity=0.3).encode(y=y, y2="p90:Q")
    middle = base.mark_line(color=BLUE, strokeWidth=2).encode(y=alt.Y("p50:Q", title=panel.unit))
    title = alt.TitleParams(panel.title, anchor="start", fontSize=12, limit=width + 50, fontWeight="bold")
    return alt.layer(band, middle).properties(width=width, height=110, title=title)
