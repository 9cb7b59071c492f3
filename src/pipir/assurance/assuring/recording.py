"""How have suppliers kept their word? What had fallen due, what came, and how late, from `deliveries`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from pipir.case.case import Case

Row = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """A supplier's record: commitments looked at, share kept of what had fallen due, days late of it."""

    supplier: str
    commitments: int
    kept_share: float
    days_late: float


def records(case: Case) -> list[Record]:
    """The record of every supplier with a delivery under a commitment of which something had fallen due by `as_of`.

    Each commitment counts once, whatever it is counted in.
    """
    came: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for name, day, quantity in case["deliveries"].select("commitment", "date", "quantity").sort("date").iter_rows():
        if day < case.as_of:
            came[name].append((day, quantity))
    listed = set(case["deliveries"]["commitment"])
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in case["commitments"].iter_rows(named=True):
        kept = _kept(row, came[row["commitment"]], case.as_of) if row["commitment"] in listed else None
        if kept is not None:
            found[row["supplier"]].append(kept)
    return [
        Record(supplier, len(rows), float(np.mean([s for s, _ in rows])), float(np.mean([d for _, d in rows])))
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
