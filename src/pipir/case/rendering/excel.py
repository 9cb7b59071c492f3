"""How is a table filled in with a spreadsheet? Drop-downs, checked cells, remarks on headers, rules that turn red."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pipir.case.columns import Column, Kind, Rule, Table
from pipir.case.rendering import words

MOST_LISTED = 30_000
"""Above this many rows a referred table gives no drop-down: nobody scrolls it and spreadsheets grow slow."""

FIRST_DATE = date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900 that never was; earlier dates are written as text."""

MOST_LETTERS = 255
"""Letters that a spreadsheet allows in a list of choices and in a message."""


@dataclass(frozen=True)
class SheetColumn:
    """One column of a sheet.

    `validation` are the options of a data validation in the words of xlsxwriter, None where anything may stand;
    `refers` is the table whose key column is offered in a drop-down, and `strict` is False where other words may
    stand there too.
    """

    name: str
    remark: str
    key: bool
    required: bool
    validation: dict[str, Any] | None = None
    refers: str | None = None
    strict: bool = True


@dataclass(frozen=True)
class SheetRule:
    """A formula that is true for a row that breaks a rule; written for the first row under the header."""

    formula: str
    words: str


@dataclass(frozen=True)
class Sheet:
    """How a table is laid out on a sheet."""

    name: str
    columns: tuple[SheetColumn, ...]
    rules: tuple[SheetRule, ...]


def sheet(table: Table) -> Sheet:
    """The layout of a table: one column each, one formula per rule."""
    columns = tuple(_column(column, letters(place)) for place, column in enumerate(table.columns))
    return Sheet(table.name, columns, tuple(_rule(rule, table) for rule in table.rules))


def letters(place: int) -> str:
    """The name of a column by its place: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _column(column: Column, letter: str) -> SheetColumn:
    listed = column.ref if column.ref is not None and column.kind is not Kind.LIST else None
    return SheetColumn(
        name=column.name,
        remark=words.remark(column),
        key=column.key,
        required=column.required,
        validation=None if listed else _validation(column, f"{letter}2"),
        refers=listed,
        strict=not column.also,
    )


def _validation(column: Column, cell: str) -> dict[str, Any] | None:
    check = _checked(column, cell)
    if check is None:
        return None
    message = f"{column.doc} Here stands {column.kind.words}."
    return check | {"error_title": column.name[:32], "error_message": message[:MOST_LETTERS]}


def _checked(column: Column, cell: str) -> dict[str, Any] | None:
    match column.kind:
        case Kind.CHOICE:
            return {"validate": "list", "source": [*column.choices, *column.also]}
        case Kind.BOOLEAN:
            return {"validate": "list", "source": ["TRUE", "FALSE"]}
        case Kind.NUMBER:
            return _range("decimal", column)
        case Kind.INTEGER:
            return _range("integer", column)
        case Kind.DATE:
            return {"validate": "date", "criteria": ">=", "value": FIRST_DATE}
        case Kind.NATION:
            return {"validate": "custom", "value": f"=AND(LEN({cell})=3,EXACT({cell},UPPER({cell})))"}
        case Kind.SLUG:
            return {"validate": "custom", "value": f'=AND(EXACT({cell},LOWER({cell})),ISERROR(FIND(" ",{cell})))'}
    return None


def _range(kind: str, column: Column) -> dict[str, Any]:
    if column.above is not None:
        return {"validate": kind, "criteria": ">", "value": column.above}
    if column.most is not None:
        return {"validate": kind, "criteria": "between", "minimum": column.least or 0, "maximum": column.most}
    if column.least is not None:
        return {"validate": kind, "criteria": ">=", "value": column.least}
    return {"validate": kind, "criteria": "between", "minimum": -1e300, "maximum": 1e300}


def _rule(rule: Rule, table: Table) -> SheetRule:
    """The formula that is true where both sides are filled and the rule does not hold."""
    left = f"${letters(table.names.index(rule.column))}2"
    operator = {"!=": "<>", "==": "="}.get(rule.op, rule.op)
    if isinstance(rule.other, str):
        right = f"${letters(table.names.index(rule.other))}2"
        return SheetRule(f'=AND({left}<>"",{right}<>"",NOT({left}{operator}{right}))', words.rule(rule))
    return SheetRule(f'=AND({left}<>"",NOT({left}{operator}{words.number(rule.other)}))', words.rule(rule))
