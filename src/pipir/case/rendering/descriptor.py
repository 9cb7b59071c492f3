"""How does a table look in a Frictionless Data Package? As a resource with a table schema."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pipir.case.columns import PATTERNS, Column, Kind, Rule, Table
from pipir.case.rendering import words

TYPES: dict[Kind, str] = {
    Kind.SLUG: "string",
    Kind.NATION: "string",
    Kind.TEXT: "string",
    Kind.CHOICE: "string",
    Kind.NUMBER: "number",
    Kind.INTEGER: "integer",
    Kind.DATE: "date",
    Kind.BOOLEAN: "boolean",
    Kind.LIST: "string",
}
"""Frictionless has no list that every reader knows: a list stays a string, and its `separator` is named beside it."""

BOUNDS = {">=": "minimum", "<=": "maximum"}
"""Rules against a constant that the format can say."""

MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}

REMOVE = {
    "name": "remove",
    "type": "boolean",
    "description": "true: the row with this key of the base case is left out.",
}
"""The column that only the tables of an overlay have."""


def table_schema(table: Table, present: Collection[str] = (), overlay: bool = False) -> dict[str, Any]:
    """The Frictionless table schema.

    `present` names the tables that lie in the same package: only those can be the target of a foreign key. In an
    `overlay` a row may hold only its key and `remove`, so that nothing but the key is required.
    """
    fields = [field(column, table.rules, lenient=overlay and not column.key) for column in table.columns]
    schema: dict[str, Any] = {"fields": [*fields, REMOVE] if overlay else fields, "missingValues": [""]}
    if table.keys:
        schema["primaryKey"] = list(table.keys)
    foreign = [foreign_key(column) for column in table.columns if not overlay and _refers(column, present)]
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def resource(table: Table, suffix: str, present: Collection[str] = (), overlay: bool = False) -> dict[str, Any]:
    """The resource of a table whose file is `<table>.<suffix>` (csv or parquet)."""
    return {
        "name": table.name,
        "path": f"{table.name}.{suffix}",
        "profile": "tabular-data-resource",
        "title": table.doc,
        "format": suffix,
        "mediatype": MEDIA[suffix],
        "encoding": "utf-8",
        "schema": table_schema(table, present, overlay),
    }


def field(column: Column, rules: Collection[Rule] = (), lenient: bool = False) -> dict[str, Any]:
    """One field: name, type, description, unit, meaning of empty, constraints and the rules that begin with it."""
    out: dict[str, Any] = {"name": column.name, "type": TYPES[column.kind], "description": column.doc}
    if column.kind is Kind.LIST:
        out["separator"] = " "
    if column.unit is not None:
        out["unit"] = column.unit
    if column.empty_means is not None:
        out["emptyMeans"] = column.empty_means
    if words.example(column):
        out["example"] = words.example(column)
    if column.ref is not None and (column.also or column.kind is Kind.LIST):
        out["refersTo"] = [column.ref, *column.also]
    said = [words.rule(rule) for rule in rules if rule.column == column.name and not _is_bound(rule)]
    if column.above is not None:
        # Version 1 of the format has inclusive bounds only.
        said.append(words.bounds(column))
    if said:
        out["rules"] = said
    constraints = _constraints(column, rules)
    if column.required and not lenient:
        constraints["required"] = True
    if constraints:
        out["constraints"] = constraints
    return out


def foreign_key(column: Column) -> dict[str, Any]:
    """The reference of a column to the single key of another table, as Frictionless writes it."""
    assert column.ref is not None
    return {"fields": column.name, "reference": {"resource": column.ref, "fields": _key_of(column.ref)}}


def _refers(column: Column, present: Collection[str]) -> bool:
    return column.ref in present and not column.also and column.kind is not Kind.LIST


def _key_of(name: str) -> str:
    from pipir.case.tables import TABLES

    (key,) = TABLES[name].keys
    return key


def _constraints(column: Column, rules: Collection[Rule]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if column.choices:
        found["enum"] = [*column.choices, *column.also]
    elif column.kind in PATTERNS and not column.also:
        found["pattern"] = PATTERNS[column.kind]
    least = column.least if column.above is None else column.above
    for name, bound in (("minimum", least), ("maximum", column.most)):
        if bound is not None and column.kind in (Kind.NUMBER, Kind.INTEGER):
            found[name] = int(bound) if float(bound).is_integer() else bound
    for rule in rules:
        if rule.column == column.name and _is_bound(rule):
            found[BOUNDS[rule.op]] = rule.other
    return found


def _is_bound(rule: Rule) -> bool:
    """Can the rule be said as a constraint of its column?"""
    return rule.op in BOUNDS and not isinstance(rule.other, str)
