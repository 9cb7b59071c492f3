"""How sure is a figure, and who says so? Grades and sources behind a nation's figures for an item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

import polars as pl

from pipir.case.case import Case
from pipir.case.tables import ASSUMPTION, TABLES

GRADES = ("high", "medium", "low", "assumed")
"""Grades of confidence from the best to the weakest."""

FIGURES = {
    "stocks": "quantity",
    "lines": "rate_per_year",
    "requirements": "quantity",
    "commitments": "quantity",
    "demands": "per_day",
}
"""The column of each table that carries its quantity."""


@dataclass(frozen=True)
class Figure:
    """One cell behind an answer."""

    table: str
    size: float
    grade: str
    source: str
    since: float
    low: float
    high: float


@dataclass(frozen=True)
class Backing:
    """What stands behind an answer: the weakest grade, the sources, the share of its figures that are assumed."""

    grade: str
    sources: tuple[str, ...]
    assumed_share: float
    figures: int


class Evidence:
    """Figures of a case by nation and item, each with its grade and source."""

    def __init__(self, case: Case, figures: pl.DataFrame, scenario: str) -> None:
        self._behind: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        for table, column in FIGURES.items():
            owners = _owners(case, table, scenario)
            held = figures.filter((pl.col("table") == table) & (pl.col("column") == column))
            joined = owners.join(held.drop("table"), on="row", how="inner").sort("row", "nation")
            for row in joined.iter_rows(named=True):
                size, source = float(row["value"]), row["source"] or ASSUMPTION
                low, high = (size if row[end] is None else float(row[end]) for end in ("low", "high"))
                figure = Figure(table, size, row["confidence"], source, row["since"], low, high)
                self._behind[row["nation"], row["item"]].append(figure)

    def behind(self, nation: str, item: str, tables: Iterable[str] = tuple(FIGURES), until: float = inf) -> Backing:
        """What stands behind a nation's figures for an item in these tables, needs of later days left out."""
        wanted = set(tables)
        held = self._behind.get((nation, item), ())
        return backing([one for one in held if one.table in wanted and one.since <= until])

    def is_assumed(self, nation: str, item: str) -> bool:
        """Does at least half of what the nation is said to hold of the item rest on figures that somebody assumed?

        A nation that holds none is judged by what it makes; without stock and line there is nothing published.
        """
        behind = self._behind.get((nation, item), ())
        held = [one for one in behind if one.table == "stocks"] or [one for one in behind if one.table == "lines"]
        whole = sum(one.size for one in held)
        assumed = sum(one.size for one in held if one.grade == "assumed")
        return not held or (2 * assumed >= whole and any(one.grade == "assumed" for one in held))

    def stock_range(self, nation: str, item: str) -> tuple[float, float]:
        """What the nation holds of the item with every figure at its low and at its high end [item's unit]."""
        held = [one for one in self._behind.get((nation, item), ()) if one.table == "stocks"]
        return sum(one.low for one in held), sum(one.high for one in held)

    def stock_grade(self, nation: str, item: str) -> str:
        """Weakest grade of the nation's stock figures (of its lines where it holds none); assumed where most is."""
        behind = self._behind.get((nation, item), ())
        held = [one for one in behind if one.table == "stocks"] or [one for one in behind if one.table == "lines"]
        if self.is_assumed(nation, item):
            return "assumed"
        return weakest(one.grade for one in held if one.grade != "assumed")


def backing(figures: list[Figure]) -> Backing:
    """Grade, sources and assumed share of some figures; without any the grade is assumed."""
    if not figures:
        return Backing("assumed", (), 0.0, 0)
    sources = tuple(dict.fromkeys(one.source for one in sorted(figures, key=lambda one: GRADES.index(one.grade))))
    assumed = sum(one.grade == "assumed" for one in figures) / len(figures)
    return Backing(weakest(one.grade for one in figures), sources, assumed, len(figures))


def weakest(grades: Iterable[str]) -> str:
    """The weakest of some grades; assumed where there is none."""
    return max(grades, key=GRADES.index, default="assumed")


def _owners(case: Case, table: str, scenario: str) -> pl.DataFrame:
    """Rows of a table as `row`, `nation`, `item`, `since`: who holds, makes, needs or owes what, from which day."""
    frame = case[table].with_columns(since=pl.lit(0.0))
    if table == "demands":
        frame = frame.filter(pl.col("scenario") == scenario).with_columns(since=pl.col("from_day"))
    row = pl.concat_str([pl.col(key).cast(pl.String) for key in TABLES[table].keys], separator="/").alias("row")
    if table in ("stocks", "lines"):
        sites = case["sites"].select("site", "nation")
        return frame.join(sites, on="site", how="left").select(row, "nation", "item", "since")
    if table == "commitments":
        both = [frame.select(row, pl.col(side).alias("nation"), "item", "since") for side in ("supplier", "recipient")]
        return pl.concat(both)
    return frame.select(row, "nation", "item", "since")
