"""Which row is meant? Key values joined by `/`, where those that have a default may be left out at the end."""

from __future__ import annotations

from collections.abc import Mapping

from pipir.case.checking.evidence import full_key
from pipir.case.columns import Column, Table
from pipir.case.refusal import Fault, Refused
from pipir.case.tables import TABLES

Row = dict[str, str | None]
"""A row as text, None where a cell is empty."""


def key_values(table: Table, written: str) -> Row:
    """The key cells of a key as a person writes it: `us-guam/sm-6` is `us-guam/sm-6/serviceable`.

    Raises Refused where it has too few or too many values.
    """
    parts = written.split("/")
    keys = [table.column(name) for name in table.keys]
    if table.name == "evidence" and len(parts) > len(keys):
        # The key of a piece of evidence holds the key of the row that it is about.
        about = "/".join(parts[1:-2])
        parts = [parts[0], full_key(TABLES[parts[0]], about) if parts[0] in TABLES else about, *parts[-2:]]
    missing = keys[len(parts) :]
    if len(parts) > len(keys) or any(column.required for column in missing):
        shape = "/".join(name if table.column(name).required else f"[{name}]" for name in table.keys)
        example = "/".join(column.example or "..." for column in keys if column.required)
        raise Refused([Fault(table.name, None, "key", written, f"is not {shape}", f"write it as {example}")])
    given = {column.name: part or None for column, part in zip(keys, parts, strict=False)}
    return {column.name: _stored(column, given.get(column.name)) for column in keys}


def key_of(table: Table, row: Mapping[str, str | None]) -> str:
    """The key of a row in canonical form: an empty `*=` key is the word that it stands for."""
    return "/".join(row[name] or _default(table.column(name)) for name in table.keys)


def _default(column: Column) -> str:
    return "" if column.required or column.empty is None else str(column.empty.value)


def _stored(column: Column, value: str | None) -> str | None:
    """An empty key of words holds the word that it stands for; one of numbers stays empty."""
    if column.kind.name == "INTEGER":
        return None if value == _default(column) else value
    return value or _default(column) or None
