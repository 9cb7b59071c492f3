"""How much of the case is sourced? A bar per table, divided by grade, what is assumed hatched."""

from __future__ import annotations

import altair as alt
import polars as pl

from pipir.briefing.backing import GRADES
from pipir.briefing.charts.style import HATCH, INK, Look, plain, svg

SHADES = ("#08306b", "#2f7fbc", "#a9cbe6", "#f0f0f0")
WORDS = {"high": "high", "medium": "medium", "low": "low", "assumed": "assumed (no source)"}


def sourcing(shares: pl.DataFrame, look: Look) -> str:
    """Bars from a frame (table, figures, grade, share), tables in the order given."""
    order = shares["table"].unique(maintain_order=True).to_list()
    edges = shares.with_columns(
        rank=pl.col("grade").replace_strict({grade: rank for rank, grade in enumerate(GRADES)}, return_dtype=pl.Int64),
        words=pl.col("grade").replace_strict(WORDS, return_dtype=pl.String),
    ).sort("rank", maintain_order=True)
    edges = edges.with_columns(end=pl.col("share").cum_sum().over("table")).with_columns(
        start=pl.col("end") - pl.col("share")
    )
    y = alt.Y("table:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    x = alt.X(
        "start:Q", title="share of the figures", axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domain=[0, 1])
    )
    base = alt.Chart(edges)
    bars = base.mark_bar(size=14, stroke="#777777", strokeWidth=0.5).encode(
        y=y,
        x=x,
        x2="end:Q",
        color=alt.Color(
            "words:N",
            scale=alt.Scale(domain=[WORDS[grade] for grade in GRADES], range=list(SHADES)),
            legend=alt.Legend(columns=2 if look.narrow else 4, symbolType="square", symbolStrokeColor="#777777"),
        ),
    )
    grey = (
        base.transform_filter("datum.grade == 'assumed'").mark_bar(size=14, fill="#8c8c8c").encode(y=y, x=x, x2="end:Q")
    )
    hatch = base.transform_filter("datum.grade == 'assumed'").mark_bar(size=14, fill=HATCH, stroke=INK, strokeWidth=0.5)
    chart = alt.layer(bars, grey, hatch.encode(y=y, x=x, x2="end:Q"))
    return svg(plain(chart.properties(width=look.width, height=23 * len(order))))
