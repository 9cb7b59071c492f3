"""Is nothing left out that could matter, and is the plan that does nothing where a solver can begin?"""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.planning.ranks import serve
from pipir.program.build import Built, build
from pipir.program.grid import grid
from pipir.program.solver import Solver
from planning.worlds import worlds
from program.blocks.known import near
from sustainment.world import demand, lane, stock, world

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def built(case: Case, prune: bool = True) -> Built:
    net = compile_network(case, None, Terms(call_promises=True))
    return build(net, grid(net.days), prune)


def pooled(programme: Built) -> dict[int, float]:
    return {served.rank: served.pooled for served in serve(programme, Solver(programme.programme)).served}


@FEW
@given(worlds())
def test_what_is_left_out_changes_no_rank(case: Case) -> None:
    assert pooled(built(case)) == near(pooled(built(case, prune=False)), abs=1e-6)


def test_what_arrives_in_the_last_period_of_a_need_that_ends_within_it_is_of_use() -> None:
    """The need ends at noon of day 4; what comes in that afternoon serves it: a day has no hours."""
    case = world(
        7,
        stocks=[stock("usa-a", 100)],
        lanes=[lane("usa-a", "usa-c", 4.25), lane("usa-c", "usa-b", 0.5)],
        demands=[demand("usa-b", 8, days=(1.25, 4.25))],
    )
    assert pooled(built(case)) == near(pooled(built(case, prune=False)))
    assert pooled(built(case))[2] < 1


@FEW
@given(worlds())
def test_as_many_columns_rest_as_rows_are_tight(case: Case) -> None:
    programme = built(case).programme
    assert programme.resting.sum() == programme.tight.sum()


@FEW
@given(worlds())
def test_no_coefficient_is_written_twice(case: Case) -> None:
    programme = built(case).programme
    column = np.repeat(np.arange(programme.shape[1]), np.diff(programme.starts))
    pairs = programme.index.astype(np.int64) * programme.shape[1] + column
    assert len(pairs) == len(np.unique(pairs))
