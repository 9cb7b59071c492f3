"""How well is it known? Figures that nothing supports, and sources that disagree."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipir.case.case import Case
from pipir.case.evidence import figures
from pipir.case.words import figure, listing, percent
from pipir.findings.finding import Finding, Severity

MOSTLY = 0.5
"""Share of assumed figures from which a table is more opinion than record."""
APART = 1.5
"""Ratio of the highest to the lowest claim from which a disagreement is more than rounding."""


def assumed_figures(case: Case) -> Iterator[Finding]:
    """Share of the figures of each table that no source supports or that are marked as assumed."""
    counted = (
        figures(case)
        .group_by("table")
        .agg(pl.len().alias("all"), (pl.col("confidence") == "assumed").sum().alias("assumed"))
        .filter(pl.col("assumed") > 0)
        .sort("table")
    )
    for row in counted.iter_rows(named=True):
        share = row["assumed"] / row["all"]
        yield Finding(
            "assumed-figures",
            Severity.MEDIUM if share > MOSTLY else Severity.LOW,
            row["table"],
            "",
            f"{_counted(row['assumed'], row['all'], row['table'])}: no source says so. "
            "Results that rest on them say so; source the largest first.",
        )


def conflicting_evidence(case: Case) -> Iterator[Finding]:
    """A figure on which sources disagree. A state of an earlier day than the chosen one is a step on the way to it."""
    chosen_on = pl.col("as_of").filter("chosen").first().over("table", "row", "column")
    earlier = (pl.col("column") == "state") & (pl.col("as_of") < chosen_on)
    cells = (
        case["evidence"]
        .filter(~earlier.fill_null(False))
        .group_by("table", "row", "column", maintain_order=True)
        .agg(
            pl.col("value"),
            pl.col("value").n_unique().alias("claims"),
            pl.col("value").filter("chosen").first().alias("used"),
            pl.col("reason").filter("chosen").first().alias("reason"),
        )
        .filter(pl.col("claims") > 1)
        .sort("table", "row", "column")
    )
    for row in cells.iter_rows(named=True):
        why = f" ({row['reason'].rstrip('.')})" if row["reason"] else ", and nothing says why: give a reason"
        yield Finding(
            "conflicting-evidence",
            Severity.MEDIUM if _far_apart(row["value"]) else Severity.LOW,
            row["table"],
            row["row"],
            f"Sources give {listing(_said(value) for value in sorted(set(row['value']), key=_as_number))} for "
            f"{row['column']} of {row['row']} in {row['table']}; {_said(row['used'])} is used{why}.",
        )


def _counted(assumed: int, every: int, table: str) -> str:
    if every == 1:
        return f"The one figure in {table} is assumed"
    if assumed == every:
        return f"All {every:,} figures in {table} are assumed"
    return f"{assumed:,} of {every:,} figures in {table} ({percent(assumed / every)}) are assumed"


def _said(value: str) -> str:
    try:
        return figure(float(value))
    except ValueError:
        return value


def _as_number(value: str) -> tuple[float, str]:
    try:
        return float(value), value
    except ValueError:
        return 0.0, value


def _far_apart(values: list[str]) -> bool:
    try:
        numbers = [float(value) for value in values]
    except ValueError:
        return True
    return max(numbers) > APART * min(numbers)
