"""How much can lie at a site? Tonnes, and kilograms of explosives, at most its storage."""

from __future__ import annotations

import numpy as np

from pipir.network.network import Floats
from pipir.program.cards import Block, Card
from pipir.program.draft import near
from pipir.program.spans import spans
from pipir.program.writing import Writing

CARD = Card(
    name="storage",
    title="Storage",
    says=(
        "What lies at a site at the end of a period weighs no more than its storage, and holds no more net explosives "
        "than its limit. A site that is over its limit at day 0 keeps what it then holds as its limit."
    ),
    formula="sum_i mass[i] S[s,i,t] <= max(storage[s], sum_i mass[i] S0[s,i]);   the same with net explosives in kg",
    symbols="s site, i item, mass in tonnes, S stock, S0 stock at day 0",
    unit="tonne, or kg of net explosives, per site and period",
    price="What room for one more tonne (kg) at that site in that period is worth.",
    source='design, "Moving"',
)


def write(w: Writing) -> None:
    """Rows `storage` and `explosives` of the sites that have a limit."""
    _limit(w, "storage", w.net.sites.storage_t, w.net.items.mass_t)
    _limit(w, "explosives", w.net.sites.explosive_kg, w.net.items.neq_kg)


def _limit(w: Writing, name: str, limit: Floats, weight: Floats) -> None:
    scope, held = w.scope, w.net.lying @ weight
    runs = spans(np.zeros(len(limit), dtype=np.int64), np.where(np.isfinite(limit), w.grid.count, 0))
    most = np.maximum(limit, held)[runs.entity]
    rows = w.draft.add_rows(name, runs, near(most), upper=most)
    cell = scope.stocks.entity
    at = rows.at(scope.cell_site[cell], scope.stocks.period)
    w.draft.add_terms(at, w.columns("stock").all, weight[scope.cell_item[cell]])


BLOCK = Block(CARD, write)
