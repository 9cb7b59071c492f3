"""What does a joint order save? By hand, and by the square root of the number of nations."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.standardisation.pooling import Pool, pools, safety_stocks
from pipir.standardisation.telling import joint_order
from pipir.standardisation.words import Words
from standardisation.small import pair
from sustainment.world import demand, world

NATIONS = ("AUS", "JPN", "KOR", "PHL", "TWN", "USA")


def pooled(case: Case) -> dict[tuple[str, str], Pool]:
    return {(pool.item, pool.required): pool for pool in pools(case, compile_network(case))}


def needs(*rows: dict[str, Any], days: int = 60, **tables: Any) -> Case:
    return world(days, demands=list(rows), **tables)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 6), st.integers(1, 500), st.sampled_from((0.2, 0.5, 1.5)), st.integers(1, 90))
def test_equal_and_independent_needs_save_by_the_square_root(count: int, a_day: int, cv: float, cover: int) -> None:
    """Methods d.16: n = 4 halves the safety stock."""
    pool = pooled(needs(*(demand(f"{n.lower()}-a", a_day, cv=cv) for n in NATIONS[:count])))["shell", "shell"]
    apart, together = safety_stocks(pool, 0.95, cover)
    assert together / apart == pytest.approx(count**-0.5)
    assert apart == pytest.approx(NormalDist().inv_cdf(0.95) * count * cv * a_day * min(cover, 60) ** 0.5)
    assert pool.demand == pytest.approx(count * a_day)


def test_a_safety_stock_lasts_over_the_worst_days_on_end() -> None:
    """Japan uses 40 a day on days 0 to 4, Korea 30 on days 20 to 24: together no more than Japan alone."""
    case = needs(demand("jpn-a", 40, days=(0, 4), cv=0.5), demand("kor-a", 30, days=(20, 24), cv=0.5))
    pool = pooled(case)["shell", "shell"]
    deviations = NormalDist().inv_cdf(0.9)
    assert safety_stocks(pool, 0.9, 10) == pytest.approx((deviations * (40 + 30), deviations * 40))
    assert safety_stocks(pool, 0.9, 1) == pytest.approx((deviations * (20 + 15), deviations * 20))
    assert safety_stocks(pool, 0.9, 30) == pytest.approx((deviations * 70, deviations * 50))
    assert pool.demand == pytest.approx((160 + 120) / 8)


def test_users_of_a_pair_join_those_of_its_substitute() -> None:
    """Two darts do for a shell: Korea's ten shells a day are twenty darts beside Japan's thirty."""
    rows = (demand("jpn-a", 30, "dart", cv=0.3), demand("kor-a", 10, "shell", cv=0.4), demand("usa-a", 5, "shell"))
    closed = pooled(needs(*rows, substitutes=[pair("KOR", "shell", "dart", 2.0)]))
    assert set(closed) == {("shell", "shell"), ("dart", "shell")}
    pool = closed["dart", "shell"]
    assert (pool.nations, pool.users, pool.closed) == (("JPN", "KOR"), ("KOR",), ("KOR",))
    assert pool.demand == pytest.approx(50)
    one = NormalDist().inv_cdf(0.95)
    assert safety_stocks(pool, 0.95, 1) == pytest.approx((one * (9 + 8), one * (81 + 64) ** 0.5))
    opened = pooled(needs(*rows, substitutes=[pair("KOR", "shell", "dart", 2.0, safety="yes")]))
    assert (opened["dart", "shell"].users, opened["dart", "shell"].closed) == (("KOR",), ())


def test_a_joint_order_says_who_would_use_the_item_in_place_of_what() -> None:
    """Japan needs darts, Korea shells, for which it may use darts or not, and the United States need both."""

    def told(*users: dict[str, Any], **more: Any) -> str:
        rows = (demand("jpn-a", 30, "dart", cv=0.3), demand("kor-a", 10, "shell", cv=0.4), *more.get("needs", ()))
        case = needs(*rows, substitutes=list(users))
        return joint_order(Words(case), pooled(case)["dart", "shell"], (17.0, 12.0, None), (0.95, 30))

    one = "one safety stock of 12 rounds of dart lasts 30 days as surely (95 %) as 17 if each keeps its own"
    rest = f"{one}: 5 less (29 %)."
    assert (
        told(pair("KOR", "shell", "dart", safety="yes")) == f"For JPN and KOR, KOR using dart in place of shell, {rest}"
    )
    assert (
        told(pair("KOR", "shell", "dart"))
        == f"For JPN and KOR, KOR using dart in place of shell (closed to KOR today, counted as open), {rest}"
    )
    both = [pair("KOR", "shell", "dart", safety="yes"), pair("JPN", "shell", "dart")]
    assert (
        told(*both, needs=[demand("jpn-a", 5, "shell")])
        == f"For JPN and KOR, both using dart in place of shell (closed to JPN today, counted as open), {rest}"
    )


def test_one_nation_pools_with_nobody() -> None:
    case = needs(demand("jpn-a", 5, "dart"), demand("jpn-a", 5), substitutes=[pair("JPN", "shell", "dart")])
    assert pooled(case) == {}


@pytest.mark.parametrize("safety", ["yes", "unknown"])
def test_what_a_nation_can_pool_by_itself_is_no_saving_of_a_joint_order(safety: str) -> None:
    """Japan keeps one stock of darts for its darts and shells, as soon as it may; Korea needs next to none of them.

    Joining saves nothing then, whether Japan's gate is open today or not: its opening is no joint order.
    """
    rows = (demand("jpn-a", 40, "dart", cv=0.5), demand("jpn-a", 40, cv=0.5), demand("kor-a", 1e-6, "dart", cv=0.5))
    pool = pooled(needs(*rows, substitutes=[pair("JPN", "shell", "dart", safety=safety)]))["dart", "shell"]
    assert pool.closed == (() if safety == "yes" else ("JPN",))
    apart, together = safety_stocks(pool, 0.95, 1)
    assert together == pytest.approx(NormalDist().inv_cdf(0.95) * 20 * 2**0.5)
    assert apart == pytest.approx(together, rel=1e-6)


def test_a_joint_order_saves_what_joining_brings_beyond_a_gate_that_opens() -> None:
    """Japan: darts and shells, 3 and 4 a day of deviation, 5 in one stock; Korea 12 of darts: 17 apart, 13 together."""
    rows = (demand("jpn-a", 6, "dart", cv=0.5), demand("jpn-a", 8, cv=0.5), demand("kor-a", 24, "dart", cv=0.5))
    pool = pooled(needs(*rows, substitutes=[pair("JPN", "shell", "dart")]))["dart", "shell"]
    one = NormalDist().inv_cdf(0.95)
    assert safety_stocks(pool, 0.95, 1) == pytest.approx((one * 17, one * 13))
