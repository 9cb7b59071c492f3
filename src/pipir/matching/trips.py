"""When can goods leave one site for another, by which lanes, and when are they there? A shipment for every day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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

    def from_day(self, first: int, last: int) -> Iterator[Trip]:
        """The earliest shipment of each day from `first` to `last`; none where no way is open from the first on."""
        day = first
        while day <= last:
            if day not in self._known and not self._learn(day, last):
                return  # a search waits for whatever opens later: who finds nothing never will
            yield self._known[day]
            day += 1

    def why_not(self, day: int) -> str:
        """What stands in the way of a shipment that leaves on that day; call it where there is none."""
        start = Start(self._origin, float(day))
        against = self.ways.site_obstacle(self._origin, self._item)
        lanes = Routes(self.ways, self._item, [start], heed=False).lanes(self._destination)
        if against is None and lanes:
            return first_obstacle(self.ways, self._item, lanes, start)
        return against or f"no lanes lead from {self._origin} to {self._destination}"

    def _learn(self, day: int, last: int) -> bool:
        """Search for a day, and keep what is found for it and the days after it for which it holds."""
        found = self._search(day)
        if found is None:
            return False
        until = next((change for change in self._changes if change > day), inf)
        steady = last if until == inf else min(last, ceil(until - found.days) - 1)
        for leaves in range(day, max(day, steady) + 1):
            self._known.setdefault(leaves, _later(found, leaves - day))
        return True

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
