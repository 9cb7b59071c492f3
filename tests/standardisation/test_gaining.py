"""Who gains of which item, and how many days of supply is that?"""

from __future__ import annotations

import numpy as np
import pytest

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.program.claims import claims
from pipir.standardisation.gaining import Gain, Owed
from sustainment.world import commitment, demand, stock, world


def gains(case: Case, before: float, after: float, by: str = "nation") -> dict[tuple[str, str], Gain]:
    """Gains where every claim goes short of the one share before and of the other after."""
    net = compile_network(case)
    every = claims(net)
    owed, shares = Owed(net, every), (np.full(len(every.kind), before), np.full(len(every.kind), after))
    found = owed.by_nation(*shares) if by == "nation" else owed.by_item(*shares)
    return {(gain.nation, gain.item): gain for gain in found}


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
    assert found["JPN", "shell"].owed == pytest.approx(50 + 10)
    assert found["JPN", "shell"].days == pytest.approx(10)
    assert found["XAA", "shell"].units == pytest.approx(7)
    assert found["XAA", "shell"].days is None
    assert gains(case, 1.0, 0.0, "item")["", "shell"].owed == pytest.approx(67)


def test_a_rest_of_rounding_is_not_told() -> None:
    case = world(10, demands=[demand("usa-a", 10)])
    assert not gains(case, 0.5, 0.5 - 1e-7)["USA", "shell"].told
    assert gains(case, 0.5, 0.501)["USA", "shell"].told
