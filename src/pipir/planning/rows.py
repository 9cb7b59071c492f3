"""What if a figure, an answer or an agreement were another? Rows of a case as they would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipir.case.case import Case
from pipir.case.editing.amending import amended


@dataclass(frozen=True)
class Row:
    """A row of a table as it would be: `cells` by column, those of the key among them.

    A row with that key keeps its other cells; where there is none it is a new one, its other cells empty.
    """

    table: str
    cells: Mapping[str, Any]


def stock(site: str, item: str, quantity: float) -> Row:
    """Serviceable units of an item at a site on day 0."""
    return Row("stocks", {"site": site, "item": item, "condition": "serviceable", "quantity": quantity})


def rate(line: str, per_year: float) -> Row:
    """A line's present pace and what it can surge to, in units a year.

    A line that runs has its work in hand at that pace too: it puts out more from day 0 on, not first after its lead.
    """
    return Row("lines", {"line": line, "rate_per_year": per_year, "max_rate_per_year": per_year})


def lift(lane: str, t_per_day: float) -> Row:
    """Tonnes a day that a lane can carry."""
    return Row("lanes", {"lane": lane, "lift_t_per_day": t_per_day})


def ceiling(agreement: str, per_year: float) -> Row:
    """Units a year that may go under an agreement."""
    return Row("agreements", {"agreement": agreement, "ceiling_per_year": per_year})


def signed(agreement: str) -> Row:
    """A proposed agreement in force."""
    return Row("agreements", {"agreement": agreement, "status": "in_force"})


def stance(nation: str, situation: str, act: str, answer: str, to: str | None = None) -> Row:
    """What a nation answers in a situation to everyone, or to one nation or body."""
    key = {"nation": nation, "situation": situation, "act": act, "to": to or "*", "item": "*"}
    return Row("stances", {**key, "answer": answer})


def edited(case: Case, rows: Sequence[Row]) -> Case:
    """The case with these rows as they would be. Raises Refused for what a case with them would be refused for."""
    return amended(case, [(row.table, row.cells) for row in rows])
