"""What is the best use of what there is? The plan of a case, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from pipir.case.case import Case, empty_frame
from pipir.case.columns import Table
from pipir.case.reading import as_case
from pipir.network.compile import compile_network
from pipir.network.network import Network, Terms
from pipir.planning import tables
from pipir.planning.alone import known
from pipir.planning.binding import binding
from pipir.planning.capability import (
    BINDING,
    FILLS,
    PRODUCTION,
    RANKS,
    SHIPMENTS,
    SHORTFALL,
    STOCK,
    SUMMARY,
    WHY,
    PlanOptions,
)
from pipir.planning.notes import notes
from pipir.planning.ranks import WORSE
from pipir.planning.solved import Solved, solved
from pipir.planning.why import reasons
from pipir.program.decisions import Decisions
from pipir.program.grid import grid_of
from pipir.program.naming import write_mps
from pipir.runs.record import record
from pipir.runs.result import Result, table

__all__ = ["PlanResult", "plan", "planned", "solved"]


@dataclass(frozen=True)
class PlanResult(Result):
    """Frames under the names of the tables, with the record. `why` is there only when a claim is asked for."""

    summary: pl.DataFrame
    ranks: pl.DataFrame
    shortfall: pl.DataFrame
    fills: pl.DataFrame
    shipments: pl.DataFrame
    production: pl.DataFrame
    stock: pl.DataFrame
    binding: pl.DataFrame
    why: pl.DataFrame | None = None


def plan(case: Case | str | Path, options: PlanOptions | None = None) -> PlanResult:
    """Plan a case: claims served rank by rank, then what moving costs.

    Raises Refused for options that the case cannot answer. A solve that did not finish is no error: `summary` says so.
    """
    return planned(case, options)[0]


def planned(case: Case | str | Path, options: PlanOptions | None = None) -> tuple[PlanResult, Decisions]:
    """The plan of a case as tables, and everything that it decides, unrounded."""
    asked = PlanOptions() if options is None else options
    case = as_case(case)
    about = record("plan", case, asked)
    net = network(case, asked)
    if asked.why is not None:
        known(net, asked.why)
    found = solved(net, grid_of(net, asked.daily), asked.time_limit)
    why = None if asked.why is None else _table(WHY, reasons(found, asked))
    limiting = _table(BINDING, binding(found))
    result = PlanResult(
        run=about | {"scenario": net.scenario, "notes": notes(found, limiting), "solver": solver(found)},
        summary=_table(SUMMARY, tables.summary(found)),
        ranks=_table(RANKS, tables.ranks(found)),
        shortfall=_table(SHORTFALL, tables.shortfall(found)),
        fills=_table(FILLS, tables.fills(found)),
        shipments=_table(SHIPMENTS, tables.shipments(found)),
        production=_table(PRODUCTION, tables.production(found)),
        stock=_table(STOCK, tables.stock(found)),
        binding=limiting,
        why=why,
    )
    if asked.mps is not None:
        write_mps(found.built, Path(asked.mps), held(found))
    return result, found.decisions


def held(found: Solved) -> dict[int, float]:
    """What each rank but the last may go short, as the plan found it and with the room that its own stages had."""
    ranks = np.unique(found.built.claims.rank)[:-1]
    return {served.rank: served.pooled + WORSE for served in found.order.served if served.rank in ranks}


def network(case: Case, options: PlanOptions) -> Network:
    """The network of a case on the terms of these options."""
    terms = Terms.of(options)
    return compile_network(case, options.scenario, terms)


def solver(found: Solved) -> dict[str, Any]:
    """What the record of a run says of the solver: how it ended, how large the programme is, how well it holds."""
    rows, columns = found.built.programme.shape
    solves, stopped = found.order.solves, found.order.stopped
    smallest, largest = found.built.programme.coefficients()
    told: dict[str, Any] = {
        "status": found.status,
        "columns": columns,
        "columns_before_pruning": found.built.scope.reckoned,
        "rows": rows,
        "solves": len(solves),
        "iterations": sum(solve.iterations for solve in solves),
        "smallest_coefficient": smallest,
        "largest_coefficient": largest,
        "largest_residual": max((solve.residual for solve in solves), default=0.0),
        "largest_gap": max((solve.gap for solve in solves), default=0.0),
        "ranks_finished": [served.rank for served in found.order.served],
        "ranks_left": found.left,
    }
    if stopped is not None:
        value, bound = (x if np.isfinite(x) else None for x in (stopped.objective, stopped.bound))
        told |= {"stage": found.order.stage, "stage_value": value, "stage_bound": bound}
    return told


def _table(declared: Table, frame: pl.DataFrame) -> pl.DataFrame:
    return table(declared, frame) if frame.height else empty_frame(declared)
