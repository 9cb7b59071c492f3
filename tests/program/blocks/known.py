"""What goes short in a tiny case, with every block or with one of them left out?"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.planning.ranks import serve
from pipir.program.blocks import BLOCKS
from pipir.program.build import Built
from pipir.program.claims import claims
from pipir.program.columns import decide
from pipir.program.draft import Draft
from pipir.program.grid import grid_of
from pipir.program.scope import scope
from pipir.program.solver import Solver
from pipir.program.writing import Writing
from sustainment.world import YEAR, agreement, commitment, demand, lane, line, on, stock, world

near = pytest.approx


def written(case: Case, without: ModuleType | None = None, **terms: Any) -> Built:
    """The programme of a case. A block left out is not written; one whose rows others need binds nothing."""
    net = compile_network(case, None, Terms(**terms))
    writing = Writing(Draft(), scope(net, grid_of(net)), claims(net))
    decide(writing)
    freed: list[str] = []
    for block in BLOCKS:
        before = set(writing.draft.rows)
        left_out = without is not None and block is without.BLOCK
        if left_out and block.card.name in ("making", "transit"):
            continue
        block.write(writing)
        freed += sorted(set(writing.draft.rows) - before) if left_out else []
    programme = writing.draft.programme()
    lower, upper = programme.row_lower.copy(), programme.row_upper.copy()
    for name in freed:
        rows = programme.rows[name].all
        lower[rows], upper[rows] = -np.inf, np.inf
    return Built(writing, replace(programme, row_lower=lower, row_upper=upper))


def shorts(case: Case, without: ModuleType | None = None, **terms: Any) -> list[float]:
    """Share short of each claim: demands, then commitments, then called promises."""
    built = written(case, without, **terms)
    order = serve(built, Solver(built.programme))
    found: list[float] = order.values[built.programme.columns["short"].all].tolist()
    return found


def short(case: Case, without: ModuleType | None = None, **terms: Any) -> float:
    """Share short of the only claim."""
    (found,) = shorts(case, without, **terms)
    return found


def everything() -> Case:
    """A world in which every block has rows and every column is there; promises are to be called."""
    return world(
        10,
        sites={"jpn-a": {"storage_t": 50, "handling_t_per_day": 5, "explosive_limit_kg": 60}},
        items={"shell": {"neq_kg": 1}},
        stocks=[stock("usa-a", 100, reserve=60), stock("usa-a", 20, "motor"), stock("jpn-a", 1)],
        lines=[line("usa-a", 1, lead_days=2)],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
        lanes=[lane("usa-a", "jpn-a", 1.5, lift_t_per_day=4)],
        in_transit=[{"lane": "usa-a-to-jpn-a", "item": "shell", "arrives": on(1), "quantity": 3}],
        agreements=[agreement("USA", "JPN", "shell", ceiling_per_year=3 * YEAR, promised_per_year=YEAR, onward="yes")],
        commitments=[commitment("USA", "XAA", 20), commitment("USA", "JPN", 10), commitment("JPN", "XAA", 5)],
        demands=[demand("jpn-a", 5), demand("usa-a", 1)],
    )
