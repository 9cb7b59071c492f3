"""How is a result written as one workbook? A sheet for the record, then a sheet a table, units on the headers."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipir.case.columns import Column, Table
from pipir.case.refusal import refuse
from pipir.runs.files import write_whole
from pipir.runs.places import FORMAT, OUT, FileKind, check_file

if TYPE_CHECKING:
    import polars as pl

SUFFIX = ".xlsx"
MOST_ROWS = 1_048_575
RECORD_SHEET = "run"
MADE = datetime(2000, 1, 1)
"""The time of writing is no part of a result: equal results give equal files."""


def write_workbook(
    path: Path, run: Mapping[str, Any], tables: Mapping[str, pl.DataFrame], declared: tuple[Table, ...]
) -> None:
    """Write the record and every table into one workbook, complete or not at all.

    Raises Refused where the file is there and is no earlier result, or a table has more rows than a sheet can hold.
    """
    check_workbook(path)
    for name, frame in tables.items():
        if frame.height > MOST_ROWS:
            rule, remedy = f"has more than the {MOST_ROWS:,} rows of a sheet", "name a folder, for Parquet files"
            raise refuse(name, rule, remedy, column=OUT, value=str(path))
    columns = {table.name: {column.name: column for column in table.columns} for table in declared}
    with tempfile.TemporaryDirectory() as folder:
        partial = Path(folder) / "result.xlsx"
        _fill(partial, run, tables, columns)
        write_whole(path, partial.read_bytes())


def check_workbook(path: Path) -> None:
    """Raise Refused unless a result may be written there: a new file, or one that is an earlier result."""
    check_file(path, OUT, FileKind("workbook of an earlier result", _is_result))


def _is_result(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as parts:
            return FORMAT.encode() in parts.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def _fill(
    path: Path, run: Mapping[str, Any], tables: Mapping[str, pl.DataFrame], columns: Mapping[str, Mapping[str, Column]]
) -> None:
    import xlsxwriter

    as_they_are = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(path, {**as_they_are, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": FORMAT, "created": MADE})
    head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F"})
    page = book.add_worksheet(RECORD_SHEET)
    page.write_row(0, 0, ["entry", "value"], head)
    for row, (name, value) in enumerate(_flat(run), start=1):
        page.write_row(row, 0, [name, value])
    page.set_column(0, 0, 40)
    page.set_column(1, 1, 80)
    for name, frame in tables.items():
        page = book.add_worksheet(name)
        for place, column in enumerate(frame.columns):
            page.write_string(0, place, column, head)
            said = columns.get(name, {}).get(column)
            if said is not None:
                page.write_comment(0, place, f"{said.doc} [{said.unit}]" if said.unit else said.doc)
            page.write_column(1, place, [_cell(value) for value in frame[column].to_list()])
        page.freeze_panes(1, 0)
        page.set_column(0, max(frame.width - 1, 0), 16)
        if frame.height:
            page.autofilter(0, 0, frame.height, frame.width - 1)
    book.close()


def _cell(value: Any) -> Any:
    """What stands in a cell: a list as its words, separated by spaces as in a case."""
    return " ".join(value) if isinstance(value, list) else value


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Entries of the record by their path: `case.name`; lists as JSON."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list | tuple):
        yield name, json.dumps(value, ensure_ascii=False)
    else:
        yield name, value
