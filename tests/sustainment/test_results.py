"""Do the tables say what the runs did? Quantiles over all runs, first sites, what is left, how long a refill takes."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest

from pipir.sustainment.tally import Tally
from sustainment.world import (
    START,
    YEAR,
    commitment,
    demand,
    hazard,
    lane,
    line,
    on,
    row,
    stock,
    sustained,
    traced,
    world,
)

RUNS = 100


def test_first_days_are_the_smallest_that_the_share_of_all_runs_reach() -> None:
    case = world(
        15,
        stocks=[stock("usa-a", 90), stock("usa-b", 1)],
        demands=[demand("usa-a", 10, cv=0.9), demand("usa-b", 10, days=(14, 15))],
        hazards=[hazard("usa-b", 0.02, 1.0)],
    )
    told = row(sustained(case, runs=RUNS).depletion, nation="USA")
    traces = [traced(case, block, runs=RUNS) for block in range(2)]
    pairs = traces[0][0].prepared(())[0].pairs
    assert len(pairs) == 1
    for name in ("short", "out"):
        first = np.concatenate([getattr(trace, name)[:, 0] for _, trace in traces])
        assert told[f"share_{name}"] == pytest.approx((first >= 0).mean())
        days = np.sort(np.where(first < 0, 1 << 30, first))
        for share in (10, 50, 90):
            day = days[ceil(share / 100 * RUNS) - 1]
            assert told[f"{name}_p{share}"] == (None if day == 1 << 30 else day)
    assert told["out_p90"] is None or told["out_p90"] >= told["out_p10"]


def test_a_share_of_runs_too_small_for_a_quantile_is_told_as_null() -> None:
    case = world(
        9, stocks=[stock("usa-a", 100)], demands=[demand("usa-a", 10)], hazards=[hazard("usa-a", 0.3, 1.0, (4, 5))]
    )
    told = row(sustained(case, runs=RUNS).depletion, nation="USA")
    struck = sustained(case, runs=RUNS).depletion["share_short"][0]
    assert 0.1 < struck < 0.5
    assert (told["short_p10"], told["short_p50"], told["short_p90"]) == (4, None, None)
    assert told["first_site"] == "usa-a"


def test_short_is_judged_over_all_sites_by_the_smallest_tier_alone() -> None:
    case = world(
        6,
        stocks=[stock("usa-a", 21), stock("usa-b", 35)],
        demands=[demand("usa-a", 10, tier=2), demand("usa-b", 10, tier=2), demand("usa-a", 1, tier=3, demand="third")],
    )
    told = row(sustained(case).depletion, nation="USA")
    assert (told["tier"], told["short_p50"], told["first_site"]) == (2, 2, "usa-a")


def test_out_is_the_whole_holding_goods_under_way_counted() -> None:
    arrival = {"lane": "usa-b-to-usa-a", "item": "shell", "arrives": on(4), "quantity": 10}
    case = world(
        7,
        stocks=[stock("usa-a", 20)],
        lanes=[lane("usa-b", "usa-a", 9)],
        in_transit=[arrival],
        demands=[demand("usa-a", 10)],
    )
    told = row(sustained(case).depletion, nation="USA")
    assert (told["short_p50"], told["out_p50"]) == (2, 4)
    nothing = world(3, demands=[demand("usa-a", 10)])
    assert row(sustained(nothing).depletion, nation="USA")["out_p50"] is None  # it never held any


def test_a_claim_that_owes_nothing_is_left_out() -> None:
    case = world(
        5,
        stocks=[stock("usa-a", 5)],
        demands=[demand("usa-a", 0), demand("usa-a", 1, demand="later", days=(7, 9))],
        commitments=[commitment("USA", "XAA", 5, (30, 40))],
    )
    assert sustained(case).shortfall.is_empty()


def test_bands_of_stock_are_of_the_runs() -> None:
    case = world(6, stocks=[stock("usa-a", 100)], demands=[demand("usa-a", 10, cv=0.7)])
    frame = sustained(case, runs=RUNS).stock
    stocks = np.sort(np.concatenate([traced(case, block, runs=RUNS)[1].stock for block in range(2)])[:, :, 0], axis=0)
    for band, place in (("p10", 9), ("p50", 49), ("p90", 89)):
        assert frame[band].to_list() == pytest.approx(stocks[place].tolist())


def after(days: int = 10, **tables: object) -> dict[str, object]:
    """The row of `left` where the next contingency needs 100 shells."""
    scenarios = [
        {
            "scenario": "war",
            "name": "War",
            "situation": "war",
            "start": START,
            "days": days,
            "gap_days": 40,
            "next": "second",
        },
        {"scenario": "second", "name": "Second", "situation": "war", "start": on(100), "days": 20},
    ]
    demands = [
        *tables.pop("demands", []),
        demand("usa-a", 4, demand="again", days=(5, 99)) | {"scenario": "second"},
        demand("usa-a", 8, demand="more", days=(15, 25)) | {"scenario": "second"},
    ]  # type: ignore[misc]
    return row(sustained(world(days, scenarios=scenarios, demands=demands, **tables)).left, nation="USA", item="shell")  # type: ignore[arg-type]


def test_the_pyrrhic_index_is_what_is_left_and_made_in_the_gap_over_the_next_need() -> None:
    arrival = {"lane": "usa-b-to-usa-a", "item": "shell", "arrives": on(12), "quantity": 5}
    told = after(
        stocks=[stock("usa-a", 70)],
        demands=[demand("usa-a", 6)],
        lines=[line("usa-a", 1, lead_days=3)],
        lanes=[lane("usa-b", "usa-a", 9)],
        in_transit=[arrival],
    )
    assert told["end_stock"] == pytest.approx(20)
    assert told["pyrrhic_index"] == pytest.approx((20 + 5 + 40) / (4 * 15 + 8 * 5))
    assert told["reconstitution_days"] == 75


def test_without_a_next_scenario_the_requirement_counts_training_left_out() -> None:
    needs = [
        {"nation": "USA", "item": "shell", "category": "combat", "plan": "one", "quantity": 30},
        {"nation": "USA", "item": "shell", "category": "combat", "plan": "two", "quantity": 50},
        {"nation": "USA", "item": "shell", "category": "strategic_readiness", "year": 2024, "quantity": 40},
        {"nation": "USA", "item": "shell", "category": "strategic_readiness", "year": 2023, "quantity": 90},
        {"nation": "USA", "item": "shell", "category": "strategic_readiness", "year": 2031, "quantity": 90},
        {"nation": "USA", "item": "shell", "category": "training", "quantity": 1000},
    ]
    told = row(sustained(world(4, stocks=[stock("usa-a", 45)], requirements=needs)).left, nation="USA")
    assert told["pyrrhic_index"] == pytest.approx(45 / 90)
    assert told["reconstitution_days"] is None


def test_what_is_needed_next_and_nowhere_held_is_the_scarcest_of_all() -> None:
    need = {"nation": "USA", "item": "motor", "category": "combat", "quantity": 30}
    left = sustained(world(4, stocks=[stock("usa-a", 45)], requirements=[need])).left
    told = row(left, nation="USA", item="motor")
    assert (told["end_stock"], told["pyrrhic_index"], told["reconstitution_days"]) == (0, 0, None)


def test_the_refill_of_methods_d6_takes_32_months() -> None:
    month = 30
    made = line(
        "usa-a", 0, status="warm", restart_days=6 * month - 1, ramp_days=12 * month, max_rate_per_year=40 / month * YEAR
    )
    needs = [{"nation": "USA", "item": "shell", "category": "combat", "quantity": 800}]
    told = row(sustained(world(1, lines=[made], requirements=needs), surge_day=2).left, nation="USA")
    assert told["reconstitution_days"] == pytest.approx(32 * month, abs=1)


def test_a_refill_waits_for_claims_that_are_late_or_fall_due_after_the_end() -> None:
    needs = [{"nation": "USA", "item": "shell", "category": "combat", "quantity": 50}]
    late = [commitment("USA", "XAA", 30, (0, 20))]
    told = row(sustained(world(10, lines=[line("usa-a", 1)], requirements=needs, commitments=late)).left, nation="USA")
    assert told["end_stock"] == pytest.approx(0)
    # 10 of the 15 that fell due were given; 20 are still owed, and 50 are to lie there.
    assert told["reconstitution_days"] == 70


def test_output_after_the_end_is_what_components_allowed_within_the_scenario() -> None:
    tables = {
        "bills": [{"item": "shell", "component": "motor", "quantity": 1}],
        "lines": [line("usa-a", 2), line("usa-a", 1, "motor")],
    }
    needs = [{"nation": "USA", "item": "shell", "category": "combat", "quantity": 30}]
    told = row(sustained(world(10, requirements=needs, **tables)).left, nation="USA", item="shell")
    assert (told["end_stock"], told["reconstitution_days"]) == (pytest.approx(10), 20)


def test_a_tally_is_the_same_whatever_the_blocks() -> None:
    case = world(6, stocks=[stock("usa-a", 100)], demands=[demand("usa-a", 20, cv=0.7)])
    runs, trace = traced(case, runs=64)
    whole, parts = Tally(runs.prepared(())[0]), Tally(runs.prepared(())[0])
    whole.add(trace)
    for part in range(0, 64, 16):
        parts.add(type(trace)(*(array[part : part + 16] for array in trace)))
    assert whole.depletion().equals(parts.depletion())
    assert whole.stock_by_day().equals(parts.stock_by_day())
