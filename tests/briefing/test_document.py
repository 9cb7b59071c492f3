"""Does a document number its sources once, by first mention?"""

from __future__ import annotations

from pipir.briefing.document import (
    Cite,
    DataTable,
    Document,
    Paragraph,
    Reference,
    Row,
    Section,
    TableColumn,
    say,
)


def document() -> Document:
    table = DataTable(say("A table", Cite(("b",))), (TableColumn("x"),), (Row((say("1", Cite(("a", "assumption"))),)),))
    blocks = (Paragraph(say("Text", Cite(("c", "missing")))), table)
    references = tuple(Reference(key, key.upper(), None, None, None) for key in "abcd")
    return Document("t", "s", (), (Section("one", "One", blocks),), references)


def test_sources_are_numbered_by_first_mention() -> None:
    assert document().numbers() == {"c": 1, "b": 2, "a": 3}


def test_only_cited_sources_are_listed() -> None:
    assert [(number, one.source) for number, one in document().cited()] == [(1, "c"), (2, "b"), (3, "a")]
