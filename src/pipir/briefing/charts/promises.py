"""What becomes of each supplier's promises? Bars in parts: one part for each fate, as long as it has promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from pipir.briefing.charts.bars import Bar, Scale, parted
from pipir.briefing.charts.style import DEEP, SKY, VERMILLION, Look

FATES = ("kept in full", "short only because of the crisis", "cannot all be kept in full", "barred by an answer")
TICKS = 6
"""Steps of the axis, about: promises are counted whole."""
COLOURS = dict(zip(FATES, (DEEP, SKY, VERMILLION, "#e4e4e4"), strict=True))
"""Apart in lightness too, so that a grey print tells them apart."""


@dataclass(frozen=True)
class Fates:
    """A supplier's promises by what becomes of them, in the order of `FATES`."""

    label: str
    counts: tuple[int, int, int, int]
    words: str


def fates(rows: Sequence[Fates], look: Look) -> str:
    """The bars, in the order given."""
    step = 1 + max(sum(row.counts) for row in rows) // TICKS
    scale = Scale("promises", lambda end: alt.Axis(format="d", values=list(range(0, int(end) + 1, step))))
    return parted([Bar(row.label, row.counts, row.words) for row in rows], COLOURS, scale, look)
