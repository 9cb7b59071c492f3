"""Which question does planning answer? The best use of what there is: who sends what from where to where."""

from __future__ import annotations

from dataclasses import dataclass

from pipir.case.columns import Column, Kind, Table
from pipir.network.reads import READS
from pipir.program.mps import MPS
from pipir.runs.capability import Capability
from pipir.runs.columns import CLAIM, units
from pipir.runs.options import option


@dataclass(frozen=True)
class PlanOptions:
    """Options of `plan`. Every result is a pure function of the case and these options, `time_limit` apart."""

    scenario: str | None = option(None, "--scenario", "Scenario to plan (default: the case's first).", ref="scenarios")
    daily: bool = option(False, "--daily", "Periods of a day throughout, in place of days to day 30 and then weeks.")
    unknown: str = option("no", "--unknown", "How an unknown stance is taken.", choices=("no", "yes"))
    call_promises: bool = option(False, "--call-promises", "Promises under agreements are called and become claims.")
    sequence: str | None = option(
        None, "--sequence", "Policy in `sequence` that ranks the claims.", ref="sequence.policy", metavar="POLICY"
    )
    why: str | None = option(
        None, "--why", "Also say why this claim is short, and what would mend it.", metavar="CLAIM"
    )
    time_limit: float | None = option(
        None,
        "--time-limit",
        "Seconds after which the solver stops; what it has by then is kept, and the exit code is 3.",
        least=0.0,
        most=1_000_000.0,
        metavar="SECONDS",
    )
    mps: str | None = option(
        None,
        "--mps",
        "Also write the programme to this file for any other solver, each rank but the last held to what was found.",
        metavar="FILE",
        recorded=False,
        writes=MPS,
    )


RANK = Column("rank", Kind.INTEGER, "Place in the sequence.", unit="rank", key=True)
PERIOD = (
    Column("from_day", Kind.INTEGER, "First day of the period.", unit="day", key=True),
    Column("to_day", Kind.INTEGER, "Day after its last.", unit="day", key=True),
)


def _share(name: str, doc: str) -> Column:
    return Column(name, Kind.NUMBER, doc, unit="share")


SUMMARY = Table(
    "summary",
    "The plan as a whole.",
    (
        Column("scenario", Kind.SLUG, "The scenario.", key=True),
        Column("status", Kind.CHOICE, "How the solver ended.", choices=("optimal", "time limit")),
        Column("cost_usd", Kind.NUMBER, "Transport of all that is sent.", unit="USD"),
        Column("tonne_days", Kind.NUMBER, "Tonnes sent times days on their lanes.", unit="t day"),
        Column("tonnes_sent", Kind.NUMBER, "Tonnes sent, each lane counted.", unit="t"),
        Column("tonnes_discarded", Kind.NUMBER, "Tonnes thrown away for want of room.", unit="t"),
        Column("claims", Kind.INTEGER, "Claims that are owed something.", unit="claims"),
        Column("claims_short", Kind.INTEGER, "Claims of which some goes short.", unit="claims"),
    ),
)

RANKS = Table(
    "ranks",
    "What goes short of each rank, by item.",
    (
        RANK,
        Column("item", Kind.TEXT, "Item owed; family or * where a promise covers several.", key=True),
        units("owed", "Owed in the scenario."),
        units("short", "Not met."),
        _share("share_short", "Not met over owed, claims by weight."),
    ),
)

SHORTFALL = Table(
    "shortfall",
    "What each claim is owed and how much of it the plan cannot meet.",
    (
        *CLAIM,
        Column("rank", Kind.INTEGER, "Place in the sequence.", unit="rank"),
        Column("nation", Kind.NATION, "Nation that receives."),
        Column("item", Kind.TEXT, "Item owed; family or * where a promise covers several."),
        units("owed", "Owed in the scenario."),
        units("short", "Not met."),
        _share("share_short", "Not met over owed."),
        Column(
            "days_short",
            Kind.NUMBER,
            "Not met in days of supply, at the daily rate owed; null: all falls due on one day.",
            unit="day",
            required=False,
        ),
    ),
)

FILLS = Table(
    "fills",
    "What each claim gets, where, of what: served, handed over, or all taken in under its commitment or agreement.",
    (
        *CLAIM,
        Column("site", Kind.SLUG, "Site where it is served or taken in, or that hands it over.", key=True),
        Column("item", Kind.TEXT, "What it is given.", key=True),
        *PERIOD,
        units("quantity", "Units of the item given."),
    ),
)

SHIPMENTS = Table(
    "shipments",
    "What leaves by each lane, and what carries it between holders.",
    (
        Column("lane", Kind.SLUG, "The lane.", key=True),
        Column("item", Kind.TEXT, "What is sent; `:repairable` marks what is to be repaired.", key=True),
        *PERIOD,
        units("quantity", "Units sent, evenly over the period."),
        Column("carried_by", Kind.TEXT, "Agreement or commitment; `own` within one holder.", key=True),
        Column("under", Kind.CHOICE, "What it is carried by.", choices=("own", "agreement", "commitment"), key=True),
    ),
)

PRODUCTION = Table(
    "production",
    "What each line starts and puts out.",
    (
        Column("line", Kind.SLUG, "The line.", key=True),
        Column("item", Kind.TEXT, "What it puts out."),
        *PERIOD,
        units("started", "Units begun."),
        units("finished", "Units that come out, work in hand included."),
    ),
)

STOCK = Table(
    "stock",
    "What lies at each site at the end of each period.",
    (
        Column("site", Kind.SLUG, "The site.", key=True),
        Column("item", Kind.TEXT, "What lies there; `:repairable` marks what is to be repaired.", key=True),
        Column("day", Kind.INTEGER, "Last day of the period.", unit="day", key=True),
        units("quantity", "Units in stock."),
        units("discarded", "Units discarded in the period."),
    ),
    bulky=True,
)

BINDING = Table(
    "binding",
    "What limits each rank, the 12 dearest: what one unit more is worth. A resource stands at the first such rank.",
    (
        RANK,
        Column("place", Kind.INTEGER, "Place within the rank: 1 is the dearest.", unit="place", key=True),
        Column("resource", Kind.TEXT, "Stock, line, lane, site, agreement or right that limits."),
        Column(
            "value",
            Kind.NUMBER,
            "By how much the rank's share short, added up over items, falls with one unit more.",
            unit="share",
        ),
        Column("unit", Kind.TEXT, "What one unit more is."),
        Column(
            "days",
            Kind.NUMBER,
            "What claims gain by it in days of their supply, less what others of the rank lose.",
            unit="day",
        ),
        Column("sentence", Kind.TEXT, "The same in words, with the items that gain and who lacks them in the plan."),
    ),
)

WHY = Table(
    "why",
    "Why a claim is short: what stands in the way, and what would mend it, the most first.",
    (
        Column("step", Kind.INTEGER, "First what the claim lacks, then what stands in its way.", unit="step", key=True),
        Column("subject", Kind.TEXT, "Site, lane, line, component, agreement or stance."),
        Column("sentence", Kind.TEXT, "What it does to the claim."),
        Column(
            "mends",
            Kind.NUMBER,
            "Units that it would mend alone; empty: not tried. No claim of its rank or an earlier one is worse off for "
            "it, but those that a place in the sequence passes.",
            unit="item's unit",
            required=False,
        ),
        Column("remedy", Kind.TEXT, "What would have to change, and by how much.", required=False),
    ),
)

CAPABILITIES = (
    Capability(
        "plan",
        "What is the best use of what there is: who sends what from where to where, claims served in order?",
        PlanOptions,
        "pipir.planning.plan:plan",
        (SUMMARY, RANKS, SHORTFALL, FILLS, SHIPMENTS, PRODUCTION, STOCK, BINDING, WHY),
        READS,
        {WHY.name: ("why",)},
    ),
)
