"""What would somebody do who plans with linopy? Build the model, hand it over, serve the ranks in turn in HiGHS."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import linopy
import numpy as np

from peers.linopy_plan import handed_over, plan_model
from pipir.network.network import Floats
from pipir.program.claims import Claims
from pipir.program.scope import Scope

WORSE = 1e-7
"""Share by which a later rank may worsen an earlier one."""


def without(scope: Scope, kind: str, target: int) -> Scope:
    """The same list of columns where nothing leaves by a lane, or nothing is begun on a line."""
    name = {"lane": "way_open", "line": "line_open"}[kind]
    open_share = getattr(scope.means, name).copy()
    open_share[:, target] = 0.0
    return replace(scope, means=replace(scope.means, **{name: open_share}))


def rebuilt(scope: Scope, claims: Claims) -> tuple[linopy.Model, Any]:
    """The model written anew, and handed over."""
    model = plan_model(scope, claims, int(claims.rank.min()))
    return model, handed_over(model)


def ranks_in_turn(model: linopy.Model, highs: Any, claims: Claims) -> Floats:
    """Pooled shortage of each rank up to the first that goes short, an earlier one never worsened.

    Each solve is cold: with presolve it is much faster than without from where the last one ended. What comes after
    hangs on the largest shares of the rank too, which are not brought down here.
    """
    tight = {"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9}  # its numbers are not scaled
    for name, value in {"output_flag": False, "threads": 1, "solver": "simplex", **tight}.items():
        highs.setOptionValue(name, value)
    short = np.searchsorted(model.matrices.vlabels, model["short"].labels.to_numpy()).astype(np.int32)
    pooled = np.searchsorted(model.matrices.clabels, model.constraints["pooled"].labels.to_numpy().ravel())
    found: list[float] = []
    for rank, row in zip(np.unique(claims.rank), pooled, strict=True):
        highs.changeColsCost(len(short), short, np.where(claims.rank == rank, claims.share, 0.0))
        highs.clearSolver()
        highs.run()
        found.append(highs.getInfo().objective_function_value)
        if found[-1] > WORSE:
            break
        highs.changeRowBounds(int(row), -np.inf, found[-1] + WORSE)
    return np.array(found)
