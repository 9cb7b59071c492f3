"""When does who run short, and when out? A line for eight runs in ten, a mark for the middle run, on a time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import altair as alt
import polars as pl

from pipir.briefing.charts.style import (
    BLUE,
    INK,
    NAMES,
    SHADE,
    SOFT,
    VERMILLION,
    Look,
    plain,
    room_for,
    shortened,
    svg,
)

KINDS = ("first short", "nothing left")


@dataclass(frozen=True)
class Span:
    """Quantiles of a first day: one run in ten, half, nine in ten; None is later than the scenario's end."""

    low: int | None
    middle: int | None
    high: int | None


@dataclass(frozen=True)
class Depletion:
    """One nation and item: when it is first short and when nothing is left."""

    label: str
    short: Span
    out: Span
    words: str
    assumed: bool


def shortage(rows: Sequence[Depletion], days: int, start: date, look: Look) -> str:
    """The lines in the order given; an arrow means that the band goes on beyond the scenario."""
    order = [row.label for row in rows]
    data = pl.DataFrame([mark for row in rows for mark in _marks(row, days)], infer_schema_length=None)
    end = days * 1.02 if look.narrow else room_for([(days * 1.03, row.words) for row in rows], look.width - NAMES)
    y = alt.Y("label:N", sort=order, title=None, axis=None if look.narrow else alt.Axis(ticks=False, domain=False))
    x = alt.X(
        "low:Q",
        title=f"day of the crisis (day 0 is {start.day} {start:%B %Y})",
        scale=alt.Scale(domain=[-days * 0.01, end], nice=False),
        axis=alt.Axis(values=_ticks(days), labelExpr=_dates(days, start)),
    )
    layers = [*_hatching(rows, y, x, days, look), *_tracks(data, x, y, look), *_words(rows, days, y, look)]
    chart = alt.layer(*layers).properties(width=look.width, height=(46 if look.narrow else 30) * len(order))
    return svg(plain(chart))


def _tracks(data: pl.DataFrame, x: alt.X, y: alt.Y, look: Look) -> list[alt.Chart]:
    """Band, middle and arrow of each kind of day, the one above the other."""
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(KINDS), range=[BLUE, VERMILLION]))
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=list(KINDS), range=["circle", "diamond"]))
    layers = []
    for kind, down in zip(KINDS, (2, 12) if look.narrow else (-5, 5), strict=True):
        own = alt.Chart(data.filter(pl.col("kind") == kind))
        band = own.mark_rule(strokeWidth=5, opacity=0.45, yOffset=down)
        middle = own.transform_filter("isValid(datum.middle)")
        mark = middle.mark_point(size=75, filled=True, opacity=1, yOffset=down)
        arrow = own.transform_filter("datum.beyond").mark_point(
            shape="triangle-right", size=45, filled=True, opacity=1, yOffset=down
        )
        layers += [
            band.encode(y=y, x=x, x2="high:Q", color=colour),
            mark.encode(y=y, x="middle:Q", color=colour, shape=shape),
            arrow.encode(y=y, x="high:Q", color=colour),
        ]
    return layers


def _words(rows: Sequence[Depletion], days: int, y: alt.Y, look: Look) -> list[alt.Chart]:
    """What goes unmet: beside the lines, or above them with the name."""
    words = [shortened(row.label, row.words, look) if look.narrow else row.words for row in rows]
    ends = [float(days) * 1.03] * len(rows)
    chart = alt.Chart(pl.DataFrame({"label": [row.label for row in rows], "words": words, "end": ends}))
    if look.narrow:
        above = chart.mark_text(align="left", yOffset=-13, fontSize=12, color=INK)
        return [above.encode(y=y, x=alt.value(0), text="words:N")]
    return [chart.mark_text(align="left", fontSize=12, color=SOFT).encode(y=y, x="end:Q", text="words:N")]


def _hatching(rows: Sequence[Depletion], y: alt.Y, x: alt.X, days: int, look: Look) -> list[alt.Chart]:
    """Stripes behind the rows that rest on an assumed stock."""
    labels = [row.label for row in rows if row.assumed]
    if not labels:
        return []
    bands = alt.Chart(pl.DataFrame({"label": labels, "low": [0.0] * len(labels), "high": [float(days)] * len(labels)}))
    size, down = (25, 7) if look.narrow else (24, 0)
    return [bands.mark_bar(fill=SHADE, size=size, yOffset=down).encode(y=y, x=x, x2="high:Q")]


def _marks(row: Depletion, days: int) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for kind, span in zip(KINDS, (row.short, row.out), strict=True):
        if span.low is not None:
            beyond = span.high is None
            high = days if span.high is None else span.high
            out.append(
                {
                    "label": row.label,
                    "kind": kind,
                    "low": span.low,
                    "middle": span.middle,
                    "high": high,
                    "beyond": beyond,
                }
            )
    return out or [{"label": row.label, "kind": KINDS[0], "low": None, "middle": None, "high": None, "beyond": False}]


def _ticks(days: int) -> list[int]:
    step = next(step for step in (5, 10, 30, 60, 90, 180, 365, 3650) if days / step <= 7)
    return list(range(0, days + 1, step))


def _dates(days: int, start: date) -> str:
    """A Vega expression: each tick as its day and, below it, its date."""
    pairs = []
    for tick in _ticks(days):
        when = start + timedelta(days=tick)
        pairs.append(f"datum.value == {tick} ? ['{tick}', '{when.day} {when:%b}'] : ")
    return "".join(pairs) + "''"
