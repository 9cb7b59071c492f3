"""Is a scenario planned hot with other answers as it is planned cold, and asked of those alone who can be asked?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.network.stances import ACTS
from pipir.planning.worth import Worth
from pipir.program.build import build
from pipir.program.grid import grid_of
from pipir.sharing.answering import EVERY, NO, YES, Answers, Asked, acts_asked, answered, said
from planning.worlds import worlds
from sharing.test_partners import helping
from sustainment.world import agreement, commitment, demand, lane, line, stance, stock, world

ANY = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
FIRST = "war"


def cold(case: Case, terms: Terms, nation: str, act: str, answer: str) -> float:
    """The value of the best plan of the case in which it is answered so, planned by itself."""
    net = compile_network(answered(case, "war", nation, act, answer), FIRST, terms)
    return Worth(build(net, grid_of(net))).best().value


@ANY
@given(worlds(), st.sampled_from(("no", "yes")), st.booleans())
def test_other_answers_are_worth_what_they_are_in_a_plan_of_their_own(case: Case, unknown: str, called: bool) -> None:
    terms = Terms(unknown=unknown, call_promises=called)
    answers = Answers(case, FIRST, terms, 0.5)
    for nation in case["nations"]["nation"]:
        found = answers.of(nation, single=True)
        assert found.every.yes.value == pytest.approx(cold(case, terms, nation, EVERY, YES), abs=1e-8)
        assert found.every.no.value == pytest.approx(cold(case, terms, nation, EVERY, NO), abs=1e-8)
        assert found.every.no.value - 1e-8 <= found.stated.value <= found.every.yes.value + 1e-8
        single = {one.act: one for one in found.single}
        for act in ACTS:
            yes, no = (cold(case, terms, nation, act, answer) for answer in (YES, NO))
            ours = single.get(act)
            assert (ours.yes if ours else found.stated).value == pytest.approx(yes, abs=1e-8)
            assert (ours.no if ours else found.stated).value == pytest.approx(no, abs=1e-8)


def test_what_is_answered_is_asked_from_the_plan_at_hand_in_one_solve_each() -> None:
    """Two helpers, each with half: a no of one is a solve; a yes where all is yes, and who is asked nothing, none."""
    case = helping("usa", "kor", held=5, stances=[stance("USA", "export", "yes"), stance("AUS", "host", "no")])
    answers = Answers(case, FIRST, Terms(), 0.5)
    solves = answers._worth.solver.solves
    answers.of("AUS", single=True)
    before = len(solves)
    found = answers.of("USA", single=True)
    assert len(solves) == before + 1
    assert found.every.yes is found.stated
    assert [one.act for one in found.single] == ["export"]
    assert found.stated.value - found.every.no.value == pytest.approx(0.125)


def test_a_yes_to_two_acts_can_bring_what_none_of_them_brings_alone() -> None:
    """Korea holds motors that it does not export, and the line that needs them stands on its soil: it hosts nobody."""
    case = world(
        10,
        sites={"usa-a": {"host": "KOR"}},
        stocks=[stock("kor-a", 10, "motor")],
        lines=[line("usa-a", 5)],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
        lanes=[lane("kor-a", "usa-a", 0)],
        agreements=[agreement("KOR", "USA")],
        demands=[demand("usa-a", 1)],
        stances=[stance("KOR", "export", "no"), stance("KOR", "host", "no")],
    )
    found = Answers(case, FIRST, Terms(), 0.5).of("KOR", single=True)
    assert found.every.yes.value - found.stated.value == pytest.approx(0.25)
    assert found.single == ()


@pytest.mark.parametrize("to", ["*", "JPN"])
def test_a_reserve_is_let_go_from_the_plan_at_hand(to: str) -> None:
    """Six of ten are reserve: a yes to letting it go serves all, a no four of ten, whoever it was said to."""
    case = helping("usa", stances=[stance("USA", "release_reserve", "no", to=to)])
    case = case.replace({"stocks": case["stocks"].with_columns(reserve=case["stocks"]["quantity"] * 0.6)})
    found = Answers(case, FIRST, Terms(), 0.5).of("USA", single=True)
    worth = {one.act: (one.yes.value, one.no.value) for one in found.single}
    assert worth["release_reserve"] == pytest.approx((0.25, 0.1))
    freed = case.replace(
        {"stances": case["stances"].with_columns(answer=case["stances"]["answer"].replace("no", "yes"))}
    )
    again = Answers(freed, FIRST, Terms(), 0.5).of("USA", single=True)
    assert {one.act: (one.yes.value, one.no.value) for one in again.single}["release_reserve"] == pytest.approx(
        (0.25, 0.1)
    )


def test_who_can_be_asked_for_what() -> None:
    rows: dict[str, Any] = {
        "sites": {"usa-a": {"host": "PHL"}},
        "items": {"shell": {"design_authority": "CHE"}},
        "stocks": [stock("usa-a", 10)],
        "lines": [line("kor-a", 1)],
        "lanes": [lane("usa-a", "jpn-a", 0, via=["SGP", "PHL"])],
        "agreements": [agreement("USA", "JPN")],
        "commitments": [
            commitment("USA", "JPN", 1, commitment="c-0"),
            commitment("AUS", "USA", 1, commitment="c-1", backfills="c-0"),
        ],
        "demands": [demand("jpn-a", 1)],
        "stances": [stance("JPN", "release_reserve", "no"), stance("IND", "host", "unknown")],
    }
    assert acts_asked(world(10, **rows), "war") == {
        "AUS": ("backfill",),
        "CHE": ("reexport",),
        "JPN": ("release_reserve",),
        "KOR": ("produce",),
        "PHL": ("host", "transit"),
        "SGP": ("transit",),
        "USA": ("export", "deliver"),
    }


def test_two_processes_say_the_same() -> None:
    case = helping("usa", "kor", held=5, stances=[stance("USA", "export", "unknown")])
    asked = [Asked(FIRST, nation, single) for nation in ("USA", "KOR", "JPN") for single in (False, True)]
    alone, two = (said(case, Terms(), 0.5, asked, workers) for workers in (1, 2))
    for one, other in zip(alone, two, strict=True):
        assert (one.every.yes.value, one.every.no.value) == (other.every.yes.value, other.every.no.value)
        assert [turned.act for turned in one.single] == [turned.act for turned in other.single]
