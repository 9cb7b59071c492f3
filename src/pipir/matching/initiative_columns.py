"""What does `initiatives` tell? Its result tables."""

from __future__ import annotations

from pipir.case.columns import Column, Kind, Table
from pipir.runs.columns import units

WORKSTREAMS = ("sustainment", "production", "supply_chain", "policy")
NONE, ENDED, UNCLEAR, PROPOSED, DECIDED = "none", "ended", "unclear", "proposed", "decided"
EFFORTS = (NONE, ENDED, UNCLEAR, PROPOSED, DECIDED)
"""How far the furthest effort for something is, each further than the one before; unclear: its status does not say."""
ADD_UP, OVERLAP, HELP, NOTHING, UNKNOWN = (
    "add up",
    "overlap",
    "help each other",
    "mend nothing",
    "not comparable",
)

INITIATIVE = Column("initiative", Kind.SLUG, "The initiative.", key=True)
STREAM = Column("workstream", Kind.CHOICE, "Work stream.", choices=WORKSTREAMS)
SENTENCE = Column("sentence", Kind.TEXT, "The same in words.")
ITEM = Column("item", Kind.TEXT, "Item owed; family or * where a promise covers several.", key=True)


def _share(name: str, doc: str, required: bool = True) -> Column:
    return Column(name, Kind.NUMBER, doc, unit="share", required=required)


def _count(name: str, doc: str) -> Column:
    return Column(name, Kind.INTEGER, doc, unit="initiatives")


def _names(name: str, doc: str) -> Column:
    return Column(name, Kind.TEXT, doc)


REGISTER = Table(
    "register",
    "Every initiative, what it touches, and how much of the plan's shortfall that is.",
    (
        INITIATIVE,
        STREAM,
        Column("name", Kind.TEXT, "Name."),
        Column("lead", Kind.NATION, "Nation that leads."),
        _names("partners", "Nations that take part, separated by spaces."),
        Column("item", Kind.SLUG, "Item concerned; null: none is named.", required=False),
        Column("kind", Kind.TEXT, "What kind of effort."),
        Column("status", Kind.TEXT, "How far it is, in the words of the case."),
        Column("effort", Kind.CHOICE, "The same as one of four words.", choices=EFFORTS[1:]),
        Column("start", Kind.DATE, "Start; null: not known.", required=False),
        Column("end", Kind.DATE, "End; null: not known.", required=False),
        Column("option", Kind.SLUG, "Option that it would be; null: none.", required=False),
        _names("touches", "Its item, what that goes into by bills, and what either may stand in for."),
        _names("touches_short", "Those of them that go short in the plan."),
        _share("touched_share", "Share of all that the plan lacks, by rank and weight, that falls on them."),
        SENTENCE,
    ),
)

STREAMS = Table(
    "streams",
    "The work streams: how many initiatives, how far, and how much of the shortfall they touch.",
    (
        Column("workstream", Kind.CHOICE, "Work stream.", choices=WORKSTREAMS, key=True),
        _count("initiatives", "Initiatives."),
        _count("decided", "Of them announced, agreed or further."),
        _count("proposed", "Of them proposed, planned or studied."),
        _count("unclear", "Of them those whose status does not say."),
        _count("ended", "Of them ended."),
        _names("touches_short", "Items that go short and that they touch, those that ended apart."),
        _share("touched_share", "Share of all that the plan lacks that falls on these."),
    ),
)

GAPS = Table(
    "gaps",
    "Every item that goes short in the plan, the heaviest first, and who does anything about it.",
    (
        Column("place", Kind.INTEGER, "Place by weight: 1 is the heaviest.", unit="place", key=True),
        ITEM,
        Column("rank", Kind.INTEGER, "First rank in which it goes short.", unit="rank"),
        _names("nations", "Nations whose claims go short."),
        units("owed", "Owed in the scenario: of each nation its needs or what it is promised, whichever lack more."),
        units("short", "Not met of that in the plan, which serves rank by rank."),
        _share("share_short", "Not met over owed."),
        units(
            "short_by_value",
            "The same in the plan that is best by value; what initiatives mend is measured against it.",
        ),
        _share("weight", "Share of all that the plan lacks, by rank and weight."),
        Column("effort", Kind.CHOICE, "How far the furthest effort that touches it is.", choices=EFFORTS),
        _names("initiatives", "Initiatives that touch it, those that ended apart."),
        _names("behind_gates", "Further ones that would touch it, if gates of a substitute opened that are unknown."),
        units(
            "mended_by_all", "Units of `short_by_value` that all initiatives together would mend, complete on day 0."
        ),
        SENTENCE,
    ),
)

OVERLAPS = Table(
    "overlaps",
    "Items that more than one initiative touches: whether what each would mend adds up.",
    (
        ITEM,
        _names("initiatives", "Initiatives that touch it, those that ended apart."),
        _names("leads", "Nations that lead them."),
        _share("alone", "Value that each would add alone, added up; see `mended`."),
        _share("together", "Value that they would add together."),
        units("mended_alone", "Units of the item that each would mend alone, added up."),
        units("mended_together", "Units of the item that they would mend together."),
        Column(
            "verdict",
            Kind.CHOICE,
            "What that says of them.",
            choices=(ADD_UP, OVERLAP, HELP, NOTHING, UNKNOWN),
        ),
        SENTENCE,
    ),
)

MENDED = Table(
    "mended",
    "What each initiative would mend, were it complete on day 0 of the scenario: planned anew with it.",
    (
        INITIATIVE,
        STREAM,
        Column("written", Kind.BOOLEAN, "Can it be written as rows of the case?"),
        _names("as_if", "As what it is written, or why it cannot be."),
        _share("value", "What it adds to the value of the plan; null: not written.", required=False),
        _share("of_missing", "The same over all that the value lacks; null: not written.", required=False),
        _names("items", "Items of which less goes short."),
        Column("ready", Kind.DATE, "Day on which it is complete; null: not known.", required=False),
        Column("in_time", Kind.CHOICE, "Whether that is before day 0.", choices=("yes", "no", "unknown")),
        SENTENCE,
    ),
)

MENDED_ITEMS = Table(
    "mended_items",
    "The same by item: what goes short without and with each initiative in the plan that is best by value.",
    (
        INITIATIVE,
        ITEM,
        units("owed", "Owed in the scenario: of each nation its needs or what it is promised, whichever change more."),
        units("short_without", "Not met of that without it; `short_by_value` of `gaps` tells of what lacks more."),
        units("short_with", "Not met of that with it."),
        units("mended", "Units that it mends; below 0: what others gain costs them."),
        Column(
            "days_of_supply",
            Kind.NUMBER,
            "The same in days, at what each nation is owed a day while any falls due, added up.",
            unit="day",
            required=False,
        ),
    ),
)

TABLES = (REGISTER, STREAMS, GAPS, OVERLAPS, MENDED, MENDED_ITEMS)
