"""What is under way, which shortfall would each effort mend, which overlap, and which gap has no effort at all?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import counted, figure, percent
from pipir.matching import initiative_columns as columns
from pipir.matching.capability import InitiativesOptions
from pipir.matching.comparing import mended, mended_items, overlaps
from pipir.matching.efforts import efforts, furthest
from pipir.matching.mending import Mending
from pipir.matching.registering import gaps, register, streams
from pipir.matching.told import Told, gaps_of
from pipir.matching.writing import World, effect_of
from pipir.network.compile import scenario_row
from pipir.planning.capability import PlanOptions
from pipir.runs.asking import ready
from pipir.runs.record import record
from pipir.runs.result import Result, table_of

DEFAULT = InitiativesOptions()
Row = dict[str, Any]


@dataclass(frozen=True)
class InitiativesResult(Result):
    """Answer of `initiatives`: the register, its work streams, gaps, overlaps, and what each would mend."""

    register: pl.DataFrame
    streams: pl.DataFrame
    gaps: pl.DataFrame
    overlaps: pl.DataFrame
    mended: pl.DataFrame
    mended_items: pl.DataFrame


def initiatives(case: Case | str | Path, options: InitiativesOptions = DEFAULT) -> InitiativesResult:
    """The register of efforts beside the plan of a scenario: what each touches and would mend, overlaps and gaps.

    What goes short is that of `plan`. What an initiative would mend is the value of the plan with it, complete on day
    0, less that without (`planning.worth`).

    Raises
    ------
    Refused
        Where the case is at fault, has no scenario, or an option names what it does not have.
    """
    case = ready(case, options)
    asked = PlanOptions(scenario=options.scenario, unknown=options.unknown, sequence=options.sequence)
    scenario = scenario_row(case, options.scenario)
    known = efforts(case)
    world = World(case, scenario["start"])
    effects = {effort.name: effect_of(world, effort) for effort in known}
    told = Told(
        efforts=known,
        effects=effects,
        gaps=gaps_of(case, asked),
        mending=Mending(case, asked, effects),
        names=Names(case),
        start=scenario["start"],
    )
    frames = {
        columns.REGISTER: list(register(told)),
        columns.STREAMS: list(streams(told)),
        columns.GAPS: list(gaps(told)),
        columns.OVERLAPS: list(overlaps(told)),
        columns.MENDED: list(mended(told)),
        columns.MENDED_ITEMS: list(mended_items(told)),
    }
    run = record("initiatives", case, options, scenario=scenario["scenario"], notes=list(_notes(told)))
    return InitiativesResult(run, **{declared.name: table_of(declared, rows) for declared, rows in frames.items()})


def _notes(told: Told) -> Iterator[str]:
    if not told.efforts:
        yield "The case has no initiatives."
        yield _short(told)
        return
    yield _short(told)
    yield "Initiatives are planned as if complete on day 0 of the scenario; `ready` says when they are."
    if told.gaps:
        yield (
            "What they would mend is measured in the plan that is best by the one number of value; the plan that "
            "serves rank by rank can lack other amounts (`gaps`: `short` and `short_by_value`)."
        )


def _short(told: Told) -> str:
    """How much goes short, and how much of that no effort touches."""
    if not told.gaps:
        return "Nothing goes short in this scenario." if told.mending.owes else "Nothing is owed in this scenario."
    untouched = [gap for gap in told.short(told.gaps) if furthest(told.touching(gap.item)) == columns.NONE]
    short = f"{counted(figure(len(told.gaps)), 'item')} {'goes' if len(told.gaps) == 1 else 'go'} short"
    if not untouched:
        return f"{short}; an effort touches {'it' if len(told.gaps) == 1 else 'each of them'}."
    share = percent(sum(gap.weight for gap in untouched))
    which = "it" if len(told.gaps) == 1 else f"{len(untouched)} of them"
    return f"{short}; no effort touches {which}, {share} of all that the plan lacks."
