"""What does a block of the programme say? Its card: one idea in words and as a formula, what its price means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipir.program.writing import Writing


@dataclass(frozen=True)
class Card:
    """A block in words: the documentation's page of formulas is made of cards.

    `formula` is plain text in the letters that `symbols` explains, `price` what one more unit of the right side is
    worth to the claims, `source` the section of the design or the literature.
    """

    name: str
    title: str
    says: str
    formula: str
    symbols: str
    unit: str
    price: str
    source: str


@dataclass(frozen=True)
class Block:
    """One idea of the programme: its card and what writes its rows and terms."""

    card: Card
    write: Callable[[Writing], None]
