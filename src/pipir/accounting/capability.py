"""Which questions does accounting answer? What can each partner give; does it hold what it must?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipir.case.columns import Column, Kind, Table
from pipir.runs.capability import Capability
from pipir.runs.columns import ASSUMED_SHARE, GRADE, ITEM, NATION, units
from pipir.runs.options import option, required


@dataclass(frozen=True)
class AccountOptions:
    """Options of `account`. `window` is in months of 30.4375 days."""

    window: float = option(
        12.0, "--window", "Months that the account covers.", least=0.0, most=1200.0, metavar="MONTHS"
    )
    from_date: date | None = option(None, "--from", "First day (default: the case's as_of).")
    rate: str = option("current", "--rate", "Present pace, or a surge ordered on day one.", choices=("current", "max"))
    nation: str | None = option(None, "--nation", "Only this nation.", ref="nations")
    item: str | None = option(None, "--item", "Only this item.", ref="items")


@dataclass(frozen=True)
class RequirementOptions:
    """Options of `requirement`."""

    nation: str = required("--nation", "Nation whose requirement is shown.", ref="nations")
    constraints: bool = option(False, "--constraints", "Also show what holds production back (222d).")


ACCOUNT = Table(
    "account",
    "What each partner can really give of each item in the window, after its own need and its promises.",
    (
        NATION,
        ITEM,
        units("capacity", "Output of its lines in the window, cut to the components there are."),
        units("releasable_stock", "Serviceable stock above the reserves."),
        units("own_requirement", "Its own need in the window and levels to hold beyond the reserves."),
        units("committed", "What falls due in the window in every state, overdue included."),
        units("committed_pledge", "Of that: pledges."),
        units("committed_allocation", "Of that: allocations."),
        units("committed_contract", "Of that: contracts."),
        units("committed_delivery", "Of that: deliveries under way."),
        units("exportable", "What is left to give."),
        units("overcommitted", "Promises beyond stock and output."),
        units("low", "Exportable with every figure at its unfavourable end."),
        units("high", "Exportable with every figure at its favourable end."),
        ASSUMED_SHARE,
        GRADE,
    ),
)

REQUIREMENT = Table(
    "requirement",
    "The 10 USC 222c table: requirement by category against what is held, and how long until it is met.",
    (
        ITEM,
        units("combat", "Combat requirement: the largest of its plans."),
        units("current_operations", "Current operations and forward presence, a year's use."),
        units("strategic_readiness", "Strategic readiness requirement."),
        units("homeland_defense", "Homeland defence."),
        units("training", "Training and testing, a year's use."),
        units("total", "Total munitions requirement."),
        units("protracted", "Requirement for a protracted war.", required=False),
        units("inventory", "What is held."),
        Column(
            "years_to_meet_requested",
            Kind.NUMBER,
            "Years to meet the total at the requested rate.",
            unit="year",
            required=False,
        ),
        Column(
            "years_to_meet_average",
            Kind.NUMBER,
            "Years to meet the total at the average rate of three years.",
            unit="year",
            required=False,
        ),
        Column(
            "extra_usd_per_year",
            Kind.NUMBER,
            "Extra money a year to meet the total by the end of the plan's five years.",
            unit="USD/year",
            required=False,
        ),
        ASSUMED_SHARE,
        GRADE,
    ),
)

CONSTRAINTS = Table(
    "constraints",
    "The 10 USC 222d table: what holds production of each item back.",
    (
        ITEM,
        Column(
            "line",
            Kind.SLUG,
            "The line; null where it holds for the item whichever line makes it.",
            key=True,
            required=False,
        ),
        Column("constraint", Kind.TEXT, "What holds it back.", key=True),
        Column(
            "rate_per_year", Kind.NUMBER, "Present rate, of the line or of all lines of the item.", unit="unit/year"
        ),
        Column("max_rate_per_year", Kind.NUMBER, "Rate attainable with present tooling, likewise.", unit="unit/year"),
        Column("sentence", Kind.TEXT, "The constraint in words."),
    ),
)

CAPABILITIES = (
    Capability(
        "account",
        "What can each partner really give, of what, by when, after its own need and its promises?",
        AccountOptions,
        "pipir.accounting.account:account",
        (ACCOUNT,),
        ("sites", "items", "bills", "lines", "stocks", "requirements", "commitments", "deliveries", "evidence"),
    ),
    Capability(
        "requirement",
        "What must a nation hold, what does it hold, and in how many years is the gap closed?",
        RequirementOptions,
        "pipir.accounting.requirement:requirement",
        (REQUIREMENT, CONSTRAINTS),
        (
            "sites",
            "items",
            "bills",
            "lines",
            "origins",
            "stocks",
            "requirements",
            "procurements",
            "usage",
            "evidence",
        ),
        {CONSTRAINTS.name: ("constraints",)},
    ),
)
