"""Do the formulas give their worked answers, and behave as they must away from them?"""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipir.accounting import methods

amounts = st.floats(0.0, 1e6)
positive = st.floats(1e-3, 1e6)
shares = st.floats(1e-4, 0.999)


def test_level_of_effort_worked_answers() -> None:
    assert methods.level_of_effort(100, 30, 30) == pytest.approx(90_000)
    assert methods.level_of_effort(100, 30, 30, 0.01) == pytest.approx(78_089.888, abs=5e-4)


@given(amounts, st.floats(0.0, 100.0), st.integers(0, 400), shares)
def test_level_of_effort_is_its_closed_form_without_replacements(n: float, e: float, days: int, a: float) -> None:
    assert methods.level_of_effort(n, e, days, a) == pytest.approx(e * n * (1 - (1 - a) ** days) / a)


@given(positive, st.integers(1, 200), shares)
def test_replacing_what_is_lost_keeps_the_force_whole(n: float, days: int, a: float) -> None:
    assert methods.level_of_effort(n, 1.0, days, a, a * n) == pytest.approx(n * days)


def test_lifetime_oriented_worked_answers() -> None:
    assert methods.lifetime_oriented(100, 12, 0.05, 40) == pytest.approx(20_915.708, abs=5e-4)
    assert methods.lifetime_oriented(100, 12, 0.05) == pytest.approx(24_000)


@given(shares, st.integers(0, 60))
def test_lifetime_oriented_is_the_expected_number_of_engagements(q: float, k: int) -> None:
    fought = sum((1 - q) ** before for before in range(k))
    assert methods.lifetime_oriented(1, 1, q, k) == pytest.approx(fought)


def test_weapons_that_are_never_lost_fight_to_their_last_engagement() -> None:
    assert methods.lifetime_oriented(10, 12, 0.0, 40) == 4_800
    assert methods.lifetime_oriented(10, 12, 1.0, 40) == 120
    with pytest.raises(ValueError, match="without end"):
        methods.lifetime_oriented(10, 12, 0.0)


def test_target_oriented_worked_answers() -> None:
    assert methods.rounds_per_target(0.3, 0.9) == 7
    assert methods.rounds_per_target(0.5, 0.75) == 2
    assert methods.target_oriented([(10, 0.3, 0.9), (5, 0.5, 0.75)]) == 80


@given(st.floats(0.01, 0.99), st.floats(0.0, 0.999))
def test_rounds_per_target_are_the_fewest_that_do(p: float, wanted: float) -> None:
    rounds = methods.rounds_per_target(p, wanted)
    assert 1 - (1 - p) ** rounds >= wanted - 1e-9
    assert rounds == 0 or 1 - (1 - p) ** (rounds - 1) < wanted + 1e-9


@pytest.mark.parametrize(("p", "wanted"), [(0.0, 0.5), (1.1, 0.5), (0.5, 1.0), (0.5, -0.1)])
def test_rounds_per_target_refuses_what_is_no_probability(p: float, wanted: float) -> None:
    with pytest.raises(ValueError, match="is not"):
        methods.rounds_per_target(p, wanted)


def test_days_of_supply_worked_answer() -> None:
    assert methods.days_of_supply(60_000, 4_000) == 15
    assert methods.days_of_supply(60_000, 0) == math.inf


def test_time_to_exhaustion_worked_answers() -> None:
    assert methods.time_to_exhaustion(60_000, 4_000, 550) == pytest.approx(17.3913, abs=5e-5)
    assert methods.time_to_exhaustion(60_000, 4_000, 550, 10) == pytest.approx(17.8532, abs=5e-5)
    assert methods.time_to_exhaustion(595_124, 4_000, 550, 10) < math.inf
    assert methods.time_to_exhaustion(595_125, 4_000, 550, 10) == math.inf
    assert methods.time_to_exhaustion(1, 100, 100) == math.inf


@given(positive, positive, amounts, st.floats(0.0, 100.0))
def test_the_stock_is_zero_when_it_is_exhausted(stock: float, use: float, inflow: float, growth: float) -> None:
    days = methods.time_to_exhaustion(stock, use, inflow, growth)
    assume(math.isfinite(days))
    came = inflow * days + growth * days**2 / 2
    assert stock + came - use * days == pytest.approx(0.0, abs=1e-6 * (stock + came))


@given(amounts, positive, st.floats(0.0, 1e3), st.floats(0.0, 10.0), st.floats(0.0, 1e3))
def test_more_stock_never_lasts_less(stock: float, use: float, inflow: float, growth: float, more: float) -> None:
    less = methods.time_to_exhaustion(stock, use, inflow, growth)
    assert methods.time_to_exhaustion(stock + more, use, inflow, growth) >= less * (1 - 1e-12)


@pytest.mark.parametrize(("months", "exportable"), [(12, 0), (18, 0), (24, 100_000)])
def test_exportable_surplus_of_the_shell_case(months: int, exportable: float) -> None:
    assert methods.exportable_surplus(0, 200_000 * months / 12, 0, 300_000) == pytest.approx(exportable)


@given(amounts, amounts, amounts, amounts)
def test_what_is_exportable_keeps_need_and_promises(stock: float, output: float, need: float, owed: float) -> None:
    surplus = methods.exportable_surplus(stock, output, need, owed)
    assert surplus >= 0
    assert surplus == 0 or stock + output - surplus == pytest.approx(need + owed, abs=1e-9 * (stock + output))


def test_reconstitution_worked_answer() -> None:
    assert methods.reconstitution_time(800, 40, 6, 12) == pytest.approx(32.0)
    assert methods.reconstitution_time(0, 0, 6, 12) == 0
    with pytest.raises(methods.NoRate):
        methods.reconstitution_time(1, 0)


@given(positive, positive, st.floats(0.0, 100.0), st.just(0.0) | st.floats(0.1, 100.0))
def test_output_until_then_is_the_gap(gap: float, rate: float, lag: float, ramp: float) -> None:
    making = methods.reconstitution_time(gap, rate, lag, ramp) - lag
    assume(making > 1e-9)  # else the lag swallows the digits
    rising = min(making, ramp)
    made = (rate * rising**2 / (2 * ramp) if ramp else 0.0) + rate * (making - rising)
    assert made == pytest.approx(gap, rel=1e-4)


def test_years_to_meet_worked_answer() -> None:
    assert methods.years_to_meet(1_200, 629, 71) == pytest.approx(8.042, abs=5e-4)
    assert methods.years_to_meet(600, 629, 0) == 0
    with pytest.raises(methods.NoRate):
        methods.years_to_meet(1_200, 629, 71, 71)


@given(positive, positive, st.floats(0.0, 1e3), st.floats(1.0, 1e3))
def test_the_requirement_is_held_after_the_years(need: float, held: float, use: float, net: float) -> None:
    years = methods.years_to_meet(need, held, use + net, use)
    assert held + years * net == pytest.approx(max(need, held))


def test_provisioning_reserve_worked_answer() -> None:
    assert methods.provisioning_reserve(100, 30, 180, 120, 10, 120) == pytest.approx(7_800)


@given(*[st.floats(0.0, 200.0)] * 6)
def test_the_reserve_is_the_least_that_never_runs_out(
    demand: float, warning: float, lasts: float, lead: float, before: float, after: float
) -> None:
    reserve = methods.provisioning_reserve(demand, warning, lasts, lead, before, after)

    def stock(day: float) -> float:
        came = before * min(day, lead) + after * max(day - lead, 0)
        return reserve + came - demand * min(max(day - warning, 0), lasts)

    last = warning + lasts + lead + 1
    least = min(stock(day) for day in [last * k / 500 for k in range(501)] + [warning + lasts, lead])
    assert least >= -1e-9 * (1 + reserve)
    assert reserve == 0 or least <= 1e-9 * (1 + reserve)


@pytest.mark.parametrize(
    "call",
    [
        lambda: methods.level_of_effort(-1, 1, 1),
        lambda: methods.level_of_effort(1, 1, 1, 1.5),
        lambda: methods.days_of_supply(-1, 1),
        lambda: methods.time_to_exhaustion(math.nan, 1),
        lambda: methods.exportable_surplus(1, 1, -1, 0),
        lambda: methods.reconstitution_time(-1, 1),
        lambda: methods.years_to_meet(1, -1, 1),
        lambda: methods.provisioning_reserve(1, 1, 1, 1, -1, 1),
    ],
)
def test_negative_quantities_are_errors(call: object) -> None:
    with pytest.raises(ValueError, match="is not"):
        call()  # type: ignore[operator]
