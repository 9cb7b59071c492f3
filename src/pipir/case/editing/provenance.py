"""How is it recorded where a figure comes from? A source, the claim that is chosen, and those set aside for it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import polars as pl

from pipir.case.columns import Table
from pipir.case.editing.draft import Draft, Place
from pipir.case.editing.keys import Row, key_of
from pipir.case.evidence import figure_columns
from pipir.case.tables import ASSUMPTION, TABLES


@dataclass(frozen=True)
class Provenance:
    """Where figures come from, as a person says it: the title of a source (None: assumed), range, confidence."""

    source: str | None = None
    url: str | None = None
    date: str | None = None
    low: str | None = None
    high: str | None = None
    confidence: str | None = None
    as_of: str | None = None
    reason: str | None = None

    @property
    def grade(self) -> str:
        """The confidence, where none is stated: low for a named source, as for the shorthand `source` of a row."""
        return self.confidence or ("assumed" if self.source is None else "low")


UNSTATED = Provenance()
"""No source is named: what is changed is assumed."""


@dataclass(frozen=True)
class Cell:
    """A figure: table, key and column, what it was and what it is now."""

    table: str
    key: str
    column: str
    before: str | None
    after: str | None


def is_figure(table: Table, name: str) -> bool:
    """Is the column a figure: a number that somebody must know, not one that only names a row?"""
    return any(column.name == name for column in figure_columns(table))


def can_be_claimed(table: Table, name: str) -> bool:
    """Can a source speak of the column?"""
    return table.name not in ("evidence", "sources") and name not in (*table.keys, "release", "source", "note")


def source_id(draft: Draft, given: Provenance) -> str:
    """The id of the source, put into the draft where it is new; `assumption` where none is named."""
    if given.source is None:
        return ASSUMPTION
    stated = {name: value for name, value in (("url", given.url), ("date", given.date)) if value is not None}
    for row in _sources_called(draft, given.source):
        if all(row[name] in (None, value) for name, value in stated.items()):
            if any(row[name] is None for name in stated):
                draft.put("sources", row | stated)
            return str(row["source"])
    name = _free(draft, _slug(given.source))
    draft.put("sources", {"source": name, "title": given.source, **stated})
    return name


def record(draft: Draft, cell: Cell, source: str, given: Provenance, place: Place | None = None) -> None:
    """Choose a claim of this source for the figure and set others aside, so that no claim is lost.

    An empty cell has no claim: where one stayed, one would have to be chosen.
    """
    if cell.after is None:
        for row in draft.claims(cell.table, cell.key, cell.column):
            draft.remove("evidence", key_of(TABLES["evidence"], row), place)
        return
    set_aside(draft, cell, source, place)
    claim: Row = {
        "table": cell.table,
        "row": cell.key,
        "column": cell.column,
        "source": source,
        "value": cell.after,
        "low": given.low,
        "high": given.high,
        "confidence": given.grade,
        "as_of": given.as_of,
        "chosen": "true",
        "reason": given.reason,
    }
    draft.put("evidence", claim, place)


def set_aside(draft: Draft, cell: Cell, source: str, place: Place | None = None) -> None:
    """Let the claims of other sources about the cell stand, but no longer be chosen."""
    for row in draft.claims(cell.table, cell.key, cell.column):
        if row["chosen"] == "true" and row["source"] != source:
            aside = f"set aside for {source}"
            reason = aside if row["reason"] is None else f"{row['reason']}; {aside}"
            draft.put("evidence", row | {"chosen": "false", "reason": reason}, place)


def keep_shorthand(draft: Draft, cell: Cell, row: Row) -> None:
    """Keep what the row's own `source` said of a figure as a claim that is set aside, where no claim says it yet."""
    source = row["source"]
    if source in (None, ASSUMPTION) or cell.before is None or draft.claims(cell.table, cell.key, cell.column):
        return
    claim: Row = {
        "table": cell.table,
        "row": cell.key,
        "column": cell.column,
        "source": source,
        "value": cell.before,
        "confidence": "low",
        "as_of": row.get("as_of"),
        "chosen": "true",
    }
    draft.put("evidence", claim)


def forget(draft: Draft, table: str, key: str) -> None:
    """Take out every claim about a row that is going."""
    for claim in draft.claims(table, key):
        draft.remove("evidence", key_of(TABLES["evidence"], claim))


def _sources_called(draft: Draft, name: str) -> list[Row]:
    """Known sources with this id or this title."""
    sources = draft.case["sources"].filter((pl.col("source") == name) | (pl.col("title") == name))
    return list(draft.rows("sources", sources["source"]).values())


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "source"


def _free(draft: Draft, wanted: str) -> str:
    name, count = wanted, 1
    while draft.row("sources", name) is not None:
        count += 1
        name = f"{wanted}-{count}"
    return name
