"""What goes short of each claim, and which is the largest share of its rank?"""

from __future__ import annotations

import numpy as np

from pipir.program.cards import Block, Card
from pipir.program.claims import DEMAND, PROMISE
from pipir.program.columns import once
from pipir.program.draft import near
from pipir.program.grid import Ints
from pipir.program.writing import Writing

CARD = Card(
    name="shortages",
    title="What goes short",
    says=(
        "The share short of a demand is what was not served of what it owed. Of a called promise it is what did not "
        "come in under its agreement, of what fell due. The pooled share short of a rank adds up, over items, what "
        "goes short of an item by weight, as a share of what is owed: with two items it lies between 0 and 2. One "
        "column for each rank stands above the shares of its claims: made small, it brings down the largest of them."
    ),
    formula=(
        "sum_k sum_t F[d,k,t] / r[d,k] + owed[d] u[d] = owed[d];   sum_f sum_t A[f,t] + owed[g] u[g] >= owed[g];   "
        "Z[n] = sum_i (sum_c w[c] owed[c] u[c]) / (sum_c w[c] owed[c]);   u[c] <= z[n];   u[c] <= 1"
    ),
    symbols=(
        "d demand, k its item and substitutes, F units of k used, r units of k that do the work of one, g called "
        "promise, f flows under its agreement, A taken in, n rank, i item, c claims of the rank for the item, u share "
        "short, w weight, Z pooled share short of the rank, z largest share short of one of its claims"
    ),
    unit="unit of the item required, per claim",
    price="What one unit given to the claim from elsewhere would be worth.",
    source='design, "Order"',
)


def write(w: Writing) -> None:
    """Rows `unmet` of demands, `uncalled` of promises; `pooled` and `above` bind nothing until a stage asks them to."""
    claims, short, scope = w.claims, w.columns("short"), w.scope
    add = w.draft.add_terms
    of_demand = claims.claim_of(DEMAND, len(w.net.demands.ids))
    which = claims.of(DEMAND)
    unit = w.unit[w.net.demands.item[claims.number[which]]]
    unmet = w.draft.add_rows("unmet", once(len(which)), unit, claims.owed[which], claims.owed[which])
    w.draft.rests(short.all[which], unmet.all)
    add(unmet.all, short.all[which], claims.owed[which])
    use = scope.fills.entity
    row = _among(which, of_demand[scope.uses.demand[use]])
    add(np.where(row >= 0, row + unmet.start, -1), w.columns("fills").all, 1.0 / scope.uses.ratio[use])
    _promises(w)
    pooled = w.draft.add_rows("pooled", once(len(claims.ranks)), 1.0)
    add(pooled.all[claims.place], short.all, claims.share)
    above = w.draft.add_rows("above", once(len(claims.kind)), 1.0)
    add(above.all, short.all, 1.0)
    add(above.all, w.columns("largest").all[claims.place], -1.0)


def _promises(w: Writing) -> None:
    """All that is taken in under a called agreement counts, up to what has fallen due: arrivals less what waits."""
    claims, flows, net = w.claims, w.scope.flows, w.net
    which = claims.of(PROMISE)
    names = {net.promises.ids[claims.number[c]]: k for k, c in enumerate(which)}
    rows = w.draft.add_rows("uncalled", once(len(which)), near(claims.owed[which]), claims.owed[which])
    short = w.columns("short").all[which]
    w.draft.rests(short, rows.all)
    w.draft.add_terms(rows.all, short, claims.owed[which])
    row_of = np.array([names.get(a.agreement, -1) for a in flows.agreements] + [-1])
    row = np.where(row_of[flows.agreement] >= 0, row_of[flows.agreement] + rows.start, -1)
    doors, sent = w.scope.doors, w.columns("sent")
    arriving = w.arriving.of(np.flatnonzero(row[w.arriving.entry] >= 0))
    in_all = np.bincount(arriving.column - sent.start, arriving.value, sent.size)
    w.draft.add_terms(row[sent.spans.entity], sent.all, in_all)
    door = np.flatnonzero(doors.flow >= 0)
    waiting = w.columns("waits").at(door, np.full(len(door), w.grid.count - 1))
    w.draft.add_terms(row[doors.flow[door]], waiting, -1.0)


def _among(which: Ints, claims: Ints) -> Ints:
    """Places of claims in an ordered list of claims; -1 for -1."""
    return np.where(claims >= 0, np.searchsorted(which, claims), -1)


BLOCK = Block(CARD, write)
