"""Are figures changed together with what is known of them, whole or not at all?"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from case.worlds import KEY, base_case, contents
from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.editing.new import new_case
from pipir.case.editing.provenance import Provenance
from pipir.case.editing.setting import remove_row, set_cells
from pipir.case.evidence import figures
from pipir.case.reading import read_case
from pipir.case.refusal import Refused
from pipir.case.writing.folder import Form, write_folder

STUDY = Provenance("A study of stocks", "https://example.org", "2025-02-03", "30", "60")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A case `mine` that rests on the base case beside it."""
    write_folder(base_case(), tmp_path / "base")
    new_case(tmp_path / "mine", tmp_path / "base")
    return tmp_path / "mine"


def claims(case: Case, key: str = KEY) -> dict[str, tuple[str, bool, str | None]]:
    """Value, chosen and reason by source, of the claims about the quantity of a stock."""
    rows = case["evidence"].filter((pl.col("row") == key) & (pl.col("column") == "quantity"))
    return {
        source: rest for source, *rest in map(tuple, rows.select("source", "value", "chosen", "reason").iter_rows())
    }


def figure(case: Case, key: str = KEY, column: str = "quantity") -> dict[str, object]:
    """What is known of a figure of a stock."""
    return figures(case, ["stocks"]).row(by_predicate=(pl.col("row") == key) & (pl.col("column") == column), named=True)


def test_a_new_case_holds_only_what_differs(place: Path) -> None:
    assert contents(place).keys() == {"datapackage.json"}
    said = json.loads((place / "datapackage.json").read_text("utf-8"))
    assert (said["name"], said["base"], said["resources"]) == ("mine", "../base", [])
    case = read_case(place)
    assert all(case[name].equals(frame) for name, frame in base_case().tables.items())


def test_setting_a_figure_writes_cell_source_and_evidence(place: Path) -> None:
    changed = set_cells(place, "stocks", "us-guam/sm-6", ["quantity=40"], STUDY)
    case = read_case(place)
    assert case.hash == changed.case.hash
    assert [(cell.column, cell.before, cell.after) for cell in changed.cells] == [("quantity", "10", "40")]
    known = figure(case)
    assert (known["value"], known["low"], known["high"]) == (40, 30, 60)
    assert (known["source"], known["confidence"]) == ("a-study-of-stocks", "low")
    assert (
        case["sources"].row(by_predicate=pl.col("source") == "a-study-of-stocks", named=True)["title"] == STUDY.source
    )
    # The report's claim stays, and says why it is not the one that is followed.
    assert claims(case) == {
        "report": ["10", False, "counted; set aside for a-study-of-stocks"],
        "a-study-of-stocks": ["40", True, None],
    }
    # Other cells of the row and other rows are as they were.
    assert figure(case, column="reserve")["value"] == 4
    assert case["stocks"].height == 2


def test_only_changed_rows_lie_in_the_folder(place: Path) -> None:
    set_cells(place, "stocks", "us-guam/sm-6", ["quantity=40"], STUDY)
    assert contents(place).keys() == {"datapackage.json", "stocks.csv", "sources.csv", "evidence.csv"}
    lines = (place / "stocks.csv").read_text("utf-8").splitlines()
    assert lines[1:] == ["us-guam,sm-6,serviceable,40,4,,,,,"]
    assert contents(place.parent / "base") == contents(write_folder(base_case(), place.parent / "again" / "base"))


def test_a_source_is_entered_once(place: Path) -> None:
    set_cells(place, "stocks", "us-guam/sm-6", ["quantity=40"], STUDY)
    again = set_cells(place, "stocks", "us-hawaii/sm-6", ["reserve=6"], Provenance(STUDY.source))
    by_id = set_cells(place, "stocks", "us-hawaii/sm-6", ["reserve=7"], Provenance("report"))
    other_date = set_cells(place, "stocks", "us-guam/sm-6", ["reserve=2"], Provenance(STUDY.source, date="2026-01-01"))
    assert (again.source, by_id.source, other_date.source) == ("a-study-of-stocks", "report", "a-study-of-stocks-2")


def test_what_the_shorthand_of_a_row_said_is_kept_as_a_claim(place: Path) -> None:
    key = "us-hawaii/sm-6/serviceable"
    case = set_cells(place, "stocks", key, ["quantity=25"], STUDY.__class__("New count")).case
    assert claims(case, key) == {"report": ["20", False, "set aside for new-count"], "new-count": ["25", True, None]}
    # The figure of the row that did not change still rests on the shorthand.
    assert figure(case, key, "reserve")["source"] == "report"
    assert figure(case, key)["source"] == "new-count"


def test_a_figure_that_stays_can_be_given_a_source(place: Path) -> None:
    changed = set_cells(place, "stocks", "us-guam/sm-6", ["quantity=10"], Provenance("x", high="12"))
    assert changed.cells == ()
    assert claims(changed.case)["x"] == ["10", True, None]
    assert figure(changed.case)["high"] == 12


def test_a_source_can_speak_of_a_date(place: Path) -> None:
    given = Provenance("x", low="1", high="50")
    case = set_cells(place, "stocks", "us-guam/sm-6", ["quantity=40", "as_of=2025-01-31"], given).case
    rows = case["evidence"].filter(pl.col("source") == "x").sort("column").select("column", "value", "low").rows()
    assert rows == [("as_of", "2025-01-31", None), ("quantity", "40", 1.0)]


@pytest.mark.parametrize("key", [f"stocks/{KEY}/quantity/report", "stocks/us-guam/sm-6/quantity/report"])
def test_a_claim_is_changed_like_any_row(place: Path, key: str) -> None:
    case = set_cells(place, "evidence", key, ["confidence=high"]).case
    assert case["evidence"].select("row", "confidence").rows() == [(KEY, "high")]


def test_a_claim_that_names_its_row_in_short_is_found(tmp_path: Path) -> None:
    folder = write_folder(base_case(), tmp_path / "base")
    claims_file = folder / "evidence.csv"
    claims_file.write_text(claims_file.read_text().replace("us-guam/sm-6/serviceable", "us-guam/sm-6"))
    case = set_cells(folder, "stocks", "us-guam/sm-6", ["quantity=40"], Provenance("x")).case
    assert sorted(claims(case)) == ["report", "x"]


def test_without_a_source_a_figure_counts_as_assumed(place: Path) -> None:
    changed = set_cells(place, "stocks", "us-guam/sm-6", ["quantity=11"])
    assert changed.source == "assumption"
    known = figure(changed.case)
    assert (known["confidence"], known["reason"]) == ("assumed", "set by hand, no source given")


def test_a_cell_is_cleared_with_its_claims(place: Path) -> None:
    set_cells(place, "stocks", "us-guam/sm-6", ["reserve=3"], STUDY.__class__("x"))
    case = set_cells(place, "stocks", "us-guam/sm-6", ["reserve="]).case
    row = case["stocks"].row(by_predicate=pl.col("site") == "us-guam", named=True)
    assert row["reserve"] is None
    assert "reserve" not in case["evidence"]["column"]


def test_a_row_is_added_when_all_it_needs_is_there(place: Path) -> None:
    with pytest.raises(Refused, match="quantity is missing"):
        set_cells(place, "stocks", "us-guam/sm-6/repairable", ["reserve=1"])
    changed = set_cells(place, "stocks", "us-guam/sm-6/repairable", ["quantity=3"], Provenance("x"))
    assert changed.new
    assert figure(changed.case, "us-guam/sm-6/repairable")["source"] == "x"


def test_a_row_of_the_base_is_taken_out_with_its_claims_and_can_come_back(place: Path) -> None:
    case = remove_row(place, "stocks", "us-guam/sm-6")
    assert case["stocks"]["site"].to_list() == ["us-hawaii"]
    assert case["evidence"].height == 0
    assert "us-guam,sm-6,serviceable,,,,,,,true" in (place / "stocks.csv").read_text("utf-8")
    case = set_cells(place, "stocks", "us-guam/sm-6", ["quantity=1"]).case
    assert case["stocks"]["site"].to_list() == ["us-guam", "us-hawaii"]
    assert "true" not in (place / "stocks.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("table", "key", "cells", "given", "said"),
    [
        (
            "stocks",
            "us-guam/sm-6",
            ["quantity=abc"],
            STUDY,
            "stocks us-guam/sm-6/serviceable: quantity = 'abc' is not a number",
        ),
        ("stocks", "us-guam/sm-6", ["quantity=-1"], STUDY, "is below 0"),
        ("stocks", "us-guam/sm-6", ["quantity="], STUDY, "quantity is empty"),
        ("stocks", "us-guam/sm-6", ["quantiti=1"], STUDY, "nearest: 'quantity'"),
        ("stocks", "us-guam/sm-6", ["quantity"], STUDY, "is not COLUMN=VALUE"),
        ("stocks", "us-guam/sm-6", ["site=us-hawaii"], STUDY, "is part of the key"),
        ("stocks", "us-guam/sm-6", ["quantity=1", "quantity=2"], STUDY, "is given twice"),
        ("stocks", "us-guam", ["quantity=1"], STUDY, r"is not site/item/\[condition\]"),
        ("stocks", "us-guam/sm-7", ["quantity=40"], STUDY, "item = 'sm-7' is not in items .nearest: 'sm-6'"),
        ("stok", "us-guam/sm-6", ["quantity=40"], STUDY, "nearest: 'stocks'"),
        ("stocks", "us-guam/sm-6", ["quantity=20"], STUDY, "--low = '30' is not at most quantity = 20"),
        ("stocks", "us-guam/sm-6", ["quantity=70"], STUDY, "--high = '60' is not at least quantity = 70"),
        ("stocks", "us-guam/sm-6", ["quantity=40", "reserve=1"], STUDY, "is a range for 2 figures"),
        (
            "stocks",
            "us-guam/sm-6",
            ["quantity=40"],
            Provenance("x", date="soon"),
            "sources x: date = 'soon' is not a date",
        ),
        (
            "stocks",
            "us-guam/sm-6",
            ["quantity=40"],
            Provenance("x", confidence="sure"),
            "confidence = 'sure' is not one of",
        ),
        ("sites", "us-guam", ["nation=JPN"], STUDY, "is a range, but no number is written"),
        ("sites", "us-guam", ["nation=JPN"], Provenance("x"), "nation = 'JPN' is not in nations"),
    ],
)
def test_anything_wrong_is_refused_and_nothing_is_written(
    place: Path, table: str, key: str, cells: list[str], given: Provenance, said: str
) -> None:
    before = contents(place.parent)
    with pytest.raises(Refused, match=said):
        set_cells(place, table, key, cells, given)
    assert contents(place.parent) == before


def test_a_row_that_others_name_is_not_taken_out(place: Path) -> None:
    before = contents(place)
    with pytest.raises(Refused, match="site = 'us-guam' is not in sites"):
        remove_row(place, "sites", "us-guam")
    with pytest.raises(Refused, match="nearest: 'us-guam'"):
        remove_row(place, "sites", "us-gam")
    assert contents(place) == before


def test_bundled_cases_and_workbooks_stay_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="pipir case new mine --from indo-pacific"):
        set_cells("indo-pacific", "stocks", "a/b", ["quantity=1"])
    from pipir.case.writing.workbook import write_workbook

    path = write_workbook(base_case(), tmp_path / "base.xlsx")
    with pytest.raises(Refused, match="is a workbook"):
        set_cells(path, "stocks", "a/b", ["quantity=1"])


@pytest.mark.parametrize("form", Form)
def test_a_case_that_rests_on_nothing_is_changed_in_its_own_files(tmp_path: Path, form: Form) -> None:
    folder = write_folder(base_case(), tmp_path / "base", form)
    (folder / "README.md").write_text("mine")
    case = set_cells(folder, "stocks", "us-guam/sm-6", ["quantity=40"], STUDY).case
    assert (figure(case)["value"], case["stocks"].height) == (40, 2)
    suffix = form.value
    assert (folder / f"stocks.{suffix}").exists()
    assert (folder / "README.md").read_text() == "mine"
    assert remove_row(folder, "stocks", "us-guam/sm-6")["stocks"].height == 1


def test_scenarios_keep_their_order(tmp_path: Path) -> None:
    rows = [
        {"scenario": name, "name": name, "situation": "war", "start": "2025-06-01", "days": 30}
        for name in ("zulu", "alfa")
    ]
    frames = {"situations": [{"situation": "war", "name": "War"}], "scenarios": rows}
    folder = write_folder(from_frames("base", frames), tmp_path / "base")
    more = ["name=Mike", "situation=war", "start=2025-06-01", "days=10"]
    set_cells(folder, "scenarios", "mike", more)
    case = set_cells(folder, "scenarios", "zulu", ["days=20"]).case
    assert case["scenarios"]["scenario"].to_list() == ["zulu", "alfa", "mike"]
    assert case["scenarios"]["days"].to_list() == [20, 30, 10]


def test_rows_that_a_date_tells_apart_are_changed_and_stand_in_order_of_time(tmp_path: Path) -> None:
    nation = {"role": "participant"}
    frames = {
        "nations": [{"nation": "USA", "name": "United States", **nation}, {"nation": "KOR", "name": "Korea", **nation}],
        "items": [
            {
                "item": "shell",
                "name": "Shell",
                "kind": "munition",
                "family": "shells",
                "mission": "fires",
                "unit": "round",
                "mass_kg": 40,
            }
        ],
        "commitments": [
            {
                "commitment": "loan",
                "supplier": "KOR",
                "recipient": "USA",
                "item": "shell",
                "quantity": 100,
                "start": "2024-01-01",
                "end": "2024-12-31",
                "state": "contract",
            }
        ],
        "deliveries": [{"commitment": "loan", "date": "2024-02-20", "quantity": 40}],
    }
    folder = write_folder(from_frames("base", frames), tmp_path / "base")
    set_cells(folder, "deliveries", "loan/2024-01-20", ["quantity=5"])
    case = set_cells(folder, "deliveries", "loan/2024-02-20", ["quantity=50"]).case
    told = case["deliveries"].select(pl.col("date").cast(pl.String), "quantity").rows()
    assert told == [("2024-01-20", 5.0), ("2024-02-20", 50.0)]


def test_a_case_with_empty_tables_is_sound_and_can_be_filled(tmp_path: Path) -> None:
    case = new_case(tmp_path / "mine", title="My figures")
    assert (case.name, case.title) == ("mine", "My figures")
    assert (tmp_path / "mine" / "stocks.csv").read_text().startswith("site,item,condition,quantity")
    filled = set_cells(tmp_path / "mine", "nations", "USA", ["name=United States", "role=participant"]).case
    assert filled["nations"].height == 1


@pytest.mark.parametrize("name", ["My Case", "a/../B", "indo-pacific"])
def test_a_case_has_a_name_of_its_own(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused):
        new_case(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_new_case_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a").write_text("a")
    with pytest.raises(Refused, match="is there already"):
        new_case(tmp_path / "mine")
    assert contents(tmp_path) == {"mine/a": b"a"}
