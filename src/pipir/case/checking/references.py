"""Does everything that a row names exist? References between tables, and rules between the columns of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from pipir.case.checking.sheet import Sheet, Sheets, shown
from pipir.case.columns import Column, Kind, Rule
from pipir.case.nearest import nearest_words
from pipir.case.refusal import Fault

FEW = 2_000
"""Up to this many rows a Python set is quicker than a join."""

NAMED = {"family": ("items", "family"), "body": ("memberships", "body")}
"""Words of `also` that stand for the values of a column."""


def reference_faults(sheets: Sheets, sheet: Sheet) -> Iterator[Fault]:
    """Rows of a sheet that name something that is in no row of the table they refer to."""
    for column in sheet.table.columns:
        if column.ref is not None and sheet.frame.height and column.ref not in sheets.lost:
            yield from _unknown(sheets, sheet, column)


def _unknown(sheets: Sheets, sheet: Sheet, column: Column) -> Iterator[Fault]:
    known, tables = known_values(sheets, column)
    if _all_there(sheet.frame[column.name], known):
        return
    named = sheet.frame.drop_nulls(column.name)
    if column.kind is Kind.LIST:
        named = named.explode(column.name, empty_as_null=True).drop_nulls(column.name)
    bad = named.join(known.to_frame(column.name), on=column.name, how="anti")
    if not bad.height:
        return
    words = known.unique().to_list()
    remedies: dict[str, str] = {}

    def remedy(row: dict[str, Any]) -> str:
        value = str(row[column.name])
        if value not in remedies:
            remedies[value] = nearest_words(value, words, f"add it to {tables[0]} or name one that is there")
        return remedies[value]

    yield from sheet.faults(bad, column.name, f"is not in {' or '.join(tables)}", remedy)


def _all_there(named: pl.Series, known: pl.Series) -> bool:
    """Whether all names of a short column are known; false also where only a join can tell quickly."""
    if len(named) > FEW or len(known) > FEW:
        return False
    words = named.explode(empty_as_null=True) if named.dtype == pl.List else named
    return set(words) <= {None, *known}


def known_values(sheets: Sheets, column: Column) -> tuple[pl.Series, list[str]]:
    """What a reference may name, and where that stands, in words."""
    assert column.ref is not None
    target = sheets[column.ref]
    parts = [target.frame[target.table.keys[0]]]
    tables = [column.ref]
    for word in column.also:
        if word in NAMED:
            table, name = NAMED[word]
            parts.append(sheets.frame(table)[name])
            tables.append(f"{table}.{name}")
        else:
            parts.append(pl.Series([word]))
    whole = parts[0] if len(parts) == 1 else pl.concat([part.alias("known") for part in parts])
    return whole.drop_nulls().unique(), tables


_FAILS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    ">=": lambda one, other: one < other,
    ">": lambda one, other: one <= other,
    "<=": lambda one, other: one > other,
    "<": lambda one, other: one >= other,
    "!=": lambda one, other: one == other,
    "==": lambda one, other: one != other,
}
_FAILING = {
    ">=": "is below",
    ">": "is not above",
    "<=": "is above",
    "<": "is not below",
    "!=": "equals",
    "==": "differs from",
}
_REMEDY = {
    ">=": "raise {one} or lower {other}",
    ">": "raise {one} or lower {other}",
    "<=": "lower {one} or raise {other}",
    "<": "lower {one} or raise {other}",
    "!=": "name another {one} or another {other}",
    "==": "make {one} and {other} equal",
}
_DATE_REMEDY = {
    ">=": "move {one} later or {other} earlier",
    ">": "move {one} later or {other} earlier",
    "<=": "move {one} earlier or {other} later",
    "<": "move {one} earlier or {other} later",
}


def rule_faults(sheet: Sheet) -> Iterator[Fault]:
    """Rows that break a rule between two of their columns, or a column and a constant; empty cells pass."""
    for rule in sheet.table.rules:
        to_column = isinstance(rule.other, str) and rule.other in sheet.table.names
        other = pl.col(str(rule.other)) if to_column else pl.lit(rule.other)
        bad = sheet.frame.filter(_FAILS[rule.op](pl.col(rule.column), other))
        if bad.height:
            yield from sheet.faults(bad, rule.column, _broken(rule, to_column), _way_out(sheet, rule))


def _broken(rule: Rule, to_column: bool) -> Callable[[dict[str, Any]], str]:
    def words(row: dict[str, Any]) -> str:
        other = f"{rule.other} = {shown(row[str(rule.other)])}" if to_column else str(rule.other)
        return f"{_FAILING[rule.op]} {other}: {rule.words}"

    return words


def _way_out(sheet: Sheet, rule: Rule) -> str:
    dates = sheet.table.column(rule.column).kind is Kind.DATE
    words = _DATE_REMEDY.get(rule.op, _REMEDY[rule.op]) if dates else _REMEDY[rule.op]
    return words.format(one=rule.column, other=rule.other)
