"""Into which periods is a scenario cut, and what arrives in which?

Days to day 30, then weeks that are cut where an agreement begins or ends; or days throughout.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipir.case.case import Case
from pipir.network.network import Network

Floats = NDArray[np.float64]
Ints = NDArray[np.signedinteger[Any]]

DAYS = 30
"""Days that are periods of their own; weeks follow."""
WEEK = 7


@dataclass(frozen=True)
class Arrivals:
    """When what leaves arrives: runs of periods with the share that comes in each.

    The run of delay k and period of leaving u is [at[r], at[r + 1]) of `came` and `share`, with r = k x periods + u.
    """

    at: Ints
    came: Ints
    share: Floats


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

    @property
    def weeks_from(self) -> int | None:
        """The first day that is no period of its own; None where every day is one."""
        longer = self.begin[self.length > 1.0]
        return int(longer[0]) if len(longer) else None

    def arriving(self, delay: float) -> tuple[Ints, Ints, Floats]:
        """When what leaves in each period arrives: periods of leaving, periods of arriving, shares."""
        found = self.arrivals(np.array([delay]))
        return np.repeat(np.arange(self.count), np.diff(found.at)), found.came, found.share

    def arrivals(self, delays: Floats) -> Arrivals:
        """The same for several delays at once.

        Sent evenly over [a, b) it arrives evenly over [a + delay, b + delay); what arrives after the end is left out.
        """
        after, until = (self.begin + delays[:, None]).ravel(), (self.end + delays[:, None]).ravel()
        first = np.searchsorted(self.edges, after, side="right") - 1
        last = np.searchsorted(self.edges, until, side="left")
        spans = np.maximum(np.minimum(last, self.count) - first, 0)
        run = np.repeat(np.arange(len(spans)), spans)
        came = np.repeat(first, spans) + _counting(spans)
        share = np.minimum(until[run], self.end[came]) - np.maximum(after[run], self.begin[came])
        share /= np.tile(self.length, len(delays))[run]
        kept = share > 1e-12
        counts = np.bincount(run[kept], minlength=len(spans))
        return Arrivals(np.concatenate([[0], np.cumsum(counts)]), came[kept].astype(np.int32), share[kept])

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


def grid_of(net: Network, daily: bool = False) -> Grid:
    """The periods of a network: cut where an agreement begins or ends, for a period has one answer to what may go."""
    return grid(net.days, daily, turns(net.case, net.start))


def grid(days: int, daily: bool = False, cuts: Iterable[int] = ()) -> Grid:
    """The periods of a scenario of so many days.

    A period that would cross day 30, the end, or one of the days `cuts` is cut there; other weeks stay as they are.
    Source: design, "Time".
    """
    weeks = range(DAYS, days, WEEK)
    inside = {day for day in cuts if DAYS < day < days}
    edges = range(days) if daily or days <= DAYS else sorted({*range(DAYS), *weeks, *inside})
    return Grid(np.array([*edges, days], dtype=np.float64))


def turns(case: Case, start: date) -> list[int]:
    """Days, from a day 0, on which an agreement of a case begins or ends.

    Of all agreements, whatever their status: what would be if one came into force is planned in the same periods.
    """
    dates = (day for column in ("start", "end") for day in case["agreements"][column].drop_nulls())
    return sorted({(day - start).days for day in dates})


def _counting(spans: Ints) -> Ints:
    """0, 1, ... for each span, one after another."""
    begins = np.cumsum(spans) - spans
    counted: Ints = np.arange(int(spans.sum())) - np.repeat(begins, spans)
    return counted
