"""How much can a receiver absorb, and a lane carry? Tonnes a day, and the room that is left in store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.matching.trips import Trip

KG = 1000.0
"""Kilograms in a tonne."""
LIFT, HANDLING, STORAGE, EXPLOSIVES = "lift", "handling", "storage", "explosives"


@dataclass(frozen=True)
class Limit:
    """One limit: lift of a lane or handling of a site on a day [t], storage [t] or explosives [kg] of a site."""

    kind: str
    place: str
    day: int | None = None

    def words(self, names: Names) -> str:
        """What is full, in words."""
        if self.kind == LIFT:
            return f"the lane {self.place} carries no more in time"
        lacks = {
            HANDLING: "takes in no more in time",
            STORAGE: "has no more room in store",
            EXPLOSIVES: "may store no more explosives",
        }
        return f"{names.site(self.place)} {lacks[self.kind]}"


@dataclass(frozen=True)
class Rooms:
    """Limits of lanes [t/day] and sites, what lanes cost [USD/t], what is under way to a site on a day [t].

    `tonnes` and `neq` [kg] are what a unit of an item takes, `storage` [t] and `explosives` [kg] what is left beside
    stock and what is under way. Infinite: no limit.
    """

    lift: dict[str, float]
    usd: dict[str, float]
    handling: dict[str, float]
    busy: dict[tuple[str, int], float]
    storage: dict[str, float]
    explosives: dict[str, float]
    tonnes: dict[str, float]
    neq: dict[str, float]
    _known: dict[Trip, list[Limit]] = field(default_factory=dict, repr=False, compare=False)

    def limits(self, trip: Trip) -> Sequence[Limit]:
        """What a shipment uses that is limited, that of days first; twice what it passes twice on a day."""
        if trip not in self._known:
            self._known[trip] = self._limits(trip)
        return self._known[trip]

    def _limits(self, trip: Trip) -> list[Limit]:
        found = []
        for lane, leaves, comes in trip.legs:
            if self.lift[lane.lane] < inf:
                found.append(Limit(LIFT, lane.lane, leaves))
            if self.handling[lane.destination] < inf:
                found.append(Limit(HANDLING, lane.destination, comes))
        if trip.legs:
            site = trip.legs[-1][0].destination
            found += [Limit(STORAGE, site)] * (self.storage[site] < inf)
            found += [Limit(EXPLOSIVES, site)] * (self.explosives[site] < inf)
        return found

    def cost(self, trip: Trip) -> float:
        """Transport by the lanes of a shipment [USD/t]."""
        return sum(self.usd[lane.lane] for lane, _, _ in trip.legs)

    def most(self, limit: Limit) -> float:
        """How much of it there is, in its unit."""
        if limit.day is None:
            return (self.storage if limit.kind == STORAGE else self.explosives)[limit.place]
        if limit.kind == LIFT:
            return self.lift[limit.place]
        return max(0.0, self.handling[limit.place] - self.busy.get((limit.place, limit.day), 0.0))

    def takes(self, limit: Limit, item: str) -> float:
        """How much of it a unit of the item takes."""
        return self.neq[item] if limit.kind == EXPLOSIVES else self.tonnes[item]

    def full_days(self, limit: Limit, tonnes: float) -> float:
        """On how many days so many tonnes can fill it at most; infinite where it is closed."""
        daily = self.lift[limit.place] if limit.kind == LIFT else self.handling[limit.place]
        if daily <= 0.0:
            return inf
        lessened = sum(limit.kind == HANDLING and site == limit.place for site, _ in self.busy)
        return tonnes // daily + 1 + lessened


def rooms(case: Case, day_0: date) -> Rooms:
    """The limits of a case from a day on. What came between the case's date and that day lies there by then.

    What should have come before the case's date is taken to come on the first day.
    """
    lanes, sites, items = case.filled("lanes"), case.filled("sites"), case["items"]
    tonnes = {name: (kg or 0.0) / KG for name, kg in items.select("item", "mass_kg").iter_rows()}
    neq = {name: kg or 0.0 for name, kg in items.select("item", "neq_kg").iter_rows()}
    ends = dict(lanes.select("lane", "destination").iter_rows())
    busy: dict[tuple[str, int], float] = defaultdict(float)
    stored: dict[str, float] = defaultdict(float)
    explosive: dict[str, float] = defaultdict(float)
    lying = case["stocks"].select("site", "item", "quantity").rows()
    for row in case["in_transit"].iter_rows(named=True):
        site = ends[row["lane"]]
        if row["arrives"] >= day_0 or row["arrives"] < case.as_of:
            busy[site, max(0, (row["arrives"] - day_0).days)] += row["quantity"] * tonnes[row["item"]]
        lying.append((site, row["item"], row["quantity"]))
    for site, item, quantity in lying:
        stored[site] += quantity * tonnes[item]
        explosive[site] += quantity * neq[item]
    return Rooms(
        lift=dict(lanes.select("lane", "lift_t_per_day").iter_rows()),
        usd=dict(lanes.select("lane", "cost_usd_per_t").iter_rows()),
        handling=dict(sites.select("site", "handling_t_per_day").iter_rows()),
        busy={key: mass for key, mass in busy.items() if mass > 0.0},
        storage={s: max(0.0, most - stored[s]) for s, most in sites.select("site", "storage_t").iter_rows()},
        explosives={s: max(0.0, m - explosive[s]) for s, m in sites.select("site", "explosive_limit_kg").iter_rows()},
        tonnes=tonnes,
        neq=neq,
    )
