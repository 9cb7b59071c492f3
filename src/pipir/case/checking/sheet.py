"""Where does each row of a table come from? Typed rows that still know their file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from pipir.case.case import TYPES, empty_frame
from pipir.case.columns import Kind, Table
from pipir.case.refusal import Fault

FILE = "__file__"
LINE = "__line__"
KEY = "__key__"
PLACE = {FILE: pl.UInt16(), LINE: pl.UInt32()}
LISTED = 20
"""Faults of one kind in one column of one file that are listed one by one; the rest is counted."""

Words = str | Callable[[dict[str, Any]], str]
"""A text, or a function that makes it from the row at fault."""


@dataclass(frozen=True)
class Sheet:
    """Rows of one table: every declared column, typed, plus the index of their file in `files` and their line.

    A cell that was refused is null here (an ill-formed id stays, so that the rows that name it are not blamed);
    `spoiled` names the columns with such cells.
    """

    table: Table
    frame: pl.DataFrame
    files: tuple[str, ...]
    spoiled: frozenset[str] = frozenset()

    def faults(self, bad: pl.DataFrame, column: str | None, rule: Words, remedy: Words) -> Iterator[Fault]:
        """One fault for each row of `bad` (rows of this sheet), listing a few of each file and counting the rest."""
        if not bad.height:
            return
        for (index,), rows in bad.group_by(FILE, maintain_order=True):
            listed = rows.sort(LINE, nulls_last=True).head(LISTED + 1).to_dicts()
            for count, row in enumerate(listed):
                more = rows.height - LISTED if count == LISTED else 0
                value = None if column is None else shown(row.get(column))
                said = _say(rule, row) + (f" (and {more - 1:,} more lines like it)" if more > 1 else "")
                file = self.files[int(str(index))]
                yield Fault(file, row[LINE], column, value, said, _say(remedy, row))

    def with_keys(self) -> pl.DataFrame:
        """The rows with their key values joined by `/` in a column `KEY`."""
        return self.frame.with_columns(key_text(self.table).alias(KEY))


@dataclass(frozen=True)
class Sheets(Mapping[str, Sheet]):
    """Sheets by table name; a table that the case lacks is a sheet without rows, and `lost` those not readable."""

    held: Mapping[str, Sheet]
    declared: Mapping[str, Table]
    lost: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> Sheet:
        return self.held.get(name) or blank_sheet(self.declared[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.declared)

    def __len__(self) -> int:
        return len(self.declared)

    def frame(self, name: str) -> pl.DataFrame:
        """Typed rows of a table."""
        return self[name].frame

    def with_sheet(self, sheet: Sheet) -> Sheets:
        """The same sheets with another one in place of its namesake."""
        return replace(self, held={**self.held, sheet.table.name: sheet})


def blank_sheet(table: Table) -> Sheet:
    """A sheet without rows."""
    return Sheet(table, empty_frame(table).with_columns(pl.lit(None, t).alias(n) for n, t in PLACE.items()), ("",))


def stacked(sheets: Sequence[Sheet]) -> Sheet:
    """The rows of several sheets of one table below each other."""
    files: tuple[str, ...] = ()
    frames = []
    for sheet in sheets:
        frames.append(sheet.frame.with_columns((pl.col(FILE) + len(files)).cast(PLACE[FILE])))
        files += sheet.files
    return Sheet(sheets[0].table, pl.concat(frames), files, frozenset().union(*(sheet.spoiled for sheet in sheets)))


def key_text(table: Table) -> pl.Expr:
    """Key values of a row joined by `/`, in canonical form: an empty `*=` key is the word that it stands for."""
    return pl.concat_str([_key_part(table, name) for name in table.keys], separator="/")


def _key_part(table: Table, name: str) -> pl.Expr:
    column = table.column(name)
    part = pl.col(name).cast(pl.String)
    stands_for = column.empty.value if column.empty is not None and not column.required else None
    return part if stands_for is None else part.fill_null(str(stands_for))


def fills_key(table: Table) -> dict[str, str]:
    """Key columns of text whose empty cell is stored as the word that it stands for (a number stays empty)."""
    return {
        column.name: str(column.empty.value)
        for column in table.columns
        if column.key and not column.required and column.empty is not None and TYPES[column.kind] == pl.String()
    }


def shown(value: Any) -> str | None:
    """A value as a message shows it: a whole number without its point, a list by spaces, cut where it is long."""
    if value is None:
        return None
    if isinstance(value, float):
        text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, list):
        text = " ".join(str(part) for part in value)
    else:
        text = str(value)
    return text if len(text) <= 80 else text[:77] + "..."


def kind_words(kind: Kind, example: str = "") -> str:
    """What a cell of this kind holds, with an example where there is one."""
    return kind.words + (f", as {example}" if example else "")


def _say(words: Words, row: dict[str, Any]) -> str:
    return words if isinstance(words, str) else words(row)
