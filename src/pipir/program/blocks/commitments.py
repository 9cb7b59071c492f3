"""What of a commitment may be delivered? What has fallen due, late perhaps, never early."""

from __future__ import annotations

import numpy as np

from pipir.network.claims import due_share
from pipir.network.network import Floats
from pipir.program.cards import Block, Card
from pipir.program.claims import COMMITMENT
from pipir.program.spans import spans
from pipir.program.writing import Writing

CARD = Card(
    name="commitments",
    title="Commitments",
    says=(
        "What is undelivered of a commitment falls due evenly over its days. What has been delivered - taken in at the "
        "recipient's site, or handed over where the recipient has no site in the case - is at the end of every period "
        "no more than what has fallen due; what is left at the end is short."
    ),
    formula=("U[k,t] = U[k,t-1] + due[k,t] - sum_f A[f,t] - sum_s H[k,s,t];   U[k,t] >= 0;   owed[k] u[k] = U[k,T]"),
    symbols=(
        "k commitment, due falls due in t, f flows that it carries, A taken in, s sites of the supplier, H handed "
        "over, U due and open, T the last period, owed all that falls due, u share short"
    ),
    unit="item unit, per commitment and period",
    price=(
        "What an open unit costs from then on: the difference of two periods is what its falling due earlier is worth."
    ),
    source='design, "Owed and served"; methods d.15',
)


def write(w: Writing) -> None:
    """Columns `open` and rows `due` of commitments that are owed something, rows `late` that say what is short."""
    scope, flows, dues = w.scope, w.scope.flows, w.net.commitments
    claim = w.claims.claim_of(COMMITMENT, len(dues.ids))
    runs = spans(np.zeros(len(claim), dtype=np.int64), np.where(claim >= 0, w.grid.count, 0))
    unit = w.unit[dues.item[runs.entity]]
    left = w.draft.add_columns("open", runs, unit)
    right = np.diff(_fallen_due(w), axis=1, prepend=0.0)[runs.entity, runs.period]
    rows = w.draft.add_rows("due", runs, unit, right, right)
    add = w.draft.add_terms
    w.draft.rests(left.all, rows.all)
    add(rows.all, left.all, 1.0)
    add(rows.all, left.at(runs.entity, runs.period - 1), -1.0)
    add(rows.at(scope.handings.commitment[scope.hands.entity], scope.hands.period), w.columns("hands").all, 1.0)
    carried = np.concatenate([flows.commitment, np.full(w.carriers - len(flows.lane), -1)])
    taken = w.taken.of(np.flatnonzero(carried[w.taken.entry] >= 0))
    add(rows.at(carried[taken.entry], taken.period), taken.column, taken.value)
    which = np.flatnonzero(claim >= 0)
    once = spans(np.zeros(len(which), dtype=np.int64), np.ones(len(which), dtype=np.int64))
    late = w.draft.add_rows("late", once, w.unit[dues.item[which]], 0.0, 0.0)
    short = w.columns("short").all[claim[which]]
    w.draft.rests(short, late.all)
    add(late.all, short, w.claims.owed[claim[which]])
    add(late.all, left.at(which, np.full(len(which), w.grid.count - 1)), -1.0)


def _fallen_due(w: Writing) -> Floats:
    """Units fallen due by the end of each period and not delivered before day 0: shape (commitments, periods)."""
    dues = w.net.commitments
    share = due_share(dues.begin[:, None], dues.end[:, None], w.grid.end)
    return np.maximum(dues.quantity[:, None] * share - dues.met[:, None], 0.0)


BLOCK = Block(CARD, write)
