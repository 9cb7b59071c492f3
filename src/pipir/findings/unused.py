"""Which rows does nothing use? A leftover, or a sign that another row is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from pipir.case.case import Case
from pipir.case.tables import ASSUMPTION, TABLES
from pipir.findings.finding import Finding, Severity

COUNTED = ("items", "sites", "sources", "situations", "standards", "nations")
"""Tables whose rows exist to be referred to by others."""
KNOWING = ("sources", "evidence")
"""Tables in which a mention is no use."""
REMEDY: Mapping[str, str] = {
    "items": "nothing holds, makes, needs or promises it",
    "sites": "nothing lies there, is made there, goes there or is needed there",
    "sources": "no figure cites it",
    "situations": "no scenario and no stance is about it",
    "standards": "no substitute rests on it and nobody has ratified it",
    "nations": "it holds no site, and no agreement, commitment or stance names it",
}


def unused_row(case: Case) -> Iterator[Finding]:
    """A row of a table of things that no other row refers to."""
    for table in COUNTED:
        key = TABLES[table].keys[0]
        unused = case[table].filter(~pl.col(key).is_in(_mentioned(case, table).implode()))
        for row in unused.sort(key)[key]:
            if row != ASSUMPTION:
                yield Finding(
                    "unused-row",
                    Severity.LOW,
                    table,
                    row,
                    f"{row} in {table} is used by nothing: {REMEDY[table]}. Remove it, or enter the row that uses it.",
                )


def _mentioned(case: Case, table: str) -> pl.Series:
    """Every id of the table that a row of another table refers to."""
    found = [pl.Series(dtype=pl.String)]
    for other in TABLES.values():
        if other.name == table or case[other.name].is_empty():
            continue
        for column in other.columns:
            if column.ref == table and not (column.name == "release" or (other.name in KNOWING and table != "sources")):
                values = case[other.name][column.name]
                found.append(values.explode() if values.dtype == pl.List else values)
    return pl.concat(found).drop_nulls().unique()
