"""How does a sentence name what a case holds? By its name, with the id where a name stands for several."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from pipir.case.case import Case
from pipir.case.words import counted, figure, listing, the

CODE = re.compile(r"\b[A-Z]{3}\b")
"""A nation's code in a sentence."""
KEYS = {"nations": "nation", "items": "item", "sites": "site", "situations": "situation", "scenarios": "scenario"}
"""Tables with names, and their keys."""
BROKEN = ":repairable"
"""What marks an item that is to be repaired."""


class Names:
    """Names and units of a case. What the case does not hold, a body or a family of items, is named by its word."""

    def __init__(self, case: Case) -> None:
        self._named = {table: _names(case[table], key) for table, key in KEYS.items()}
        self._units = dict(case["items"].select("item", "unit").iter_rows())

    def nation(self, nation: str) -> str:
        """A nation by its code, or a body, as it stands inside a sentence."""
        return the(self._named["nations"].get(nation, nation))

    def nations(self, codes: Iterable[str]) -> str:
        """Nations as a list in a sentence."""
        return listing(self.nation(code) for code in codes)

    def spelled(self, told: str) -> str:
        """A sentence with the names of nations in place of their codes."""
        return CODE.sub(lambda code: self.nation(code[0]), told)

    def site(self, site: str) -> str:
        """A site."""
        return self._named["sites"].get(site, site)

    def situation(self, situation: str) -> str:
        """A situation, in quotes."""
        return f'"{self._named["situations"].get(situation, situation)}"'

    def scenario(self, scenario: str) -> str:
        """A scenario, in quotes."""
        return f'"{self._named["scenarios"].get(scenario, scenario)}"'

    def item(self, item: str) -> str:
        """An item, `anything` for `*`, a family as it is; said too is that it is to be repaired."""
        if item == "*":
            return "anything"
        base = item.removesuffix(BROKEN)
        return self._named["items"].get(base, base) + (" to be repaired" if base != item else "")

    def items(self, ids: Iterable[str]) -> str:
        """Items as a list in a sentence."""
        return listing(self.item(item) for item in ids)

    def unit(self, item: str) -> str:
        """What an item is counted in; `unit` where it is a family or anything."""
        return str(self._units.get(item.removesuffix(BROKEN), "unit"))

    def counted(self, quantity: float, item: str) -> str:
        """So many units, the item being known: `1,200 rounds`."""
        return counted(figure(quantity), self.unit(item))

    def amount(self, quantity: float, item: str) -> str:
        """So many units of an item: `1,200 rounds of 155 mm shell`."""
        return f"{self.counted(quantity, item)} of {self.item(item)}"


def _names(table: pl.DataFrame, key: str) -> dict[str, str]:
    several = set(table.filter(pl.col("name").is_duplicated())["name"])
    named = table.select(key, "name").iter_rows()
    return {word: f"{name} ({word})" if name in several else name for word, name in named}
