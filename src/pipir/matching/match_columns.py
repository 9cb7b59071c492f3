"""What does `match` tell? Its result tables."""

from __future__ import annotations

from pipir.case.columns import Column, Kind, Table
from pipir.runs.columns import ITEM, NATION, units

STATES = ("pledge", "allocation", "contract", "delivery")
"""Steps of a promise in their order; never added up."""
SUGGESTED = "proposed"
"""State of a match that somebody has suggested: it binds nobody yet, as any other word that is no step."""
NEW = "(new)"
"""Stands for the id of a match that is made now: no id of a case has brackets."""
NO_OFFER, NO_WAY, TOO_LATE, NO_ROOM, USED_UP = (
    "no offer of the item",
    "no way",
    "too late",
    "receiver cannot absorb",
    "offers used up",
)
REASONS = (NO_OFFER, NO_WAY, TOO_LATE, USED_UP, NO_ROOM)
"""Why a request is not met, each nearer to being met than the one before."""
MATCHED, NOT_NEEDED, CLOSED = "matched", "not needed", "gate closed"
OUTCOMES = (MATCHED, NOT_NEEDED, USED_UP, NO_ROOM, TOO_LATE, NO_WAY, CLOSED)

REQUEST = Column("request", Kind.SLUG, "The request.", key=True)
OFFER = Column("offer", Kind.SLUG, "The offer.", key=True)
MATCH = Column("match", Kind.SLUG, "The match.", key=True)
MADE = Column("match", Kind.TEXT, f"Match of the case that stands; `{NEW}`: made now.", key=True)
SENTENCE = Column("sentence", Kind.TEXT, "The same in words.")
OFFERED = Column("item", Kind.SLUG, "Item offered.")
ASKED = Column("item", Kind.SLUG, "Item asked for.")


def day(name: str, doc: str) -> Column:
    """A date that may be missing."""
    return Column(name, Kind.DATE, doc, required=False)


def _share(name: str, doc: str) -> Column:
    return Column(name, Kind.NUMBER, doc, unit="share", required=False)


MATCHES = Table(
    "matches",
    "Which offer meets which request, when and by which way: as much as can be, then least late, then soonest.",
    (
        REQUEST,
        OFFER,
        MADE,
        Column("giver", Kind.NATION, "Nation that offers."),
        Column("receiver", Kind.NATION, "Nation that asks."),
        OFFERED,
        units("quantity", "Units given, those of a standing match that are handed over already included."),
        units("cannot_come", "Of them not handed over and unable to come in time."),
        Column("serves", Kind.NUMBER, "Units asked for that the others do the work of.", unit="unit asked for"),
        day("leaves", "Day on which the first of them leaves; null: nothing moves."),
        day("arrives", "Day on which the first is taken in."),
        day("complete", "Day on which the last is taken in."),
        Column("days", Kind.NUMBER, "Mean days on the way.", unit="day", required=False),
        units("late", "Units taken in after the day they are needed."),
        Column("days_late", Kind.INTEGER, "Days late of the last; 0 on time.", unit="day", required=False),
        Column("route", Kind.TEXT, "Lanes of the first shipment, joined by ` > `."),
        Column("carried_by", Kind.TEXT, "Agreements or commitment that carry it between holders, joined by ` > `."),
        Column("tonnes", Kind.NUMBER, "Mass that moves.", unit="t"),
        Column("cost_usd", Kind.NUMBER, "Transport, where the lanes' cost is known.", unit="USD"),
        SENTENCE,
    ),
)

UNMATCHED = Table(
    "unmatched",
    "Requests that are not met in full, how much is missing and why.",
    (
        REQUEST,
        Column("nation", Kind.NATION, "Nation that asks."),
        Column("site", Kind.SLUG, "Where it is needed."),
        ASKED,
        Column("needed_by", Kind.DATE, "Day it is needed."),
        units("asked", "Units asked for."),
        units("matched", "Of them matched, by substitutes at what they do the work of."),
        units("unmatched", "Of them not matched."),
        Column("reason", Kind.CHOICE, "What stands in the way of the offer that comes nearest.", choices=REASONS),
        SENTENCE,
    ),
)

PAIRS = Table(
    "pairs",
    "Every offer that could serve a request, and what came of it.",
    (
        REQUEST,
        OFFER,
        OFFERED,
        Column("outcome", Kind.CHOICE, "What came of it.", choices=OUTCOMES),
        day("could_arrive", "Day on which the first unit could be there; null: no way is open."),
        units("given", "Units matched now."),
        units("left", "Units of the offer that nobody gets."),
        SENTENCE,
    ),
)

OFFERS = Table(
    "offers",
    "What is left of each offer.",
    (
        OFFER,
        Column("nation", Kind.NATION, "Nation that offers."),
        OFFERED,
        units("quantity", "Units offered."),
        units("standing", "Of them in matches that stand."),
        units("given", "Of them matched now."),
        units("left", "Of them left."),
        SENTENCE,
    ),
)

INTAKE = Table(
    "intake",
    "What each site takes in on which day, beside what it can handle.",
    (
        Column("site", Kind.SLUG, "Site that takes in, on the way or at the end of it.", key=True),
        Column("date", Kind.DATE, "Day.", key=True),
        REQUEST,
        OFFER,
        MADE,
        OFFERED,
        units("quantity", "Units taken in."),
        Column("tonnes", Kind.NUMBER, "Their mass.", unit="t"),
        Column(
            "room_t",
            Kind.NUMBER,
            "What the site can handle on that day beside what is under way to it; null: no limit.",
            unit="t",
            required=False,
        ),
    ),
    bulky=True,
)

DONORS = Table(
    "donors",
    "What the gift leaves each donor with on the day the last of it leaves, against what it is to hold.",
    (
        NATION,
        ITEM,
        units("stock_before", "Serviceable stock as the case counts it."),
        units("output", "What its lines put out until then, at the present rate, as `account` counts it."),
        units("used", "What training and current operations take until then."),
        units("committed", "What falls due of its commitments until then, overdue included."),
        units("given", "What it gives by matches, those under a commitment apart."),
        units("stock_after", "What is left then."),
        units("missing", "What it gives and owes beyond stock and output."),
        units("reserve", "Reserve that it keeps for itself, as its stocks state it."),
        units("requirement", "Level that it is to hold; null: none is stated.", required=False),
        _share("readiness_before", "Stock before over the level, at most 1."),
        _share("readiness_without", "Stock then over the level, if it gave nothing."),
        _share("readiness_after", "Stock after over the level, at most 1."),
        SENTENCE,
    ),
)

TRACKING = Table(
    "tracking",
    "How far each match of the case is: pledge, allocation, contract, delivery.",
    (
        MATCH,
        REQUEST,
        OFFER,
        Column("giver", Kind.NATION, "Nation that gives."),
        Column("receiver", Kind.NATION, "Nation that receives."),
        OFFERED,
        units("quantity", "Units matched."),
        Column("state", Kind.TEXT, "State that the case gives."),
        Column("commitment", Kind.SLUG, "Commitment that came of it; null: none.", required=False),
        Column("commitment_state", Kind.TEXT, "State of that; null: no commitment.", required=False),
        *(day(f"{state}_date", f"First date of a {state} on record; null: none.") for state in STATES),
        Column("next_step", Kind.TEXT, "What comes next; `none` when all is handed over."),
        units("delivered", "Units handed over."),
        units("open", "Units still to come."),
        Column("due", Kind.DATE, "Day on which the last is due: the commitment's last day, else the request's."),
        units("overdue", "Units that should have been handed over and are not."),
        Column("days_overdue", Kind.INTEGER, "Days since the last was due, 0 before.", unit="day"),
        SENTENCE,
    ),
)

VERDICTS = ("first", "in order", "again", "skipped", "backwards", "no step")

AUDIT = Table(
    "audit",
    "Every step of every match, from the evidence about its state, its commitment and its deliveries.",
    (
        MATCH,
        Column("step", Kind.INTEGER, "Place in time.", unit="step", key=True),
        Column("about", Kind.CHOICE, "What the record is of.", choices=("match", "commitment", "delivery")),
        day("date", "Day that the record gives; null: none."),
        Column("from_state", Kind.TEXT, "State before; null: the first.", required=False),
        Column("to_state", Kind.TEXT, "State after."),
        units("quantity", "Units handed over; null: no delivery.", required=False),
        Column("item", Kind.SLUG, "Item given."),
        Column("source", Kind.TEXT, "Who says so; null: no source is given.", required=False),
        Column("verdict", Kind.CHOICE, "Whether the step follows from the one before.", choices=VERDICTS),
        SENTENCE,
    ),
)

TABLES = (MATCHES, UNMATCHED, PAIRS, OFFERS, DONORS, TRACKING, AUDIT, INTAKE)
