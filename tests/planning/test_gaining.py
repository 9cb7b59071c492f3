"""Who gains of which item, and how many days of supply is that?"""

from __future__ import annotations

import numpy as np
import pytest

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.planning.gaining import Gain, Owed
from pipir.program.claims import DEMAND, claims
from sustainment.world import commitment, demand, stock, world


def gains(case: Case, before: float, after: float) -> dict[tuple[str, str], Gain]:
    """Gains where every claim goes short of the one share before and of the other after."""
    net = compile_network(case)
    every = claims(net)
    shares = np.full(len(every.kind), before), np.full(len(every.kind), after)
    return {(gain.nation, gain.item): gain for gain in Owed(net, every).by_nation(*shares)}


def test_days_of_supply_are_at_the_mean_need_of_the_days_on_which_there_is_any() -> None:
    """Ten a day on days 0 to 4 and thirty on days 2 to 6: 160 on six days. A fifth less short is 32 units, 1.2 days."""
    case = world(
        20,
        demands=[
            demand("usa-a", 10, days=(0, 4), demand="a"),
            demand("usa-b", 30, days=(2, 6), demand="b"),
        ],
    )
    gain = gains(case, 0.5, 0.3)["USA", "shell"]
    assert (gain.owed, gain.before, gain.after) == pytest.approx((160, 80, 48))
    assert gain.units == pytest.approx(32)
    assert gain.days == pytest.approx(32 / (160 / 6))
    assert gain.told


def test_commitments_count_for_the_nation_that_receives() -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 1)],
        demands=[demand("jpn-a", 5)],
        commitments=[commitment("USA", "JPN", 40, (5, 25)), commitment("USA", "XAA", 7, (3, 3))],
    )
    found = gains(case, 1.0, 0.0)
    assert found["JPN", "shell"].owed == pytest.approx(50)
    assert found["JPN", "shell"].days == pytest.approx(10)
    assert found["XAA", "shell"].units == pytest.approx(7)
    assert found["XAA", "shell"].days is None


@pytest.mark.parametrize(("promised", "needed", "units"), [(0.2, 0.6, 30), (0.2, 0.1, 8), (0.25, 0.2, 10)])
def test_a_unit_that_comes_under_a_promise_and_meets_a_need_is_one(
    promised: float, needed: float, units: float
) -> None:
    """Of 50 needed and 40 promised; where both change by ten it is the need that is told."""
    case = world(10, demands=[demand("jpn-a", 5)], commitments=[commitment("USA", "JPN", 40, (0, 10))])
    net = compile_network(case)
    every = claims(net)
    after = np.where(every.kind == DEMAND, 1.0 - needed, 1.0 - promised)
    [gain] = Owed(net, every).by_nation(np.ones(2), after)
    [change] = Owed(net, every).together(np.ones(2), after)
    assert gain.units == change.units == pytest.approx(units)
    assert gain.owed == (40 if units == 8 else 50)


def test_a_rest_of_rounding_is_not_told() -> None:
    case = world(10, demands=[demand("usa-a", 10)])
    assert not gains(case, 0.5, 0.5 - 1e-7)["USA", "shell"].told
    assert gains(case, 0.5, 0.501)["USA", "shell"].told


def test_who_gains_of_an_item_and_who_loses_are_told_apart_each_in_days_of_their_own_need() -> None:
    """Japan needs 10 a day and gains 20, Korea 30 a day and gains 30, the United States 50 a day and lose 100."""
    case = world(10, demands=[demand(site, a_day) for site, a_day in (("jpn-a", 10), ("kor-a", 30), ("usa-a", 50))])
    net = compile_network(case)
    every = claims(net)
    by_owed = {100.0: (0.5, 0.3), 300.0: (0.5, 0.4), 500.0: (0.0, 0.2)}
    before, after = np.array([by_owed[owed] for owed in every.owed]).T
    lose, gain = Owed(net, every).together(before, after)
    assert (gain.nations, gain.item) == (("JPN", "KOR"), "shell")
    assert (gain.units, gain.days, gain.share) == pytest.approx((20 + 30, 50 / 40, 50 / 400))
    assert (lose.nations, lose.units, lose.days) == (("USA",), pytest.approx(-100), pytest.approx(-2))
    alone = {(one.nation, one.item): one for one in Owed(net, every).by_nation(before, after)}
    assert lose.days == alone["USA", "shell"].days


def test_those_for_whom_nothing_changes_are_no_part_of_the_days() -> None:
    """Korea needs a hundred times as much and gains nothing: Japan's 20 shells are two days of Japan's supply."""
    case = world(10, demands=[demand("jpn-a", 10), demand("kor-a", 1000)])
    net = compile_network(case)
    every = claims(net)
    after = np.where(every.owed > 100.0, 0.5, 0.3)
    (only,) = Owed(net, every).together(np.full(2, 0.5), after)
    assert (only.nations, only.units, only.days) == (("JPN",), pytest.approx(20), pytest.approx(2))
    assert Owed(net, every).by_days("shell")
    assert not Owed(net, every).by_days("dart")
