"""How far is each match: pledged, allocated, contracted, delivered, and what is overdue?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import capital, counted, figure
from pipir.matching.auditing import Step, steps
from pipir.matching.book import handed_over
from pipir.matching.match_columns import STATES
from pipir.network.claims import due_share

Row = dict[str, Any]


def tracking(case: Case, day: date) -> Iterator[Row]:
    """The table `tracking`: every match of the case as it stands on a day."""
    requests = {row["request"]: row for row in case["requests"].iter_rows(named=True)}
    offers = {row["offer"]: row for row in case["offers"].iter_rows(named=True)}
    commitments = {row["commitment"]: row for row in case["commitments"].iter_rows(named=True)}
    delivered = handed_over(case)
    names = Names(case)
    for row in case["matches"].iter_rows(named=True):
        offer, request = offers[row["offer"]], requests[row["request"]]
        owed = commitments.get(row["commitment"])
        done = delivered[row["match"]]
        due = owed["end"] if owed else request["needed_by"]
        fallen = _fallen_due(owed, due, day) if row["state"] in STATES else 0.0
        told = {
            **{name: row[name] for name in ("match", "request", "offer", "quantity", "state", "commitment")},
            "giver": offer["nation"],
            "receiver": request["nation"],
            "item": offer["item"],
            "commitment_state": owed["state"] if owed else None,
            **_dates(list(steps(case, row))),
            "next_step": _next(row["state"], done, row["quantity"]),
            "delivered": done,
            "open": row["quantity"] - done,
            "due": due,
            "overdue": max(0.0, row["quantity"] * fallen - done),
        }
        told["days_overdue"] = max(0, (day - due).days) if told["overdue"] > 0.0 else 0
        yield told | {"sentence": _sentence(told, names)}


def _dates(record: list[Step]) -> Row:
    """The first date on record of each state."""
    found: Row = {f"{state}_date": None for state in STATES}
    for step in record:
        name = f"{step.to_state}_date"
        if step.date is not None and name in found and (found[name] is None or step.date < found[name]):
            found[name] = step.date
    return found


def _next(state: str, done: float, quantity: float) -> str:
    if done >= quantity:
        return "none"
    if state not in STATES:
        return STATES[0]
    return STATES[min(STATES.index(state) + 1, len(STATES) - 1)]


def _fallen_due(owed: Row | None, due: date, day: date) -> float:
    """Share that has fallen due: of a commitment evenly from its start to its end, else all on the day needed."""
    if owed is None:
        return 1.0 if due < day else 0.0
    begin, end = (np.array([float((owed[name] - day).days)]) for name in ("start", "end"))
    return float(due_share(begin, end, 0.0)[0])


def _sentence(told: Row, names: Names) -> str:
    ends = f"{capital(names.nation(told['giver']))} to {names.nation(told['receiver'])}"
    who = f"{ends}: {names.amount(told['quantity'], told['item'])}, {told['state']}"
    if told["next_step"] == "none":
        return f"{who}, all handed over."
    if told["state"] not in STATES:
        return f"{who}, which binds nobody; next step {told['next_step']}."
    part = f"{figure(told['delivered'])} handed over" if told["delivered"] > 0.0 else "none handed over"
    late = ""
    if told["overdue"] > 0.0:
        late = f"; {figure(told['overdue'])} overdue"
        if told["days_overdue"] > 0:
            late += f", the last for {counted(figure(told['days_overdue']), 'day')}"
    if told["commitment_state"] not in (None, told["state"]):
        late += f"; its commitment is a {told['commitment_state']}"
    after = "" if told["next_step"] == told["state"] else f"; next step {told['next_step']}"
    return f"{who}, {part} of what is due by {told['due']}{late}{after}."
