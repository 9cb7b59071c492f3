"""What does a case look like with every figure at its unfavourable, or its favourable, end?"""

from __future__ import annotations

import polars as pl

from pipir.case.case import Case
from pipir.case.checking.sheet import KEY, key_text
from pipir.case.tables import TABLES

MORE_IS_BETTER: dict[str, dict[str, bool]] = {
    "stocks": {"quantity": True, "reserve": False},
    "lines": {
        "rate_per_year": True,
        "max_rate_per_year": True,
        "ramp_days": False,
        "lead_days": False,
        "restart_days": False,
    },
    "bills": {"quantity": False},
    "requirements": {"quantity": False},
    "commitments": {"quantity": False, "delivered": True},
    "deliveries": {"quantity": True},
}
"""Figures behind an account, and whether a larger one leaves more to give."""


END = "__end__"
"""Column that holds the end of the range: a name that no table has (commitments have an `end`)."""


def ranged(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures that have a range."""
    has_range = pl.col("low").is_not_null() | pl.col("high").is_not_null()
    return figures.filter(has_range)


def at_end(case: Case, figures: pl.DataFrame, favourable: bool) -> Case:
    """The case with each figure that has a range at one end of it; the others stay."""
    tables = {}
    for (name,), rows in figures.group_by("table"):
        columns = MORE_IS_BETTER[str(name)]
        ends = {column: "high" if better == favourable else "low" for column, better in columns.items()}
        frame = case[str(name)].with_columns(key_text(TABLES[str(name)]).alias(KEY))
        for column, end in ends.items():
            of_column = rows.filter(pl.col("column") == column).select(pl.col("row").alias(KEY), pl.col(end).alias(END))
            if of_column.height:
                frame = frame.join(of_column, on=KEY, how="left", maintain_order="left")
                frame = frame.with_columns(pl.coalesce(END, column).alias(column)).drop(END)
        tables[str(name)] = _in_rule(str(name), frame).drop(KEY)
    return case.replace(tables)


def _in_rule(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Ends are moved one by one: a line whose present rate passes its maximum has it as its maximum."""
    if table != "lines":
        return frame
    stated = pl.col("max_rate_per_year")
    return frame.with_columns(pl.when(stated.is_not_null()).then(pl.max_horizontal(stated, "rate_per_year")))
