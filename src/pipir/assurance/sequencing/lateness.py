"""How late is what a commitment delivers? A block for the programme, and stages that make it small in order of rank."""

from __future__ import annotations

import sys

import numpy as np

from pipir.planning.ranks import Stages
from pipir.program.build import Built
from pipir.program.claims import COMMITMENT
from pipir.program.columns import once
from pipir.program.grid import Floats, Grid, Ints
from pipir.program.solver import Solver
from pipir.program.writing import Writing


def weights(grid: Grid) -> Floats:
    """Unit-days late of a unit that is due and open at the end of each period: shape (periods,).

    By days a unit is late by the days at whose end it is open. Within longer periods what is open runs in a straight
    line from one end to the next. A unit still open at the end counts to the end of the scenario.
    """
    after = np.append(grid.length[1:], 1.0)
    found: Floats = (grid.length + after) / 2.0
    return found


def write(w: Writing) -> None:
    """Columns `late` of every claim, its mean days late as a share of the scenario; 0 but for commitments.

    Rows `pooled_late` and `above_late`, with columns `latest`, are to them what `pooled`, `above` and `largest` are to
    shares short.
    """
    claims, left = w.claims, w.columns("open")
    every, which = once(len(claims.kind)), claims.of(COMMITMENT)
    most = np.where(claims.kind == COMMITMENT, np.inf, 0.0)
    late = w.draft.add_columns("late", every, 1.0, upper=most)
    latest = w.draft.add_columns("latest", once(len(claims.ranks)), 1.0)
    rows = w.draft.add_rows("days_late", once(len(which)), 1.0, 0.0, 0.0)
    add = w.draft.add_terms
    w.draft.rests(late.all[which], rows.all)
    add(rows.all, late.all[which], 1.0)
    row = np.full(len(w.net.commitments.ids), -1)
    row[claims.number[which]] = rows.all
    claim = claims.claim_of(COMMITMENT, len(row))[left.spans.entity]
    days = weights(w.grid)[left.spans.period] / float(w.grid.edges[-1])
    add(row[left.spans.entity], left.all, -days / claims.owed[claim])
    pooled = w.draft.add_rows("pooled_late", once(len(claims.ranks)), 1.0)
    add(pooled.all[claims.place], late.all, claims.share)
    above = w.draft.add_rows("above_late", every, 1.0)
    add(above.all, late.all, 1.0)
    add(above.all, latest.all[claims.place], -1.0)


class Shares(Stages):
    """Shares short rank by rank, brought down until no claim of a rank can get more at the cost of a better served.

    A plan stops after five rounds; a comparison of two must not tell what either leaves to chance.
    """

    rounds = sys.maxsize


class Lateness(Shares):
    """Days late rank by rank, where shares short stay as they are; then the latest of several claims for one item."""

    def __init__(self, built: Built, solver: Solver) -> None:
        super().__init__(built, solver)
        columns, rows = built.programme.columns, built.programme.rows
        self.short, self.largest = columns["late"].all, columns["latest"].all
        self.above, self.pooled = rows["above_late"].all, rows["pooled_late"].all
        self._apart_rows = np.concatenate([self.above, self.pooled])

    def _levels(self, rank: int, members: Ints) -> tuple[float, ...]:
        """Claims for one item contend for the same units: which of them waits is not left open."""
        due = members[self.built.claims.kind[members] == COMMITMENT]
        item = [self.built.claims.group[claim] for claim in due]
        several = [item.count(name) > 1 for name in item]
        return super()._levels(rank, due[several])
