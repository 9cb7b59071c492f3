"""What may leave a holder? Never its reserve: what it held above it, has made, and may send on."""

from __future__ import annotations

import numpy as np

from pipir.network.network import Floats, Ints
from pipir.program.cards import Block, Card
from pipir.program.columns import periods
from pipir.program.draft import Family
from pipir.program.spans import spans
from pipir.program.writing import Writing

CARD = Card(
    name="exporting",
    title="A reserve is never exported",
    says=(
        "What a holder has sent to others of an item, under agreements and commitments, is never more than what it "
        "held above its reserves at day 0, plus what its lines have put out, plus what it received under agreements "
        "that let it send on. Losses do not lower it; its own demands may use its reserve. What goes to a "
        "recipient for whom it releases its reserve is not counted."
    ),
    formula=(
        "P[n,i,t] = P[n,i,t-1] + O[n,i,t] + sum_g A[g,t] - sum_f x[f,t] - sum_k H[k,t];   P[n,i,t] >= 0;   "
        "P[n,i,-1] = sum_s max(0, S0[s,i] - reserve[s,i])"
    ),
    symbols=(
        "n holder, i item, s its sites, P what may still be sent, S0 stock at day 0, O output of its lines, g flows in "
        "under agreements with onward right, A taken in, f flows to others, x sent, k its commitments, H handed over"
    ),
    unit="item unit, per holder, item and period",
    price="What it is worth if the holder may send one unit more of its stock.",
    source='design, "Between holders"',
)


def write(w: Writing) -> None:
    """Columns `sendable` and rows `pool` of the holders and items where the rule can bind."""
    place, pairs = pools(w)
    if not len(pairs):
        none = spans(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
        w.draft.add_columns("sendable", none, 1.0)
        w.draft.add_rows("pool", none, 1.0)
        return
    runs = periods(w, len(pairs))
    unit = w.unit[pairs[runs.entity, 1]]
    left = w.draft.add_columns("sendable", runs, unit)
    given = _given(w, place, pairs)
    right = given[runs.entity, runs.period] + np.where(runs.period == 0, _free(w, pairs)[runs.entity], 0.0)
    rows = w.draft.add_rows("pool", runs, unit, right, right)
    add = w.draft.add_terms
    w.draft.rests(left.all, rows.all)
    add(rows.all, left.all, 1.0)
    add(rows.all, left.at(runs.entity, runs.period - 1), -1.0)
    _sent(w, place, rows)
    made, making = w.output, w.net.making
    pool = place[w.net.sites.holder[making.site], making.item]
    add(rows.at(pool[made.entry], made.period), made.column, -made.value)
    flows, taken = w.scope.flows, w.taken
    onward = np.concatenate([flows.onward, np.zeros(w.carriers - len(flows.lane), dtype=bool)])
    counted = taken.of(np.flatnonzero(onward[taken.entry]))
    receiver = w.net.sites.holder[w.net.lanes.destination[flows.lane]]
    pool = place[receiver[counted.entry], flows.item[counted.entry]]
    add(rows.at(pool, counted.period), counted.column, -counted.value)


def _sent(w: Writing, place: Ints, rows: Family) -> None:
    """Terms of what leaves: flows between holders, and handings."""
    scope, flows = w.scope, w.scope.flows
    sender = w.net.sites.holder[w.net.lanes.origin[flows.lane]]
    pool = np.where(scope.crosses & ~flows.frees, place[sender, flows.item], -1)
    w.draft.add_terms(rows.at(pool[scope.sends.entity], scope.sends.period), w.columns("sent").all, 1.0)
    cell, item = scope.handings.cell, scope.cell_item[scope.handings.cell]
    pool = np.where(scope.handings.frees, -1, place[scope.holder[cell], item])
    w.draft.add_terms(rows.at(pool[scope.hands.entity], scope.hands.period), w.columns("hands").all, 1.0)


def pools(w: Writing) -> tuple[Ints, Ints]:
    """The pool of each holder and item, -1 where none is needed; the pair of each pool."""
    scope, flows = w.scope, w.scope.flows
    leaves = np.zeros(scope.pooled.shape, dtype=bool)
    counted = scope.crosses & ~flows.frees
    leaves[w.net.sites.holder[w.net.lanes.origin[flows.lane[counted]]], flows.item[counted]] = True
    cell = scope.handings.cell[~scope.handings.frees]
    leaves[scope.holder[cell], scope.cell_item[cell]] = True
    pairs = np.argwhere(scope.pooled & leaves)
    place = np.full(scope.pooled.shape, -1)
    place[pairs[:, 0], pairs[:, 1]] = np.arange(len(pairs))
    return place, pairs


def first_rows(w: Writing) -> dict[tuple[int, int], int]:
    """The row of what each holder may send of an item on day 0, by holder and item, where one is needed."""
    pairs, rows = pools(w)[1], w.rows("pool")
    first = rows.at(np.arange(len(pairs)), np.zeros(len(pairs), dtype=np.int64))
    return {(int(n), int(i)): int(row) for (n, i), row in zip(pairs, first, strict=True)}


def _free(w: Writing, pairs: Ints) -> Floats:
    """What may be sent at day 0."""
    net = w.net
    if net.past is not None:
        return np.array([net.past.free.get((int(n), int(i)), 0.0) for n, i in pairs])
    free = np.zeros((len(net.nations), len(net.items.ids)))
    holder = net.sites.holder[net.holdings.site]
    np.add.at(free, (holder, net.holdings.item), np.maximum(net.holdings.quantity - net.holdings.reserve, 0.0))
    found: Floats = free[pairs[:, 0], pairs[:, 1]]
    return found


def _given(w: Writing, place: Ints, pairs: Ints) -> Floats:
    """Output of work in hand, and of starts that are made: shape (pools, periods)."""
    net, table = w.net, np.zeros((len(pairs), w.grid.count))
    pool = place[net.sites.holder[net.making.site], net.making.item]
    np.add.at(table, pool[pool >= 0], w.in_hand[pool >= 0])
    if net.past is not None:
        pool = place[net.sites.holder[net.past.site], net.past.item]
        for k in np.flatnonzero((pool >= 0) & (net.past.due < w.grid.edges[-1])):
            table[pool[k], w.grid.holding(float(net.past.due[k]))] += net.past.quantity[k]
    return table


BLOCK = Block(CARD, write)
