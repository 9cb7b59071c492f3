"""What must each nation hold or use of each item itself?"""

from __future__ import annotations

import polars as pl

from pipir.accounting.window import Window
from pipir.case.case import Case
from pipir.network.needs import PER_YEAR, by_category


def own_requirement(case: Case, window: Window) -> pl.DataFrame:
    """Per nation and item: levels to hold, and what is used within the window [item's unit]."""
    used = pl.col("category").is_in(PER_YEAR)
    return (
        by_category(case, window.start.year)
        .group_by("nation", "item", maintain_order=True)
        .agg(
            levels=pl.col("quantity").filter(~used).sum(),
            used=pl.col("quantity").filter(used).sum() * window.years,
        )
    )
