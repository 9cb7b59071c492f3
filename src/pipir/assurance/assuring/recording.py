"""How have suppliers kept their word? What had fallen due, what came, and how late, by `deliveries`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from pipir.case.case import Case

Row = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """A supplier's record: commitments looked at, share kept of what had fallen due, days late of it.

    `without_delivery` of the commitments have no delivery on record.
    """

    supplier: str
    commitments: int
    kept_share: float
    days_late: float
    without_delivery: int = 0


def records(case: Case) -> list[Record]:
    """The record of every supplier with a delivery on record: of its commitments of which something had fallen due.

    Once the case records any delivery of a supplier, what it does not record did not come: else who breaks a promise
    wholly would have the better record. Where `delivered` says how much came, that much came in time. Each commitment
    counts once, whatever it is counted in.
    """
    came: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for name, day, quantity in case["deliveries"].select("commitment", "date", "quantity").sort("date").iter_rows():
        if day < case.as_of:
            came[name].append((day, quantity))
    listed = set(case["deliveries"]["commitment"])
    commitments = case.filled("commitments")
    known = set(commitments.filter(pl.col("commitment").is_in(list(listed)))["supplier"])
    found: dict[str, list[tuple[float, float, bool]]] = defaultdict(list)
    for row in commitments.iter_rows(named=True):
        recorded = row["commitment"] in listed
        deliveries = came[row["commitment"]] if recorded else [(row["start"], row["delivered"] or 0.0)]
        kept = _kept(row, deliveries, case.as_of) if row["supplier"] in known else None
        if kept is not None:
            found[row["supplier"]].append((*kept, recorded))
    return [
        Record(
            supplier=supplier,
            commitments=len(rows),
            kept_share=float(np.mean([share for share, _, _ in rows])),
            days_late=float(np.mean([late for _, late, _ in rows])),
            without_delivery=sum(not recorded for _, _, recorded in rows),
        )
        for supplier, rows in sorted(found.items())
    ]


def _kept(row: Row, came: list[tuple[date, float]], today: date) -> tuple[float, float] | None:
    """Share kept of what had fallen due, and its mean days late; None where nothing had.

    Units are handed over in the order in which they fall due: evenly from `start` to `end`, all on `start` where the
    end is no later. An early unit is no days late; one that is open today counts until today.
    """
    span = float((row["end"] - row["start"]).days)
    passed = float((today - row["start"]).days)
    share = min(max(passed / span, 0.0), 1.0) if span > 0.0 else float(passed > 0.0)
    due = row["quantity"] * share
    if due <= 0.0:
        return None
    handed, late = 0.0, 0.0
    for day, quantity in [*came, (today, due)]:
        until = min(handed + quantity, due)
        on = float((day - row["start"]).days)
        late += _lateness(handed / row["quantity"] * span, until / row["quantity"] * span, on) * (until - handed)
        handed = until
    delivered = min(sum(quantity for _, quantity in came), due)
    return delivered / due, late / due


def _lateness(first: float, last: float, on: float) -> float:
    """Mean days late of units that fall due evenly on days [first, last) and come on a day."""
    if last <= first:
        return max(on - first, 0.0)
    before, after = max(on - first, 0.0), max(on - last, 0.0)
    return (before**2 - after**2) / (2.0 * (last - first))
