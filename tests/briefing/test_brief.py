"""Does one call answer everything, from the case alone, and write it whole or not at all?"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import pipir
from briefing.synthetic import small_case
from pipir.briefing.brief import BriefResult, brief
from pipir.briefing.capability import BriefOptions
from pipir.case.refusal import Refused

FEW = BriefOptions(runs=20)


@pytest.fixture(scope="module")
def told() -> BriefResult:
    return brief(small_case(), FEW)


def test_a_brief_has_its_sections_in_order(told: BriefResult) -> None:
    assert [section.key for section in told.document.sections] == [
        "answers",
        "giving",
        "shortage",
        "left",
        "map",
        "reach",
        "plan",
        "promises",
        "standardise",
        "partners",
        "weak-points",
        "behaviour",
        "sourcing",
        "changes",
        "limits",
    ]


def test_the_record_tells_how_it_came_about(told: BriefResult) -> None:
    assert told.run["capability"] == "brief"
    assert told.run["scenario"] == "crisis"
    assert told.run["case"]["hash"] == small_case().hash
    facts = dict(told.document.facts)
    assert facts["Made by"].startswith("pipir brief small --scenario crisis --runs 20 --seed 0")
    assert small_case().hash[:12] in facts["Case"]


def test_the_same_question_gives_the_same_page(told: BriefResult) -> None:
    assert brief(small_case(), FEW).html() == told.html()


def test_another_seed_gives_another_course_of_the_crisis(told: BriefResult) -> None:
    assert brief(small_case(), BriefOptions(runs=20, seed=1)).html() != told.html()


def test_what_runs_out_is_told(told: BriefResult) -> None:
    words = told.html()
    assert "LRASM" in words
    assert "short of LRASM by day" in words


def test_a_seat_can_be_taken() -> None:
    seat = brief(small_case(), BriefOptions(runs=5, for_nation="KOR"))
    assert seat.document.title == "Republic of Korea: what it holds, owes and may expect"


@pytest.mark.parametrize(("name", "head"), [("brief.html", b"<!DOCTYPE html>"), ("BRIEF.PDF", b"%PDF-")])
def test_it_is_written_by_the_ending_of_its_name(told: BriefResult, tmp_path: Path, name: str, head: bytes) -> None:
    told.write(tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(head)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_another_ending_is_refused_and_nothing_is_written(told: BriefResult, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no kind of brief"):
        told.write(tmp_path / "brief.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_case_without_a_crisis_is_refused() -> None:
    case = small_case()
    none = {name: case[name].clear() for name in ("scenarios", "demands", "hazards")}
    with pytest.raises(Refused, match="add a scenario"):
        brief(case.replace(none), FEW)


@pytest.mark.parametrize("options", [BriefOptions(scenario="no-such"), BriefOptions(for_nation="FRA")])
def test_names_that_the_case_lacks_are_refused(options: BriefOptions) -> None:
    with pytest.raises(Refused):
        brief(small_case(), options)


def test_a_case_without_evidence_says_that_all_is_assumed() -> None:
    case = small_case()
    bare = case.replace({"evidence": case["evidence"].clear()})
    told = brief(bare, BriefOptions(runs=5))
    assert "0 % have a public source" in told.html()
    assert all(grade == "assumed" for grade in _grades(told))


def test_a_crisis_without_needs_is_told_as_such() -> None:
    case = small_case()
    quiet = case.replace({"demands": case["demands"].filter(pl.col("scenario") != "crisis")})
    assert "Nothing runs short in any of 5 runs over 90 days." in brief(quiet, BriefOptions(runs=5)).html()


def test_it_is_offered_by_the_package() -> None:
    assert pipir.brief is brief


def _grades(told: BriefResult) -> list[str]:
    block = told.document.sections[0].blocks[0]
    return [one.grade for one in block.sentences]  # type: ignore[union-attr]
