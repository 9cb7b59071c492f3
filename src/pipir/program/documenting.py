"""What does the programme of a plan say, block by block? The page docs/programme.md, made from the cards.

`python -m pipir.program.documenting > docs/programme.md` writes it again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pipir.program.blocks import BLOCKS
from pipir.program.cards import Card

HEAD = """\
# The programme of a plan, block by block

Made from the cards of `pipir.program.blocks` by `python -m pipir.program.documenting`: do not edit it by hand. What a
plan means stands in [planning.md](planning.md), how it is solved in
[decisions/0017](decisions/0017-how-a-plan-is-made.md).

All quantities are in the unit of the item and never negative; `t` is a period `[a_t, b_t)` in days, `t-1` the one
before it. A price is what one more unit on the right side of a row is worth to the claims of the rank being served.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for block in BLOCKS for line in _card(block.card))])


def _card(card: Card) -> Iterator[str]:
    yield f"## {card.title}\n"
    yield f"{card.says}\n"
    yield "```text"
    yield from (part.strip() for part in card.formula.split(";"))
    yield "```\n"
    yield f"Symbols: {card.symbols}. Unit: {card.unit}. Price: {card.price[0].lower()}{card.price[1:]}\n"
    yield f"Source: {card.source}. Code: `program/blocks/{card.name}.py`.\n"


if __name__ == "__main__":
    sys.stdout.write(page())
