"""What must a nation hold, what does it hold, and in how many years is the gap closed?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipir.accounting.capability import CONSTRAINTS, REQUIREMENT, RequirementOptions
from pipir.accounting.constraints import constraints
from pipir.accounting.grading import added_up, behind, counted
from pipir.accounting.holding import holdings
from pipir.accounting.methods import NoRate, years_to_meet
from pipir.case.case import Case
from pipir.case.evidence import figures
from pipir.network.needs import by_category
from pipir.runs.asking import ready
from pipir.runs.record import record
from pipir.runs.result import Result, table

CATEGORIES = ("combat", "current_operations", "strategic_readiness", "homeland_defense", "training")
PLAN_YEARS = 5
"""Years of a budget plan, by the end of which the extra money meets the requirement."""
AVERAGED_YEARS = 3


@dataclass(frozen=True)
class RequirementResult(Result):
    """Answer of `requirement`: the 222c table, and the 222d table where it was asked for."""

    requirement: pl.DataFrame
    constraints: pl.DataFrame | None = None


def requirement(case: Case | str | Path, options: RequirementOptions) -> RequirementResult:
    """The 10 USC 222c table of a nation: need by category, inventory, years to meet it, extra money a year.

    One row per item that the nation has a requirement for, in the case's year. Years are at the rate requested for
    the budget year and at the average of the three years before it, net of peacetime use; null where the rate is
    unknown or does not exceed the use, 0 where the need is met. `extra_usd_per_year` is what it costs to buy enough
    more each year to meet it in five; null where no rate or no unit cost is known.

    Raises
    ------
    Refused
        Where the case is at fault or the nation is not in it.

    Source: 10 USC 222c, 222d.
    """
    case = ready(case, options)
    rows = _needs(case, options.nation)
    for part in (_inventory(case, options.nation), _rates(case, options.nation), _use(case, options.nation)):
        rows = rows.join(part, on="item", how="left", maintain_order="left")
    rows = rows.join(case["items"].select("item", "unit_cost_usd"), on="item", how="left", maintain_order="left")
    unstated = rows.filter(pl.col("use").is_null())["item"].to_list()
    rows = rows.with_columns(pl.col("inventory", "use").fill_null(0.0))
    rows = rows.with_columns(
        *(
            pl.Series(f"years_to_meet_{name}", [_years(row, name) for row in rows.iter_rows(named=True)], pl.Float64)
            for name in ("requested", "average")
        ),
        _extra_usd().alias("extra_usd_per_year"),
    ).join(_grades(case, options.nation), on="item", how="left")
    rows = rows.with_columns(pl.col("assumed_share").fill_null(1.0), pl.col("grade").fill_null("assumed"))
    notes = [f"No peacetime use is stated for {' '.join(unstated)}: taken as none."] if unstated else []
    short = rows.filter(pl.col("total") > pl.col("inventory"))["item"].to_list()
    return RequirementResult(
        record("requirement", case, options, notes=notes),
        table(REQUIREMENT, rows.select(REQUIREMENT.names)),
        table(CONSTRAINTS, constraints(case, short)) if options.constraints else None,
    )


def _needs(case: Case, nation: str) -> pl.DataFrame:
    """Per item: a column per category, total, protracted (null where no row states one)."""
    quantity, protracted = pl.col("quantity"), pl.col("protracted_quantity")
    return (
        by_category(case, case.as_of.year)
        .filter(pl.col("nation") == nation)
        .group_by("item", maintain_order=True)
        .agg(
            *(quantity.filter(pl.col("category") == category).sum().alias(category) for category in CATEGORIES),
            total=quantity.sum(),
            protracted=pl.when(protracted.count() > 0).then(protracted.sum()),
        )
    )


def _inventory(case: Case, nation: str) -> pl.DataFrame:
    return holdings(case).filter(pl.col("nation") == nation).select("item", "inventory")


def _use(case: Case, nation: str) -> pl.DataFrame:
    return case["usage"].filter(pl.col("nation") == nation).select("item", use="per_year")


def _rates(case: Case, nation: str) -> pl.DataFrame:
    """Per item: the rate `requested` for the budget year and the `average` of the three years before it [unit/year].

    The budget year is the latest with a request up to the year after the case's. A year counts with what was enacted,
    else received; years without either are unknown and left out of the average.
    """
    bought = case["procurements"].filter((pl.col("nation") == nation) & (pl.col("year") <= case.as_of.year + 1))
    requested = (
        bought.filter(pl.col("state") == "requested")
        .sort("item", "year")
        .group_by("item", maintain_order=True)
        .agg(pl.col("year").last().alias("budget_year"), pl.col("quantity").last().alias("requested"))
    )
    before = pl.col("budget_year").fill_null(case.as_of.year + 1) - pl.col("year")
    average = (
        bought.filter(pl.col("state").is_in(["enacted", "received"]))
        .sort("item", "year", "state")
        .unique(["item", "year"], keep="first", maintain_order=True)
        .join(requested, on="item", how="left", maintain_order="left")
        .filter(before.is_between(1, AVERAGED_YEARS))
        .group_by("item", maintain_order=True)
        .agg(average=pl.col("quantity").mean())
    )
    return requested.select("item", "requested").join(average, on="item", how="full", coalesce=True)


def _years(row: dict[str, Any], rate: str) -> float | None:
    try:
        return years_to_meet(row["total"], row["inventory"], row[rate] or 0.0, row["use"])
    except NoRate:
        return None


def _extra_usd() -> pl.Expr:
    gap = (pl.col("total") - pl.col("inventory")).clip(lower_bound=0.0)
    bought = pl.coalesce("requested", "average")
    more = (gap / PLAN_YEARS + pl.col("use") - bought).clip(lower_bound=0.0)
    return pl.when(gap > 0.0).then(more * pl.col("unit_cost_usd")).otherwise(0.0)


def _grades(case: Case, nation: str) -> pl.DataFrame:
    """assumed_share and grade per item, over the figures of its need, stock, buying, use and unit cost."""
    columns = {
        "requirements": ("quantity", "protracted_quantity"),
        "stocks": ("quantity",),
        "procurements": ("quantity",),
        "usage": ("per_year",),
    }
    known = figures(case, (*columns, "items"))
    parts = [behind(case, known, "items", ["unit_cost_usd"]).select("item", "confidence")]
    for name, of_table in columns.items():
        rows = behind(case, known, name, of_table)
        rows = rows if name != "stocks" else rows.join(case["sites"].select("site", "nation"), on="site")
        parts.append(rows.filter(pl.col("nation") == nation).select("item", "confidence"))
    return added_up([counted(part, ["item"]) for part in parts], ["item"])
