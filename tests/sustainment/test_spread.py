"""Does a run tell how much of its spread is the war and how much is ignorance?"""

from __future__ import annotations

import pytest

from pipir.case.case import Case
from sustainment.world import demand, stock, sustained, world


def known_to(low: float, high: float, cv: float) -> Case:
    """A stock of 50 that may be anything from low to high, drained by 5 a day."""
    claim = {
        "table": "stocks", "row": "usa-a/shell/serviceable", "column": "quantity", "source": "assumption",
        "value": "50", "low": low, "high": high, "confidence": "assumed", "chosen": True,
    }  # fmt: skip
    return world(20, stocks=[stock("usa-a", 50)], demands=[demand("usa-a", 5) | {"cv": cv}], evidence=[claim])


def test_without_chance_in_the_war_all_of_the_spread_is_ignorance() -> None:
    told = sustained(known_to(20, 90, cv=0.0), uncertain_figures=True, runs=100, expected=False).spread
    assert told is not None
    assert told.select("nation", "item", "short_p10", "short_p50", "short_p90").rows() == [("USA", "shell", 10, 10, 10)]
    assert told["share_ignorance"].to_list() == pytest.approx([1.0])


def test_with_every_figure_known_none_of_it_is() -> None:
    told = sustained(known_to(50, 50, cv=1.0), uncertain_figures=True, runs=100, expected=False).spread
    assert told is not None
    assert told["share_ignorance"].to_list() == [0.0]


def test_ignorance_is_a_larger_part_the_wider_the_range() -> None:
    shares = []
    for low, high in ((45, 55), (20, 80)):
        told = sustained(known_to(low, high, cv=1.0), uncertain_figures=True, runs=400, expected=False).spread
        assert told is not None
        shares.append(told["share_ignorance"][0])
    assert 0 <= shares[0] < shares[1] < 1


def test_nothing_is_told_where_no_figure_is_drawn() -> None:
    assert sustained(known_to(20, 90, cv=1.0), runs=10, expected=False).spread is None
