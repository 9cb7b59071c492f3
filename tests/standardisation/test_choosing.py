"""Is the best set of pairs within a limit the best of all, and does what is sought greedily say how far it may be?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.standardisation.choosing import Chooser, Limit
from pipir.standardisation.headroom import Headroom
from pipir.standardisation.opening import Cut, Members, Openings
from standardisation.small import openings, pair, rivals, shots, subsets
from sustainment.world import stock

few = settings(max_examples=25, deadline=None)
prices = st.lists(st.sampled_from((0.0, 1.0, 2.0, 5.0, np.inf)), min_size=5, max_size=5)


def best_of_all(found: Openings, limit: Limit) -> float:
    return max(found.avoided(members) for members in subsets(len(found.uses)) if limit.allows(members))


@few
@given(rivals(), prices, st.sampled_from((0.0, 1.0, 3.0, 6.0, 20.0)))
def test_a_set_is_the_best_of_all(case: Case, costs: list[float], most: float) -> None:
    found = openings(case)
    limit = Limit(np.array(costs)[: len(found.uses)], most)
    chosen = Chooser(found.cut, found.usable(), found.headroom()).best(limit)
    assert chosen.proven
    assert chosen.gap == 0.0
    assert limit.allows(chosen.members)
    assert chosen.avoided == pytest.approx(best_of_all(found, limit), abs=2e-7)
    assert chosen.bound >= chosen.avoided
    for k in chosen.members:
        assert found.avoided(chosen.members - {k}) < chosen.avoided


@few
@given(rivals(), st.integers(1, 4))
def test_a_greedy_set_is_no_further_from_the_best_than_its_gap(case: Case, size: int) -> None:
    found = openings(case)
    limit = Limit(np.ones(len(found.uses)), float(size))
    chosen = Chooser(found.cut, found.usable(), found.headroom(), exact=0).best(limit)
    best = best_of_all(found, limit)
    assert limit.allows(chosen.members)
    assert chosen.avoided <= best + 1e-7 <= chosen.avoided + chosen.gap + 2e-7
    assert chosen.bound >= best - 1e-7


@few
@given(rivals())
def test_more_money_is_never_worse(case: Case) -> None:
    found = openings(case)
    chooser = Chooser(found.cut, found.usable(), found.headroom())
    values = [chooser.best(Limit(np.ones(len(found.uses)), float(size))).avoided for size in range(6)]
    assert values[0] == 0.0
    assert values == sorted(values)
    assert values[-1] == pytest.approx(found.avoided(frozenset(range(len(found.uses)))), abs=1e-7)


def test_two_cheap_pairs_beat_the_one_that_is_worth_most_for_its_cost() -> None:
    """Worth 0.5 for 3, or 0.4 for 2 and 0.2 for 2: for 3 the first, for 4 the others; for 5 the first and one more."""
    worth, costs = (0.5, 0.4, 0.2), np.array([3.0, 2.0, 2.0])
    chooser = Chooser(added(worth), range(3), anything(3))
    sets = [sorted(chooser.best(Limit(costs, most)).members) for most in (1.0, 2.0, 3.0, 4.0, 5.0, 7.0)]
    assert sets == [[], [1], [0], [1, 2], [0, 1], [0, 1, 2]]


def anything(count: int) -> Headroom:
    """Headroom for one unit of each pair."""
    return Headroom(np.ones(count), ())


def added(worth: tuple[float, ...]) -> object:
    """What sets avoid whose pairs have nothing to do with one another."""

    def look(members: Members) -> Cut:
        adds = np.array([0.0 if k in members else value for k, value in enumerate(worth)])
        return Cut(members, sum(worth[k] for k in members), adds, adds)

    return look


def test_fifty_pairs_are_sought_and_forty_proven() -> None:
    """Pairs of equal worth and cost: any are best, and the bound says so."""
    for count in (40, 50):
        look = added(tuple(0.01 for _ in range(count)))
        chosen = Chooser(look, range(count), anything(count)).best(Limit(np.ones(count), 7.0))
        assert (len(chosen.members), chosen.proven) == (7, True)


def test_what_no_price_speaks_for_does_not_count_among_the_forty() -> None:
    """Greed takes the first two for 5; the other two, for 6, are worth more. Ninety beside them add nothing."""
    worth, costs = (0.4, 0.5, 0.5, *(0.0,) * 90), np.array([2.0, 3.0, 3.0, *(1.0,) * 90])
    for exact, members in ((3, {1, 2}), (2, {0, 1})):
        chosen = Chooser(added(worth), range(93), anything(93), exact).best(Limit(costs, 6.0))
        assert (chosen.members, chosen.proven) == (members, exact == 3)
    assert chosen.avoided + chosen.gap >= 1.0


def test_pairs_that_only_help_together_are_found() -> None:
    """Each alone avoids nothing, so that greed takes neither; two together avoid half, and prices promise as much."""

    def look(members: Members) -> Cut:
        value = 0.5 if members >= {0, 1} else 0.0
        adds = np.array([0.0 if k in members or value else 0.5 for k in range(3)])
        return Cut(members, value, adds, adds)

    limit = Limit(np.ones(3), 2.0)
    assert Chooser(look, range(3), anything(3)).best(limit).members == {0, 1}
    sought = Chooser(look, range(3), anything(3), exact=0).best(limit)
    assert (sought.members, sought.gap) == (frozenset(), pytest.approx(0.5))


def test_a_set_has_no_member_that_it_does_not_need() -> None:
    """Either substitute would do for all: one is taken, the cheaper."""
    held = [stock("usa-a", 100, "dart"), stock("usa-a", 100, "ball")]
    found = openings(shots(substitutes=[pair("USA", "shell", "dart"), pair("USA", "shell", "ball")], stocks=held))
    chosen = Chooser(found.cut, found.usable(), found.headroom()).best(Limit(np.array([1.0, 2.0]), 3.0))
    assert [found.uses[k].name for k in chosen.members] == ["USA/shell/ball"]
    dearer = Chooser(found.cut, found.usable(), found.headroom()).best(Limit(np.array([2.0, 1.0]), 3.0))
    assert [found.uses[k].name for k in dearer.members] == ["USA/shell/dart"]


def test_a_search_that_is_stopped_says_how_far_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that no bound sees through: with one node and one set to look at, a gap is stated that holds."""
    draws = np.random.default_rng(0)
    costs, worth = draws.integers(20, 60, 30).astype(np.float64), tuple(draws.integers(30, 50, 30) / 1000.0)
    limit = Limit(costs, float(costs.sum() // 2))
    best = Chooser(added(worth), range(30), anything(30)).best(limit)
    monkeypatch.setattr("pipir.standardisation.choosing.ROUNDS", 0)
    stopped = Chooser(added(worth), range(30), anything(30)).best(limit)
    assert best.proven
    assert not stopped.proven
    assert stopped.avoided <= best.avoided <= stopped.avoided + stopped.gap + 1e-9
