"""Does a quantity have its unit in the plural where people would put it there?"""

from __future__ import annotations

import pytest

from pipir.case.words import counted, plural


@pytest.mark.parametrize(
    ("unit", "many"),
    [
        ("missile", "missiles"),
        ("box", "boxes"),
        ("torch", "torches"),
        ("body", "bodies"),
        ("day", "days"),
        ("production line", "production lines"),
        ("t", "t"),
        ("more kg", "more kg"),
        ("m3", "m3"),
        ("each", "each"),
        ("rounds", "rounds"),
    ],
)
def test_a_unit_has_the_plural_that_people_write_and_a_symbol_none(unit: str, many: str) -> None:
    assert plural(unit) == many
    assert plural(many) == many


def test_one_is_singular_and_nothing_and_parts_are_plural() -> None:
    assert [counted(written, "day") for written in ("0", "0.5", "1", "1.2", "2", "1,000")] == [
        "0 days",
        "0.5 days",
        "1 day",
        "1.2 days",
        "2 days",
        "1,000 days",
    ]
