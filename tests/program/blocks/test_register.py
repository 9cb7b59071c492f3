"""Has every block its card, its place in the list and its test, and is the page of formulas what the cards say?"""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import ArrayLike

import pipir.program.blocks as folder
from pipir.network.compile import compile_network
from pipir.network.network import Ints, Terms
from pipir.program.blocks import BLOCKS
from pipir.program.build import build
from pipir.program.cards import Block
from pipir.program.claims import claims
from pipir.program.columns import decide
from pipir.program.documenting import LETTERS, page
from pipir.program.draft import Draft
from pipir.program.grid import grid_of
from pipir.program.scope import scope
from pipir.program.writing import Writing
from program.blocks.known import everything

NAMES = [module.name for module in pkgutil.iter_modules(folder.__path__)]
HERE = Path(__file__).parent
MADE_OF = {"x": "A", "D": "A", "y": "O"}
"""Letters that a formula may have in place of those of the columns that they are made of: arrivals and output."""


@dataclass
class Part:
    """What a block adds to a programme: families of columns and rows, and the columns that it writes terms of."""

    columns: set[str]
    rows: set[str]
    touched: set[str]


class Watched(Draft):
    """A draft that says which columns have got terms."""

    def __init__(self) -> None:
        super().__init__()
        self.touched: set[str] = set()

    def add_terms(self, rows: Ints, columns: Ints, values: ArrayLike) -> None:
        """The same, and the families of the columns are kept."""
        super().add_terms(rows, columns, values)
        at, column, value = np.broadcast_arrays(rows, columns, np.asarray(values, dtype=np.float64))
        numbers = column[(at >= 0) & (value != 0.0)]
        for family in self.columns.values():
            if ((numbers >= family.start) & (numbers < family.start + family.size)).any():
                self.touched.add(family.name)


def parts() -> Iterator[tuple[str, Part]]:
    """What is decided, then what each block adds, in a world that has some of everything."""
    net = compile_network(everything(), None, Terms(call_promises=True))
    draft = Watched()
    w = Writing(draft, scope(net, grid_of(net)), claims(net))
    decide(w)
    columns, rows = set(draft.columns), set(draft.rows)
    yield "decided", Part(columns, rows, set())
    for block in BLOCKS:
        draft.touched.clear()
        block.write(w)
        yield block.card.name, Part(set(draft.columns) - columns, set(draft.rows) - rows, set(draft.touched))
        columns, rows = set(draft.columns), set(draft.rows)


PARTS = dict(parts())
by_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.card.name)


@pytest.mark.parametrize("name", NAMES)
def test_every_block_has_a_card_a_place_and_a_test(name: str) -> None:
    block = import_module(f"{folder.__name__}.{name}").BLOCK
    assert block in BLOCKS
    assert block.card.name == name
    for field in fields(block.card):
        assert getattr(block.card, field.name).strip(), field.name
    tests = ast.parse((HERE / f"test_{name}.py").read_text("utf-8"))
    assert any(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in tests.body)


def test_the_list_has_no_block_twice() -> None:
    assert len(BLOCKS) == len(NAMES) == len({block.card.name for block in BLOCKS})
    assert all(isinstance(block, Block) for block in BLOCKS)


@pytest.mark.parametrize("name", NAMES)
def test_every_block_is_shown_to_matter(name: str) -> None:
    """Some test of its file asks for the answer without it: a call that names the block's module."""
    tests = ast.parse((HERE / f"test_{name}.py").read_text("utf-8"))
    calls = [node for node in ast.walk(tests) if isinstance(node, ast.Call)]
    assert any(isinstance(it, ast.Name) and it.id == name for call in calls for it in call.args)


def test_every_family_of_a_programme_is_decided_or_one_blocks_own() -> None:
    net = compile_network(everything(), None, Terms(call_promises=True))
    programme = build(net, grid_of(net)).programme
    columns = [name for part in PARTS.values() for name in part.columns]
    rows = [name for part in PARTS.values() for name in part.rows]
    assert (sorted(columns), sorted(rows)) == (sorted(programme.columns), sorted(programme.rows))
    empty = [family.name for family in (*programme.columns.values(), *programme.rows.values()) if not family.size]
    assert empty == []
    assert set(columns) == set(LETTERS)


@by_block
def test_every_block_says_which_families_it_adds(block: Block) -> None:
    part = PARTS[block.card.name]
    named = set(re.findall(r"`(\w+)`", (block.write.__doc__ or "").splitlines()[0]))
    assert named >= part.columns | part.rows
    assert named <= part.columns | part.rows | part.touched | {"balance"}


@by_block
def test_a_formula_has_every_column_that_its_block_writes_terms_of(block: Block) -> None:
    letters = set(re.findall(r"\b([A-Za-z])\[", block.card.formula))
    missing = {
        name
        for name in PARTS[block.card.name].touched
        if not letters & {LETTERS[name][0], MADE_OF.get(LETTERS[name][0], "")}
    }
    assert missing == set()


@by_block
def test_every_letter_of_a_formula_is_explained(block: Block) -> None:
    """Those of the period apart: t, and its ends, stand at the head of the page."""
    used = set(re.findall(r"\b([A-Za-z])\b", re.sub(r"[a-z]_[a-z]\b", "", block.card.formula))) - {"t"}
    explained = set(re.findall(r"\b\w+\b", block.card.symbols))
    assert used - explained == set()


def test_the_page_is_up_to_date() -> None:
    """Make it anew with: python -m pipir.program.documenting > docs/programme.md."""
    assert (HERE.parents[2] / "docs" / "programme.md").read_text("utf-8") == page()
