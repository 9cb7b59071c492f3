"""How well is each figure known? The weakest confidence and the assumed share of what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipir.case.case import Case
from pipir.case.checking.sheet import KEY, key_text
from pipir.case.evidence import GRADES
from pipir.case.tables import TABLES

ROW = ("nation", "item")
ASSUMED = GRADES.index("assumed")


def behind(case: Case, figures: pl.DataFrame, table: str, columns: Iterable[str]) -> pl.DataFrame:
    """The rows of a table joined to their figures in these columns: the table's columns, `figure`, `confidence`."""
    of_table = figures.filter((pl.col("table") == table) & pl.col("column").is_in(list(columns))).select(
        pl.col("row").alias(KEY), pl.col("column").alias("figure"), "confidence"
    )
    return case[table].with_columns(key_text(TABLES[table]).alias(KEY)).join(of_table, on=KEY).drop(KEY)


def counted(rows: pl.DataFrame, by: Iterable[str]) -> pl.DataFrame:
    """Per key: `figures`, how many there are; `assumed`, how many of them are; `worst`, place of the weakest grade."""
    place = pl.col("confidence").replace_strict(
        dict(zip(GRADES, range(len(GRADES)), strict=True)), return_dtype=pl.Int64
    )
    return (
        rows.with_columns(place=place)
        .group_by(list(by))
        .agg(
            figures=pl.len().cast(pl.Int64),
            assumed=(pl.col("place") == ASSUMED).sum().cast(pl.Int64),
            worst=pl.col("place").max(),
        )
    )


def added_up(parts: Iterable[pl.DataFrame], by: Iterable[str]) -> pl.DataFrame:
    """Per key, several counts as one: `assumed_share` and `grade`."""
    return (
        pl.concat(parts)
        .group_by(list(by))
        .agg(pl.col("figures", "assumed").sum(), pl.col("worst").max())
        .select(
            *by,
            assumed_share=pl.col("assumed") / pl.col("figures"),
            grade=pl.col("worst").replace_strict(dict(enumerate(GRADES)), return_dtype=pl.String),
        )
    )


def account_grades(case: Case, known: pl.DataFrame, lines: pl.DataFrame, surge: bool) -> pl.DataFrame:
    """assumed_share and grade per nation and item, over the figures of its stock, lines, need and promises.

    Bills count for their makers, and the stock and lines of a component for those that it holds back.
    """
    holder = case["sites"].select("site", "nation")
    used = ["rate_per_year", "lead_days", "max_rate_per_year", "ramp_days", "restart_days"]
    rising = pl.lit(surge) | pl.col("status").is_in(["cold", "planned"])
    stock = behind(case, known, "stocks", ["quantity", "reserve"]).join(holder, on="site")
    rates = behind(case, known, "lines", used).filter(rising | pl.col("figure").is_in(used[:2])).join(holder, on="site")
    makers = lines.filter(pl.col("work") == "make").select(ROW).unique()
    bills = behind(case, known, "bills", ["quantity"]).join(makers, on="item")
    owed = behind(case, known, "commitments", ["quantity", "delivered"])
    delivered = behind(case, known, "deliveries", ["quantity"])
    owers = case["commitments"].select("commitment", "supplier", "item")
    parts = [
        *(counted(part, ROW) for part in (stock, rates, bills, behind(case, known, "requirements", ["quantity"]))),
        *(counted(part.rename({"supplier": "nation"}), ROW) for part in (owed, delivered.join(owers, on="commitment"))),
    ]
    supply = counted(pl.concat([stock.select("item", "confidence"), rates.select("item", "confidence")]), ["item"])
    held_back = _held_back(lines).join(supply, left_on="component", right_on="item").drop("component")
    return added_up([*(part.select(held_back.columns) for part in parts), held_back], ROW)


def _held_back(lines: pl.DataFrame) -> pl.DataFrame:
    """Which component holds back which nation's output of an item, down the chain: nation, item, component."""
    cut = lines.filter(pl.col("limit").is_not_null())
    pairs = cut.select(*ROW, component="limit").unique()
    chain = cut.select(component="item", deeper="limit").unique()
    while True:
        deeper = pairs.join(chain, on="component").select(*ROW, component="deeper")
        longer = pl.concat([pairs, deeper]).unique()
        if longer.height == pairs.height:
            return pairs
        pairs = longer
