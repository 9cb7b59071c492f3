"""Which offers meet which requests, at least time, within what receivers can absorb, and what is left after?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import capital, counted, figure, listing
from pipir.matching import match_columns as columns
from pipir.matching.assigning import assign, used
from pipir.matching.auditing import audit
from pipir.matching.book import Book, Standing, book
from pipir.matching.capability import MatchOptions
from pipir.matching.donating import donors
from pipir.matching.lacking import of_no_use, unmatched
from pipir.matching.match_columns import NEW, STATES, SUGGESTED
from pipir.matching.outcomes import Outcome, barred, offers, pairs
from pipir.matching.room import HANDLING, Limit, rooms
from pipir.matching.shipping import Chance, Terms, carriers, chances
from pipir.matching.tracking import tracking
from pipir.network.network import Floats
from pipir.runs.asking import ready
from pipir.runs.record import record
from pipir.runs.result import Result, table_of

DEFAULT = MatchOptions()
ROUTE = " > "
Row = dict[str, Any]


@dataclass(frozen=True)
class MatchResult(Result):
    """Answer of `match`: the matches, what is left on both sides, what it leaves the donors, how far each match is."""

    matches: pl.DataFrame
    unmatched: pl.DataFrame
    pairs: pl.DataFrame
    offers: pl.DataFrame
    donors: pl.DataFrame
    tracking: pl.DataFrame
    audit: pl.DataFrame
    intake: pl.DataFrame


def match(case: Case | str | Path, options: MatchOptions = DEFAULT) -> MatchResult:
    """Match requests to offers: most first, then the least late, then the soonest.

    Raises
    ------
    Refused
        Where the case is at fault or an option names what it does not have.
    """
    case = ready(case, options)
    day_0 = options.from_date or case.as_of
    found = outcome(case, book(case, day_0, options.anew), _terms(options))
    of_pairs = pairs(found)
    made = list(_matches(found))
    without = list(unmatched(found, of_pairs))
    shown = [{name: row[name] for name in columns.PAIRS.names} for row in of_pairs]
    frames = {
        columns.MATCHES: made,
        columns.UNMATCHED: without,
        columns.PAIRS: shown,
        columns.OFFERS: list(offers(found)),
        columns.DONORS: list(donors(case, found)),
        columns.TRACKING: list(tracking(case, day_0)),
        columns.AUDIT: list(audit(case)),
        columns.INTAKE: list(_intake(found)),
    }
    notes = [*_notes(found, made, without), *_unknown_states(case)]
    run = record("match", case, options, notes=notes)
    return MatchResult(run, **{declared.name: table_of(declared, rows) for declared, rows in frames.items()})


def outcome(case: Case, of: Book, terms: Terms) -> Outcome:
    """The best matches of a book."""
    room = rooms(case, of.day_0)
    ways = chances(case, of, room, terms)
    sent = assign(of, [chance.way for chance in ways], room)
    taken = used([chance.way for chance in ways], sent, room)
    holder = dict(case["sites"].select("site", "nation").iter_rows())
    return Outcome(of, ways, sent, taken, room, Names(case), holder)


def _terms(options: MatchOptions) -> Terms:
    return Terms(options.situation, options.unknown, options.late)


def _matches(found: Outcome) -> Iterator[Row]:
    for chance, quantity in zip(found.chances, found.sent.quantity, strict=True):
        deal = chance.way.deal
        if isinstance(deal, Standing):
            yield _standing(found, chance, quantity)
        elif quantity.sum() > 0.0:
            told = _moved(found, chance, quantity)
            units = float(quantity.sum())
            yield _row(chance, NEW, units) | told | {"sentence": _sentence(found, chance, units, told)}


def _standing(found: Outcome, chance: Chance, quantity: Floats) -> Row:
    deal, names = chance.way.deal, found.names
    assert isinstance(deal, Standing)
    unplaced = found.unplaced[deal.match]
    told = _moved(found, chance, quantity)
    words = [_sentence(found, chance, float(quantity.sum()), told)] if quantity.sum() > 0.0 else []
    if deal.delivered > 0.0:
        words.insert(0, f"{names.amount(deal.delivered, deal.offer.item)} are handed over.")
    if unplaced > 0.0:
        words.append(f"{names.amount(unplaced, deal.offer.item)} cannot come in time: {barred(found, chance)[1]}.")
    if deal.gate is not None:
        words.append(f"It does none of the work that is asked for: {of_no_use(deal, names)}.")
    row = _row(chance, deal.match, deal.quantity) | told
    serves = deal.serves(deal.quantity - unplaced)
    return row | {"serves": serves, "cannot_come": unplaced, "sentence": " ".join(words)}


def _row(chance: Chance, name: str, quantity: float) -> Row:
    deal = chance.way.deal
    return {
        "request": deal.request.request,
        "offer": deal.offer.offer,
        "match": name,
        "giver": deal.offer.nation,
        "receiver": deal.request.nation,
        "item": deal.offer.item,
        "quantity": quantity,
        "serves": quantity / deal.ratio,
        "cannot_come": 0.0,
    }


def _moved(found: Outcome, chance: Chance, quantity: Floats) -> Row:
    """When and by which way the units of a deal move."""
    goes = [(trip, units) for trip, units in zip(chance.way.trips, quantity.tolist(), strict=True) if units > 0.0]
    deal, units = chance.way.deal, float(quantity.sum())
    if not goes:
        nothing = dict.fromkeys(("leaves", "arrives", "complete", "days", "days_late"))
        return nothing | {"late": 0.0, "route": "", "carried_by": "", "tonnes": 0.0, "cost_usd": 0.0}
    first, last = goes[0][0], max((trip for trip, _ in goes), key=lambda trip: trip.arrives)
    mass = found.rooms.tonnes[deal.offer.item]
    return {
        "leaves": _date(found.book, first.leaves),
        "arrives": _date(found.book, min(trip.arrives for trip, _ in goes)),
        "complete": _date(found.book, last.arrives),
        "days": sum(trip.days * part for trip, part in goes) / units,
        "late": sum(part for trip, part in goes if trip.arrives > deal.request.needed),
        "days_late": max(0, last.arrives - deal.request.needed),
        "route": ROUTE.join(lane.lane for lane, _, _ in first.legs),
        "carried_by": ROUTE.join(dict.fromkeys(carriers(chance, first))),
        "tonnes": units * mass,
        "cost_usd": sum(part * mass * found.rooms.cost(trip) for trip, part in goes),
    }


def _sentence(found: Outcome, chance: Chance, units: float, told: Row) -> str:
    deal, names = chance.way.deal, found.names
    span = (
        f"on {told['arrives']}"
        if told["arrives"] == told["complete"]
        else f"from {told['arrives']} to {told['complete']}"
    )
    same = deal.offer.item == deal.request.item or deal.gate is not None
    instead = "" if same else f", in place of {names.item(deal.request.item)},"
    late = told["days_late"]
    timely = "in time" if late == 0 else f"{counted(figure(late), 'day')} late, the last of it"
    amount = names.amount(units, deal.offer.item)
    gives = f"{capital(names.nation(deal.offer.nation))} gives {names.nation(deal.request.nation)}"
    return f"{gives} {amount}{instead} at {names.site(deal.request.site)} {span}: {timely}."


def _intake(found: Outcome) -> Iterator[Row]:
    """What sites take in, by day, request and offer."""
    for chance, quantity in zip(found.chances, found.sent.quantity, strict=True):
        deal, taken = chance.way.deal, dict[tuple[str, int], float]()
        for trip, units in zip(chance.way.trips, quantity.tolist(), strict=True):
            for lane, _, comes in trip.legs if units > 0.0 else ():
                taken[lane.destination, comes] = taken.get((lane.destination, comes), 0.0) + units
        for (site, day), units in taken.items():
            room = found.rooms.most(Limit(HANDLING, site, day))
            yield {
                "site": site,
                "date": _date(found.book, day),
                "request": deal.request.request,
                "offer": deal.offer.offer,
                "match": deal.match if isinstance(deal, Standing) else NEW,
                "item": deal.offer.item,
                "quantity": units,
                "tonnes": units * found.rooms.tonnes[deal.offer.item],
                "room_t": room if np.isfinite(room) else None,
            }


def _notes(found: Outcome, made: list[Row], without: list[Row]) -> Iterator[str]:
    asked = len(found.book.requests)
    if not asked or not found.book.offers:
        yield "The case has no requests." if not asked else "The case has no offers."
        return
    part = sum(row["matched"] > 0 for row in without)
    whole = f"{counted(figure(asked), 'request')}: {asked - len(without)} met in full"
    yield f"{whole}, {part} in part, {len(without) - part} not at all."
    cost = sum(row["cost_usd"] for row in made)
    priced = f" for {figure(cost)} USD, as far as lanes state their cost" if cost > 0.0 else ""
    yield f"{figure(sum(row['tonnes'] for row in made))} t move{priced}."
    yield "Offers are taken at their word: a donor may give of its reserve, `donors` tells what that leaves."
    yield from _excess(found.book)
    names = found.names
    for stands in found.book.standing:
        if stands.gate is not None:
            yield f"{stands.match} stands, but serves nobody: {of_no_use(stands, names)}."
    for given in found.book.offers:
        if found.holder[given.site] != given.nation:
            yield f"{given.offer} of {names.nation(given.nation)} lies at {_held(found, given.site)}."
    for wanted in found.book.requests:
        if found.holder[wanted.site] != wanted.nation:
            yield f"{wanted.request} of {names.nation(wanted.nation)} is for {_held(found, wanted.site)}."


def _unknown_states(case: Case) -> Iterator[str]:
    """Matches whose state is no step and not said to be a suggestion."""
    for name, state in case["matches"].sort("match").select("match", "state").iter_rows():
        if state not in (*STATES, SUGGESTED):
            yield f"{name} stands at {state!r}, which is no step ({listing(STATES)}): it binds nobody."


def _held(found: Outcome, site: str) -> str:
    return f"{found.names.site(site)}, which {found.names.nation(found.holder[site])} holds"


def _excess(of: Book) -> Iterator[str]:
    """Offers and requests for which more stands than there is."""
    for offered in of.offers:
        stands = sum(m.quantity for m in of.standing if m.offer.offer == offered.offer)
        if stands > offered.quantity:
            yield f"Matches that stand give {figure(stands)} of {offered.offer}, which has {figure(offered.quantity)}."
    for asked in of.requests:
        stands = sum(m.serves(m.quantity) for m in of.standing if m.request.request == asked.request)
        if stands > asked.quantity:
            yield f"Matches that stand give {asked.request} {figure(stands)}, which asks for {figure(asked.quantity)}."


def _date(of: Book, day: int) -> date:
    return of.day_0 + timedelta(days=day)
