"""What is the shortest way in days from some sites to all others, along lanes that are open or along any lane?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from pipir.reaching.ways import Lane, Opening, Ways

State = tuple[str, bool]
"""A site, and whether what has come there may go on to another holder."""


@dataclass(frozen=True)
class Start:
    """Where goods begin: the site, the day they are ready, whether they may go to another holder."""

    site: str
    day: float = 0.0
    may_leave: bool = True


class Routes:
    """Earliest arrivals from the starts over all sites; Dijkstra's algorithm over (site, may go on).

    Waiting never makes goods arrive earlier, so the first time a state is settled is its earliest arrival.
    """

    def __init__(self, ways: Ways, item: str, starts: Iterable[Start], heed: bool = True) -> None:
        """Settle every reachable state; `heed` tells whether permissions are heeded."""
        self._arrival: dict[State, float] = {}
        self._came: dict[State, tuple[State, Lane]] = {}
        waiting: list[tuple[float, str, bool, State | None, Lane | None]] = []
        for start in starts:
            if not heed or ways.site_obstacle(start.site, item) is None:
                heappush(waiting, (start.day, start.site, not start.may_leave, None, None))
        while waiting:
            day, site, bound, before, lane = heappop(waiting)
            state = (site, not bound)
            if state in self._arrival:
                continue
            self._arrival[state] = day
            if before is not None and lane is not None:
                self._came[state] = (before, lane)
            for out in ways.leaving.get(site, ()):
                openings = ways.openings(out, item, day, not bound) if heed else [Opening(day, True)]
                for opening in openings:
                    entry = (opening.day + out.days, out.destination, not opening.onward, state, out)
                    heappush(waiting, entry)

    def arrival(self, site: str) -> float:
        """Earliest day that goods can be at the site; infinity where they cannot."""
        return min(self._arrival.get((site, onward), inf) for onward in (True, False))

    def lanes(self, site: str) -> list[Lane]:
        """Lanes of the earliest route to the site, in order; empty where it starts there."""
        return [lane for lane, _ in self.legs(site)]

    def legs(self, site: str) -> list[tuple[Lane, float]]:
        """The same, each with the day on which the goods leave by it."""
        state = min(((site, True), (site, False)), key=lambda one: self._arrival.get(one, inf))
        found = []
        while state in self._came:
            arrived = self._arrival[state]
            state, lane = self._came[state]
            found.append((lane, arrived - lane.days))
        return found[::-1]


def first_obstacle(ways: Ways, item: str, lanes: Sequence[Lane], start: Start) -> str:
    """The first lane of a route that is closed to the item, and why. The route must not be open all along."""
    day, may_leave = start.day, start.may_leave
    for lane in lanes:
        openings = list(ways.openings(lane, item, day, may_leave))
        if not openings:
            return f"{lane.lane}: {ways.obstacle(lane, item, day, may_leave)}"
        best = min(openings, key=lambda opening: (not opening.onward, opening.day))
        day, may_leave = best.day + lane.days, best.onward
    raise AssertionError("a route that is open all along is permitted")
