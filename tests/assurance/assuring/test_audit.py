"""How far can promises be kept together? Held to a worked answer and to a second formulation of small cases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from assurance.assuring.contests import contests
from assurance.assuring.plainly import KEPT, Plainly
from pipir.assurance.assuring.audit import Audit, same, whole
from pipir.assurance.assuring.clashes import clashes
from pipir.assurance.assuring.declared import AssureOptions
from pipir.assurance.assuring.windows import windows
from pipir.case.case import Case
from pipir.program.grid import grid_of
from planning.best import Unsolved
from planning.worlds import worlds
from sustainment.world import agreement, commitment, line, stance, stock, world

ANY = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
YEAR = (0, 365)


def audited(case: Case, **options: object) -> Audit:
    (window,) = windows(case, AssureOptions(**options))  # type: ignore[arg-type]
    net = window.network(window.calm)
    return Audit(net, grid_of(net))


def promised(*rows: dict[str, object], **tables: Sequence[dict[str, object]]) -> Case:
    return world(365, commitments=rows, **tables)


WORKED = (
    commitment("KOR", "USA", 300, YEAR),
    commitment("KOR", "PHL", 40, YEAR),
    commitment("JPN", "USA", 30, YEAR),
    commitment("JPN", "PHL", 50, YEAR),
)
"""Methods d.15: K can make 200 and promised 340, J can make 60 and promised 80."""


@pytest.mark.parametrize(
    "tables",
    [
        {"stocks": [stock("kor-a", 200), stock("jpn-a", 60)]},
        {"lines": [line("kor-a", 200 / 365), line("jpn-a", 60 / 365)]},
    ],
)
def test_the_worked_answer(tables: dict[str, list[dict[str, object]]]) -> None:
    audit = audited(promised(*WORKED, **tables))
    assert audit.fraction(audit.open) == pytest.approx(200 / 340)
    names = [name for _, name in audit.names]
    told = [[names[claim] for claim in clash.claims] for clash in clashes(audit, audit.open).found]
    assert [sorted(members) for members in told] == [["kor-usa"], ["jpn-phl", "jpn-usa"]]
    shares = dict(zip(names, map(audit.alone, audit.open), strict=True))
    assert shares == {"kor-usa": pytest.approx(2 / 3), "kor-phl": 1.0, "jpn-usa": 1.0, "jpn-phl": 1.0}


def test_demands_and_hazards_take_nothing_from_promises_and_reserves_do() -> None:
    from sustainment.world import demand, hazard

    taken = {"demands": [demand("kor-a", 100)], "hazards": [hazard("kor-a", 1.0, 1.0)]}
    row = commitment("KOR", "XAA", 100, (0, 10))
    assert audited(world(20, commitments=[row], stocks=[stock("kor-a", 100)], **taken)).fraction([0]) == 1.0
    kept = [stock("kor-a", 100, reserve=40)]
    assert audited(world(20, commitments=[row], stocks=kept, **taken)).fraction([0]) == pytest.approx(0.6)
    free = {"stances": [stance("KOR", "release_reserve", "yes")]}
    assert audited(world(20, commitments=[row], stocks=kept, **free)).fraction([0]) == 1.0


def test_what_a_stance_bars_is_not_open_and_nothing_of_it_can_be_kept() -> None:
    case = promised(
        *WORKED, stocks=[stock("kor-a", 200), stock("jpn-a", 60)], stances=[stance("KOR", "deliver", "unknown")]
    )
    audit = audited(case)
    assert [audit.names[claim][1] for claim in audit.open] == ["jpn-phl", "jpn-usa"]
    assert [audit.alone(claim) for claim in range(4)] == [1.0, 1.0, 0.0, 0.0]
    assert len(audited(case, unknown="yes").open) == 4


def test_a_commitment_and_a_promise_of_one_id_are_two_claims() -> None:
    way = agreement("KOR", "USA", "shell", agreement="both", promised_per_year=365.25)
    row = commitment("KOR", "USA", 365, YEAR, commitment="both")
    lanes = [{"lane": "way", "origin": "kor-a", "destination": "usa-a", "mode": "sea", "days": 0}]
    audit = audited(promised(row, agreements=[way], lanes=lanes, stocks=[stock("kor-a", 365)]))
    assert audit.names == [("commitment", "both"), ("promise", "both")]
    assert audit.fraction(audit.open) == pytest.approx(0.5)
    first, second = (set(audit.carriers(claim).tolist()) for claim in audit.open)
    assert first
    assert second
    assert not first & second


def test_questions_leave_the_programme_as_they_found_it() -> None:
    audit = audited(promised(*WORKED, stocks=[stock("kor-a", 200), stock("jpn-a", 60)]))
    before = audit.missing(audit.open)
    audit.fraction(audit.open)
    audit.also_kept([0], [1, 2])
    with audit.bounded(audit.carriers(0), np.zeros(len(audit.carriers(0)))):
        assert audit.missing(audit.open) > before
    assert audit.missing(audit.open) == pytest.approx(before)


def test_next_to_nothing_and_all_is_that() -> None:
    assert (whole(1e-9), whole(1 - 1e-9), whole(0.5)) == (0.0, 1.0, 0.5)


@ANY
@given(contests())
def test_fractions_and_clashes_are_those_of_a_plain_linear_programme(case: Case) -> None:
    audit, plain = audited(case), Plainly(case)
    assert sorted(audit.names) == sorted(plain.names)
    assert audit.fraction(audit.open) == pytest.approx(plain.fraction(plain.names), abs=1e-6)
    for claim in audit.open:
        assert audit.alone(claim) == pytest.approx(1.0 - plain.missing([audit.names[claim]]), abs=2e-6)
    rest = set(plain.names)
    told = clashes(audit, audit.open)
    assert told.complete
    for clash in told.found:
        names = {audit.names[claim] for claim in clash.claims}
        assert plain.missing(names) > KEPT / 100
        assert all(plain.missing(names - {name}) < KEPT for name in names)
        if names <= rest:
            assert plain.smallest(rest) in (len(names), None)
            rest -= names
    assert plain.missing(rest) < KEPT


@ANY
@given(worlds(longest=20))
def test_the_fraction_of_any_case_is_that_of_a_plain_linear_programme(case: Case) -> None:
    audit, plain = audited(case), Plainly(case)
    try:
        fraction = plain.fraction([audit.names[claim] for claim in audit.open])
    except Unsolved:
        return
    assert audit.fraction(audit.open) == pytest.approx(fraction, abs=1e-6)


@ANY
@given(contests())
def test_a_promise_of_nothing_a_year_changes_nothing(case: Case) -> None:
    empty = agreement("JPN", "PHL", "*", agreement="empty", promised_per_year=0.0)
    opened = agreement("JPN", "PHL", "*", agreement="empty")
    frame = case["agreements"]
    asked = [
        audited(case.replace({"agreements": type(frame)([*frame.iter_rows(named=True), row], schema=frame.schema)}))
        for row in ({**dict.fromkeys(frame.columns), **new} for new in (empty, opened))
    ]
    assert same(asked[0].built.programme, asked[1].built.programme)
    assert asked[0].names == audited(case).names
