"""Which question does sustainment answer? Who runs short of what, when, how surely, and what is left after?"""

from __future__ import annotations

from dataclasses import dataclass

from pipir.case.columns import Column, Kind, Table
from pipir.case.refusal import refuse
from pipir.network.reads import READS
from pipir.runs.capability import Capability
from pipir.runs.columns import CLAIM, ITEM, NATION, units
from pipir.runs.options import option


@dataclass(frozen=True)
class SustainOptions:
    """Options of `sustain`. Every result is a pure function of the case, these options and the seed."""

    scenario: str | None = option(None, "--scenario", "Scenario to run (default: the case's first).", ref="scenarios")
    runs: int = option(1000, "--runs", "Number of runs.", least=1, most=10_000_000)
    seed: int = option(0, "--seed", "Seed of the random streams.", least=0, most=2**63 - 1)
    policy: str = option("pull", "--policy", "How goods are moved between sites.", choices=("pull", "hold"))
    follow_plan: bool = option(False, "--follow-plan", "Follow the plan that is best at the start, whatever happens.")
    replan: int | None = option(
        None, "--replan", "Follow a plan and make it anew every so many days.", least=1, most=36500, metavar="DAYS"
    )
    daily: bool = option(
        False, "--daily", "The plan that is followed has a period for each day, in place of days to day 30, then weeks."
    )
    cover: float = option(
        30.0, "--cover", "Days of supply that each site orders up to.", least=0.0, most=36500.0, metavar="DAYS"
    )
    unknown: str = option("no", "--unknown", "How an unknown stance is taken.", choices=("no", "yes", "draw"))
    expected: bool = option(False, "--expected", "One run with means in place of draws.")
    uncertain_figures: bool = option(False, "--uncertain-figures", "Also draw every figure that has a range.")
    surge_day: int = option(0, "--surge-day", "Day of the surge order.", least=0, most=36500, metavar="DAY")
    roll_forward: bool = option(
        False, "--roll-forward", "Add output and take commitments due between as_of and the start."
    )
    call_promises: bool = option(False, "--call-promises", "Promises under agreements are called and become claims.")
    sequence: str | None = option(
        None, "--sequence", "Policy in `sequence` that ranks the claims.", ref="sequence.policy", metavar="POLICY"
    )
    workers: int = option(
        1, "--workers", "Processes that share the runs; the result is the same.", least=1, most=256, recorded=False
    )

    @property
    def follows(self) -> bool:
        """Do the runs follow a plan?"""
        return self.follow_plan or self.replan is not None

    @property
    def manner(self) -> str:
        """The policy of the runs. Raises Refused for two policies, and for --daily where no plan is followed."""
        if not self.follows:
            if self.daily:
                remedy = "give --follow-plan or --replan too, or leave it out"
                raise refuse("options", "says how to plan, and no plan is followed", remedy, column="--daily")
            return self.policy
        flag = "--follow-plan" if self.replan is None else "--replan"
        if self.policy != "pull":
            rule = f"does not go with --policy {self.policy}"
            raise refuse("options", rule, "leave one of the two out", column=flag)
        return flag.removeprefix("--")


def _day(name: str, doc: str) -> Column:
    return Column(name, Kind.INTEGER, doc, unit="day", required=False)


def _share(name: str, doc: str, required: bool) -> Column:
    return Column(name, Kind.NUMBER, doc, unit="share", required=required)


DEPLETION = Table(
    "depletion",
    "When each nation is first short of an item in demand, and when it is first out of it.",
    (
        NATION,
        ITEM,
        Column("tier", Kind.INTEGER, "Smallest tier of its demands for the item.", unit="tier"),
        Column("first_site", Kind.SLUG, "Site that is most often short first.", required=False),
        _day("short_p10", "Day by which a tenth of the runs are short; null: not within the scenario."),
        _day("short_p50", "Day by which half of the runs are short."),
        _day("short_p90", "Day by which nine tenths of the runs are short."),
        Column("share_short", Kind.NUMBER, "Share of the runs that are ever short.", unit="share"),
        _day("out_p10", "Day by which a tenth of the runs have nothing left; null: not within the scenario."),
        _day("out_p50", "Day by which half of the runs have nothing left."),
        _day("out_p90", "Day by which nine tenths of the runs have nothing left."),
        Column("share_out", Kind.NUMBER, "Share of the runs that ever have nothing left.", unit="share"),
    ),
)

SHORTFALL = Table(
    "shortfall",
    "What each claim was owed and how much of it was not met.",
    (
        *CLAIM,
        Column("rank", Kind.INTEGER, "Place in the sequence.", unit="rank"),
        Column("nation", Kind.NATION, "Nation that receives."),
        Column("item", Kind.SLUG, "Item owed."),
        units("owed", "Owed in the scenario, mean over the runs."),
        units("short_mean", "Not met, mean over the runs."),
        units("short_p10", "Not met, tenth part of the runs."),
        units("short_p50", "Not met, half of the runs."),
        units("short_p90", "Not met, nine tenths of the runs."),
    ),
)

STOCK = Table(
    "stock",
    "Serviceable stock of each nation at the end of each day, goods on the way to it not counted.",
    (
        Column("day", Kind.INTEGER, "Day of the scenario.", unit="day", key=True),
        NATION,
        ITEM,
        units("p10", "Tenth part of the runs hold no more."),
        units("p50", "Half of the runs hold no more."),
        units("p90", "Nine tenths of the runs hold no more."),
    ),
    bulky=True,
)

LEFT = Table(
    "left",
    "What is left after, against the next contingency, and how long the refill takes.",
    (
        NATION,
        ITEM,
        units("end_stock", "Serviceable stock at the end, mean over the runs."),
        Column(
            "pyrrhic_index",
            Kind.NUMBER,
            "Stock, goods on the way, output until the next contingency, over its requirement; null: no requirement.",
            unit="ratio",
            required=False,
        ),
        Column(
            "reconstitution_days",
            Kind.NUMBER,
            "Days after the end until stock is back at the requirement; null: never at the rates known.",
            unit="day",
            required=False,
        ),
    ),
)

SPREAD = Table(
    "spread",
    "How much of the spread is the war and how much is ignorance: the same runs with every figure at its value. Only "
    "where figures are drawn.",
    (
        NATION,
        ITEM,
        _day("short_p10", "Day by which a tenth of the runs are short, were every figure known; null: not within it."),
        _day("short_p50", "Day by which half of the runs are short, were every figure known."),
        _day("short_p90", "Day by which nine tenths of the runs are short, were every figure known."),
        Column(
            "share_ignorance",
            Kind.NUMBER,
            "Share of the variance of what goes unmet that is gone when every figure is known; null: nothing varies.",
            unit="share",
            required=False,
        ),
    ),
)

FORESIGHT = Table(
    "foresight",
    "What foresight is worth: the same runs when goods are pulled, when a plan is followed, when it is made anew, and "
    "what the plan itself reckons with. Only where a plan is followed.",
    (
        Column(
            "policy",
            Kind.CHOICE,
            "How goods are moved; `plan`: what the plan reckons with.",
            choices=("pull", "follow-plan", "replan", "plan"),
            key=True,
        ),
        Column("rank", Kind.INTEGER, "Place in the sequence.", unit="rank", key=True),
        _share("share_short_mean", "Share short of the rank, the mean over its items and over the runs.", True),
        _share("share_short_p10", "Share short of the rank, tenth part of the runs; null: no runs.", False),
        _share("share_short_p90", "Share short of the rank, nine tenths of the runs; null: no runs.", False),
    ),
)
"""The share short of a rank is the mean over items of what goes short of an item, by weight."""

CAPABILITIES = (
    Capability(
        "sustain",
        "If a crisis starts, who runs short of what, when, how surely? What is left after, and how long to refill?",
        SustainOptions,
        "pipir.sustainment.sustain:sustain",
        (DEPLETION, SHORTFALL, STOCK, LEFT, SPREAD, FORESIGHT),
        (*READS, "requirements"),
        {SPREAD.name: ("uncertain_figures",), FORESIGHT.name: ("follow_plan", "replan")},
    ),
)
