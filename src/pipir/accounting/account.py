"""What can each partner really give, of what, after its own need and its promises?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipir.accounting.bounding import MORE_IS_BETTER, at_end, ranged
from pipir.accounting.capability import ACCOUNT, AccountOptions
from pipir.accounting.grading import account_grades
from pipir.accounting.holding import holdings
from pipir.accounting.needing import own_requirement
from pipir.accounting.output import Output, line_output
from pipir.accounting.promising import committed
from pipir.accounting.window import Window, months_from
from pipir.case.case import Case
from pipir.case.evidence import figures
from pipir.network.making import supplied
from pipir.runs.asking import ready
from pipir.runs.record import record
from pipir.runs.result import Result, table

ROW = ("nation", "item")
DEFAULT = AccountOptions()
DUST = 1e-9
"""Share of a row's amounts below which a difference of them is rounding and not a quantity."""


@dataclass(frozen=True)
class AccountResult(Result):
    """Answer of `account`: one row per nation and item that it holds, makes, needs or owes."""

    account: pl.DataFrame


def account(case: Case | str | Path, options: AccountOptions = DEFAULT) -> AccountResult:
    """What each nation can give of each item in the window: output and stock less own need and promises.

    exportable = max(0, releasable_stock + capacity - own_requirement - committed) and overcommitted =
    max(0, committed - releasable_stock - capacity), all in the item's unit; low and high are the exportable with every
    figure that has a range at its unfavourable and its favourable end. Rows of different items and of components are
    not to be added up: a component can be given away or built in, not both.

    Raises
    ------
    Refused
        Where the case is at fault or an option names what it does not have.
    """
    case = ready(case, options)
    window = months_from(options.from_date or case.as_of, options.window)
    surge = options.rate == "max"
    known = figures(case, tuple(MORE_IS_BETTER))
    output = line_output(case, window, surge)
    rows = amounts(case, window, output)
    rows = _with_range(rows, case, known, window, surge).join(
        account_grades(case, known, output.lines, surge), on=ROW, how="left"
    )
    rows = rows.with_columns(pl.col("assumed_share").fill_null(1.0), pl.col("grade").fill_null("assumed"))
    for name in ROW:
        wanted = getattr(options, name)
        rows = rows if wanted is None else rows.filter(pl.col(name) == wanted)
    return AccountResult(
        record("account", case, options, notes=_notes(output)), table(ACCOUNT, rows.select(ACCOUNT.names))
    )


def amounts(case: Case, window: Window, output: Output) -> pl.DataFrame:
    """The account's amounts per nation and item, from stock, output, need and promises [item's unit]."""
    made = output.lines.group_by(ROW, maintain_order=True).agg(capacity=pl.col("output").sum())
    parts = (made, holdings(case), own_requirement(case, window), committed(case, window))
    held = case["stocks"].join(case["sites"].select("site", "nation"), on="site").select(ROW)
    rows = pl.concat([*(part.select(ROW) for part in parts), held]).unique()
    for part in parts:
        rows = rows.join(part, on=ROW, how="left")
    rows = rows.with_columns(pl.col(pl.Float64).fill_null(0.0)).with_columns(
        own_requirement=pl.col("used") + (pl.col("levels") - pl.col("reserves")).clip(lower_bound=0.0)
    )
    there = pl.col("releasable_stock") + pl.col("capacity")
    dust = DUST * (there + pl.col("own_requirement") + pl.col("committed"))
    left = there - pl.col("own_requirement") - pl.col("committed")
    over = pl.col("committed") - there
    return rows.with_columns(
        exportable=pl.when(left > dust).then(left).otherwise(0.0),
        overcommitted=pl.when(over > dust).then(over).otherwise(0.0),
    )


def _with_range(rows: pl.DataFrame, case: Case, known: pl.DataFrame, window: Window, surge: bool) -> pl.DataFrame:
    """The rows with low and high: the exportable of the case at both ends of its figures.

    A longer lead time or a rival's faster line can cut either way; the range always holds the value itself.
    """
    uncertain = ranged(known)
    for name, favourable in (("low", False), ("high", True)):
        if uncertain.is_empty():
            rows = rows.with_columns(pl.col("exportable").alias(name))
            continue
        end = at_end(case, uncertain, favourable)
        moved = amounts(end, window, line_output(end, window, surge, supplied(case)))
        rows = rows.join(moved.select(*ROW, pl.col("exportable").alias(name)), on=ROW, how="left")
    return rows.with_columns(low=pl.min_horizontal("low", "exportable"), high=pl.max_horizontal("high", "exportable"))


def _notes(output: Output) -> list[Any]:
    if not output.unlimited:
        return []
    return [f"Components with neither stock nor line hold nothing back: {' '.join(output.unlimited)}."]
