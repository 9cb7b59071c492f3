"""On which day has a line put out so many units, and how many by a date?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

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

    def by(self, day: date) -> float:
        """Units put out up to the end of a date: 0 where it is past."""
        days = (day - self.start).days + 1
        return float(self.pace.finished(float(days))[0]) if days > 0 else 0.0

    def days_of(self, units: Sequence[float]) -> list[date | None]:
        """The dates on which the line has put out so many units; None where that is a century or more away."""
        wanted = np.asarray(units, dtype=float)
        early, late = np.zeros(len(wanted)), np.full(len(wanted), float(CENTURY))
        made = self._made(late) >= wanted
        for _ in range(HALVINGS):
            middle = 0.5 * (early + late)
            enough = self._made(middle) >= wanted
            early, late = np.where(enough, early, middle), np.where(enough, middle, late)
        ahead = np.maximum(np.ceil(late - MOMENT) - 1.0, 0.0)
        return [self.start + timedelta(days=int(day)) if ever else None for day, ever in zip(ahead, made, strict=True)]

    def _made(self, days: NDArray[np.float64]) -> NDArray[np.float64]:
        """Units put out in [0, day), for each of these days."""
        made: NDArray[np.float64] = self.pace.finished(days[:, np.newaxis])[:, 0]
        return made
