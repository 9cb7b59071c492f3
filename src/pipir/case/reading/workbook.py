"""What does a workbook hold? A sheet for each table, and the sheet `case` with names and values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from pipir.case.checking.rows import Raw, header_faults
from pipir.case.checking.sheet import LISTED, shown
from pipir.case.columns import Kind, Table
from pipir.case.nearest import nearest_words
from pipir.case.reading.csv_file import FILE_BYTES
from pipir.case.reading.describing import Described, describe
from pipir.case.reading.overlaying import REMOVE
from pipir.case.reading.xlsx import Workbook, opened
from pipir.case.reading.xlsx_cells import Cell, Damaged, Row, Took
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.tables import TABLES

CASE_SHEET = "case"
CHUNK = 50_000
WORDS = (Kind.SLUG, Kind.NATION, Kind.CHOICE, Kind.LIST)
"""Kinds of column in which a number is a word that the spreadsheet has changed."""


def read_workbook(path: Path) -> tuple[Described, list[Raw], list[Fault]]:
    """The description and the tables of a workbook with what is wrong with it. Raises Refused where it is none."""
    with _whole(path) as book:
        described = _described(book, path.name)
        raws, faults = _read_sheets(book, path.name, (REMOVE,) if described.base is not None else ())
        described.listed.update(name for name in book.sheets if name in TABLES)
    return described, raws, faults


def read_tables(path: Path, extra: tuple[str, ...] = ()) -> tuple[list[Raw], list[Fault]]:
    """The tables of a workbook that need not be a whole case. Raises Refused where it is no workbook."""
    with _whole(path) as book:
        return _read_sheets(book, path.name, extra)


def name_inside(path: Path) -> str | None:
    """Name of the case that a workbook describes, None where it describes none."""
    try:
        with _whole(path) as book:
            return _described(book, path.name).name
    except (Refused, OSError):
        return None


@contextmanager
def _whole(path: Path) -> Iterator[Workbook]:
    """The open workbook, refused where it turns out not to be one."""
    size = path.stat().st_size
    if size > FILE_BYTES:
        raise refuse(path.name, f"has {size:,} bytes, over {FILE_BYTES:,}", "leave out what no run needs")
    try:
        with opened(path) as book:
            yield book
    except Damaged as error:
        raise refuse(path.name, str(error), "save it as an Excel workbook (.xlsx) again") from error


def _read_sheets(book: Workbook, file: str, extra: tuple[str, ...]) -> tuple[list[Raw], list[Fault]]:
    raws: list[Raw] = []
    faults: list[Fault] = []
    for name in book.sheets:
        place = f"{file}, sheet {name}"
        if name in TABLES:
            raw, wrong = _read_sheet(book, name, place, extra)
            faults.extend(wrong)
            raws.extend([raw] if raw is not None else [])
        elif name != CASE_SHEET and next(book.rows(name), None) is not None:
            remedy = nearest_words(name, (*TABLES, CASE_SHEET), "rename or remove the sheet")
            faults.append(Fault(place, None, None, None, "is not a table of a case", remedy))
    return raws, faults


def _described(book: Workbook, file: str) -> Described:
    if CASE_SHEET not in book.sheets:
        rule = f"has no sheet {CASE_SHEET!r}"
        remedy = "add it, with rows name, title, version, as_of and price_year and their values"
        raise Refused([Fault(file, None, None, None, rule, remedy)])
    given: dict[str, Any] = {}
    for _, cells in islice(book.rows(CASE_SHEET), 1_000):
        values = {column: text for column, text, _ in cells}
        if values.get(0) and values.get(1) is not None:
            given[values[0]] = values[1]
    if str(given.get("price_year", "")).isdecimal():
        given["price_year"] = int(given["price_year"][:10])
    if "licenses" in given:
        given["licenses"] = given["licenses"].split()
    if given.get("name") == "value":
        del given["name"]
    described = Described(f"{file}, sheet {CASE_SHEET}")
    describe(described, given)
    return described


@dataclass
class _Reading:
    """A sheet while it is read: the place of each column, rows, lines, faults."""

    table: Table
    file: str
    columns: dict[int, str]
    extra: tuple[str, ...]
    frames: list[pl.DataFrame] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, rows: list[Row]) -> None:
        """Keep the rows of a chunk."""
        kept: dict[int, list[str | None]] = {column: [None] * len(rows) for column in self.columns}
        words = {column for column, name in self.columns.items() if self._holds_words(name)}
        for place, (line, cells) in enumerate(rows):
            for column, text, took in cells:
                if column not in kept:
                    self._refuse_beside(line, column)
                elif took is Took.TEXT or (took is Took.NUMBER and column not in words):
                    kept[column][place] = text
                else:
                    kept[column][place] = self._taken_for(line, self.columns[column], (text, took))
            self.lines.append(line)
        self.frames.append(
            pl.DataFrame([pl.Series(self.columns[column], cells, pl.String) for column, cells in kept.items()])
        )

    def _holds_words(self, name: str) -> bool:
        return name in self.table.names and self.table.column(name).kind in WORDS

    def _taken_for(self, line: int, name: str, cell: tuple[str, Took]) -> str | None:
        """The text of a cell, or null with a fault where the spreadsheet changed or lost what was meant."""
        text, took = cell
        if took is Took.ERROR:
            self._refuse(line, name, text, ("holds an error of the spreadsheet", "correct the formula"))
        elif took is Took.UNSOLVED:
            words = ("holds a formula without a result", "open the workbook, let it calculate, and save it")
            self._refuse(line, name, None, words)
        elif self._holds_words(name):
            rule = f"was taken for a {took.value} by the spreadsheet"
            self._refuse(line, name, text, (rule, "format the column as text and write the word again"))
            return text
        else:
            return text
        return None

    def _refuse_beside(self, line: int, column: int) -> None:
        rule = f"has a cell in column {_letters(column)}, which has no name in line 1"
        self._refuse(line, "", None, (rule, "name the column or clear the cell"))

    def _refuse(self, line: int, name: str, value: str | None, words: tuple[str, str]) -> None:
        key = (name, words[0])
        self.counts[key] = self.counts.get(key, 0) + 1
        if self.counts[key] <= LISTED:
            self.faults.append(Fault(self.file, line, name or None, shown(value), *words))

    def uncounted(self) -> Iterator[Fault]:
        """One fault for each kind of which not all were listed."""
        for (name, rule), count in self.counts.items():
            if count > LISTED:
                more = f"{rule} (and {count - LISTED:,} more lines like it)"
                yield Fault(self.file, None, name or None, None, more, "as for the lines listed")


def _letters(column: int) -> str:
    """A column as a spreadsheet names it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _read_sheet(book: Workbook, name: str, file: str, extra: tuple[str, ...]) -> tuple[Raw | None, list[Fault]]:
    table = TABLES[name]
    rows = book.rows(name)
    line, header = next(rows, (0, []))
    if line != 1:
        return None, [Fault(file, 1, None, None, "has no header", "write the names of the columns in line 1")]
    names = [text.strip() for _, text, _ in header]
    faults = header_faults(table, names, file, extra)
    reading = _Reading(table, file, _columns(header, (*table.names, *extra)), extra)
    while chunk := list(islice(rows, CHUNK)):
        reading.take(chunk)
    cells = pl.concat(reading.frames) if reading.frames else pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    lines = pl.Series(reading.lines, dtype=pl.UInt32)
    known = [column for column in cells.columns if column in (*table.names, *extra)]
    return Raw(table, file, cells.select(known), lines), [*faults, *reading.faults, *reading.uncounted()]


def _columns(header: list[Cell], known: tuple[str, ...]) -> dict[int, str]:
    """Name by place of each column, without what has a name for the second time."""
    columns: dict[int, str] = {}
    for place, text, _ in header:
        if text.strip() not in columns.values():
            columns[place] = text.strip() if text.strip() in known else text
    return columns
