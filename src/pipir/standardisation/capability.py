"""Which question does standardisation answer? Which pair of variants to make interchangeable first."""

from __future__ import annotations

from dataclasses import dataclass

from pipir.case.columns import Column, Kind, Table
from pipir.case.tables.things import GATES
from pipir.network.reads import READS
from pipir.runs.capability import Capability
from pipir.runs.columns import units
from pipir.runs.options import option

BY = ("avoided", "per-dollar", "days-per-dollar")
"""What pairs may be placed by."""


@dataclass(frozen=True)
class StandardiseOptions:
    """Options of `standardise`."""

    scenario: str | None = option(
        None, "--scenario", "Scenario in which pairs are opened (default: the case's first).", ref="scenarios"
    )
    every_scenario: bool = option(
        False, "--every-scenario", "Also say what each pair would avoid in the case's other scenarios."
    )
    nation: str | None = option(None, "--nation", "Open gates of this nation only.", ref="nations")
    by: str = option(
        "avoided",
        "--by",
        "What pairs are placed by: what they avoid, that per dollar, or days of supply per dollar.",
        choices=BY,
    )
    pairs: int = option(
        3,
        "--pairs",
        "Find the best sets of 1, 2, ... up to so many pairs, each pair for one user.",
        least=0,
        most=40,
        metavar="N",
    )
    budget: float | None = option(
        None, "--budget", "Also find the best set for so many US dollars.", least=0.0, most=1e15, metavar="USD"
    )
    gate_cost: float | None = option(
        None,
        "--gate-cost",
        "US dollars taken for opening a gate of one nation where no option of kind `qualify` prices it.",
        least=0.0,
        most=1e15,
        metavar="USD",
    )
    unknown: str = option("no", "--unknown", "How an unknown stance is taken.", choices=("no", "yes"))
    call_promises: bool = option(False, "--call-promises", "Promises under agreements are called and become claims.")
    sequence: str | None = option(
        None, "--sequence", "Policy in `sequence` that ranks the claims.", ref="sequence.policy", metavar="POLICY"
    )
    service: float = option(
        0.95, "--service", "Chance with which a safety stock lasts (for pooling).", least=0.5, most=0.99999
    )
    cover: int = option(
        30, "--cover", "Days that a safety stock has to last: from an order to its delivery.", least=1, most=3650
    )
    workers: int = option(
        1, "--workers", "Processes that share the work of --every-scenario.", least=1, most=256, recorded=False
    )


ITEM = Column("item", Kind.SLUG, "What is required.", key=True)
SUBSTITUTE = Column("substitute", Kind.SLUG, "What would be used instead.", key=True)
SENTENCE = Column("sentence", Kind.TEXT, "The same in words.")
PAIR = Column("pair", Kind.TEXT, "What is required, a slash, and what would be used instead.", key=True)


def _usd(name: str, doc: str) -> Column:
    return Column(name, Kind.NUMBER, doc, unit="USD", required=False)


def _share(name: str, doc: str) -> Column:
    return Column(name, Kind.NUMBER, doc, unit="share")


def _days(name: str, doc: str) -> Column:
    return Column(name, Kind.NUMBER, doc, unit="day", required=False)


AVOIDED = (
    "Share of an item going short that is avoided, added up over items and halved with each rank (a share of rank 1 "
    "counts half)."
)
WORTH_OPENING = Column(
    "worth_opening",
    Kind.LIST,
    "Users whose gates are worth opening: the cheapest with whom as much is avoided as with all. Empty: nothing is.",
)
CLOSED = Column("gates", Kind.LIST, "Their gates that are closed: technical, safety, permission.")
OBSTACLE = Column(
    "obstacle",
    Kind.CHOICE,
    "Hardest closed gate: answered no before unknown, then in the order technical, safety, permission.",
    choices=GATES,
)
COST = _usd("cost_usd", "What opening these gates costs; empty: not known of one of them.")
LEAD = _days("lead_days", "Days until all of them are open, from the options; empty: not known of one of them.")
UNITS = units(
    "avoided_units", "Of what is required, less going short for all who gain of it; below 0: nobody does, others lose."
)
SUPPLY = _days(
    "days_of_supply", "The same in days of supply, at their own mean daily need; empty: nothing is owed by days."
)
PER_MILLION = Column(
    "per_million_usd",
    Kind.NUMBER,
    "`avoided` for each million US dollars; empty: the cost is not known, or nothing.",
    unit="share/million USD",
    required=False,
)
DAYS_PER_MILLION = Column(
    "days_per_million_usd",
    Kind.NUMBER,
    "`days_of_supply` for each million US dollars; empty: the cost is not known, or nothing.",
    unit="day/million USD",
    required=False,
)

RANKING = Table(
    "ranking",
    "Each pair opened alone, to those users whose gates are worth opening; to all where nothing is avoided.",
    (
        Column("place", Kind.INTEGER, "Place: 1 is the pair to take first.", unit="place", key=True),
        ITEM,
        SUBSTITUTE,
        Column("nations", Kind.LIST, "Users to whom a gate of it is closed."),
        WORTH_OPENING,
        CLOSED,
        OBSTACLE,
        COST,
        LEAD,
        _share("avoided", AVOIDED),
        UNITS,
        SUPPLY,
        PER_MILLION,
        DAYS_PER_MILLION,
        Column("nations_gain", Kind.LIST, "Nations of which less goes short, of any item."),
        Column("nations_lose", Kind.LIST, "Nations of which more goes short of an item, so that less does elsewhere."),
        Column("standard", Kind.LIST, "Standards that the pair rests on."),
        SENTENCE,
    ),
)

USERS = Table(
    "users",
    "Each pair opened alone to one user, the first one first.",
    (
        Column("place", Kind.INTEGER, "Place: 1 is what to take first.", unit="place", key=True),
        Column("nation", Kind.NATION, "The user.", key=True),
        ITEM,
        SUBSTITUTE,
        Column("gates", Kind.LIST, "Gates that are closed to it: technical, safety, permission."),
        OBSTACLE,
        COST,
        LEAD,
        _share("avoided", AVOIDED),
        UNITS,
        SUPPLY,
        PER_MILLION,
        DAYS_PER_MILLION,
    ),
)

GAINS = Table(
    "gains",
    "Who gains from each pair opened as in `ranking`, of which item, and who gives way.",
    (
        PAIR,
        Column("nation", Kind.NATION, "Nation to which it is owed.", key=True),
        Column("item", Kind.TEXT, "Item owed; family or * where a promise covers several.", key=True),
        units("owed", "Owed in the scenario."),
        units("short_before", "Not met with the gates as they are."),
        units("short_after", "Not met with those of the pair open."),
        units("avoided", "Less going short; below 0: more."),
        _days(
            "days_of_supply", "The same in days of supply, at its own mean daily need; empty: nothing is owed by days."
        ),
    ),
)

CLOSED_GATES = Table(
    "gates",
    "Every gate that is closed, with what opening it costs.",
    (
        Column("nation", Kind.NATION, "The user.", key=True),
        ITEM,
        SUBSTITUTE,
        Column("gate", Kind.CHOICE, "The gate.", choices=GATES, key=True),
        Column("answer", Kind.CHOICE, "What stands in the case.", choices=("no", "unknown")),
        Column("option", Kind.SLUG, "Option that opens it; empty: there is none.", required=False),
        _usd("cost_usd", "What opening it costs, by the option or as assumed; empty: not known."),
        _days("lead_days", "Days until it is open, by the option; empty: not known."),
    ),
)

OBSTACLES = Table(
    "obstacles",
    "What each kind of gate keeps back.",
    (
        Column("gate", Kind.CHOICE, "Kind of gate.", choices=GATES, key=True),
        Column("pairs", Kind.INTEGER, "Pairs that it is closed to, counted for each user.", unit="pairs"),
        Column(
            "only_obstacle", Kind.INTEGER, "Those of them that no other kind is closed to for the user.", unit="pairs"
        ),
        _share("avoided_alone", "Avoided if all gates of this kind were opened and no other: see `ranking.avoided`."),
        _share(
            "avoided_with_all",
            "Of what all pairs together avoid, the part that is lost if this kind stays closed to whom it is.",
        ),
        SENTENCE,
    ),
)

BEST_SET = Table(
    "best_set",
    "The pairs, each for one user, that together avoid most: of so many, and for a budget.",
    (
        Column("place", Kind.INTEGER, "Sets by number of pairs, then the one for the budget.", unit="place", key=True),
        Column(
            "most_pairs",
            Kind.INTEGER,
            "Pairs that may be opened, counted for each user; empty: any.",
            unit="pairs",
            required=False,
        ),
        _usd("budget_usd", "What may be spent; empty: any amount."),
        Column("pairs", Kind.LIST, "Pairs chosen, each for one user: nation/item/substitute."),
        _usd("cost_usd", "What opening them costs; empty: not known of one of them."),
        _share("avoided", "What they avoid together: see `ranking.avoided`."),
        _share("bound", "The most that any set within the limit could avoid."),
        _share("gap", "What a better set could avoid more at most; 0 where the set is proven best."),
        Column("found", Kind.CHOICE, "How the set was found.", choices=("proven", "sought")),
        SENTENCE,
    ),
)

STANDARDS = Table(
    "standards",
    "Standards that the pairs rest on, and where each nation stands.",
    (
        Column("standard", Kind.SLUG, "The standard.", key=True),
        Column("nation", Kind.NATION, "The nation.", key=True),
        Column("title", Kind.TEXT, "Title of the standard."),
        Column(
            "status",
            Kind.CHOICE,
            "Standing of the ratification; not stated: the case has no row for it.",
            choices=("ratified", "reserved", "none", "not stated"),
        ),
        Column("reservation", Kind.TEXT, "The nation's stated deviation; empty: none.", required=False),
        Column("pairs", Kind.LIST, "Pairs that rest on it and are closed to the nation."),
        SENTENCE,
    ),
)

POOLING = Table(
    "pooling",
    "What a joint order saves in safety stock: nations that need an item, and those that could use it instead.",
    (
        Column("item", Kind.SLUG, "What is ordered together.", key=True),
        Column("required", Kind.SLUG, "What its further users require; the item itself: no others join.", key=True),
        Column("nations", Kind.LIST, "Nations whose needs are pooled."),
        Column("users", Kind.LIST, "Those of them that require `required` and would use the item instead."),
        Column("open", Kind.BOOLEAN, "May all of them use the item today?"),
        units("demand", "Mean daily need of them all on the days on which there is any."),
        units("apart", "Safety stocks, each nation one for all its needs here; closed gates count as open."),
        units("together", "One safety stock for all; closed gates count as open."),
        units("saving", "Less stock for the same service."),
        _share("saving_share", "The same as a share of the stocks apart."),
        _usd("saving_usd", "What the stock saved costs; empty: the item's cost is not known."),
        SENTENCE,
    ),
)

EXPECTED = Table(
    "expected",
    "What each pair would avoid over all scenarios of the case, the first one first.",
    (
        Column("place", Kind.INTEGER, "Place: 1 is the pair to take first.", unit="place", key=True),
        ITEM,
        SUBSTITUTE,
        _share(
            "expected",
            "Mean of `ranking.avoided` over the scenarios by their probability; where none has one, the plain mean.",
        ),
        _share("most", "The largest of them."),
        Column("most_in", Kind.SLUG, "Scenario in which it is; empty: nothing is avoided in any.", required=False),
        SENTENCE,
    ),
)

CRISES = Table(
    "crises",
    "What each pair would avoid in every scenario of the case.",
    (
        Column("scenario", Kind.SLUG, "The scenario.", key=True),
        ITEM,
        SUBSTITUTE,
        Column("probability", Kind.NUMBER, "That of the scenario.", unit="probability", required=False),
        WORTH_OPENING,
        _share("avoided", "See `ranking.avoided`."),
        UNITS,
        SUPPLY,
    ),
)

TABLES = (RANKING, USERS, GAINS, CLOSED_GATES, OBSTACLES, BEST_SET, STANDARDS, POOLING, EXPECTED, CRISES)

CAPABILITIES = (
    Capability(
        "standardise",
        "Which pair of variants should be made interchangeable first, in days of supply per dollar?",
        StandardiseOptions,
        "pipir.standardisation.standardise:standardise",
        TABLES,
        (*READS, "standards", "ratifications", "options"),
        {table.name: ("every_scenario",) for table in (EXPECTED, CRISES)},
    ),
)
