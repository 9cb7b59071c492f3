"""What does a CSV file hold? Every cell as text, with the line that a spreadsheet shows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

import polars as pl

from pipir.case.checking.cells import CELL
from pipir.case.checking.rows import Raw, header_faults
from pipir.case.checking.sheet import LISTED
from pipir.case.columns import Table
from pipir.case.refusal import Fault

FILE_BYTES = 4 * 1000**3
"""Largest file that is read."""
LINE_CHARACTERS = 64 * CELL
CHUNK = 50_000


class Unreadable(Exception):
    """The file cannot be read on from here: holds the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass
class _Reading:
    """A CSV file while it is read: rows of the right width, their line numbers, faults."""

    file: str
    delimiter: str
    header: list[str]
    frames: list[pl.DataFrame] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    ragged: int = 0

    def take(self, rows: list[list[str]], first_line: int) -> None:
        """Keep the rows of a chunk that have the width of the header; a row of empty cells is no row."""
        width = len(self.header)
        kept = []
        for line, row in enumerate(rows, first_line):
            if len(row) == width:
                if any(row):
                    kept.append(row)
                    self.lines.append(line)
            elif any(row):
                self._refuse_width(line, row)
        columns = zip(*kept, strict=True) if kept else [()] * width
        names = [f"{place}" for place in range(width)]
        self.frames.append(
            pl.DataFrame([pl.Series(name, cells, pl.String) for name, cells in zip(names, columns, strict=True)])
        )

    def _refuse_width(self, line: int, row: list[str]) -> None:
        self.ragged += 1
        if self.ragged > LISTED:
            return
        rule = f"has {len(row)} cells where the header has {len(self.header)}"
        remedy = "complete the row"
        if len(row) > len(self.header):
            remedy = 'put a text that holds a comma in quotes, as "a, b"; write 12.5, not 12,5'
        self.faults.append(Fault(self.file, line, None, None, rule, remedy))


def read_csv(path: Path, table: Table, file: str, extra: tuple[str, ...] = ()) -> tuple[Raw | None, list[Fault]]:
    """The rows of a CSV file with what is wrong with the file itself; None where it cannot be read at all.

    A byte-order mark is dropped. A header with `;` and no `,` says that cells are separated by `;` and that numbers
    may have a decimal comma.
    """
    try:
        size = path.stat().st_size
        if size > FILE_BYTES:
            rule = f"has {size:,} bytes, over {FILE_BYTES:,}"
            return None, [Fault(file, None, None, None, rule, "split the case or leave out what no run needs")]
        with path.open(encoding="utf-8-sig", newline="") as text, _wide_cells():
            reading = _read(text, file)
    except UnicodeDecodeError:
        return None, [_not_utf8(path, file)]
    except Unreadable as stop:
        return None, [stop.fault]
    except OSError as error:
        return None, [Fault(file, None, None, None, f"cannot be read: {error.strerror}", "check the file")]
    return _as_raw(reading, table, extra)


def _read(text: TextIO, file: str) -> _Reading:
    head = text.readline(LINE_CHARACTERS)
    if not head.strip("\r\n\0 \t,;"):
        raise Unreadable(Fault(file, 1, None, None, "has no header", "write the names of the columns in line 1"))
    delimiter = ";" if ";" in head and "," not in head else ","
    text.seek(0)
    rows = csv.reader(_bounded_lines(text, file), delimiter=delimiter, strict=True)
    line = 1
    try:
        reading = _Reading(file, delimiter, next(rows))
        line = 2
        while chunk := list(islice(rows, CHUNK)):
            reading.take(chunk, line)
            line += len(chunk)
    except csv.Error as error:
        raise Unreadable(_broken_quotes(file, rows.line_num, str(error))) from error
    return reading


def _bounded_lines(text: TextIO, file: str) -> Iterator[str]:
    """Lines of the file, none of them endless, none with a NUL."""
    for number in range(1, 10**12):
        line = text.readline(LINE_CHARACTERS)
        if not line:
            return
        if len(line) == LINE_CHARACTERS:
            rule = f"has over {LINE_CHARACTERS:,} characters"
            raise Unreadable(Fault(file, number, None, None, rule, "save the table as CSV again"))
        if "\0" in line:
            rule = "holds a NUL character: this is no text"
            raise Unreadable(Fault(file, number, None, None, rule, "save the table as CSV (UTF-8) again"))
        yield line


def _broken_quotes(file: str, line: int, said: str) -> Fault:
    if "field limit" in said:
        rule = f"has a cell of over {CELL:,} characters, or a quote that is never closed"
        return Fault(file, line, None, None, rule, "shorten the cell, or close the quote")
    if "unexpected end" in said:
        return Fault(file, line, None, None, "ends inside quotes: the file is cut off", "copy or save the file again")
    rule = "has text after a closing quote"
    return Fault(file, line, None, None, rule, 'double a quote inside quotes, as "3"" shell"')


def _not_utf8(path: Path, file: str) -> Fault:
    remedy = 'save it as "CSV UTF-8"'
    with path.open("rb") as raw:
        for number, line in enumerate(iter(lambda: raw.readline(LINE_CHARACTERS), b""), 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                shown = line[error.start : error.start + 1].hex()
                return Fault(file, number, None, None, f"is not UTF-8: byte 0x{shown}", remedy)
    return Fault(file, None, None, None, "is not UTF-8", remedy)


def _as_raw(reading: _Reading, table: Table, extra: tuple[str, ...]) -> tuple[Raw | None, list[Fault]]:
    header = [name.strip() for name in reading.header]
    faults = header_faults(table, header, reading.file, extra)
    if reading.ragged > LISTED:
        rule = f"{reading.ragged - LISTED:,} more rows have another number of cells than the header"
        faults.append(Fault(reading.file, None, None, None, rule, "complete the rows"))
    if "\t" in "".join(header):
        rule = "has columns separated by tabs"
        return None, [Fault(reading.file, 1, None, None, rule, "save it as CSV, with commas between the cells")]
    places = [place for place, name in enumerate(header) if name in (*table.names, *extra)]
    places = [place for place in places if header.index(header[place]) == place]
    cells = pl.concat(reading.frames) if reading.frames else pl.DataFrame({f"{p}": [] for p in range(len(header))})
    cells = cells.select(pl.col(f"{place}").cast(pl.String).alias(header[place]) for place in places)
    lines = pl.Series(reading.lines, dtype=pl.UInt32)
    raw = Raw(table, reading.file, cells, lines, decimal_comma=reading.delimiter == ";")
    return raw, [*faults, *reading.faults]


@contextmanager
def _wide_cells() -> Iterator[None]:
    """Let the CSV reader take cells up to the limit; its own limit is set for the whole process, so put it back."""
    before = csv.field_size_limit(CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
