"""Does a plan say what its tables do not?"""

from __future__ import annotations

import pytest

import pipir
from pipir.case.case import Case
from pipir.planning.capability import PlanOptions
from sustainment.world import commitment, demand, lane, stance, stock, world


def told(case: Case, **options: object) -> list[str]:
    notes: list[str] = pipir.plan(case, PlanOptions(**options)).run["notes"]  # type: ignore[arg-type]
    return notes


def supplied(days: int, **more: object) -> Case:
    """One depot, one base; what is owed to Japan falls due evenly and can go by one lane of five days."""
    tables: dict[str, list[dict[str, object]]] = {
        "stocks": [stock("usa-a", 1000)],
        "lanes": [lane("usa-a", "jpn-a", 5, cost_usd_per_t=1)],
        "commitments": [commitment("USA", "JPN", 8 * days, (0, days))],
    }
    return world(days, **(tables | more))  # type: ignore[arg-type]


def test_a_plan_in_weeks_says_so_from_the_day_on_which_they_begin() -> None:
    assert any("From day 30 on this plan is in weeks" in note for note in told(supplied(37)))
    assert told(supplied(30)) == []
    assert not any("weeks" in note for note in told(supplied(37), daily=True))


def test_what_stands_against_a_claim_is_said_as_in_a_run() -> None:
    case = supplied(12, stances=[stance("USA", "deliver")])
    said = [note for note in told(case) if "Not moved" in note]
    assert len(said) == 1
    assert "usa-jpn (USA does not deliver it to JPN" in said[0]
    run = pipir.sustain(case, pipir.SustainOptions(expected=True)).run["notes"]
    assert said[0] in run


def test_what_is_sent_for_a_commitment_and_comes_after_the_end_is_said_and_adds_up() -> None:
    """The lift of the lane is what holds deliveries back, so that every period that still helps is used to the full."""
    lanes = [lane("usa-a", "jpn-a", 5, cost_usd_per_t=1, lift_t_per_day=7)]
    case = supplied(37, lanes=lanes)
    plan = pipir.plan(case)
    sent = plan.shipments.filter(carried_by="usa-jpn")["quantity"].sum()
    given = plan.fills.filter(claim="usa-jpn")["quantity"].sum()
    late = [note for note in plan.run["notes"] if "after the end" in note]
    assert sent - given == pytest.approx(7 * 5, abs=1e-6)
    assert len(late) == 1
    assert late[0].endswith("35 rounds under usa-jpn.")
    assert not any("after the end" in note for note in told(case, daily=True))


def test_where_no_lane_has_a_cost_the_plan_says_that_cost_counts_nothing() -> None:
    free = [lane("usa-a", "jpn-a", 5)]
    assert any("cost decides nothing" in note for note in told(supplied(12, lanes=free)))
    assert not any("cost" in note for note in told(supplied(12)))
    assert not any("cost" in note for note in told(world(9, stocks=[stock("usa-a", 3)], demands=[demand("usa-a", 1)])))


def test_a_rank_of_which_the_table_shows_only_the_dearest_limits_is_named() -> None:
    plan = pipir.plan("indo-pacific", PlanOptions(scenario="korea"))
    full = {rank for rank, rows in plan.binding.group_by("rank").len().iter_rows() if rows == 12}
    said = [note for note in plan.run["notes"] if "table binding" in note]
    assert full
    assert len(said) == 1
    assert all(str(rank) in said[0] for rank in full)
    assert not any("table binding" in note for note in told(supplied(12)))
