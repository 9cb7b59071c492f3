"""What is lost without each partner, and by its answers? Bars in two parts each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from pipir.briefing.charts.bars import Bar, Scale, parted
from pipir.briefing.charts.style import DEEP, Look

PARTS = ("of what others need and are promised", "of what it needs and is promised itself")
COLOURS = dict(zip(PARTS, (DEEP, "#c4c4c4"), strict=True))
"""Apart in lightness too, so that a grey print tells them apart."""
ENDS = ("lost if it says no to all", "gained if it says yes to all")
ENDS_COLOURS = dict(zip(ENDS, (DEEP, "#c4c4c4"), strict=True))


@dataclass(frozen=True)
class Lost:
    """What is lost without a partner, as shares of what is reached: by others, and of its own needs and promises."""

    label: str
    others: float
    own: float
    words: str


@dataclass(frozen=True)
class Answered:
    """What a nation's answers change, as shares of what is reached."""

    label: str
    lost: float
    won: float
    words: str


def lost(rows: Sequence[Lost], title: str, look: Look) -> str:
    """The bars, in the order given; without own parts one colour and no legend."""
    bars = [Bar(row.label, (max(0.0, row.others), row.own), row.words) for row in rows]
    scale = Scale(title, lambda _: alt.Axis(format="%", tickCount=5))
    return parted(bars, COLOURS, scale, look, legend=any(row.own for row in rows))


def answered(rows: Sequence[Answered], title: str, look: Look) -> str:
    """What a no loses, then what a yes brings beside it, in the order given."""
    bars = [Bar(row.label, (row.lost, row.won), row.words) for row in rows]
    return parted(bars, ENDS_COLOURS, Scale(title, lambda _: alt.Axis(format="%", tickCount=5)), look)
