"""Is the PDF complete, the same for everyone, and deaf to what a case might whisper to the typesetter?"""

from __future__ import annotations

import pytest

from briefing.synthetic import RUN, material
from pipir.briefing.brief import document
from pipir.briefing.document import Cite, Document, Paragraph, Points, Reference, Section, Strong, say
from pipir.briefing.paper import pdf, source

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
