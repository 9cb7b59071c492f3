"""Is a result as a workbook all there, and is nothing else ever overwritten?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipir.case.columns import Column, Kind, Table
from pipir.case.reading.xlsx import opened
from pipir.case.refusal import Refused
from pipir.runs import workbook
from pipir.runs.workbook import write_workbook

RUN = {"capability": "count", "seed": 0, "case": {"name": "small"}, "notes": ["counted by hand"]}
FRAME = pl.DataFrame({"nation": ["JPN", "=1+1"], "held": [1.5, None], "first": [date(2025, 1, 2), None]})
DECLARED = (Table("count", "How much.", (Column("held", Kind.NUMBER, "What it holds.", unit="t"),)),)


def sheet(path: Path, name: str) -> list[list[object]]:
    with opened(path) as book:
        return [list(row) for row in book.rows(name)]


def test_the_record_and_every_table_are_there(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, RUN, {"count": FRAME}, DECLARED)
    told = str(sheet(path, "run"))
    assert "case.name" in told
    assert "small" in told
    rows = str(sheet(path, "count"))
    assert "=1+1" in rows
    assert "1.5" in rows
    assert "2025" in rows


def test_a_list_is_its_words(tmp_path: Path) -> None:
    lists = pl.DataFrame({"nation": ["USA", "JPN"], "partners": [["JPN", "KOR"], []]})
    write_workbook(tmp_path / "out.xlsx", RUN, {"count": lists}, DECLARED)
    assert "'JPN KOR'" in str(sheet(tmp_path / "out.xlsx", "count"))


def test_equal_results_give_equal_files(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, RUN, {"count": FRAME}, DECLARED)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_an_earlier_result_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, RUN, {"count": FRAME}, DECLARED)
    write_workbook(path, RUN, {"count": FRAME.head(1)}, DECLARED)
    other = tmp_path / "letter.xlsx"
    other.write_text("Dear")
    with pytest.raises(Refused, match="no workbook of an earlier result"):
        write_workbook(other, RUN, {"count": FRAME}, DECLARED)
    assert other.read_text() == "Dear"
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(Refused, match="is a folder"):
        write_workbook(tmp_path / "folder.xlsx", RUN, {"count": FRAME}, DECLARED)
    with pytest.raises(Refused, match="not a folder"):
        write_workbook(tmp_path / "nowhere" / "out.xlsx", RUN, {"count": FRAME}, DECLARED)


def test_what_a_sheet_cannot_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 1)
    with pytest.raises(Refused, match="rows of a sheet"):
        write_workbook(tmp_path / "out.xlsx", RUN, {"count": FRAME}, DECLARED)
    assert not any(tmp_path.iterdir())
