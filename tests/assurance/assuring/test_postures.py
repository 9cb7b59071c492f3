"""What does each nation answer, what does that come to, and what of its promises survives it?"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import pipir
from assurance.assuring.test_asking import waiting
from pipir.assurance.assuring.postures import _survives, posture, said
from pipir.case.case import Case
from pipir.network.stances import Stances
from sustainment.world import START, commitment, hazard, stance, stock, world

Row = dict[str, Any]


def matrix(case: Case) -> dict[str, Row]:
    return {row["nation"]: row for row in pipir.assure(case).matrix.iter_rows(named=True)}


def test_the_matrix_says_what_survives() -> None:
    found = matrix(waiting())
    assert list(found) == ["AUS", "JPN", "KOR", "USA"]
    korea = found["KOR"]
    assert (korea["deliver"], korea["owes"], korea["barred"], korea["kept_share"]) == ("unknown", 1, 1, 0.0)
    assert korea["received_share"] is None
    assert korea["survives"] == "KOR keeps 0 of 1 promise in full (0 % on average, a stance bars 1)."
    assert found["USA"]["survives"] == "Of 1 promise to USA 0 are kept in full (0 % on average, a stance bars 1)."
    assert found["JPN"]["export"] == "yes, unknown to USA"
    assert found["JPN"]["survives"] == "JPN owes and is owed nothing."


GIVING = ("export", "deliver", "backfill")


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        ((), "helps"),
        ((*GIVING, "host"), "stays out"),
        (GIVING, "hosts but does not export"),
        (("export",), "hosts but does not export"),
        (("export", "deliver"), "only backfills"),
        (("reexport",), "refuses re-export"),
        (("host",), "mixed"),
        (("deliver",), "mixed"),
        (("reexport", "transit"), "mixed"),
        (("produce",), "mixed"),
    ],
)
def test_general_answers_come_to_a_posture(refused: tuple[str, ...], told: str) -> None:
    case = world(10, sites={"kor-a": {}}, stances=[stance("KOR", act) for act in refused])
    assert posture(Stances(case, "war"), case["stances"], "KOR") == told


@pytest.mark.parametrize(
    ("stances", "told"),
    [
        # Canada, as bundled: what it would export in general is unknown, to one it is a yes.
        ([stance("KOR", "export", "unknown"), stance("KOR", "export", "yes", to="USA")], "has not said"),
        ([stance("KOR", "host", "unknown")], "has not said"),
        # What is not said decides nothing where all else is refused.
        ([stance("KOR", "release_reserve", "unknown")], "helps"),
        ([stance("KOR", "export"), stance("KOR", "export", "yes", to="USA")], "helps only some"),
        ([*(stance("KOR", act) for act in GIVING), stance("KOR", "deliver", "yes", to="USA")], "helps only some"),
        ([stance("KOR", "export"), stance("KOR", "host", "yes", to="USA")], "hosts but does not export"),
    ],
)
def test_what_is_not_said_and_what_some_are_given_is_told(stances: list[Row], told: str) -> None:
    case = world(10, sites={"kor-a": {}, "usa-a": {}}, stances=stances)
    for unknown in ("no", "yes"):
        assert posture(Stances(case, "war", unknown), case["stances"], "KOR") == told


def test_a_promise_counts_once_a_situation_and_its_scenarios_by_their_chances() -> None:
    likely = {"situation": "war", "start": START, "days": 10}
    scenarios = [
        {**likely, "scenario": "war", "name": "War", "probability": 0.99},
        {**likely, "scenario": "bad", "name": "Bad", "probability": 0.01},
    ]
    case = world(
        10,
        scenarios=scenarios,
        commitments=[commitment("KOR", "XAA", 10)],
        stocks=[stock("kor-a", 10)],
        hazards=[{**hazard("kor-a", 1.0, 1.0, (0, 1)), "scenario": "bad"}],
    )
    korea = matrix(case)["KOR"]
    assert (korea["owes"], korea["kept_share"]) == (1, pytest.approx(0.99))
    assert korea["survives"] == "KOR keeps 0 of 1 promise in full (99 % on average)."
    sure = case.replace({"scenarios": case["scenarios"].with_columns(probability=pl.Series([1.0, 0.0]))})
    assert matrix(sure)["KOR"]["survives"] == "KOR keeps its one promise in full."


def test_a_nation_of_two_words_begins_the_sentence_with_a_capital() -> None:
    assert _survives("the Republic of Korea", [], []) == "The Republic of Korea owes and is owed nothing."


def test_exceptions_follow_the_general_answer() -> None:
    rows = [
        stance("KOR", "export", "no"),
        stance("KOR", "export", "yes", to="USA", item="shell"),
        stance("KOR", "export", "no", to="JPN"),
        stance("KOR", "export", "unknown", to="AUS"),
    ]
    case = world(10, sites={"kor-a": {}, "usa-a": {}, "jpn-a": {}, "aus-a": {}}, items={"shell": {}}, stances=rows)
    assert said(Stances(case, "war"), case["stances"], "KOR", "export") == "no, unknown to AUS, yes to USA for shell"
    assert said(Stances(case, "war"), case["stances"], "KOR", "release_reserve") == "no"
