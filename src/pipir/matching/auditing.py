"""Which steps did each match take, on whose word, and did any follow from the one before?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import capital
from pipir.matching.match_columns import STATES

Row = dict[str, Any]
DELIVERY = STATES[-1]
ABOUT = ("match", "commitment", "delivery")


@dataclass(frozen=True)
class Step:
    """One record: of the match itself, its commitment, or a delivery under it."""

    about: str
    date: date | None
    to_state: str
    source: str | None
    quantity: float | None = None


def audit(case: Case) -> Iterator[Row]:
    """The table `audit`: every match's steps in order of time."""
    offers = dict(case["offers"].select("offer", "item").iter_rows())
    names = Names(case)
    for match in case["matches"].iter_rows(named=True):
        item, before = offers[match["offer"]], None
        for number, step in enumerate(steps(case, match), start=1):
            verdict = _verdict(before, step)
            yield {
                "match": match["match"],
                "step": number,
                "about": step.about,
                "date": step.date,
                "from_state": before,
                "to_state": step.to_state,
                "quantity": step.quantity,
                "item": item,
                "source": step.source,
                "verdict": verdict,
                "sentence": _sentence(before, step, verdict, item, names),
            }
            before = step.to_state


def steps(case: Case, match: Row) -> list[Step]:
    """What is on record of a match, in order of time; on one day the lower state comes first.

    What a commitment has delivered is a step of those under it that stand: what binds nobody shares none of it.
    A record without a date stands as late as its state allows: before the first dated one of a higher state.
    """
    found = list(_claims(case, "matches", match["match"], match, "match"))
    if match["commitment"] is not None:
        (owed,) = case["commitments"].filter(commitment=match["commitment"]).iter_rows(named=True)
        found += _claims(case, "commitments", owed["commitment"], owed, "commitment")
        if match["state"] in STATES:
            for row in case["deliveries"].filter(commitment=owed["commitment"]).iter_rows(named=True):
                found.append(Step("delivery", row["date"], DELIVERY, row["source"], row["quantity"]))
    dated = sorted((step for step in found if step.date is not None), key=_in_time)
    for step in sorted((step for step in found if step.date is None), key=_in_time):
        higher = (k for k, other in enumerate(dated) if _rank(other) > _rank(step))
        dated.insert(next(higher, len(dated)), step)
    return dated


def _claims(case: Case, table: str, key: str, row: Row, about: str) -> Iterator[Step]:
    """What evidence says of a state; without any, what the row itself says."""
    of_state = (pl.col("table") == table) & (pl.col("row") == key) & (pl.col("column") == "state")
    claims = list(case["evidence"].filter(of_state).iter_rows(named=True))
    for claim in claims:
        yield Step(about, claim["as_of"], claim["value"], claim["source"])
    if not claims:
        yield Step(about, None, row["state"], row["source"])


def _rank(step: Step) -> int:
    """Place of its state among the steps; -1 for a word that is none."""
    return STATES.index(step.to_state) if step.to_state in STATES else -1


def _in_time(step: Step) -> tuple[date, int, int, str]:
    return step.date or date.min, _rank(step), ABOUT.index(step.about), step.source or ""


def _verdict(before: str | None, step: Step) -> str:
    """Whether a step follows from the state before."""
    here = _rank(step)
    if here < 0:
        return "no step"
    past = STATES.index(before) if before in STATES else -1
    if here == past:
        return "again"
    if here < past:
        return "backwards"
    if here > past + 1:
        return "skipped"
    return "first" if here == 0 else "in order"


def _sentence(before: str | None, step: Step, verdict: str, item: str, names: Names) -> str:
    what = {"match": "the match", "commitment": "its commitment", "delivery": "a delivery"}[step.about]
    who = "" if step.source is None else f" (source {step.source})"
    if step.quantity is not None:
        told = f"On {step.date} {names.amount(step.quantity, item)} are handed over{who}"
    elif step.date is not None:
        told = f"On {step.date} {what} stands at {step.to_state}{who}"
    else:
        told = f"{capital(what)} stands at {step.to_state}, since when is not on record{who}"
    past = STATES.index(before) if before in STATES else -1
    if verdict == "skipped":
        missing = STATES[past + 1 : _rank(step)]
        told += f": no record of a step to {' or '.join(missing)} before it"
    elif verdict == "backwards":
        told += f": that is back from {before}"
    elif verdict == "no step":
        told += ": no step of the chain yet" if before is None else ": no step of the chain"
    return told + "."
