"""How much may go under an agreement? No more than its ceiling a year, as the days pass."""

from __future__ import annotations

import numpy as np

from pipir.network.capacity import YEAR
from pipir.network.network import Floats
from pipir.program.cards import Block, Card
from pipir.program.draft import near
from pipir.program.spans import spans
from pipir.program.writing import Writing

CARD = Card(
    name="ceilings",
    title="Ceilings",
    says=(
        "What has been sent under an agreement, of all items it covers, is at the end of every period no more than its "
        "ceiling a year times the days since day 0, or since it began, over 365.25."
    ),
    formula="L[g,t] = L[g,t-1] + ceiling[g] (e[g,t] - e[g,t-1]) / 365.25 - sum_f x[f,t];   L[g,t] >= 0",
    symbols=(
        "g agreement, f flows that it carries, x sent, e days from day 0, or its start, to the end of t, L what is left"
    ),
    unit="item units together, per agreement and period",
    price="What one more unit allowed under that agreement is worth.",
    source='design, "Between holders"',
)


def write(w: Writing) -> None:
    """Columns `allowed` and rows `ceiling` of the agreements that have one and carry something."""
    scope, flows = w.scope, w.scope.flows
    ceiling = np.array([a.ceiling_per_year for a in flows.agreements], dtype=np.float64)
    used = np.zeros(len(ceiling), dtype=bool)
    used[flows.agreement[(flows.agreement >= 0) & (scope.sends.count > 0)]] = True
    limited = used & np.isfinite(ceiling)
    runs = spans(np.zeros(len(ceiling), dtype=np.int64), np.where(limited, w.grid.count, 0))
    allowed = _allowed(w, np.where(limited, ceiling, 0.0))
    right = np.diff(allowed, axis=1, prepend=0.0)[runs.entity, runs.period]
    scale = near(ceiling)[runs.entity]
    left = w.draft.add_columns("allowed", runs, scale)
    rows = w.draft.add_rows("ceiling", runs, scale, right, right)
    w.draft.rests(left.all, rows.all)
    w.draft.add_terms(rows.all, left.all, 1.0)
    w.draft.add_terms(rows.all, left.at(runs.entity, runs.period - 1), -1.0)
    flow = scope.sends.entity
    w.draft.add_terms(rows.at(flows.agreement[flow], scope.sends.period), w.columns("sent").all, 1.0)


def _allowed(w: Writing, ceiling: Floats) -> Floats:
    """Units that may have been sent from now until the end of each period: shape (agreements, periods)."""
    net, agreements = w.net, w.scope.flows.agreements
    over = 0.0 if net.past is None else float(net.past.day)
    begins = np.array([-over if a.start is None else max(-over, (a.start - net.start).days) for a in agreements])
    sent = np.array([0.0 if net.past is None else net.past.sent.get(a.agreement, 0.0) for a in agreements])
    if not len(agreements):
        return np.zeros((0, w.grid.count))
    elapsed = np.maximum(w.grid.end - begins[:, None], 0.0)
    allowed: Floats = np.maximum(ceiling[:, None] * elapsed / YEAR - sent[:, None], 0.0)
    return allowed


BLOCK = Block(CARD, write)
