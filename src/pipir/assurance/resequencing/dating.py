"""When is each order in the book of a line done, under the precedence that 15 CFR 700 states?

A line is a pile of output that grows: an order is done when the line has put out the units of every order before it and
its own. Time is therefore measured in units put out, in which any line, also one that rises, works at one pace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pipir.assurance.resequencing.declared import RATINGS

Floats = NDArray[np.float64]

DUST = 1e-11
"""Share of the units due by a date that may be missing by rounding."""


@dataclass(frozen=True)
class Entry:
    """An order as the rule sees it: `units` still to be made, and what the line will have put out by its date [unit].

    `room` is that output up to the end of the day it is required on. `directed` is an order that a directive puts
    before all others, whatever their rating.
    """

    order: str
    rating: str
    units: float
    room: float
    required: date
    receipt: date
    directed: bool = False

    @property
    def by_date(self) -> tuple[date, date, str]:
        """Order within one rating: required date, then receipt date (15 CFR 700.14(c)); last the id."""
        return self.required, self.receipt, self.order

    @property
    def precedence(self) -> tuple[bool, int, date, date, str]:
        """Whose date is seen to first: directives, then by rating, then by date."""
        return not self.directed, RATINGS.index(self.rating), *self.by_date


@dataclass(frozen=True)
class Held:
    """What has been promised so far: `due` [unit put out] in rising order, and `owed`, the units due by each of them.

    Both begin with a 0, the line before it has made anything; shape (promises + 1,).
    """

    due: Floats = field(default_factory=lambda: np.zeros(1))
    owed: Floats = field(default_factory=lambda: np.zeros(1))

    def earliest(self, units: float) -> float:
        """The least output [unit] by which so many more units can be done with every promise held.

        Promises are held if and only if at every date the units due by it have been put out. The last date at which
        they would not have been decides: the new order comes after all that is due by then.
        """
        broken = np.flatnonzero(self.owed + units > self.due + DUST * np.maximum(self.due, 1.0))
        return float(self.owed[broken[-1]] + units) if len(broken) else 0.0

    def with_promise(self, units: float, due: float) -> Held:
        """The same with so many units more, due when the line has put out `due`."""
        at = int(np.searchsorted(self.due, due, side="right"))
        owed = np.insert(self.owed, at, self.owed[at - 1])
        owed[at:] += units
        return Held(np.insert(self.due, at, due), owed)


def promises(book: Iterable[Entry]) -> tuple[dict[str, float], Held]:
    """By what output [unit] each order is owed, and all of it together.

    One by one in order of precedence each order is promised its required date, or where those before it do not leave
    that the earliest that they do leave. A directed order is promised as if it were alone.
    """
    held = Held()
    owed: dict[str, float] = {}
    for entry in sorted(book, key=lambda each: each.precedence):
        earliest = held.earliest(entry.units)
        kept = not entry.directed and earliest <= entry.room * (1.0 + DUST)
        owed[entry.order] = entry.room if kept else earliest
        held = held.with_promise(entry.units, owed[entry.order])
    return owed, held


def sequence(book: Sequence[Entry]) -> list[Entry]:
    """The orders as the line works them off: as they are owed, on a tie by required date, receipt date, id.

    Where every order is owed on its required date that is the book as it stands: nothing is changed unless a date would
    be missed (15 CFR 700.14(a)).
    """
    owed, _ = promises(book)
    return sorted(book, key=lambda each: (owed[each.order], *each.by_date))


def done(book: Sequence[Entry]) -> Mapping[str, float]:
    """Output [unit] at which each order is done, listed in the sequence that the line works."""
    worked = sequence(book)
    output = np.cumsum([each.units for each in worked], dtype=np.float64)
    return {each.order: float(units) for each, units in zip(worked, output, strict=True)}


def held_against(book: Iterable[Entry], rating: str) -> Held:
    """What stands against a new order of that rating (15 CFR 700.13(b)): `earliest` of it is what it can be offered.

    Accepted orders of equal or higher rating, none of which comes later than it is owed; lower ones do not count. For
    an unrated order that is every order in the book.
    """
    peers = RATINGS[: RATINGS.index(rating) + 1]
    return promises(each for each in book if each.directed or each.rating in peers)[1]
