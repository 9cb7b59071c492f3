"""How are bars in parts drawn? With words at their ends, or above them with the name where there is little width."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import altair as alt
import polars as pl

from pipir.briefing.charts.style import INK, NAMES, SOFT, Look, plain, room_for, shortened, svg


@dataclass(frozen=True)
class Bar:
    """A bar: how long each of its parts is, in the order of their colours, and what is said at its end."""

    label: str
    parts: tuple[float, ...]
    words: str


@dataclass(frozen=True)
class Scale:
    """What bars measure: its name, and the axis that ends at a given length."""

    title: str
    axis: Callable[[float], alt.Axis]


def parted(bars: Sequence[Bar], colours: Mapping[str, str], scale: Scale, look: Look, legend: bool = True) -> str:
    """The bars, in the order given; `colours` are those of the parts, by name."""
    order = [bar.label for bar in bars]
    kinds = list(colours)
    data = pl.DataFrame([edge for bar in bars for edge in _edges(bar, kinds)])
    ends = [(float(sum(bar.parts)), bar.words) for bar in bars]
    end = max(end for end, _ in ends) * 1.02 if look.narrow else room_for(ends, look.width - NAMES)
    y = alt.Y("label:N", sort=order, title=None, axis=None if look.narrow else alt.Axis(ticks=False, domain=False))
    x = alt.X("start:Q", title=scale.title, scale=alt.Scale(domain=[0, end], nice=False), axis=scale.axis(end))
    told_above = alt.Legend(columns=1 if look.narrow else len(kinds), symbolType="square") if legend else None
    colour = alt.Color("part:N", scale=alt.Scale(domain=kinds, range=list(colours.values())), legend=told_above)
    size, down = (13, 9) if look.narrow else (15, 0)
    drawn = (
        alt.Chart(data)
        .mark_bar(size=size, yOffset=down, stroke=INK, strokeWidth=0.4)
        .encode(y=y, x=x, x2="end:Q", color=colour)
    )
    texts = pl.DataFrame(
        {
            "label": order,
            "end": [end for end, _ in ends],
            "words": [bar.words for bar in bars],
            "both": [shortened(bar.label, bar.words, look) for bar in bars],
        }
    )
    chart = alt.Chart(texts)
    if look.narrow:
        told = chart.mark_text(align="left", yOffset=-7, fontSize=12, color=INK).encode(
            y=y, x=alt.value(0), text="both:N"
        )
    else:
        told = chart.mark_text(align="left", dx=6, fontSize=12, color=SOFT).encode(y=y, x="end:Q", text="words:N")
    height = 44 if look.narrow else 25
    return svg(plain(alt.layer(drawn, told).properties(width=look.width, height=height * len(order))))


def _edges(bar: Bar, kinds: Sequence[str]) -> list[dict[str, object]]:
    ends = list(accumulate(bar.parts, initial=0.0))
    edges = zip(kinds, ends, ends[1:], strict=False)
    return [{"label": bar.label, "part": kind, "start": start, "end": end} for kind, start, end in edges if end > start]
