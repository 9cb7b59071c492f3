"""How much of a stock is spoken for? What a plan leaves lying, and what of it serves smaller ranks or leaves later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipir.network.network import Floats
from pipir.planning.days import Days

Use = tuple[int, int]
"""A demand and an item that serves it."""


class Keeping:
    """What is kept in the cells of a plan at the end of each day."""

    def __init__(self, days: Days) -> None:
        plan = days.plan
        net = plan.net
        self._plan, self._days = plan, days
        self.cells = list(zip(plan.cell_site.tolist(), plan.cell_item.tolist(), strict=True))
        self._number = {cell: k for k, cell in enumerate(self.cells)}
        self._opening = net.lying[plan.cell_site, plan.cell_item]
        self._lies = days.between(self._opening, plan.stock)
        self._leaves = self._leaving()
        self._fills = days.by_need()

    def lies(self, uses: Sequence[Use]) -> Floats:
        """What the plan leaves in the cell of each use: shape (days, uses)."""
        return self._of(uses, self._lies)

    def wanted(self, uses: Sequence[Use]) -> Floats:
        """What of it is to be there for demands of a smaller rank, and for what leaves, is begun or handed over later.

        Shape (days, uses). Until the last day on which any of that takes something, what the plan serves of the use's
        own rank is counted in, for it will take it too; later its own rank keeps nothing from itself. What is to come
        in before then counts against it.
        """
        ranks = self._plan.net.demands.rank
        table = np.zeros((self._days.count, len(uses)))
        for rank in np.unique(ranks):
            own = [k for k, (demand, _) in enumerate(uses) if ranks[demand] == rank]
            table[:, own] = self._of([uses[k] for k in own], self._backwards(int(rank)))
        return table

    def _backwards(self, rank: int) -> Floats:
        """The least stock at the end of each day that what follows can do with."""
        demands = self._plan.net.demands
        before, also, out = (self._leaves.copy() for _ in range(3))
        for use, (demand, item) in enumerate(zip(self._plan.use_demand, self._plan.use_item, strict=True)):
            cell = self._number.get((int(demands.site[demand]), int(item)))
            if cell is not None:
                out[:, cell] += self._fills[:, use]
                before[:, cell] += self._fills[:, use] * (demands.rank[demand] < rank)
                also[:, cell] += self._fills[:, use] * (demands.rank[demand] <= rank)
        came = np.diff(self._lies, axis=0, prepend=self._opening[None]) + out
        still = np.maximum.accumulate(before[::-1] > 0.0, axis=0)[::-1]
        need = np.where(still, also, 0.0)
        level = np.zeros(self._lies.shape)
        for day in range(len(level) - 1, 0, -1):
            level[day - 1] = np.maximum(level[day] + need[day] - came[day], 0.0)
        return level

    def _leaving(self) -> Floats:
        """What is sent, taken by bills, and handed over of each cell on each day."""
        plan, net = self._plan, self._plan.net
        table = np.zeros((self._days.count, len(self.cells)))
        making = net.making
        line = np.repeat(np.arange(len(making.ids)), np.diff(making.bill))
        starts = self._days.by_capacity()
        parts = [
            (net.lanes.origin[plan.flow_lane], plan.flow_item, self._days.evenly(plan.sent)),
            (making.site[line], making.component, starts[:, line] * making.quantity),
            (plan.hand_site, net.commitments.item[plan.hand_commitment], self._days.evenly(plan.hands)),
        ]
        for site, item, quantity in parts:
            for k, cell in enumerate(zip(site.tolist(), item.tolist(), strict=True)):
                if cell in self._number:
                    table[:, self._number[cell]] += quantity[:, k]
        return table

    def _of(self, uses: Sequence[Use], by_cell: Floats) -> Floats:
        site = self._plan.net.demands.site
        cells = [self._number.get((int(site[demand]), item), -1) for demand, item in uses]
        return np.concatenate([by_cell, np.zeros((len(by_cell), 1))], axis=1)[:, cells]
