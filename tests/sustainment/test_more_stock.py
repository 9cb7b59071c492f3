"""Does more of something ever hurt the only claim there is? It must not, on any run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sustainment.world import agreement, demand, hazard, lane, line, stock, traced, world

RUNS = 8
plenty = st.floats(0, 300)


def unmet(store: float, base: float, motors: float, per_day: float, lift: float = 50.0, **more: Any) -> np.ndarray:
    """What the only claim does not get on each run: a base is fed by a plant and by an ally, and both are struck."""
    case = world(
        12,
        stocks=[stock("jpn-a", store, reserve=20), stock("usa-b", base), stock("usa-a", motors, "motor")],
        lanes=[lane("jpn-a", "usa-b", 2.5), lane("usa-a", "usa-b", 1, lift_t_per_day=lift)],
        lines=[line("usa-a", 6, lead_days=1.5)],
        bills=[{"item": "shell", "component": "motor", "quantity": 2}],
        agreements=[agreement("JPN", "USA", ceiling_per_year=9000)],
        demands=[demand("usa-b", per_day, cv=0.6)],
        hazards=[
            hazard("usa-b", 0.15, 0.3, (1, 9), outage_days=1),
            hazard("jpn-a-to-usa-b", 0.2, 0.2, (0, 9), kind="lane"),
        ],
    )
    return traced(case, runs=RUNS, **more)[1].unmet[:, 0]


@settings(max_examples=25)
@given(plenty, plenty, plenty, st.floats(1, 40), st.sampled_from(("store", "base", "motors")), st.floats(0, 100))
def test_more_stock_never_hurts_the_only_claim(
    store: float, base: float, motors: float, per_day: float, where: str, more: float
) -> None:
    before = {"store": store, "base": base, "motors": motors}
    after = before | {where: before[where] + more}
    assert (unmet(**after, per_day=per_day) <= unmet(**before, per_day=per_day) + 1e-6).all()


@pytest.mark.parametrize(("low", "high"), [(0.0, 2.0), (2.0, 5.0), (5.0, 50.0)])
def test_more_lift_never_hurts_the_only_claim(low: float, high: float) -> None:
    little, much = (unmet(30, 10, 300, 12, lift=lift) for lift in (low, high))
    assert (much <= little + 1e-6).all()
    assert much.sum() < little.sum()
