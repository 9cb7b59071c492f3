"""What is a case in memory? Typed tables under their names, with the description of the whole; never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

import polars as pl

from pipir.case.columns import Column, Kind, Table
from pipir.case.tables import TABLES

TYPES: dict[Kind, pl.DataType] = {
    Kind.SLUG: pl.String(),
    Kind.NATION: pl.String(),
    Kind.TEXT: pl.String(),
    Kind.CHOICE: pl.String(),
    Kind.NUMBER: pl.Float64(),
    Kind.INTEGER: pl.Int64(),
    Kind.DATE: pl.Date(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.LIST: pl.List(pl.String()),
}
"""The polars type of each kind of column."""


def schema(table: Table) -> dict[str, pl.DataType]:
    """Column names of a table with their polars types, in order."""
    return {column.name: TYPES[column.kind] for column in table.columns}


def empty_frame(table: Table) -> pl.DataFrame:
    """The table without rows."""
    key = (table.name, *table.names)
    if key not in _EMPTY:
        _EMPTY[key] = pl.DataFrame(schema=schema(table))
    return _EMPTY[key].clone()


_EMPTY: dict[tuple[str, ...], pl.DataFrame] = {}


@dataclass(frozen=True)
class Case:
    """A set of checked tables with its description. Build one with `pipir.read_case` or
    `pipir.case.checking.from_frames`.

    `case["stocks"]` has every declared column, typed, rows sorted by key, key columns filled (an empty `*=` key is
    the word it stands for; a key that is a number stays null for any), other empty cells null. `case.filled("stocks")`
    also has every empty cell replaced by what its column declares (0, 1, infinity for unlimited, another column);
    what is unknown stays null.
    """

    name: str
    title: str
    version: str
    as_of: date
    price_year: int
    tables: Mapping[str, pl.DataFrame]
    licenses: tuple[str, ...] = ()
    base: str | None = None
    text: str = ""
    _filled: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        full = {name: self.tables.get(name, empty_frame(table)) for name, table in TABLES.items()}
        object.__setattr__(self, "tables", MappingProxyType(full))

    def __getstate__(self) -> dict[str, Any]:
        """What crosses to a worker process: all but the filled tables, which are quickly made again."""
        return {**self.__dict__, "tables": dict(self.tables), "_filled": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """The same case in another process."""
        self.__dict__.update(state, tables=MappingProxyType(state["tables"]))

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    def filled(self, table: str) -> pl.DataFrame:
        """The table with every empty cell replaced by the value its column declares; unknown stays null."""
        if table not in self._filled:
            declared = TABLES[table]
            self._filled[table] = self.tables[table].with_columns(
                *(_fill(column) for column in declared.columns if _has_value(column))
            )
        return self._filled[table]

    def replace(self, tables: Mapping[str, pl.DataFrame]) -> Case:
        """A new case with these tables in place of its own (they are not checked again)."""
        return replace(self, tables={**self.tables, **tables}, _filled={})

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the description and every row in order: equal for equal cases, whatever file they came from."""
        digest = hashlib.sha256()
        head = (self.name, self.version, self.as_of.isoformat(), str(self.price_year))
        digest.update("\x1f".join(head).encode())
        for name in TABLES:
            frame = self.tables[name]
            if frame.height:
                digest.update(f"\x1e{name}\x1e".encode())
                digest.update(_canonical(TABLES[name], frame).write_csv(None, float_precision=None).encode())
        return digest.hexdigest()


def _canonical(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    ordered = frame.select(table.names).cast(pl.Schema(schema(table))).sort(table.keys)
    lists = [column.name for column in table.columns if column.kind is Kind.LIST]
    return ordered.with_columns(pl.col(name).list.join(" ") for name in lists)


def _has_value(column: Column) -> bool:
    if column.required or column.empty is None:
        return False
    if column.empty.column is not None:
        return True
    any_number = TYPES[column.kind] != pl.String() and isinstance(column.empty.value, str)
    return column.empty.value is not None and not any_number


def _fill(column: Column) -> pl.Expr:
    assert column.empty is not None
    if column.empty.column is not None:
        return pl.col(column.name).fill_null(pl.col(column.empty.column))
    return pl.col(column.name).fill_null(pl.lit(column.empty.value, dtype=TYPES[column.kind]))
