"""Does the account say what each nation can really give, after its own need and its promises?"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.cases import claim, line, making_cases, need, one, promise, small_case, stock
from pipir.accounting.account import account
from pipir.accounting.capability import AccountOptions
from pipir.accounting.methods import exportable_surplus
from pipir.case.case import Case
from pipir.case.refusal import Refused

SHELL = "shell-155"
OCTOBER = date(2024, 10, 1)


def korea(**tables: Any) -> Case:
    """The shell case: 200,000 a year are made, 300,000 promised within a year."""
    return small_case(
        as_of=OCTOBER,
        lines=[line("changwon", SHELL, 200_000)],
        commitments=[promise("usa", SHELL, 300_000, "2024-10-01", "2025-10-01", state="pledge")],
        **tables,
    )


def row(case: Case, nation: str = "KOR", item: str = SHELL, **options: Any) -> dict[str, Any]:
    return one(account(case, AccountOptions(**options)).account, nation=nation, item=item)


@pytest.mark.parametrize(("months", "exportable", "overcommitted"), [(12, 0, 100_000), (18, 0, 0), (24, 100_000, 0)])
def test_a_line_that_promised_more_than_it_makes_exports_nothing(
    months: int, exportable: float, overcommitted: float
) -> None:
    found = row(korea(), window=float(months))
    assert found["capacity"] == pytest.approx(200_000 * months / 12)
    assert found["committed"] == found["committed_pledge"] == 300_000
    assert found["exportable"] == pytest.approx(exportable)
    assert found["overcommitted"] == pytest.approx(overcommitted)
    if months == 18:
        assert found["exportable"] == found["overcommitted"] == 0  # no dust of a rounded rate


def test_the_months_that_korea_makes_are_what_ukraine_needs_in_a_fraction() -> None:
    assert 75_000 * 12 / row(korea())["capacity"] == pytest.approx(4.5)


def test_reserves_are_not_released_and_count_against_the_level() -> None:
    case = korea(
        stocks=[stock("kor-1", SHELL, 100, reserve=60), stock("kor-2", SHELL, 10, reserve=50)],
        requirements=[need(SHELL, "combat", 120)],
    )
    found = row(case)
    assert found["releasable_stock"] == 40
    assert found["own_requirement"] == 120 - 60 - 50  # as stated, though of the second only 10 are there


def test_a_reserve_beyond_the_level_leaves_no_need() -> None:
    case = korea(stocks=[stock("kor-1", SHELL, 100, reserve=60)], requirements=[need(SHELL, "combat", 50)])
    assert row(case)["own_requirement"] == 0


def test_repairable_stock_is_not_released() -> None:
    assert row(korea(stocks=[stock("kor-1", SHELL, 100, condition="repairable")]))["releasable_stock"] == 0


def test_stock_belongs_to_the_holder_of_its_site() -> None:
    found = account(korea(stocks=[stock("usa-1", SHELL, 100)])).account
    assert one(found, nation="USA", item=SHELL)["exportable"] == 100
    assert one(found, nation="KOR", item=SHELL)["releasable_stock"] == 0


def test_need_is_levels_and_what_the_window_uses() -> None:
    case = korea(
        requirements=[
            need(SHELL, "combat", 500, plan="north"),
            need(SHELL, "combat", 700, plan="south"),
            need(SHELL, "strategic_readiness", 30),
            need(SHELL, "homeland_defense", 20, plan="a"),
            need(SHELL, "homeland_defense", 5, plan="b"),
            need(SHELL, "training", 100),
            need(SHELL, "current_operations", 20),
        ]
    )
    assert row(case, window=18.0)["own_requirement"] == pytest.approx(700 + 30 + 25 + 1.5 * 120)


def test_the_latest_year_not_after_the_start_counts() -> None:
    years = [
        need(SHELL, "combat", 1),
        need(SHELL, "combat", 10, year=2023),
        need(SHELL, "combat", 20, year=2024),
        need(SHELL, "combat", 40, year=2026),
        need(SHELL, "training", 8, year=2026),
    ]
    case = korea(requirements=years)
    assert row(case, from_date=date(2022, 12, 31))["own_requirement"] == 1
    assert row(case)["own_requirement"] == 20
    assert row(case, from_date=date(2026, 1, 1))["own_requirement"] == pytest.approx(48)


def owed(*rows: dict[str, Any], deliveries: Any = (), **options: Any) -> dict[str, Any]:
    return row(small_case(as_of=OCTOBER, commitments=rows, deliveries=deliveries), **options)


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        ("2024-10-01", "2025-10-01", 1_200 * 365.25 / 2 / 365),  # evenly from its start
        ("2023-10-01", "2025-10-01", 1_200 * 365.25 / 2 / 365),  # evenly from day 0, what is past is past
        ("2025-01-01", "2025-01-11", 1_200),  # within the window
        ("2025-06-01", "2026-06-01", 0),  # after it
        ("2023-01-01", "2024-10-01", 1_200),  # overdue: ends on day 0
        ("2025-01-01", "2025-01-01", 1_200),  # all on a day of the window
        ("2025-06-01", "2025-06-01", 0),  # all on a day after it
    ],
)
def test_what_is_left_falls_due_evenly(start: str, end: str, due: float) -> None:
    assert owed(promise("p", SHELL, 1_200, start, end), window=6.0)["committed"] == pytest.approx(due)


def test_what_was_delivered_is_not_owed() -> None:
    assert owed(promise("p", SHELL, 1_200, "2024-10-01", "2025-10-01", delivered=300))["committed"] == 900
    assert owed(promise("p", SHELL, 1_200, "2024-10-01", "2025-10-01", delivered=2_000))["committed"] == 0


def test_what_is_left_in_stock_is_not_over_committed() -> None:
    case = small_case(
        stocks=[stock("kor-1", SHELL, 10.5)], commitments=[promise("p", SHELL, 10, "2025-01-01", "2025-06-01")]
    )
    assert (row(case)["exportable"], row(case)["overcommitted"]) == (0.5, 0)


def test_a_record_of_deliveries_replaces_the_sum_and_counts_to_the_day() -> None:
    record = [
        {"commitment": "p", "date": "2024-08-01", "quantity": 100},
        {"commitment": "p", "date": "2024-10-01", "quantity": 50},
    ]
    promised = promise("p", SHELL, 1_200, "2024-07-01", "2025-07-01", delivered=999)
    assert owed(promised, deliveries=record)["committed"] == 1_100
    assert owed(promised, deliveries=record, from_date=date(2024, 10, 2))["committed"] == 1_050


def test_states_of_a_promise_stand_beside_each_other() -> None:
    states = ("pledge", "allocation", "contract", "delivery")
    promises = [
        promise(state, SHELL, 10**place, "2024-10-01", "2025-10-01", state=state) for place, state in enumerate(states)
    ]
    found = owed(*promises)
    assert [found[f"committed_{state}"] for state in states] == [1, 10, 100, 1_000]
    assert found["committed"] == 1_111


def test_every_nation_that_holds_makes_needs_or_owes_has_a_row() -> None:
    case = small_case(
        lines=[line("l", "made", 1)],
        stocks=[stock("usa-1", "held", 1), stock("usa-1", "broken", 1, condition="repairable")],
        requirements=[need("needed", "combat", 1)],
        commitments=[promise("p", "owed", 1, "2025-01-01", "2025-02-01")],
        usage=[{"nation": "KOR", "item": "idle", "per_year": 1}],
    )
    rows = account(case).account.select("nation", "item").rows()
    assert rows == [("KOR", "made"), ("KOR", "needed"), ("KOR", "owed"), ("USA", "broken"), ("USA", "held")]


def test_a_nation_and_an_item_can_be_picked() -> None:
    case = korea(stocks=[stock("usa-1", SHELL, 1), stock("kor-1", "gmlrs", 1)])
    everything = account(case).account
    picked = account(case, AccountOptions(nation="KOR", item="gmlrs")).account
    assert picked.equals(everything.filter((pl.col("nation") == "KOR") & (pl.col("item") == "gmlrs")))
    with pytest.raises(Refused, match="--nation"):
        account(case, AccountOptions(nation="FRA"))
    with pytest.raises(Refused, match="--item"):
        account(case, AccountOptions(item="gmrls"))
    with pytest.raises(Refused, match="--window"):
        account(case, AccountOptions(window=-1.0))


def test_a_window_of_no_days_holds_stock_and_what_is_overdue() -> None:
    case = small_case(
        lines=[line("l", SHELL, 1_000)],
        stocks=[stock("kor-1", SHELL, 50)],
        commitments=[
            promise("late", SHELL, 20, "2024-06-01", "2025-01-01"),
            promise("now", SHELL, 500, "2025-01-01", "2025-06-01"),
        ],
    )
    found = row(case, window=0.0)
    assert (found["capacity"], found["committed"], found["exportable"]) == (0, 20, 30)


def test_a_larger_reserve_leaves_less_to_give() -> None:
    reserve = claim("stocks", f"kor-1/{SHELL}/serviceable", "reserve", 20, low=10, high=50)
    found = row(small_case(stocks=[stock("kor-1", SHELL, 100, reserve=20)], evidence=[reserve]))
    assert (found["low"], found["exportable"], found["high"]) == (50, 80, 90)


def test_every_figure_at_its_end_gives_the_range() -> None:
    case = small_case(
        lines=[line("l", SHELL, 1_000)],
        stocks=[stock("kor-1", SHELL, 500, reserve=100)],
        requirements=[need(SHELL, "combat", 300)],
        commitments=[promise("p", SHELL, 200, "2025-01-01", "2025-07-01", delivered=50)],
        evidence=[
            claim("lines", "l", "rate_per_year", 1_000, low=800, high=1_500),
            claim("stocks", f"kor-1/{SHELL}/serviceable", "quantity", 500, low=400, high=650),
            claim("stocks", f"kor-1/{SHELL}/serviceable", "reserve", 100, low=50, high=150),
            claim("requirements", f"KOR/{SHELL}/combat/*/*", "quantity", 300, low=250, high=420),
            claim("commitments", "p", "quantity", 200, low=200, high=300),
            claim("commitments", "p", "delivered", 50, low=0, high=60),
        ],
    )
    found = row(case)
    assert found["exportable"] == pytest.approx(400 + 1_000 - 200 - 150)
    assert found["low"] == pytest.approx(250 + 800 - 270 - 300)
    assert found["high"] == pytest.approx(600 + 1_500 - 200 - 140)


def test_a_component_that_may_be_missing_altogether_still_limits() -> None:
    case = small_case(
        lines=[line("l", SHELL, 100)],
        bills=[{"item": SHELL, "component": "fuze", "quantity": 1}],
        stocks=[stock("kor-1", "fuze", 60)],
        evidence=[claim("stocks", "kor-1/fuze/serviceable", "quantity", 60, low=0, high=80)],
    )
    found = row(case)
    assert (found["low"], found["exportable"], found["high"]) == pytest.approx((0, 60, 80))


def test_a_rate_that_rises_past_the_maximum_takes_it_along() -> None:
    case = small_case(
        lines=[line("l", SHELL, 100, max_rate_per_year=120)],
        evidence=[claim("lines", "l", "rate_per_year", 100, low=90, high=200)],
    )
    found = row(case, rate="max")
    assert (found["low"], found["exportable"], found["high"]) == pytest.approx((120, 120, 200))


def test_the_grade_is_the_weakest_of_the_figures_behind_the_row() -> None:
    case = small_case(
        lines=[line("l", SHELL, 1_000, max_rate_per_year=2_000)],
        stocks=[stock("kor-1", SHELL, 500), stock("usa-1", SHELL, 10)],
        commitments=[promise("p", SHELL, 200, "2025-01-01", "2025-07-01")],
        evidence=[
            claim("lines", "l", "rate_per_year", 1_000, confidence="high"),
            claim("stocks", f"kor-1/{SHELL}/serviceable", "quantity", 500, confidence="medium"),
            claim("commitments", "p", "quantity", 200, confidence="low"),
        ],
    )
    found = row(case)
    assert (found["grade"], found["assumed_share"]) == ("low", 0)
    surged = row(case, rate="max")  # the maximum has no source, and a surge uses it
    assert (surged["grade"], surged["assumed_share"]) == ("assumed", 0.25)
    assert row(case, nation="USA")["assumed_share"] == 1


def test_a_component_that_holds_back_weakens_the_grade() -> None:
    tables: dict[str, Any] = {
        "lines": [line("a", "missile", 100), line("b", "motor", 100)],
        "bills": [
            {"item": "missile", "component": "motor", "quantity": 1},
            {"item": "motor", "component": "powder", "quantity": 1},
        ],
        "evidence": [
            claim("lines", "a", "rate_per_year", 100, confidence="high"),
            claim("lines", "b", "rate_per_year", 100, confidence="high"),
            claim("bills", "missile/motor", "quantity", 1, confidence="high"),
            claim("bills", "motor/powder", "quantity", 1, confidence="high"),
        ],
    }
    plenty = small_case(stocks=[stock("usa-1", "powder", 1_000)], **tables)
    scarce = small_case(stocks=[stock("usa-1", "powder", 10)], **tables)
    assert row(plenty, item="missile")["grade"] == "high"
    assert row(scarce, item="missile")["grade"] == "assumed"
    assert row(scarce, item="missile")["capacity"] == pytest.approx(10)


def test_the_record_names_components_that_nobody_makes_or_holds() -> None:
    case = small_case(
        lines=[line("a", "missile", 100)], bills=[{"item": "missile", "component": "motor", "quantity": 1}]
    )
    assert any("motor" in note for note in account(case).run["notes"])
    assert account(korea()).run["notes"] == []


@settings(max_examples=40)
@given(making_cases(), st.floats(0.0, 60.0), st.sampled_from(["current", "max"]))
def test_the_row_adds_up_and_the_same_inputs_give_the_same_bytes(case: Case, window: float, rate: str) -> None:
    options = AccountOptions(window=window, rate=rate)
    result = account(case, options)
    assert result.to_json() == account(case, options).to_json()
    for found in result.account.iter_rows(named=True):
        amounts = (found[name] for name in ("releasable_stock", "capacity", "own_requirement", "committed"))
        assert found["exportable"] == pytest.approx(exportable_surplus(*amounts))
        assert found["low"] <= found["exportable"] <= found["high"]
        assert found["overcommitted"] >= 0
        assert found["exportable"] == 0 or found["overcommitted"] == 0


@settings(max_examples=20)
@given(making_cases())
def test_names_of_nations_change_nothing(case: Case) -> None:
    other = {"KOR": "ZAF", "USA": "ALB"}
    renamed = case.replace(
        {
            name: frame.with_columns(pl.col(c).replace(other) for c in ("nation", "host") if c in frame.columns)
            for name, frame in case.tables.items()
        }
    )
    before = account(case).account.with_columns(pl.col("nation").replace(other)).sort("nation", "item")
    assert account(renamed).account.equals(before)
