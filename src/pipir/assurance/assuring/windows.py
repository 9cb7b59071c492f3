"""Over which days are promises looked at? Each scenario of a situation, or a year from the case's date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from pipir.assurance.assuring.declared import AssureOptions
from pipir.case.case import Case
from pipir.case.likelihood import chances
from pipir.network.compile import compile_network
from pipir.network.network import Network, Terms
from pipir.program.build import Built, build
from pipir.program.grid import grid_of

YEAR_DAYS = 365
"""Days from `as_of` that are looked at where a situation has no scenario."""
NO_SITUATION = "none"
"""What stands for the situation in a case that has none."""
YEAR_ID = "year-from-as-of"


@dataclass(frozen=True)
class Window:
    """A situation with one of its scenarios; `scenario` is None for a year from `as_of`, which has no demands.

    `likely` is the chance of the scenario, None where none is stated; a year is certain.
    """

    case: Case
    situation: str
    scenario: str | None
    days: int
    likely: float | None
    options: AssureOptions

    @property
    def key(self) -> dict[str, str | None]:
        """The cells by which result tables know it."""
        return {"situation": self.situation, "scenario": self.scenario}

    @cached_property
    def crisis(self) -> Case:
        """The case with the scenario to be planned; a year from `as_of` stands in `scenarios` where there is none."""
        if self.scenario is not None:
            return self.case
        named = None if self.situation == NO_SITUATION else self.situation
        row = {"scenario": YEAR_ID, "name": "A year", "situation": named, "start": self.case.as_of, "days": YEAR_DAYS}
        year = pl.DataFrame([row], schema_overrides=self.case["scenarios"].schema)
        scenarios = pl.concat([self.case["scenarios"].clear(), year], how="diagonal")
        return self.case.replace({"scenarios": scenarios, **_cleared(self.case)})

    @cached_property
    def calm(self) -> Case:
        """The same without demands and hazards: only promises are claims, reserves hold."""
        return self.crisis.replace(_cleared(self.crisis))

    def network(self, case: Case, unknown: str | None = None) -> Network:
        """A case compiled for the window, all promises called."""
        terms = Terms(unknown=unknown or self.options.unknown, sequence=self.options.sequence, call_promises=True)
        return compile_network(case, self.scenario or YEAR_ID, terms)

    def built(self, case: Case) -> Built:
        """The programme of a case in the window."""
        net = self.network(case)
        return build(net, grid_of(net, self.options.daily))


def windows(case: Case, options: AssureOptions) -> list[Window]:
    """Every window that is asked for, in order of situations and scenarios."""
    names = [options.situation] if options.situation is not None else case["situations"]["situation"].to_list()
    found: list[Window] = []
    likely = chances(case)
    for name in names or [NO_SITUATION]:
        rows = case["scenarios"].filter(pl.col("situation") == name)
        for scenario, days in rows.select("scenario", "days").iter_rows():
            found.append(Window(case, name, scenario, int(days), likely[scenario], options))
        if rows.is_empty():
            found.append(Window(case, name, None, YEAR_DAYS, 1.0, options))
    return found


def _cleared(case: Case) -> dict[str, pl.DataFrame]:
    return {name: case[name].clear() for name in ("demands", "hazards")}
