"""What may be thrown away for want of room? What lay there and comes by itself; what is brought must fit."""

from __future__ import annotations

import numpy as np

from pipir.program.cards import Block, Card
from pipir.program.writing import Writing

CARD = Card(
    name="discarding",
    title="Discarding",
    says=(
        "At a site whose storage is limited, what lay there at day 0 and what comes out of work in hand may be thrown "
        "away. What lanes bring and what is made by choice must fit: nothing counts as delivered that is brought to be "
        "thrown away. So until the end of any period no more of an item is discarded than lay there, and came out of "
        "work in hand by then."
    ),
    formula="R[c,t] = R[c,t-1] + O[c,t] - W[c,t];   R[c,t] >= 0;   R[c,-1] = S0[c]",
    symbols=(
        "c cell (site, item) where storage is limited and either is not 0, R may still be discarded, O output of work "
        "in hand, W discarded, S0 stock at day 0"
    ),
    unit="item unit, per cell and period",
    price="What it is worth if one unit more may be thrown away there.",
    source='design, "Moving"',
)


def write(w: Writing) -> None:
    """Columns `discardable` and rows `discard` of the cells of which something may be discarded."""
    runs, discards = w.columns("discards").spans, w.columns("discards")
    cell, period = runs.entity, runs.period
    unit = w.unit[w.scope.cell_item[cell]]
    left = w.draft.add_columns("discardable", runs, unit)
    begins = runs.first[cell] == period
    right = w.given[cell, period] + np.where(begins, w.opening[cell], 0.0)
    rows = w.draft.add_rows("discard", runs, unit, right, right)
    w.draft.rests(left.all, rows.all)
    w.draft.add_terms(rows.all, left.all, 1.0)
    w.draft.add_terms(rows.all, left.at(cell, period - 1), -1.0)
    w.draft.add_terms(rows.all, discards.all, 1.0)


BLOCK = Block(CARD, write)
