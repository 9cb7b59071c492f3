"""Is a match with substitutes, standing matches, store and two masses the best of a plain linear programme?

The plain one has a variable for each pair and day, written down row by row, and is solved stage after stage with every
stage before held by a row of its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from matching.desk import DAY_0, WAYS, desk, offer, request
from pipir.case.case import Case
from pipir.matching.book import Standing, book
from pipir.matching.match import outcome
from pipir.matching.shipping import Terms
from pipir.network.network import Floats

MASS = {"dart": 1.0, "spear": 2.0}
RATIO = 1.5
LATE = 2
SLACK = 1e-7
"""By so much may a stage of the plain programme worsen an earlier one."""
UNITS = st.integers(1, 6)


@dataclass(frozen=True)
class Desk:
    """Requests (item, units, site, needed), offers (item, units, site, opens, lapses), what stands, limits of the port.

    `stands` are units of the first offer for the first request; limits are handling [t/day] and storage [t].
    """

    requests: list[tuple[str, int, str, int]]
    offers: list[tuple[str, int, str, int, int]]
    stands: int
    handling: int
    storage: int

    def case(self) -> Case:
        """The same as a case."""
        gates = dict.fromkeys(("technical", "safety", "permission"), "yes")
        match = {"match": "m", "request": "r0", "offer": "o0", "quantity": self.stands, "state": "contract"}
        return desk(
            [request(f"r{n}", q, site, needed, item=i) for n, (i, q, site, needed) in enumerate(self.requests)],
            [offer(f"o{n}", q, site, a, lapses=b, item=i) for n, (i, q, site, a, b) in enumerate(self.offers)],
            {"port": {"handling_t_per_day": self.handling, "storage_t": self.storage}},
            substitutes=[{"nation": "USA", "item": "dart", "substitute": "spear", "ratio": RATIO, **gates}],
            matches=[match] if self.stands else [],
        )

    def ratio(self, r: int, o: int) -> float | None:
        """Units of an offer that do the work of one that a request asks for."""
        asked, given = self.requests[r][0], self.offers[o][0]
        return 1.0 if asked == given else RATIO if (asked, given) == ("dart", "spear") else None


ITEM = st.sampled_from(sorted(MASS))
REQUEST = st.tuples(ITEM, UNITS, st.sampled_from(["port", "base"]), st.integers(3, 7))
OFFER = st.tuples(ITEM, UNITS, st.sampled_from(["works", "store"]), st.integers(0, 2), st.integers(3, 5))
DESKS = st.builds(
    Desk,
    st.lists(REQUEST, min_size=1, max_size=3),
    st.lists(OFFER, min_size=1, max_size=3),
    st.integers(0, 3),
    st.integers(1, 4),
    st.integers(3, 12),
)


@dataclass(frozen=True)
class Sending:
    """A variable: units of an offer for a request that arrive on a day, whether of the match that stands or not."""

    stands: bool
    request: int
    offer: int
    arrives: int
    late: int
    ratio: float
    share: float


def sendings(of: Desk) -> list[Sending]:
    """Every pair and day that is in time."""
    total = asked_in_all(of)
    found = []
    for r, o in product(range(len(of.requests)), range(len(of.offers))):
        item, _, site, needed = of.requests[r]
        _, _, origin, opens, lapses = of.offers[o]
        kinds = [(False, of.ratio(r, o))]
        if of.stands and (r, o) == (0, 0):
            kinds.append((True, of.ratio(0, 0) or 1.0))
        for (stands, ratio), day in product(kinds, range(opens, lapses)):
            arrives = day + WAYS[origin, site]
            if ratio is not None and arrives <= needed + LATE:
                share = 1.0 / ratio / total[item]
                found.append(Sending(stands, r, o, arrives, max(0, arrives - needed), ratio, share))
    return found


def limits(of: Desk, columns: list[Sending], comes: float) -> tuple[Floats, Floats]:
    """Everything that must hold: a matrix and its right side, where so many units of what stands come."""
    rows: dict[tuple[object, ...], dict[int, float]] = defaultdict(dict)
    most: dict[tuple[object, ...], float] = {}
    for k, sent in enumerate(columns):
        if sent.stands:
            rows["stands",][k], most["stands",] = 1.0, of.stands
        else:
            asked, given = ("asked", sent.request), ("given", sent.offer)
            rows[asked][k], rows[given][k] = 1.0 / sent.ratio, 1.0
            most[asked] = unserved(of, sent.request, comes)
            most[given] = max(0.0, of.offers[sent.offer][1] - (of.stands if sent.offer == 0 else 0.0))
        if of.requests[sent.request][2] == "port":
            mass = MASS[of.offers[sent.offer][0]]
            rows["handled", sent.arrives][k], most["handled", sent.arrives] = mass, of.handling
            rows["stored",][k], most["stored",] = mass, of.storage
    matrix = np.zeros((len(rows), len(columns)))
    for n, terms in enumerate(rows.values()):
        matrix[n, list(terms)] = list(terms.values())
    return matrix, np.array([most[key] for key in rows])


def least(cost: Floats, matrix: Floats, most: Floats) -> float:
    """The least of a cost; rounding in an earlier stage leaves no row without a way to keep it."""
    solved = linprog(cost, A_ub=matrix, b_ub=most + SLACK / 10, method="highs", options={"presolve": False})
    return float(solved.fun)


def unserved(of: Desk, request: int, comes: float) -> float:
    """Units of a request that what stands does not serve: that is for the first, if it may be used there."""
    ratio = of.ratio(0, 0) if request == 0 else None
    return max(0.0, of.requests[request][1] - (comes / ratio if ratio else 0.0))


def plain(of: Desk) -> list[float]:
    """Units that stand and do not come, share not matched, days late, days until it is there, largest share lacking.

    Each is least after those before it.
    """
    columns = sendings(of)
    if not columns:
        return [float(of.stands), 0.0, 0.0, 0.0, 1.0]
    matrix, most = limits(of, columns, of.stands)
    standing = np.array([-1.0 if sent.stands else 0.0 for sent in columns])
    comes = -least(standing, matrix, most)
    matrix, most = limits(of, columns, comes)
    matrix, most = np.vstack([matrix, standing]), np.append(most, SLACK - comes)
    found = [of.stands - comes]
    for cost in (
        np.array([0.0 if sent.stands else -sent.share for sent in columns]),
        np.array([sent.share * sent.late for sent in columns]),
        np.array([sent.share * sent.arrives for sent in columns]),
    ):
        found.append(least(cost, matrix, most))
        matrix, most = np.vstack([matrix, cost]), np.append(most, found[-1] + SLACK)
    return [*found, largest(of, columns, comes, matrix, most)]


def largest(of: Desk, columns: list[Sending], comes: float, matrix: Floats, most: Floats) -> float:
    """The largest share that a request lacks, as small as it can be: a variable of its own above all of them."""
    above = [
        [0.0 if sent.stands or sent.request != r else -1.0 / sent.ratio for sent in columns] + [-float(asked[1])]
        for r, asked in enumerate(of.requests)
    ]
    lacks = [-unserved(of, r, comes) for r in range(len(of.requests))]
    wider = np.vstack([np.hstack([matrix, np.zeros((len(matrix), 1))]), above])
    cost = np.append(np.zeros(len(columns)), 1.0)
    return least(cost, wider, np.append(most, lacks))


def asked_in_all(of: Desk) -> dict[str, float]:
    """Units asked for of each item."""
    total: dict[str, float] = defaultdict(float)
    for item, units, _, _ in of.requests:
        total[item] += units
    return total


def reached(of: Desk) -> list[float]:
    """The same of the match."""
    found = outcome(of.case(), book(of.case(), DAY_0), Terms(None, "no", LATE))
    total = asked_in_all(of)
    matched = late = time = 0.0
    for chance, quantity in zip(found.chances, found.sent.quantity, strict=True):
        deal = chance.way.deal
        for trip, units in zip(chance.way.trips, quantity.tolist(), strict=True):
            share = units / deal.ratio / total[deal.request.item]
            matched -= 0.0 if isinstance(deal, Standing) else share
            late += share * max(0, trip.arrives - deal.request.needed)
            time += share * trip.arrives
    stays = float(found.sent.unplaced.sum())
    lacks = max(found.lacking[asked.request] / asked.quantity for asked in found.book.requests)
    return [stays, matched, late, time, lacks]


@settings(max_examples=40)
@given(DESKS)
def test_every_stage_is_that_of_the_plain_programme(of: Desk) -> None:
    assert reached(of) == pytest.approx(plain(of), abs=1e-5)
