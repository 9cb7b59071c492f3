"""Which claims of the NumPy model are served, and from what lies where they are?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from peers.numpy_parts import Sums, part_given
from pipir.sustainment.layout import Floats, Ints

if TYPE_CHECKING:
    from peers.numpy_model import Batch


class Claims:
    """Step 4 of a day: claims in order, each from its own site."""

    def __init__(self, batch: Batch) -> None:
        self.b, f = batch, batch.f
        self._uses: list[list[tuple[Ints, Ints, Sums, Floats]]] = []
        for rank in range(f.ranks):
            demands = np.arange(f.demand_rank_at[rank], f.demand_rank_at[rank + 1])
            many = np.diff(f.use_at)[demands]
            turns = []
            for use in range(int(many.max(initial=0))):
                rows = demands[many > use]
                cells = f.use_cell[f.use_at[rows] + use]
                turns.append((rows, cells, Sums(cells), f.use_ratio[f.use_at[rows] + use][:, None]))
            self._uses.append(turns)

    def serve(self, t: int, leaving: bool) -> None:
        """Serve rank by rank, in proportion to what is owed; `leaving` also hands over what leaves the network."""
        f = self.b.f
        for rank, turns in enumerate(self._uses):
            go, stop = f.leaving_rank_at[rank], f.leaving_rank_at[rank + 1]
            dues = range(go, stop) if leaving else range(0)
            asked = [self._due_today(k, t, range(go, stop)) for k in dues]
            if not turns and not asked:
                continue
            for turn in range(max(len(turns), 1)):
                self._serve_turn(
                    turns[turn] if turns else None, list(zip(dues, asked, strict=True)) if not turn else []
                )

    def _serve_turn(self, use: tuple[Ints, Ints, Sums, Floats] | None, dues: list[tuple[int, Floats]]) -> None:
        f, have = self.b.f, self.b.stock.copy()
        ask = self.b.zeros(len(have))
        if use is not None:
            rows, cells, sums, ratio = use
            sums.add(ask, self.b.left[rows] * ratio)
        for k, asked in dues:
            mine = f.leaving_cell[f.leaving_at[k] : f.leaving_at[k + 1]]
            ask[mine] += asked * _shares(have[mine])
        part = part_given(have, ask)
        if use is not None:
            taken = self.b.left[rows] * ratio * part[cells] * (have[cells] > 0.0)
            sums.subtract(self.b.stock, taken)
            self.b.left[rows] = np.maximum(0.0, self.b.left[rows] - taken / ratio)
        for k, asked in dues:
            mine = f.leaving_cell[f.leaving_at[k] : f.leaving_at[k + 1]]
            taken = asked * _shares(have[mine]) * part[mine]
            self.b.stock[mine] -= taken
            total = taken.sum(axis=0)
            self.b.given[f.leaving[k]] += total
            self.b.counted[f.leaving[k]] += total
            if not f.way_frees[f.leaving_way[k]]:
                self.b.pool[f.way_pool[f.leaving_way[k]]] -= total
        np.maximum(self.b.stock, 0.0, out=self.b.stock)

    def _due_today(self, k: int, t: int, rank: range) -> Floats:
        """What has fallen due of a commitment that leaves and may go: never early, never from the reserve."""
        f, due = self.b.f, self.b.task.figures.due[0]
        own = due[f.leaving[k]] * f.due_share[f.leaving[k], t] - self.b.given[f.leaving[k]]
        way = f.leaving_way[k]
        if not f.way_frees[way]:
            pool = self.b.pool[f.way_pool[way]]
            total = np.zeros(self.b.runs)
            for j in rank:
                other = f.leaving_way[j]
                if f.way_pool[other] == f.way_pool[way] and not f.way_frees[other]:
                    total += np.maximum(
                        0.0, due[f.leaving[j]] * f.due_share[f.leaving[j], t] - self.b.given[f.leaving[j]]
                    )
            own = own * part_given(pool, total)
        return np.maximum(0.0, own)


def _shares(held: Floats) -> Floats:
    """Each cell's share of what all of them hold; 0 where they hold nothing."""
    total = held.sum(axis=0)
    return np.divide(held, total, out=np.zeros_like(held), where=total > 0.0)
