"""Is every match tracked from pledge to delivery, with a line for each step and what is overdue?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from matching.desk import DAY_0, commitment, day, desk, matched, offer, request
from pipir.case.case import Case
from pipir.matching.auditing import audit
from pipir.matching.tracking import tracking

Rows = Sequence[Mapping[str, Any]]
SOURCES = [{"source": "paper", "title": "A paper"}, {"source": "minister", "title": "A minister"}]


def claim(table: str, row: str, state: str, source: str, when: int | None, chosen: bool = False) -> dict[str, Any]:
    """What a source says of a state."""
    start = {"table": table, "row": row, "column": "state", "source": source, "value": state, "confidence": "low"}
    return {**start, "as_of": None if when is None else day(when), "chosen": chosen}


def tracked(matches: Rows, needed: int = 60, **tables: Rows) -> Case:
    return desk([request("asked", 40, needed=needed)], [offer("given", 40)], matches=matches, sources=SOURCES, **tables)


def row(case: Case) -> dict[str, Any]:
    (found,) = tracking(case, DAY_0)
    return found


def test_a_match_without_a_commitment_is_overdue_after_the_day_it_was_needed() -> None:
    late = row(tracked([matched("m", 20, "pledge")], needed=-5))
    assert (late["delivered"], late["open"], late["overdue"], late["days_overdue"]) == (0, 20, 20, 5)
    assert late["next_step"] == "allocation"
    assert late["sentence"] == (
        "Germany to the United States: 20 darts of Dart, pledge, none handed over of what is due by 2024-12-27; "
        "20 overdue, the last for 5 days; next step allocation."
    )
    assert row(tracked([matched("m", 20, "pledge")]))["overdue"] == 0


def test_what_is_due_of_a_commitment_falls_due_evenly_and_its_record_of_deliveries_counts() -> None:
    case = tracked(
        [matched("m", 20, "contract", commitment="owed")],
        commitments=[commitment(delivered=1)],
        deliveries=[{"commitment": "owed", "date": day(-3), "quantity": 4, "source": "paper"}],
    )
    found = row(case)  # half of 20 has fallen due on day 0
    assert (found["delivered"], found["open"], found["overdue"]) == pytest.approx((4, 16, 6))
    assert found["delivery_date"].isoformat() == day(-3)
    assert (found["due"].isoformat(), found["days_overdue"], found["next_step"]) == (day(10), 0, "delivery")


def test_a_delivery_without_a_commitment_is_handed_over() -> None:
    found = row(tracked([matched("m", 20, "delivery")]))
    assert (found["delivered"], found["open"], found["next_step"]) == (20, 0, "none")
    assert found["sentence"].endswith("all handed over.")


def test_a_match_and_its_commitment_that_disagree_are_told() -> None:
    case = tracked([matched("m", 20, "allocation", commitment="owed")], commitments=[commitment()])
    assert "its commitment is a contract" in row(case)["sentence"]


def test_of_what_binds_nobody_nothing_is_handed_over_or_overdue() -> None:
    case = tracked(
        [matched("m", 20, "proposed", commitment="owed")],
        commitments=[commitment(start=day(-30), end=day(-10))],
        deliveries=[{"commitment": "owed", "date": day(-20), "quantity": 4}],
    )
    found = row(case)
    assert (found["delivered"], found["open"], found["overdue"], found["days_overdue"]) == (0, 20, 0, 0)
    assert found["delivery_date"] is None
    assert found["sentence"] == (
        "Germany to the United States: 20 darts of Dart, proposed, which binds nobody; next step pledge."
    )
    assert [step for step, _, _ in verdicts(case)] == ["match", "commitment"]


def verdicts(case: Case) -> list[tuple[str, str, str]]:
    return [(step["about"], step["to_state"], step["verdict"]) for step in audit(case)]


def test_steps_in_their_order_each_have_a_line_with_date_and_source() -> None:
    case = tracked(
        [matched("m", 20, "allocation", commitment="owed")],
        commitments=[commitment(source="paper")],
        deliveries=[{"commitment": "owed", "date": day(-3), "quantity": 4, "source": "paper"}],
        evidence=[
            claim("matches", "m", "pledge", "minister", -40),
            claim("matches", "m", "allocation", "paper", -30, chosen=True),
        ],
    )
    found = list(audit(case))
    assert verdicts(case) == [
        ("match", "pledge", "first"),
        ("match", "allocation", "in order"),
        ("commitment", "contract", "in order"),
        ("delivery", "delivery", "in order"),
    ]
    assert [step["from_state"] for step in found] == [None, "pledge", "allocation", "contract"]
    assert found[0]["sentence"] == "On 2024-11-22 the match stands at pledge (source minister)."
    assert found[2]["sentence"] == "Its commitment stands at contract, since when is not on record (source paper)."
    assert found[3]["sentence"] == "On 2024-12-29 4 darts of Dart are handed over (source paper)."


def test_a_step_that_is_skipped_or_goes_back_is_told() -> None:
    case = tracked(
        [matched("m", 20, "allocation")],
        evidence=[
            claim("matches", "m", "contract", "minister", -40),
            claim("matches", "m", "allocation", "paper", -30, chosen=True),
        ],
    )
    first, second = audit(case)
    assert (first["verdict"], second["verdict"]) == ("skipped", "backwards")
    assert first["sentence"].endswith("no record of a step to pledge or allocation before it.")
    assert second["sentence"].endswith("that is back from contract.")


def test_a_state_without_a_date_stands_before_what_can_only_follow_it() -> None:
    case = tracked(
        [matched("m", 20, "pledge", commitment="owed")],
        commitments=[commitment(state="allocation")],
        deliveries=[{"commitment": "owed", "date": day(-3), "quantity": 4}],
    )
    assert verdicts(case) == [
        ("match", "pledge", "first"),
        ("commitment", "allocation", "in order"),
        ("delivery", "delivery", "skipped"),
    ]


def test_a_word_that_is_no_step_is_told() -> None:
    (step,) = audit(tracked([matched("m", 20, "proposed")]))
    assert (step["verdict"], step["from_state"]) == ("no step", None)
    assert step["sentence"] == "The match stands at proposed, since when is not on record: no step of the chain yet."
