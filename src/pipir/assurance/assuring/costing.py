"""What does a repair cost? What the case's options ask for it, where one of them buys it."""

from __future__ import annotations

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


def cost(case: Case, kind: str, target: str, quantity: float) -> float | None:
    """USD for so much more of a thing, by the cheapest option that buys it; None where none does or none suffices.

    `target` is a line, a lane, an agreement, or a site and an item joined by `/`.
    """
    found = [_priced(row, quantity) for row in case["options"].iter_rows(named=True) if _buys(row, kind, target)]
    return min((usd for usd in found if usd is not None), default=None)


def _buys(row: dict[str, Any], kind: str, target: str) -> bool:
    if row["kind"] not in BUYS[kind]:
        return False
    return bool(f"{row['target']}/{row['item']}" == target if kind == "stock" else row["target"] == target)


def _priced(row: dict[str, Any], quantity: float) -> float | None:
    """Fixed cost and as many units as it takes; None where that is more than can be bought."""
    if row["quantity"] <= 0.0:
        return None
    units = quantity / row["quantity"]
    units = ceil(units - 1e-9) if row["whole"] else units
    return float(row["fixed_cost_usd"] + units * row["unit_cost_usd"]) if units <= row["max_units"] else None
