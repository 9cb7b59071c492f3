"""How are pairs, gates, money and days put into words?"""

from __future__ import annotations

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import counted, figure

SAID = {"technical": "technical fit", "safety": "safety data", "permission": "permission"}
"""Gates, in words."""
SCALE = ((1e9, " billion"), (1e6, " million"))


class Words(Names):
    """The words of a case, and those for its pairs."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._kinds = dict(case["items"].select("item", "kind").iter_rows())
        self._standards = dict(case["standards"].select("standard", "title").iter_rows())

    def pair(self, item: str, substitute: str) -> str:
        """A pair by the names of what is in it."""
        return f"{self.item(substitute)} for {self.item(item)}"

    def standard(self, standard: str) -> str:
        """A standard by its title, in quotes; with its id where several have the same."""
        title = self._standards[standard]
        several = list(self._standards.values()).count(title) > 1
        return f'"{title} ({standard})"' if several else f'"{title}"'

    def use(self, item: str) -> str:
        """What users do with an item."""
        return "fire" if self._kinds[item] == "munition" else "use"


def days(value: float, nations: int) -> str:
    """Days of supply of so many nations, in words."""
    return f"{counted(figure(value), 'day')} of {'its' if nations == 1 else 'their'} supply"


def money(usd: float) -> str:
    """An amount in US dollars, in words."""
    for size, word in SCALE:
        if usd >= size:
            return f"${figure(usd / size)}{word}"
    return f"${usd:,.0f}"
