"""How do we know? Sources, and every claim about a figure, also those that disagree."""

from __future__ import annotations

from pipir.case.columns import (
    NONE,
    Check,
    Column,
    Kind,
    Rule,
    Table,
    choice,
    date,
    number,
    optional,
    ref,
    slug,
    text,
)

SOURCES = Table(
    "sources",
    "Where figures come from; `assumption` always exists.",
    (
        slug("source", "Id of the source.", example="csis-2023-empty-bins"),
        text("title", "Title.", example="Empty Bins in a Wartime Environment"),
        optional(text("publisher", "Publisher.", example="CSIS")),
        optional(date("date", "Date of publication.", example="2023-01-23")),
        optional(text("url", "Address.")),
    ),
)

EVIDENCE = Table(
    "evidence",
    "Every claim about a figure; the chosen one equals the cell.",
    (
        text("table", "Table of the figure.", key=True, example="stocks"),
        text("row", "Key values of its row joined by `/`.", key=True, example="us-guam/sm-6/serviceable"),
        text("column", "Column of the figure.", key=True, example="quantity"),
        ref("source", "sources", "Source of the claim.", key=True, example="csis-2023-empty-bins"),
        text("value", "What the source says.", example="120"),
        optional(number("low", "Low end of the range.", "as the figure", least=None, example="90"), NONE),
        optional(number("high", "High end of the range.", "as the figure", least=None, example="150"), NONE),
        choice("confidence", "high medium low assumed", "How far to trust it."),
        optional(date("as_of", "Date that the figure holds for.", example="2024-12-01")),
        Column("chosen", Kind.BOOLEAN, "Is it the one in the cell?", example="true"),
        optional(text("reason", "Why it was chosen or not."), NONE),
    ),
    rules=(Rule("low", "<=", "high", "the low end is not above the high end"),),
    checks=(
        Check("pipir.case.checking.evidence:names_a_figure", "it names a table, row and column of the case"),
        Check("pipir.case.checking.evidence:chosen_equals_cell", "the one chosen claim equals the cell"),
        Check("pipir.case.checking.evidence:value_in_range", "the value lies between low and high"),
    ),
)

TABLES: tuple[Table, ...] = (SOURCES, EVIDENCE)
