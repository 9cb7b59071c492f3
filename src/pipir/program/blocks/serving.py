"""How much of a demand can be served? At most what it owes in the period: what is unmet of a day is lost."""

from __future__ import annotations

import numpy as np

from pipir.program.cards import Block, Card
from pipir.program.spans import spans
from pipir.program.writing import Writing

CARD = Card(
    name="serving",
    title="Serving",
    says=(
        "A demand owes its daily rate on the days of its window; it is served at its site from its item, or from a "
        "substitute with three open gates that does the work of one unit with so many of its own. Nothing is served "
        "early, and what is not served in time is lost."
    ),
    formula="sum_k F[d,k,t] / r[d,k] <= per_day[d] |[begin, end) in t|",
    symbols="d demand, k its item and substitutes, F units of k used, r units of k that do the work of one of its item",
    unit="unit of the item required, per demand and period",
    price="What serving one unit more than the demand then owes would be worth.",
    source='design, "Owed and served"; methods d.11',
)


def write(w: Writing) -> None:
    """Rows `served`, one for each demand and period in which something may serve it."""
    demands, scope, grid = w.net.demands, w.scope, w.grid
    first = np.searchsorted(grid.edges, demands.begin + 1e-9, side="right") - 1
    after = np.searchsorted(grid.begin, demands.end - 1e-9, side="left")
    used = np.isin(np.arange(len(demands.ids)), scope.uses.demand)
    runs = spans(first, np.where(used, after, 0))
    owed = demands.per_day[runs.entity] * grid.overlap(demands.begin, demands.end)[runs.entity, runs.period]
    rows = w.draft.add_rows("served", runs, w.unit[demands.item[runs.entity]], upper=owed)
    use = scope.fills.entity
    at = rows.at(scope.uses.demand[use], scope.fills.period)
    w.draft.add_terms(at, w.columns("fills").all, 1.0 / scope.uses.ratio[use])


BLOCK = Block(CARD, write)
