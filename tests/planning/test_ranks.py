"""In which order are claims served? Answers by hand and by simple rules of sharing that need no programme."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipir
from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.planning.ranks import ROUNDS, WORSE, Order, Served, serve
from pipir.planning.solved import solved
from pipir.program.build import Built, build
from pipir.program.grid import grid_of
from pipir.program.solver import Solver, Status
from planning.worlds import worlds
from sustainment.world import agreement, demand, lane, stock, world

near = partial(pytest.approx, abs=1e-6)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
sizes = st.integers(1, 40)


def built_of(case: Case, **terms: Any) -> Built:
    net = compile_network(case, None, Terms(**terms))
    return build(net, grid_of(net))


def ordered(case: Case, **terms: Any) -> tuple[Built, Order]:
    built = built_of(case, **terms)
    return built, serve(built, Solver(built.programme))


def served(case: Case) -> list[Served]:
    return [*ordered(case)[1].served]


def shares(case: Case) -> list[float]:
    """Share short of each demand."""
    built, order = ordered(case)
    found: list[float] = order.values[built.programme.columns["short"].all].tolist()
    return found


# One rank after another


@FEW
@given(st.integers(0, 120), st.lists(sizes, min_size=1, max_size=3))
def test_of_one_stock_each_tier_takes_what_it_needs_of_what_is_left(lies: int, needs: list[int]) -> None:
    demands = [demand("usa-a", need, demand=f"d{k}", tier=k + 1) for k, need in enumerate(needs)]
    left, expected = float(lies), []
    for need in needs:
        expected.append(max(0.0, 1.0 - left / need))
        left = max(0.0, left - need)
    assert [rank.pooled for rank in served(world(1, stocks=[stock("usa-a", lies)], demands=demands))] == near(expected)


def test_a_small_gain_of_an_earlier_rank_outweighs_any_of_a_later_one() -> None:
    """One tonne of lift carries a round for the first rank or a thousand for the second."""
    case = world(
        1,
        items={"dart": {"mass_kg": 1}},
        stocks=[stock("usa-a", 1), stock("usa-a", 1000, "dart")],
        lanes=[lane("usa-a", "usa-b", 0, lift_t_per_day=1)],
        demands=[demand("usa-b", 1000), demand("usa-b", 1000, "dart", tier=2)],
    )
    assert [rank.pooled for rank in served(case)] == near([0.999, 1.0])


@FEW
@given(worlds())
def test_no_stage_takes_from_a_rank_what_it_was_given(case: Case) -> None:
    """By the end the pooled share of each rank, and its largest single one, are what its own stage found."""
    built, order = ordered(case, call_promises=True)
    claims, short = built.claims, order.values[built.programme.columns["short"].all]
    for rank in order.served:
        members = np.flatnonzero(claims.rank == rank.rank)
        assert claims.share[members] @ short[members] <= rank.pooled + 2 * WORSE
        if rank.levels:
            assert short[members].max() <= rank.levels[0] + 2 * WORSE


@FEW
@given(worlds())
def test_the_first_rank_is_served_as_if_it_were_alone(case: Case) -> None:
    built, order = ordered(case, call_promises=True)
    if order.served:
        first = order.served[0]
        members = np.flatnonzero((built.claims.rank == first.rank) & (built.claims.share > 0))
        alone = Solver(built.programme).minimise(
            built.programme.columns["short"].all[members], built.claims.share[members]
        )
        assert first.pooled == near(alone.objective)


# The pooled share of a rank


@FEW
@given(st.integers(0, 60), st.lists(st.tuples(sizes, st.sampled_from((0.5, 1, 3)), sizes), min_size=2, max_size=4))
def test_a_ship_carries_first_what_weighs_least_for_the_share_that_it_serves(
    lift: int, needs: list[tuple[int, float, int]]
) -> None:
    """Items of different masses, two demands of each, one of which counts more: taken by share per tonne."""
    items, demands, stocks, offers = {}, [], [], []
    for k, (need, tonnes, weight) in enumerate(needs):
        items[f"i{k}"] = {"mass_kg": 1000 * tonnes}
        stocks.append(stock("usa-a", 1000, f"i{k}"))
        demands.append(demand("usa-b", need, f"i{k}", demand=f"light-{k}"))
        demands.append(demand("usa-b", 2 * need, f"i{k}", demand=f"heavy-{k}", weight=weight))
        total = need + 2.0 * need * weight
        offers += [(1.0 / total / tonnes, need * tonnes), (weight / total / tonnes, 2.0 * need * tonnes)]
    room, pooled = float(lift), float(len(needs))
    for gain, load in sorted(offers, reverse=True):
        pooled -= gain * min(load, room)
        room -= min(load, room)
    ship = lane("usa-a", "usa-b", 0, lift_t_per_day=lift)
    (rank,) = served(world(1, items=items, stocks=stocks, lanes=[ship], demands=demands))
    assert rank.pooled == near(pooled)


def test_a_price_is_what_the_pooled_share_falls_by_with_one_unit_more() -> None:
    def at(lies: float) -> tuple[Built, Served]:
        built, order = ordered(world(5, stocks=[stock("usa-a", lies)], demands=[demand("usa-a", 10)]))
        return built, order.served[0]

    built, rank = at(20)
    price = rank.row_prices[built.programme.rows["balance"].all]
    assert price[0] == near(at(21)[1].pooled - rank.pooled) == near(-1 / 50)


# The largest single shares of a rank


def lanes_of(stock_of: float, needs: list[tuple[int, int]]) -> Case:
    """One stock, and places that need so much and can be sent so much."""
    return world(
        1,
        stocks=[stock("usa-a", stock_of)],
        lanes=[lane("usa-a", f"usa-p{k}", 0, lift_t_per_day=most) for k, (_, most) in enumerate(needs)],
        demands=[demand(f"usa-p{k}", need, demand=f"d{k}") for k, (need, _) in enumerate(needs)],
    )


def filled(lies: float, needs: list[tuple[int, int]]) -> list[float]:
    """Shares short when all are served alike, those that can be sent no more apart: the level is found by halving."""

    def sent(level: float) -> list[float]:
        return [min(need * level, most) for need, most in needs]

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (low, middle) if sum(sent(middle)) > lies else (middle, high)
    return [1.0 - q / need for q, (need, _) in zip(sent(low), needs, strict=True)]


@FEW
@given(st.integers(0, 120), st.lists(st.tuples(sizes, st.integers(0, 40)), min_size=2, max_size=ROUNDS - 1))
def test_one_stock_is_shared_alike_as_far_as_lanes_allow(lies: int, needs: list[tuple[int, int]]) -> None:
    assert shares(lanes_of(lies, needs)) == pytest.approx(filled(lies, needs), abs=2e-5)


def test_a_claim_that_nothing_can_serve_hides_no_other() -> None:
    case = lanes_of(10, [(10, 0), (10, 40), (10, 40)])
    (rank,) = served(case)
    assert rank.levels == near((1.0, 0.5))
    assert shares(case) == near([1.0, 0.5, 0.5])


def test_of_seven_different_shares_the_five_largest_are_brought_down() -> None:
    """Each place has a stock of its own, and all are counted; a sixth level is not looked for."""
    case = world(
        1,
        stocks=[stock(f"usa-p{k}", k + 1) for k in range(7)],
        demands=[demand(f"usa-p{k}", 10, demand=f"d{k}") for k in range(7)],
    )
    (rank,) = served(case)
    assert rank.levels == near((0.9, 0.8, 0.7, 0.6, 0.5))
    assert shares(case) == near([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3])


def test_the_pooled_share_is_not_given_up_for_an_even_one() -> None:
    """A substitute of which three do the work of one: sharing alike would serve less in all."""
    gates = {"technical": "yes", "safety": "yes", "permission": "yes"}
    stand_in = {"nation": "JPN", "item": "dart", "substitute": "shell", "ratio": 3.0} | gates
    case = world(
        1,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        agreements=[agreement("USA", "JPN")],
        substitutes=[stand_in],
        demands=[demand("jpn-a", 10, demand="one"), demand("jpn-a", 10, "dart", demand="two")],
    )
    assert shares(case) == near([0.0, 1.0])


def test_a_rank_that_lacks_nothing_or_has_one_claim_has_no_levels() -> None:
    both = [demand("usa-a", 5, demand="one"), demand("usa-a", 5, demand="two")]
    (rank,) = served(world(1, stocks=[stock("usa-a", 10)], demands=both))
    assert (rank.pooled, rank.levels) == (near(0.0), ())
    (rank,) = served(world(1, stocks=[stock("usa-a", 4)], demands=both[:1]))
    assert (rank.pooled, rank.levels) == (near(0.2), ())


@FEW
@given(worlds())
def test_levels_fall_and_there_are_five_at_most(case: Case) -> None:
    for rank in ordered(case, call_promises=True)[1].served:
        assert len(rank.levels) <= ROUNDS
        assert all(after <= before + WORSE for before, after in pairwise(rank.levels))


def test_without_claims_there_is_nothing_to_serve() -> None:
    _, order = ordered(world(3, stocks=[stock("usa-a", 5)]))
    assert (order.served, order.stopped) == ((), None)


# Stopped before the end


def test_a_plan_that_is_stopped_at_once_is_the_one_that_does_nothing() -> None:
    net = compile_network(pipir.read_case("indo-pacific"), "korea", Terms())
    plan = solved(net, grid_of(net), time_limit=0.0)
    assert plan.order.stopped is plan.order.solves[-1]
    assert plan.order.stopped is not None
    assert plan.order.stopped.status is Status.TIME_LIMIT
    assert plan.status == "time limit"
    assert plan.order.served == ()
    assert np.isfinite(plan.order.values).all()
    assert plan.shares == near(1.0)
    assert plan.decisions.sent.sum() == 0.0


class Stopping(Solver):
    """A solver that finishes so many solves and no more."""

    def __init__(self, built: Built, finishes: int) -> None:
        super().__init__(built.programme)
        self._finishes = finishes

    def _run(self) -> Any:
        if len(self.solves) == self._finishes:
            self._ends = 0.0
        return super()._run()


def test_what_was_found_before_the_stop_is_kept() -> None:
    net = compile_network(pipir.read_case("indo-pacific"), "korea", Terms())
    built = build(net, grid_of(net))
    whole = serve(built, Solver(built.programme))
    order = serve(built, Stopping(built, 8))
    assert order.stopped is not None
    assert order.stopped.status is Status.TIME_LIMIT
    assert len(order.solves) == 9
    done = len(order.served)
    assert 0 < done < len(whole.served)
    assert [rank.pooled for rank in order.served] == near([rank.pooled for rank in whole.served[:done]])
    short = order.values[built.programme.columns["short"].all]
    for rank in order.served:
        members = built.claims.rank == rank.rank
        assert built.claims.share[members] @ short[members] == near(rank.pooled)


def test_a_stage_that_is_stopped_is_named_and_its_bound_is_true() -> None:
    """What the stage comes to when nobody stops it lies between the bound and what it had; the last is below 0."""
    net = compile_network(pipir.read_case("indo-pacific"), "korea", Terms())
    built = build(net, grid_of(net))
    whole = serve(built, Solver(built.programme))
    count = len(whole.solves)
    stages = {}
    for finishes in (0, 8, count - 1):
        order = serve(built, Stopping(built, finishes))
        assert order.stopped is not None
        best, had = whole.solves[finishes].objective, order.stopped.objective
        assert order.stopped.bound - 1e-6 <= best <= had + 1e-6
        assert np.isfinite(order.stopped.bound)
        stages[finishes] = order.stage
    assert stages[0] == f"rank {whole.served[0].rank}, pooled share short"
    assert stages[count - 1] == "idle lines"
    assert whole.solves[-1].objective < 0.0
    assert whole.stage is None


def test_prices_of_a_best_solution_prove_it() -> None:
    """By weak duality nothing is below the bound that prices give; at a best solution it is what was found."""
    net = compile_network(pipir.read_case("gmlrs-port-wakefield"), None, Terms())
    solver = Solver(build(net, grid_of(net)).programme)
    serve(build(net, grid_of(net)), solver)
    assert solver.solves[-1].objective < 0.0
    assert solver._bound() == pytest.approx(solver.solves[-1].objective, rel=1e-5)
