"""What efforts are there, how far is each, and which items does it touch?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.matching.initiative_columns import DECIDED, EFFORTS, ENDED, NONE, PROPOSED, UNCLEAR

_SAYS = {
    ENDED: """abandoned canceled cancelled ceased closed declined defunct dissolved dropped ended expired failed halted
        lapsed refused rejected shelved stopped terminated withdrawn""",
    PROPOSED: """awaiting candidate concept considered considering consideration discussed discussing discussion
        discussions draft envisaged examined examining exploration explored exploring feasibility hold idea intended
        intention negotiated negotiating negotiation negotiations not offered paused pending planned planning proposal
        proposals proposed proposing sought studied studies study studying suspended talks tentative unfunded
        unsigned""",
    DECIDED: """active adopted agreed announced approved authorised authorized awarded begun building built commissioned
        committed completed concluded construction contract contracted decided delivered delivering done enacted
        established financed force funded inaugurated launched live made making open opened operating operational
        ordered producing production qualified qualifying ramping ratified running signed started underway way won""",
}  # fmt: skip
_WORDS = {effort: frozenset(words.split()) for effort, words in _SAYS.items()}
"""Words of a status that say how far it is; the first of these that has one in it holds: `study ended` has ended."""


@dataclass(frozen=True)
class Effort:
    """An initiative: its row, how far it is, the items that it touches, and the day on which it is complete.

    `behind_gates` are further items that it would touch if gates opened that are unknown now.
    """

    row: dict[str, Any]
    effort: str
    touches: tuple[str, ...]
    behind_gates: tuple[str, ...]
    ready: date | None

    @property
    def name(self) -> str:
        """Id of the initiative."""
        return str(self.row["initiative"])

    @property
    def live(self) -> bool:
        """Has it not ended?"""
        return self.effort != ENDED

    @property
    def nations(self) -> frozenset[str]:
        """Who leads it and who takes part."""
        return frozenset({self.row["lead"], *(self.row["partners"] or ())})


def efforts(case: Case) -> tuple[Effort, ...]:
    """Every initiative of a case.

    An initiative touches its item, or that of its option, all that the item goes into by bills, directly or not, and
    what any of these stands in for where all three gates of a user are open. It is complete on its last day, else so
    many days after its start, or the case's date, as its option leads.
    """
    into, (open_pairs, unknown_pairs) = _into(case), _stands_for(case)
    options = {row["option"]: row for row in case.filled("options").iter_rows(named=True)}
    found = []
    for row in case["initiatives"].iter_rows(named=True):
        items = {row["item"], _item_of(case, options.get(row["option"]))} - {None}
        goes_into = _closure(items, into)
        touches = goes_into | {item for part in goes_into for item in open_pairs[part]}
        behind = {item for part in goes_into for item in unknown_pairs[part]} - touches
        effort = how_far(row["status"])
        ready = None if effort == ENDED else _ready(case, row, options.get(row["option"]))
        found.append(Effort(row, effort, tuple(sorted(touches)), tuple(sorted(behind)), ready))
    return tuple(found)


def how_far(status: str) -> str:
    """A status as one of four words, by the words in it."""
    words = set(re.findall(r"[a-z]+", status.lower()))
    return next((effort for effort, known in _WORDS.items() if words & known), UNCLEAR)


def furthest(found: Iterable[Effort]) -> str:
    """How far the furthest of some efforts is; those that ended count for nothing."""
    return max((effort.effort for effort in found if effort.live), key=EFFORTS.index, default=NONE)


def _item_of(case: Case, option: dict[str, Any] | None) -> str | None:
    """The item that an option is about: its own, or that of the line that it changes."""
    if option is None:
        return None
    if option["item"] is not None:
        return str(option["item"])
    lines = case["lines"].filter(pl.col("line") == option["target"])["item"].to_list()
    if lines:
        return str(lines[0])
    target = str(option["target"]).split("/")
    return target[2] if option["kind"] == "qualify" and len(target) == 4 else None


def _into(case: Case) -> dict[str, set[str]]:
    """What each component goes into."""
    found: dict[str, set[str]] = defaultdict(set)
    for item, component in case["bills"].select("item", "component").iter_rows():
        found[component].add(item)
    return found


def _stands_for(case: Case) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """What each item may stand in for, for some user; and what it might, no gate being shut but some unknown."""
    found: tuple[dict[str, set[str]], dict[str, set[str]]] = defaultdict(set), defaultdict(set)
    for row in case["substitutes"].iter_rows(named=True):
        gates = {row["technical"], row["safety"], row["permission"]}
        if "no" not in gates:
            found["unknown" in gates][row["substitute"]].add(row["item"])
    return found


def _closure(items: set[str], into: dict[str, set[str]]) -> set[str]:
    found, waiting = set(), list(items)
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            waiting += into.get(item, ())
    return found


def _ready(case: Case, row: dict[str, Any], option: dict[str, Any] | None) -> date | None:
    if row["end"] is not None:
        return row["end"]  # type: ignore[no-any-return]
    begins = max(case.as_of, row["start"] or case.as_of)
    return None if option is None else begins + timedelta(days=int(option["lead_days"]))
