"""How are the date of an order and the answer to a request put into words?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipir.case.names import Names
from pipir.case.words import counted, listing

Row = dict[str, Any]
PEERS = {"DX": "DX order", "DO": "DX or DO order", "unrated": "order"}
"""Orders of equal or higher rating: what stands against a new one."""


def dated(row: Row, names: Names) -> str:
    """When an order is done, by how much that is later or sooner than before, and whether it is on time."""
    of = f"{names.amount(row['quantity'], row['item'])} for {names.nation(row['customer'])} ({row['order']})"
    be = "is" if row["quantity"] == 1.0 else "are"
    if row["new_place"] is None:
        return f"{of} {be} out of the book."
    if row["new_date"] is None:
        return f"{of} {be} not done within a century."
    late = row["days_late_after"]
    on_time = f"{counted(f'{late:,}', 'day')} after the date required" if late else "on time"
    return f"{of} {be} done on {row['new_date']}{_moved(row)}, {on_time}."


def undated(rows: Sequence[Row]) -> list[str]:
    """Which orders of the books, before or after, have no date, so that nobody can say how late they are."""
    never = [
        row["order"]
        for row in rows
        if any(row[f"{age}_place"] is not None and row[f"{age}_date"] is None for age in ("old", "new"))
    ]
    if not never:
        return []
    return [
        f"not done within a century, so that how late the latest of their rating is has no figure: {listing(never)}"
    ]


def _moved(row: Row) -> str:
    if row["old_place"] is None:
        return ", new in the book"
    slipped = row["days_slipped"]
    if not slipped:
        return "" if row["old_date"] else ", before not within a century"
    return f", {counted(f'{abs(slipped):,}', 'day')} {'later' if slipped > 0 else 'sooner'} than before"


def answered(row: Row, offered: date | None, taken: bool) -> str:
    """Why a request can be taken on its date, or what can be offered: dates promised before must hold."""
    promised = f"accepted {PEERS[row['rating']]} can still be done by the date it is promised"
    if taken:
        return f"Accept for {row['required_date']}: every {promised}."
    if offered is None:
        return f"Reject: {row['line']} does not make {row['quantity']:g} more within a century."
    return (
        f"Reject for {row['required_date']}, offer {offered}: by no earlier date is it done so that every {promised}."
    )
