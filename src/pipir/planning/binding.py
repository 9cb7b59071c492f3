"""What limits each rank? Prices of what binds, in words."""

from __future__ import annotations

import polars as pl

from pipir.planning.solved import Solved


def binding(plan: Solved) -> pl.DataFrame:
    """See `capability.BINDING`."""
    return pl.DataFrame()
