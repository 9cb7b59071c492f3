"""How are promises put into words? Names in place of ids, numbers with their units."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import floor, log10

from pipir.case.case import Case
from pipir.case.words import counted, listing, the
from pipir.planning.limits import figure

CODE = re.compile(r"\b[A-Z]{3}\b")
"""A nation's code in a sentence."""
KEYS = (
    ("nations", "nation"),
    ("items", "item"),
    ("sites", "site"),
    ("situations", "situation"),
    ("scenarios", "scenario"),
)
"""Tables with names, and their keys."""
MOST_NAMED = 4


class Words:
    """Names and units of a case."""

    def __init__(self, case: Case) -> None:
        self._names = {table: dict(case[table].select(key, "name").iter_rows()) for table, key in KEYS}
        self._units = dict(case["items"].select("item", "unit").iter_rows())

    def nation(self, nation: str) -> str:
        """Name of a nation as it stands inside a sentence; of a body its id."""
        return the(str(self._names["nations"].get(nation, nation)))

    def spelled(self, told: str) -> str:
        """A sentence with the names of nations in place of their codes."""
        known = self._names["nations"]
        return CODE.sub(lambda code: self.nation(code[0]) if code[0] in known else code[0], told)

    def site(self, site: str) -> str:
        """Name of a site."""
        return str(self._names["sites"][site])

    def situation(self, situation: str) -> str:
        """Name of a situation."""
        return str(self._names["situations"].get(situation, situation))

    def crisis(self, situation: str, scenario: str | None) -> str:
        """Name of a scenario, or of the situation where there is none."""
        return self.situation(situation) if scenario is None else str(self._names["scenarios"][scenario])

    def item(self, item: str) -> str:
        """Name of an item, `anything` for *, a family as it is; `:repairable` marks what is to be repaired."""
        if item == "*":
            return "anything"
        base, _, broken = item.partition(":")
        return str(self._names["items"].get(base, base)) + (" to be repaired" if broken else "")

    def unit(self, item: str) -> str:
        """What an item is counted in; `unit` for a family."""
        return str(self._units.get(item.partition(":")[0], "unit"))

    def amount(self, quantity: float, item: str) -> str:
        """So many units of an item."""
        return f"{measured(quantity, self.unit(item))} of {self.item(item)}"


def measured(quantity: float, unit: str) -> str:
    """So much in a unit, which may be a unit a year or a day."""
    base, per, rest = unit.partition(" a ")
    return f"{counted(figure(quantity), base)}{per}{rest}"


def percent(share: float) -> str:
    """A share as a percentage; what is not quite nothing or all is not rounded to it."""
    if 0.0 < share < 0.01:
        return "under 1 %"
    if 0.999 < share < 1.0:
        return "over 99.9 %"
    return f"{100 * share:.3g} %"


def several(number: int, thing: str) -> str:
    """`1 promise`, `2 promises`, `no promise`."""
    return counted(str(number), thing) if number else f"no {thing}"


def listed(parts: Iterable[str], most: int = MOST_NAMED) -> str:
    """The words as a list in a sentence, each once; beyond `most` the rest is counted."""
    return listing(list(dict.fromkeys(parts)), most)


def upper(words: str) -> str:
    """The words with a capital at the beginning."""
    return words[:1].upper() + words[1:]


def rounded_up(quantity: float) -> float:
    """The quantity in three figures, never smaller but by a rest of rounding."""
    if quantity <= 0.0:
        return 0.0
    step = 10.0 ** (floor(log10(quantity)) - 2)
    steps = quantity / step
    near = round(steps)
    return float(f"{(near if near >= steps * (1.0 - 1e-9) else near + 1) * step:.3g}")
