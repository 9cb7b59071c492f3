"""Can every promise be kept? Too much promised, overdue, or refilled by somebody who is not owed."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipir.accounting.account import amounts
from pipir.accounting.output import line_output
from pipir.accounting.promising import undelivered
from pipir.accounting.window import months_from
from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import capital
from pipir.findings.finding import Finding, Severity

WINDOW = 12.0
"""Months within which promises are held against what there is."""


def over_committed(case: Case) -> Iterator[Finding]:
    """A supplier whose promises due within a year exceed its stock above the reserve and its output."""
    if case["commitments"].is_empty():
        return
    window = months_from(case.as_of, WINDOW)
    rows = amounts(case, window, line_output(case, window, surge=False))
    over = rows.filter(pl.col("overcommitted") > 0).sort("nation", "item")
    behind = case["commitments"].group_by("supplier", "item").agg(pl.col("commitment").sort())
    over = over.join(
        behind, left_on=["nation", "item"], right_on=["supplier", "item"], how="left", maintain_order="left"
    )
    names = Names(case)
    for row in over.iter_rows(named=True):
        item = row["item"]
        yield Finding(
            "over-committed",
            Severity.HIGH,
            "commitments",
            " ".join(row["commitment"] or ()),
            f"{capital(names.nation(row['nation']))} owes {names.amount(row['committed'], item)} within "
            f"{WINDOW:.0f} months but has {names.counted(row['releasable_stock'], item)} above its reserve and makes "
            f"{names.counted(row['capacity'], item)}: {names.counted(row['overcommitted'], item)} too many. "
            "Move the dates, raise the output or tell the recipient.",
        )


def overdue(case: Case) -> Iterator[Finding]:
    """A commitment that has ended before the case's date and is not delivered in full."""
    owed = undelivered(case, case.as_of).filter((pl.col("end") <= case.as_of) & (pl.col("left") > 0))
    late = owed.join(case["commitments"].select("commitment", "quantity"), on="commitment").sort("commitment")
    names = Names(case)
    for row in late.iter_rows(named=True):
        item = row["item"]
        yield Finding(
            "overdue",
            Severity.MEDIUM,
            "commitments",
            row["commitment"],
            f"{capital(names.nation(row['supplier']))} was to deliver {names.item(item)} to "
            f"{names.nation(row['recipient'])} by {row['end']}; "
            f"{names.counted(row['left'], item)} of {names.counted(row['quantity'], item)} "
            "are not delivered and fall due at once. Enter the deliveries, or a new date.",
        )


def crossed_backfill(case: Case) -> Iterator[Finding]:
    """A commitment that says it refills another, but goes to a nation that gave nothing under it."""
    rows = case["commitments"].filter(pl.col("backfills").is_not_null())
    given = case["commitments"].select(pl.col("commitment").alias("backfills"), pl.col("supplier").alias("giver"))
    crossed = rows.join(given, on="backfills", maintain_order="left").filter(pl.col("giver") != pl.col("recipient"))
    names = Names(case)
    for row in crossed.iter_rows(named=True):
        yield Finding(
            "crossed-backfill",
            Severity.MEDIUM,
            "commitments",
            row["commitment"],
            f"{row['commitment']} refills {names.nation(row['recipient'])} for {row['backfills']}, under which "
            f"{names.nation(row['giver'])} gives. Check which commitment it refills.",
        )


def promised_twice(case: Case) -> Iterator[Finding]:
    """An agreement in force that promises a quantity of one item which a commitment of the same two owes already."""
    promised = case["agreements"].filter((pl.col("status") == "in_force") & (pl.col("promised_per_year") > 0))
    owed = case["commitments"].select(
        "commitment", "supplier", "item", beneficiary="recipient", due="quantity", begins="start", ends="end"
    )
    twice = promised.join(owed, on=["supplier", "beneficiary", "item"], maintain_order="left_right").filter(
        (pl.col("start").is_null() | (pl.col("start") < pl.col("ends")))
        & (pl.col("end").is_null() | (pl.col("end") > pl.col("begins")))
    )
    names = Names(case)
    for row in twice.iter_rows(named=True):
        item = row["item"]
        yield Finding(
            "promised-twice",
            Severity.LOW,
            "agreements",
            row["agreement"],
            f"{capital(names.nation(row['supplier']))} promises {names.nation(row['beneficiary'])} "
            f"{names.amount(row['promised_per_year'], item)} a year under {row['agreement']} and "
            f"owes it {names.counted(row['due'], item)} under {row['commitment']}: where promises are called, both "
            "count. If they are one, leave promised_per_year empty.",
        )
