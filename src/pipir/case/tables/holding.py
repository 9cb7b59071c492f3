"""Who holds what, and what must be held? Stocks, goods on the way, requirements."""

from __future__ import annotations

from pipir.case.columns import (
    ZERO,
    Column,
    Kind,
    Table,
    any_key,
    choice,
    date,
    number,
    optional,
    ref,
)

STOCKS = Table(
    "stocks",
    "What lies where, in which condition.",
    (
        ref("site", "sites", "Where it lies; the site's holder owns it.", key=True, example="us-guam"),
        ref("item", "items", "What it is.", key=True, example="sm-6"),
        any_key(choice("condition", "serviceable repairable", "Fit for use, or to be repaired."), "serviceable"),
        number("quantity", "Units.", "unit", example="120"),
        optional(number("reserve", "Units kept for the holder itself, never exported.", "unit", example="40"), ZERO),
        optional(date("as_of", "Date of the count.", example="2025-01-01")),
    ),
)

IN_TRANSIT = Table(
    "in_transit",
    "What is already on a lane, and the date it arrives.",
    (
        ref("lane", "lanes", "Lane it is on.", key=True, example="guam-sasebo"),
        ref("item", "items", "What it is.", key=True, example="sm-6"),
        date("arrives", "Date of arrival.", key=True, example="2025-01-10"),
        number("quantity", "Units.", "unit", example="12"),
    ),
)

REQUIREMENTS = Table(
    "requirements",
    "What a nation must hold (a level); for training and current operations, what it uses in a year.",
    (
        ref("nation", "nations", "The nation.", key=True, example="USA"),
        ref("item", "items", "The item.", key=True, example="sm-6"),
        choice(
            "category",
            "combat current_operations strategic_readiness homeland_defense training",
            "Category of 10 USC 222c.",
            key=True,
        ),
        any_key(Column("plan", Kind.SLUG, "Plan that the level serves.", example="plan-a")),
        any_key(Column("year", Kind.INTEGER, "Year it holds for.", unit="year", least=1900, most=2200, example="2026")),
        number("quantity", "Level to hold, or units a year.", "unit or unit/year", example="900"),
        optional(number("protracted_quantity", "Level for a protracted war.", "unit", example="1800")),
    ),
)

TABLES: tuple[Table, ...] = (STOCKS, IN_TRANSIT, REQUIREMENTS)
