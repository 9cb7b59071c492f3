"""Which backfills does a slipped order expose?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

Rows = dict[str, dict[str, Any]]


def chain(commitments: pl.DataFrame, filled: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Steps from the order, relation and row of each commitment that hangs together with the one that it fills.

    Nothing where that one neither backfills nor is backfilled. First it; then what it refills, step by step: the
    supplier of that gave early and waits; then those that refill its own supplier for it.
    """
    rows: Rows = {row["commitment"]: row for row in commitments.iter_rows(named=True)}
    found = [*_refilled(rows, filled), *_refilling(rows, filled)]
    if found:
        yield 0, "filled", rows[filled]
        yield from found


def _refilled(rows: Rows, start: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """What `start` backfills, what that backfills, and so on; a ring ends where it began."""
    seen, step, name = {start}, 1, rows[start]["backfills"]
    while name is not None and name not in seen:
        yield step, "refilled", rows[name]
        seen.add(name)
        step, name = step + 1, rows[name]["backfills"]


def _refilling(rows: Rows, start: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """What backfills `start`, what backfills that, and so on, in order of names; nothing that `start` refills."""
    seen = {start, *(row["commitment"] for _, _, row in _refilled(rows, start))}
    step, last = 1, {start}
    while last:
        last = {name for name, row in rows.items() if row["backfills"] in last and name not in seen}
        yield from ((step, "refilling", rows[name]) for name in sorted(last))
        seen |= last
        step += 1
