"""What can be asked about promises, and which tables answer? Options and result tables of `assure`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipir.case.columns import Column, Empty, Kind, Table
from pipir.case.tables.promising import STANCES
from pipir.network.reads import READS
from pipir.runs.capability import Capability
from pipir.runs.columns import NATION, units
from pipir.runs.options import option


@dataclass(frozen=True)
class AssureOptions:
    """Options of `assure`. Every result is a pure function of the case and these options."""

    situation: str | None = option(None, "--situation", "Only this situation (default: every one).", ref="situations")
    unknown: str = option("no", "--unknown", "How an unknown stance is taken.", choices=("no", "yes"))
    sequence: str | None = option(
        None,
        "--sequence",
        "Policy in `sequence` under which kept shares are reckoned.",
        ref="sequence.policy",
        metavar="POLICY",
    )
    daily: bool = option(False, "--daily", "Periods of a day throughout, in place of days to day 30 and then weeks.")
    workers: int = option(
        1, "--workers", "Processes that share the work; the result is the same.", least=1, most=256, recorded=False
    )


ACTS = STANCES.column("act").choices
"""What a nation answers for."""
KINDS = ("commitment", "promise")
"""Kinds of claim that are promises."""
LIMITS = ("line", "stock", "component", "lane", "site", "agreement", "reserve", "source", "way", "time")
"""Kinds of thing that promises are contested over."""
REPAIRS = ("cut", "add", "release", "sign")
"""Kinds of repair."""
POSTURES = (
    *("helps", "helps only some", "stays out", "only backfills", "hosts but does not export", "refuses re-export"),
    *("mixed", "has not said"),
)
"""What a nation's answers come to."""

SITUATION = Column("situation", Kind.SLUG, "The situation; `none` for a case that has none.", key=True)
SCENARIO = Column(
    "scenario",
    Kind.SLUG,
    "The scenario.",
    key=True,
    required=False,
    empty=Empty("365 days from the case's `as_of`"),
)
WHERE = (SITUATION, SCENARIO)
KIND = Column("kind", Kind.CHOICE, "A commitment, or what an agreement promises a year.", choices=KINDS, key=True)
PROMISE = (Column("claim", Kind.SLUG, "The commitment or agreement.", key=True), KIND)
SUPPLIER = Column("supplier", Kind.NATION, "Nation that owes.")
RECIPIENT = Column("recipient", Kind.NATION, "Nation that is owed.")
OWED_ITEM = Column("item", Kind.TEXT, "Item owed; family or * where a promise covers several.")
RANK = Column("rank", Kind.INTEGER, "Rank in the sequence.", unit="rank")
OWED = units("owed", "Owed within the scenario.")
CLASH = Column("clash", Kind.INTEGER, "Number of the clash.", unit="clash", key=True)
SENTENCE = Column("sentence", Kind.TEXT, "The same in words.")


def _share(name: str, doc: str, **more: Any) -> Column:
    return Column(name, Kind.NUMBER, doc, unit="share, 0 to 1", **more)


def _chance(name: str, doc: str, empty: str) -> tuple[Column, ...]:
    none = "there are none"
    return (
        _share(name, f"{doc}.", required=False, empty=Empty(empty)),
        _share(f"{name}_low", "No less than this: the same where it is settled.", required=False, empty=Empty(none)),
        _share(f"{name}_high", "No more than this: the same where it is settled.", required=False, empty=Empty(none)),
    )


def _count(name: str, doc: str) -> Column:
    return Column(name, Kind.INTEGER, doc, unit="promises")


SITUATIONS = Table(
    "situations",
    "Can all promises be kept at once? By situation, over its scenarios.",
    (
        *WHERE,
        Column("days", Kind.INTEGER, "Length.", unit="day"),
        _count("claims", "Commitments and promises that are owed something."),
        _count("barred", "Those that a stance bars."),
        _share("fraction", "Largest fraction at which all that no stance bars can be kept together.", required=False),
        _share(
            "fraction_possible",
            "The same without those that cannot be kept in full even alone.",
            required=False,
        ),
        _count("impossible", "Those that no stance bars and that cannot be kept in full even alone."),
        Column("clashes", Kind.INTEGER, "Clashes listed.", unit="clashes"),
        Column("all_clashes", Kind.BOOLEAN, "Are these all? Else the limits on the search ended it."),
        Column(
            "least_cut",
            Kind.NUMBER,
            "Least that has to be cut so that all can be kept together, shares added up; see `least_cut`.",
            unit="share",
        ),
        _count("binding_claims", "Binding ones that no stance bars."),
        *_chance(
            "chance_all_binding",
            "Chance that all of these can be kept, best-effort ones being kept as their chance says",
            "there are none, or it is not settled within the stated number of solves",
        ),
        *_chance(
            "chance_possible_binding",
            "The same without those that cannot be kept in full even alone",
            "there are none, or it is not settled",
        ),
        _share(
            "expected_kept_share", "Mean over all claims of the expected kept share; by rank: `ranks`.", required=False
        ),
        SENTENCE,
    ),
)

PROMISES = Table(
    "promises",
    "Each promise: what bars it, what can be kept of it alone, and what is kept under the sequence.",
    (
        *WHERE,
        *PROMISE,
        SUPPLIER,
        RECIPIENT,
        OWED_ITEM,
        Column("binding", Kind.CHOICE, "How firm it is.", choices=("binding", "best_effort")),
        OWED,
        RANK,
        Column("barred_by", Kind.TEXT, "The stance that bars it.", required=False, empty=Empty("no stance does")),
        _share("kept_alone", "Share that can be kept when it is the only claim; reserves hold."),
        _share("kept_share", "Share kept under the sequence, with demands and hazards."),
        _share("probability", "Chance that it is kept as far as its supplier's word goes."),
        Column(
            "probability_from",
            Kind.CHOICE,
            "Where that chance comes from.",
            choices=("record", "agreement", "binding", "assumed"),
        ),
        _share("expected_kept_share", "Probability times share kept under the sequence."),
        SENTENCE,
    ),
)

RANKS = Table(
    "ranks",
    "How much of the promises of each rank of the sequence is kept, and is to be expected.",
    (
        *WHERE,
        Column("rank", Kind.INTEGER, "Rank in the sequence: smaller ones are served first.", unit="rank", key=True),
        _count("claims", "Commitments and promises of the rank that are owed something."),
        _count("barred", "Those that a stance bars."),
        _share("kept_share", "Mean share kept of them under the sequence."),
        _share("expected_kept_share", "Mean of their expected kept shares."),
        SENTENCE,
    ),
)

CLASHES = Table(
    "clashes",
    "Sets of promises that cannot be kept together; without any one of its members the rest of a set can.",
    (
        *WHERE,
        CLASH,
        *PROMISE,
        SUPPLIER,
        RECIPIENT,
        OWED_ITEM,
        OWED,
        Column("size", Kind.INTEGER, "Promises in the clash.", unit="promises"),
        _share("kept_share_together", "Largest fraction at which its members can be kept together."),
        _share("rest_kept_without", "The same for the others once this one is dropped: 1 shows it necessary."),
        Column(
            "smallest",
            Kind.CHOICE,
            "Has no clash of promises that can each be kept alone fewer members? A single promise is one.",
            choices=("yes", "no", "unknown"),
        ),
    ),
)

CONTESTED = Table(
    "contested",
    "What the promises of a clash fight over: what one unit more of it would mend.",
    (
        *WHERE,
        CLASH,
        Column("resource", Kind.TEXT, "Line, site and item, lane, agreement, or nation and item.", key=True),
        Column("kind", Kind.CHOICE, "What it is.", choices=LIMITS, key=True),
        Column("value", Kind.NUMBER, "Fall of the shares short, added up over the clash, per unit more.", unit="share"),
        Column("unit", Kind.TEXT, "What one unit more is."),
        SENTENCE,
    ),
)

REPAIR = Table(
    "repairs",
    "What would mend a clash: each alone, and solved anew with it; first what holds, by cost, then by change.",
    (
        *WHERE,
        CLASH,
        Column("repair", Kind.INTEGER, "Place among the repairs of the clash.", unit="place", key=True),
        Column("kind", Kind.CHOICE, "Cut a promise, add capacity or stock, release reserve, sign.", choices=REPAIRS),
        Column("target", Kind.TEXT, "The promise, line, site and item, lane, or agreement."),
        Column("quantity", Kind.NUMBER, "How much of it, rounded up to three figures.", unit="as `unit` says"),
        Column("unit", Kind.TEXT, "What the quantity is counted in."),
        Column(
            "change",
            Kind.NUMBER,
            "Quantity over what is owed, made, held or carried now.",
            unit="share",
            required=False,
            empty=Empty("there is none now"),
        ),
        Column(
            "cost_usd",
            Kind.NUMBER,
            "Cost by the case's options.",
            unit="USD",
            required=False,
            empty=Empty("no option of the case buys it"),
        ),
        Column(
            "lead_days",
            Kind.NUMBER,
            "Days until the option that buys it has it there, which the quantity does not allow for.",
            unit="day",
            required=False,
            empty=Empty("no option of the case buys it"),
        ),
        Column("holds", Kind.BOOLEAN, "Can the clash be kept with it, solved anew? No if it is bought too late."),
        Column("mends_all", Kind.BOOLEAN, "Can all promises that no stance bars be kept with it, solved anew?"),
        SENTENCE,
    ),
)

LEAST_CUT = Table(
    "least_cut",
    "The least to cut so that all promises that no stance bars can be kept together; nothing where they can be.",
    (
        *WHERE,
        *PROMISE,
        SUPPLIER,
        RECIPIENT,
        OWED_ITEM,
        OWED,
        RANK,
        units("quantity", "How much of it is cut, rounded up to three figures."),
        _share("cut_share", "The same over what is owed."),
        Column("holds", Kind.BOOLEAN, "Can all that is left of all promises be kept with all of these, solved anew?"),
        SENTENCE,
    ),
)

RECORD = Table(
    "record",
    "How suppliers have kept their word so far, from `deliveries`.",
    (
        Column("supplier", Kind.NATION, "Nation that owed.", key=True),
        _count("commitments", "Commitments of which some had fallen due; of suppliers with any delivery on record."),
        _count("without_delivery", "Those of them with no delivery on record: nothing came but what `delivered` says."),
        _share("kept_share", "Of what had fallen due by the case's `as_of`, delivered; mean over the commitments."),
        Column("days_late", Kind.NUMBER, "Days late of what had fallen due, open units counted on.", unit="day"),
        _share("probability", "Chance given to its best-effort promises: the kept share."),
    ),
)

MATRIX = Table(
    "matrix",
    "What of each nation's promises survives in each situation.",
    (
        NATION,
        SITUATION,
        *(Column(act, Kind.TEXT, f"Answer to {act}: in general, then exceptions.") for act in ACTS),
        Column("posture", Kind.CHOICE, "What its general answers come to, yeses to some told.", choices=POSTURES),
        _count("owes", "Promises that it owes something under, each counted once."),
        _count("barred", "Those that a stance bars, its own or another's, in a scenario that counts."),
        _share(
            "kept_share",
            "Mean share kept of them under the sequence, over scenarios by their chances; empty: it owes nothing.",
            required=False,
        ),
        _share("received_share", "Mean share kept of what it is owed; empty: it is owed nothing.", required=False),
        Column("survives", Kind.TEXT, "The same in words."),
    ),
)

UNKNOWNS = Table(
    "unknowns",
    "Unknown answers, the one most worth asking for first.",
    (
        Column("place", Kind.INTEGER, "Place in the order of asking: 1 is first.", unit="place", key=True),
        NATION,
        SITUATION,
        Column("act", Kind.CHOICE, "What is not known whether it does.", choices=ACTS, key=True),
        Column("to", Kind.TEXT, "Towards whom; * for anybody.", key=True),
        Column("item", Kind.TEXT, "Item or family; * for any.", key=True),
        _share("probability", "Chance of a yes; 0.5 where none is stated."),
        Column(
            "swing",
            Kind.NUMBER,
            "What the best plan's claims gain between no and yes: sum over ranks of 2^-rank times the shares met.",
            unit="share",
        ),
        Column(
            "swing_together",
            Kind.NUMBER,
            "The same when all unknown answers of the nation in the situation turn at once.",
            unit="share",
        ),
        Column(
            "with_nation",
            Kind.NATION,
            "Nation whose unknown answers bring most beyond what both bring apart, along one way that needs both.",
            required=False,
            empty=Empty("no other nation's do, or unknown answers are taken as yes"),
        ),
        Column(
            "swing_with",
            Kind.NUMBER,
            "The swing when all unknown answers of both turn at once.",
            unit="share",
            required=False,
            empty=Empty("there is no such nation"),
        ),
        Column(
            "loss",
            Kind.NUMBER,
            "What the best plan for the answer as assumed is worth less than the best one when it is the other way.",
            unit="share",
        ),
        Column(
            "value",
            Kind.NUMBER,
            "Loss times the chance that the answer is not as assumed: what knowing it is worth in the situation.",
            unit="share",
        ),
        _share(
            "situation_chance",
            "Chance of the situation: those of its scenarios, added up.",
            required=False,
            empty=Empty("no scenario states one, or the situation has no scenario"),
        ),
        Column(
            "expected_value",
            Kind.NUMBER,
            "Value times the chance of the situation, in the order of which to ask; the value where none is stated.",
            unit="share",
        ),
        _count("frees", "Promises that a yes would no longer leave barred."),
        SENTENCE,
    ),
)

ASSURE = Capability(
    "assure",
    "Can all promises be kept at once: which clash over what, what mends it, and what is each word worth?",
    AssureOptions,
    "pipir.assurance.assuring.assure:assure",
    (SITUATIONS, PROMISES, RANKS, CLASHES, CONTESTED, REPAIR, LEAST_CUT, RECORD, MATRIX, UNKNOWNS),
    (*READS, "situations", "options"),
)
