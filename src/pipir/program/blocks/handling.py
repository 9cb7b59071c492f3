"""How much can a site take in? Tonnes that come in by lanes, at most its handling."""

from __future__ import annotations

import numpy as np

from pipir.program.cards import Block, Card
from pipir.program.draft import near
from pipir.program.spans import spans
from pipir.program.writing import Writing

CARD = Card(
    name="handling",
    title="Handling",
    says=(
        "What a site takes in by lanes in a period weighs no more than its handling a day, times the days of the "
        "period, times the share of it in which the site is open. What it cannot take in stands at the door."
    ),
    formula="sum_f mass[i] A[f,t] <= handling[s] o[s,t] (b_t - a_t)",
    symbols=(
        "s site, f flows into it and goods under way to it, i item, mass in tonnes, A taken in, o open share of the "
        "site"
    ),
    unit="tonne, per site and period",
    price="What one more tonne of handling at that site in that period is worth.",
    source='design, "Moving" and "Losing"',
)


def write(w: Writing) -> None:
    """Rows `handling` of the sites that have a limit."""
    scope, sites, taken = w.scope, w.net.sites, w.taken
    limited = np.isfinite(sites.handling_t)
    runs = spans(np.zeros(len(limited), dtype=np.int64), np.where(limited, w.grid.count, 0))
    most = sites.handling_t[runs.entity] * scope.means.site_open[runs.period, runs.entity] * w.grid.length[runs.period]
    came = np.zeros((len(limited), w.grid.count))
    for door in np.flatnonzero(scope.doors.transit >= 0):
        cell, transit = scope.doors.cell[door], scope.doors.transit[door]
        came[scope.cell_site[cell]] += w.under_way[transit] * w.net.items.mass_t[scope.cell_item[cell]]
    rows = w.draft.add_rows("handling", runs, near(most), upper=most - came[runs.entity, runs.period])
    site = np.concatenate([w.net.lanes.destination[scope.flows.lane], scope.cell_site[scope.doors.cell]])
    item = np.concatenate([scope.flows.item, scope.cell_item[scope.doors.cell]])
    at = rows.at(site[taken.entry], taken.period)
    w.draft.add_terms(at, taken.column, taken.value * w.net.items.mass_t[item[taken.entry]])


BLOCK = Block(CARD, write)
