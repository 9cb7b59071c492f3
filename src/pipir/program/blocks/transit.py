"""When does what was sent come in? Evenly over its days on the lane, as far as the site takes it in."""

from __future__ import annotations

import numpy as np

from pipir.program.cards import Block, Card
from pipir.program.writing import Writing

CARD = Card(
    name="transit",
    title="Transit",
    says=(
        "What leaves evenly over a period arrives evenly over the same span one lane later, in the shares in which "
        "that span overlaps later periods; what would arrive after the end is under way at the end. Arrivals are taken "
        "in at once, but for two: those at a site that is closed all through a period stand at the door until it "
        "opens, and those that a limit of the site may keep out stand there as the plan chooses. A limit beyond all "
        "that there is and could be made is none. Goods under way at day 0 come on their day."
    ),
    formula=(
        "A[f,t] = sum_u q[u,t] m[l,u] x[f,u] + G[f,t] + D[f,t-1] - D[f,t];   A[f,t] >= 0;   "
        "A[f,t] = 0 where the site is closed all through t, elsewhere D[f,t] = 0 if no limit can keep the item out;   "
        "D[f,-1] = 0"
    ),
    symbols=(
        "f flow (lane l, item, carrier) or goods under way at day 0, u period of leaving, x sent, q share of "
        "[a_u + d, b_u + d) in t, where d is the days of the lane, m share that hazards on the lane leave of what "
        "leaves in u, G arrives of goods under way, D stands at the door at the end of t, A taken in"
    ),
    unit="item unit, per flow and period",
    price="At a closed site: what taking in one unit all the same would be worth.",
    source='design, "Moving"',
)


def write(w: Writing) -> None:
    """Terms of arrivals in the rows `balance`; rows `door` where goods can wait."""
    scope, taken, doors = w.scope, w.taken, w.scope.doors
    net = w.net
    into = scope.cell_of[net.lanes.destination[scope.flows.lane], scope.flows.item]
    cells = np.concatenate([into, doors.cell])
    balance = w.rows("balance")
    w.draft.add_terms(balance.at(cells[taken.entry], taken.period), taken.column, -taken.value)
    transit = doors.transit[scope.waits.entity]
    came = np.where(transit >= 0, w.under_way[transit, scope.waits.period] if len(w.under_way) else 0.0, 0.0)
    shut = scope.means.site_open[scope.waits.period, scope.cell_site[doors.cell[scope.waits.entity]]] <= 0.0
    unit = w.unit[scope.cell_item[doors.cell[scope.waits.entity]]]
    rows = w.draft.add_rows("door", scope.waits, unit, lower=-came, upper=np.where(shut, -came, np.inf))
    w.draft.rests(w.columns("waits").all[shut], rows.all[shut])
    door = np.concatenate([w.door_of, np.arange(len(doors.cell))])[taken.entry]
    waits = np.flatnonzero(door >= 0)
    at_door = taken.of(waits)
    w.draft.add_terms(rows.at(door[waits], at_door.period), at_door.column, at_door.value)


BLOCK = Block(CARD, write)
