"""How much can a lane carry? Tonnes that leave by it, at most its lift."""

from __future__ import annotations

import numpy as np

from pipir.program.cards import Block, Card
from pipir.program.draft import near
from pipir.program.spans import spans
from pipir.program.writing import Writing

CARD = Card(
    name="lift",
    title="Lift",
    says=(
        "What leaves by a lane in a period weighs no more than its lift a day, times the days of the period, times the "
        "share of it in which the lane and the sites at both ends are open. A lane that is closed all through takes "
        "nothing, whatever its lift."
    ),
    formula="sum_f mass[i] x[f,t] <= lift[l] o[l,t] (b_t - a_t)",
    symbols="l lane, f flows on it, i item of the flow, mass in tonnes, x sent, o open share of lane and both ends",
    unit="tonne, per lane and period",
    price="What one more tonne of lift on that lane in that period is worth.",
    source='design, "Moving" and "Losing"',
)


def write(w: Writing) -> None:
    """Rows `lift` of the lanes that have a limit and something with mass to carry."""
    scope, lanes = w.scope, w.net.lanes
    mass = w.net.items.mass_t[scope.flows.item]
    loaded = np.zeros(len(lanes.ids), dtype=bool)
    loaded[scope.flows.lane[(mass > 0) & (scope.sends.count > 0)]] = True
    limited = loaded & np.isfinite(lanes.lift_t)
    runs = spans(np.zeros(len(lanes.ids), dtype=np.int64), np.where(limited, w.grid.count, 0))
    most = lanes.lift_t[runs.entity] * scope.means.way_open[runs.period, runs.entity] * w.grid.length[runs.period]
    rows = w.draft.add_rows("lift", runs, near(most), upper=most)
    flow = scope.sends.entity
    heavy = mass[flow] > 0
    at = rows.at(scope.flows.lane[flow[heavy]], scope.sends.period[heavy])
    w.draft.add_terms(at, w.columns("sent").all[heavy], mass[flow[heavy]])


BLOCK = Block(CARD, write)
