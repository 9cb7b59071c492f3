"""What does each nation owe of each item within a window, in which state of promise?"""

from __future__ import annotations

from datetime import date

import polars as pl

from pipir.accounting.window import Window
from pipir.case.case import Case

STATES = ("pledge", "allocation", "contract", "delivery")


def undelivered(case: Case, day: date) -> pl.DataFrame:
    """The commitments with what is still owed on a day: commitment, supplier, item, state, start, end, left.

    Deliveries recorded before that day count; where a commitment has a record, it replaces `delivered`. Never below 0.
    """
    recorded = (
        case["deliveries"]
        .group_by("commitment", maintain_order=True)
        .agg(recorded=pl.col("quantity").filter(pl.col("date") < day).sum())
    )
    return (
        case.filled("commitments")
        .join(recorded, on="commitment", how="left", maintain_order="left")
        .with_columns(left=(pl.col("quantity") - pl.coalesce("recorded", "delivered")).clip(lower_bound=0.0))
        .select("commitment", "supplier", "recipient", "item", "state", "start", "end", "left")
    )


def falling_due(case: Case, window: Window) -> pl.DataFrame:
    """The commitments with `due`, the part of what is left that falls due in the window [item's unit].

    It falls due evenly from the later of start and day 0 to the end; all at once where the end is not later. What
    ended before day 0 is overdue and due at once.
    """
    begin = _day("start", window).clip(lower_bound=0.0)
    end = _day("end", window)
    within = ((pl.min_horizontal(end, window.days) - begin) / (end - begin)).clip(0.0, 1.0)
    at_once = (begin < window.days) | (end <= 0.0)
    share = pl.when(end > begin).then(within).when(at_once).then(1.0).otherwise(0.0)
    return undelivered(case, window.start).with_columns(due=pl.col("left") * share)


def committed(case: Case, window: Window) -> pl.DataFrame:
    """Per supplier and item: committed and committed_<state> that fall due in the window [item's unit]."""
    return (
        falling_due(case, window)
        .group_by(pl.col("supplier").alias("nation"), "item", maintain_order=True)
        .agg(
            pl.col("due").sum().alias("committed"),
            *(pl.col("due").filter(pl.col("state") == state).sum().alias(f"committed_{state}") for state in STATES),
        )
    )


def _day(column: str, window: Window) -> pl.Expr:
    return (pl.col(column) - pl.lit(window.start)).dt.total_days().cast(pl.Float64)
