"""What do deliveries say of a supplier? Shares kept and days late by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipir.assurance.assuring.recording import Record, records
from pipir.case.case import Case
from sustainment.world import commitment, on, world

Row = dict[str, Any]


def recorded(*came: tuple[float, float], days: tuple[int, int] = (-100, 0), quantity: float = 100) -> list[Record]:
    rows = [{"commitment": "c", "date": on(day), "quantity": units} for day, units in came]
    return records(world(10, commitments=[commitment("KOR", "USA", quantity, days, commitment="c")], deliveries=rows))


@pytest.mark.parametrize(
    ("came", "share", "late"),
    [
        # One a day was due. All of it on the last day: the first 99 days late, the last none, on average half of that.
        ([(-1, 100)], 1.0, (99**2) / 2 / 100),
        # All of it before it was due is not late.
        ([(-100, 100)], 1.0, 0.0),
        # Half of it on day -50, when it has just fallen due: 25 days on average; the rest open today: as many.
        ([(-50, 50)], 0.5, 25.0),
        # Nothing: open for 50 days on average.
        ([(-50, 0)], 0.0, 50.0),
        # More than is owed is all of it.
        ([(-100, 400)], 1.0, 0.0),
    ],
)
def test_a_commitment_that_was_due_evenly(came: list[tuple[float, float]], share: float, late: float) -> None:
    (found,) = recorded(*came)
    assert (found.supplier, found.commitments) == ("KOR", 1)
    assert found.kept_share == pytest.approx(share)
    assert found.days_late == pytest.approx(late)


def test_only_what_has_fallen_due_counts() -> None:
    (found,) = recorded((-20, 20), days=(-50, 50))
    assert found.kept_share == pytest.approx(20 / 50)
    # 20 due on days -50 to -30 came on day -20: 20 late on average; 30 due since then are open: 15 on average.
    assert found.days_late == pytest.approx((20 * 20 + 30 * 15) / 50)


def test_what_falls_due_on_one_day_is_late_from_it_on() -> None:
    (found,) = recorded((-4, 60), days=(-10, -10))
    assert found.kept_share == pytest.approx(0.6)
    assert found.days_late == pytest.approx(0.6 * 6 + 0.4 * 10)


def test_a_delivery_of_today_or_later_is_not_a_record_and_what_is_not_due_is_none() -> None:
    (found,) = recorded((0, 100))
    assert found.kept_share == 0.0
    assert recorded((-5, 1), days=(1, 9)) == []


def several() -> Case:
    rows = [
        commitment("KOR", "USA", 10, (-10, 0), commitment="kept"),
        commitment("KOR", "USA", 9000, (-10, 0), commitment="broken"),
        commitment("KOR", "USA", 50, (-10, 0), commitment="unrecorded"),
        commitment("AUS", "USA", 50, (-10, 0), commitment="late"),
    ]
    came = [("kept", -10, 10.0), ("broken", -1, 0.0), ("late", -1, 50.0)]
    return world(10, commitments=rows, deliveries=[{"commitment": c, "date": on(d), "quantity": q} for c, d, q in came])


def test_each_commitment_counts_once_whatever_its_size_and_what_is_not_recorded_did_not_come() -> None:
    found = {one.supplier: one for one in records(several())}
    assert list(found) == ["AUS", "KOR"]
    late = pytest.approx((0 + 5 + 5) / 3)
    assert found["KOR"] == Record("KOR", 3, pytest.approx(1 / 3), late, 1)  # type: ignore[arg-type]
    assert (found["AUS"].kept_share, found["AUS"].without_delivery) == (1.0, 0)


def test_who_breaks_a_promise_wholly_has_no_better_record_than_who_is_said_to() -> None:
    rows = [
        commitment("KOR", "USA", 100, (-10, 0), commitment="kept"),
        commitment("KOR", "USA", 10_000, (-10, 0), commitment="broken"),
    ]
    came: list[Row] = [{"commitment": "kept", "date": on(-1), "quantity": 100.0}]
    silent = records(world(10, commitments=rows, deliveries=came))
    said = records(
        world(10, commitments=rows, deliveries=[*came, {"commitment": "broken", "date": on(-1), "quantity": 0.0}])
    )
    assert [one.kept_share for one in silent] == [one.kept_share for one in said] == [0.5]
    assert [one.days_late for one in silent] == [one.days_late for one in said]
    assert ([one.without_delivery for one in silent], [one.without_delivery for one in said]) == ([1], [0])


def test_what_a_commitment_says_is_delivered_counts_where_no_delivery_is_recorded() -> None:
    rows = [
        commitment("KOR", "USA", 100, (-10, 0), commitment="kept"),
        commitment("KOR", "USA", 100, (-10, 0), commitment="some", delivered=40.0),
    ]
    case = world(10, commitments=rows, deliveries=[{"commitment": "kept", "date": on(-10), "quantity": 100.0}])
    (found,) = records(case)
    # The other sixty are open since days -6 to 0: three days on average.
    assert (found.kept_share, found.days_late) == (pytest.approx(0.7), pytest.approx(0.6 * 3 / 2))
    assert records(case.replace({"deliveries": case["deliveries"].clear()})) == []


def test_the_record_of_the_bundled_case() -> None:
    import pipir

    korea, states = records(pipir.read_case("indo-pacific"))
    # Shells for 2022 came, 300,000 of 330,000 for 2023. Of what had fallen due evenly of missiles to the UAE 64 came,
    # of launchers to Poland more than that; of missiles to Iraq and Saudi Arabia nothing is said to have come.
    emirates = 64 / (320 * (date(2025, 1, 1) - date(2022, 1, 1)).days / (date(2029, 12, 31) - date(2022, 1, 1)).days)
    assert (korea.supplier, korea.commitments, korea.without_delivery) == ("KOR", 6, 4)
    assert korea.kept_share == pytest.approx((1 + 300 / 330 + emirates + 0 + 1 + 0) / 6)
    assert (states.supplier, states.commitments, states.without_delivery) == ("USA", 13, 11)
    assert pipir.read_case("indo-pacific").as_of == date(2025, 1, 1)
