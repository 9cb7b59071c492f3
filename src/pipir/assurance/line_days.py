"""On which day has a line put out so many units, and how many by a date?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import polars as pl

from pipir.network.capacity import Ramps, ramps

CENTURY = 36_525
"""Days ahead beyond which no date is told."""
HALVINGS = 60
"""Halvings of a century that leave less than a moment."""
MOMENT = 1e-6
"""Part of a day by which rounding may pass midnight."""


@dataclass(frozen=True)
class LineDays:
    """The output of one line, work in hand included, counted from the start of day 0, the day `start`."""

    start: date
    pace: Ramps

    @classmethod
    def of(cls, line: pl.DataFrame, start: date, surge: bool) -> LineDays:
        """Of one filled row of `lines`; with `surge` a surge is ordered on day 0."""
        return cls(start, ramps(line, start, 0.0 if surge else None))

    def output(self, days: float) -> float:
        """Units put out in [0, days)."""
        return float(self.pace.finished(days)[0]) if days > 0 else 0.0

    def by(self, day: date) -> float:
        """Units put out up to the end of a date: 0 where it is past."""
        return self.output(float((day - self.start).days + 1))

    def day_of(self, units: float) -> date | None:
        """The date on which the line has put out so many units; None where that is a century or more away."""
        if units <= 0:
            return self.start
        late = float(CENTURY)
        if self.output(late) < units:
            return None
        early = 0.0
        for _ in range(HALVINGS):
            middle = 0.5 * (early + late)
            early, late = (early, middle) if self.output(middle) >= units else (middle, late)
        return self.start + timedelta(days=max(ceil(late - MOMENT) - 1, 0))
