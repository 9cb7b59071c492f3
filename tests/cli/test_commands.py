"""Does a capability's entry become a command that reads, checks, runs, shows and writes as agreed?"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from cli.saying import Say
from pipir.case.case import Case
from pipir.case.refusal import refuse
from runs import asked

COUNT = ("count", "small", "--item", "shell-155")


def test_json_is_one_document_with_rows_by_key_and_no_bulky_table(say: Say) -> None:
    said = say(*COUNT, "--json")
    assert said.code == 0
    document = json.loads(said.out)
    assert list(document) == ["format", "run", "count"]
    assert document["format"] == "pipir-result/1"
    assert document["count"] == [
        {"nation": "JPN", "held": 1234.5, "first": None, "sure": True, "why": "counted\x1b[31m"},
        {"nation": "USA", "held": 7, "first": None, "sure": True, "why": "counted\x1b[31m"},
    ]
    assert document["run"]["options"]["times"] == 3
    assert "counted by hand" in said.err


def test_the_same_question_gives_the_same_bytes(say: Say) -> None:
    assert say(*COUNT, "--json").out == say(*COUNT, "--json").out


def test_tables_choose_and_show_what_is_bulky(say: Say) -> None:
    assert list(json.loads(say(*COUNT, "--json", "--tables", "daily").out)) == ["format", "run", "daily"]
    assert "daily: What is held each day." in say(*COUNT, "--tables", "daily,count").out
    assert "daily:" not in say(*COUNT).out


def test_a_table_is_made_for_reading(say: Say) -> None:
    said = say(*COUNT, "--from", "2025-06-01")
    lines = [line.split() for line in said.out.splitlines()]
    assert ["nation", "held", "first", "sure", "why"] in lines
    assert "[item's unit]" in said.out
    assert ["JPN", "1,234", "2025-06-01", "yes", "counted\\x1b[31m"] in lines
    assert said.err.startswith("note: counted by hand\n")


def test_findings_are_counted_and_with_strict_they_count(say: Say) -> None:
    said = say(*COUNT)
    assert said.code == 0
    assert re.search(r"^\d+ findings about the case, \d+ of high severity: pipir case check small$", said.err, re.M)
    strict = say(*COUNT, "--strict", "--json")
    assert strict.code == 1
    assert json.loads(strict.out)["count"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            {"ranks_finished": [1], "ranks_left": [2, 3], "stage_value": 0.898859, "stage_bound": 0.5},
            "ranks finished 1; the stage: 0.898859 found, at least 0.5",
        ),
        (
            {"ranks_finished": [], "ranks_left": [1], "stage_value": None, "stage_bound": None},
            "ranks finished none; the stage: nothing found yet, no bound known",
        ),
        (
            {"ranks_finished": [1, 2], "ranks_left": [], "stage_value": -55.9, "stage_bound": -80.0},
            "all ranks are exact; only the stage and the choice among equal plans are not",
        ),
    ],
)
def test_a_solver_that_was_stopped_is_told_by_its_stage_and_ends_with_3(
    say: Say, monkeypatch: pytest.MonkeyPatch, told: dict[str, object], words: str
) -> None:
    whole = asked.count

    def stopped(case: Case, options: asked.CountOptions) -> asked.CountResult:
        found = whole(case, options)
        return replace(found, run={**found.run, "solver": {"status": "time limit", "stage": "the stage", **told}})

    monkeypatch.setattr(asked, "count", stopped)
    said = say(*COUNT)
    assert said.code == 3
    assert said.err.splitlines()[0] == f"the solver stopped (time limit): {words}"


def test_a_flag_that_takes_two_values_reads_both_and_records_them(say: Say) -> None:
    document = json.loads(say(*COUNT, "--between", "JPN", "everyone", "--ranges", "1", "3", "--json").out)
    assert document["run"]["options"]["between"] == ["JPN", "everyone"]
    assert document["run"]["options"]["ranges"] == [1.0, 3.0]
    assert json.loads(say(*COUNT, "--json").out)["run"]["options"]["between"] is None


def test_a_flag_that_takes_two_values_shows_both_in_its_help(say: Say) -> None:
    told = " ".join(say("count", "--help").out.split())
    assert "--between FROM TO Two nations, or everyone." in told
    assert "--ranges X X Least and most. [default: 0.5 2]" in told


def test_a_folder_gets_every_table_and_the_record(say: Say) -> None:
    said = say(*COUNT, "--out", "result")
    assert said.code == 0
    assert pl.read_parquet("result/daily.parquet").height == 3
    record = json.loads(Path("result/run.json").read_text("utf-8"))
    assert record["run"]["case"]["hash"] == asked.small_case().hash
    assert set(record["times"]) == {"started", "seconds"}


def test_a_place_that_cannot_be_written_is_refused_before_the_run(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "count", lambda case, options: pytest.fail("it ran"))
    Path("desk").mkdir()
    Path("desk", "letter").write_text("Dear", "utf-8")
    for place, why in (("desk", "no earlier result"), (".", "the folder that you are in")):
        said = say(*COUNT, "--out", place)
        assert said.code == 2
        assert why in said.err


def test_a_file_of_an_option_is_never_written_over_another(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    assert say(*COUNT, "--out", "same.xlsx").code == 0
    workbook = Path("same.xlsx").read_bytes()
    monkeypatch.setattr(asked, "count", lambda case, options: pytest.fail("it ran"))
    both = say(*COUNT, "--tally", "same.xlsx", "--out", "same.xlsx")
    assert (both.code, both.out) == (2, "")
    assert both.err.splitlines() == [
        "options: --tally = 'same.xlsx' is also named by --out (name two places)",
        "options: --tally = 'same.xlsx' is no tally (name a new file, or remove this one)",
        "2 faults, nothing was written",
    ]
    Path("stocks.csv").write_text("site,item,quantity\n", "utf-8")
    assert "is no tally" in say(*COUNT, "--tally", "stocks.csv").err
    assert say(*COUNT, "--tally", "tally", "--out", "no/such").code == 2
    assert Path("same.xlsx").read_bytes() == workbook
    assert {path.name for path in Path().iterdir()} == {"same.xlsx", "stocks.csv"}
    nothing = say(*COUNT, "--tally", "", "--out", "").err
    assert "--tally = '' names no file" in nothing
    assert "--out = '' names no place" in nothing


def test_where_the_result_cannot_be_written_neither_is_the_file_of_an_option(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = say(*COUNT, "--tally", "tally", "--out", "result")
    assert written.err.splitlines()[:2] == ["written to tally", "written to result"]
    earlier = Path("result/run.json").read_bytes()

    def full(*told: object, **more: object) -> None:
        raise OSError(28, "No space left on device", "result")

    Path("tally").write_bytes(asked.TALLY + b" of yesterday")
    monkeypatch.setattr("pipir.runs.result.write_result", full)
    said = say(*COUNT, "--tally", "tally", "--out", "result")
    assert said.code == 2
    assert said.err.endswith("1 fault, nothing was written\n")
    assert Path("tally").read_bytes() == b"tally of yesterday"
    assert Path("result/run.json").read_bytes() == earlier
    assert {path.name for path in Path().iterdir()} == {"tally", "result"}


def test_a_table_that_an_option_brings_is_refused_without_it_before_the_run(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(say(*COUNT, "--json", "--tables", "loud", "--loud").out)["loud"] == [{"word": "more"}]
    monkeypatch.setattr(asked, "count", lambda case, options: pytest.fail("it ran"))
    said = say(*COUNT, "--tables", "count,loud")
    assert said.code == 2
    assert said.err.splitlines()[0] == (
        "options: --tables = 'loud' is not there of itself (give --loud or --nation NATION)"
    )


def test_all_that_is_wrong_is_told_at_once(say: Say) -> None:
    said = say("count", "--times", "many", "--rate", "max ", "--tables", "cuont,daily", "--out", "no/such")
    assert said.code == 2
    assert said.out == ""
    assert said.err.splitlines() == [
        "options: --item is required (give --item ITEM)",
        "options: --out = 'no/such' is in " + str(Path("no").absolute()) + ", which is not a folder"
        " (make that folder first)",
        "options: --rate = 'max ' is not a choice (nearest: 'max')",
        "options: --tables = 'cuont' is not a result table (nearest: 'count')",
        "options: --times = 'many' is not what it takes (a whole number such as 12)",
        "5 faults, nothing was written",
    ]


def test_refusals_as_json_go_to_standard_output(say: Say) -> None:
    said = say("count", "--item", "shel-155", "--json")
    assert (said.code, said.err) == (2, "")
    assert json.loads(said.out) == {
        "refused": [
            {
                "file": "options",
                "row": None,
                "column": "--item",
                "value": "shel-155",
                "rule": "is not in items of small",
                "remedy": "nearest: 'shell-155'",
            }
        ]
    }


@pytest.mark.parametrize(
    ("words", "said_of_it"),
    [
        (("cuont",), "'cuont' is not a command (nearest: 'count')"),
        (("count", "--itme", "x"), "--itme is not an option (nearest: --item; see pipir count --help)"),
        (("count", "--item"), "requires an argument"),
        (("count", "--between", "JPN"), "requires 2 arguments"),
        (("count", "--between", "JPN", "--tables", "a"), "--between needs 2 values, and --tables is a flag"),
        (("count", "--item", "--tables"), "--item needs a value, and --tables is a flag"),
        (("count", "a", "b"), "unexpected extra argument"),
        (("--nonsense",), "--nonsense is not an option"),
    ],
)
def test_wrong_use_is_one_line_with_the_way_out(say: Say, words: tuple[str, ...], said_of_it: str) -> None:
    said = say(*words)
    assert said.code == 2
    assert said_of_it in said.err
    assert len(said.err.splitlines()) == 2
    as_json = say(*words, "--json")
    assert as_json.code == 2
    assert set(json.loads(as_json.out)["refused"][0]) == {"file", "row", "column", "value", "rule", "remedy"}


def test_overrides_and_the_name_reach_the_reading(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []

    def read(name: str, overrides: tuple[str, ...]) -> Case:
        heard.extend([name, overrides])
        raise refuse("mine", "is no case", "nearest: small")

    monkeypatch.setattr("pipir.case.reading.read_case", read)
    said = say("count", "mine", "--item", "x", "--set", "stocks:a/b.quantity=1", "--set", "stocks:a/c.quantity=2")
    assert heard == ["mine", ("stocks:a/b.quantity=1", "stocks:a/c.quantity=2")]
    assert said.err == "mine: is no case (nearest: small)\n1 fault, nothing was written\n"


def test_the_record_tells_the_overrides(say: Say) -> None:
    override = "stocks:us-guam/shell-155.quantity=8"
    assert json.loads(say(*COUNT, "--json", "--set", override).out)["run"]["overrides"] == [override]


def test_a_case_left_out_is_the_indo_pacific(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(name: str, overrides: tuple[str, ...]) -> Case:
        raise refuse(name, "was read", "")

    monkeypatch.setattr("pipir.case.reading.read_case", read)
    assert say("count", "--item", "x").err.startswith("indo-pacific: was read")


def test_help_tells_the_question_the_flags_and_the_tables(say: Say) -> None:
    said = say("count", "--help")
    assert said.code == 0
    for words in ("How much is there?", "--times N", "[default: 3]", "current|max", "daily (only when named"):
        assert words in said.out


def test_no_command_is_answered_with_help(say: Say) -> None:
    assert say().out == say("--help").out
