"""How is a case written as a workbook? A sheet a table, with drop-downs, checked cells and remarks on the headers."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.columns import Table
from pipir.case.reading.workbook import name_inside
from pipir.case.refusal import Refused, refuse
from pipir.case.rendering.excel import FIRST_DATE, MOST_LISTED, Sheet, SheetColumn, letters, sheet
from pipir.case.tables import TABLES
from pipir.case.writing.folder import head
from pipir.case.writing.placing import place_files, staged

CASE_SHEET = "case"
MOST_ROWS = 1_048_575
MOST_TEXT = 32_767
SPARE = 1_000
"""Empty rows under the data that also have drop-downs and checks."""

COLOURS = {"key": "#1F3A5F", "required": "#3E6C9E", "optional": "#7F93A8"}


class Exact(float):
    """A number that a workbook holds with all its digits, where its writer would keep sixteen."""

    def __format__(self, spec: str) -> str:
        return repr(float(self)) if spec == ".16G" else super().__format__(spec)


def write_workbook(case: Case, path: str | Path) -> Path:
    """Write the whole case as one workbook, complete or not at all; gives its path.

    Raises Refused where a table has more rows or a cell more letters than a workbook can hold, or where the file is
    there and is not a workbook of a case of the same name.
    """
    target = Path(path)
    _refuse_other(target, case)
    _refuse_too_large(case, target)
    with staged(target) as stage:
        _fill(case, stage / target.name)
        place_files(stage, target.parent)
    return target


def _fill(case: Case, path: Path) -> None:
    import xlsxwriter

    many = sum(frame.height for frame in case.tables.values()) > 50_000
    book = xlsxwriter.Workbook(path, {"constant_memory": many, "strings_to_formulas": False, "strings_to_urls": False})
    # The time of writing is no part of the case: equal cases give equal files.
    day = case.as_of
    book.set_properties({"title": case.title, "created": datetime(day.year, day.month, day.day)})
    formats = _formats(book)
    _describe(book, case, formats)
    for name, table in TABLES.items():
        page = book.add_worksheet(name)
        layout = sheet(table)
        _write_header(page, layout, formats)
        _write_rows(page, case[name], formats)
        _add_checks(page, layout, case, formats)
        if case[name].height == 0:
            page.set_tab_color("#C0C6CC")
    _close(book)


def _close(book: Any) -> None:
    """Write the file; where the disk refuses, raise that error and not the writer's own, which is none of a file."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _formats(book: Any) -> dict[str, Any]:
    made = {
        kind: book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": colour, "border": 1})
        for kind, colour in COLOURS.items()
    }
    made["text"] = book.add_format({"num_format": "@"})
    made["quoted"] = book.add_format({"num_format": "@", "quote_prefix": True})
    made["date"] = book.add_format({"num_format": "yyyy-mm-dd"})
    made["broken"] = book.add_format({"bg_color": "#F4C7C3"})
    return made


def _describe(book: Any, case: Case, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(CASE_SHEET)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 80, formats["text"])
    page.write_string(0, 0, "name", formats["key"])
    page.write_string(0, 1, "value", formats["required"])
    described = head(case) | {"licenses": " ".join(case.licenses)}
    for row, (name, value) in enumerate(described.items(), start=1):
        page.write_string(row, 0, name)
        page.write_string(row, 1, str(value), formats["text"])
    page.freeze_panes(1, 0)


def _write_header(page: Any, layout: Sheet, formats: dict[str, Any]) -> None:
    for place, column in enumerate(layout.columns):
        kind = "key" if column.key else "required" if column.required else "optional"
        page.write_string(0, place, column.name, formats[kind])
        page.write_comment(0, place, column.remark, {"x_scale": 2.2, "y_scale": 1.6, "font_size": 9})
    page.freeze_panes(1, 0)


def _write_rows(page: Any, frame: pl.DataFrame, formats: dict[str, Any]) -> None:
    for place, (name, kind) in enumerate(frame.schema.items()):
        look = (
            formats["date"] if kind == pl.Date else None if kind.is_numeric() or kind == pl.Boolean else formats["text"]
        )
        page.set_column(place, place, max(10, min(40, len(name) + 3)), look)
    for row, values in enumerate(frame.iter_rows(), start=1):
        for place, value in enumerate(values):
            if value is not None:
                _write_cell(page, (row, place), value, formats)


def _write_cell(page: Any, place: tuple[int, int], value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, bool):
        page.write_boolean(*place, value)
    elif isinstance(value, float):
        page.write_number(*place, Exact(value))
    elif isinstance(value, int) and abs(value) <= 2**53:
        page.write_number(*place, value)
    elif isinstance(value, date) and value >= FIRST_DATE:
        page.write_datetime(*place, value, formats["date"])
    else:
        text = " ".join(value) if isinstance(value, list) else str(value)
        page.write_string(*place, text, formats["quoted" if text[:1] in ("=", "+", "-", "@") else "text"])


def _add_checks(page: Any, layout: Sheet, case: Case, formats: dict[str, Any]) -> None:
    last = min(case[layout.name].height + SPARE, MOST_ROWS)
    for place, column in enumerate(layout.columns):
        options = _validation(column, case)
        if options is not None:
            page.data_validation(1, place, last, place, {"ignore_blank": True, **options})
    for rule in layout.rules:
        options = {"type": "formula", "criteria": rule.formula, "format": formats["broken"]}
        page.conditional_format(1, 0, last, len(layout.columns) - 1, options)


def _validation(column: SheetColumn, case: Case) -> dict[str, Any] | None:
    if column.refers is None:
        return column.validation
    rows = case[column.refers].height
    if rows > MOST_LISTED:
        return None
    table = TABLES[column.refers]
    letter = letters(table.names.index(table.keys[0]))
    return {
        "validate": "list",
        "source": f"={column.refers}!${letter}$2:${letter}${rows + SPARE + 1}",
        "error_type": "stop" if column.strict else "information",
        "error_title": column.name[:32],
        "error_message": f"Choose one of the sheet {column.refers}, or add it there first.",
    }


def _refuse_other(target: Path, case: Case) -> None:
    """Only a workbook of the same case is replaced: an earlier export, or the one that was edited and read back."""
    if target.exists() and name_inside(target) != case.name:
        raise refuse(str(target), "is there and holds something else than this case", "name a new file")


def _refuse_too_large(case: Case, target: Path) -> None:
    for name, table in TABLES.items():
        frame = case[name]
        if frame.height > MOST_ROWS:
            raise _does_not_fit(target, f"cannot hold the {frame.height:,} rows of {name}")
        for column in _texts(table):
            longest = frame[column].str.len_bytes().max() if frame.height else None
            if isinstance(longest, int) and longest > MOST_TEXT:
                raise _does_not_fit(target, f"cannot hold a cell of {longest:,} bytes in {name}.{column}")


def _texts(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.kind.name == "TEXT"]


def _does_not_fit(target: Path, rule: str) -> Refused:
    return refuse(str(target), rule, "write the case as csv or parquet")
