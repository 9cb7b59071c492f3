"""What is a finding? A statement that is true but worrying, with its severity and the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from pipir.case.case import Case
from pipir.case.columns import Column, Kind, Table


class Severity(Enum):
    """How much a finding should worry its reader; the order of the words is the order of a report."""

    HIGH = "high"
    """A result built on it misleads, or a promise or a need cannot be met."""
    MEDIUM = "medium"
    """A weakness that a crisis would find, or a figure that deserves a second look."""
    LOW = "low"
    """Worth knowing; nothing breaks."""


@dataclass(frozen=True)
class Finding:
    """One finding. `row` holds the key of the row behind it (values joined by `/`), several separated by spaces."""

    finding: str
    severity: Severity
    table: str
    row: str
    sentence: str


Finder = Callable[[Case], Iterable[Finding]]
"""One question put to a case: gives a finding for each row or group of rows that deserves it."""

FINDINGS = Table(
    "findings",
    "What is true of the case but worrying, worst first. A finding never stops a run.",
    (
        Column("finding", Kind.SLUG, "Kind of finding."),
        Column("severity", Kind.CHOICE, "How much it should worry.", choices=tuple(s.value for s in Severity)),
        Column("table", Kind.TEXT, "Table of the rows behind it."),
        Column("row", Kind.TEXT, "Keys of the rows behind it; empty where it concerns the whole table."),
        Column("sentence", Kind.TEXT, "What is the matter, with numbers and units, and what to do."),
    ),
)
