"""Does each command about cases do what its line in the help says, in words and as JSON?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from case.worlds import base_case, contents
from cli.saying import Said, Say
from pipir.case.reading import read_case
from pipir.case.writing.folder import write_folder
from pipir.cli import case_answers, case_changes
from pipir.cli.main import main

LOADED = (case_answers, case_changes)
"""Loaded here, before the fixture of another file puts something else in the place of what they use."""


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Say:
    """Run a command line in a folder that holds the case `base`, and hear what it says."""
    write_folder(base_case(), tmp_path / "base")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def run(*words: str) -> Said:
        with pytest.raises(SystemExit) as left:
            main(words)
        told = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Said(left.value.code, told.out, told.err)

    return run


def document(said: Said, code: int = 0) -> dict[str, list[dict[str, object]]]:
    """The one JSON document on standard output."""
    assert said.code == code
    found: dict[str, list[dict[str, object]]] = json.loads(said.out)
    return found


def test_the_bundled_cases_are_listed(tell: Say) -> None:
    rows = document(tell("case", "list", "--json"))["cases"]
    assert "indo-pacific" in [row["case"] for row in rows]
    assert all(row["title"] for row in rows)
    assert "indo-pacific" in tell("case", "list").out


def test_a_case_is_shown(tell: Say) -> None:
    said = tell("case", "show", "base")
    assert "base version 1, as of 2025-01-01" in said.out
    assert read_case("base").hash in said.out
    tables = document(tell("case", "show", "base", "--json"))["tables"]
    assert {row["table"]: row["rows"] for row in tables}["stocks"] == 2
    rows = document(
        tell("case", "show", "base", "--table", "stocks", "--json", "--set", "stocks:us-guam/sm-6.quantity=11")
    )
    assert [row["quantity"] for row in rows["stocks"]] == [11, 20]


def test_a_sound_case_has_findings_and_strict_tells_by_its_exit_code(tell: Say) -> None:
    found = document(tell("case", "check", "base", "--json"))["findings"]
    assert found
    assert set(found[0]) == {"finding", "severity", "table", "row", "sentence"}
    said = tell("case", "check", "base", "--strict")
    assert said.code == 1
    assert said.out.startswith("base: 9 rows are sound")
    assert str(found[0]["sentence"]) in said.out


def test_a_case_that_is_not_sound_is_refused_line_by_line(tell: Say, tmp_path: Path) -> None:
    (tmp_path / "base" / "stocks.csv").write_text("site,item,quantity\nus-gum,sm-6,1\nus-guam,sm-6,x\n")
    said = tell("case", "check", "base")
    assert said.code == 2
    assert "stocks.csv line 2: site = 'us-gum' is not in sites (nearest: 'us-guam')" in said.err
    assert "stocks.csv line 3: quantity = 'x' is not a number" in said.err
    refused = document(tell("case", "check", "base", "--json"), code=2)["refused"]
    assert {(fault["file"], fault["row"], fault["column"]) for fault in refused} >= {
        ("stocks.csv", 2, "site"),
        ("stocks.csv", 3, "quantity"),
    }


def test_a_case_is_written_in_each_form(tell: Say) -> None:
    for form, place in (("csv", "a"), ("parquet", "b"), ("xlsx", "c/base.xlsx"), ("csv", "d.xlsx")):
        out = place.removesuffix("/base.xlsx")
        assert tell("case", "export", "base", "--out", out, "--as", form).out == f"{place}\n"
        assert read_case(place).hash == base_case().hash
    said = tell("case", "export", "base", "--out", "e", "--as", "excel")
    assert (said.code, "--as = 'excel' is not a form of a case" in said.err) == (2, True)


def test_own_figures_without_pain(tell: Say) -> None:
    assert tell("case", "new", "mine", "--from", "base").code == 0
    source = ("--source", "A title", "--url", "U", "--date", "2025-01-01", "--low", "30", "--high", "60")
    said = tell("case", "set", "mine", "stocks", "us-guam/sm-6", "quantity=40", *source)
    assert said.out == "stocks us-guam/sm-6: changed\n  quantity: 10 -> 40\n"
    rows = document(tell("case", "diff", "base", "mine", "--json"))["differences"]
    assert [row["after"] for row in rows if row["table"] == "stocks"] == ["40"]
    assert "  ~ us-guam/sm-6/serviceable  quantity: 10 -> 40" in tell("case", "diff", "base", "mine").out
    Path("stocks.csv").write_text("site,item,reserve\nus-guam,sm-6,\n")
    merged = document(tell("case", "merge", "mine", "stocks.csv", "--json"))
    assert merged["merged"] == [{"table": "stocks", "new": 0, "changed": 1, "same": 0, "removed": 0}]
    gone = document(tell("case", "set", "mine", "stocks", "us-hawaii/sm-6", "--remove", "--json"))
    assert gone["run"]["removed"] is True  # type: ignore[call-overload]
    assert read_case("mine")["stocks"]["site"].to_list() == ["us-guam"]


def test_a_refused_change_leaves_everything_as_it_was(tell: Say, tmp_path: Path) -> None:
    before = contents(tmp_path)
    for words, said in (
        (("set", "base", "stocks", "us-guam/sm-6", "quantity=x"), "stocks us-guam/sm-6/serviceable: quantity = 'x'"),
        (("set", "base", "stocks", "us-guam/sm-6"), "names no cell"),
        (("set", "base", "stocks", "us-guam/sm-6", "quantity=1", "--url", "u"), "--url tells of a source"),
        (("set", "base", "stocks", "us-guam/sm-6", "quantity=1", "--confidence", "high"), "no source is named"),
        (("set", "base", "stocks", "us-guam/sm-6", "quantity=1", "--remove"), "does not go with cells"),
        (("set", "indo-pacific", "stocks", "us-guam/sm-6", "quantity=1"), "pipir case new mine --from indo-pacific"),
        (("merge", "base", "nowhere.csv"), "is not there"),
        (("new", "base", "--from", "indo-pacific"), "is there already"),
        (("new", "Mine"), "is not an id"),
        (("export", "base", "--out", "base/stocks.csv"), "holds something else"),
        (("show", "base", "--table", "stoks"), "nearest: 'stocks'"),
        (("lanes", "base", "--sea-knots", "0"), "--sea-knots"),
        (("lanes", "base", "--site", "us-gua"), "nearest: 'us-guam'"),
        (("tables", "--as", "pdf"), "is not a rendering"),
    ):
        told = tell("case", *words)
        assert told.code == 2
        assert said in told.err
        assert "nothing was written" in told.err
        refused = document(tell("case", *words, "--json"), code=2)["refused"] if words[0] != "tables" else [{}]
        assert len(refused) == 1
    assert contents(tmp_path) == before


def test_lanes_that_are_proposed_are_not_written_over_a_table_that_is_there(tell: Say) -> None:
    before = Path("base/stocks.csv").read_bytes()
    said = tell("case", "lanes", "base", "--write", "base/stocks.csv")
    assert said.code == 2
    assert "--write = 'base/stocks.csv' is there already" in said.err
    assert Path("base/stocks.csv").read_bytes() == before


def test_lanes_are_proposed_and_can_be_merged(tell: Say) -> None:
    rows = document(tell("case", "lanes", "base", "--json"))["lanes"]
    assert {(row["origin"], row["destination"]) for row in rows} == {("us-guam", "us-hawaii"), ("us-hawaii", "us-guam")}
    tell("case", "new", "mine", "--from", "base")
    assert tell("case", "lanes", "base", "--write", "lanes.csv").code == 0
    merged = document(tell("case", "merge", "mine", "lanes.csv", "--json"))["merged"]
    assert merged[0]["new"] == 2
    assert document(tell("case", "lanes", "mine", "--json"))["lanes"] == []


@pytest.mark.parametrize(
    ("form", "start"), [("page", "# Tables"), ("sql", "CREATE TABLE"), ("descriptor", "{"), ("json-schema", "{")]
)
def test_the_declarations_are_printed(tell: Say, form: str, start: str) -> None:
    said = tell("case", "tables", "--as", form)
    assert (said.code, said.out.startswith(start)) == (0, True)
    if start == "{":
        json.loads(said.out)
