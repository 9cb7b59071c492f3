"""What does the programme of a network consist of? One idea to a file, each with its card."""

from __future__ import annotations

from pipir.program.blocks import (
    ceilings,
    commitments,
    discarding,
    exporting,
    handling,
    lift,
    making,
    serving,
    shortages,
    stock_balance,
    storage,
    transit,
)

BLOCKS = (
    stock_balance.BLOCK,
    transit.BLOCK,
    making.BLOCK,
    lift.BLOCK,
    handling.BLOCK,
    storage.BLOCK,
    discarding.BLOCK,
    serving.BLOCK,
    exporting.BLOCK,
    ceilings.BLOCK,
    commitments.BLOCK,
    shortages.BLOCK,
)
"""In the order in which they are written: the balance first, since others add to it."""
