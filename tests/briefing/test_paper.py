"""Is the PDF complete, the same for everyone, and deaf to what a case might whisper to the typesetter?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.synthetic import RUN, material
from pipir.briefing.brief import document
from pipir.briefing.document import (
    Cite,
    DataTable,
    Document,
    Paragraph,
    Points,
    Reference,
    Row,
    Section,
    Strong,
    TableColumn,
    say,
)
from pipir.briefing.paper import LETTERS, column_widths, pdf, source

HOSTILE = (
    '#panic("x")',
    '"); #panic("x") //',
    "\\",
    'a \\" b',
    '$ x $ @y <z> `code` *b* _i_ = h\n#import "secret.typ"',
    "</svg><script>",
)


def with_words(words: str) -> Document:
    blocks = (Paragraph(say(words, Strong(words), Cite(("s",)))), Points((say(words),)))
    reference = Reference("s", words, words, words, words)
    return Document(words, words, ((words, words),), (Section("one", words, blocks),), (reference,))


def test_a_brief_becomes_a_pdf_and_the_same_one_again() -> None:
    told = document(material(), RUN)
    made = pdf(told)
    assert made.startswith(b"%PDF-")
    assert made == pdf(told)


def test_a_seat_becomes_a_pdf() -> None:
    assert pdf(document(material(seat="KOR"), RUN)).startswith(b"%PDF-")


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_the_case_are_never_code(words: str) -> None:
    assert pdf(with_words(words)).startswith(b"%PDF-")


def test_words_stand_inside_string_literals() -> None:
    assert '#"say \\"so\\""' in source(with_words('say "so"'))


def test_texts_give_way_to_numbers_where_a_table_is_wide() -> None:
    columns = (TableColumn("Words"), TableColumn("More words"), TableColumn("Amount", "units", numeric=True))
    long = ("word " * 20).strip()
    table = DataTable(say("t"), columns, (Row((say(long), say(long), say("1,000 (800 to 1,200)"))),))
    first, second, number = column_widths(table)
    assert number == 2 + len("1,000 (800 to 1,200)")
    assert first + second + number <= LETTERS + 2
    narrow = replace(table, rows=(Row((say("word"), say("word"), say("1"))),))
    assert column_widths(narrow) == [7, 7, 8]
