"""What does a brief have to tell? The case, what was computed on it, and the words for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import polars as pl

from pipir.accounting.window import DAYS_PER_MONTH
from pipir.briefing import words
from pipir.briefing.backing import Evidence
from pipir.briefing.document import Cite
from pipir.briefing.outcomes import Comparison
from pipir.briefing.together import Partners, Promises
from pipir.case.case import Case
from pipir.case.checking.sheet import key_text
from pipir.case.tables import ASSUMPTION, TABLES
from pipir.planning.plan import PlanResult
from pipir.standardisation.standardise import StandardiseResult

BRACKETS = re.compile(r"\s*\([^)]*\)")
LONGEST = 42
"""Letters of the longest name in a chart."""


@dataclass(frozen=True)
class Plans:
    """The best plan of all together, and that of the same case in which nothing passes between holders."""

    together: PlanResult
    alone: PlanResult


@dataclass(frozen=True)
class Results:
    """Result tables that sections draw on, as their capabilities declare them.

    `depletion` and the other tables of a crisis are drawn with the ranges of the figures; `war_only` is `depletion`
    with every figure at its value, so that the two tell chance from ignorance, `certain` is `shortfall` likewise.
    `figures` has one row per figure of the case, `findings` what is worrying. `needs` is what the next contingency
    needs by nation and item [item's unit], `routes` a `reach` table by item and site, `compared` the model beside
    outcomes, `empties` what empty cells were taken to mean.
    """

    account: pl.DataFrame
    depletion: pl.DataFrame
    shortfall: pl.DataFrame
    stock: pl.DataFrame
    left: pl.DataFrame
    war_only: pl.DataFrame
    certain: pl.DataFrame
    figures: pl.DataFrame
    findings: pl.DataFrame
    plans: Plans
    promises: Promises
    variants: StandardiseResult
    partners: Partners
    needs: Mapping[tuple[str, str], float] = field(default_factory=dict)
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
        return self.case.as_of + timedelta(days=round(self.window * DAYS_PER_MONTH))

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

    def bare(self, site: str) -> str:
        """A site's name without what stands in brackets, where its holder is told beside it."""
        return BRACKETS.sub("", self.site(site))

    def place(self, site: str) -> str:
        """A site's name for maps and routes: without what stands in brackets, with its holder where two share it."""
        return self._places.get(site, site)

    @cached_property
    def _places(self) -> dict[str, str]:
        """Names of all sites that tell them apart: the holder's name helps, else the whole name."""
        found = {site: self.bare(site) for site in self.sites}
        for more in (lambda s: f"{self.bare(s)} ({self.nation(self.sites[s]['nation'])})", self.site):
            shared = Counter(found.values())
            found = {site: name if shared[name] == 1 else more(site) for site, name in found.items()}
        return found

    def row(self, table: str, key: str) -> dict[str, Any] | None:
        """The row of a table with that key (values joined by `/`)."""
        if table not in self._rows:
            keys = self.case[table].select(key_text(TABLES[table])).to_series()
            self._rows[table] = dict(zip(keys, self.case[table].iter_rows(named=True), strict=True))
        return self._rows[table].get(key)

    @cached_property
    def _rows(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {}

    def amount(self, quantity: float, item: str) -> str:
        """A quantity of an item as it stands inside a sentence: `40 missiles (SM-6)`."""
        return f"{words.count(quantity, self.unit(item))} ({self.item(item)})"

    def label(self, nation: str, item: str) -> str:
        """Nation and item as a table prints them."""
        return f"{self.nation(nation)}: {self.item(item)}"

    def tag(self, nation: str, item: str) -> str:
        """Nation and item as a chart prints them: without what stands in brackets, cut where it is long."""
        name = f"{self.nation(nation)}: {BRACKETS.sub('', self.item(item))}"
        return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip(" ,") + "…"

    @property
    def crisis_name(self) -> str:
        """The scenario's name in quotation marks, for use inside a sentence."""
        return f"“{self.crisis['name']}”"

    def dated(self, day: float) -> str:
        """A day of the scenario with its date: `day 5 (6 June 2025)`."""
        return f"day {int(day)} ({words.day_of(self.start, day)})"

    def cite(self, nation: str, item: str, *tables: str) -> Cite:
        """The sources behind a nation's figures for an item, the best ones first and four at most."""
        backing = self.evidence.behind(nation, item, tables) if tables else self.evidence.behind(nation, item)
        named = tuple(source for source in backing.sources if source != "assumption")[:4]
        return Cite(named + (("assumption",) if backing.assumed_share or not backing.figures else ()))

    def cite_row(self, table: str, row: str, column: str = "quantity") -> Cite:
        """The source of one figure of a row."""
        figure = self._cells.get((table, row, column))
        return Cite((figure["source"] or ASSUMPTION,) if figure else (ASSUMPTION,))

    def grade_of(self, table: str, row: str) -> str:
        """The grade of the quantity of one row."""
        figure = self._cells.get((table, row, "quantity"))
        return str(figure["confidence"]) if figure else "assumed"

    def claim(self, commitment: str) -> dict[str, Any] | None:
        """What a commitment was owed and did not get with every figure at its value; None where nothing fell due."""
        return self._commitments.get(commitment)

    @cached_property
    def _cells(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        rows = self.results.figures.iter_rows(named=True)
        return {(row["table"], row["row"], row["column"]): row for row in rows}

    @cached_property
    def _commitments(self) -> dict[str, dict[str, Any]]:
        own = self.results.certain.filter(pl.col("kind") == "commitment")
        return {row["claim"]: row for row in own.iter_rows(named=True)}

    def is_partner(self, nation: str) -> bool:
        """Does the nation play a part in the partnership?"""
        return self.nations.get(nation, {}).get("role") in ("participant", "partner")
