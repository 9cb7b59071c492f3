"""Which tables does a case have? All of them, by name, each with the columns that every table takes."""

from __future__ import annotations

from dataclasses import replace

from pipir.case.columns import Column, Empty, Kind, Table
from pipir.case.tables import crisis, deciding, holding, knowing, making, places, promising, things, working

RELEASE = Column(
    "release",
    Kind.LIST,
    "Nations that may see the row; its holder always may.",
    ref="nations",
    required=False,
    empty=Empty("everyone"),
    example="USA JPN",
)
SOURCE = Column(
    "source",
    Kind.SLUG,
    "Shorthand for one evidence row per figure of the row.",
    ref="sources",
    required=False,
    empty=Empty("none"),
)
NOTE = Column("note", Kind.TEXT, "Remark.", required=False, empty=Empty("none"))

ASSUMPTION = "assumption"
"""Id of the source that always exists: a figure somebody assumed."""


def _with_common(table: Table) -> Table:
    common = tuple(column for column in (RELEASE, SOURCE, NOTE) if column.name not in table.names)
    return replace(table, columns=table.columns + common)


TABLES: dict[str, Table] = {
    table.name: _with_common(table)
    for module in (places, things, making, holding, promising, crisis, deciding, knowing, working)
    for table in module.TABLES
}
"""Every table of a case by name, in the order of the documentation."""
