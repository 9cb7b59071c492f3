"""What can be asked about the books of a line, and which tables answer? Options and result tables of `resequence`."""

from __future__ import annotations

from dataclasses import dataclass

from pipir.case.columns import Column, Empty, Kind, Table
from pipir.runs.capability import Capability
from pipir.runs.columns import units
from pipir.runs.options import option

RATINGS = ("DX", "DO", "unrated")
"""Priority ratings, the one with precedence first (15 CFR 700.14(b))."""


@dataclass(frozen=True)
class ResequenceOptions:
    """Options of `resequence`. Without an order that moves, every book is dated as it stands."""

    first: str | None = option(
        None, "--first", "Order that a directive puts before all others on its line.", ref="orders", metavar="ORDER"
    )
    rated: str | None = option(
        None,
        "--rated",
        "Rating by which the order of --first moves up, in place of a directive.",
        choices=RATINGS[:2],
        metavar="RATING",
    )
    accept: str | None = option(
        None,
        "--accept",
        "Requested order that is taken in, at the earliest date offered where its own cannot be kept.",
        ref="orders",
        metavar="ORDER",
    )
    cancel: str | None = option(None, "--cancel", "Accepted order that leaves the book.", ref="orders", metavar="ORDER")
    line: str | None = option(
        None, "--line", "Line whose book is dated (default: those of the orders named, else all).", ref="lines"
    )
    rate: str = option(
        "current",
        "--rate",
        "Output of the line: at its present rate, or with a surge ordered on the case's as_of.",
        choices=("current", "max"),
    )
    scenario: str | None = option(
        None,
        "--scenario",
        "Scenario whose demands say what a customer uses a day (default: the first).",
        ref="scenarios",
    )


LINE = Column("line", Kind.SLUG, "The line.", key=True)
ORDER = Column("order", Kind.SLUG, "The order.", key=True)
CUSTOMER = Column("customer", Kind.NATION, "Customer.")
RATING = Column("rating", Kind.CHOICE, "Priority rating.", choices=RATINGS)
REQUIRED = Column("required_date", Kind.DATE, "Day it is needed.")


def _days(name: str, doc: str) -> Column:
    return Column(name, Kind.INTEGER, doc, unit="day", required=False)


def _worst(name: str, doc: str) -> Column:
    never = Empty("one is not done within a century")
    return Column(name, Kind.INTEGER, doc, unit="day", required=False, empty=never)


def _count(name: str, doc: str) -> Column:
    return Column(name, Kind.INTEGER, doc, unit="orders")


ORDERS = Table(
    "orders",
    "Old and new date of every order on the line: the day on which its last unit is done.",
    (
        LINE,
        ORDER,
        CUSTOMER,
        Column("item", Kind.SLUG, "What is ordered."),
        RATING,
        units("quantity", "Units still to be made."),
        REQUIRED,
        Column("old_place", Kind.INTEGER, "Place in the line; empty: not in the book.", unit="place", required=False),
        Column("new_place", Kind.INTEGER, "Place after the change; empty: out of it.", unit="place", required=False),
        Column("old_date", Kind.DATE, "Done on; empty: not in the book, or not within a century.", required=False),
        Column(
            "new_date",
            Kind.DATE,
            "Done on after the change; empty: not in it, or not within a century.",
            required=False,
        ),
        _days("days_slipped", "New date less old one; below 0: sooner; empty where either is."),
        _days("days_late_before", "Days after the required date, 0 on time; empty where there is no old date."),
        _days("days_late_after", "The same after the change."),
        Column(
            "days_of_supply_lost",
            Kind.NUMBER,
            "Days of the slip on which the customer would have used the order; empty: what it uses is not known.",
            unit="day",
            required=False,
        ),
        Column("sentence", Kind.TEXT, "The same in words."),
    ),
)

LATENESS = Table(
    "lateness",
    "How late the orders of each rating are, before and after.",
    (
        LINE,
        Column("rating", Kind.CHOICE, "Priority rating.", choices=RATINGS, key=True),
        _count("orders", "Orders that have a date before or after."),
        _count("late_before", "Orders after their required date, or not done within a century."),
        _count("late_after", "The same after the change."),
        _worst("worst_before", "Days late of the latest one; 0: none is late."),
        _worst("worst_after", "The same after the change."),
        _count("slipped", "Orders with a later date than before."),
    ),
)

REQUESTS = Table(
    "requests",
    "Requested orders, each by itself beside the accepted ones: taken on its date, or the earliest to offer.",
    (
        LINE,
        ORDER,
        CUSTOMER,
        Column("item", Kind.SLUG, "What is ordered."),
        RATING,
        units("quantity", "Units asked for."),
        REQUIRED,
        Column("answer", Kind.CHOICE, "Can it be taken on the date asked for?", choices=("accept", "reject")),
        Column(
            "earliest_date",
            Kind.DATE,
            "Earliest date by which every accepted order of equal or higher rating can still be done when promised; "
            "empty: not within a century.",
            required=False,
        ),
        Column("sentence", Kind.TEXT, "The answer in words."),
    ),
)

CHAINS = Table(
    "chains",
    "Backfills that a slipped order exposes: who waits for it, and for what it gave or is to give.",
    (
        LINE,
        ORDER,
        Column("step", Kind.INTEGER, "Steps from the order: 0 is the commitment it fills.", unit="step", key=True),
        Column("commitment", Kind.SLUG, "The commitment.", key=True),
        Column(
            "relation",
            Kind.CHOICE,
            "Filled by the order; refilled by what slipped (its supplier waits); or refilling the supplier of that.",
            choices=("filled", "refilled", "refilling"),
        ),
        Column("supplier", Kind.NATION, "Nation that gives."),
        Column("recipient", Kind.NATION, "Nation that receives."),
        Column("item", Kind.SLUG, "What is given."),
        Column("days_slipped", Kind.INTEGER, "Slip of the order.", unit="day"),
    ),
)

RESEQUENCE = Capability(
    "resequence",
    "Who slips if one customer moves up, one more is taken in, or one cancels; what date can a new one be offered?",
    ResequenceOptions,
    "pipir.assurance.resequencing.resequence:resequence",
    (ORDERS, LATENESS, REQUESTS, CHAINS),
    ("orders", "lines", "commitments", "demands", "requirements", "usage", "scenarios"),
)
