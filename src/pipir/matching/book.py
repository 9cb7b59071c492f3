"""Who asks for what, who offers what, what of it is matched already, and which offer could serve which request?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.tables.things import GATES
from pipir.matching.match_columns import STATES

NO_SUBSTITUTE = "no substitute on record"
"""What keeps an item from being used where no row of `substitutes` says that it may be."""


@dataclass(frozen=True)
class Request:
    """What a nation asks for, in days from day 0: `needed` is the last day on which it is in time."""

    request: str
    nation: str
    site: str
    item: str
    quantity: float
    needed: int


@dataclass(frozen=True)
class Offer:
    """What a nation offers: it can leave on days [opens, lapses), `lapses` None for never."""

    offer: str
    nation: str
    site: str
    item: str
    quantity: float
    opens: int
    lapses: int | None


@dataclass(frozen=True)
class Pair:
    """An offer that could serve a request: `ratio` units of it do the work of one asked for.

    `gate` says in words what keeps a substitute from being used; None where nothing does.
    """

    request: Request
    offer: Offer
    ratio: float
    gate: str | None


@dataclass(frozen=True)
class Standing:
    """A match that stands: `quantity` units of the offer, `delivered` of them handed over.

    `ratio` and `gate` are those of a pair: what may not be used instead of what is asked for is given all the same, but
    does none of its work.
    """

    match: str
    request: Request
    offer: Offer
    ratio: float
    gate: str | None
    quantity: float
    delivered: float
    commitment: str | None

    @property
    def open(self) -> float:
        """Units still to come."""
        return self.quantity - self.delivered

    def serves(self, units: float) -> float:
        """Units asked for that so many units of it do the work of."""
        return units / self.ratio if self.gate is None else 0.0


@dataclass(frozen=True)
class Book:
    """All of it. `wanted` is what each request is still to get [unit asked for], `left` what each offer still has."""

    day_0: date
    requests: tuple[Request, ...]
    offers: tuple[Offer, ...]
    standing: tuple[Standing, ...]
    pairs: tuple[Pair, ...]

    @property
    def wanted(self) -> dict[str, float]:
        """Units that each request lacks beside what is handed over: what stands may be unable to come."""
        lacks = {asked.request: asked.quantity for asked in self.requests}
        for match in self.standing:
            lacks[match.request.request] -= match.serves(match.delivered)
        return {name: max(0.0, units) for name, units in lacks.items()}

    @property
    def left(self) -> dict[str, float]:
        """Units that each offer has beside the matches that stand."""
        has = {offered.offer: offered.quantity for offered in self.offers}
        for match in self.standing:
            has[match.offer.offer] -= match.quantity
        return {name: max(0.0, units) for name, units in has.items()}


def book(case: Case, day_0: date, anew: bool = False) -> Book:
    """The book on a day. A match stands from its pledge on; another word in its state, or `anew`, leaves it open."""
    requests = {row["request"]: _request(row, day_0) for row in case["requests"].iter_rows(named=True)}
    offers = {row["offer"]: _offer(row, day_0) for row in case["offers"].iter_rows(named=True)}
    stands_in = _stands_in(case)
    standing = [] if anew else list(_standing(case, requests, offers, stands_in))
    return Book(
        day_0,
        tuple(requests.values()),
        tuple(offers.values()),
        tuple(standing),
        tuple(_pairs(requests, offers, stands_in)),
    )


def stands() -> pl.Expr:
    """Does a row of `matches` stand? From its pledge on: a suggestion and a word that is no step bind nobody."""
    return pl.col("state").is_in(STATES)


def handed_over(case: Case) -> dict[str, float]:
    """Units handed over of each match: what its commitment has delivered, else all of them where it stands at delivery.

    Matches under one commitment that stand share what it has delivered by their quantities: no other has any.
    """
    recorded: dict[str, float] = defaultdict(float)
    for row in case["deliveries"].iter_rows(named=True):
        recorded[row["commitment"]] += row["quantity"]
    rows = case.filled("commitments").select("commitment", "delivered").iter_rows()
    delivered = {name: float(recorded.get(name, units)) for name, units in rows}
    found = dict.fromkeys(case["matches"]["match"], 0.0)
    standing = list(case["matches"].filter(stands()).iter_rows(named=True))
    under: dict[str, float] = defaultdict(float)
    for row in standing:
        under[row["commitment"]] += row["quantity"]
    for row in standing:
        units, owed = float(row["quantity"]), row["commitment"]
        if owed is None:
            found[row["match"]] = units if row["state"] == STATES[-1] else 0.0
        else:
            found[row["match"]] = units if delivered[owed] >= under[owed] else delivered[owed] * units / under[owed]
    return found


def _request(row: dict[str, Any], day_0: date) -> Request:
    of_it = {name: row[name] for name in ("request", "nation", "site", "item", "quantity")}
    return Request(**of_it, needed=(row["needed_by"] - day_0).days)


def _offer(row: dict[str, Any], day_0: date) -> Offer:
    of_it = {name: row[name] for name in ("offer", "nation", "site", "item", "quantity")}
    lapses = None if row["until"] is None else (row["until"] - day_0).days
    return Offer(**of_it, opens=(row["available_from"] - day_0).days, lapses=lapses)


def _stands_in(case: Case) -> dict[tuple[str, str, str], tuple[float, str | None]]:
    """By user, item asked for and substitute: units of it that do the work of one, and the gates that are not open."""
    found = {}
    for row in case.filled("substitutes").iter_rows(named=True):
        shut = [f"{gate}: {row[gate]}" for gate in GATES if row[gate] != "yes"]
        key = (row["nation"], row["item"], row["substitute"])
        found[key] = (float(row["ratio"]), ", ".join(shut) or None)
    return found


def _standing(
    case: Case,
    requests: dict[str, Request],
    offers: dict[str, Offer],
    stands_in: dict[tuple[str, str, str], tuple[float, str | None]],
) -> Iterator[Standing]:
    delivered = handed_over(case)
    for row in case["matches"].filter(stands()).iter_rows(named=True):
        request, offer = requests[row["request"]], offers[row["offer"]]
        ratio, gate = (1.0, None)
        if offer.item != request.item:
            ratio, gate = stands_in.get((request.nation, request.item, offer.item), (1.0, NO_SUBSTITUTE))
        units = float(row["quantity"])
        yield Standing(row["match"], request, offer, ratio, gate, units, delivered[row["match"]], row["commitment"])


def _pairs(
    requests: dict[str, Request],
    offers: dict[str, Offer],
    stands_in: dict[tuple[str, str, str], tuple[float, str | None]],
) -> Iterator[Pair]:
    """Offers of other nations of the item itself, and of what may stand in for it."""
    by_item: dict[str, list[Offer]] = defaultdict(list)
    for offer in offers.values():
        by_item[offer.item].append(offer)
    instead: dict[tuple[str, str], list[str]] = defaultdict(list)
    for nation, item, substitute in stands_in:
        instead[nation, item].append(substitute)
    for request in requests.values():
        for item in (request.item, *instead[request.nation, request.item]):
            ratio, gate = (1.0, None) if item == request.item else stands_in[request.nation, request.item, item]
            for offer in by_item[item]:
                if offer.nation != request.nation:
                    yield Pair(request, offer, ratio, gate)
