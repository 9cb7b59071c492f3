"""How is a column said in words? Its kind, its bounds, what it may name, an example."""

from __future__ import annotations

from pipir.case.columns import Column, Kind, Rule
from pipir.case.tables import TABLES

SHORT: dict[Kind, str] = {
    Kind.SLUG: "id",
    Kind.NATION: "nation",
    Kind.TEXT: "text",
    Kind.NUMBER: "number",
    Kind.INTEGER: "whole number",
    Kind.DATE: "date",
    Kind.BOOLEAN: "true or false",
    Kind.CHOICE: "word",
    Kind.LIST: "list",
}
"""The kind of a column in a word or two."""

EXAMPLES: dict[Kind, str] = {Kind.NUMBER: "1", Kind.INTEGER: "1", Kind.DATE: "2025-01-01", Kind.BOOLEAN: "true"}
"""Examples where a column gives none of its own."""

OPERATORS = {">": "above", ">=": "at least", "<": "below", "<=": "at most", "!=": "not", "==": "equal to"}


def number(value: float) -> str:
    """A bound as a person writes it: `0`, not `0.0`."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def bounds(column: Column) -> str:
    """The range of a number in words; empty where there is none."""
    if column.above is not None:
        return f"above {number(column.above)}" + ("" if column.most is None else f", at most {number(column.most)}")
    if column.least is not None and column.most is not None:
        return f"{number(column.least)} to {number(column.most)}"
    if column.least is not None:
        return f"{number(column.least)} or more"
    return "" if column.most is None else f"{number(column.most)} or less"


def allowed(column: Column) -> str:
    """What a cell may hold beyond its kind: choices, a reference, bounds; empty where anything of the kind will do."""
    if column.choices:
        return ", ".join((*column.choices, *column.also))
    if column.ref is not None:
        others = {"family": "a family of items", "body": "a body of `memberships`"}
        words = [f"in `{column.ref}`", *(others.get(word, f"`{word}`") for word in column.also)]
        return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]
    return ", ".join(part for part in (bounds(column), *(f"`{word}`" for word in column.also)) if part)


def example(column: Column) -> str:
    """An example of a value: the column's own, the first choice, or the key of the table that it refers to."""
    if column.example or column.choices:
        return column.example or column.choices[0]
    if column.ref is not None and column.ref in TABLES:
        table = TABLES[column.ref]
        return table.column(table.keys[0]).example
    return EXAMPLES.get(column.kind, "")


def rule(it: Rule) -> str:
    """A rule as a sentence: `max_rate_per_year` at least `rate_per_year` (a line cannot slow down in a surge)."""
    other = f"`{it.other}`" if isinstance(it.other, str) else number(it.other)
    return f"`{it.column}` {OPERATORS[it.op]} {other}: {it.words}"


def remark(column: Column) -> str:
    """Everything a person needs to fill in a cell, in a few short lines: meaning, unit, values, meaning of empty."""
    lines = [column.doc, f"Kind: {column.kind.words}."]
    if column.unit is not None and column.kind is not Kind.DATE:
        lines.append(f"Unit: {column.unit}.")
    if allowed(column):
        lines.append(f"Allowed: {allowed(column)}.".replace("`", ""))
    lines.append("Required." if column.empty_means is None else f"Empty means: {column.empty_means}.")
    if example(column):
        lines.append(f"Example: {example(column)}")
    return "\n".join(lines)
