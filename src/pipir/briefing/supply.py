"""How many days of supply do several claims of one place lack together? Those side by side one day, not several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Lack:
    """What one claim lacks: the days [begin, end) in which it falls due, what is owed on each of them, units short."""

    begin: float
    end: float
    per_day: float
    short: float


def days_of_supply(lacks: Sequence[Lack]) -> float:
    """Days in which what is short would be used: what each lacks spread evenly over its days.

    Claims one after another add up; those side by side are used at what all of them are owed a day.
    """
    edges = sorted({day for lack in lacks for day in (lack.begin, lack.end)})
    days = 0.0
    for first, after in pairwise(edges):
        here = [lack for lack in lacks if lack.begin <= first and after <= lack.end]
        used = sum(lack.per_day for lack in here)
        short = sum(lack.short / (lack.end - lack.begin) for lack in here)
        days += short / used * (after - first) if used > 0.0 else 0.0
    return days
