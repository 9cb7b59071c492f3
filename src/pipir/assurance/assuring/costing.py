"""What does a repair cost, and when is it there? What the case's options ask for it, where one of them buys it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from pipir.case.case import Case

BUYS = {
    "line": ("expand_line", "open_line", "keep_line"),
    "lane": ("add_lift",),
    "stock": ("add_stock", "preposition"),
    "agreement": ("sign",),
}
"""Kinds of option that buy more of a kind of thing."""


@dataclass(frozen=True)
class Price:
    """USD that an option asks, and days until what it buys is there."""

    usd: float
    lead_days: float


def price(case: Case, kind: str, target: str, quantity: float, days: float) -> Price | None:
    """What so much more of a thing costs by the cheapest option that buys it; None where none does or none suffices.

    Options that are there within so many days go before those that are not. `target` is a line, a lane, an agreement,
    or a site and an item joined by `/`.
    """
    found = [_priced(row, quantity) for row in case.filled("options").iter_rows(named=True) if _buys(row, kind, target)]
    prices = [one for one in found if one is not None]
    return min(prices, key=lambda one: (one.lead_days >= days, one.usd, one.lead_days), default=None)


def _buys(row: dict[str, Any], kind: str, target: str) -> bool:
    if row["kind"] not in BUYS[kind]:
        return False
    return bool(f"{row['target']}/{row['item']}" == target if kind == "stock" else row["target"] == target)


def _priced(row: dict[str, Any], quantity: float) -> Price | None:
    """Fixed cost and as many units as it takes; None where that is more than can be bought."""
    if row["quantity"] <= 0.0:
        return None
    units = quantity / row["quantity"]
    units = ceil(units - 1e-9) if row["whole"] else units
    if units > row["max_units"]:
        return None
    return Price(float(row["fixed_cost_usd"] + units * row["unit_cost_usd"]), float(row["lead_days"]))
