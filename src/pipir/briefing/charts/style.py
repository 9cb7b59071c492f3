"""How do all charts look? One font, one palette that the colour-blind can read, hatching for what is assumed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import altair as alt
import vl_convert

from pipir.briefing.document import Figure, Text

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
LETTER = 6.3
"""Width of a letter of the charts' text [pixel], rounded up."""
NAMES = 260
"""Room for names beside the bars of a wide chart [pixel]; longer ones are cut."""

INK, SOFT = "#1a1a1a", "#555555"
BLUE, DEEP, SKY = "#0072B2", "#004466", "#56B4E9"
VERMILLION = "#D55E00"
"""Colours of the palette of Okabe and Ito, which the colour-blind tell apart."""

HATCH, SHADE = "url(#hatch)", "url(#shade)"
"""Fills for what is assumed: white stripes over a coloured bar, grey stripes behind marks."""

DEFS = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="2.5" height="7" fill="#ffffff" fill-opacity="0.8"/></pattern>'
    '<pattern id="shade" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="1.2" height="7" fill="#b5b5b5"/></pattern></defs>'
)


@dataclass(frozen=True)
class Look:
    """The two sizes of a picture: for a page, and for a telephone, where labels stand above what they name."""

    width: int
    narrow: bool


Chart = alt.LayerChart | alt.ConcatChart | alt.FacetChart

WIDE = Look(900, False)
NARROW = Look(350, True)


def figure(key: str, draw: Callable[[Look], str], alt_text: str, caption: Text) -> Figure:
    """A picture in both sizes."""
    return Figure(key, draw(WIDE), draw(NARROW), alt_text, caption)


def svg(chart: Chart) -> str:
    """The chart as SVG, with the hatching that its fills may name. Same chart, same bytes."""
    with alt.data_transformers.enable("default", max_rows=None):
        drawn: str = vl_convert.vegalite_to_svg(chart.to_dict())
    head, rest = drawn.split(">", 1)
    return f"{head}>{DEFS}{rest}"


def room_for(ends: Sequence[tuple[float, str]], plot: float) -> float:
    """How far a scale must go so that words written beside marks stay inside a plot of so many pixels.

    `ends` holds where each mark ends on the scale, and the words beside it.
    """
    return max(end / max(0.2, 1 - (LETTER * len(words) + 14) / plot) for end, words in ends)


def shortened(name: str, words: str, look: Look) -> str:
    """Name and words on one line above a mark, the name cut so that the line fits the picture."""
    room = int(look.width / LETTER) - len(words) - 3
    return f"{name if len(name) <= room else name[: max(8, room - 1)].rstrip() + '…'}: {words}"


def plain(chart: Chart, fit: bool = True) -> Chart:
    """The chart in the brief's style; with `fit`, a width given to it is that of the whole picture, names included."""
    styled: Chart = (
        chart.configure(
            font=FONT,
            background="white",
            padding={"left": 2, "right": 14, "top": 4, "bottom": 4},
            autosize=alt.AutoSizeParams(type="fit-x" if fit else "pad", contains="padding"),
        )
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
            labelLimit=NAMES,
        )
        .configure_legend(
            orient="top", title=None, labelFontSize=12, labelColor=INK, symbolSize=90, columnPadding=18, labelLimit=320
        )
        .configure_header(labelFontSize=12, labelFontWeight="bold", labelColor=INK, labelAnchor="start", title=None)
    )
    return styled
