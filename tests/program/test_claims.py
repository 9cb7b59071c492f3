"""Which claims does a programme serve, and what does each weigh in its rank?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.program.claims import KINDS, Claims, claims
from planning.worlds import worlds
from sustainment.world import YEAR, agreement, commitment, demand, world


def of(case: Case, **terms: Any) -> Claims:
    return claims(compile_network(case, None, Terms(**terms)))


def test_claims_are_demands_then_commitments_then_called_promises() -> None:
    case = world(
        10,
        demands=[demand("usa-a", 2, days=(4, 7)), demand("usa-a", 1, days=(20, 30), demand="later")],
        commitments=[commitment("USA", "XAA", 20, (0, 9), delivered=4)],
        agreements=[agreement("USA", "JPN", "shell", promised_per_year=3 * YEAR)],
    )
    found = of(case, call_promises=True)
    assert [KINDS[kind] for kind in found.kind] == ["demand", "commitment", "promise"]
    assert found.owed == pytest.approx([6.0, 16.0, 30.0])
    assert found.claim_of(0, 2).tolist() == [0, -1]
    assert [KINDS[kind] for kind in of(case).kind] == ["demand", "commitment"]


def test_a_share_is_weight_times_owed_within_the_item_of_the_rank() -> None:
    rows = [
        demand("usa-a", 1, demand="a"),
        demand("usa-a", 2, demand="b", weight=2),
        demand("usa-a", 7, "dart", demand="c"),
        demand("usa-a", 9, demand="d", tier=2),
    ]
    assert of(world(10, demands=rows)).share == pytest.approx([0.2, 0.8, 1.0, 1.0])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_shares_of_each_rank_and_item_add_up_to_one(case: Case) -> None:
    found = of(case, call_promises=True)
    assert (found.owed > 0).all()
    sums: dict[tuple[int, str], float] = {}
    for rank, group, share in zip(found.rank, found.group, found.share, strict=True):
        sums[int(rank), group] = sums.get((int(rank), group), 0.0) + float(share)
    assert np.array([*sums.values()]) == pytest.approx(1.0)
