"""How much could pairs serve at most: by hand, and never less than they do serve?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from pipir.case.case import Case
from pipir.standardisation.opening import NONE
from standardisation.small import openings, pair, rivals, shots, subsets
from sustainment.world import agreement, demand, lane, line, on, stock


def test_pairs_share_what_is_owed_and_what_there_is() -> None:
    """A hundred shells and forty balls are owed. Darts: 60 lie, 5 are under way, 2 a day come out; balls: 30 lie."""
    found = openings(
        shots(
            stocks=[stock("usa-a", 60, "dart"), stock("usa-a", 30, "ball")],
            lanes=[lane("usa-b", "usa-a", 1)],
            in_transit=[{"lane": "usa-b-to-usa-a", "item": "dart", "arrives": on(2), "quantity": 5}],
            lines=[line("usa-a", 2, "dart")],
            demands=[demand("usa-a", 10), demand("usa-a", 4, "ball")],
            substitutes=[pair("USA", "shell", "dart", 2.0), pair("USA", "shell", "ball"), pair("USA", "ball", "dart")],
        )
    )
    assert [p.name for p in found.uses] == ["USA/ball/dart", "USA/shell/ball", "USA/shell/dart"]
    headroom = found.headroom()
    assert headroom.alone == pytest.approx([40, 30, 85])
    shared = sorted((weights.tolist(), most) for weights, most in headroom.shared)
    assert shared == [
        ([0.0, 1.0, 0.0], pytest.approx(30)),
        ([0.0, 1.0, 0.5], pytest.approx(100)),
        ([1.0, 0.0, 0.0], pytest.approx(40)),
        ([1.0, 0.0, 1.0], pytest.approx(85)),
    ]


def test_users_share_what_there_is_but_not_what_is_owed_to_them() -> None:
    """Korea is owed 30 shells, the United States 100: what the one may serve is no room for the other. Darts: 60."""
    found = openings(
        shots(
            stocks=[stock("usa-a", 60, "dart")],
            lanes=[lane("usa-a", "kor-a", 0)],
            agreements=[agreement("USA", "KOR")],
            demands=[demand("usa-a", 10), demand("kor-a", 3)],
            substitutes=[pair("USA", "shell", "dart", 2.0), pair("KOR", "shell", "dart")],
        )
    )
    assert [use.nation for use in found.uses] == ["KOR", "USA"]
    headroom = found.headroom()
    assert headroom.alone == pytest.approx([30, 60])
    shared = sorted((weights.tolist(), most) for weights, most in headroom.shared)
    assert shared == [
        ([0.0, 0.5], pytest.approx(100)),
        ([1.0, 0.0], pytest.approx(30)),
        ([1.0, 1.0], pytest.approx(60)),
    ]


@settings(max_examples=15, deadline=None)
@given(rivals(4))
def test_no_set_avoids_more_than_units_served_are_worth(case: Case) -> None:
    """For each cut: what a set avoids more is paid by units of its pairs, of which there are no more than headroom."""
    found = openings(case)
    headroom, every = found.headroom(), subsets(len(found.uses))
    for members in every[:6]:
        cut = found.cut(members)
        for other in every:
            worth = sum(cut.each[k] * headroom.alone[k] for k in other - members)
            assert found.avoided(other) <= cut.avoided + worth + 1e-7
    assert np.all(found.cut(NONE).each >= 0.0)
