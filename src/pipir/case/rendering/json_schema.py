"""How does a row look as JSON? As a JSON Schema (draft 2020-12) of the object that `--json` prints."""

from __future__ import annotations

from typing import Any

from pipir.case.columns import PATTERNS, Column, Kind, Rule, Table
from pipir.case.rendering import words

DRAFT = "https://json-schema.org/draft/2020-12/schema"

TYPES: dict[Kind, str] = {
    Kind.NUMBER: "number",
    Kind.INTEGER: "integer",
    Kind.BOOLEAN: "boolean",
    Kind.LIST: "array",
}

CONSTANTS = {">=": "minimum", "<=": "maximum", ">": "exclusiveMinimum", "<": "exclusiveMaximum"}


def json_schema(table: Table) -> dict[str, Any]:
    """The schema of one row of a table: every column is there, an empty cell is null.

    A rule against a constant is a bound of its column. A rule between two columns cannot be said in JSON Schema and
    stands in `$comment`.
    """
    schema: dict[str, Any] = {
        "$schema": DRAFT,
        "title": table.name,
        "description": table.doc,
        "type": "object",
        "properties": {column.name: _property(column, table.rules) for column in table.columns},
        "required": list(table.names),
        "additionalProperties": False,
    }
    between = [words.rule(rule) for rule in table.rules if isinstance(rule.other, str)]
    if between:
        schema["$comment"] = "; ".join(between)
    return schema


def _property(column: Column, rules: tuple[Rule, ...]) -> dict[str, Any]:
    said = column.doc if column.unit is None else f"{column.doc} [{column.unit}]"
    if column.empty_means is not None:
        said += f" Null means {column.empty_means}."
    kind = TYPES.get(column.kind, "string")
    out: dict[str, Any] = {"description": said, "type": kind if column.required else [kind, "null"]}
    if column.kind is Kind.DATE:
        out["format"] = "date"
    if column.kind is Kind.LIST:
        out |= {"items": {"type": "string", "pattern": r"^\S+$"}, "uniqueItems": True}
    if column.choices:
        out["enum"] = [*column.choices, *column.also, *([] if column.required else [None])]
    elif column.kind in PATTERNS and not set(column.also) - {"*"}:
        star = r"|\*" if "*" in column.also else ""
        out["pattern"] = f"^({PATTERNS[column.kind]}{star})$"
    return out | _bounds(column, rules)


def _bounds(column: Column, rules: tuple[Rule, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, bound in (("minimum", column.least), ("maximum", column.most), ("exclusiveMinimum", column.above)):
        if bound is not None:
            found[name] = bound
    for rule in rules:
        if rule.column == column.name and not isinstance(rule.other, str) and rule.op in CONSTANTS:
            found[CONSTANTS[rule.op]] = rule.other
    return found
