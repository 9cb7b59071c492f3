"""Is anything created or lost? Every unit of every item is somewhere, on every run of every crisis."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.sustainment.layout import BALANCE
from sustainment.crises import crises
from sustainment.world import (
    balances,
    commitment,
    demand,
    hazard,
    held,
    lane,
    line,
    short,
    stock,
    sustained,
    traced,
    world,
)

SIGNS = np.array([{"start": 1.0, "made": 1.0}.get(name, -1.0) for name in BALANCE])


def assert_balanced(case: Case, **options: object) -> None:
    runs, trace = traced(case, **options)
    for item, balance in balances(runs, trace).items():
        throughput = np.maximum(balance[:, :2].sum(axis=1), 1.0)
        assert np.abs(balance @ SIGNS / throughput).max() <= 1e-9, item
        assert balance.min() >= 0.0
    assert trace.stock.min(initial=0.0) >= 0.0
    assert trace.afloat.min(initial=0.0) >= -1e-9
    assert np.isfinite(trace.stock).all()


@settings(max_examples=40)
@given(crises(), st.sampled_from(("pull", "hold")))
def test_nothing_is_created_or_lost_in_drawn_runs(case: Case, policy: str) -> None:
    assert_balanced(case, runs=2, policy=policy)


@settings(max_examples=40)
@given(crises(), st.floats(0, 40))
def test_nothing_is_created_or_lost_in_the_expected_run(case: Case, cover: float) -> None:
    assert_balanced(case, expected=True, cover=cover)


def test_each_part_of_the_balance_is_told_by_name() -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 100), stock("usa-a", 40, "motor")],
        lines=[line("usa-a", 3)],
        bills=[{"item": "shell", "component": "motor", "quantity": 2}],
        demands=[demand("usa-a", 5)],
        hazards=[hazard("usa-a", 1.0, 0.5, days=(0, 1))],
    )
    found = {item: dict(zip(BALANCE, rows[0], strict=True)) for item, rows in balances(*traced(case)).items()}
    assert found["shell"] == {"start": 100, "made": 10, "used": 0, "served": 50, "lost": 50, "handed": 0, "end": 10}
    assert found["motor"] == {"start": 40, "made": 0, "used": 20, "served": 0, "lost": 20, "handed": 0, "end": 0}


def test_a_repair_takes_one_repairable_unit_and_gives_one_serviceable() -> None:
    case = world(
        8,
        stocks=[stock("usa-a", 12, condition="repairable"), stock("usa-a", 1)],
        lines=[line("usa-a", 3, work="repair", lead_days=2)],
    )
    found = {item: dict(zip(BALANCE, rows[0], strict=True)) for item, rows in balances(*traced(case)).items()}
    assert found["shell:repairable"]["used"] == 12
    assert found["shell:repairable"]["end"] == 0
    assert found["shell"]["made"] == 12 + 2 * 3  # and two days of work in hand
    assert found["shell"]["end"] == 19


def test_what_cannot_enter_stays_on_its_lane() -> None:
    case = world(
        12,
        sites={"jpn-a": {"handling_t_per_day": 2.0, "storage_t": 7.0}},
        stocks=[stock("usa-a", 20)],
        lanes=[lane("usa-a", "jpn-a", 1)],
        commitments=[commitment("USA", "JPN", 20, (0, 0))],
    )
    result = sustained(case)
    assert held(result, "JPN") == [0, 2, 4, 6, *[7] * 8]
    assert short(result, "usa-jpn") == 13
    assert_balanced(case)
