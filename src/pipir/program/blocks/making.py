"""What do lines put out, and what do they take for it? Output a lead time after the start, a bill at the start."""

from __future__ import annotations

import numpy as np

from pipir.program.cards import Block, Card
from pipir.program.writing import Writing

CARD = Card(
    name="making",
    title="Making",
    says=(
        "A line starts no more in a period than its ramp allows, times the share of the period that hazards leave it "
        "open. A start takes its bill from the site's serviceable stock at once; what was started comes out a lead "
        "time later, in overlapping shares. A repair line takes the repairable item and puts out the serviceable one."
    ),
    formula="y[l,t] <= K[l,t] o[l,t];   O[c,t] = sum_l (w[l,t] + sum_u q[u,t] y[l,u]);   B[c,t] = sum_l b[l,c] y[l,t]",
    symbols=(
        "l line, c cell (site and item), y starts, K integral of the ramp over the period, o open share of the line, O "
        "output, w output of work in hand, u period of the start, q share of [a_u + lead, b_u + lead) in t, B taken by "
        "bills, b units of the component that a start takes"
    ),
    unit="units of the line's item, per line and period",
    price="The reduced cost of y: what one more start of that line in that period is worth.",
    source='design, "Making"; methods d.6, d.11',
)


def write(w: Writing) -> None:
    """Terms of output and of bills in the rows `balance`."""
    made = w.output
    making, scope, balance = w.net.making, w.scope, w.rows("balance")
    cell = scope.cell_of[making.site, making.item]
    w.draft.add_terms(balance.at(cell[made.entry], made.period), made.column, -made.value)
    starts = w.columns("starts")
    for k in range(int(np.diff(making.bill).max(initial=0))):
        has = np.diff(making.bill)[scope.starts.entity] > k
        entity = scope.starts.entity[has]
        at = making.bill[entity] + k
        used = scope.cell_of[making.site[entity], making.component[at]]
        w.draft.add_terms(balance.at(used, scope.starts.period[has]), starts.all[has], making.quantity[at])


BLOCK = Block(CARD, write)
