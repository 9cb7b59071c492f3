"""How are pairs, gates, money and days put into words?"""

from __future__ import annotations

from collections.abc import Iterable

from pipir.case.case import Case
from pipir.case.words import counted, listing, the

SAID = {"technical": "technical fit", "safety": "safety data", "permission": "permission"}
"""Gates, in words."""
SCALE = ((1e9, " billion"), (1e6, " million"))


class Words:
    """The words of a case: names of nations and items, units, verbs."""

    def __init__(self, case: Case) -> None:
        self._nations = dict(case["nations"].select("nation", "name").iter_rows())
        self._items = {row["item"]: row for row in case["items"].iter_rows(named=True)}

    def nations(self, ids: Iterable[str]) -> str:
        """Nations by name, as a list in a sentence."""
        return listing([the(self._nations[nation]) for nation in ids])

    def item(self, item: str) -> str:
        """An item by name; the word itself where a promise states a family or all items."""
        return str(self._items[item]["name"]) if item in self._items else item

    def pair(self, item: str, substitute: str) -> str:
        """A pair by the names of what is in it."""
        return f"{self.item(substitute)} for {self.item(item)}"

    def use(self, item: str) -> str:
        """What users do with an item."""
        return "fire" if self._items[item]["kind"] == "munition" else "use"

    def counted(self, quantity: float, item: str) -> str:
        """A quantity with the unit of an item."""
        return counted(number(quantity), str(self._items[item]["unit"]) if item in self._items else "unit")

    def units(self, quantity: float, item: str) -> str:
        """A quantity of an item with its unit and name."""
        return f"{self.counted(quantity, item)} of {self.item(item)}"


def number(value: float) -> str:
    """A number as people read it: no more digits than say something."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 1 else f"{value:.2g}"


def days(value: float) -> str:
    """Days of supply, in words."""
    return f"{counted(number(value), 'day')} of supply"


def money(usd: float) -> str:
    """An amount in US dollars, in words."""
    for size, word in SCALE:
        if usd >= size:
            return f"${number(usd / size)}{word}"
    return f"${usd:,.0f}"
