"""What does each run draw where a figure has a range? Within it, once a run, and nothing else moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sustainment.world import (
    YEAR,
    agreement,
    commitment,
    demand,
    held,
    lane,
    line,
    short,
    stock,
    sustained,
    traced,
    world,
)

Row = dict[str, Any]


def ranged(table: str, row: str, column: str, value: float, low: float, high: float) -> Row:
    usual = {"table": table, "row": row, "column": column, "value": repr(float(value)), "low": low, "high": high}
    return usual | {"source": "assumption", "confidence": "medium", "chosen": True}


def test_a_stock_is_drawn_triangular_between_low_and_high() -> None:
    case = world(1, stocks=[stock("usa-a", 100)], evidence=[ranged("stocks", "usa-a/shell", "quantity", 100, 50, 300)])
    drawn = np.concatenate(
        [traced(case, block, runs=512, uncertain_figures=True)[1].stock[:, 0, 0] for block in range(8)]
    )
    assert drawn.min() >= 50
    assert drawn.max() <= 300
    assert drawn.mean() == pytest.approx(450 / 3, abs=4 * drawn.std() / np.sqrt(512))
    assert len(np.unique(drawn)) == 512


def test_without_the_option_figures_stay_and_the_expected_run_never_draws() -> None:
    case = world(1, stocks=[stock("usa-a", 100)], evidence=[ranged("stocks", "usa-a/shell", "quantity", 100, 50, 300)])
    assert held(sustained(case, runs=9), band="p10") == [100]
    assert held(sustained(case, uncertain_figures=True)) == [100]
    assert sustained(case, runs=9, uncertain_figures=True).run["notes"] != sustained(case, runs=9).run["notes"]


def test_what_has_no_range_does_not_move_and_no_draw_depends_on_another() -> None:
    rows: dict[str, Any] = {
        "stocks": [stock("usa-a", 100), stock("jpn-a", 100)],
        "demands": [demand("usa-a", 9, cv=0.5), demand("jpn-a", 9, cv=0.5)],
    }
    one = [ranged("stocks", "usa-a/shell", "quantity", 100, 90, 110)]
    two = [*one, ranged("demands", "war/jpn-a-shell", "per_day", 9, 1, 20)]
    plain, first, both = (
        traced(world(8, evidence=e, **rows), runs=16, uncertain_figures=True)[1].stock for e in ([], one, two)
    )
    japan, states = 0, 1
    assert (plain[:, :, japan] == first[:, :, japan]).all()
    assert (plain[:, :, states] != first[:, :, states]).any()
    assert (first[:, :, states] == both[:, :, states]).all()
    assert (first[:, :, japan] != both[:, :, japan]).any()


def test_a_drawn_commitment_owes_what_is_not_delivered_of_it() -> None:
    case = world(
        1,
        stocks=[stock("usa-a", 100)],
        commitments=[commitment("USA", "XAA", 50, (0, 0), delivered=20)],
        evidence=[ranged("commitments", "usa-xaa", "quantity", 50, 40, 70)],
    )
    _, trace = traced(case, runs=64, uncertain_figures=True)
    assert trace.owed.min() >= 20
    assert trace.owed.max() <= 50
    assert trace.owed.std() > 0


def test_a_promise_of_the_same_name_keeps_its_own_figure() -> None:
    ways = [agreement("USA", "JPN", "shell", agreement="both", promised_per_year=YEAR)]
    case = world(
        4,
        sites={"jpn-a": {}},
        stocks=[stock("usa-a", 100)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        agreements=ways,
        commitments=[commitment("USA", "XAA", 50, (0, 0), commitment="both")],
        evidence=[ranged("commitments", "both", "quantity", 50, 40, 70)],
    )
    _, trace = traced(case, runs=16, uncertain_figures=True, call_promises=True)
    assert trace.owed[:, 1].tolist() == pytest.approx([4.0] * 16)


def test_drawn_lines_stay_within_what_their_ranges_allow() -> None:
    made = line("usa-a", 4, max_rate_per_year=6 * YEAR, ramp_days=4, lead_days=3)
    evidence = [
        ranged("lines", "usa-a-shell", "rate_per_year", 4 * YEAR, 3 * YEAR, 5 * YEAR),
        ranged("lines", "usa-a-shell", "max_rate_per_year", 6 * YEAR, 4 * YEAR, 8 * YEAR),
        ranged("lines", "usa-a-shell", "lead_days", 3, 1, 5),
    ]
    _, trace = traced(world(10, lines=[made], evidence=evidence), runs=64, uncertain_figures=True)
    stocks = trace.stock[:, :, 0]
    assert (np.diff(stocks, axis=1) >= 3 - 1e-9).all()
    assert (np.diff(stocks, axis=1) <= 8 + 1e-9).all()
    assert stocks[:, -1].std() > 0


def test_a_line_without_a_maximum_of_its_own_keeps_to_the_rate_that_is_drawn() -> None:
    evidence = [ranged("lines", "usa-a-shell", "rate_per_year", 4 * YEAR, 1 * YEAR, 9 * YEAR)]
    _, trace = traced(world(10, lines=[line("usa-a", 4)], evidence=evidence), runs=64, uncertain_figures=True)
    made = trace.stock[:, 0, 0]
    assert 1 < made.min() < 3
    assert 5 < made.max() < 9


def test_a_drawn_restart_moves_the_first_output() -> None:
    made = line("usa-a", 0, status="warm", restart_days=5, max_rate_per_year=YEAR)
    evidence = [ranged("lines", "usa-a-shell", "restart_days", 5, 2, 8)]
    _, trace = traced(world(10, lines=[made], evidence=evidence), runs=64, uncertain_figures=True)
    made_by_the_end = trace.stock[:, -1, 0]
    assert 2 < made_by_the_end.min() < 5 < made_by_the_end.max() < 8


def test_drawn_lift_and_ceilings_bind() -> None:
    rows: dict[str, Any] = {"stocks": [stock("usa-a", 500)], "demands": [demand("jpn-a", 100, days=(1, 9))]}
    case = world(
        5,
        lanes=[lane("usa-a", "jpn-a", 0, lift_t_per_day=10)],
        agreements=[agreement("USA", "JPN", ceiling_per_year=9 * YEAR)],
        evidence=[
            ranged("lanes", "usa-a-to-jpn-a", "lift_t_per_day", 10, 5, 20),
            ranged("agreements", "usa-jpn", "ceiling_per_year", 9 * YEAR, 4 * YEAR, 12 * YEAR),
        ],
        **rows,
    )
    result = sustained(case, runs=64, uncertain_figures=True)
    (claim,) = result.shortfall.to_dicts()
    assert 400 - 5 * 12 <= claim["short_p10"] < claim["short_p90"] <= 400 - 5 * 4
    assert short(sustained(case), "jpn-a-shell") == pytest.approx(400 - 5 * 9)
