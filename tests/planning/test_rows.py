"""What if a stock, a rate, a ceiling, an answer were another? The session says what a plan of that case would."""

from __future__ import annotations

import pytest

from pipir.case.case import Case
from pipir.case.refusal import Refused
from pipir.planning.changes import Loss
from pipir.planning.rows import Row, ceiling, edited, lift, rate, signed, stance, stock
from pipir.planning.session import PlanSession
from planning.answers import programmed
from sustainment.world import YEAR, agreement, demand, lane, line, on, world
from sustainment.world import stance as stated
from sustainment.world import stock as held


def two_nations(**more: object) -> Case:
    usual: dict[str, object] = {
        "stocks": [held("usa-a", 60)],
        "lines": [line("usa-a", 2)],
        "lanes": [lane("usa-a", "jpn-a", 1, lift_t_per_day=5)],
        "agreements": [agreement("USA", "JPN", ceiling_per_year=4 * YEAR)],
        "demands": [demand("jpn-a", 10)],
    }
    return world(10, **(usual | more))  # type: ignore[arg-type]


CHANGES = [
    ("more stock", [stock("jpn-a", "shell", 25)], 1 - (25 + 36) / 100),
    ("no stock", [stock("usa-a", "shell", 0)], 1 - 18 / 100),
    ("a faster line does not help: the ceiling binds", [rate("usa-a-shell", 9 * YEAR)], 1 - 36 / 100),
    ("less lift", [lift("usa-a-to-jpn-a", 1)], 1 - 9 / 100),
    ("a higher ceiling: the lift binds", [ceiling("usa-jpn", 400 * YEAR)], 1 - 45 / 100),
    ("a no", [stance("USA", "war", "export", "no")], 1.0),
    ("a stock and a loss", [stock("jpn-a", "shell", 25), Loss("lane", "usa-a-to-jpn-a")], 0.75),
]


@pytest.mark.parametrize(("what", "changes", "share"), CHANGES, ids=[what for what, _, _ in CHANGES])
def test_a_change_is_planned_as_the_changed_case(what: str, changes: list[Row | Loss], share: float) -> None:
    found = PlanSession(two_nations()).short(changes)
    assert found.pooled == pytest.approx((share,), abs=1e-6)
    rows = [change for change in changes if isinstance(change, Row)]
    if len(rows) == len(changes):
        assert found.pooled == pytest.approx(tuple(programmed(edited(two_nations(), rows)).ranks.values()), abs=1e-6)


def test_a_faster_line_has_more_in_hand_too() -> None:
    """Of ten days' work three are in hand on day 0; a line that is not running yet has none."""

    def share(**cells: object) -> float:
        case = world(10, lines=[line("usa-a", 2, lead_days=3, **cells)], demands=[demand("usa-a", 10)])
        return PlanSession(case).short([rate("usa-a-shell", 4 * YEAR)]).pooled[0]

    assert share() == pytest.approx(1 - 4 * 10 / 100, abs=1e-6)
    cold = {"status": "cold", "available_from": on(0), "restart_days": 0, "ramp_days": 0}
    assert share(**cold) == pytest.approx(1 - 4 * 7 / 100, abs=1e-6)


def test_a_proposed_agreement_is_signed() -> None:
    session = PlanSession(two_nations(agreements=[agreement("USA", "JPN", status="proposed")]))
    assert session.short().pooled == pytest.approx((1.0,))
    assert session.short([signed("usa-jpn")]).pooled == pytest.approx((1 - 45 / 100,))


def test_an_answer_that_is_there_is_another() -> None:
    session = PlanSession(two_nations(stances=[stated("USA", "export", "no")]))
    assert session.short([stance("USA", "war", "export", "yes")]).pooled == pytest.approx((1 - 36 / 100,))


def test_many_changes_in_two_processes_are_those_of_one() -> None:
    sets = [changes for _, changes, _ in CHANGES]
    session = PlanSession(two_nations())
    one, two = session.many(sets), session.many(sets, workers=2)
    assert [short.pooled for short in one] == [short.pooled for short in two]
    assert [short.shares.tobytes() for short in one] == [short.shares.tobytes() for short in two]


def test_the_case_is_as_it_was() -> None:
    case = two_nations()
    before = case.hash
    PlanSession(case).short([stock("usa-a", "shell", 1)])
    assert case.hash == before


AGREEMENT = {"supplier": "USA", "beneficiary": "JPN", "item": "shell", "kind": "transfer", "binding": "binding"}


def test_a_new_agreement_is_a_new_row() -> None:
    session = PlanSession(two_nations(agreements=[]))
    assert session.short().pooled == pytest.approx((1.0,))
    new = Row("agreements", {"agreement": "new", "status": "in_force", **AGREEMENT})
    assert session.short([new]).pooled == pytest.approx((1 - 45 / 100,))


HAZARD = {"scenario": "war", "hazard": "h", "kind": "site", "from_day": 0, "to_day": 3, "loss": 0}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (stock("usa-aa", "shell", 1), "nearest: 'usa-a'"),
        (stock("usa-a", "shell", -5), "is below 0"),
        (stock("usa-a", "shell", "many"), "is not a number"),  # type: ignore[arg-type]
        (stock("usa-a", "shell", float("inf")), "is not a number"),
        (rate("usa-a-shel", 1), "nearest: 'usa-a-shell'"),
        (signed("usa-jp"), "nearest: 'usa-jpn'"),
        (lift("usa-a-to-jpn-a", -1), "is below 0"),
        (ceiling("usa-jpn", float("nan")), "is not a number"),
        (stance("USA", "war", "export", "perhaps"), "is not one of yes, no, unknown"),
        (stance("USA", "war", "export", "no", "ZZZ"), "is not in nations"),
        (Row("lines", {"line": "usa-a-shell", "site": "nowhere"}), "is not in sites"),
        (Row("lanes", {"lane": "usa-a-to-jpn-a", "origin": "xx"}), "is not in sites"),
        (Row("lines", {"line": "usa-a-shell", "rate_per_year": 9, "max_rate_per_year": 1}), "cannot slow down"),
        (Row("hazards", {"target": "usa-a", "probability_per_day": 2.0, **HAZARD}), "is above 1"),
        (Row("hazards", {"target": "usa-z", "probability_per_day": 0.5, **HAZARD}), "usa-z"),
        (Row("agreements", {"agreement": "new", "status": "in_force"}), "a new one lacks supplier"),
        (Row("stoks", {}), "nearest: 'stocks'"),
        (Row("stocks", {"site": "usa-a", "item": "shell", "quantty": 1}), "nearest: 'quantity'"),
        (Row("stocks", {"site": "usa-a"}), "item is missing"),
    ],
)
def test_what_a_case_is_refused_for_is_refused_of_a_row(change: Row, said: str) -> None:
    with pytest.raises(Refused, match=said):
        PlanSession(two_nations()).many([[change]])
