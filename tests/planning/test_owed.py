"""To whom is a claim owed, when, and how many days of supply are so many units?"""

from __future__ import annotations

import numpy as np
import pytest

from pipir.network.compile import compile_network
from pipir.planning.owed import claimants, days_of_supply, days_owed, receivers, windows
from pipir.program.claims import DEMAND, claims
from sustainment.world import commitment, demand, stock, world


def test_a_claim_is_owed_to_who_needs_or_receives_between_its_days_within_the_scenario() -> None:
    net = compile_network(
        world(
            10,
            stocks=[stock("usa-a", 1)],
            demands=[demand("jpn-a", 5, days=(2, 6), demand="need")],
            commitments=[
                commitment("USA", "XAA", 40, (5, 25), commitment="long"),
                commitment("USA", "JPN", 7, (3, 3), commitment="once"),
                commitment("USA", "JPN", 7, (-9, -2), commitment="past"),
            ],
        )
    )
    every = claims(net)
    names = [
        (net.demands if kind == DEMAND else net.commitments).ids[k]
        for kind, k in zip(every.kind, every.number, strict=True)
    ]
    nations = [net.nations[k] for k in receivers(net, every)]
    assert claimants(net, every).tolist() == nations
    assert dict(zip(names, zip(nations, windows(net, every).tolist(), strict=True), strict=True)) == {
        "need": ("JPN", [2, 6]),
        "long": ("XAA", [5, 10]),
        "once": ("JPN", [3, 3]),
        "past": ("JPN", [0, 0]),
    }


def test_days_on_which_any_is_owed_count_once_and_gaps_do_not() -> None:
    assert days_owed(np.array([(0.0, 4.0), (2.0, 6.0), (8.0, 9.5)])) == 7.5
    assert days_owed(np.array([(3.0, 3.0)])) == 0.0
    assert days_owed(np.zeros((0, 2))) == 0.0


def test_a_day_of_supply_is_the_mean_need_of_the_days_with_any() -> None:
    assert days_of_supply(32.0, 160.0, 6.0) == pytest.approx(32 / (160 / 6))
    assert days_of_supply(-5.0, 10.0, 0.0) is None
