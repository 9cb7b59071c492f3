"""What does a brief have to tell? The case, what was computed on it, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import polars as pl

from pipir.briefing import words
from pipir.briefing.backing import Evidence
from pipir.briefing.document import Cite
from pipir.briefing.outcomes import Comparison
from pipir.case.case import Case

MONTH = 30.4375
"""Days of a month of an account's window."""


@dataclass(frozen=True)
class Results:
    """Result tables that sections draw on, as their capabilities declare them.

    `depletion` and the other tables of a crisis are drawn with the ranges of the figures; `war_only` is `depletion`
    with every figure at its value, so that the two tell chance from ignorance. `routes` holds a `reach` table by item
    and site; `figures` one row per figure of the case; `findings` what is worrying; `compared` the model beside
    outcomes; `empties` what empty cells were taken to mean.
    """

    account: pl.DataFrame
    depletion: pl.DataFrame
    shortfall: pl.DataFrame
    stock: pl.DataFrame
    left: pl.DataFrame
    war_only: pl.DataFrame
    figures: pl.DataFrame
    findings: pl.DataFrame
    routes: Mapping[tuple[str, str], pl.DataFrame] = field(default_factory=dict)
    compared: tuple[Comparison, ...] = ()
    empties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Material:
    """A case, one of its scenarios, the results, and the seat from which it is told (None: the partnership's)."""

    case: Case
    scenario: str
    results: Results
    window: float = 12.0
    runs: int = 1000
    seat: str | None = None

    @cached_property
    def crisis(self) -> dict[str, Any]:
        """The row of the scenario, empty cells filled."""
        frame = self.case.filled("scenarios").filter(pl.col("scenario") == self.scenario)
        return frame.row(0, named=True)

    @property
    def days(self) -> int:
        """Length of the scenario [day]."""
        return int(self.crisis["days"])

    @property
    def start(self) -> date:
        """Day 0 of the scenario."""
        when: date = self.crisis["start"]
        return when

    @property
    def window_end(self) -> date:
        """Last day of the account's window."""
        return self.case.as_of + timedelta(days=round(self.window * MONTH))

    @property
    def window_words(self) -> str:
        """The account's window in words: `the 12 months from 1 January 2025`."""
        return f"the {words.number(self.window)} months from {words.calendar(self.case.as_of)}"

    @cached_property
    def items(self) -> dict[str, dict[str, Any]]:
        """Rows of `items` by id."""
        return {row["item"]: row for row in self.case["items"].iter_rows(named=True)}

    @cached_property
    def nations(self) -> dict[str, dict[str, Any]]:
        """Rows of `nations` by code."""
        return {row["nation"]: row for row in self.case["nations"].iter_rows(named=True)}

    @cached_property
    def sites(self) -> dict[str, dict[str, Any]]:
        """Rows of `sites` by id."""
        return {row["site"]: row for row in self.case["sites"].iter_rows(named=True)}

    @cached_property
    def evidence(self) -> Evidence:
        """Grades and sources by nation and item."""
        return Evidence(self.case, self.results.figures, self.scenario)

    @cached_property
    def demands(self) -> pl.DataFrame:
        """Demands of the scenario, with `owed` = per_day x days within it [item's unit]."""
        frame = self.case.filled("demands").filter(pl.col("scenario") == self.scenario)
        last = pl.min_horizontal("to_day", pl.lit(float(self.days)))
        return frame.with_columns(owed=pl.col("per_day") * (last - pl.col("from_day")).clip(lower_bound=0.0))

    def nation(self, code: str) -> str:
        """A nation's name as a table prints it."""
        return str(self.nations[code]["name"]) if code in self.nations else code

    def the_nation(self, code: str) -> str:
        """A nation's name as it stands inside a sentence."""
        return words.the(self.nation(code))

    def item(self, item: str) -> str:
        """An item's name."""
        return str(self.items[item]["name"]) if item in self.items else item

    def unit(self, item: str) -> str:
        """An item's unit."""
        return str(self.items[item]["unit"]) if item in self.items else "unit"

    def site(self, site: str) -> str:
        """A site's name."""
        return str(self.sites[site]["name"]) if site in self.sites else site

    def label(self, nation: str, item: str) -> str:
        """Nation and item as a chart prints them."""
        return f"{self.nation(nation)}: {self.item(item)}"

    def dated(self, day: float) -> str:
        """A day of the scenario with its date: `day 5 (6 June 2025)`."""
        return f"day {int(day)} ({words.day_of(self.start, day)})"

    def cite(self, nation: str, item: str, *tables: str) -> Cite:
        """The sources behind a nation's figures for an item, the best ones first and four at most."""
        backing = self.evidence.behind(nation, item, tables) if tables else self.evidence.behind(nation, item)
        named = tuple(source for source in backing.sources if source != "assumption")[:4]
        return Cite(named + (("assumption",) if backing.assumed_share or not backing.figures else ()))

    def is_partner(self, nation: str) -> bool:
        """Does the nation play a part in the partnership?"""
        return self.nations.get(nation, {}).get("role") in ("participant", "partner")
