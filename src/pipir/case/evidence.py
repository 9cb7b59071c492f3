"""How well is a figure known? The chosen claim about each cell, or what the row's `source` says of all its figures.

A figure is a cell of a number column that is no key. Its grade is the confidence of the chosen row of `evidence`;
without one, a row whose `source` names a real source counts as `low` (somebody published it, nobody graded it) with
the row's note as reason; a row that names `assumption`, or nothing, counts as `assumed`.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipir.case.case import Case
from pipir.case.checking.sheet import KEY, key_text
from pipir.case.columns import Column, Kind, Table
from pipir.case.tables import ASSUMPTION, TABLES

SCHEMA: dict[str, pl.DataType] = {
    "table": pl.String(),
    "row": pl.String(),
    "column": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "confidence": pl.String(),
    "source": pl.String(),
    "as_of": pl.Date(),
    "reason": pl.String(),
}
"""Columns of the figures of a case."""

GRADES = ("high", "medium", "low", "assumed")
"""Grades from the best to the worst."""

_WITHOUT_FIGURES = ("sources", "evidence")
_CLAIM = ("low", "high", "confidence", "source", "as_of", "reason")


def figure_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table whose cells are figures."""
    if table.name in _WITHOUT_FIGURES:
        return ()
    return tuple(column for column in table.columns if column.kind in (Kind.NUMBER, Kind.INTEGER) and not column.key)


def chosen(case: Case, table: str) -> pl.DataFrame:
    """The chosen claims about cells of a table: row, column, value (as text), then what the claim says of it."""
    claims = case["evidence"].filter(pl.col("chosen") & (pl.col("table") == table))
    return claims.select("row", "column", "value", *_CLAIM)


def figures(case: Case, tables: Sequence[str] | None = None) -> pl.DataFrame:
    """One row for each figure that has a value, with columns `SCHEMA`, of all tables or of those named.

    `row` is the key in canonical form. `low` and `high` are null where no claim gives a range.
    """
    parts = [_figures_of(case, TABLES[name]) for name in (TABLES if tables is None else tables)]
    cells = pl.concat([part for part in parts if part is not None] or [_nothing()])
    claims = case["evidence"].filter(pl.col("chosen")).select("table", "row", "column", *_CLAIM)
    joined = cells.join(
        claims.unique(["table", "row", "column"]), on=["table", "row", "column"], how="left", maintain_order="left"
    )
    claimed = pl.col("confidence").is_not_null()
    return joined.with_columns(
        pl.coalesce("confidence", "by_row").alias("confidence"),
        *(
            pl.when(claimed).then(pl.col(name)).otherwise(pl.col(f"row_{name}")).alias(name)
            for name in ("source", "as_of", "reason")
        ),
    ).select(SCHEMA.keys())


def _figures_of(case: Case, table: Table) -> pl.DataFrame | None:
    """Figures of one table with what the row itself says of them."""
    columns = figure_columns(table)
    frame = case[table.name]
    if not columns or not frame.height:
        return None
    source = pl.col("source")
    as_of = pl.col("as_of") if "as_of" in table.names else pl.lit(None, pl.Date)
    rows = frame.select(
        key_text(table).alias(KEY),
        pl.when(source.is_null() | (source == ASSUMPTION))
        .then(pl.lit("assumed"))
        .otherwise(pl.lit("low"))
        .alias("by_row"),
        source.alias("row_source"),
        as_of.alias("row_as_of"),
        pl.col("note").alias("row_reason"),
        *(pl.col(column.name).cast(pl.Float64) for column in columns),
    )
    kept = [KEY, "by_row", "row_source", "row_as_of", "row_reason"]
    long = rows.unpivot([column.name for column in columns], index=kept, variable_name="column", value_name="value")
    return long.drop_nulls("value").select(
        pl.lit(table.name).alias("table"), pl.col(KEY).alias("row"), "column", "value", *kept[1:]
    )


def _nothing() -> pl.DataFrame:
    names = {"table": pl.String, "row": pl.String, "column": pl.String, "value": pl.Float64, "by_row": pl.String}
    return pl.DataFrame(schema={**names, "row_source": pl.String, "row_as_of": pl.Date, "row_reason": pl.String})
