"""When can goods leave one site for another, by which lanes, and when are they there? A shipment for every day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from math import ceil, floor, inf, isfinite

import polars as pl

from pipir.case.case import Case
from pipir.reaching.routes import Routes, Start, first_obstacle
from pipir.reaching.ways import Lane, Ways

EARLY = 1e-9
"""A part of a day by which a sum of days may fall short of a whole one by rounding."""


@dataclass(frozen=True, eq=False)
class Trip:
    """A shipment that leaves as a day begins: its lanes, each with the day it leaves by it and the day it is taken in.

    These are whole days counted from day 0; `days` is the time on the way. One trip is the same for all who share it.
    """

    leaves: int
    arrives: int
    days: float
    legs: tuple[tuple[Lane, int, int], ...]


class Trips:
    """Shipments of one item from one site to another, for every day on which one could leave.

    Between the days on which agreements begin and end the way stays the same, so few days need a search of their own.
    """

    def __init__(self, ways: Ways, item: str, ends: tuple[str, str], changes: tuple[float, ...]) -> None:
        self.ways, self._item = ways, item
        self._origin, self._destination = ends
        self._changes = changes
        self._known: dict[int, Trip] = {}
        self._spans: list[tuple[float, Trip]] = []
        """The last day for which a shipment that was searched for holds, later by as many days; and the shipment."""

    def from_day(self, first: int, last: int) -> Iterator[Trip]:
        """The earliest shipment of each day from `first` to `last`; none where no way is open from the first on."""
        day = first
        while day <= last:
            found = self._known.get(day) or self._on(day)
            if found is None:  # a search waits for whatever opens later: who finds nothing never will
                return
            yield self._known.setdefault(day, found)
            day += 1

    def why_not(self, day: int) -> str:
        """What stands in the way of a shipment that leaves on that day; call it where there is none.

        Told is the first closed lane of the route that has the fewest, so what would have to open; empty: no lanes
        lead there.
        """
        against = self.ways.site_obstacle(self._origin, self._item)
        lanes = self._fewest_closed(float(day))
        if against is None and lanes:
            return first_obstacle(self.ways, self._item, lanes, Start(self._origin, float(day)))
        return against or ""

    def _fewest_closed(self, day: float) -> tuple[Lane, ...]:
        """Lanes of the route with the fewest that are closed, the fastest of those; none where no lanes lead there."""
        number = count()
        waiting = [(0, day, next(number), self._origin, True, tuple[Lane, ...]())]
        seen: set[tuple[str, bool]] = set()
        while waiting:
            closed, at, _, site, onward, path = heappop(waiting)
            if site == self._destination:
                return path
            if (site, onward) in seen:
                continue
            seen.add((site, onward))
            for lane in self.ways.leaving.get(site, ()):
                openings = [(closed, o.day, o.onward) for o in self.ways.openings(lane, self._item, at, onward)]
                for shut, leaves, further in openings or [(closed + 1, at, True)]:
                    entry = (shut, leaves + lane.days, next(number), lane.destination, further, (*path, lane))
                    heappush(waiting, entry)
        return ()

    def _on(self, day: int) -> Trip | None:
        """The shipment of a day: one that holds for it, or searched for."""
        for last, trip in self._spans:
            if trip.leaves <= day <= last:
                return _later(trip, day - trip.leaves)
        found = self._search(day)
        if found is not None:
            until = next((change for change in self._changes if change > day), inf)
            self._spans.append((max(day, until if until == inf else ceil(until - found.days) - 1), found))
        return found

    def _search(self, day: int) -> Trip | None:
        routes = Routes(self.ways, self._item, [Start(self._origin, float(day))])
        arrives = routes.arrival(self._destination)
        if not isfinite(arrives):
            return None
        legs = routes.legs(self._destination)
        passing = tuple((lane, _whole(leaves), _whole(leaves + lane.days)) for lane, leaves in legs)
        return Trip(day, _whole(arrives), arrives - day, passing)


def changes(case: Case, ways: Ways, item: str) -> tuple[float, ...]:
    """Days on which agreements that cover an item, or commitments of it, begin or end, in order."""
    family = dict(case["items"].select("item", "family").iter_rows())[item]
    covering = case["agreements"].filter(pl.col("item").is_in([item, family, "*"]))
    found = {*covering["start"], *covering["end"]} - {None}
    days = {float((day - ways.day_0).days) for day in found}
    lanes = {lane.days for leaving in ways.leaving.values() for lane in leaving}
    for row in case["commitments"].filter(item=item).iter_rows(named=True):
        days |= {(row["start"] - ways.day_0).days - slow for slow in lanes}
    return tuple(sorted(days))


def _whole(day: float) -> int:
    return floor(day + EARLY)


def _later(trip: Trip, days: int) -> Trip:
    legs = tuple((lane, leaves + days, comes + days) for lane, leaves, comes in trip.legs)
    return replace(trip, leaves=trip.leaves + days, arrives=trip.arrives + days, legs=legs)
