"""In which words and tables do the commands about a case speak? The forms they write, what they tell of a change."""

from __future__ import annotations

from pipir.case.columns import Column, Kind, Table

FORMS = ("csv", "xlsx", "parquet")
BACK_ENDS = ("page", "descriptor", "json-schema", "sql")

CHANGES = Table(
    "changes",
    "Cells that were written.",
    (
        Column("table", Kind.SLUG, "Table.", key=True),
        Column("row", Kind.TEXT, "Key values of the row joined by `/`.", key=True),
        Column("column", Kind.TEXT, "Column of the cell.", key=True),
        Column("before", Kind.TEXT, "What it was.", required=False),
        Column("after", Kind.TEXT, "What it is now.", required=False),
        Column("source", Kind.SLUG, "Source recorded for it.", required=False),
    ),
)

MERGED = Table(
    "merged",
    "Rows that were merged, by table.",
    (
        Column("table", Kind.SLUG, "Table.", key=True),
        Column("new", Kind.INTEGER, "Rows added.", unit="row"),
        Column("changed", Kind.INTEGER, "Rows in which a cell changed.", unit="row"),
        Column("same", Kind.INTEGER, "Rows that say what the case said.", unit="row"),
        Column("removed", Kind.INTEGER, "Rows taken out.", unit="row"),
    ),
)
