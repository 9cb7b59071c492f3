"""What do the elements of a sheet say? Cells as text with what the spreadsheet took them for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import Enum

ROWS = 1_048_576
COLUMNS = 16_384
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Damaged(Exception):
    """The file is no workbook that can be read; the text says why."""


class Took(Enum):
    """What the spreadsheet took a cell for."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "true or false"
    ERROR = "error"
    UNSOLVED = "formula without a result"


Cell = tuple[int, str, Took]
"""Column (from 0), content as text, what it was taken for."""
Row = tuple[int, list[Cell]]
"""Line (from 1) and its cells that are not empty."""


def short(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda found: found[0] if found[1][0] in "dD" else chr(int(found[1], 16)), text)


class TextReader:
    """The shared texts: runs of one text joined, readings of its characters left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._open = False
        self._reading = False

    def start(self, name: str, _: dict[str, str]) -> None:
        """An element begins."""
        local = short(name)
        if local == "si":
            self._parts = []
        elif local == "rPh":
            self._reading = True
        self._open = local == "t" and not self._reading

    def end(self, name: str) -> None:
        """An element ends."""
        local = short(name)
        self._open = False
        if local == "si":
            self.texts.append(_unescaped("".join(self._parts)))
        elif local == "rPh":
            self._reading = False

    def data(self, text: str) -> None:
        """Text inside an element."""
        if self._open:
            self._parts.append(text)


class SheetReader:
    """Rows of a sheet, cell by cell."""

    def __init__(self, texts: Sequence[str], date_formats: Collection[int], epoch: datetime) -> None:
        self._texts = texts
        self._date_formats = date_formats
        self._epoch = epoch
        self._rows: list[Row] = []
        self._cells: list[Cell] = []
        self._line = 0
        self._column = -1
        self._columns: dict[str, int] = {}
        self._type = ""
        self._format = -1
        self._formula = False
        self._open = False
        self._reading = False
        self._parts: list[str] = []

    def taken(self) -> list[Row]:
        """The rows since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, with_: dict[str, str]) -> None:
        """An element begins, with its attributes."""
        local = short(name) if ":" in name else name
        if local == "c":
            self._start_cell(with_)
        elif local in ("v", "t"):
            self._open = not self._reading
        elif local == "row":
            self._line = int(with_["r"]) if "r" in with_ else self._line + 1
            if not 0 < self._line <= ROWS:
                raise Damaged(f"has a row {self._line}")
            self._cells, self._column = [], -1
        elif local == "f":
            self._formula = True
        elif local == "rPh":
            self._reading = True

    def _start_cell(self, with_: dict[str, str]) -> None:
        self._parts = []
        self._type = with_.get("t", "n")
        self._format = int(with_.get("s", -1))
        self._formula = False
        place = with_.get("r")
        if place is None:
            self._column += 1
            return
        letters = place.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _column_of(letters)
        self._column = column

    def end(self, name: str) -> None:
        """An element ends."""
        local = short(name) if ":" in name else name
        if local == "c":
            self._end_cell()
        elif local in ("v", "t"):
            self._open = False
        elif local == "row":
            if self._cells:
                self._rows.append((self._line, self._cells))
        elif local == "rPh":
            self._reading = False

    def data(self, text: str) -> None:
        """Text inside an element."""
        if self._open:
            self._parts.append(text)

    def _end_cell(self) -> None:
        text = "".join(self._parts) if self._parts else ""
        kind = self._type
        if not text:
            if self._formula and kind not in ("str", "s", "inlineStr"):
                self._cells.append((self._column, "", Took.UNSOLVED))
        elif kind == "s":
            self._take(self._texts[int(text)], Took.TEXT)
        elif kind == "n":
            self._take_number(text)
        elif kind in ("str", "inlineStr"):
            self._take(_unescaped(text), Took.TEXT)
        elif kind == "b":
            self._take("true" if text.strip() in ("1", "true") else "false", Took.TRUTH)
        elif kind == "d":
            self._take(text.removesuffix("T00:00:00"), Took.DATE)
        else:
            self._take(text, Took.ERROR)

    def _take(self, text: str, took: Took) -> None:
        if text:
            self._cells.append((self._column, text, took))

    def _take_number(self, text: str) -> None:
        if self._format not in self._date_formats:
            self._take(text, Took.NUMBER)
            return
        try:
            moment = self._epoch + timedelta(days=float(text))
        except (OverflowError, ValueError):
            self._take(text, Took.NUMBER)
            return
        whole = moment.time() == datetime.min.time()
        self._take(moment.date().isoformat() if whole else moment.isoformat(" ", "seconds"), Took.DATE)


def _column_of(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    if not 0 < column <= COLUMNS:
        raise Damaged(f"has a cell in column {letters[:20]!r}")
    return column - 1
