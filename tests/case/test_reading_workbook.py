"""Is a workbook read cell by cell, and is what a spreadsheet changed or lost refused?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from case.small import DESCRIPTION, TABLES, one, places, refusal, small, write, write_overlay
from pipir.case.reading import read_case, xlsx
from pipir.case.reading.workbook import name_inside, read_tables

Page = Any
Change = Callable[[Any, dict[str, Page]], None]


def workbook(path: Path, change: Change | None = None, **described: Any) -> Path:
    """The small case as a workbook, changed before it is closed."""
    with xlsxwriter.Workbook(path) as book:
        pages = {"case": book.add_worksheet("case")}
        given = {**DESCRIPTION, **described}
        for line, (name, value) in enumerate((("name", "value"), *given.items())):
            pages["case"].write_row(line, 0, [name, value])
        for name, text in TABLES.items():
            pages[name] = book.add_worksheet(name)
            frame = pl.read_csv(io.StringIO(text), infer_schema=False)
            pages[name].write_row(0, 0, frame.columns)
            for line, row in enumerate(frame.iter_rows(), 1):
                for place, value in enumerate(row):
                    if value is not None:
                        pages[name].write_string(line, place, value)
        if change is not None:
            change(book, pages)
    return path


def test_a_workbook_of_texts_is_the_folder(tmp_path: Path) -> None:
    assert read_case(workbook(tmp_path / "small.xlsx")).hash == small(tmp_path).hash


def test_numbers_dates_and_truths_of_the_spreadsheet_are_read_as_such(tmp_path: Path) -> None:
    def change(book: Any, pages: dict[str, Page]) -> None:
        day = book.add_format({"num_format": "d mmm yyyy"})
        pages["stocks"].write_number(1, 3, 120)
        pages["stocks"].write_datetime(1, 5, datetime(2025, 1, 1), day)
        pages["evidence"].write_number(1, 4, 120)
        pages["evidence"].write_boolean(1, 8, True)
        pages["stocks"].write_formula(2, 3, "=31/2", None, 15.5)
        pages["case"].write_datetime(4, 1, datetime(2025, 1, 1), day)

    assert read_case(workbook(tmp_path / "small.xlsx", change)).hash == small(tmp_path).hash


def test_dates_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        page = book.add_worksheet("case")
        for line, (name, value) in enumerate({**DESCRIPTION, "as_of": datetime(2025, 1, 1)}.items()):
            page.write(line, 0, name)
            page.write(line, 1, value, book.add_format({"num_format": "yyyy-mm-dd"}) if name == "as_of" else None)
    assert str(read_case(path).as_of) == "2025-01-01"


def test_texts_that_look_like_formulas_come_back_unchanged(tmp_path: Path) -> None:
    words = ["=1+1", "+1", "-1", "@x", "_x0041_", " a\nb ", "'q", '"', "1.50", "한국"]

    def change(_: Any, pages: dict[str, Page]) -> None:
        pages["nations"].write_string(0, 3, "note")
        for line, word in enumerate(words[:3], 1):
            pages["nations"].write_string(line, 3, word)
        for line, word in enumerate(words[3:], 4):
            pages["nations"].write_row(line, 0, [f"XA{chr(65 + line)}", "n", "third"])
            pages["nations"].write_string(line, 3, word)

    notes = read_case(workbook(tmp_path / "small.xlsx", change))["nations"]["note"]
    assert sorted(notes) == sorted(words)


@pytest.mark.parametrize(
    ("sheet", "line", "column", "words", "write_cell"),
    [
        ("stocks", 2, "item", "taken for a number", lambda page, _: page.write_number(1, 1, 6)),
        (
            "stocks",
            2,
            "site",
            "taken for a date",
            lambda page, day: page.write_datetime(1, 0, datetime(2025, 3, 1), day),
        ),
        ("nations", 3, "role", "true or false", lambda page, _: page.write_boolean(2, 2, True)),
        ("lanes", 2, "via", "taken for a number", lambda page, _: page.write_number(1, 5, 12)),
        ("stocks", 2, "quantity", "error", lambda page, _: page.write_formula(1, 3, "=NA()", None, "#N/A")),
        ("stocks", 2, "reserve", "without a result", lambda page, _: page.write_formula(1, 4, "=A9", None, "")),
        (
            "stocks",
            2,
            "reserve",
            "not a number",
            lambda page, day: page.write_datetime(1, 4, datetime(2025, 1, 2), day),
        ),
        ("stocks", 3, "quantity", "decimal point", lambda page, _: page.write_string(2, 3, "15,5")),
        ("stocks", 2, "as_of", "not a date", lambda page, _: page.write_number(1, 5, 45658)),
        ("stocks", 9, None, "column H", lambda page, _: page.write_string(8, 7, "x")),
        ("stocks", 9, "site", "is empty", lambda page, _: page.write_row(8, 1, ["sm-6", "", 4])),
    ],
)
def test_what_the_spreadsheet_changed_or_lost_is_refused(
    tmp_path: Path, sheet: str, line: int, column: str | None, words: str, write_cell: Callable[[Page, Any], None]
) -> None:
    def change(book: Any, pages: dict[str, Page]) -> None:
        write_cell(pages[sheet], book.add_format({"num_format": "yyyy-mm-dd"}))

    faults = refusal(workbook(tmp_path / "small.xlsx", change))
    said = [str(fault) for fault in faults if (fault.row, fault.column) == (line, column)]
    assert all(line.startswith(f"small.xlsx, sheet {sheet} line ") for line in said)
    assert any(words in line for line in said), faults


def test_a_sheet_that_is_no_table_is_refused_unless_it_is_empty(tmp_path: Path) -> None:
    def change(book: Any, _: dict[str, Page]) -> None:
        book.add_worksheet("Sheet1")
        book.add_worksheet("stoks").write(0, 0, "site")

    fault = one(refusal(workbook(tmp_path / "small.xlsx", change)))
    assert fault.file == "small.xlsx, sheet stoks"
    assert "nearest: 'stocks'" in fault.remedy


def test_a_sheet_whose_header_is_not_in_line_1_is_refused(tmp_path: Path) -> None:
    def change(book: Any, _: dict[str, Page]) -> None:
        book.add_worksheet("usage").write_row(1, 0, ["nation", "item", "per_year"])

    assert places(refusal(workbook(tmp_path / "small.xlsx", change))) == [("small.xlsx, sheet usage", 1, None)]


def test_a_workbook_needs_a_description(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("nations").write_row(0, 0, ["nation", "name", "role"])
    assert "has no sheet 'case'" in one(refusal(tmp_path / "a.xlsx")).rule
    fault = one(refusal(workbook(tmp_path / "b.xlsx", price_year="soon")))
    assert (fault.file, fault.column) == ("b.xlsx, sheet case", "price_year")


def test_a_workbook_can_rest_on_a_case_and_be_rested_on(tmp_path: Path) -> None:
    write(tmp_path / "small")
    path = tmp_path / "mine.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("case")
        for line, pair in enumerate([("name", "mine"), ("title", "Mine"), ("version", "1"), ("base", "small")]):
            page.write_row(line, 0, pair)
        page = book.add_worksheet("stocks")
        page.write_row(0, 0, ["site", "item", "quantity", "remove"])
        page.write_row(1, 0, ["us-guam", "sm-6", "", True])
    assert read_case(path)["stocks"]["site"].to_list() == ["jp-sasebo"]
    top = write_overlay(tmp_path / "top", {"stocks": "site,item,quantity\nus-guam,sm-3,1\n"}, base="../mine.xlsx")
    assert read_case(top)["stocks"]["item"].to_list() == ["sm-6", "sm-3"]


def damaged(path: Path, data: bytes) -> str:
    """The rule by which a file that is no workbook is refused."""
    path.write_bytes(data)
    fault = one(refusal(path))
    assert (fault.file, fault.row) == (path.name, None)
    return fault.rule


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "small.xlsx").read_bytes()
    path = tmp_path / "bad.xlsx"
    assert damaged(path, b"") == "is not a whole workbook"
    assert damaged(path, b"site,item\n") == "is not a whole workbook"
    assert damaged(path, whole[: len(whole) // 2]) == "is not a whole workbook"
    assert "encrypted" in damaged(path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> bytes:
    """The workbook with the parts changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return held.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: data[:-40] if name.endswith("sheet1.xml") else data,
        lambda name, data: b"\xff" * 99 if name.endswith("sharedStrings.xml") else data,
        lambda name, data: data.replace(b'r="1"', b'r="-1"') if name.endswith("sheet1.xml") else data,
        lambda name, data: data.replace(b'r="A1"', b'r="ZZZZZZ1"') if name.endswith("sheet1.xml") else data,
        lambda name, data: data.replace(b"<v>0</v>", b"<v>99999</v>") if name.endswith("sheet1.xml") else data,
        lambda name, data: data.replace(b"<v>0</v>", b"<v>x</v>") if name.endswith("sheet1.xml") else data,
        lambda name, data: b"" if name.endswith("workbook.xml") else data,
        lambda name, data: data.replace(b"worksheets/", b"elsewhere/") if name.endswith("workbook.xml.rels") else data,
        lambda name, data: (
            data.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
            if name.endswith("sheet1.xml")
            else data
        ),
    ],
)
def test_a_workbook_with_a_spoiled_part_is_refused(tmp_path: Path, change: Callable[[str, bytes], bytes]) -> None:
    damaged(tmp_path / "bad.xlsx", repacked(workbook(tmp_path / "small.xlsx"), change))


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MUCH", 1_000_000)
    path = workbook(tmp_path / "small.xlsx")
    bomb = repacked(path, lambda name, data: data + b" " * 5_000_000 if name.endswith("sheet1.xml") else data)
    assert "unpacks to" in damaged(tmp_path / "bad.xlsx", bomb)


def test_a_few_tables_need_no_description_to_be_merged(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "sheet.xlsx") as book:
        book.add_worksheet("stocks").write_row(0, 0, ["site", "item", "reserve"])
    raws, faults = read_tables(tmp_path / "sheet.xlsx")
    assert [raw.table.name for raw in raws] == ["stocks"]
    assert places(tuple(faults)) == [("sheet.xlsx, sheet stocks", 1, "quantity")]


def test_the_name_inside_is_that_of_the_case(tmp_path: Path) -> None:
    assert name_inside(workbook(tmp_path / "a.xlsx")) == "small"
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    assert name_inside(tmp_path / "b.xlsx") is None
