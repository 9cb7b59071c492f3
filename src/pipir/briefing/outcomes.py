"""Which public outcomes can the model be held against, and what does it give for them?"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files

import polars as pl

from pipir.accounting.window import DAYS_PER_MONTH
from pipir.briefing.document import Reference
from pipir.case.case import Case

Crisis = Callable[[Case, str], pl.DataFrame]
"""Runs a scenario of a case and gives its `shortfall` table."""
Account = Callable[[Case, float], pl.DataFrame]
"""The `account` table of a case over so many months with a surge ordered on the first day."""


@dataclass(frozen=True)
class Outcome:
    """Something that was seen or published, in figures, and where.

    `length` is how long it took: days from the start of a scenario for what was `used`, months from the case's date
    for an `output`.
    """

    outcome: str
    title: str
    measure: str
    scenario: str
    length: int
    nation: str
    items: tuple[str, ...]
    seen: tuple[float, float, float]
    unit: str
    said: str
    tests: str
    reference: Reference


@dataclass(frozen=True)
class Comparison:
    """An outcome and what the model gives: one run in ten, middle, nine in ten."""

    outcome: Outcome
    model: tuple[float, float, float]

    @property
    def agrees(self) -> bool:
        """Is the model's middle within what was seen, give or take a tenth?"""
        low, _, high = self.outcome.seen
        return low * 0.9 <= self.model[1] <= high * 1.1

    @property
    def reaches(self) -> bool:
        """Do the model's range and what was seen meet at all?"""
        return self.model[0] <= self.outcome.seen[2] and self.model[2] >= self.outcome.seen[0]


def outcomes() -> tuple[Outcome, ...]:
    """Every public outcome that the package knows, in the order of its table."""
    text = (files("pipir.briefing") / "assets" / "outcomes.csv").read_text(encoding="utf-8")
    return tuple(_outcome(row) for row in csv.DictReader(text.splitlines()))


def compared(case: Case, crisis: Crisis, account: Account) -> tuple[Comparison, ...]:
    """Outcomes that the case can be held against, each with the model's answer.

    An outcome is left out where the case lacks its scenario, its nation, or a demand or line of its items.
    """
    out = []
    runs: dict[tuple[str, int], pl.DataFrame] = {}
    for one in outcomes():
        if one.measure == "used" and _demanded(case, one):
            key = (one.scenario, one.length)
            if key not in runs:
                runs[key] = crisis(cut_short(case, *key), one.scenario)
            out.append(Comparison(one, used(runs[key], one)))
        elif one.measure == "output" and _made(case, one):
            out.append(Comparison(one, _last_month(case, account, one)))
    return tuple(out)


def cut_short(case: Case, scenario: str, days: int) -> Case:
    """The case with one scenario ended after so many days."""
    shorter = pl.when(pl.col("scenario") == scenario).then(pl.min_horizontal("days", pl.lit(days))).otherwise("days")
    return case.replace({"scenarios": case["scenarios"].with_columns(shorter.alias("days"))})


def used(shortfall: pl.DataFrame, outcome: Outcome) -> tuple[float, float, float]:
    """What a nation's demands for the items got: owed less what was not met, ranges added end to end."""
    own = shortfall.filter(
        (pl.col("kind") == "demand") & (pl.col("nation") == outcome.nation) & pl.col("item").is_in(outcome.items)
    )
    owed = float(own["owed"].sum())
    low, middle, high = (owed - float(own[name].sum()) for name in ("short_p90", "short_p50", "short_p10"))
    return max(0.0, low), max(0.0, middle), high


def _last_month(case: Case, account: Account, outcome: Outcome) -> tuple[float, float, float]:
    """Output in the last month of a window, as the difference of two accounts; a plan has no spread."""
    whole, before = (_capacity(account(case, months), outcome) for months in (outcome.length, outcome.length - 1))
    return whole - before, whole - before, whole - before


def _capacity(account: pl.DataFrame, outcome: Outcome) -> float:
    own = account.filter((pl.col("nation") == outcome.nation) & pl.col("item").is_in(outcome.items))
    return float(own["capacity"].sum())


def _demanded(case: Case, outcome: Outcome) -> bool:
    own = case["demands"].filter((pl.col("scenario") == outcome.scenario) & (pl.col("nation") == outcome.nation))
    return set(outcome.items) <= set(own["item"])


def _made(case: Case, outcome: Outcome) -> bool:
    """Does the nation make the items, and was the outcome seen after the case's date?"""
    sites = case["sites"].filter(pl.col("nation") == outcome.nation)["site"]
    made = case["lines"].filter(pl.col("site").is_in(sites.implode()))["item"]
    seen = outcome.reference.date or ""
    horizon = case.as_of + timedelta(days=outcome.length * DAYS_PER_MONTH)
    return set(outcome.items) <= set(made) and case.as_of.isoformat() <= seen <= horizon.isoformat()


def _outcome(row: dict[str, str]) -> Outcome:
    reference = Reference(
        row["source"], row["source_title"], row["publisher"] or None, row["date"] or None, row["url"] or None
    )
    return Outcome(
        row["outcome"],
        row["title"],
        row["measure"],
        row["scenario"],
        int(row["length"]),
        row["nation"],
        tuple(row["items"].split()),
        (float(row["low"]), float(row["seen"]), float(row["high"])),
        row["unit"],
        row["said"],
        row["tests"],
        reference,
    )
