"""What can be asked about the order of service, and which tables answer it?"""

from __future__ import annotations

from dataclasses import dataclass

from pipir.case.columns import Column, Kind, Table
from pipir.network.reads import READS
from pipir.runs.capability import Capability
from pipir.runs.columns import units
from pipir.runs.options import option

DEFAULT = "default"
"""The order where no policy is named: the rows of `sequence` that hold under any policy, else the design's own."""
EVERYBODY = "all"
"""Who moves where all claims of a place do."""


@dataclass(frozen=True)
class SequenceOptions:
    """Options of `sequence`. Every result is a pure function of the case and these options."""

    compare: tuple[str, str] | None = option(
        None,
        "--compare",
        "Two policies of `sequence` to set side by side; `default` is the order where none is named. What a place "
        "costs is told for the first. Left out: the default order and the first policy that the case states.",
        ref="sequence.policy",
        besides=(DEFAULT,),
        metavar="A B",
    )
    move: str | None = option(
        None,
        "--move",
        "Nations or bodies, separated by spaces, whose claims alone move up, besides whole places. Left out: those "
        "that a rule of either policy names.",
        metavar="NAMES",
    )
    scenario: str | None = option(None, "--scenario", "Scenario (default: the case's first).", ref="scenarios")
    daily: bool = option(False, "--daily", "Periods of a day throughout, in place of days to day 30 and then weeks.")
    unknown: str = option("no", "--unknown", "How an unknown stance is taken.", choices=("no", "yes"))
    call_promises: bool = option(False, "--call-promises", "Promises under agreements are called and become claims.")
    workers: int = option(
        1, "--workers", "Processes that share the moves; the result is the same.", least=1, most=256, recorded=False
    )


def _days(name: str, doc: str) -> Column:
    return Column(name, Kind.NUMBER, doc, unit="day", required=False)


def _share(name: str, doc: str) -> Column:
    return Column(name, Kind.NUMBER, doc, unit="share")


KIND = Column("kind", Kind.CHOICE, "Kind of claim.", choices=("commitment", "promise", "demand"), key=True)
ITEM = Column("item", Kind.TEXT, "Item owed; family or * where a promise covers several.", key=True)
PLACE = Column("place", Kind.INTEGER, "Rank under the first policy from which claims move up.", unit="rank", key=True)
MOVER = Column("mover", Kind.TEXT, "Who moves: a nation, a body, or `all` for the whole place.", key=True)
AHEAD_OF = Column("ahead_of", Kind.INTEGER, "Rank before whose claims they are then served.", unit="rank")

POLICIES = Table(
    "policies",
    "Both policies, place by place: what stands there, and how much of it goes short.",
    (
        Column("side", Kind.CHOICE, "First or second policy named.", choices=("a", "b"), key=True),
        Column("policy", Kind.TEXT, "The policy.", key=True),
        Column("rank", Kind.INTEGER, "Place in the order; ranks that owe nothing are left out.", unit="rank", key=True),
        Column("rules", Kind.TEXT, "Rules that put claims there."),
        Column("claims", Kind.INTEGER, "Claims that are owed something.", unit="claims"),
        Column("claims_short", Kind.INTEGER, "Claims of which some goes short.", unit="claims"),
        Column("owed_t", Kind.NUMBER, "Mass of what is owed; promises over several items apart.", unit="t"),
        Column("short_t", Kind.NUMBER, "Mass of what goes short; promises over several items apart.", unit="t"),
        _share("share_short", "Not met over owed by weight, added up over items: what the policy makes small here."),
        _days("days_late", "Mean days late of what commitments owe; empty: there are none."),
    ),
)

CUSTOMERS = Table(
    "customers",
    "What each customer gets under either policy.",
    (
        Column("recipient", Kind.NATION, "Nation that receives.", key=True),
        ITEM,
        KIND,
        Column("ranks_a", Kind.TEXT, "Ranks of its claims under the first policy."),
        Column("ranks_b", Kind.TEXT, "Ranks of its claims under the second."),
        units("owed", "Owed in the scenario."),
        _share("kept_share_a", "Met over owed under the first policy."),
        _share("kept_share_b", "Met over owed under the second."),
        units("units_gained", "Met more under the second policy; below 0: less."),
        _days("days_late_a", "Mean days late of a unit owed under the first policy; empty but for commitments."),
        _days("days_late_b", "The same under the second."),
        _days("days_sooner", "Days less late under the second policy; below 0: later."),
        _days(
            "days_of_supply_gained",
            "Units met more as days of supply, at the daily rate owed; empty: all falls due on one day.",
        ),
        Column("sentence", Kind.TEXT, "The difference in words."),
    ),
)

MOVES = Table(
    "moves",
    "Claims that move up one place in the first policy, one move at a time, and what comes of it.",
    (
        PLACE,
        MOVER,
        AHEAD_OF,
        Column("claims", Kind.INTEGER, "Claims that move.", unit="claims"),
        Column("lacking", Kind.INTEGER, "Of these, short or late where they stand.", unit="claims"),
        Column("gaining", Kind.INTEGER, "Customers among those that move who get more or sooner.", unit="customers"),
        Column("paying", Kind.INTEGER, "Other customers who get less or later.", unit="customers"),
        Column("sentence", Kind.TEXT, "The move and its cost in words."),
    ),
)

COSTS = Table(
    "cost_of_one_place",
    "Whom each move costs what: customers, and the members of each body together, that get something else by it.",
    (
        PLACE,
        MOVER,
        Column("role", Kind.CHOICE, "Among those that move, or another.", choices=("moved", "other"), key=True),
        Column("customer", Kind.TEXT, "Nation that receives, or body whose members do.", key=True),
        ITEM,
        KIND,
        AHEAD_OF,
        Column("customer_is", Kind.CHOICE, "What the customer is.", choices=("nation", "body")),
        units("owed", "Owed to the customer in the scenario: of the claims that move, or of the others."),
        units("units_lost", "Met less after the move; below 0: more."),
        _days("days_later", "Mean days later of a unit owed; below 0: sooner; empty but for commitments."),
        _days(
            "days_of_supply_lost",
            "Units lost as days of supply, at the daily rate owed; empty: all falls due on one day.",
        ),
        Column("sentence", Kind.TEXT, "The same in words."),
    ),
)

SEQUENCE = Capability(
    "sequence",
    "What does one place in the order of service cost whom, and who gains under another policy?",
    SequenceOptions,
    "pipir.assurance.sequencing.sequence:sequence",
    (POLICIES, CUSTOMERS, MOVES, COSTS),
    READS,
)
