"""What if a figure, an answer or an agreement were another? Rows of a case as they would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import polars as pl

from pipir.case.case import Case, schema
from pipir.case.columns import Table
from pipir.case.nearest import nearest_of
from pipir.case.refusal import refuse
from pipir.case.tables import TABLES


@dataclass(frozen=True)
class Row:
    """A row of a table as it would be: `cells` by column, those of the key among them.

    A row with that key keeps its other cells; where there is none it is a new one, its other cells empty.
    """

    table: str
    cells: Mapping[str, Any]


def stock(site: str, item: str, quantity: float) -> Row:
    """Serviceable units of an item at a site on day 0."""
    return Row("stocks", {"site": site, "item": item, "condition": "serviceable", "quantity": float(quantity)})


def rate(line: str, per_year: float) -> Row:
    """A line's present pace and what it can surge to, in units a year.

    A line that runs has its work in hand at that pace too: it puts out more from day 0 on, not first after its lead.
    """
    return Row("lines", {"line": line, "rate_per_year": float(per_year), "max_rate_per_year": float(per_year)})


def lift(lane: str, t_per_day: float) -> Row:
    """Tonnes a day that a lane can carry."""
    return Row("lanes", {"lane": lane, "lift_t_per_day": float(t_per_day)})


def ceiling(agreement: str, per_year: float) -> Row:
    """Units a year that may go under an agreement."""
    return Row("agreements", {"agreement": agreement, "ceiling_per_year": float(per_year)})


def signed(agreement: str) -> Row:
    """A proposed agreement in force."""
    return Row("agreements", {"agreement": agreement, "status": "in_force"})


def stance(nation: str, situation: str, act: str, answer: str, to: str | None = None) -> Row:
    """What a nation answers in a situation to everyone, or to one nation or body."""
    key = {"nation": nation, "situation": situation, "act": act, "to": to or "*", "item": "*"}
    return Row("stances", {**key, "answer": answer})


def edited(case: Case, rows: Sequence[Row]) -> Case:
    """The case with these rows as they would be. Raises Refused for what is not in it and for numbers below 0."""
    tables: dict[str, pl.DataFrame] = {}
    for row in rows:
        if row.table not in TABLES:
            raise refuse("changes", "is no table", nearest_of(row.table, list(TABLES)), column="table", value=row.table)
        table = TABLES[row.table]
        _check(case, table, row)
        tables[row.table] = _with(tables.get(row.table, case[row.table]), table, row)
    return case.replace(tables)


def _with(frame: pl.DataFrame, table: Table, row: Row) -> pl.DataFrame:
    kinds = schema(table)
    same = pl.all_horizontal(pl.col(key) == pl.lit(row.cells[key], kinds[key]) for key in table.keys)
    if frame.filter(same).is_empty():
        new = {name: [row.cells.get(name)] for name in kinds}
        return pl.concat([frame, pl.DataFrame(new, schema=frame.schema)])
    told = {name: pl.lit(value, kinds[name]) for name, value in row.cells.items() if name not in table.keys}
    return frame.with_columns(
        pl.when(same).then(value).otherwise(pl.col(name)).alias(name) for name, value in told.items()
    )


def _check(case: Case, table: Table, row: Row) -> None:
    columns = {column.name: column for column in table.columns}
    for name in (*table.keys, *row.cells):
        if name not in row.cells or name not in columns:
            raise refuse(table.name, "is no cell of the row", nearest_of(name, list(columns)), column=name)
    for name, value in row.cells.items():
        if isinstance(value, float) and not (isfinite(value) and value >= 0.0):
            raise refuse(table.name, "is no quantity", "give a number of 0 or more", column=name, value=str(value))
        choices = columns[name].choices
        if choices and value is not None and value not in choices:
            raise refuse(
                table.name, "is not a choice", nearest_of(str(value), list(choices)), column=name, value=str(value)
            )
    known = _labels(case, table)
    for name, labels in known.items():
        value = row.cells.get(name)
        if value is not None and value != "*" and value not in labels:
            raise refuse(
                table.name, "is not in the case", nearest_of(str(value), sorted(labels)), column=name, value=str(value)
            )


def _labels(case: Case, table: Table) -> dict[str, set[str]]:
    """Ids that the row may name: of its own key where it is a thing, and of what it points to."""
    if len(table.keys) == 1 and table.name in ("lines", "lanes", "agreements"):
        return {table.keys[0]: set(case[table.name][table.keys[0]])}
    places = {"site": "sites", "item": "items", "nation": "nations", "situation": "situations"}
    return {name: set(case[where][name]) for name, where in places.items() if name in table.keys}
