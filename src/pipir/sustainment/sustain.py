"""If a crisis starts, who runs short of what, when, how surely? What is left after, and how long to refill?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

import polars as pl

from pipir.case.case import Case, empty_frame
from pipir.case.columns import Table
from pipir.case.reading import as_case
from pipir.case.words import counted, listing
from pipir.network.network import Network
from pipir.network.telling import left_out
from pipir.program.grid import grid_of
from pipir.runs.record import record
from pipir.runs.result import Result, table
from pipir.runs.work import blocks
from pipir.sustainment.blocks import BLOCK, Model, model
from pipir.sustainment.capability import DEPLETION, FORESIGHT, LEFT, SHORTFALL, SPREAD, STOCK, SustainOptions
from pipir.sustainment.figures import DRAWN
from pipir.sustainment.left import left
from pipir.sustainment.policies import Policy
from pipir.sustainment.rolling import rolled_forward
from pipir.sustainment.tally import Tally, spread

VALUED_BY = "pipir.planning.foresight:foresight"
"""What says what foresight is worth, as `module:name`: it needs plans, which this folder knows nothing of."""


@dataclass(frozen=True)
class SustainResult(Result):
    """Frames `depletion`, `shortfall`, `stock` and `left`, with the record of the run.

    `spread` is there only where figures were drawn from their ranges, `foresight` only where a plan was followed.
    """

    depletion: pl.DataFrame
    shortfall: pl.DataFrame
    stock: pl.DataFrame
    left: pl.DataFrame
    spread: pl.DataFrame | None = None
    foresight: pl.DataFrame | None = None


def sustain(
    case: Case | str | Path, options: SustainOptions | None = None, *, policy: Policy | None = None
) -> SustainResult:
    """Run a case through a scenario, day by day, as often as the options say.

    `policy` takes the place of the one that the options name. Raises Refused for options that the case cannot answer.
    The same case, options and seed give the same result, in one process or in many.
    """
    asked = SustainOptions() if options is None else options
    case = as_case(case)
    result, tally = answered(case, asked, policy)
    if policy is None and asked.follows:
        result = replace(result, foresight=_table(FORESIGHT, _foresight(tally, asked)))
    if not asked.uncertain_figures or asked.expected:
        return result
    _, known = answered(case, replace(asked, uncertain_figures=False), policy)
    return replace(result, spread=_table(SPREAD, spread(tally, known)))


def _foresight(tally: Tally, asked: SustainOptions) -> pl.DataFrame:
    """What foresight is worth: told by the folder below that makes plans."""
    module, name = VALUED_BY.split(":")
    found: pl.DataFrame = getattr(import_module(module), name)(tally, asked)
    return found


def answered(case: Case, asked: SustainOptions, policy: Policy | None = None) -> tuple[SustainResult, Tally]:
    """The result of these options alone, without `spread`, and all runs added up."""
    about = record("sustain", case, replace(asked, workers=1), seed=asked.seed)
    if asked.roll_forward:
        case = rolled_forward(case, asked)
    runs = model(case, asked, policy)
    tally = tallied(runs)
    result = SustainResult(
        run=about | {"scenario": tally.prepared.net.scenario, "notes": notes(runs.most_open(), asked)},
        depletion=_table(DEPLETION, tally.depletion()),
        shortfall=_table(SHORTFALL, tally.shortfall()),
        stock=_table(STOCK, tally.stock_by_day()),
        left=_table(LEFT, left(tally)),
    )
    return result, tally


def tallied(runs: Model) -> Tally:
    """All runs of a model, added up in order."""
    prepared, _ = runs.prepared(runs.answers(0))
    tally = Tally(prepared)
    what = f"{runs.count} run{'' if runs.count == 1 else 's'} of {prepared.net.scenario}"
    for trace in blocks(runs, -(-runs.count // BLOCK), runs.options.workers, what=what):
        tally.add(trace)
    return tally


def _table(declared: Table, frame: pl.DataFrame) -> pl.DataFrame:
    return table(declared, frame) if frame.height else empty_frame(declared)


def notes(net: Network, options: SustainOptions) -> list[str]:
    """What a reader must know of the run: what it leaves out, and what stands still however an unknown is drawn."""
    said = left_out(net)
    if options.uncertain_figures:
        drawn = "; ".join(f"{name}: {', '.join(columns)}" for name, columns in DRAWN.items())
        said.append(f"Figures with a range are drawn once a run ({drawn}); all others keep their value.")
    return said + (_of_plans(net, options) if options.follows else [])


def _of_plans(net: Network, options: SustainOptions) -> list[str]:
    """Which runs the tables are of, what a plan that is followed does not know, and what weeks do to it."""
    anew = "" if options.replan is None else f", its plan made anew every {counted(f'{options.replan:,}', 'day')}"
    said = [f"All tables but foresight are of the policy {options.manner}{anew}."]
    if not options.expected:
        strikes, needs = ["strikes"] * bool(len(net.hazards.ids)), ["needs"] * bool((net.demands.cv > 0.0).any())
        figures = ["figures with a range"] * options.uncertain_figures
        if drawn := listing(strikes + needs + figures):
            said.append(
                f"The plan knows the whole crisis from the day it is made, but of {drawn} only what the case expects: "
                "it does not foresee what a run draws."
            )
    weeks = grid_of(net, options.daily).weeks_from
    if weeks is not None:
        said.append(
            f"The plan followed is in weeks from its day {weeks} on, which have no order within: a run that follows it "
            "may go short where it reckons with nothing short. --daily plans by days."
        )
    return said
