"""Which figure, row or id is meant? Its name in words."""

from __future__ import annotations

import re
from typing import Any

from pipir.briefing.material import Material
from pipir.case.tables import TABLES

TABLE_WORDS = {
    "agreements": "agreements",
    "bills": "what items are made of",
    "commitments": "promises",
    "demands": "needs in a crisis",
    "hazards": "dangers in a crisis",
    "items": "items",
    "lanes": "lanes",
    "lines": "production lines",
    "options": "things to pay for",
    "origins": "origins of supply",
    "procurements": "purchases",
    "requirements": "requirements",
    "sites": "sites",
    "stances": "answers of nations",
    "stocks": "stocks",
    "substitutes": "substitutes",
    "usage": "peacetime use",
}
"""Tables as a reader would call them."""

COUNTED = ("quantity", "delivered", "per_day", "per_year", "rate_per_year", "max_rate_per_year", "protracted_quantity")
"""Columns that count in the item's unit."""

_IDS = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)+\b|\b[A-Z]{3}\b|\b[a-z]+(?:_[a-z]+)+\b")

_CRISES = re.compile(r"\bIn ([a-z][a-z0-9-]*)")


def table_words(table: str) -> str:
    """A table as a reader would call it."""
    return TABLE_WORDS.get(table, table.replace("_", " "))


def figure_name(material: Material, table: str, row: str, column: str) -> str:
    """A figure in words: `Changwon, 155 mm shell: quantity in rounds (stocks)`."""
    held = material.row(table, row)
    if held is None:
        return f"{row}: {column.replace('_', ' ')} ({table_words(table)})"
    item = held.get("item")
    unit = f" [{material.unit(item)}]" if item in material.items and column in COUNTED else ""
    return f"{row_name(material, table, held)}: {column.replace('_', ' ')}{unit} ({table_words(table)})"


def row_name(material: Material, table: str, row: dict[str, Any]) -> str:
    """A row of the case in words: whom it joins, where it lies, what it is about."""
    if row.get("name"):
        return str(row["name"])
    parts = []
    for pair in (("supplier", "recipient"), ("supplier", "beneficiary"), ("origin", "destination")):
        if pair[0] in row and pair[1] in row:
            parts.append(" to ".join(_named(material, row[end]) for end in pair))
    keys = TABLES[table].keys
    for column in TABLES[table].columns:
        value = row[column.name]
        known = column.ref in ("nations", "sites", "items") and column.name in ("nation", "site", "item", "component")
        if value is not None and (known or (column.name in keys and column.ref is None and len(keys) > 1)):
            parts.append(_named(material, str(value)))
    parts += [str(row["firm"])] if row.get("firm") else []
    shown = dict.fromkeys(part for part in parts if part not in ("*", "serviceable") and not _is_id(part))
    return ", ".join(shown) or "/".join(str(row[key]) for key in keys)


def plain_words(material: Material, text: str) -> str:
    """A sentence with ids of nations, sites, items, lanes and promises replaced by names, columns by words."""
    named = _IDS.sub(lambda found: _word(material, found.group(), text), text)
    return _CRISES.sub(lambda found: _crisis(material, found.group(1)), named)


def _crisis(material: Material, token: str) -> str:
    scenario = material.row("scenarios", token)
    return f"In {token}" if scenario is None else f"In “{scenario['name']}”"


def _word(material: Material, token: str, text: str) -> str:
    if "_" in token:
        return token.replace("_", " ")
    lane = material.row("lanes", token)
    if lane is not None:
        return f"the lane from {material.place(lane['origin'])} to {material.place(lane['destination'])}"
    line = material.row("lines", token)
    if line is not None:
        told = material.site(line["site"]) in text
        return "the line" if told else f"the line of {material.item(line['item'])} at {material.place(line['site'])}"
    promise = material.row("commitments", token)
    if promise is not None:
        return (
            f"the promise of {material.the_nation(promise['supplier'])} to {material.the_nation(promise['recipient'])}"
        )
    return material.the_nation(token) if token in material.nations else _named(material, token)


def _named(material: Material, value: str) -> str:
    if value in material.sites:
        return material.place(value)
    return material.nation(value) if value in material.nations else material.item(value)


def _is_id(part: str) -> bool:
    return "-" in part and _IDS.fullmatch(part) is not None
