"""Are the shares of a game those of the textbooks, and of a second reckoning of all orders and all coalitions?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipir.network.network import Floats
from pipir.sharing import game, settling
from sharing import plainly

A = np.array([[1, 0], [1, 1], [1, 2]], dtype=np.float64)
GOODS = np.array([3.0, 4.0])
HELD = {0: (100, 10, 60), 1: (20, 120, 60), 2: (0, 0, 200)}
SOME = settings(max_examples=25, derandomize=True)


def linear_game() -> Floats:
    """The linear game of methods d.14, players A, B, C."""
    found = np.zeros(8)
    for coalition in range(1, 8):
        have = np.sum([HELD[k] for k in range(3) if coalition >> k & 1], axis=0)
        found[coalition] = -linprog(-GOODS, A_ub=A, b_ub=have, method="highs").fun
    return found


@st.composite
def games(draw: st.DrawFn, most: int = 4) -> Floats:
    """Games in which parting never gains: a coalition is worth at least what any two parts of it are."""
    count = draw(st.integers(2, most))
    found = np.zeros(1 << count)
    for coalition in range(1, 1 << count):
        parts = [found[part] + found[coalition ^ part] for part in range(1, coalition) if part & coalition == part]
        found[coalition] = max(parts, default=0.0) + draw(st.sampled_from((0, 0, 1, 2, 5, 0.5)))
    return found


def test_the_linear_game_has_its_worked_answers() -> None:
    """Methods d.14: A 40, B 140, AB 360, AC 40, BC 480, all 520; Shapley is not in the core, the nucleolus is."""
    value = linear_game()
    assert value == pytest.approx([0, 40, 140, 360, 0, 40, 480, 520])
    assert game.shapley(value) == pytest.approx([70, 340, 110])
    assert settling.nucleolus(value) == pytest.approx([40, 400, 80])
    worst = game.objection(value, game.shapley(value))
    assert (worst.coalition, worst.size) == (0b110, pytest.approx(30))
    assert game.objection(value, np.array([40.0, 480.0, 0.0])).size == pytest.approx(0)
    assert game.objection(value, settling.nucleolus(value)).size == pytest.approx(0)
    assert settling.subsidy(value) == 0.0
    least, most = settling.limits(value)
    assert least == pytest.approx([40, 320, 0], abs=1e-6)
    assert most == pytest.approx([40, 480, 160], abs=1e-6)


def test_an_empty_core_is_settled_by_a_subsidy() -> None:
    """Any two of three win: each pair objects to a third each by a third, and half more would keep all pairs."""
    value = np.array([0, 0, 0, 1, 0, 1, 1, 1], dtype=np.float64)
    assert settling.least_core(value).excess == pytest.approx(1 / 3)
    assert settling.subsidy(value) == pytest.approx(0.5)
    assert settling.nucleolus(value) == pytest.approx([1 / 3] * 3)
    assert game.objection(value, game.shapley(value)).size == pytest.approx(1 / 3)


@SOME
@given(games(5))
def test_shapley_is_the_mean_over_all_orders(value: Floats) -> None:
    assert game.shapley(value) == pytest.approx(plainly.shapley(value))
    assert game.shapley(value).sum() == pytest.approx(value[-1])


@SOME
@given(games())
def test_the_least_core_and_the_subsidy_are_those_of_all_coalitions_at_once(value: Floats) -> None:
    assert settling.least_core(value).excess == pytest.approx(plainly.least_core(value), abs=1e-6)
    assert settling.subsidy(value) == pytest.approx(max(0.0, plainly.subsidy(value)), abs=1e-6)


@SOME
@given(games())
def test_the_nucleolus_is_that_of_a_second_scheme(value: Floats) -> None:
    assert settling.nucleolus(value) == pytest.approx(plainly.nucleolus(value), abs=1e-5)


@SOME
@given(games())
def test_a_core_that_is_not_empty_holds_the_nucleolus(value: Floats) -> None:
    worst = game.objection(value, settling.nucleolus(value)).size
    assert worst == pytest.approx(max(worst, plainly.least_core(value)), abs=1e-6)
    if plainly.least_core(value) <= 0:
        assert worst <= 1e-6
        least, most = settling.limits(value)
        assert (least <= settling.nucleolus(value) + 1e-5).all()
        assert (settling.nucleolus(value) <= most + 1e-5).all()


@SOME
@given(games(), st.randoms(use_true_random=False))
def test_names_change_nothing(value: Floats, chance: np.random.Generator) -> None:
    count = len(value).bit_length() - 1
    order = list(range(count))
    chance.shuffle(order)
    renamed = np.zeros(len(value))
    for coalition in range(len(value)):
        renamed[sum(1 << order[k] for k in range(count) if coalition >> k & 1)] = value[coalition]
    for rule in (game.shapley, settling.nucleolus):
        assert rule(renamed)[order] == pytest.approx(rule(value), abs=1e-6)


@SOME
@given(games(3), st.sampled_from((0.0, 2.0)))
def test_who_adds_only_what_it_is_worth_alone_gets_that(value: Floats, alone: float) -> None:
    """A null player gets nothing; one that adds the same to everybody gets that."""
    wider = np.concatenate([value, value + alone])
    wider[0] = 0.0
    for rule in (game.shapley, settling.nucleolus):
        assert rule(wider)[-1] == pytest.approx(alone, abs=1e-6)
        assert rule(wider)[:-1] == pytest.approx(rule(value), abs=1e-6)
    assert game.most_added(wider)[-1] == pytest.approx(alone)


def test_what_each_adds_and_is_worth_alone() -> None:
    value = linear_game()
    assert game.alone(value) == pytest.approx([40, 140, 0])
    assert game.marginal(value) == pytest.approx([40, 480, 160])
    assert game.most_added(value) == pytest.approx([220, 480, 340])


@pytest.mark.parametrize("values", [[0.0], [0.0, 1.0, 2.0], [1.0, 1.0], [0.0, np.nan]])
def test_values_of_no_game_are_an_error(values: list[float]) -> None:
    with pytest.raises(ValueError, match=r"valu|worth"):
        game.shapley(np.array(values))


def test_values_a_little_off_by_a_solver_are_shared_as_those_meant() -> None:
    """Nobody gains: each gets what it is worth, though all together seem worth a billionth less than one by one."""
    value = np.array([0.0, 0.2, 0.3, 0.5, 0.5, 0.7, 0.8, 1.0])
    off = value - np.array([0, 0, 0, 1, 0, 1, 0, 3]) * 1e-8
    assert settling.nucleolus(off) == pytest.approx(settling.nucleolus(value), abs=1e-7)


def test_all_together_must_be_worth_the_players_one_by_one() -> None:
    with pytest.raises(ValueError, match="less than the players one by one"):
        settling.nucleolus(np.array([0.0, 1.0, 1.0, 1.5]))
