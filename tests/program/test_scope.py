"""Is nothing left out that could matter, and is the plan that does nothing where a solver can begin?"""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from scipy import sparse
from scipy.sparse.linalg import splu

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.planning.ranks import serve
from pipir.program.build import Built, build
from pipir.program.grid import grid_of
from pipir.program.naming import names
from pipir.program.solver import Solver
from planning.worlds import worlds
from program.blocks.known import near
from sustainment.world import demand, lane, stock, world

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def built(case: Case, prune: bool = True) -> Built:
    net = compile_network(case, None, Terms(call_promises=True))
    return build(net, grid_of(net), prune)


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


def test_a_programme_is_no_larger_for_ranks_that_are_counted_by_the_million() -> None:
    """Numbers in a sequence order its rows: only those that occur have a row, a column and a name."""

    def ranked(*ranks: int) -> Built:
        scopes = zip(ranks, ("1", "2"), strict=True)
        return built(
            world(
                4,
                stocks=[stock("usa-a", 6)],
                demands=[demand("usa-a", 2), demand("usa-a", 1, demand="later", tier=2)],
                sequence=[{"rank": rank, "claim": "demand", "scope": scope} for rank, scope in scopes],
            )
        )

    near_by, far = ranked(1, 2), ranked(40, 2_000_000)
    assert far.programme.shape == near_by.programme.shape
    assert list(pooled(far).values()) == near(list(pooled(near_by).values()))
    assert pooled(far) == near({40: 0.25, 2_000_000: 1.0})
    assert [name for name in names(far)[1] if name.startswith("pooled")] == ["pooled[40]", "pooled[2000000]"]


@FEW
@given(worlds())
def test_as_many_columns_rest_as_rows_are_tight(case: Case) -> None:
    programme = built(case).programme
    assert programme.resting.sum() == programme.tight.sum()


def resting(built: Built) -> np.ndarray:
    """Columns of the plan that does nothing, scaled: those that rest are what the tight rows ask for."""
    p = built.programme
    matrix = sparse.csc_matrix((p.value, p.index, p.starts), shape=p.shape)
    values = p.lower.copy()
    right = p.row_lower - matrix @ np.where(p.resting, 0.0, values)
    if p.resting.any():
        values[p.resting] = splu(matrix[p.tight][:, p.resting].tocsc()).solve(right[p.tight])
    return values


@FEW
@given(worlds())
def test_doing_nothing_is_a_plan_unless_what_comes_by_itself_finds_no_room(case: Case) -> None:
    """Every column and row keeps its bounds; only room for what lies, comes or is made anyway may be too small."""
    programme = built(case)
    p, values = programme.programme, resting(programme)
    activity = sparse.csc_matrix((p.value, p.index, p.starts), shape=p.shape) @ values
    assert (values >= p.lower - 1e-9).all()
    assert (values <= p.upper + 1e-9).all()
    bound = np.ones(len(activity), dtype=bool)
    for name in ("storage", "explosives", "handling"):
        bound[p.rows[name].all] = False
    assert (activity >= p.row_lower - 1e-9)[bound].all()
    assert (activity <= p.row_upper + 1e-9)[bound].all()
    assert values[p.columns["short"].all] == near(1.0)


@FEW
@given(worlds())
def test_no_coefficient_is_written_twice(case: Case) -> None:
    programme = built(case).programme
    column = np.repeat(np.arange(programme.shape[1]), np.diff(programme.starts))
    pairs = programme.index.astype(np.int64) * programme.shape[1] + column
    assert len(pairs) == len(np.unique(pairs))
