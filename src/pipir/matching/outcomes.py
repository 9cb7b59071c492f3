"""What came of every offer that could serve a request, and why does it give no more?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from pipir.case.names import Names
from pipir.case.words import counted, figure, listing
from pipir.matching.assigning import DUST, Sent
from pipir.matching.book import Book, Pair, Standing
from pipir.matching.match_columns import (
    CLOSED,
    MATCHED,
    NO_ROOM,
    NO_WAY,
    NOT_NEEDED,
    TOO_LATE,
    USED_UP,
)
from pipir.matching.room import Limit, Rooms
from pipir.matching.shipping import Chance

Row = dict[str, Any]
FULL = 1e-6
"""Share of a limit that may be free where it is full."""


@dataclass(frozen=True)
class Outcome:
    """What was matched, in units: by request (asked for), by offer (given), by request and offer; what is still full.

    `used` is how much of each limit the shipments take [t or kg], `holder` the nation that holds each site.
    """

    book: Book
    chances: Sequence[Chance]
    sent: Sent
    used: Mapping[Limit, float]
    rooms: Rooms
    names: Names
    holder: Mapping[str, str]

    @cached_property
    def given(self) -> dict[tuple[str, str], float]:
        """Units of each offer that each request gets now."""
        found: dict[tuple[str, str], float] = defaultdict(float)
        for chance, quantity in zip(self.chances, self.sent.quantity, strict=True):
            deal = chance.way.deal
            if isinstance(deal, Pair) and quantity.sum() > 0:
                found[deal.request.request, deal.offer.offer] += float(quantity.sum())
        return found

    @cached_property
    def lacking(self) -> dict[str, float]:
        """Units that each request lacks, 0 where it lacks next to nothing. What stands and cannot come is lacking."""
        lacks = dict(self.book.wanted)
        given = self.given
        for match in self.book.standing:
            lacks[match.request.request] -= match.serves(match.open - self.unplaced[match.match])
        for pair in self.book.pairs:
            lacks[pair.request.request] -= given.get((pair.request.request, pair.offer.offer), 0.0) / pair.ratio
        whole = {asked.request: asked.quantity for asked in self.book.requests}
        return {name: units if units > DUST * whole[name] else 0.0 for name, units in lacks.items()}

    @cached_property
    def unplaced(self) -> dict[str, float]:
        """Units of each match that stands which are not handed over and cannot come in time."""
        return {m.match: units for m, units in zip(self.book.standing, self.sent.unplaced.tolist(), strict=True)}

    @cached_property
    def over(self) -> dict[str, float]:
        """Units of each offer that nobody gets, 0 where it is next to nothing."""
        over = dict(self.book.left)
        for (_, offer), units in self.given.items():
            over[offer] -= units
        whole = {offered.offer: offered.quantity for offered in self.book.offers}
        return {name: units if units > DUST * whole[name] else 0.0 for name, units in over.items()}

    def full(self, chance: Chance) -> list[Limit]:
        """What is full for a way, what it is most often for first: days left out, each place once."""
        times: dict[Limit, int] = defaultdict(int)
        for trip in chance.way.trips:
            for limit in self.rooms.limits(trip):
                most = self.rooms.most(limit)
                if self.used.get(limit, 0.0) >= most * (1.0 - FULL):
                    times[Limit(limit.kind, limit.place)] += 1
        return sorted(times, key=lambda limit: (-times[limit], limit.place))


def pairs(outcome: Outcome) -> list[Row]:
    """The table `pairs`: see its declaration."""
    given, lacking, over = outcome.given, outcome.lacking, outcome.over
    ways = {_key(c.way.deal): c for c in outcome.chances if isinstance(c.way.deal, Pair)}
    rows = []
    for pair in outcome.book.pairs:
        key, chance = _key(pair), ways.get(_key(pair))
        to_give = over[pair.offer.offer]
        reason, sentence = _why(outcome, pair, chance, to_give)
        met = lacking[pair.request.request] == 0.0
        got = given.get(key, 0.0)
        word = MATCHED if got > 0 else NOT_NEEDED if met and pair.gate is None else reason
        if got > 0:
            sentence = _gives(outcome, pair, got) + ("" if met else " " + sentence)
        elif word == NOT_NEEDED:
            sentence = f"{pair.request.request} is met in full without more of {pair.offer.offer}."
        first = chance.first if chance is not None else None
        rows.append(
            {
                "request": key[0],
                "offer": key[1],
                "item": pair.offer.item,
                "outcome": word,
                "could_arrive": None if first is None else _date(outcome.book, first.arrives),
                "given": got,
                "left": to_give,
                "sentence": sentence,
                "reason": reason,
            }
        )
    return rows


def offers(outcome: Outcome) -> Iterator[Row]:
    """The table `offers`: see its declaration."""
    given, over = outcome.given, outcome.over
    wanted = {pair.offer.offer for pair in outcome.book.pairs if pair.gate is None}
    for offered in outcome.book.offers:
        stands = sum(m.quantity for m in outcome.book.standing if m.offer.offer == offered.offer)
        to = {request: units for (request, offer), units in given.items() if offer == offered.offer}
        left = over[offered.offer]
        parts = [f"{figure(units)} to {request}" for request, units in to.items()]
        parts += [f"{figure(stands)} in matches that stand"] if stands else []
        words = f"Of {outcome.names.amount(offered.quantity, offered.item)}: {listing(parts)}, {figure(left)} left."
        if not parts:
            nobody = "no request needs it" if offered.offer in wanted else "nobody asks for it"
            words = f"{outcome.names.amount(left, offered.item)} left: {nobody}{_unused(outcome, offered.offer)}."
        yield {
            "offer": offered.offer,
            "nation": offered.nation,
            "item": offered.item,
            "quantity": offered.quantity,
            "standing": stands,
            "given": sum(to.values()),
            "left": left,
            "sentence": words,
        }


def _unused(outcome: Outcome, offer: str) -> str:
    """Where requests lack what nobody gets: that it could not come to them."""
    lacking = outcome.lacking
    lacks = [p.request.request for p in outcome.book.pairs if p.offer.offer == offer and lacking[p.request.request] > 0]
    return f", or it cannot come to who does ({listing(lacks)}; see pairs)" if lacks else ""


def _why(outcome: Outcome, pair: Pair, chance: Chance | None, over: float) -> tuple[str, str]:
    """Why a pair gives no more than it does: the word, and in a sentence."""
    offer, name, names = pair.offer, pair.offer.offer, outcome.names
    if pair.gate is not None or chance is None:
        user = names.nation(pair.request.nation)
        return CLOSED, f"{name} offers {names.item(offer.item)}, which {user} may not use instead ({pair.gate})."
    if chance.first is None:
        if chance.against is not None:
            return NO_WAY, f"{name} has no way: {_against(outcome, chance)}."
        return TOO_LATE, f"{name} lapses before it could leave."
    if not chance.way.trips:
        late = chance.first.arrives - pair.request.needed
        there = _date(outcome.book, chance.first.arrives)
        return TOO_LATE, f"{name} could be there on {there}, {counted(figure(late), 'day')} after it is needed."
    if outcome.book.left[name] == 0.0:
        return USED_UP, f"{name} is used up by matches that stand."
    if over > 0.0:
        words = listing([limit.words(outcome.names) for limit in outcome.full(chance)], most=3)
        return NO_ROOM, f"{name} has {names.counted(over, offer.item)} more, but {words}."
    takers = {to: units for (to, by), units in outcome.given.items() if by == name}
    others = listing([f"{figure(units)} to {to}" for to, units in takers.items() if to != pair.request.request])
    if pair.request.request in takers:
        return USED_UP, f"It gives {others} and has no more." if others else "It has no more."
    return USED_UP, f"{name} gives all it has to others: {others}."


def _gives(outcome: Outcome, pair: Pair, units: float) -> str:
    instead = ""
    if pair.offer.item != pair.request.item:
        instead = f", which do the work of {figure(units / pair.ratio)} of {outcome.names.item(pair.request.item)}"
    return f"{pair.offer.offer} gives {outcome.names.amount(units, pair.offer.item)}{instead}."


def barred(outcome: Outcome, chance: Chance) -> tuple[str, str]:
    """Why what stands cannot come in time: the word, and in words."""
    if chance.against is not None:
        return NO_WAY, _against(outcome, chance)
    if chance.first is None:
        return TOO_LATE, f"{chance.way.deal.offer.offer} has lapsed"
    if not chance.way.trips:
        return TOO_LATE, f"it could be there on {_date(outcome.book, chance.first.arrives)}"
    return NO_ROOM, listing([limit.words(outcome.names) for limit in outcome.full(chance)], most=2)


def _against(outcome: Outcome, chance: Chance) -> str:
    """What stands in the way, in words."""
    deal, names = chance.way.deal, outcome.names
    lanes = f"no lanes lead from {names.site(deal.offer.site)} to {names.site(deal.request.site)}"
    return names.spelled(chance.against) if chance.against else lanes


def _key(deal: Pair | Standing) -> tuple[str, str]:
    return deal.request.request, deal.offer.offer


def _date(book: Book, day: int) -> date:
    return book.day_0 + timedelta(days=day)
