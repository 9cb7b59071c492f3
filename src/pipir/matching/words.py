"""How are quantities, shares and days told in the sentences of this folder?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipir.case.case import Case
from pipir.case.words import counted


def figure(value: float) -> str:
    """A number as people read it: thousands apart, whole where it is near one, else three digits that count."""
    whole = round(value)
    if abs(value - whole) <= 1e-6 * max(1.0, abs(value)):
        return f"{whole:,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def percent(share: float) -> str:
    """A share in per cent; never nothing or all where it is not."""
    if 0.0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1.0 - 1e-9:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def listing(parts: Sequence[str], most: int = 6) -> str:
    """Words as a list: `a, b and c`; beyond `most` the rest is counted."""
    shown = [*parts[:most], *([f"{len(parts) - most} more"] if len(parts) > most else [])]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1] if shown else ""


@dataclass(frozen=True)
class Amounts:
    """Quantities of items in words: `1,200 rounds of shell-155-m795`."""

    unit: dict[str, str]

    def __call__(self, quantity: float, item: str) -> str:
        """So many units of an item."""
        return f"{self.bare(quantity, item)} of {item}"

    def bare(self, quantity: float, item: str) -> str:
        """So many units, the item being known."""
        return counted(figure(quantity), self.unit.get(item, "unit"))


def amounts(case: Case) -> Amounts:
    """The words for the items of a case."""
    return Amounts(dict(case["items"].select("item", "unit").iter_rows()))
