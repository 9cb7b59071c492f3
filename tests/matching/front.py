"""Which small world do these tests stand on? A base that runs out of darts, and what might be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from matching.desk import NATIONS, Rows, agreement, item, lane
from pipir.case.case import Case
from pipir.case.checking import from_frames

DAYS = 28
START = date(2025, 1, 1)
PER_DAY = 10.0
STOCK = 100.0
OWED = PER_DAY * DAYS
DAILY = 365.25
"""A line of so many units a year makes one a day."""


def initiative(name: str, **more: Any) -> dict[str, Any]:
    """An effort of the USA for darts, announced, unless told otherwise."""
    start = {"initiative": name, "name": name.title(), "workstream": "production", "lead": "USA", "item": "dart"}
    return {**start, "kind": "coproduction", "status": "announced", **more}


def option(name: str, kind: str, target: str, quantity: float, **more: Any) -> dict[str, Any]:
    """One unit of an option, a year ahead."""
    start = {"option": name, "name": name.title(), "kind": kind, "target": target, "quantity": quantity}
    costs = {"fixed_cost_usd": 0, "unit_cost_usd": 0, "max_units": 1, "whole": True, "lead_days": 365}
    return {**start, **costs, "funder": "USA", "spent_in": "USA", **more}


def line(name: str, of: str = "dart", site: str = "plant", **more: Any) -> dict[str, Any]:
    """A line that is planned, without a date; a dart takes two days."""
    start = {"line": name, "site": site, "item": of, "rate_per_year": 0, "lead_days": 2, "status": "planned"}
    return {**start, **more}


def front(initiatives: Sequence[Mapping[str, Any]], **tables: Rows) -> Case:
    """A base that needs ten darts a day for 28 days and holds 100; a plant a day away, one of Germany's two."""
    sites = {"base": "USA", "plant": "USA", "werk": "DEU"}
    frames: dict[str, Rows] = {
        "nations": [{"nation": code, "name": name, "role": "participant"} for code, name in NATIONS.items()],
        "sites": [
            {"site": name, "name": name, "nation": n, "host": n, "kind": "base", "latitude": 1, "longitude": 1}
            for name, n in sites.items()
        ],
        "items": [item("dart"), item("spear"), item("motor", kind="component")],
        "lanes": [lane("plant", "base", 1), lane("werk", "base", 2)],
        "stocks": [{"site": "base", "item": "dart", "quantity": STOCK}],
        "situations": [{"situation": "war", "name": "War"}],
        "scenarios": [{"scenario": "war", "name": "War", "situation": "war", "start": START, "days": DAYS}],
        "demands": [
            {
                "scenario": "war",
                "demand": "d",
                "nation": "USA",
                "site": "base",
                "item": "dart",
                "from_day": 0,
                "to_day": DAYS,
                "per_day": PER_DAY,
                "tier": 1,
            }
        ],
        "initiatives": initiatives,
    }
    return from_frames("front", {**frames, **tables}, as_of=START)


__all__ = ["agreement", "front", "initiative", "item", "lane", "line", "option"]
