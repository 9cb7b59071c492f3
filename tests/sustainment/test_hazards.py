"""Do hazards take and close what they should, on average and run by run?"""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sustainment.world import (
    balances,
    commitment,
    demand,
    hazard,
    held,
    lane,
    line,
    on,
    short,
    stock,
    sustained,
    traced,
    world,
)

RUNS = 1000


def mean_and_error(values: np.ndarray) -> tuple[float, float]:
    return float(values.mean()), float(values.std(ddof=1) / sqrt(len(values)))


@settings(max_examples=20)
@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 5), st.integers(1, 12))
def test_expected_stock_shrinks_by_chance_times_loss_on_each_day_of_the_window(
    chance: float, loss: float, first: int, last: int
) -> None:
    case = world(10, stocks=[stock("usa-a", 100)], hazards=[hazard("usa-a", chance, loss, (first, first + last))])
    struck = [min(max(0, day + 1 - first), last) for day in range(10)]
    assert held(sustained(case)) == pytest.approx([100 * (1 - chance * loss) ** days for days in struck])


def test_hazards_multiply_and_those_of_a_group_combine_first() -> None:
    blows = [hazard("usa-a", 0.5, 0.4, hazard="one"), hazard("usa-a", 0.5, 0.2, hazard="two")]
    apart = sustained(world(3, stocks=[stock("usa-a", 100)], hazards=blows))
    assert held(apart) == pytest.approx([100 * (0.8 * 0.9) ** day for day in (1, 2, 3)])
    together = sustained(world(3, stocks=[stock("usa-a", 100)], hazards=[blow | {"group": "raid"} for blow in blows]))
    assert held(together) == pytest.approx([100 * (1 - 0.5 * (1 - 0.6 * 0.8)) ** day for day in (1, 2, 3)])


def test_drawn_hazards_of_a_group_strike_together_and_others_apart() -> None:
    def both(group: str | None) -> np.ndarray:
        blows = [hazard(site, 0.5, 1.0, (0, 1)) | {"group": group} for site in ("usa-a", "jpn-a")]
        _, trace = traced(world(1, stocks=[stock("usa-a", 1), stock("jpn-a", 1)], hazards=blows), runs=64)
        return trace.stock[:, 0, :]

    assert (both("raid")[:, 0] == both("raid")[:, 1]).all()
    assert (both(None)[:, 0] != both(None)[:, 1]).any()


def test_losses_strike_before_the_day_brings_anything() -> None:
    arrival = {"lane": "usa-b-to-usa-a", "item": "shell", "arrives": on(1), "quantity": 7}
    case = world(
        3,
        lanes=[lane("usa-b", "usa-a", 1)],
        in_transit=[arrival],
        stocks=[stock("usa-a", 8)],
        lines=[line("usa-a", 2)],
        hazards=[hazard("usa-a", 1.0, 1.0, (0, 2))],
    )
    assert held(sustained(case, runs=1)) == [2, 2 + 7, 11]


@pytest.mark.parametrize("options", [{"expected": True}, {"runs": 1}])
def test_a_closed_site_takes_nothing_in_and_sends_nothing_but_serves(options: dict[str, object]) -> None:
    case = world(
        8,
        stocks=[stock("usa-a", 3), stock("usa-b", 50)],
        lanes=[lane("usa-b", "usa-a", 1), lane("usa-a", "jpn-a", 0)],
        demands=[demand("usa-a", 1)],
        commitments=[commitment("USA", "JPN", 1, (0, 0))],
        hazards=[hazard("usa-a", 1.0, 0.0, (0, 1), outage_days=3)],
    )
    result = sustained(case, **options)
    assert held(result, "JPN")[:3] == [0, 0, 0]
    assert short(result, "usa-a-shell") == 1  # day 3: what left on day 3 arrives on day 4
    assert short(result, "usa-jpn") == 0


def test_arrivals_wait_at_a_closed_site() -> None:
    arrival = {"lane": "usa-b-to-usa-a", "item": "shell", "arrives": on(1), "quantity": 7}
    case = world(
        6,
        lanes=[lane("usa-b", "usa-a", 1)],
        in_transit=[arrival],
        hazards=[hazard("usa-a", 1.0, 0.5, (1, 3), outage_days=2)],
    )
    assert held(sustained(case, runs=1)) == [0, 0, 0, 0, 7, 7]


def test_the_last_strike_counts_for_how_long_a_line_starts_nothing() -> None:
    case = world(8, lines=[line("usa-a", 2)], hazards=[hazard("usa-a-shell", 1.0, 0.0, (1, 3), "line", outage_days=2)])
    assert held(sustained(case, runs=1)) == [2, 2, 2, 2, 4, 6, 8, 10]


def test_a_closed_lane_takes_nothing_new_and_brings_what_is_on_it() -> None:
    case = world(
        8,
        stocks=[stock("usa-a", 9)],
        lanes=[lane("usa-a", "jpn-a", 2)],
        commitments=[commitment("USA", "JPN", 9, (2, 5))],
        hazards=[hazard("usa-a-to-jpn-a", 1.0, 0.0, (1, 2), "lane", outage_days=2)],
    )
    assert held(sustained(case, runs=1), "JPN") == [0, 0, 3, 3, 3, 9, 9, 9]


@settings(max_examples=20)
@given(st.floats(0, 1), st.integers(1, 4))
def test_expected_line_capacity_is_the_mean_open_share(chance: float, outage: int) -> None:
    case = world(
        7, lines=[line("usa-a", 2)], hazards=[hazard("usa-a-shell", chance, 0.0, (1, 4), "line", outage_days=outage)]
    )
    open_share = [(1 - chance) ** len([s for s in range(1, 4) if day - outage < s <= day]) for day in range(7)]
    assert held(sustained(case)) == pytest.approx(np.cumsum(2 * np.array(open_share)).tolist())


@settings(max_examples=20)
@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 6), st.integers(1, 6), st.floats(0, 4))
def test_expected_loss_on_a_lane_follows_the_overlap_of_its_days_with_the_window(
    chance: float, loss: float, first: int, last: int, days: float
) -> None:
    case = world(
        14,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "usa-b", days)],
        demands=[demand("usa-b", 10, days=(13, 14))],
        hazards=[hazard("usa-a-to-usa-b", chance, loss, (first, first + last), "lane")],
    )
    runs, trace = traced(case)
    overlap = max(0.0, min(0.5 + days, first + last) - max(0.5, first))
    lost = balances(runs, trace)["shell"][0, 4]
    assert lost == pytest.approx(10 * (1 - (1 - chance * loss) ** overlap), abs=1e-9)


def test_what_is_lost_under_way_is_still_owed() -> None:
    case = world(
        8,
        stocks=[stock("usa-a", 40)],
        lanes=[lane("usa-a", "jpn-a", 1)],
        commitments=[commitment("USA", "JPN", 8, (0, 0))],
        hazards=[hazard("usa-a-to-jpn-a", 1.0, 0.5, (0, 3), "lane")],
    )
    result = sustained(case, runs=1)
    assert held(result, "JPN") == [0, 4, 6, 8, 8, 8, 8, 8]
    assert held(result, "USA")[-1] == 40 - 8 - 4 - 2


def test_drawn_runs_lose_on_average_what_the_expected_run_loses() -> None:
    case = world(
        9,
        stocks=[stock("usa-a", 100)],
        lanes=[lane("usa-a", "usa-b", 2)],
        demands=[demand("usa-b", 100, days=(8, 9))],
        hazards=[
            hazard("usa-a", 0.3, 0.4, (0, 1)),
            hazard("usa-a-to-usa-b", 0.25, 0.3, (0, 9), "lane"),
            hazard("usa-b", 0.2, 0.5, (3, 8), group="one"),
        ],
    )
    drawn = np.concatenate([traced(case, block, runs=RUNS)[1].balance[:, 0, 4] for block in range(8)])
    mean, error = mean_and_error(drawn)
    expected = traced(case)[1].balance[0, 0, 4]
    assert error > 0
    assert mean == pytest.approx(expected, abs=4 * error)


def test_drawn_output_and_expenditure_are_on_average_the_expected_ones() -> None:
    case = world(
        12,
        stocks=[stock("usa-a", 500)],
        lines=[line("usa-a", 5)],
        demands=[demand("usa-a", 10, cv=0.8)],
        hazards=[hazard("usa-a-shell", 0.2, 0.0, (2, 9), "line", outage_days=2)],
    )
    blocks = [traced(case, block, runs=RUNS)[1].balance[:, 0, :] for block in range(8)]
    for column in (1, 3):
        mean, error = mean_and_error(np.concatenate([block[:, column] for block in blocks]))
        assert error > 0
        assert mean == pytest.approx(traced(case)[1].balance[0, 0, column], abs=4 * error)


@pytest.mark.parametrize("cv", [0.3, 1.0, 1.7])
def test_daily_demand_is_gamma_with_its_mean_and_spread_and_no_memory(cv: float) -> None:
    _, trace = traced(world(400, demands=[demand("usa-a", 10, cv=cv)]), runs=64)
    totals = trace.owed[:, 0]
    mean, error = mean_and_error(totals)
    assert mean == pytest.approx(4000, abs=4 * error)
    assert totals.std(ddof=1) == pytest.approx(10 * cv * sqrt(400), rel=4 / sqrt(2 * 64))
    assert (totals > 0).all()
