"""What must each nation hold, or use in a year, of each item? The requirement in force, by category."""

from __future__ import annotations

import polars as pl

from pipir.case.case import Case

PER_YEAR = ("training", "current_operations")
"""Categories that are a quantity a year; the others are levels to hold."""


def by_category(case: Case, year: int) -> pl.DataFrame:
    """Requirement in force in a year: nation, item, category, quantity, protracted_quantity [item's unit].

    Of each plan the latest year not after the one asked for counts; a row for any year stands where there is none.
    Combat is the largest of its plans; the plans of another category add up. `protracted_quantity` is null where no
    row states one.
    """
    of_plan = ("nation", "item", "category", "plan")
    in_force = (
        case["requirements"]
        .filter(pl.col("year").is_null() | (pl.col("year") <= year))
        .sort(*of_plan, "year", nulls_last=False)
        .unique(of_plan, keep="last", maintain_order=True)
    )
    return in_force.group_by("nation", "item", "category", maintain_order=True).agg(
        _over_plans(name).alias(name) for name in ("quantity", "protracted_quantity")
    )


def _over_plans(name: str) -> pl.Expr:
    value = pl.col(name)
    combined = pl.when(pl.col("category").first() == "combat").then(value.max()).otherwise(value.sum())
    return pl.when(value.count() > 0).then(combined)
