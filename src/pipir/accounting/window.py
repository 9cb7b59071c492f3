"""Which days does an account cover?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipir.network.capacity import YEAR

DAYS_PER_MONTH = 30.4375


@dataclass(frozen=True)
class Window:
    """Days [0, `days`) counted from `start`, which is day 0 of the account."""

    start: date
    days: float

    @property
    def years(self) -> float:
        """Length of the window [year]."""
        return self.days / YEAR


def months_from(start: date, months: float) -> Window:
    """The window of so many months of 30.4375 days from a date."""
    return Window(start, months * DAYS_PER_MONTH)
