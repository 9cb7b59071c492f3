"""How much of an item does a customer use a day?"""

from __future__ import annotations

from datetime import date

import polars as pl

from pipir.case.case import Case
from pipir.network.capacity import YEAR
from pipir.network.needs import by_category

Uses = dict[tuple[str, str], float]


def daily_use(case: Case, scenario: str | None, day: date) -> Uses:
    """Use by nation and item [unit a day], where it is known and above 0.

    The mean of its demands in the scenario between the first and the last of them; where it has none the requirement of
    current operations in force on `day`; else its peacetime use.
    """
    uses = _rates(case["usage"].select("nation", "item", per_day=pl.col("per_year") / YEAR))
    needed = by_category(case, day.year).filter(pl.col("category") == "current_operations")
    uses |= _rates(needed.select("nation", "item", per_day=pl.col("quantity") / YEAR))
    asked = case["demands"].filter(pl.col("scenario") == scenario) if scenario else case["demands"].clear()
    owed = asked.group_by("nation", "item", maintain_order=True).agg(
        units=(pl.col("per_day") * (pl.col("to_day") - pl.col("from_day"))).sum(),
        days=pl.col("to_day").max() - pl.col("from_day").min(),
    )
    owed = owed.filter(pl.col("days") > 0)
    return uses | _rates(owed.select("nation", "item", per_day=pl.col("units") / pl.col("days")))


def _rates(rows: pl.DataFrame) -> Uses:
    return {(nation, item): float(per_day) for nation, item, per_day in rows.iter_rows() if per_day and per_day > 0}
