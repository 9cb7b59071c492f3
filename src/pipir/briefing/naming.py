"""Which figure is meant by a table, a key and a column? Its name in words."""

from __future__ import annotations

from pipir.briefing.material import Material
from pipir.case.tables import TABLES


def figure_name(material: Material, table: str, row: str, column: str) -> str:
    """A figure in words: `155 mm shell, Changwon, stocks: quantity [round]`."""
    declared = TABLES.get(table)
    if declared is None:
        return f"{table} {row}: {column}"
    names = {**_names(material), **_ids(material, table, row)}
    parts = [names.get(part, part) for part in row.split("/") if part not in ("*", "serviceable")]
    item = _item_of(material, table, row)
    if item and material.item(item) not in parts:
        parts.append(material.item(item))
    unit = (
        f" [{material.unit(item)}]"
        if item and column in ("quantity", "per_day", "rate_per_year", "max_rate_per_year")
        else ""
    )
    return f"{', '.join(parts)}: {column.replace('_', ' ')}{unit} ({table})"


def _names(material: Material) -> dict[str, str]:
    return {
        **{key: row["name"] for key, row in material.sites.items()},
        **{key: row["name"] for key, row in material.items.items()},
        **{key: row["name"] for key, row in material.nations.items()},
    }


def _ids(material: Material, table: str, row: str) -> dict[str, str]:
    """Rows whose only key is an id of their own are named by whom they join."""
    held = _held(material, table, row)
    if table == "commitments" and held:
        return {row: f"{material.nation(held['supplier'])} to {material.nation(held['recipient'])}"}
    if table == "agreements" and held:
        return {row: f"{material.nation(held['supplier'])} to {material.nation(held['beneficiary'])}"}
    if table == "lines" and held:
        return {row: f"{held['firm'] or 'line'}, {material.site(held['site'])}"}
    return {}


def _held(material: Material, table: str, row: str) -> dict[str, str] | None:
    keys = TABLES[table].keys
    if len(keys) != 1:
        return None
    frame = material.case[table]
    found = frame.filter(frame[keys[0]] == row)
    return found.row(0, named=True) if found.height else None


def _item_of(material: Material, table: str, row: str) -> str | None:
    held = _held(material, table, row)
    if held and held.get("item") in material.items:
        return held["item"]
    return next((part for part in row.split("/") if part in material.items), None)
