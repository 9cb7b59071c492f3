"""What differs between two cases? Every cell that was added, removed or changed, by table and key."""

from __future__ import annotations

import polars as pl

from pipir.case.case import Case, empty_frame
from pipir.case.checking.sheet import KEY, key_text
from pipir.case.columns import Column, Kind, Table
from pipir.case.tables import TABLES
from pipir.case.writing.cells import text_frame
from pipir.case.writing.folder import head

DIFFERENCES = Table(
    "differences",
    "Cells that differ between two cases; a row that only one of them has is listed cell by cell.",
    (
        Column("table", Kind.TEXT, "Table; `case` for the description of the case.", key=True),
        Column("row", Kind.TEXT, "Key values of the row joined by `/`.", key=True),
        Column("column", Kind.TEXT, "Column of the cell.", key=True),
        Column("change", Kind.CHOICE, "What happened to the row.", choices=("added", "removed", "changed")),
        Column("before", Kind.TEXT, "The cell in the first case.", required=False),
        Column("after", Kind.TEXT, "The cell in the second case.", required=False),
    ),
)


def differences(before: Case, after: Case) -> pl.DataFrame:
    """Cells that differ, as the table `DIFFERENCES`, sorted by key; empty cells of new and old rows are left out."""
    parts = [_described(before, after)]
    parts += [
        _table(TABLES[name], before[name], after[name]) for name in TABLES if not before[name].equals(after[name])
    ]
    return pl.concat([empty_frame(DIFFERENCES), *parts]).sort(DIFFERENCES.keys)


def _described(before: Case, after: Case) -> pl.DataFrame:
    """Differences of name, title, version and the like, as a table of names and values."""
    first, second = ({name: _plain(value) for name, value in head(case).items()} for case in (before, after))
    rows = [
        ("case", name, "value", "changed", first.get(name), second.get(name))
        for name in {**first, **second}
        if first.get(name) != second.get(name)
    ]
    return pl.DataFrame(rows, schema=empty_frame(DIFFERENCES).schema, orient="row")


def _plain(value: object) -> str:
    return " ".join(str(entry["name"]) for entry in value) if isinstance(value, list) else str(value)


def _table(table: Table, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    first, second = _keyed(table, before), _keyed(table, after)
    cells = [name for name in table.names if name not in table.keys]
    added = _listed(table, second.join(first, on=KEY, how="anti"), "after")
    removed = _listed(table, first.join(second, on=KEY, how="anti"), "before")
    both = first.join(second, on=KEY, how="inner", suffix=" after")
    changed = [
        both.filter(pl.col(name).ne_missing(pl.col(f"{name} after"))).select(
            pl.lit(table.name).alias("table"),
            pl.col(KEY).alias("row"),
            pl.lit(name).alias("column"),
            pl.lit("changed").alias("change"),
            pl.col(name).alias("before"),
            pl.col(f"{name} after").alias("after"),
        )
        for name in cells
    ]
    return pl.concat([added, removed, *changed])


def _keyed(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    return text_frame(frame).with_columns(key_text(table).alias(KEY))


def _listed(table: Table, rows: pl.DataFrame, side: str) -> pl.DataFrame:
    """The filled cells of rows that one case lacks; the last key column stands for a row that has nothing else."""
    cells = [name for name in table.names if name not in table.keys]
    long = rows.select(KEY, *cells).unpivot(cells, index=KEY, variable_name="column", value_name=side).drop_nulls(side)
    last = table.keys[-1]
    bare = rows.join(long, on=KEY, how="anti").select(
        KEY, pl.lit(last).alias("column"), pl.col(last).fill_null("*").alias(side)
    )
    other = "before" if side == "after" else "after"
    return pl.concat([long, bare]).select(
        pl.lit(table.name).alias("table"),
        pl.col(KEY).alias("row"),
        "column",
        pl.lit("added" if side == "after" else "removed").alias("change"),
        pl.lit(None, pl.String).alias("before") if other == "before" else pl.col("before"),
        pl.lit(None, pl.String).alias("after") if other == "after" else pl.col("after"),
    )


def difference_lines(found: pl.DataFrame) -> list[str]:
    """The differences as lines for a person: a count per table, then `+` new, `-` gone, `~` changed rows."""
    lines: list[str] = []
    for (table,), cells in found.group_by("table", maintain_order=True):
        counts = {
            name: cells.filter(pl.col("change") == name)["row"].n_unique() for name in ("added", "removed", "changed")
        }
        lines.append(f"{table}: " + ", ".join(f"{count} {name}" for name, count in counts.items() if count))
        for (row, change), part in cells.group_by("row", "change", maintain_order=True):
            lines.append(f"  {_MARKS[str(change)]} {row}  " + "  ".join(_cell(cell) for cell in part.to_dicts()))
    return lines


_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def _cell(cell: dict[str, str | None]) -> str:
    before, after = (_short(cell[side]) for side in ("before", "after"))
    if cell["change"] == "changed":
        return f"{cell['column']}: {before} -> {after}"
    return f"{cell['column']}={after if cell['change'] == 'added' else before}"


def _short(value: str | None) -> str:
    if value is None:
        return "(empty)"
    return value if len(value) <= 60 else value[:57] + "..."
