"""How do all charts look? One font, one palette that the colour-blind can read, hatching for what is assumed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import altair as alt
import vl_convert

from pipir.briefing.document import Figure, Text

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, SOFT, FAINT = "#1a1a1a", "#555555", "#d9d9d9"
BLUE, SKY, GREEN = "#0072B2", "#56B4E9", "#009E73"
ORANGE, VERMILLION, PURPLE = "#E69F00", "#D55E00", "#CC79A7"
"""The palette of Okabe and Ito."""

HATCH = "url(#hatch)"
DEFS = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="3" height="6" fill="#ffffff" fill-opacity="0.75"/></pattern></defs>'
)


@dataclass(frozen=True)
class Look:
    """The two sizes of a picture: for a page, and for a telephone, where labels stand above what they name."""

    width: int
    narrow: bool


WIDE = Look(760, False)
NARROW = Look(340, True)


def figure(key: str, draw: Callable[[Look], str], alt_text: str, caption: Text) -> Figure:
    """A picture in both sizes."""
    return Figure(key, draw(WIDE), draw(NARROW), alt_text, caption)


def svg(chart: alt.TopLevelMixin) -> str:
    """The chart as SVG, with the hatching that its fills may name. Same chart, same bytes."""
    with alt.data_transformers.enable("default", max_rows=None):
        drawn: str = vl_convert.vegalite_to_svg(chart.to_dict())
    head, rest = drawn.split(">", 1)
    return f"{head}>{DEFS}{rest}"


def plain(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """The chart in the brief's style."""
    return (
        chart.configure(font=FONT, background="white", padding={"left": 2, "right": 12, "top": 4, "bottom": 4})
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=SOFT,
            titleFontWeight="normal",
            labelFontSize=12,
            titleFontSize=12,
            gridColor="#e6e6e6",
            domainColor="#999999",
            tickColor="#999999",
            labelLimit=260,
        )
        .configure_legend(
            orient="top", title=None, labelFontSize=12, labelColor=INK, symbolSize=90, columnPadding=18, labelLimit=320
        )
        .configure_header(labelFontSize=12, labelFontWeight="bold", labelColor=INK, labelAnchor="start", title=None)
    )
