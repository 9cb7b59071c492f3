"""What stands in each cell of a workbook? Cells as text with what the spreadsheet took them for.

The parts of the file are read as a stream: a small file that unpacks to a huge one never fills the memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path, PurePosixPath
from xml.parsers import expat

ROWS = 1_048_576
PART_BYTES = 1_000_000_000
RATIO = 300
"""A part that unpacks to more than this many times its size (and to much) was made to fill a memory."""
MUCH = 50_000_000
BLOCK = 1 << 20
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DATE_CODES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
NO_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


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


@dataclass
class Workbook:
    """An open workbook: its sheets by name, its texts, which cell formats are dates, and day 0 of its dates."""

    archive: zipfile.ZipFile
    sheets: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    date_formats: frozenset[int] = frozenset()
    epoch: datetime = datetime(1899, 12, 30)

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows of a sheet that hold something, from the top."""
        reader = _SheetReader(self)
        for _ in _parse(self.archive, self.sheets[sheet], reader.start, reader.end, reader.data):
            yield from reader.taken()
        yield from reader.taken()


@contextmanager
def opened(path: Path) -> Iterator[Workbook]:
    """The workbook of a file. Raises Damaged where it is none, also while its rows are read."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bombs(archive)
            book = Workbook(archive)
            _read_structure(book)
            yield book
    except expat.ExpatError as error:
        raise Damaged("is damaged: a sheet is not whole") from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, LookupError, ValueError, OverflowError) as error:
        raise Damaged(_why_no_archive(path)) from error
    except (NotImplementedError, RuntimeError, zipfile.zlib.error, OSError) as error:  # type: ignore[attr-defined]
        raise Damaged("is packed or encrypted in a way that cannot be read") from error


def _why_no_archive(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(4) == b"\xd0\xcf\x11\xe0":
            return "is encrypted, or a workbook of the old format .xls"
    return "is not a whole workbook"


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        if part.flag_bits & 1:
            raise Damaged("is encrypted")
        huge = part.file_size > MUCH and part.file_size > RATIO * max(1, part.compress_size)
        if part.file_size > PART_BYTES or huge:
            raise Damaged(f"unpacks to {part.file_size:,} bytes in one part")


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Feed a part to the handlers, block by block; gives after each block."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            parser.Parse(block, False)
            yield
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise Damaged("declares entities, which no spreadsheet does")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _read_structure(book: Workbook) -> None:
    """Sheets, shared texts and date formats, as the workbook part and its relations name them."""
    links: dict[str, str] = {}
    kinds: dict[str, str] = {}

    def relation(name: str, with_: dict[str, str]) -> None:
        if _local(name) == "Relationship" and with_.get("TargetMode") != "External":
            target = PurePosixPath("/xl", with_["Target"]).as_posix().removeprefix("/")
            links[with_["Id"]] = target
            kinds[with_["Type"].rpartition("/")[2]] = target

    def part(name: str, with_: dict[str, str]) -> None:
        if _local(name) == "sheet":
            ids = [value for key, value in with_.items() if _local(key) == "id"]
            if ids and ids[0] in links:
                book.sheets[with_["name"]] = links[ids[0]]
        elif _local(name) == "workbookPr" and with_.get("date1904") in ("1", "true"):
            book.epoch = datetime(1904, 1, 1)

    _all(book.archive, "xl/_rels/workbook.xml.rels", relation)
    _all(book.archive, "xl/workbook.xml", part)
    if "styles" in kinds:
        book.date_formats = _date_formats(book.archive, kinds["styles"])
    if "sharedStrings" in kinds:
        texts = _TextReader()
        for _ in _parse(book.archive, kinds["sharedStrings"], texts.start, texts.end, texts.data):
            pass
        book.texts = texts.texts


def _all(archive: zipfile.ZipFile, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
    for _ in _parse(archive, part, start):
        pass


def _date_formats(archive: zipfile.ZipFile, part: str) -> frozenset[int]:
    """Places in the list of cell formats that show a number as a date."""
    codes: set[int] = set(DATE_CODES)
    formats: list[int] = []
    inside = [""]

    def start(name: str, with_: dict[str, str]) -> None:
        local = _local(name)
        if local == "numFmt":
            shape = NO_DATE.sub("", with_.get("formatCode", "")).lower()
            if any(letter in shape for letter in "dmyh"):
                codes.add(int(with_["numFmtId"]))
        elif local in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside[0] = local
        elif local == "xf" and inside[0] == "cellXfs":
            formats.append(int(with_.get("numFmtId", 0)))

    _all(archive, part, start)
    return frozenset(place for place, code in enumerate(formats) if code in codes)


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda found: found[0] if found[1][0] in "dD" else chr(int(found[1], 16)), text)


class _TextReader:
    """The shared texts: runs of one text joined, readings of its characters left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._open = False
        self._reading = False

    def start(self, name: str, _: dict[str, str]) -> None:
        local = _local(name)
        if local == "si":
            self._parts = []
        elif local == "rPh":
            self._reading = True
        self._open = local == "t" and not self._reading

    def end(self, name: str) -> None:
        local = _local(name)
        self._open = False
        if local == "si":
            self.texts.append(_unescaped("".join(self._parts)))
        elif local == "rPh":
            self._reading = False

    def data(self, text: str) -> None:
        if self._open:
            self._parts.append(text)


class _SheetReader:
    """Rows of a sheet, cell by cell."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
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
        local = _local(name) if ":" in name else name
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
        local = _local(name) if ":" in name else name
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
        if self._open:
            self._parts.append(text)

    def _end_cell(self) -> None:
        text = "".join(self._parts) if self._parts else ""
        kind = self._type
        if not text:
            if self._formula and kind not in ("str", "s", "inlineStr"):
                self._cells.append((self._column, "", Took.UNSOLVED))
        elif kind == "s":
            self._take(self._book.texts[int(text)], Took.TEXT)
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
        if self._format not in self._book.date_formats:
            self._take(text, Took.NUMBER)
            return
        try:
            moment = self._book.epoch + timedelta(days=float(text))
        except (OverflowError, ValueError):
            self._take(text, Took.NUMBER)
            return
        whole = moment.time() == datetime.min.time()
        self._take(moment.date().isoformat() if whole else moment.isoformat(" ", "seconds"), Took.DATE)


def _column_of(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    if not 0 < column <= 16_384:
        raise Damaged(f"has a cell in column {letters[:20]!r}")
    return column - 1
