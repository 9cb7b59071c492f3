"""Is the model held against what was seen, and only where it can be?"""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from briefing.synthetic import SHORTFALLS, account_row, material, small_case
from pipir.briefing.document import DataTable
from pipir.briefing.outcomes import Comparison, compared, cut_short, outcomes, used
from pipir.briefing.sections import behaviour

LRASM = next(one for one in outcomes() if one.outcome == "lrasm-week")


def test_every_outcome_names_its_source_and_orders_its_range() -> None:
    for one in outcomes():
        assert one.reference.title
        assert one.reference.date
        assert one.seen[0] <= one.seen[1] <= one.seen[2]


def test_a_case_without_the_scenarios_has_nothing_to_compare() -> None:
    assert compared(small_case(), lambda *_: pl.DataFrame(), lambda *_: pl.DataFrame()) == ()


def test_what_was_used_is_what_was_owed_less_what_was_missed() -> None:
    low, middle, high = used(pl.DataFrame(SHORTFALLS), LRASM)
    assert (low, middle, high) == (5400 - 5000, 5400 - 4920, 5400 - 4800)


def test_an_outcome_is_compared_on_its_own_days() -> None:
    case = small_case()
    scenarios = case["scenarios"].with_columns(scenario=pl.col("scenario").replace({"crisis": "taiwan"}))
    demands = case["demands"].with_columns(scenario=pl.col("scenario").replace({"crisis": "taiwan"}))
    asked: list[tuple[int, str]] = []

    def crisis(cut: object, name: str) -> pl.DataFrame:
        frame = cut["scenarios"].filter(pl.col("scenario") == name)  # type: ignore[index]
        asked.append((frame["days"][0], name))
        return pl.DataFrame(SHORTFALLS)

    told = compared(case.replace({"scenarios": scenarios, "demands": demands}), crisis, lambda *_: pl.DataFrame())
    assert [one.outcome.outcome for one in told] == ["lrasm-week"]
    assert asked == [(7, "taiwan")]


def test_output_of_the_last_month_is_a_difference_of_accounts() -> None:
    shells = next(one for one in outcomes() if one.measure == "output")
    item = [{**row, "item": "shell-155-m795"} for row in [small_case()["items"].row(2, named=True)]]
    frame = small_case()["items"]
    case = small_case().replace(
        {
            "items": pl.concat([frame, pl.DataFrame(item, schema=frame.schema)]),
            "lines": small_case()["lines"].with_columns(item=pl.lit("shell-155-m795"), site=pl.lit("us-mcalester")),
        }
    )

    def account(_: object, months: float) -> pl.DataFrame:
        return pl.DataFrame([account_row(("USA", "shell-155-m795"), 1000.0 * months**2, 0.0, 0.0, 0.0, "low")])

    told = compared(case, lambda *_: pl.DataFrame(), account)
    assert [one.outcome for one in told] == [shells]
    assert told[0].model == (11_000.0, 11_000.0, 11_000.0)


def test_a_scenario_is_cut_and_the_others_stay() -> None:
    cut = cut_short(small_case(), "crisis", 7)["scenarios"]
    assert dict(cut.select("scenario", "days").iter_rows()) == {"crisis": 7, "after": 60}


@pytest.mark.parametrize(
    ("model", "agrees", "reaches"),
    [
        ((390.0, 405.0, 430.0), True, False),
        ((300.0, 350.0, 445.0), False, True),
        ((300.0, 350.0, 380.0), False, False),
        ((500.0, 600.0, 700.0), False, False),
    ],
)
def test_the_middle_run_must_come_within_a_tenth(
    model: tuple[float, float, float], agrees: bool, reaches: bool
) -> None:
    assert Comparison(LRASM, model).agrees is agrees
    assert Comparison(LRASM, model).reaches is reaches


def test_misses_are_told() -> None:
    told = material()
    missed = Comparison(LRASM, (100.0, 225.0, 230.0))
    section = behaviour.section(replace(told, results=replace(told.results, compared=(missed,))))
    text = str(section.blocks[0])
    assert "misses one outcome: LRASM used in the first week, too low in the middle run, 50 % of it" in text
    assert any(isinstance(block, DataTable) for block in section.blocks)
