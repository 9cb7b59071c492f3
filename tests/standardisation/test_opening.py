"""Is what gates would avoid what a plan with them open would; is opening never worse; do prices bound it?"""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.planning.worth import Worth, costs
from pipir.program.build import build
from pipir.program.grid import grid_of
from pipir.standardisation.gates import opened, uses
from pipir.standardisation.opening import NONE
from standardisation.small import openings, pair, rivals, shots, subsets
from sustainment.world import agreement, demand, lane, stock, world

near = partial(pytest.approx, abs=1e-7)
few = settings(max_examples=25, deadline=None)


def test_half_as_many_darts_do_for_shells() -> None:
    """Sixty darts do for 30 of 100 shells: 0.3 of an item in rank 2, which counts a quarter."""
    found = openings(shots())
    assert found.missing == near(0.25)
    assert found.avoided(frozenset({0})) == near(0.3 / 4)
    assert found.shares(NONE) == near([1.0])
    assert found.shares(frozenset({0})) == near([0.7])


def test_a_pair_that_nobody_needs_avoids_nothing() -> None:
    enough = openings(shots(stocks=[stock("usa-a", 60, "dart"), stock("usa-a", 100, "shell")]))
    nobody = openings(shots(demands=[demand("usa-a", 1, "ball")]))
    nothing = openings(shots(stocks=[]))
    assert [found.avoided(frozenset({0})) for found in (enough, nobody, nothing)] == [0.0, 0.0, 0.0]
    assert [len(found.usable()) for found in (enough, nobody, nothing)] == [1, 0, 0]


def test_two_pairs_may_be_worth_something_only_together() -> None:
    """Shells are free for Korea's friends once Korea may use darts: no lane, so each helps only itself and its own."""
    case = world(
        10,
        stocks=[stock("usa-a", 100, "shell"), stock("usa-a", 100, "dart")],
        demands=[demand("usa-a", 10, "shell"), demand("usa-a", 10, "ball", demand="balls")],
        substitutes=[pair("USA", "ball", "shell"), pair("USA", "shell", "dart")],
    )
    found = openings(case)
    assert [p.name for p in found.uses] == ["USA/ball/shell", "USA/shell/dart"]
    assert [found.avoided(frozenset({k})) for k in (0, 1)] == near([0.0, 0.0])
    assert found.avoided(frozenset({0, 1})) == near(0.25)
    assert found.cut(frozenset({0})).adds[1] >= 0.25 - 1e-9


@few
@given(rivals())
def test_opening_is_never_worse_and_as_good_as_a_case_in_which_it_is_open(case: Case) -> None:
    found = openings(case)
    every = subsets(len(found.uses))
    value = {members: found.avoided(members) for members in every}
    for members in every:
        for k in members:
            assert value[members] >= value[members - {k}] - 1e-9
    for members in every[:: max(len(every) // 4, 1)]:
        net = compile_network(opened(case, [found.uses[k] for k in members]))
        anew = Worth(build(net, grid_of(net))).best()
        assert found.missing - value[members] == near(anew.missing)


@few
@given(rivals(4))
def test_no_set_avoids_more_than_prices_of_any_other_say(case: Case) -> None:
    found = openings(case)
    every = subsets(len(found.uses))
    for members in every:
        cut = found.cut(members)
        for other in every:
            assert found.avoided(other) <= cut.avoided + sum(cut.adds[k] for k in other - members) + 1e-7


@few
@given(rivals(3))
def test_shares_are_those_of_a_best_use(case: Case) -> None:
    found = openings(case)
    worth = costs(found.built)
    for members in subsets(len(found.uses)):
        shares = found.shares(members)
        assert ((shares >= 0.0) & (shares <= 1.0)).all()
        assert float((worth * shares).sum()) == pytest.approx(found.missing - found.avoided(members), abs=1e-5)


def test_nobody_loses_who_need_not() -> None:
    """Japan and Korea share 80 shells, which could go to either; the balls that darts do for are nothing to them."""
    case = world(
        10,
        stocks=[stock("usa-a", 80, "shell"), stock("usa-a", 50, "dart")],
        demands=[demand("jpn-a", 10, "shell"), demand("kor-a", 10, "shell"), demand("usa-a", 10, "ball")],
        lanes=[lane("usa-a", "jpn-a", 0), lane("usa-a", "kor-a", 0)],
        agreements=[agreement("USA", "JPN"), agreement("USA", "KOR")],
        substitutes=[pair("USA", "ball", "dart")],
    )
    found = openings(case)
    assert found.shares(NONE) == near([0.6, 0.6, 1.0])
    assert found.shares(frozenset({0})) == pytest.approx([0.6, 0.6, 0.5], abs=1e-6)


def test_who_opens_the_gate_gains_first() -> None:
    """Darts do for shells in the USA, which free shells for Japan and Korea, or serve the USA itself: itself."""
    case = world(
        10,
        stocks=[stock("usa-a", 90, "shell"), stock("usa-a", 60, "dart")],
        demands=[demand(site, 10, "shell") for site in ("jpn-a", "kor-a", "usa-a")],
        lanes=[lane("usa-a", "jpn-a", 0), lane("usa-a", "kor-a", 0)],
        agreements=[agreement("USA", "JPN"), agreement("USA", "KOR")],
        substitutes=[pair("USA", "shell", "dart")],
    )
    found = openings(case)
    assert found.shares(NONE) == near([0.7, 0.7, 0.7])
    assert found.shares(frozenset({0})) == pytest.approx([0.7, 0.7, 0.1], abs=1e-6)


def test_answers_do_not_depend_on_what_was_asked_before() -> None:
    case = shots(substitutes=[pair("USA", "shell", "dart", 2.0), pair("USA", "shell", "ball")], stocks=STOCKS)
    one, other = openings(case), openings(case)
    every = subsets(2)
    forwards = [one.cut(members) for members in every]
    backwards = [other.cut(members) for members in reversed(every)][::-1]
    assert [cut.avoided for cut in forwards] == [cut.avoided for cut in backwards]
    assert all(np.array_equal(a.adds, b.adds) for a, b in zip(forwards, backwards, strict=True))


STOCKS = [stock("usa-a", 60, "dart"), stock("usa-a", 20, "ball")]


def test_only_the_users_asked_for_are_opened() -> None:
    case = shots(substitutes=[pair("USA", "shell", "dart"), pair("JPN", "shell", "dart", safety="no")])
    both, (japan,) = uses(case), uses(case, "JPN")
    assert [use.nation for use in (*both, japan)] == ["JPN", "USA", "JPN"]
    rows = opened(case, [japan])["substitutes"].sort("nation")["safety"].to_list()
    assert rows == ["yes", "unknown"]
