"""Can each need be met at all, and is it the need that was planned for?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipir.case.case import Case
from pipir.case.checking.sheet import key_text
from pipir.case.names import Names
from pipir.case.tables import TABLES
from pipir.case.words import figure, listing
from pipir.findings.finding import Finding, Severity
from pipir.network.needs import by_category


def need_above_requirement(case: Case) -> Iterator[Finding]:
    """A nation whose need in a scenario is above the combat requirement that it plans to hold."""
    start = case["scenarios"].select("scenario", pl.col("start").dt.year().alias("year"))
    levels = [
        by_category(case, year).filter(pl.col("category") == "combat").with_columns(year=pl.lit(year, pl.Int32))
        for year in start["year"].unique(maintain_order=True)
    ]
    if not levels:
        return
    behind = (
        case["requirements"]
        .filter(pl.col("category") == "combat")
        .group_by("nation", "item")
        .agg(key_text(TABLES["requirements"]).sort().alias("key"))
    )
    need = (
        case["demands"]
        .group_by("scenario", "nation", "item")
        .agg((pl.col("per_day") * (pl.col("to_day") - pl.col("from_day"))).sum().alias("need"))
    )
    rows = (
        need.join(start, on="scenario")
        .join(pl.concat(levels).rename({"quantity": "level"}), on=["nation", "item", "year"])
        .filter(pl.col("need") > pl.col("level") * (1 + 1e-9))
        .sort("nation", "item", "need", "scenario", descending=[False, False, True, False])
        .unique(["nation", "item"], keep="first", maintain_order=True)
        .join(behind, on=["nation", "item"], maintain_order="left")
    )
    names = Names(case)
    for row in rows.iter_rows(named=True):
        yield Finding(
            "need-above-requirement",
            Severity.MEDIUM,
            "requirements",
            " ".join(row["key"]),
            f"In {row['scenario']} {names.nation(row['nation'])} needs {names.counted(row['need'], row['item'])} of "
            f"{names.item(row['item'])}, but its combat requirement is {figure(row['level'])}: even when that is met "
            "in full it falls short. Raise the requirement or look again at the expenditure.",
        )


def weightless_demand(case: Case) -> Iterator[Finding]:
    """A demand of no weight, which no ranking of shortfalls counts."""
    for row in case["demands"].filter(pl.col("weight") == 0).iter_rows(named=True):
        yield Finding(
            "weightless-demand",
            Severity.LOW,
            "demands",
            f"{row['scenario']}/{row['demand']}",
            f"{row['demand']} in {row['scenario']} has weight 0: nothing counts when it goes short. "
            "Leave the weight empty for 1, or remove the demand.",
        )


def demand_outside_scenario(case: Case) -> Iterator[Finding]:
    """A demand that reaches beyond the end of its scenario, where it is not counted."""
    length = case["scenarios"].select("scenario", "days")
    late = case["demands"].join(length, on="scenario").filter(pl.col("to_day") > pl.col("days"))
    for row in late.sort("scenario", "demand").iter_rows(named=True):
        yield Finding(
            "demand-outside-scenario",
            Severity.LOW,
            "demands",
            f"{row['scenario']}/{row['demand']}",
            f"{row['demand']} lasts to day {figure(row['to_day'])}, but {row['scenario']} ends on day {row['days']}: "
            "the rest is not counted. Lengthen the scenario or cut the demand.",
        )


def sea_goods_escape(case: Case) -> Iterator[Finding]:
    """Sites that hazards strike and that lanes leave: goods that have left are out of reach of the hazard."""
    moving = case["lanes"].filter(pl.col("days") > 0).select(pl.col("origin").alias("target")).unique()
    struck = (
        case["hazards"]
        .filter((pl.col("kind") == "site") & (pl.col("loss") > 0) & (pl.col("probability_per_day") > 0))
        .join(moving, on="target", how="semi")
        .sort("scenario", "hazard")
        .group_by("scenario", maintain_order=True)
        .agg("hazard", "target")
    )
    names = Names(case)
    for row in struck.iter_rows(named=True):
        yield Finding(
            "goods-at-sea-escape",
            Severity.LOW,
            "hazards",
            " ".join(f"{row['scenario']}/{hazard}" for hazard in row["hazard"]),
            f"In {row['scenario']} hazards strike what lies at {listing(map(names.site, row['target']))}, but not "
            "what has left on a lane: losses near those sites are understated. "
            "Enter hazards of the lanes where it matters.",
        )
