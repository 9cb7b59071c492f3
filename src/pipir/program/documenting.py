"""What does the programme of a plan say, block by block? The page docs/programme.md, made from the cards.

`python -m pipir.program.documenting > docs/programme.md` writes it again.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

from pipir.program.blocks import BLOCKS
from pipir.program.cards import Block

HEAD = """\
# The programme of a plan, block by block

Made from the cards of `pipir.program.blocks` by `python -m pipir.program.documenting`: do not edit it by hand. What a
plan means stands in [planning.md](planning.md), how it is solved in
[decisions/0017](decisions/0017-how-a-plan-is-made.md).

All quantities are in the unit of the item and never negative; `t` is a period `[a_t, b_t)` in days, `t-1` the one
before it. A price is what one more unit on the right side of a row is worth to the claims of the rank being served.
"""

LETTERS = {
    "sent": ("x", "leaves by a flow in a period"),
    "waits": ("D", "stands at the door at the end of a period"),
    "stock": ("S", "lies at a site at the end of a period"),
    "starts": ("y", "is begun by a line in a period"),
    "fills": ("F", "serves a demand in a period"),
    "hands": ("H", "is handed over for a commitment in a period"),
    "discards": ("W", "is discarded in a period"),
    "discardable": ("R", "may still be discarded at the end of a period"),
    "short": ("u", "goes short of a claim, as a share"),
    "largest": ("z", "the largest share short of a rank"),
    "sendable": ("P", "may still be sent by a holder at the end of a period"),
    "allowed": ("L", "may still be sent under an agreement at the end of a period"),
    "open": ("U", "is due and open of a commitment at the end of a period"),
}
"""Columns of the programme by family: their letter in the formulas, what they stand for."""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_letters(), *(line for block in BLOCKS for line in _section(block))])


def _letters() -> Iterator[str]:
    yield "What a plan decides, under the letters of the formulas and the names that `pipir plan --mps` writes:\n"
    yield "| letter | columns | what it stands for |"
    yield "| --- | --- | --- |"
    yield from (f"| {letter} | `{name}` | {says} |" for name, (letter, says) in LETTERS.items())
    yield ""


def _section(block: Block) -> Iterator[str]:
    card = block.card
    yield f"## {card.title}\n"
    yield f"{card.says}\n"
    yield "```text"
    yield from (part.strip() for part in card.formula.split(";"))
    yield "```\n"
    yield f"Symbols: {card.symbols}. Unit: {card.unit}. Price: {_lowered(card.price)}\n"
    yield f"In the programme: {_lowered((inspect.getdoc(block.write) or '').splitlines()[0])}\n"
    yield f"Source: {card.source}. Code: `program/blocks/{card.name}.py`.\n"


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


if __name__ == "__main__":
    sys.stdout.write(page())
