"""How much of which offer goes to which request on which day? One linear programme: most, least late, soonest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipir.matching.book import Book, Pair, Standing
from pipir.matching.levelling import Shares, level
from pipir.matching.room import EXPLOSIVES, Limit, Rooms
from pipir.matching.trips import Trip
from pipir.network.network import Flags, Floats, Ints
from pipir.program.columns import once
from pipir.program.draft import Draft, Family, near
from pipir.program.solver import Solver

DUST = 1e-7
"""Share of what could go below which a shipment is what rounding left."""


@dataclass(frozen=True)
class Way:
    """A pair or a standing match with the shipments that it could go by: one for each day that matters."""

    deal: Pair | Standing
    trips: tuple[Trip, ...]


@dataclass(frozen=True)
class Sent:
    """Units of the offer that go by each shipment of each way; units that standing matches, in order, cannot send."""

    quantity: tuple[Floats, ...]
    unplaced: Floats


def assign(book: Book, ways: Sequence[Way], rooms: Rooms) -> Sent:
    """Standing matches first; then as much as can be, the least late, the soonest, the most alike, the cheapest.

    Every stage keeps what those before it reached. As much as can be is added up over the items asked for, of each its
    share of all that is asked; late and soon are days times that share. Alike is the share that requests lack: the
    largest is made least, then the next, so that no name decides between requests. Nothing is given twice, no site
    takes in and no lane carries more than its day allows.
    """
    problem = _problem(book, ways)
    draft = Draft()
    sent = draft.add_columns("sent", once(len(problem.way)), near(problem.most)[problem.way])
    if sent.size:
        lacking, beyond = _requests(draft, problem, sent)
        unplaced = _standing(draft, problem, sent)
        _offers(draft, problem, sent)
        _limits(draft, problem, sent, rooms)
        largest = draft.add_columns("largest share", once(1), 1.0)
        above = draft.add_rows("share lacking", once(len(problem.asked)), 1.0)
        draft.add_terms(above.all, lacking.all, 1.0 / problem.asked)
        draft.add_terms(above.all, np.full(above.size, largest.start), -1.0)
        solver = Solver(draft.programme())
        unmet = np.concatenate([lacking.all, beyond.all]).astype(np.int64)
        wanted = (sent.all.astype(np.int64), unmet, unplaced.all.astype(np.int64))
        *first, cheapest = _stages(problem, rooms, wanted)
        for columns, costs in first:
            _make_least(solver, columns, costs)
        held = (family.all.astype(np.int64) for family in (lacking, above, largest))
        shares = Shares(problem.asked, *held)
        level(solver, shares, np.unique(problem.request[problem.serves]))
        _make_least(solver, *cheapest)
        values = solver.values()
        going, waiting = values[sent.all], values[unplaced.all]
    else:
        going, waiting = np.zeros(0), problem.owed
    going = _tidy(going, problem.most[problem.way])
    waiting = _tidy(waiting, problem.owed)
    return Sent(tuple(going[problem.way == w] for w in range(len(ways))), waiting)


def _make_least(solver: Solver, columns: Ints, costs: Floats) -> None:
    """Make a sum least and keep it so."""
    if len(columns) and costs.any():
        solver.minimise(columns, costs)
        solver.settle(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class _Problem:
    """Ways and shipments in arrays. W ways, S shipments, R requests, O offers, M standing matches.

    `most` are units that a way could send, `worth` the share of all that is asked of its item that a unit of it meets.
    `match` is the standing match of a way, -1 for a pair; `serves` tells the ways that do work that is asked for.
    `asked` are the units of each request (1 where it asks for none), `wanted` those that are not handed over.
    """

    trips: tuple[Trip, ...]  # S
    way: Ints  # S
    item: tuple[str, ...]  # W
    request: Ints  # W
    offer: Ints  # W
    match: Ints  # W
    serves: Flags  # W
    needed: Ints  # W
    ratio: Floats  # W
    worth: Floats  # W
    most: Floats  # W
    asked: Floats  # R
    wanted: Floats  # R
    share: Floats  # R
    left: Floats  # O
    owed: Floats  # M


def _problem(book: Book, ways: Sequence[Way]) -> _Problem:
    total: dict[str, float] = defaultdict(float)
    for asked in book.requests:
        total[asked.item] += asked.quantity
    wanted, left = book.wanted, book.left
    share = np.array([_over(1.0, total[asked.item]) for asked in book.requests])
    number = _numbers([asked.request for asked in book.requests])
    offers = _numbers([offered.offer for offered in book.offers])
    matches = _numbers([match.match for match in book.standing])
    deals = [way.deal for way in ways]
    request = np.array([number[deal.request.request] for deal in deals], dtype=np.int64)
    ratio = np.array([deal.ratio for deal in deals], dtype=np.float64)
    return _Problem(
        trips=tuple(trip for way in ways for trip in way.trips),
        way=np.repeat(np.arange(len(ways)), np.array([len(way.trips) for way in ways], dtype=np.int64)),
        item=tuple(deal.offer.item for deal in deals),
        request=request,
        offer=np.array([offers[deal.offer.offer] for deal in deals], dtype=np.int64),
        match=np.array([matches[d.match] if isinstance(d, Standing) else -1 for d in deals], dtype=np.int64),
        serves=np.array([deal.gate is None for deal in deals], dtype=bool),
        needed=np.array([deal.request.needed for deal in deals], dtype=np.int64),
        ratio=ratio,
        worth=share[request] / ratio if deals else np.zeros(0),
        most=np.array([d.open if isinstance(d, Standing) else left[d.offer.offer] for d in deals], dtype=np.float64),
        asked=np.array([asked.quantity or 1.0 for asked in book.requests], dtype=np.float64),
        wanted=np.array([wanted[asked.request] for asked in book.requests], dtype=np.float64),
        share=share,
        left=np.array([left[offered.offer] for offered in book.offers], dtype=np.float64),
        owed=np.array([match.open for match in book.standing], dtype=np.float64),
    )


def _tidy(values: Floats, most: Floats) -> Floats:
    """Quantities without what rounding left: nothing where it is next to nothing, whole where it is next to whole."""
    whole = np.round(values)
    near_whole = np.where(np.abs(values - whole) <= DUST * whole, whole, values)
    found: Floats = np.where(values > DUST * most, near_whole, 0.0)
    return found


def _over(above: float, below: float) -> float:
    return above / below if below > 0.0 else 0.0


def _numbers(names: Sequence[str]) -> dict[str, int]:
    return {name: k for k, name in enumerate(names)}


def _chosen(problem: _Problem, which: Flags, at: Ints) -> Ints:
    """For each shipment the row that its way has a term in; -1 where the way is not among `which`."""
    found: Ints = np.where(which, at, -1)[problem.way]
    return found


def _requests(draft: Draft, problem: _Problem, sent: Family) -> tuple[Family, Family]:
    """What is sent / ratio + lacking - beyond = wanted   [unit asked for, per request], by what stands and by others.

    What stands may be more than is asked for: that much is beyond, and nobody else gives any then.
    """
    count, scale = len(problem.wanted), near(problem.wanted)
    lacking = draft.add_columns("lacking", once(count), scale)
    beyond = draft.add_columns("beyond", once(count), scale)
    rows = draft.add_rows("asked", once(count), scale, problem.wanted, problem.wanted)
    draft.add_terms(rows.all, lacking.all, 1.0)
    draft.add_terms(rows.all, beyond.all, -1.0)
    served = _chosen(problem, problem.serves, rows.start + problem.request)
    draft.add_terms(served, sent.all, 1.0 / problem.ratio[problem.way])
    draft.rests(lacking.all, rows.all)
    return lacking, beyond


def _standing(draft: Draft, problem: _Problem, sent: Family) -> Family:
    """What is sent + unplaced = still to come   [item unit, per standing match]."""
    count, scale = len(problem.owed), near(problem.owed)
    unplaced = draft.add_columns("unplaced", once(count), scale)
    rows = draft.add_rows("owed", once(count), scale, problem.owed, problem.owed)
    draft.add_terms(rows.all, unplaced.all, 1.0)
    draft.add_terms(_chosen(problem, problem.match >= 0, rows.start + problem.match), sent.all, 1.0)
    draft.rests(unplaced.all, rows.all)
    return unplaced


def _offers(draft: Draft, problem: _Problem, sent: Family) -> None:
    """What is sent <= left   [item unit, per offer]: nothing is given twice."""
    rows = draft.add_rows("offered", once(len(problem.left)), near(problem.left), upper=problem.left)
    draft.add_terms(_chosen(problem, problem.match < 0, rows.start + problem.offer), sent.all, 1.0)


def _limits(draft: Draft, problem: _Problem, sent: Family, rooms: Rooms) -> None:
    """What is sent x what a unit takes <= what there is   [t or kg, per lane or site and day, per site]."""
    passing = _passing(problem, rooms)
    most = np.array([rooms.most(limit) for limit in passing.limits], dtype=np.float64)
    family = draft.add_rows("room", once(len(most)), near(most), upper=most)
    draft.add_terms(family.start + passing.limit, sent.start + passing.shipment, passing.takes)


@dataclass(frozen=True)
class _Passing:
    """What shipments take of limits: each shipment and limit once, with what a unit takes [t or kg]."""

    limits: tuple[Limit, ...]
    shipment: Ints
    limit: Ints
    takes: Floats


def _passing(problem: _Problem, rooms: Rooms) -> _Passing:
    numbers: dict[Limit, int] = {}
    of_trip: dict[Trip, tuple[Ints, Floats, Flags]] = {}
    for trip in problem.trips:
        if trip not in of_trip:
            times = Counter(rooms.limits(trip))
            which = [numbers.setdefault(limit, len(numbers)) for limit in times]
            explosive = [limit.kind == EXPLOSIVES for limit in times]
            of_trip[trip] = (
                np.array(which, dtype=np.int64),
                np.array([*times.values()], dtype=np.float64),
                np.array(explosive, dtype=bool),
            )
    parts = [of_trip[trip] for trip in problem.trips]
    count = np.array([len(which) for which, _, _ in parts], dtype=np.int64)
    none: list[Any] = [np.zeros(0)]
    shipment = np.repeat(np.arange(len(parts)), count)
    item = problem.way[shipment]
    tonnes = np.array([rooms.tonnes[name] for name in problem.item])[item]
    neq = np.array([rooms.neq[name] for name in problem.item])[item]
    by_charge = np.concatenate(none + [part[2] for part in parts]).astype(bool)
    return _Passing(
        limits=tuple(numbers),
        shipment=shipment,
        limit=np.concatenate(none + [part[0] for part in parts]).astype(np.int64),
        takes=np.concatenate(none + [part[1] for part in parts]) * np.where(by_charge, neq, tonnes),
    )


def _stages(problem: _Problem, rooms: Rooms, columns: tuple[Ints, ...]) -> Iterator[tuple[Ints, Floats]]:
    """What is made small, one after the other: columns and what a unit of each counts. The last is what it costs."""
    sent, unmet, unplaced = columns
    arrives = np.array([trip.arrives for trip in problem.trips], dtype=np.float64)
    worth = problem.worth[problem.way]
    yield unplaced, np.divide(1.0, problem.owed, out=np.zeros(len(problem.owed)), where=problem.owed > 0)
    yield unmet, np.concatenate([problem.share, problem.share])
    yield sent, worth * np.maximum(arrives - problem.needed[problem.way], 0.0)
    yield sent, worth * arrives
    tonnes = np.array([rooms.tonnes[item] for item in problem.item])[problem.way]
    yield sent, tonnes * np.array([rooms.cost(trip) for trip in problem.trips], dtype=np.float64)


def used(ways: Sequence[Way], sent: Sent, rooms: Rooms) -> Mapping[Limit, float]:
    """How much of each limit is used [t or kg]."""
    total: dict[Limit, float] = defaultdict(float)
    for way, quantity in zip(ways, sent.quantity, strict=True):
        for k in np.flatnonzero(quantity).tolist():
            for limit in rooms.limits(way.trips[k]):
                total[limit] += float(quantity[k]) * rooms.takes(limit, way.deal.offer.item)
    return total
