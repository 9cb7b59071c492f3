"""What lies at a site at the end of a period? What was left of it, what came in, less all that was taken."""

from __future__ import annotations

import numpy as np

from pipir.network.network import Floats, Ints
from pipir.program.cards import Block, Card
from pipir.program.writing import Writing

CARD = Card(
    name="stock_balance",
    title="Stock balance",
    says=(
        "Nothing is created or lost: the stock of an item at a site at the end of a period is what mean losses left of "
        "the stock before it, plus what came in, less what was sent, used, served, handed over or discarded."
    ),
    formula=(
        "S[c,t] = v[s,t] S[c,t-1] + sum_f A[f,t] + O[c,t] - sum_g x[g,t] - B[c,t] - F[c,t] - H[c,t] - W[c,t];   "
        "S[c,t] >= 0;   S[c,-1] = S0[c]"
    ),
    symbols=(
        "c cell (site s, item i), S stock, S0 what lies there at day 0, its reserve too, v share that hazards leave of "
        "the opening stock, f flows into it and goods under way to it, A taken in, O output of lines, g flows out of "
        "it, x sent, B taken by bills, F served to demands, H handed over, W discarded"
    ),
    unit="item unit, per cell and period",
    price="What one more unit on hand at that site in that period is worth.",
    source='design, "A day" and "Losing"; methods d.4',
)


def write(w: Writing) -> None:
    """Rows `balance`, numbered as the columns `stock`: what is no choice stands on the right."""
    scope, stock = w.scope, w.columns("stock")
    cell, period = scope.stocks.entity, scope.stocks.period
    right = _given(w)[cell, period]
    survives = scope.means.site_survives[period, scope.cell_site[cell]]
    begins = scope.stocks.first[cell] == period
    right = right + np.where(begins, w.opening[cell] * _before(w, cell, period) * survives, 0.0)
    unit = w.unit[scope.cell_item[cell]]
    balance = w.draft.add_rows("balance", scope.stocks, unit, right, right)
    add = w.draft.add_terms
    w.draft.rests(stock.all, balance.all)
    add(balance.all, stock.all, 1.0)
    add(balance.all, stock.at(cell, period - 1), -survives)
    flow = scope.sends.entity
    origin = scope.cell_of[w.net.lanes.origin[scope.flows.lane], scope.flows.item]
    add(balance.at(origin[flow], scope.sends.period), w.columns("sent").all, 1.0)
    add(balance.at(scope.uses.cell[scope.fills.entity], scope.fills.period), w.columns("fills").all, 1.0)
    add(balance.at(scope.handings.cell[scope.hands.entity], scope.hands.period), w.columns("hands").all, 1.0)
    discards = w.columns("discards")
    add(balance.at(discards.spans.entity, discards.spans.period), discards.all, 1.0)


def _before(w: Writing, cell: Ints, period: Ints) -> Floats:
    """Share of the stock at day 0 that is left at the end of the period before."""
    left = np.cumprod(w.scope.means.site_survives, axis=0)
    so_far = np.concatenate([np.ones((1, left.shape[1])), left])
    found: Floats = so_far[period, w.scope.cell_site[cell]]
    return found


def _given(w: Writing) -> Floats:
    """What comes in whatever is decided: output of work in hand, goods under way at day 0."""
    table = w.given.copy()
    transits, scope = w.net.transits, w.scope
    site = w.net.lanes.destination[transits.lane]
    cell = scope.cell_of[site, transits.item]
    enters = [w.net.works(int(s), int(i)) for s, i in zip(site, transits.item, strict=True)]
    comes = (cell >= 0) & np.array(enters, dtype=bool)
    np.add.at(table, cell[comes], w.under_way[comes])
    return table


BLOCK = Block(CARD, write)
