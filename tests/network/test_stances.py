"""Which stance wins? `to` before `item`, nation before body before any, the stricter on a tie."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from pipir.network.stances import ACTS, DEFAULT, Stances, bodies
from sustainment.world import on, stance, world

Row = dict[str, Any]
MEMBERS = [
    {"nation": "USA", "body": "PIPIR", "status": "member"},
    {"nation": "USA", "body": "NATO", "status": "member"},
    {"nation": "KOR", "body": "PIPIR", "status": "observer"},
]


def stances(*rows: Row, situation: str | None = "war", **more: Any) -> Stances:
    case = world(
        2,
        items={"shell": {"family": "round"}, "dart": {"family": "round"}},
        sites={s: {} for s in ("jpn-a", "usa-a", "kor-a")},
        memberships=MEMBERS,
        stances=list(rows),
        situations=[{"situation": s, "name": s} for s in ("war", "calm")],
    )
    return Stances(case, situation, **more)


def export(answer: str, to: str | None = None, item: str | None = None, **more: Any) -> Row:
    return stance("JPN", "export", answer, to=to, item=item, **more)


LADDER = [
    export("no", "USA", "shell"),
    export("yes", "USA", "round"),
    export("no", "USA"),
    export("yes", "PIPIR", "shell"),
    export("no", "PIPIR", "round"),
    export("yes", "PIPIR"),
    export("no", None, "shell"),
    export("yes", None, "round"),
    export("no"),
]


def test_where_no_row_speaks_all_is_allowed_but_the_reserve() -> None:
    for act in ACTS:
        assert (
            stances().answer("JPN", act, "USA", "shell")
            == DEFAULT[act]
            == ("no" if act == "release_reserve" else "yes")
        )


@pytest.mark.parametrize("first", range(len(LADDER)))
def test_each_row_wins_over_all_that_stand_below_it(first: int) -> None:
    below = LADDER[first:]
    assert stances(*below).answer("JPN", "export", "USA", "shell") == below[0]["answer"]
    assert stances(*reversed(below)).answer("JPN", "export", "USA", "shell") == below[0]["answer"]


def test_on_a_tie_the_stricter_wins() -> None:
    for one, other in permutations(("no", "unknown", "yes"), 2):
        rows = export(one, "PIPIR"), export(other, "NATO")
        strict = min(one, other, key=("no", "unknown", "yes").index)
        assert stances(*rows).answer("JPN", "export", "USA", "shell") == strict


def test_a_row_speaks_only_of_whom_and_what_it_names() -> None:
    told = stances(export("no", "PIPIR", "dart"))
    assert told.answer("JPN", "export", "USA", "dart") == "no"
    assert told.answer("JPN", "export", "USA", "shell") == "yes"
    assert told.answer("JPN", "export", "KOR", "dart") == "yes"  # an observer is no member
    assert told.answer("JPN", "deliver", "USA", "dart") == "yes"
    assert told.answer("USA", "export", "JPN", "dart") == "yes"
    assert told.answer("JPN", "export", None, "dart") == "yes"


def test_a_row_speaks_only_in_its_situation() -> None:
    row = export("no")
    assert stances(row, situation="calm").allows("JPN", "export", "USA", "shell")
    assert stances(row, situation=None).allows("JPN", "export", "USA", "shell")
    assert not stances(row).allows("JPN", "export", "USA", "shell")


def test_unknown_is_taken_as_told_and_drawn_pair_by_pair() -> None:
    row = export("unknown", probability=0.2)
    assert not stances(row).allows("JPN", "export", "USA", "shell")
    assert stances(row, unknown="yes").allows("JPN", "export", "USA", "shell")
    assert stances(row, drawn={("JPN", "export"): True}).allows("JPN", "export", "USA", "shell")
    assert not stances(row, unknown="yes", drawn={("JPN", "export"): False}).allows("JPN", "export", "USA", "shell")
    assert stances(row, unknown="yes", drawn={("JPN", "deliver"): False}).allows("JPN", "export", "USA", "shell")
    assert stances(row, export("unknown", "USA"), stance("USA", "host", "no")).unknowns() == {("JPN", "export"): 0.2}
    assert stances(export("unknown", "USA")).unknowns() == {("JPN", "export"): 0.5}


def test_a_nation_is_a_member_from_the_day_it_joins() -> None:
    joined = [{"nation": "USA", "body": "PIPIR", "status": "member", "since": on(2)}]
    case = world(2, sites={"usa-a": {}}, memberships=joined)
    assert [bodies(case, on(day)).get("USA", set()) for day in (1, 2)] == [set(), {"PIPIR"}]
    assert "USA" not in bodies(case)  # on the date of the case
