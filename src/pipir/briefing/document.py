"""What is a brief made of? Sections of blocks, which know nothing of how they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Cite:
    """A mark that leads to the list of sources. `assumption` among them prints as the word assumed."""

    sources: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """Words that lead to a section of the same document."""

    text: str
    section: str


Inline = str | Strong | Cite | Link
Text = tuple[Inline, ...]


def say(*parts: Inline) -> Text:
    """A text of plain words, strong words and marks."""
    return parts


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: Text


@dataclass(frozen=True)
class Note:
    """A remark set apart: how to read something, or what to beware of."""

    text: Text


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True)
class Points:
    """A plain list."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class KeySentence:
    """One of the sentences of page one: what it answers, the answer, how far to trust it and why."""

    heading: str
    text: Text
    grade: str
    why: str


@dataclass(frozen=True)
class KeySentences:
    """The sentences of page one."""

    sentences: tuple[KeySentence, ...]


@dataclass(frozen=True)
class Figure:
    """A picture as SVG, once for a page and once for a telephone, with the words that stand for it."""

    key: str
    wide: str
    narrow: str
    alt: str
    caption: Text


@dataclass(frozen=True)
class MovingMap(Figure):
    """A map with a slider; as a Figure it is still and shows the whole time.

    `moving` is SVG whose lanes carry a width for each of `labels`, the whole time first. `centre` is where most moves,
    as a share of its width: a screen that is too narrow for the whole begins there. `stages` are what paper shows below
    it instead of a slider: stretches of time in order, each with its label and SVG.
    """

    moving: str
    centre: float
    labels: tuple[str, ...]
    stages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TableColumn:
    """A column of a printed table; `unit` stands under its name, numbers stand to the right."""

    name: str
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a printed table; a row that rests on an assumed stock is hatched."""

    cells: tuple[Text, ...]
    assumed: bool = False


@dataclass(frozen=True)
class DataTable:
    """A table for people: cells are texts, already rounded."""

    caption: Text
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...]


Block = Paragraph | Note | Heading | Points | KeySentences | Figure | DataTable


@dataclass(frozen=True)
class Section:
    """A section with its anchor and title."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Reference:
    """A source as the list prints it."""

    source: str
    title: str
    publisher: str | None
    date: str | None
    url: str | None


@dataclass(frozen=True)
class Document:
    """A brief. `facts` are the lines under the title; `references` every source that may be cited."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]

    def numbers(self) -> dict[str, int]:
        """The number of each cited source, by first mention; `assumption` has none."""
        known = {reference.source for reference in self.references}
        found: dict[str, int] = {}
        for cite in self._cites():
            for source in cite.sources:
                if source in known and source not in found:
                    found[source] = len(found) + 1
        return found

    def cited(self) -> list[tuple[int, Reference]]:
        """Cited sources in the order of their numbers."""
        by_id = {reference.source: reference for reference in self.references}
        return [(position, by_id[source]) for source, position in self.numbers().items()]

    def _cites(self) -> Iterator[Cite]:
        for section in self.sections:
            for block in section.blocks:
                for text in texts(block):
                    yield from (part for part in text if isinstance(part, Cite))


def texts(block: Block) -> Iterator[Text]:
    """Every text of a block in the order of reading."""
    match block:
        case Paragraph() | Note():
            yield block.text
        case Points():
            yield from block.items
        case KeySentences():
            yield from (sentence.text for sentence in block.sentences)
        case Figure():
            yield block.caption
        case DataTable():
            yield block.caption
            for row in block.rows:
                yield from row.cells
        case Heading():
            pass
