"""Which lane may an item take on which day, under what, and if none, why not?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pipir.case.case import Case
from pipir.network.permissions import Permissions


@dataclass(frozen=True)
class Lane:
    """A lane as a route uses it; `days` door to door."""

    lane: str
    origin: str
    destination: str
    days: float
    via: tuple[str, ...]


@dataclass(frozen=True)
class Opening:
    """A way for one shipment: the first day it may leave [day], and whether what arrives may go on to other holders."""

    day: float
    onward: bool


@dataclass(frozen=True)
class Owed:
    """What is undelivered of a commitment, as far as a route needs to know."""

    commitment: str
    start: float
    deliver_to: str | None
    backfills: bool


class Ways:
    """Lanes of a case with what opens them in one situation; days count from `day_0`.

    Goods move freely between sites of one holder. Between holders an agreement or a commitment must open the way; where
    it starts later the goods wait for it. Goods that came under an agreement go on to a third holder only where its
    `onward` is yes.
    """

    def __init__(self, case: Case, situation: str | None, day_0: date, unknown: str = "no") -> None:
        self.permissions = Permissions(case, situation, unknown, day=day_0)
        self.day_0 = day_0
        sites = case["sites"]
        self.holder: dict[str, str] = dict(zip(sites["site"], sites["nation"], strict=True))
        self.host: dict[str, str] = dict(zip(sites["site"], sites["host"], strict=True))
        self.leaving: dict[str, list[Lane]] = defaultdict(list)
        for row in case["lanes"].iter_rows(named=True):
            lane = Lane(row["lane"], row["origin"], row["destination"], row["days"], tuple(row["via"] or ()))
            self.leaving[lane.origin].append(lane)
        self._owed: dict[tuple[str, str, str], list[Owed]] = defaultdict(list)
        for row in _undelivered(case):
            start = (row["start"] - day_0).days
            owed = Owed(row["commitment"], float(start), row["deliver_to"], row["backfills"] is not None)
            self._owed[row["supplier"], row["recipient"], row["item"]].append(owed)

    def openings(self, lane: Lane, item: str, day: float, may_leave: bool) -> Iterator[Opening]:
        """Every way for the item to take the lane when it stands ready on that day.

        `may_leave` says whether it may go to another holder at all (it is above the reserve, it came with onward).
        """
        if self.lane_obstacle(lane, item) is not None:
            return
        supplier, recipient = self.holder[lane.origin], self.holder[lane.destination]
        if supplier == recipient:
            yield Opening(day, may_leave)
            return
        if not may_leave:
            return
        if self.permissions.export_obstacle(supplier, recipient, item) is None:
            for agreement in self.permissions.covering(supplier, recipient, item):
                leaves = day if agreement.start is None else max(day, float((agreement.start - self.day_0).days))
                if agreement.on(self._date(leaves)):
                    yield Opening(leaves, agreement.onward)
        for owed in self._open_commitments(lane, item):
            yield Opening(max(day, owed.start - lane.days), False)

    def lane_obstacle(self, lane: Lane, item: str) -> str | None:
        """What closes the lane whoever sends: a host at either end, or a nation that it passes."""
        recipient = self.holder[lane.destination]
        return (
            self.site_obstacle(lane.origin, item)
            or self.site_obstacle(lane.destination, item)
            or self.permissions.transit_obstacle(list(lane.via), recipient, item)
        )

    def site_obstacle(self, site: str, item: str) -> str | None:
        """What closes a site on foreign soil."""
        return self.permissions.site_obstacle(self.holder[site], self.host[site], item)

    def obstacle(self, lane: Lane, item: str, day: float, may_leave: bool) -> str:
        """In words, what keeps the item from taking the lane on that day. Call it where `openings` gives none."""
        against = self.lane_obstacle(lane, item)
        if against is not None:
            return against
        supplier, recipient = self.holder[lane.origin], self.holder[lane.destination]
        if not may_leave:
            return f"what {supplier} has there is reserve, or came without the right to send it on to {recipient}"
        for owed in self._owed[supplier, recipient, item]:
            if owed.deliver_to in (None, lane.destination):
                refused = self.permissions.deliver_obstacle(supplier, recipient, item, owed.backfills)
                if refused is not None:
                    return refused
        return self.permissions.obstacle(supplier, recipient, item, self._date(day)) or "no way is open"

    def _open_commitments(self, lane: Lane, item: str) -> Iterator[Owed]:
        supplier, recipient = self.holder[lane.origin], self.holder[lane.destination]
        for owed in self._owed.get((supplier, recipient, item), ()):
            if owed.deliver_to not in (None, lane.destination):
                continue
            if self.permissions.deliver_obstacle(supplier, recipient, item, owed.backfills) is None:
                yield owed

    def _date(self, day: float) -> date:
        return self.day_0 + timedelta(days=int(day // 1))


def _undelivered(case: Case) -> Iterator[dict[str, Any]]:
    recorded: dict[str, float] = defaultdict(float)
    for row in case["deliveries"].iter_rows(named=True):
        recorded[row["commitment"]] += row["quantity"]
    for row in case.filled("commitments").iter_rows(named=True):
        if recorded.get(row["commitment"], row["delivered"]) < row["quantity"]:
            yield row
