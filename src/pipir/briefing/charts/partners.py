"""What is lost without each partner? Bars in two parts: its own needs and promises, and those of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from pipir.briefing.charts.bars import Bar, Scale, parted
from pipir.briefing.charts.style import DEEP, Look

PARTS = ("of what others need and are promised", "of what it needs and is promised itself")
COLOURS = dict(zip(PARTS, (DEEP, "#c4c4c4"), strict=True))
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
    bars = [Bar(row.label, (max(0.0, row.others), row.own), row.words) for row in rows]
    scale = Scale(title, lambda _: alt.Axis(format="%", tickCount=5))
    return parted(bars, COLOURS, scale, look, legend=any(row.own for row in rows))
