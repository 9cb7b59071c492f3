"""Which queues are served? One line or store, several customers in the order of a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

import pipir
from pipir.assurance.sequencing.declared import SequenceOptions
from pipir.assurance.sequencing.sequence import SequenceResult
from pipir.case.case import Case
from sustainment.world import commitment, line, stock, world

Row = dict[str, Any]
CUSTOMERS = ("JPN", "KOR", "AUS", "CAN")


def ordered(policy: str, *places: str | Sequence[str]) -> list[Row]:
    """Rows of `sequence`: commitments to one nation or body after another, or to several in one place."""
    return [
        {"policy": policy, "rank": rank, "claim": "commitment", "scope": scope}
        for rank, place in enumerate(places, start=1)
        for scope in ([place] if isinstance(place, str) else place)
    ]


def queue(days: int, owed: Mapping[str, float], per_day: float, sequence: Sequence[Row], **tables: Any) -> Case:
    """A line of the United States; all that its customers are owed is due on day 0 and leaves from its plant."""
    rows = [commitment("USA", nation, units, (0, 0)) for nation, units in owed.items()]
    return world(
        days,
        commitments=rows,
        lines=[line("usa-plant", per_day)],
        stocks=[stock("usa-plant", 0)],
        sequence=list(sequence),
        **tables,
    )


def served(case: Case, *compare: str, **options: Any) -> SequenceResult:
    """The answer by days."""
    a, b = compare
    return pipir.sequence(case, SequenceOptions(compare=(a, b), daily=True, **options))


def late(owed: Sequence[float], per_day: float, days: int) -> list[tuple[float, float]]:
    """By hand, day by day: kept share and mean days late of customers who wait their turn for what is due on day 0."""
    left, waited = list(owed), [0.0] * len(owed)
    for _ in range(days):
        made = per_day
        for k, open_units in enumerate(left):
            given = min(made, open_units)
            left[k] -= given
            made -= given
        for k, open_units in enumerate(left):
            waited[k] += open_units
    return [(1 - rest / units, days_open / units) for rest, days_open, units in zip(left, waited, owed, strict=True)]


def row(frame: pl.DataFrame, **keys: Any) -> Row:
    found = frame.filter(*(pl.col(name) == value for name, value in keys.items()))
    assert found.height == 1, f"{found.height} rows for {keys}"
    return found.row(0, named=True)
