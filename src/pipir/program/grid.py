"""Into which periods is a scenario cut, and what arrives in which? Days to day 30, then weeks, or days throughout."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.signedinteger[Any]]

DAYS = 30
"""Days that are periods of their own; weeks follow."""
WEEK = 7


@dataclass(frozen=True)
class Grid:
    """Periods [edges[t], edges[t+1]) in days from day 0."""

    edges: Floats

    @property
    def begin(self) -> Floats:
        """First moment of each period."""
        return self.edges[:-1]

    @property
    def end(self) -> Floats:
        """Moment at which each period is over."""
        return self.edges[1:]

    @cached_property
    def length(self) -> Floats:
        """Days of each period."""
        return np.diff(self.edges)

    @property
    def count(self) -> int:
        """Number of periods."""
        return len(self.edges) - 1

    def arriving(self, delay: float) -> tuple[Ints, Ints, Floats]:
        """When what leaves in each period arrives: periods of leaving, periods of arriving, shares.

        Sent evenly over [a, b) it arrives evenly over [a + delay, b + delay); what arrives after the end is left out.
        """
        first = np.searchsorted(self.edges, self.begin + delay, side="right") - 1
        last = np.searchsorted(self.edges, self.end + delay, side="left")
        spans = np.maximum(np.minimum(last, self.count) - first, 0)
        left = np.repeat(np.arange(self.count), spans)
        came = np.repeat(first, spans) + _counting(spans)
        after, until = self.begin[left] + delay, self.end[left] + delay
        share = (np.minimum(until, self.end[came]) - np.maximum(after, self.begin[came])) / self.length[left]
        kept = share > 1e-12
        return left[kept], came[kept], share[kept]

    def overlap(self, begin: Floats, end: Floats) -> Floats:
        """Days of each window [begin, end) in each period: shape (windows, periods)."""
        within: Floats = np.minimum(end[:, None], self.end) - np.maximum(begin[:, None], self.begin)
        return np.maximum(within, 0.0)

    def holding(self, day: float) -> int:
        """The period that holds a moment; the last one for the end."""
        return min(int(np.searchsorted(self.edges, day, side="right")) - 1, self.count - 1)

    def from_period(self, days: Floats) -> Ints:
        """The period that holds each moment: the number of periods for one beyond the end."""
        found: Ints = np.clip(np.searchsorted(self.edges, days + 1e-9, side="right") - 1, 0, self.count)
        return found

    def before(self, days: Floats) -> Ints:
        """How many periods begin before each moment."""
        found: Ints = np.searchsorted(self.begin, days - 1e-9, side="left")
        return found


def grid(days: int, daily: bool = False) -> Grid:
    """The periods of a scenario of so many days. A period that would cross day 30 or the end is cut there."""
    if daily or days <= DAYS:
        return Grid(np.arange(days + 1.0))
    weeks = np.arange(DAYS, days, WEEK, dtype=np.float64)
    return Grid(np.concatenate([np.arange(float(DAYS)), weeks, [float(days)]]))


def _counting(spans: Ints) -> Ints:
    """0, 1, ... for each span, one after another."""
    begins = np.cumsum(spans) - spans
    counted: Ints = np.arange(int(spans.sum())) - np.repeat(begins, spans)
    return counted
