"""Is a case the same after it was written and read again, and is nothing else ever touched?"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings

from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.reading import read_case
from pipir.case.refusal import Refused
from pipir.case.tables import TABLES
from pipir.case.writing.cells import text_frame
from pipir.case.writing.folder import Form, write_folder
from pipir.case.writing.placing import place_files, staged
from pipir.case.writing.workbook import write_workbook
from strategies import all_amounts, cases, hard_words

USA = {"nation": "USA", "name": "United States", "role": "participant"}


def same(one: Case, other: Case) -> bool:
    """Equal in every cell, in the order of rows, and by hash."""
    tables = all(one[name].equals(other[name]) for name in TABLES)
    return tables and (one.hash, one.title, one.text) == (other.hash, other.title, other.text)


@settings(max_examples=25)
@given(case=cases(amounts=all_amounts, words=hard_words))
@pytest.mark.parametrize("form", Form)
def test_a_folder_reads_back_unchanged(case: Case, form: Form) -> None:
    with TemporaryDirectory() as place:
        assert same(read_case(write_folder(case, Path(place) / "case", form)), case)


@settings(max_examples=8)
@given(case=cases(amounts=all_amounts, words=hard_words))
def test_a_workbook_reads_back_unchanged(case: Case) -> None:
    with TemporaryDirectory() as place:
        assert same(read_case(write_workbook(case, Path(place) / "case.xlsx")), case)


def test_the_bundled_case_reads_back_unchanged_from_every_form(tmp_path: Path) -> None:
    case = read_case("indo-pacific")
    assert same(read_case(write_folder(case, tmp_path / "csv")), case)
    assert same(read_case(write_folder(case, tmp_path / "parquet", Form.PARQUET)), case)
    assert same(read_case(write_workbook(case, tmp_path / "case.xlsx")), case)


def test_numbers_are_written_short_and_exact() -> None:
    frame = pl.DataFrame({"a": [40.0, 0.1, 1e300, 0.1 + 0.2, 0.0], "b": [True, False, None, True, False]})
    written = text_frame(frame)
    assert written["a"].to_list() == ["40", "0.1", "1e+300", "0.30000000000000004", "0"]
    assert written["b"].to_list() == ["true", "false", None, "true", "false"]


def test_a_csv_is_sorted_plain_text(tmp_path: Path) -> None:
    nations = [{**USA, "note": 'says "a, b"'}, {"nation": "JPN", "name": "Japan", "role": "participant"}]
    write_folder(from_frames("small", {"nations": nations}), tmp_path / "small")
    lines = (tmp_path / "small" / "nations.csv").read_bytes().decode("utf-8").split("\n")
    assert lines == [
        "nation,name,role,release,source,note",
        "JPN,Japan,participant,,,",
        'USA,United States,participant,,,"says ""a, b"""',
        "",
    ]


def test_tables_without_rows_are_left_out_unless_headers_are_wanted(tmp_path: Path) -> None:
    case = from_frames("small", {"nations": [USA]})
    plain, full = write_folder(case, tmp_path / "plain"), write_folder(case, tmp_path / "full", headers=True)
    assert {path.name for path in plain.iterdir()} == {"datapackage.json", "nations.csv", "sources.csv"}
    assert {path.stem for path in full.glob("*.csv")} == set(TABLES)
    assert same(read_case(plain), read_case(full))


def test_the_descriptor_says_what_each_column_is(tmp_path: Path) -> None:
    case = from_frames("small", {"nations": [USA]}, licenses=("Apache-2.0",), text="A page.")
    folder = write_folder(case, tmp_path / "small")
    said = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert (said["name"], said["as_of"], said["price_year"]) == ("small", "2025-01-01", 2025)
    assert (said["licenses"], said["description"]) == ([{"name": "Apache-2.0"}], "A page.")
    assert [entry["path"] for entry in said["resources"]] == ["nations.csv", "sources.csv"]
    # A reference can only be checked within the package: nothing but sources is there to refer to.
    assert said["resources"][0]["schema"]["foreignKeys"] == [
        {"fields": "source", "reference": {"resource": "sources", "fields": "source"}}
    ]


def test_another_writing_brings_the_folder_up_to_date_and_keeps_what_is_not_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    body = {"nation": "USA", "body": "PIPIR", "status": "member"}
    write_folder(from_frames("small", {"nations": [USA], "memberships": [body]}), folder)
    (folder / "README.md").write_text("mine")
    later = from_frames("small", {"nations": [USA]})
    write_folder(later, folder, Form.PARQUET)
    names = {path.name for path in folder.iterdir()}
    assert names == {"datapackage.json", "nations.parquet", "sources.parquet", "README.md"}
    assert same(read_case(folder), later)


def test_a_folder_with_anything_else_in_it_is_refused(tmp_path: Path) -> None:
    case = from_frames("small", {"nations": [USA]})
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("a")
    write_folder(from_frames("another", {"nations": [USA]}), tmp_path / "another")
    (tmp_path / "file").write_text("a")
    for name in ("other", "another", "file"):
        before = sorted(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        with pytest.raises(Refused, match="holds something else"):
            write_folder(case, tmp_path / name)
        assert sorted(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()) == before


def test_a_workbook_only_replaces_one_of_the_same_case(tmp_path: Path) -> None:
    case, other = (from_frames(name, {"nations": [USA]}) for name in ("small", "another"))
    path = write_workbook(case, tmp_path / "a.xlsx")
    first = path.read_bytes()
    assert write_workbook(case, path).read_bytes() == first  # equal cases, equal files
    with pytest.raises(Refused, match="holds something else"):
        write_workbook(other, path)
    (tmp_path / "text.xlsx").write_text("no workbook")
    with pytest.raises(Refused, match="holds something else"):
        write_workbook(case, tmp_path / "text.xlsx")
    assert path.read_bytes() == first


def test_what_a_workbook_cannot_hold_is_refused_by_name(tmp_path: Path) -> None:
    case = from_frames("small", {"nations": [{**USA, "note": "a" * 40_000}]})
    with pytest.raises(Refused, match=r"cannot hold a cell of 40,000 bytes in nations\.note"):
        write_workbook(case, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_dates_and_numbers_at_the_edges_of_a_spreadsheet_survive(tmp_path: Path) -> None:
    rows = [
        {"nation": "USA", "body": "A", "since": date(1900, 1, 1), "status": "member"},
        {"nation": "USA", "body": "B", "since": date(1900, 3, 1), "status": "member"},
        {"nation": "USA", "body": "C", "since": date(2200, 12, 31), "status": "member"},
    ]
    case = from_frames("small", {"nations": [USA], "memberships": rows})
    assert same(read_case(write_workbook(case, tmp_path / "a.xlsx")), case)


class Interrupted(BaseException):
    """Stands for Ctrl-C at a bad moment."""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_interrupt_while_files_are_placed_puts_everything_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    target = tmp_path / "case"
    target.mkdir()
    for name in ("a", "b", "old"):
        (target / name).write_text(f"old {name}")
    before = {path.name: path.read_text() for path in target.iterdir()}
    real, calls = Path.replace, []

    def replace(self: Path, other: Path) -> Path:
        if self.parent.name.endswith(".new"):
            calls.append(self)
            if len(calls) > after:
                raise Interrupted
        return real(self, other)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(Interrupted):
        _replace_all(target)
    assert {path.name: path.read_text() for path in target.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["case"]


def _replace_all(target: Path) -> None:
    with staged(target) as stage:
        for name in ("a", "b", "c"):
            (stage / name).write_text(f"new {name}")
        place_files(stage, target, gone=["old"])


def test_an_empty_folder_that_one_stands_in_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    case = from_frames("small", {"nations": [USA]})
    write_folder(case, ".")
    assert same(read_case("."), case)
    assert same(read_case(tmp_path), case)
