"""Is what a line can start and put out the integral of its pace?"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipir.network.capacity import Ramps, ramps

STATUSES = ("active", "warm", "cold", "planned", "closing")
DAY_0 = date(2025, 1, 1)
FIGURES = {"rate_per_year": 0.0, "max_rate_per_year": 0.0, "ramp_days": 0.0, "lead_days": 0.0, "restart_days": 0.0}


def line(status: str = "active", surge_day: float | None = 0.0, opens: int | None = None, **figures: float) -> Ramps:
    available = None if opens is None else DAY_0 + timedelta(days=opens)
    frame = pl.DataFrame({"status": [status]} | {name: [float(value)] for name, value in (FIGURES | figures).items()})
    return ramps(frame.with_columns(pl.lit(available, pl.Date).alias("available_from")), DAY_0, surge_day)


def test_the_present_pace_makes_a_years_rate_in_a_year() -> None:
    assert line(surge_day=None, rate_per_year=200_000, lead_days=90).finished(365.25) == 200_000


def test_a_surge_rises_linearly_to_the_maximum() -> None:
    surged = line(rate_per_year=365.25, max_rate_per_year=3 * 365.25, ramp_days=100)
    assert surged.started(51) - surged.started(49) == pytest.approx(2 * 2)
    assert surged.started(100) == pytest.approx(200)
    assert surged.started(150) == pytest.approx(350)


def test_without_a_ramp_the_maximum_comes_at_once() -> None:
    surged = line(rate_per_year=0, max_rate_per_year=365.25, lead_days=30)
    assert surged.started(1) == 1
    assert surged.finished(40) == pytest.approx(10)


def test_a_closing_line_does_not_surge() -> None:
    closing = line("closing", rate_per_year=365.25, max_rate_per_year=3 * 365.25)
    assert closing.finished(10) == pytest.approx(10)


def test_a_warm_line_waits_for_the_order_and_its_restart() -> None:
    warm = {"rate_per_year": 365.25, "max_rate_per_year": 365.25, "restart_days": 60, "ramp_days": 20}
    assert line("warm", **warm).finished(60) == 0
    assert line("warm", **warm).finished(100) == pytest.approx(30)
    assert line("warm", None, **warm).finished(1e4) == 0


@pytest.mark.parametrize("status", ["cold", "planned"])
@pytest.mark.parametrize("surge_day", [None, 0.0])
def test_a_planned_line_begins_on_its_date(status: str, surge_day: float | None) -> None:
    figures = {"max_rate_per_year": 365.25, "restart_days": 10, "lead_days": 5}
    assert line(status, surge_day, **figures).finished(1e4) == 0
    assert line(status, surge_day, opens=20, **figures).finished(45) == pytest.approx(10)
    begun = line(status, surge_day, opens=-100, **figures)
    assert begun.finished(45) == pytest.approx(40)  # it runs, but has no work in hand


figures = st.floats(0.0, 500.0)
made_at = st.builds(
    lambda status, rates, opens, **times: line(
        status, opens=opens, rate_per_year=min(rates), max_rate_per_year=max(rates), **times
    ),
    st.sampled_from(STATUSES),
    st.tuples(figures, figures),
    st.integers(-300, 300),
    ramp_days=st.just(0.0) | st.floats(0.5, 300.0),
    lead_days=figures,
    restart_days=figures,
)


def rate(made: Ramps, day: float) -> float:
    """Starts a day at a moment, from the definition."""
    since = day - made.begin[0]
    if since < 0:
        return float(made.low[0])
    climbed = min(since / made.ramp[0], 1.0) if made.ramp[0] else 1.0
    return float(made.low[0] + (made.high[0] - made.low[0]) * climbed)


@given(made_at, st.floats(1.0, 600.0))
def test_what_is_started_is_the_integral_of_the_rate(made: Ramps, until: float) -> None:
    by_hand = sum(rate(made, (k + 0.5) * until / 2_000) for k in range(2_000)) * until / 2_000
    assert made.started(until)[0] == pytest.approx(by_hand, rel=1e-3, abs=0.5)


@given(made_at, st.floats(0.0, 600.0))
def test_what_is_started_comes_out_a_lead_later_after_the_work_in_hand(made: Ramps, until: float) -> None:
    out = made.finished(until + made.lead[0])[0]
    assert out == pytest.approx(made.in_hand[0] * made.lead[0] + made.started(until)[0], abs=1e-6)


@given(made_at, st.floats(0.0, 600.0), st.floats(0.0, 100.0))
def test_output_never_falls(made: Ramps, until: float, more: float) -> None:
    assert made.finished(until)[0] >= -1e-9
    assert made.finished(until + more)[0] >= made.finished(until)[0] - 1e-9
