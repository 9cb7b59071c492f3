"""Which questions does sharing answer? What each partner is worth, and shares that nobody would leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipir.case.columns import Column, Kind, Table
from pipir.network.reads import READS
from pipir.planning.weights import NEXT_RANK
from pipir.runs.capability import Capability
from pipir.runs.columns import NATION
from pipir.runs.options import option

UNIT = "weighted share"
"""Shares of what is owed that are met, added up over items and, by their weights, over ranks."""


def _sequence() -> str | None:
    doc = "Policy in `sequence` that ranks the claims."
    found: str | None = option(None, "--sequence", doc, ref="sequence.policy", metavar="POLICY")
    return found


def _next_rank() -> float:
    doc = "What a rank weighs of the one before it; the first of the sequence weighs as much."
    found: float = option(NEXT_RANK, "--next-rank", doc, least=0.001, most=1.0)
    return found


def _workers(what: str) -> int:
    doc = f"Processes that share the {what}; the result is the same."
    found: int = option(1, "--workers", doc, least=1, most=256, recorded=False)
    return found


@dataclass(frozen=True)
class PartnersOptions:
    """Options of `partners`."""

    scenario: str | None = option(
        None, "--scenario", "Only this scenario (default: every scenario of the case).", ref="scenarios"
    )
    nation: str | None = option(
        None, "--nation", "Only this nation (default: all that hold a site or are asked for something).", ref="nations"
    )
    answers: bool = option(
        False, "--answers", "Also plan each nation's answers to one act at a time: which of them matters most."
    )
    unknown: str = option("no", "--unknown", "How an unknown stance is taken.", choices=("no", "yes"))
    call_promises: bool = option(False, "--call-promises", "Promises under agreements are called and become claims.")
    sequence: str | None = _sequence()
    next_rank: float = _next_rank()
    workers: int = _workers("plans")


@dataclass(frozen=True)
class ShareOptions:
    """Options of `share`."""

    scenario: str | None = option(None, "--scenario", "Scenario (default: the case's first).", ref="scenarios")
    players: str | None = option(
        None,
        "--players",
        "Nations or bodies that act as one each, 2 to 16, separated by spaces (default: the members of PIPIR that hold "
        "a site; where there are fewer than two, participants and partners that do).",
        metavar='"A B C"',
    )
    unknown: str = option("no", "--unknown", "How an unknown stance is taken.", choices=("no", "yes"))
    call_promises: bool = option(False, "--call-promises", "Promises under agreements are called and become claims.")
    sequence: str | None = _sequence()
    next_rank: float = _next_rank()
    workers: int = _workers("coalitions")


RULES = ("dual", "shapley", "nucleolus")
"""Ways to share."""
SITUATION = Column("situation", Kind.SLUG, "The situation.", key=True)
SCENARIO = Column("scenario", Kind.SLUG, "The scenario.", key=True)
SENTENCE = Column("sentence", Kind.TEXT, "The row in words.")


def _value(name: str, doc: str, **more: Any) -> Column:
    return Column(name, Kind.NUMBER, doc, unit=UNIT, **more)


VALUE_OF_PARTNER = Table(
    "value_of_partner",
    "What all together reach with each nation and without it, scenario by scenario.",
    (
        SITUATION,
        SCENARIO,
        NATION,
        Column("probability", Kind.NUMBER, "Of the scenario.", unit="probability", required=False),
        _value("with_value", "Value of the best plan with everybody."),
        _value("without_value", "Value without what the nation holds, sends, lets through its sites, and claims."),
        _value("value", "The difference: what goes with the nation."),
        _value(
            "own_claims", "Part of it that is met of what the nation itself claims: its demands, what it is to receive."
        ),
        _value("to_others", "The rest: what it brings to the claims of others; below 0: it takes more than it brings."),
        SENTENCE,
    ),
)

LACKS = Table(
    "lacks",
    "What goes short more of what others claim without each nation, by rank and item; no row where nothing changes.",
    (
        SCENARIO,
        NATION,
        Column("rank", Kind.INTEGER, "Rank of the claims.", unit="rank", key=True),
        Column("item", Kind.TEXT, "Item required, or the word that a promise states.", key=True),
        Column("owed", Kind.NUMBER, "Owed to the others.", unit="item's unit"),
        Column("short_with", Kind.NUMBER, "Short in the plan with everybody.", unit="item's unit"),
        Column("short_without", Kind.NUMBER, "Short in the plan without it.", unit="item's unit"),
        Column("short_more", Kind.NUMBER, "The difference.", unit="item's unit"),
        Column(
            "days_of_supply",
            Kind.NUMBER,
            "The difference over the mean daily need on days on which any is owed; empty where all is due at once.",
            unit="day",
            required=False,
        ),
    ),
)

EXPECTED = Table(
    "expected",
    "Each nation's value over the scenarios.",
    (
        NATION,
        Column("scenarios", Kind.INTEGER, "Scenarios counted.", unit="scenarios"),
        _value(
            "expected",
            "Mean value, scenarios weighed by their probability; all alike where none states one.",
            required=False,
        ),
        _value("expected_to_others", "The same of what it brings to the others' claims.", required=False),
        _value("least", "Its smallest value in any scenario."),
        Column("least_in", Kind.SLUG, "That scenario."),
        _value("most", "Its largest value in any scenario: the worst loss of it."),
        Column("most_in", Kind.SLUG, "That scenario."),
        SENTENCE,
    ),
)

SYNERGY = Table(
    "synergy",
    "What two nations are worth together beyond what each is worth; a pair of no synergy has no row.",
    (
        SITUATION,
        SCENARIO,
        NATION,
        Column("other", Kind.NATION, "The other nation.", key=True),
        _value("both", "Value of the two together: what is lost without both."),
        _value("synergy", "That less the value of each. Above 0: one stands in for the other. Below 0: they complete."),
        SENTENCE,
    ),
)

ASSURANCE = Table(
    "assurance",
    "What a nation's answers in a situation are worth: as stated, all yes, all no.",
    (
        SITUATION,
        SCENARIO,
        NATION,
        Column("answers", Kind.INTEGER, "Rows of `stances` of the nation in the situation.", unit="rows"),
        Column("unknown", Kind.INTEGER, "Of them unknown.", unit="rows"),
        _value("as_stated", "Value of the best plan with its answers as they are."),
        _value("all_yes", "If it says yes to everything; a reserve is released only where a row is about it."),
        _value("all_no", "If it says no to everything, to everybody."),
        _value("word", "All yes less all no: what its word is worth."),
        _value("at_stake", "As stated less all no: what is lost if it goes back on its word."),
        _value("to_win", "All yes less as stated: what a yes to all that is open would bring."),
        SENTENCE,
    ),
)

ANSWERS = Table(
    "answers",
    "What a nation's answers to one act are worth, the others as they are; no row where they change nothing. Empty "
    "without `--answers`.",
    (
        SITUATION,
        SCENARIO,
        NATION,
        Column("act", Kind.TEXT, "What it is asked for: an act of `stances`.", key=True),
        Column("answers", Kind.INTEGER, "Rows of `stances` of the nation about it in the situation.", unit="rows"),
        Column("unknown", Kind.INTEGER, "Of them unknown.", unit="rows"),
        _value("as_stated", "Value of the best plan with its answers as they are."),
        _value("all_yes", "If it says yes to this, to everybody; a reserve only where a row is about it."),
        _value("all_no", "If it says no to this, to everybody."),
        _value("word", "All yes less all no."),
        _value("at_stake", "As stated less all no."),
        _value("to_win", "All yes less as stated; a nation's acts may bring more together than one by one."),
        SENTENCE,
    ),
)


def _over(name: str, what: str) -> tuple[Column, ...]:
    mean = f"Mean {what}, scenarios weighed by their probability; all alike where none states one."
    return (
        _value(f"expected_{name}", mean),
        _value(f"most_{name}", f"The largest {what} in any scenario."),
        Column(f"most_{name}_in", Kind.SLUG, "That scenario."),
    )


EXPECTED_WORD = Table(
    "expected_word",
    "What each nation's word is worth over the scenarios.",
    (
        NATION,
        Column("scenarios", Kind.INTEGER, "Scenarios counted.", unit="scenarios"),
        *_over("word", "worth of its word"),
        *_over("at_stake", "loss if it says no to everything"),
        *_over("to_win", "gain if it says yes to everything"),
        SENTENCE,
    ),
)

SHARES = Table(
    "shares",
    "What each player is worth, and what it would get by each way to share.",
    (
        Column("nation", Kind.TEXT, "Nation that is a player, or body that acts as one.", key=True),
        Column("nations", Kind.TEXT, "Nations that it stands for."),
        _value("alone", "What it reaches alone."),
        _value("marginal", "What all together lose without it."),
        _value("dual", "What it owns, at the prices of the plan of all together (Owen)."),
        _value("shapley", "What it adds on average if all join in any order."),
        _value("nucleolus", "Its share where the largest objection of any coalition is smallest, then the next."),
        _value("least", "The least it gets in a sharing of the core; of the least core where the core is empty."),
        _value("most", "The most that it gets in one."),
        Column(
            "in_core", Kind.TEXT, "Ways to share that nobody would leave; empty where there is none.", required=False
        ),
        SENTENCE,
    ),
)

CORE = Table(
    "core",
    "Would a coalition rather leave? Each way to share, with the coalition that gains least by it.",
    (
        Column("rule", Kind.CHOICE, "Way to share.", choices=RULES, key=True),
        Column("in_core", Kind.CHOICE, "Does no coalition do better alone?", choices=("yes", "no")),
        _value(
            "largest_objection", "What that coalition is worth alone less what it gets; below 0: it gains by staying."
        ),
        Column("coalition", Kind.TEXT, "Players of that coalition."),
        SENTENCE,
    ),
)

LEAST_CORE = Table(
    "least_core",
    "Is there a sharing that nobody would leave? If not, what it would cost to make one.",
    (
        SCENARIO,
        Column("players", Kind.INTEGER, "Players.", unit="players"),
        Column("coalitions", Kind.INTEGER, "Coalitions valued.", unit="coalitions"),
        Column("solves", Kind.INTEGER, "Programmes solved for them; the others follow.", unit="solves"),
        _value("value", "What all together reach."),
        _value("alone", "What the players reach one by one, added up."),
        _value("gain", "The difference: what acting together is worth."),
        Column(
            "core", Kind.CHOICE, "Is there a sharing that no coalition would leave?", choices=("empty", "not empty")
        ),
        _value(
            "least_objection", "The largest objection in the sharing where it is smallest; above 0: the core is empty."
        ),
        _value("subsidy", "What must be added from outside so that nobody would leave; 0 where the core is not empty."),
        SENTENCE,
    ),
)

COALITIONS = Table(
    "coalitions",
    "What every coalition is worth.",
    (
        Column("coalition", Kind.TEXT, "Its players.", key=True),
        Column("players", Kind.INTEGER, "How many they are.", unit="players"),
        _value("value", "What it reaches by itself."),
        _value("gain", "That less what its players reach one by one."),
    ),
    bulky=True,
)

CAPABILITIES = (
    Capability(
        "partners",
        "What is each partner worth, and its word: with and without it, scenario by scenario, alone and in pairs?",
        PartnersOptions,
        "pipir.sharing.partners:partners",
        (EXPECTED, VALUE_OF_PARTNER, LACKS, SYNERGY, EXPECTED_WORD, ASSURANCE, ANSWERS),
        READS,
    ),
    Capability(
        "share",
        "How is what is gained together shared so that no group of partners would rather leave?",
        ShareOptions,
        "pipir.sharing.share:share",
        (SHARES, CORE, LEAST_CORE, COALITIONS),
        READS,
    ),
)
