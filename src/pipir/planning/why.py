"""Why is a claim short, and what would mend it?"""

from __future__ import annotations

import polars as pl

from pipir.case.case import Case
from pipir.planning.capability import PlanOptions
from pipir.planning.solved import Solved


def reasons(plan: Solved, case: Case, options: PlanOptions) -> pl.DataFrame:
    """See `capability.WHY`."""
    return pl.DataFrame()
