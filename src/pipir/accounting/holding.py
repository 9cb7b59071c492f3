"""What does each nation hold of each item: above its reserves, and kept in them?"""

from __future__ import annotations

import polars as pl

from pipir.case.case import Case


def serviceable(case: Case) -> pl.DataFrame:
    """Serviceable stock rows with their holder: nation, site, item, quantity, reserve [item's unit]."""
    return (
        case.filled("stocks")
        .filter(pl.col("condition") == "serviceable")
        .join(case["sites"].select("site", "nation"), on="site", maintain_order="left")
        .select("nation", "site", "item", "quantity", "reserve")
    )


def holdings(case: Case) -> pl.DataFrame:
    """Per nation and item: inventory, releasable_stock above the reserves and reserves as stated [item's unit]."""
    kept = pl.min_horizontal("quantity", "reserve")
    return (
        serviceable(case)
        .group_by("nation", "item", maintain_order=True)
        .agg(
            inventory=pl.col("quantity").sum(),
            releasable_stock=(pl.col("quantity") - kept).sum(),
            reserves=pl.col("reserve").sum(),
        )
    )
