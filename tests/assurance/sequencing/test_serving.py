"""Is a queue served as a plan serves it, and is a move gone on with what it would be from the beginning?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

import pipir
from pipir.assurance.sequencing.lateness import weights
from pipir.assurance.sequencing.moving import ENOUGH
from pipir.assurance.sequencing.serving import Move, Queue, Served
from pipir.case.case import Case
from pipir.network.network import Ints, Network
from pipir.planning.capability import PlanOptions
from pipir.planning.plan import network
from pipir.program.grid import grid, grid_of
from planning.reading import Asked
from planning.worlds import asked, worlds

ANY = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def compiled(case: Case, how: Asked) -> Network:
    terms = PlanOptions(daily=how.daily, unknown=how.unknown, call_promises=how.call_promises)
    return network(case, terms)


def swapped(net: Network, a: int, b: int) -> Network:
    """The network with two ranks in each other's place."""

    def told(rank: Ints) -> Ints:
        return np.where(rank == a, b, np.where(rank == b, a, rank))

    return replace(
        net,
        demands=replace(net.demands, rank=told(net.demands.rank)),
        commitments=replace(net.commitments, rank=told(net.commitments.rank)),
        promises=replace(net.promises, rank=told(net.promises.rank)),
    )


@ANY
@given(worlds(longest=33), asked())
def test_each_rank_lacks_what_it_lacks_in_a_plan(case: Case, how: Asked) -> None:
    net = compiled(case, how)
    queue = Queue(net, grid_of(net, how.daily))
    served = Served(queue).standing
    options = PlanOptions(daily=how.daily, unknown=how.unknown, call_promises=how.call_promises)
    planned = pipir.plan(case, options).ranks.group_by("rank").agg(pl.col("share_short").sum())
    for rank, share in planned.iter_rows():
        here = queue.claims.rank == rank
        assert float((queue.claims.share * served.short)[here].sum()) == pytest.approx(share, abs=1e-5)


@ANY
@given(worlds(longest=33), asked())
def test_a_move_gone_on_with_is_the_order_served_from_the_beginning(case: Case, how: Asked) -> None:
    net = compiled(case, how)
    periods = grid_of(net, how.daily)
    queue = Queue(net, periods)
    served = Served(queue)
    for place in range(1, len(queue.ranks)):
        after = served.after(Move(place, "all", np.flatnonzero(queue.place == place)))
        anew = Queue(swapped(net, queue.ranks[place - 1], queue.ranks[place]), periods)
        expected = Served(anew).standing
        assert np.abs(after.short - expected.short).max() <= ENOUGH
        for k in range(len(queue.ranks)):
            here = queue.place == k
            pooled = [float((queue.claims.share * found.late)[here].sum()) for found in (after, expected)]
            assert pooled[0] == pytest.approx(pooled[1], abs=ENOUGH * net.days)


@ANY
@given(worlds(longest=20), asked())
def test_a_second_queue_goes_on_where_the_first_parts_from_it(case: Case, how: Asked) -> None:
    net = compiled(case, how)
    periods = grid_of(net, how.daily)
    first = Served(Queue(net, periods, 12))
    ranks = first.queue.ranks
    other = Queue(swapped(net, ranks[-1], ranks[max(len(ranks) - 2, 0)]), periods, 12)
    gone_on, alone = Served(other, first).standing, Served(other).standing
    assert np.abs(gone_on.short - alone.short).max(initial=0.0) <= ENOUGH
    assert other.alike(first.queue) == (len(ranks) - 2 if len(ranks) > 1 else len(ranks))


@ANY
@given(worlds(longest=20), asked())
def test_what_lacks_nothing_changes_nothing_when_it_moves_up(case: Case, how: Asked) -> None:
    """So that such a move need not be solved."""
    net = compiled(case, how)
    queue = Queue(net, grid_of(net, how.daily))
    served = Served(queue)
    for place in range(len(queue.ranks)):
        here = np.flatnonzero(queue.place == place)
        members = here[(served.standing.short[here] <= 1e-9) & (served.standing.late[here] <= 1e-9)]
        if len(members):
            after = served.after(Move(place, "some", members))
            assert np.abs(after.short - served.standing.short).max() <= ENOUGH
            assert np.abs(after.late - served.standing.late).max() <= 2 * ENOUGH * net.days


def test_a_unit_open_at_the_end_of_each_day_is_late_by_those_days() -> None:
    assert weights(grid(3)).tolist() == [1.0, 1.0, 1.0]


def test_over_a_week_what_is_open_runs_in_a_straight_line() -> None:
    """Open 7 at the end of the first week and none after the next: 1 to 7, then 6 to 0, day by day."""
    weekly = weights(grid(44))
    assert weekly[-3:].tolist() == [4.0, 7.0, 4.0]
    assert 7 * weekly[-2] == sum(range(1, 8)) + sum(range(7))
