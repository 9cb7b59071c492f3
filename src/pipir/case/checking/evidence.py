"""Does every claim of the table of evidence fit the case?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from pipir.case.case import TYPES
from pipir.case.checking.cells import NUMBER
from pipir.case.checking.sheet import FILE, KEY, LINE, Sheet, Sheets, shown
from pipir.case.columns import Kind, Table
from pipir.case.nearest import nearest_words
from pipir.case.refusal import Fault
from pipir.case.tables import TABLES

CELL: list[str] = ["table", "row", "column"]
NUMBERS = (Kind.NUMBER, Kind.INTEGER)
CLOSE = 1e-9
"""Relative difference up to which a claim and a cell are the same number."""


def canonical_rows(sheet: Sheet) -> Sheet:
    """The claims with their rows named in full, as `full_key` does."""
    row = pl.col("row")
    parts = row.str.count_matches("/", literal=True) + 1
    full = row
    for name in sheet.frame["table"].unique().drop_nulls().to_list():
        table = TABLES.get(name)
        for short, ending in _endings(table) if table is not None else ():
            full = pl.when((pl.col("table") == name) & (parts == short)).then(row + ending).otherwise(full)
    return replace(sheet, frame=sheet.frame.with_columns(full.alias("row")))


def full_key(table: Table, key: str) -> str:
    """A key with what its trailing `*=` columns stand for, where it leaves them out (us-guam/sm-6)."""
    return key + dict(_endings(table)).get(key.count("/") + 1, "")


def _endings(table: Table) -> Iterator[tuple[int, str]]:
    """For each number of key values that may be given, what completes them."""
    keys = [table.column(name) for name in table.keys]
    ending = ""
    for given in range(len(keys) - 1, 0, -1):
        column = keys[given]
        if column.required or column.empty is None:
            return
        ending = f"/{column.empty.value}{ending}"
        yield given, ending


def names_a_figure(sheets: Sheets) -> Iterator[Fault]:
    """Every claim names a table, a row and a column of the case."""
    sheet = sheets["evidence"]
    claims = sheet.frame.drop_nulls(CELL)
    about = [name for name in TABLES if name not in ("evidence", "sources")]
    yield from sheet.faults(
        claims.filter(~pl.col("table").is_in(about)),
        "table",
        "is not a table with figures",
        lambda row: nearest_words(row["table"], about, f"tables are {', '.join(about)}"),
    )
    for (name,), rows in claims.filter(pl.col("table").is_in(about)).group_by("table", maintain_order=True):
        yield from _names_a_cell(sheet, rows, sheets[str(name)])


def _names_a_cell(sheet: Sheet, claims: pl.DataFrame, target: Sheet) -> Iterator[Fault]:
    columns = [name for name in target.table.names if name not in (*target.table.keys, "release", "source", "note")]
    yield from sheet.faults(
        claims.filter(~pl.col("column").is_in(columns)),
        "column",
        f"is not a column of {target.table.name} that a source can speak of",
        lambda row: nearest_words(row["column"], columns, f"columns are {', '.join(columns)}"),
    )
    keys = target.with_keys().select(pl.col(KEY).alias("row"))
    lost = claims.join(keys, on="row", how="anti")
    known = keys["row"].drop_nulls().to_list() if lost.height else []
    remedy = f"write the key of a row: {'/'.join(target.table.keys)}"
    yield from sheet.faults(
        lost, "row", f"is not in {target.table.name}", lambda row: nearest_words(row["row"], known, remedy)
    )


def chosen_equals_cell(sheets: Sheets) -> Iterator[Fault]:
    """Of the claims about a cell exactly one is chosen, and it says what the cell says."""
    sheet = sheets["evidence"]
    claims = sheet.frame.drop_nulls([*CELL, "chosen"]).sort(FILE, LINE)
    many = claims.filter(pl.col("chosen")).with_columns(pl.col("source").first().over(CELL).alias("__first__"))
    yield from sheet.faults(
        many.filter(pl.col("source") != pl.col("__first__")),
        "chosen",
        lambda row: f"is true for a second claim about {_cell_words(row)}, beside that of {row['__first__']}",
        "choose one of the two",
    )
    none = claims.filter(~pl.col("chosen").any().over(CELL)).unique(CELL, maintain_order=True)
    yield from sheet.faults(
        none,
        "chosen",
        lambda row: f"is true for no claim about {_cell_words(row)}",
        "choose the claim that the cell follows; add one of source assumption where it follows none",
    )
    for (name, column), rows in claims.filter(pl.col("chosen")).group_by(["table", "column"], maintain_order=True):
        target = sheets[str(name)] if str(name) in TABLES else None
        if target is not None and str(column) in target.table.names:
            yield from _unequal(sheet, rows, target, str(column))


def _cell_words(row: dict[str, Any]) -> str:
    return shown(f"{row['table']}:{row['row']}.{row['column']}") or ""


def _unequal(sheet: Sheet, claims: pl.DataFrame, target: Sheet, column: str) -> Iterator[Fault]:
    yield from sheet.faults(
        differing(claims, target, column),
        "value",
        lambda row: f"differs from {_cell_words(row)} = {_plain(row['__cell__'])}, though it is chosen",
        "write the chosen value in the cell, or choose another claim",
    )


def differing(claims: pl.DataFrame, target: Sheet, column: str) -> pl.DataFrame:
    """The claims about cells of a column whose cell says something else (in `__cell__`, as text)."""
    cells = target.with_keys().select(pl.col(KEY).alias("row"), as_text(target.table, column).alias("__cell__"))
    if column in target.spoiled:  # an empty cell may be one that was refused
        cells = cells.drop_nulls("__cell__")
    rows = claims.join(cells.unique("row"), on="row", how="inner")
    said, cell = pl.col("value"), pl.col("__cell__")
    differs = said != cell
    if target.table.column(column).kind in NUMBERS:
        number, other = said.cast(pl.Float64, strict=False), cell.cast(pl.Float64, strict=False)
        differs = (number - other).abs() > CLOSE * pl.max_horizontal(number.abs(), other.abs())
    return rows.filter(differs.fill_null(said.is_not_null()))


def _plain(cell: str | None) -> str:
    return "empty" if cell is None else shown(cell.removesuffix(".0")) or ""


def as_text(table: Table, column: str) -> pl.Expr:
    """A column of typed values as a claim writes them."""
    kind = TYPES[table.column(column).kind]
    cell = pl.col(column)
    return cell.list.join(" ") if isinstance(kind, pl.List) else cell.cast(pl.String)


def value_in_range(sheets: Sheets) -> Iterator[Fault]:
    """A claim about a number is a number, and lies in its own range."""
    sheet = sheets["evidence"]
    claims = sheet.frame.drop_nulls(["table", "column", "value"])
    numbers = pl.DataFrame(
        [(table.name, column.name) for table in TABLES.values() for column in table.columns if column.kind in NUMBERS],
        {"table": pl.String, "column": pl.String},
        orient="row",
    )
    of_numbers = claims.join(numbers, on=["table", "column"], how="semi")
    yield from sheet.faults(
        of_numbers.filter(~pl.col("value").str.contains(NUMBER)),
        "value",
        lambda row: f"is not a number, as {row['table']}.{row['column']} is",
        "write digits with a decimal point, as 1234.5; put what the source says in words in reason",
    )
    ranged = claims.with_columns(pl.col("value").cast(pl.Float64, strict=False).alias("__value__"))
    said = pl.col("__value__")
    remedy = "correct the range or the value"
    above, below = ranged.filter(pl.col("low") > said), ranged.filter(pl.col("high") < said)
    yield from sheet.faults(above, "low", lambda row: f"is above value = {row['value']}", remedy)
    yield from sheet.faults(below, "high", lambda row: f"is below value = {row['value']}", remedy)
