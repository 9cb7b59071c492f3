"""Has every block its card, its place in the list and its test, and is the page of formulas what the cards say?"""

from __future__ import annotations

import ast
import pkgutil
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

import pipir.program.blocks as folder
from pipir.program.blocks import BLOCKS
from pipir.program.cards import Block
from pipir.program.documenting import page
from program.blocks.known import written
from sustainment.world import demand, stock, world

NAMES = [module.name for module in pkgutil.iter_modules(folder.__path__)]
HERE = Path(__file__).parent
DECIDED = {"sent", "waits", "stock", "starts", "fills", "hands", "discards", "short", "largest"}
"""Columns that `columns.decide` adds; all others belong to a block."""


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


def test_every_column_is_decided_or_a_blocks_own() -> None:
    built = written(world(3, stocks=[stock("usa-a", 1)], demands=[demand("usa-a", 1)]))
    own = set(built.programme.columns) - DECIDED
    assert own == {"sendable", "allowed", "open"}
    assert set(built.programme.columns) >= DECIDED


def test_the_page_is_up_to_date() -> None:
    """Make it anew with: python -m pipir.program.documenting > docs/programme.md."""
    assert (HERE.parents[2] / "docs" / "programme.md").read_text("utf-8") == page()
