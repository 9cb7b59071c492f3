"""What stands in each cell of a workbook? Cells as text with what the spreadsheet took them for.

The parts of the file are read as a stream: a small file that unpacks to a huge one never fills the memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from pipir.case.reading.xlsx_cells import Damaged, Row, SheetReader, TextReader, short

PART_BYTES = 1_000_000_000
RATIO = 300
"""A part that unpacks to more than this many times its size (and to much) was made to fill a memory."""
MUCH = 50_000_000
BLOCK = 1 << 20
DATE_CODES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
NO_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


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
        reader = SheetReader(self.texts, self.date_formats, self.epoch)
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


def _read_structure(book: Workbook) -> None:
    """Sheets, shared texts and date formats, as the workbook part and its relations name them."""
    links: dict[str, str] = {}
    kinds: dict[str, str] = {}

    def relation(name: str, with_: dict[str, str]) -> None:
        if short(name) == "Relationship" and with_.get("TargetMode") != "External":
            target = PurePosixPath("/xl", with_["Target"]).as_posix().removeprefix("/")
            links[with_["Id"]] = target
            kinds[with_["Type"].rpartition("/")[2]] = target

    def part(name: str, with_: dict[str, str]) -> None:
        if short(name) == "sheet":
            ids = [value for key, value in with_.items() if short(key) == "id"]
            if ids and ids[0] in links:
                book.sheets[with_["name"]] = links[ids[0]]
        elif short(name) == "workbookPr" and with_.get("date1904") in ("1", "true"):
            book.epoch = datetime(1904, 1, 1)

    _all(book.archive, "xl/_rels/workbook.xml.rels", relation)
    _all(book.archive, "xl/workbook.xml", part)
    if "styles" in kinds:
        book.date_formats = _date_formats(book.archive, kinds["styles"])
    if "sharedStrings" in kinds:
        texts = TextReader()
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
        local = short(name)
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
