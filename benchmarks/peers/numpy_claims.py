"""Which claims of the NumPy model are served, and from what lies where they are?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from peers.numpy_parts import Sums, part_given
from pipir.sustainment.layout import Floats, Ints

if TYPE_CHECKING:
    from peers.numpy_model import Batch
    from peers.numpy_orders import Orders, Turn


class Claims:
    """Step 4 of a day: claims in order, each from its own site."""

    def __init__(self, batch: Batch, orders: Orders) -> None:
        self.b, f = batch, batch.f
        self._orders = orders
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
        """Serve rank by rank, in proportion to what is owed.

        `leaving` also hands over what leaves the network, and sets aside from later ranks what is to leave by lane.
        """
        b, f = self.b, self.b.f
        self._aside = b.zeros(len(b.stock))
        for rank, uses in enumerate(self._uses):
            dues = range(f.leaving_rank_at[rank], f.leaving_rank_at[rank + 1]) if leaving else range(0)
            asked = [(k, self._due_today(k, t, dues)) for k in dues]
            orders = self._orders.of_rank.get(rank)
            lane = orders.by_lane if leaving and orders is not None else None
            for turn in range(max(len(uses), 1 if asked or lane is not None else 0)):
                have = np.maximum(0.0, b.stock - self._aside)
                ask = b.zeros(len(have))
                if turn == 0:
                    self._ask_for_dues(have, ask, asked)
                    if lane is not None:
                        lane.cells.add(ask, self._by_lane(lane, have, t))
                self._serve_turn(uses[turn] if uses else None, have, ask)
                if turn == 0:
                    self._hand_over(have, ask, asked)
                    if lane is not None:
                        granted = self._by_lane(lane, have, t) * part_given(have, ask)[lane.cell]
                        lane.cells.add(self._aside, granted)
                np.maximum(b.stock, 0.0, out=b.stock)

    def _serve_turn(self, use: tuple[Ints, Ints, Sums, Floats] | None, have: Floats, ask: Floats) -> None:
        if use is None:
            return
        b, (rows, cells, sums, ratio) = self.b, use
        sums.add(ask, b.left[rows] * ratio)
        taken = b.left[rows] * ratio * part_given(have, ask)[cells] * (have[cells] > 0.0)
        sums.subtract(b.stock, taken)
        b.left[rows] = np.maximum(0.0, b.left[rows] - taken / ratio)

    def _by_lane(self, turn: Turn, have: Floats, t: int) -> Floats:
        """What commitments and promises that go by lane ask of each of their sources, as far as the pool allows."""
        b, f = self.b, self.b.f
        due = self._orders.due(turn.want, t)
        limited = turn.pool >= 0
        due[limited] = np.minimum(due[limited], b.pool[turn.pool[limited]])
        held = have[turn.cell] * self._orders.usable(turn, t)[0]
        total = b.zeros(len(f.want_kind))
        turn.wants.add(total, held)
        return np.divide(np.maximum(0.0, due) * held, total[turn.want], out=np.zeros_like(held), where=held > 0.0)

    def _ask_for_dues(self, have: Floats, ask: Floats, dues: list[tuple[int, Floats]]) -> None:
        f = self.b.f
        for k, asked in dues:
            mine = f.leaving_cell[f.leaving_at[k] : f.leaving_at[k + 1]]
            ask[mine] += asked * _shares(have[mine])

    def _hand_over(self, have: Floats, ask: Floats, dues: list[tuple[int, Floats]]) -> None:
        b, f = self.b, self.b.f
        for k, asked in dues:
            mine = f.leaving_cell[f.leaving_at[k] : f.leaving_at[k + 1]]
            taken = asked * _shares(have[mine]) * part_given(have[mine], ask[mine])
            b.stock[mine] -= taken
            total = taken.sum(axis=0)
            b.given[f.leaving[k]] += total
            b.counted[f.leaving[k]] += total
            if not f.way_frees[f.leaving_way[k]]:
                b.pool[f.way_pool[f.leaving_way[k]]] -= total

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
