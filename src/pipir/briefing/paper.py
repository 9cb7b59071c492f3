"""How does a brief become a PDF? As Typst text set with the fonts that Typst carries; no network, no system font."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
import vl_convert

from pipir.briefing.document import (
    Block,
    Cite,
    DataTable,
    Document,
    Figure,
    Heading,
    KeySentences,
    Link,
    MovingMap,
    Note,
    Paragraph,
    Points,
    Section,
    Strong,
    Text,
)

STYLE = files("pipir.briefing") / "assets" / "paper.typ"
LETTERS = 125
"""Letters of a table's type that stand on a line of the page."""


def pdf(document: Document) -> bytes:
    """The document as a PDF (A4); the same document gives the same bytes."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        printed = cache(vl_convert.svg_to_pdf)  # bytes differ from call to call; typst keeps equal files once
        for figure in _figures(document):
            for name, drawing in _drawings(figure):
                (place / name).write_bytes(printed(drawing))
        main = place / "brief.typ"
        main.write_text(STYLE.read_text(encoding="utf-8") + source(document), encoding="utf-8")
        made: bytes = typst.compile(str(main), ignore_system_fonts=True, timestamp=0)
        return made


def source(document: Document) -> str:
    """The document as Typst text. Words of the case stand only inside string literals, so none is read as code."""
    numbers = document.numbers()
    facts = ", ".join(f"({_string(label)}, {_string(value)})" for label, value in document.facts)
    parts = [f"#show: brief.with({_string(document.title)}, {_string(document.subtitle)}, ({facts},))\n"]
    first, *rest = (_section(section, numbers) for section in document.sections)
    parts += [first, "#contents()\n", *rest]
    parts.append('= Sources <sources>\n#par[*assumed* #"means that no public source was found: "')
    parts.append('#"somebody chose the figure, and the case says why."]\n')
    for position, one in document.cited():
        words = ", ".join(part for part in (one.title, one.publisher, one.date) if part)
        parts.append(f"#reference({position}, {_string(words)}, {_string(one.url or '')})\n")
    return "".join(parts)


def _section(section: Section, numbers: dict[str, int]) -> str:
    blocks = "".join(_block(block, numbers) for block in section.blocks)
    return f"#heading(level: 1, {_string(section.title)}) #label({_string(section.key)})\n{blocks}"


def _block(block: Block, numbers: dict[str, int]) -> str:
    match block:
        case Paragraph():
            return f"#par[{_inline(block.text, numbers)}]\n"
        case Note():
            return f"#note[{_inline(block.text, numbers)}]\n"
        case Heading():
            return f"#heading(level: 2, {_string(block.text)})\n"
        case Points():
            items = "".join(f"[{_inline(item, numbers)}], " for item in block.items)
            return f"#list({items})\n"
        case KeySentences():
            return "".join(
                f"#sentence({_string(one.heading)}, {_string(one.grade)}, {_string(one.why)})"
                f"[{_inline(one.text, numbers)}]\n"
                for one in block.sentences
            )
        case Figure():
            caption = f"[{_inline(block.caption, numbers)}]\n"
            stages = _stages(block) if isinstance(block, MovingMap) else ""
            return f"#picture({_string(block.key + '.pdf')}, {_string(block.alt)}, stages: ({stages})){caption}"
        case DataTable():
            return _table(block, numbers)


def _table(block: DataTable, numbers: dict[str, int]) -> str:
    aligns = "".join("right, " if column.numeric else "left, " for column in block.columns)
    heads = "".join(f"head({_string(column.name)}, {_string(column.unit)}), " for column in block.columns)
    rows = "".join(
        f"  row({str(row.assumed).lower()}, ({''.join(f'[{_inline(cell, numbers)}], ' for cell in row.cells)})),\n"
        for row in block.rows
    )
    widths = "".join(f"{width}fr, " for width in column_widths(block))
    return f"#sheet([{_inline(block.caption, numbers)}], ({widths}), ({aligns}), ({heads}), (\n{rows}))\n"


def column_widths(block: DataTable) -> list[int]:
    """Shares of the page's width, by letters: numbers never break, texts share the rest by their usual length."""
    least, wanted = [], []
    for place, column in enumerate(block.columns):
        cells = [_letters(row.cells[place]) for row in block.rows]
        words = [*column.name.split(), *column.unit.split(), *(word for cell in cells for word in cell.split())]
        longest = max(map(len, words))
        whole = max(map(len, cells), default=0) if column.numeric else sum(map(len, cells)) // max(1, len(cells))
        wanted.append(2 + max(longest, min(whole, 20 if column.numeric else 80)))
        least.append(wanted[-1] if column.numeric else 2 + longest)
    beyond, give = sum(wanted) - LETTERS, sum(wanted) - sum(least)
    part = min(1.0, beyond / give) if beyond > 0 and give > 0 else 0.0
    return [want - int(part * (want - low)) for want, low in zip(wanted, least, strict=True)]


def _letters(text: Text) -> str:
    """A text without its marks, which are small."""
    return "".join(part if isinstance(part, str) else part.text for part in text if not isinstance(part, Cite))


def _inline(text: Text, numbers: dict[str, int]) -> str:
    return "".join(_part(part, numbers) for part in text)


def _part(part: str | Strong | Cite | Link, numbers: dict[str, int]) -> str:
    match part:
        case Strong():
            return f"#strong({_string(part.text)})"
        case Link():
            return f"#link(label({_string(part.section)}), {_string(part.text)})"
        case Cite():
            marks = [str(number) for number in sorted(numbers[one] for one in part.sources if one in numbers)]
            marks += ["assumed"] if "assumption" in part.sources else []
            return f"#mark({_string(', '.join(marks))})" if marks else ""
        case _:
            return f"#{_string(part)}"


def _string(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _drawings(figure: Figure) -> list[tuple[str, str]]:
    """Names of the files of a picture, with what each shows as SVG."""
    stages = figure.stages if isinstance(figure, MovingMap) else ()
    small = [(f"{figure.key}-{place}.pdf", drawing) for place, (_, drawing) in enumerate(stages)]
    return [(f"{figure.key}.pdf", figure.wide), *small]


def _stages(block: MovingMap) -> str:
    """Names and labels of the small maps."""
    small = zip(_drawings(block)[1:], block.stages, strict=True)
    return "".join(f"({_string(name)}, {_string(label)}), " for (name, _), (label, _) in small)


def _figures(document: Document) -> list[Figure]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Figure)]
