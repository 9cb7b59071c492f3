"""Is every answer graded by what stands behind it?"""

from __future__ import annotations

import pytest

from briefing.synthetic import claim, material, small_case
from pipir.briefing.backing import GRADES, weakest


def test_the_weakest_grade_decides() -> None:
    assert weakest(["high", "low", "medium"]) == "low"
    assert weakest([]) == "assumed"
    assert [weakest([one, "assumed"]) for one in GRADES] == ["assumed"] * 4


def test_a_stock_without_evidence_is_assumed() -> None:
    evidence = material().evidence
    assert evidence.is_assumed("JPN", "sm-6")
    assert not evidence.is_assumed("USA", "lrasm")
    assert evidence.stock_grade("JPN", "sm-6") == "assumed"
    assert evidence.stock_grade("USA", "lrasm") == "medium"


@pytest.mark.parametrize(("sourced", "assumed"), [(100, True), (350, False)])
def test_a_is_assumed_when_half_of_it_is(sourced: float, assumed: bool) -> None:
    row = {100: "us-guam/lrasm/serviceable", 350: "us-mcalester/lrasm/serviceable"}[int(sourced)]
    case = small_case(evidence=[claim("stocks", row, "quantity", "count", sourced, "medium")])
    assert material(case).evidence.is_assumed("USA", "lrasm") is assumed


def test_a_commitment_stands_behind_both_its_sides() -> None:
    evidence = material().evidence
    assert evidence.behind("USA", "shell-155", ["commitments"]).sources == ("count",)
    assert evidence.behind("KOR", "shell-155", ["commitments"]).grade == "medium"


def test_needs_of_later_days_do_not_grade_an_earlier_answer() -> None:
    late = {
        "scenario": "crisis", "demand": "late", "nation": "USA", "site": "us-guam", "item": "lrasm",
        "from_day": 40, "to_day": 50, "per_day": 1, "tier": 1,
    }  # fmt: skip
    demands = [*small_case()["demands"].drop("weight", "cv", "release", "source", "note").to_dicts(), late]
    evidence = material(small_case(demands=demands)).evidence
    assert evidence.behind("USA", "lrasm", ["demands"]).figures == 2
    assert evidence.behind("USA", "lrasm", ["demands"], until=39).figures == 1


def test_the_range_of_a_stock_adds_its_figures_end_to_end() -> None:
    assert material().evidence.stock_range("USA", "lrasm") == (400.0, 500.0)
