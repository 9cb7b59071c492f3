"""By which shipments could each offer go to each request? Those of every day that can matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, inf

from pipir.case.case import Case
from pipir.matching.assigning import Way
from pipir.matching.book import Book, Pair, Standing
from pipir.matching.room import Limit, Rooms
from pipir.matching.trips import Trip, Trips, changes
from pipir.reaching.ways import Ways

FAR = 36525
"""Days after an offer opens after which nobody looks any further: a hundred years."""


@dataclass(frozen=True)
class Terms:
    """On what terms offers are matched: whose stances hold, how an unknown one is taken, how many days late is in time.

    Without a `situation` no stance is asked. With `all_days` no day is left out, whether it can matter or not.
    """

    situation: str | None
    unknown: str
    late: float
    all_days: bool = False


@dataclass(frozen=True)
class Chance:
    """What a pair or a standing match has: its way, the first shipment whenever it comes, else what stands against it.

    Neither: the offer has lapsed before it could leave. Nothing (empty) stands against it where no lanes lead there.
    """

    way: Way
    ways: Ways
    first: Trip | None
    against: str | None


def chances(case: Case, book: Book, rooms: Rooms, terms: Terms) -> list[Chance]:
    """Every pair without a closed gate, then every standing match of which some is still to come."""
    calendar = _Calendar(case, book.day_0, terms)
    mass = _mass(book, rooms)
    left = book.left
    found = []
    deals: list[Pair | Standing] = [*(pair for pair in book.pairs if pair.gate is None), *book.standing]
    for deal in deals:
        wanted = deal.open if isinstance(deal, Standing) else left[deal.offer.offer]
        found.append(_chance(calendar.trips(deal), deal, rooms, terms, mass if wanted > 0.0 else 0.0))
    return found


class _Calendar:
    """Shipments by commitment, item, origin and destination: what several deals share is searched for once.

    A match that has come to a commitment goes under it, or under agreements; all else under agreements alone.
    """

    def __init__(self, case: Case, day_0: date, terms: Terms) -> None:
        self._case, self._day_0, self._terms = case, day_0, terms
        self._ways: dict[str | None, tuple[Case, Ways]] = {}
        self._trips: dict[tuple[str | None, str, str, str], Trips] = {}

    def trips(self, deal: Pair | Standing) -> Trips:
        """The shipments of a deal."""
        owed = deal.commitment if isinstance(deal, Standing) else None
        key = (owed, deal.offer.item, deal.offer.site, deal.request.site)
        if key not in self._trips:
            case, ways = self._under(owed)
            self._trips[key] = Trips(ways, key[1], key[2:], changes(case, ways, key[1]))
        return self._trips[key]

    def _under(self, owed: str | None) -> tuple[Case, Ways]:
        if owed not in self._ways:
            rows = self._case["commitments"]
            case = self._case.replace({"commitments": rows.head(0) if owed is None else rows.filter(commitment=owed)})
            self._ways[owed] = case, Ways(case, self._terms.situation, self._day_0, self._terms.unknown)
        return self._ways[owed]


def _mass(book: Book, rooms: Rooms) -> float:
    """Tonnes that could be under way if every request were met by what weighs most."""
    heaviest: dict[str, float] = {}
    for pair in book.pairs:
        heavy = pair.ratio * rooms.tonnes[pair.offer.item]
        heaviest[pair.request.request] = max(heaviest.get(pair.request.request, 0.0), heavy)
    wanted = book.wanted
    new = sum(wanted[name] * heavy for name, heavy in heaviest.items())
    return new + sum(match.open * rooms.tonnes[match.offer.item] for match in book.standing)


def _chance(trips: Trips, deal: Pair | Standing, rooms: Rooms, terms: Terms, mass: float) -> Chance:
    opens, lapses = max(deal.offer.opens, 0), deal.offer.lapses
    last = opens + FAR if lapses is None else lapses - 1
    if last < opens:
        return Chance(Way(deal, ()), trips.ways, None, None)
    by = deal.request.needed + terms.late
    first = next(trips.from_day(opens, opens), None)
    if first is None:
        return Chance(Way(deal, ()), trips.ways, None, trips.why_not(opens))
    days = trips.from_day(opens, min(last, floor(by)))
    in_time = tuple(_needed((trip for trip in days if trip.arrives <= by), rooms, mass, terms.all_days))
    return Chance(Way(deal, in_time), trips.ways, first, None)


def _needed(trips: Iterator[Trip], rooms: Rooms, tonnes: float, all_days: bool) -> Iterator[Trip]:
    """As many of the shipments, from the first on, as can be of use.

    A day is of use only where on every earlier one something that the shipment needs is full, and so many tonnes fill
    no more days than `Rooms.full_days` tells.
    """
    seen: set[Limit] = set()
    full = 0.0
    for number, trip in enumerate(trips):
        if number > full and not all_days:
            return
        yield trip
        for limit in rooms.limits(trip):
            of_any_day = Limit(limit.kind, limit.place)
            if limit.day is not None and of_any_day not in seen:
                seen.add(of_any_day)
                days = rooms.full_days(of_any_day, tonnes)
                full += days if days < inf else 0.0


def carriers(chance: Chance, trip: Trip) -> Iterator[str]:
    """What carries a shipment over each lane between holders: the match's commitment, or an agreement in force."""
    deal, ways = chance.way.deal, chance.ways
    owed = deal.commitment if isinstance(deal, Standing) else None
    for lane, leaves, _ in trip.legs:
        supplier, recipient = ways.holder[lane.origin], ways.holder[lane.destination]
        if supplier == recipient:
            continue
        on = ways.day_0 + timedelta(days=leaves)
        covering = ways.permissions.covering(supplier, recipient, deal.offer.item)
        names = [a.agreement for a in sorted(covering, key=lambda a: a.kind == "sosa") if a.on(on)]
        between = (supplier, recipient) == (deal.offer.nation, deal.request.nation)
        yield owed if owed is not None and (between or not names) else names[0]
