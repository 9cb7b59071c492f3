"""Do lines put out what pace, components and repairable stock allow, and no more?"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.cases import AS_OF, line, making_cases, small_case, stock
from pipir.accounting.output import Output, line_output
from pipir.accounting.window import months_from
from pipir.case.case import Case
from pipir.network.making import supplied

YEAR = months_from(AS_OF, 12)


def outputs(case: Case, surge: bool = False) -> dict[str, float]:
    made = line_output(case, YEAR, surge).lines
    return dict(zip(made["line"], made["output"], strict=True))


def takes(item: str, component: str, quantity: float = 1) -> dict[str, Any]:
    return {"item": item, "component": component, "quantity": quantity}


def test_stock_and_output_of_a_component_cut_a_line() -> None:
    case = small_case(
        lines=[line("missile", "missile", 1_000), line("motor", "motor", 500)],
        bills=[takes("missile", "motor")],
        stocks=[stock("usa-1", "motor", 100, reserve=100)],
    )
    made = line_output(case, YEAR, False).lines
    assert outputs(case) == pytest.approx({"missile": 600, "motor": 500})
    assert dict(zip(made["line"], made["limit"], strict=True)) == {"missile": "motor", "motor": None}


def test_a_component_is_split_in_proportion_to_what_each_line_would_use() -> None:
    case = small_case(
        lines=[line("a", "a", 1_000), line("b", "b", 250), line("motor", "motor", 900)],
        bills=[takes("a", "motor"), takes("b", "motor", 2)],
    )
    assert outputs(case) == pytest.approx({"a": 600, "b": 150, "motor": 900})


def test_a_shortage_goes_up_the_whole_chain() -> None:
    case = small_case(
        lines=[line("missile", "missile", 100), line("motor", "motor", 200), line("case", "casing", 300)],
        bills=[takes("missile", "motor", 2), takes("motor", "casing"), takes("casing", "steel", 10)],
        stocks=[stock("kor-1", "steel", 500)],
    )
    assert outputs(case) == pytest.approx({"case": 50, "motor": 50, "missile": 25})


def test_the_scarcest_component_rules() -> None:
    case = small_case(
        lines=[line("missile", "missile", 100)],
        bills=[takes("missile", "motor"), takes("missile", "seeker")],
        stocks=[stock("kor-1", "motor", 80), stock("kor-1", "seeker", 30)],
    )
    made = line_output(case, YEAR, False).lines
    assert made["output"].to_list() == pytest.approx([30])
    assert made["limit"].to_list() == ["seeker"]


def test_a_component_that_the_case_knows_nothing_of_does_not_limit() -> None:
    case = small_case(
        lines=[line("missile", "missile", 100)], bills=[takes("missile", "motor"), takes("missile", "seeker")]
    )
    made = line_output(case, YEAR, False)
    assert outputs(case) == pytest.approx({"missile": 100})
    assert made.unlimited == ("motor", "seeker")


def test_a_stock_of_none_is_no_stock_unless_the_caller_knows_better() -> None:
    case = small_case(
        lines=[line("missile", "missile", 100)],
        bills=[takes("missile", "motor")],
        stocks=[stock("kor-1", "motor", 0)],
    )
    assert outputs(case) == pytest.approx({"missile": 100})
    assert line_output(case, YEAR, False, ["motor"]).lines["output"].to_list() == [0]


def test_work_in_hand_has_its_components_already() -> None:
    half = 365.25 / 2
    case = small_case(
        lines=[line("missile", "missile", 1_000, lead_days=half)],
        bills=[takes("missile", "motor")],
        stocks=[stock("kor-1", "motor", 1)],
    )
    assert outputs(case) == pytest.approx({"missile": 501})


def test_a_component_that_comes_too_late_to_be_built_in_does_not_count() -> None:
    half = 365.25 / 2
    case = small_case(
        lines=[
            line("missile", "missile", 1_000, lead_days=half),
            line("motor", "motor", 0, max_rate_per_year=1_000, available_from="2025-01-01", status="planned"),
        ],
        bills=[takes("missile", "motor", 2)],
    )
    assert outputs(case) == pytest.approx({"missile": 500 + 250, "motor": 1_000})


def test_a_slow_line_is_held_to_what_all_have_used_by_its_last_start() -> None:
    half = 365.25 / 2
    lines = [line("fast", "a", 1_000), line("slow", "b", 1_000, lead_days=half)]
    bills = [takes("a", "motor"), takes("b", "motor")]
    steady = small_case(lines=[*lines, line("motor", "motor", 2_000)], bills=bills)
    assert outputs(steady) == pytest.approx({"fast": 1_000, "slow": 1_000, "motor": 2_000})
    held = small_case(lines=lines, bills=bills, stocks=[stock("kor-1", "motor", 600)])
    assert outputs(held) == pytest.approx({"fast": 400, "slow": 500 + 200})


def test_repair_is_limited_by_what_there_is_to_repair() -> None:
    case = small_case(
        lines=[line("depot", "radar", 100, work="repair"), line("plant", "radar", 5)],
        bills=[takes("radar", "tube")],
        stocks=[stock("usa-1", "radar", 30, condition="repairable"), stock("usa-1", "tube", 1)],
    )
    assert outputs(case) == pytest.approx({"depot": 30, "plant": 1})


def test_nothing_to_repair_means_no_repair() -> None:
    case = small_case(lines=[line("depot", "radar", 100, work="repair")], stocks=[stock("usa-1", "radar", 30)])
    assert outputs(case) == {"depot": 0}


def test_repaired_components_are_built_in() -> None:
    case = small_case(
        lines=[line("depot", "radar", 100, work="repair"), line("plant", "aircraft", 50)],
        bills=[takes("aircraft", "radar")],
        stocks=[stock("usa-1", "radar", 30, condition="repairable")],
    )
    assert outputs(case) == pytest.approx({"depot": 30, "plant": 30})


@pytest.mark.parametrize(("surge", "made"), [(False, 100), (True, 100 + 900 * (365.25 - 50) / 365.25)])
def test_a_surge_rises_over_its_ramp(surge: bool, made: float) -> None:
    case = small_case(lines=[line("missile", "missile", 100, max_rate_per_year=1_000, ramp_days=100)])
    assert outputs(case, surge) == pytest.approx({"missile": made})


def test_only_a_surge_order_restarts_a_warm_line() -> None:
    case = small_case(lines=[line("missile", "missile", 1_000, status="warm", restart_days=365.25 / 2)])
    assert outputs(case) == {"missile": 0}
    assert outputs(case, surge=True) == pytest.approx({"missile": 500})


def made_of(case: Case, output: Output) -> dict[str, tuple[float, float]]:
    """Per item that limits: what is taken of it for new starts, and what there is of it."""
    stocks = case["stocks"].filter(pl.col("condition") == "serviceable").group_by("item").agg(pl.col("quantity").sum())
    there = dict(zip(stocks["item"], stocks["quantity"], strict=True))
    taken: dict[str, float] = {}
    for row in output.lines.iter_rows(named=True):
        there[row["item"]] = there.get(row["item"], 0.0) + row["output"]
        running = row["status"] in ("active", "closing")
        in_hand = row["rate_per_year"] / 365.25 * min(row["lead_days"], YEAR.days) if running else 0.0
        for bill in case["bills"].filter(pl.col("item") == row["item"]).iter_rows(named=True):
            if row["work"] == "make":
                part = bill["component"]
                taken[part] = taken.get(part, 0.0) + bill["quantity"] * (row["output"] - in_hand)
    return {part: (amount, there.get(part, 0.0)) for part, amount in taken.items() if part in supplied(case)}


@settings(max_examples=40)
@given(making_cases(), st.booleans())
def test_no_more_is_taken_of_a_component_than_there_is(case: Case, surge: bool) -> None:
    output = line_output(case, YEAR, surge)
    for taken, there in made_of(case, output).values():
        assert taken <= there * (1 + 1e-8) + 1e-8
    assert (output.lines["output"] <= output.lines["possible"]).all()
    assert (output.lines["output"] >= 0).all()


@settings(max_examples=40)
@given(making_cases(), st.booleans())
def test_what_is_cut_is_cut_by_something(case: Case, surge: bool) -> None:
    lines = line_output(case, YEAR, surge).lines
    cut = lines["output"] < lines["possible"]
    assert lines.filter(cut)["limit"].null_count() == 0
    assert lines.filter(~cut)["limit"].drop_nulls().is_empty()


@settings(max_examples=40)
@given(making_cases(), st.floats(1.0, 1_000.0))
def test_more_stock_never_lowers_an_output(case: Case, more: float) -> None:
    richer = case.replace({"stocks": case["stocks"].with_columns(pl.col("quantity") + more)})
    limiting = supplied(case)
    before, after = (line_output(held, YEAR, True, limiting).lines["output"] for held in (case, richer))
    assert (after >= before - 1e-9 * (1 + before)).all()
