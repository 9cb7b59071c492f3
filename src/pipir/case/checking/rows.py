"""Is every cell of a table what its column asks for? Headers, required cells, types, ranges, keys of one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipir.case.case import TYPES
from pipir.case.checking.cells import Cells, Problem, parse
from pipir.case.checking.sheet import FILE, LINE, LISTED, PLACE, Sheet, fills_key, kind_words, shown
from pipir.case.columns import Column, Table
from pipir.case.nearest import nearest_words
from pipir.case.refusal import Fault


@dataclass(frozen=True)
class Raw:
    """A table as its file has it: cells as text (or of the column's own type), null or "" where empty.

    The row at position i is on line `lines[i]`; without `lines` on line i + 2, below the header.
    """

    table: Table
    file: str
    cells: pl.DataFrame
    lines: pl.Series | None = None
    decimal_comma: bool = False

    def line_numbers(self) -> pl.Series:
        """Line of each row."""
        if self.lines is not None:
            return self.lines.cast(PLACE[LINE]).alias(LINE)
        return pl.int_range(2, self.cells.height + 2, dtype=pl.UInt32, eager=True).alias(LINE)


def header_faults(table: Table, names: Sequence[str], file: str, extra: Sequence[str] = ()) -> list[Fault]:
    """Columns that are unknown, named twice or missing (in line 1)."""
    allowed = (*table.names, *extra)
    faults = []
    for position, name in enumerate(names):
        if name in names[:position]:
            faults.append(Fault(file, 1, shown(name), None, "is a column for the second time", "remove one of the two"))
        elif name not in allowed:
            what = "has no name" if not name.strip() else f"is not a column of {table.name}"
            remedy = nearest_words(name, allowed, f"columns are {', '.join(table.names)}")
            faults.append(Fault(file, 1, shown(name) or "", None, what, remedy))
    for column in table.columns:
        if column.required and column.name not in names:
            words = f"add the column: {kind_words(column.kind, column.example)}"
            faults.append(Fault(file, 1, column.name, None, "is missing", words))
    return faults


def typed_rows(raw: Raw) -> tuple[Sheet, list[Fault]]:
    """The rows of a file as typed values, with every fault of a single cell. Unknown columns are left out."""
    lines = raw.line_numbers().head(raw.cells.height)  # without a known column there is no row either
    faults: list[Fault] = []
    series = []
    for column in raw.table.columns:
        if column.name not in raw.cells.columns:
            series.append(pl.Series(column.name, [None] * raw.cells.height, TYPES[column.kind]))
            continue
        cells = parse(column, raw.cells[column.name], raw.decimal_comma)
        require(cells)
        for problem in cells.problems:
            faults.extend(_cell_faults(raw.file, column, cells.given, lines, problem))
        series.append(_without_refused(cells).alias(column.name))
    frame = pl.DataFrame(series).with_columns(
        pl.lit(0, PLACE[FILE]).alias(FILE),
        lines,
        *(pl.col(name).fill_null(word) for name, word in fills_key(raw.table).items()),
    )
    return Sheet(raw.table, frame, (raw.file,), frozenset(fault.column or "" for fault in faults)), faults


def require(cells: Cells) -> None:
    """Refuse the empty cells of a column that must be filled."""
    column = cells.column
    if column.required and cells.given.null_count():
        cells.refuse(cells.given.is_null(), "is empty", f"fill it: {kind_words(column.kind, column.example)}")


def _without_refused(cells: Cells) -> pl.Series:
    """Typed values with null in place of what was refused, except for ids, which other rows may name."""
    typed = cells.typed
    if typed.dtype == pl.String():
        return typed
    for problem in cells.problems:
        mask = problem.mask.fill_null(False)
        typed = pl.select(pl.when(mask).then(None).otherwise(typed)).to_series().cast(typed.dtype)
    return typed


def _cell_faults(file: str, column: Column, given: pl.Series, lines: pl.Series, problem: Problem) -> list[Fault]:
    places = problem.mask.arg_true()
    faults = []
    for count, place in enumerate(places.head(LISTED + 1).to_list()):
        value = shown(given[place])
        more = places.len() - LISTED - 1 if count == LISTED else 0
        rule = problem.rule + (f" (and {more:,} more lines like it)" if more > 0 else "")
        faults.append(Fault(file, lines[place], column.name, value, rule, problem.remedy_for(value or "")))
    return faults


def repeated_keys(sheet: Sheet) -> list[Fault]:
    """Rows whose key another row of the same file has before them."""
    keys = list(sheet.table.keys)
    whole = sheet.frame.drop_nulls([name for name in keys if sheet.table.column(name).required])
    twice = whole.filter(pl.struct(keys).is_duplicated())
    if not twice.height:
        return []
    first = pl.col(LINE).first().over(keys)
    later = twice.with_columns(first.alias("__first__")).filter(pl.col(LINE) != pl.col("__first__"))
    label = "/".join(keys)
    faults = sheet.faults(
        later.with_columns(pl.concat_str(pl.col(keys).cast(pl.String), separator="/", ignore_nulls=True).alias(label)),
        label,
        lambda row: f"repeats the key of line {row['__first__']}",
        "remove one of the two rows, or give it a key of its own",
    )
    return list(faults)
