"""What does each want of the NumPy model ask for, from the nearest source that can give, rank by rank?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from peers.numpy_parts import Legs, Sums, part_given
from peers.outcome import TINY, YEAR
from pipir.sustainment.layout import Floats, Ints
from pipir.sustainment.moves import HAND_OVER

if TYPE_CHECKING:
    from peers.numpy_model import Batch


class Turn:
    """The sources that the wants of a rank ask in one round, with everything that they add up to."""

    def __init__(self, batch: Batch, rows: Ints, want: Ints) -> None:
        f = batch.f
        self.rows, self.want = rows, want
        self.cell, leg = f.source_cell[rows], f.source_leg[rows]
        self.ratio = f.source_ratio[rows][:, None]
        self.way = f.source_way[rows]
        self.lane = f.leg_lane[leg]
        self.tonnes = f.mass[f.leg_item[leg]][:, None]
        abroad = self.way >= 0
        ways = self.way[abroad]
        self.pool = np.full(len(rows), -1)
        self.pool[abroad] = np.where(f.way_frees[ways], -1, f.way_pool[ways])
        met = np.where(abroad, f.want_due[want], -1)
        met[abroad] = np.where(met[abroad] >= 0, met[abroad], f.way_due[ways])
        self.cells, self.wants, self.by_leg = Sums(self.cell), Sums(want), Sums(leg)
        self.lanes, self.pools = Sums(self.lane), Sums(self.pool)
        self.ends = Sums(f.leg_ends[leg])
        self.dues = Sums(met)
        self.legs = Legs(batch.task, self.by_leg.groups)
        self.agreements = [
            f.agree[f.agree_at[way] : f.agree_at[way + 1]] if way >= 0 else np.zeros(0, dtype=np.int64)
            for way in self.way
        ]
        self.governed = np.array([k for k, names in enumerate(self.agreements) if len(names)], dtype=np.int64)
        self.alone = len(self.wants.groups) == len(rows)


class Rank:
    """The wants of one rank: in which order what lies at their own sites is counted, and the rounds of asking."""

    def __init__(self, batch: Batch, rank: int) -> None:
        f = batch.f
        self.wants = np.arange(f.want_rank_at[rank], f.want_rank_at[rank + 1])
        many = np.diff(f.source_at)[self.wants]
        hands = f.want_kind[self.wants] == HAND_OVER
        self.turns = []
        for turn in range(int(many.max(initial=0))):
            asking = self.wants[(many > turn) & (~hands | (turn == 0))]
            spans = [
                range(f.source_at[i], f.source_at[i + 1]) if f.want_kind[i] == HAND_OVER else [f.source_at[i] + turn]
                for i in asking
            ]
            rows = np.array([k for span in spans for k in span], dtype=np.int64)
            if len(rows):
                want = np.repeat(asking, [len(span) for span in spans])
                self.turns.append(Turn(batch, rows, want))
        self.hands = self.wants[hands]
        self.by_lane = self._by_lane(batch)
        self.levels = self._levels(batch)
        own = [i for i in self.wants if f.want_kind[i] != HAND_OVER and many[i - self.wants[0]]]
        own = [i for i in own if f.source_same_day[f.source_at[i]] > 0.0]
        spans = [f.want_demand[f.want_demand_at[i] : f.want_demand_at[i + 1]] for i in own]
        self.urgent = np.array([d for span in spans for d in span], dtype=np.int64)
        self.urgent_wants = Sums(np.repeat(np.array(own, dtype=np.int64), [len(span) for span in spans]))
        self.cells = np.unique(f.want_cell[f.want_cell_at[self.wants[0]] : f.want_cell_at[self.wants[-1] + 1]])

    def _by_lane(self, batch: Batch) -> Turn | None:
        """The sources of commitments and promises that go by lane; None where the rank has none."""
        f = batch.f
        spans = [np.arange(f.source_at[i], f.source_at[i + 1]) for i in self.hands]
        if not sum(map(len, spans)):
            return None
        return Turn(batch, np.concatenate(spans), np.repeat(self.hands, [len(span) for span in spans]))

    def _levels(self, batch: Batch) -> list[tuple[Ints, Ints, Floats]]:
        """Wants, cells and ratios that can be counted at once: each want and each cell in order, but once a level.

        The own item of all wants comes before any substitute.
        """
        f = batch.f
        spans = [(i, range(f.want_cell_at[i], f.want_cell_at[i + 1])) for i in self.wants]
        order = [(i, c) for i, span in spans for c in span[:1]] + [(i, c) for i, span in spans for c in span[1:]]
        busy: dict[tuple[str, int], int] = {}
        levels: dict[int, list[tuple[int, int, float]]] = {}
        for i, c in order:
            cell = int(f.want_cell[c])
            level = 1 + max(busy.get(("want", i), -1), busy.get(("cell", cell), -1))
            busy["want", i] = busy["cell", cell] = level
            levels.setdefault(level, []).append((i, cell, float(f.want_ratio[c])))
        rows = [list(zip(*levels[k], strict=True)) for k in sorted(levels)]
        return [(np.array(w), np.array(c), np.array(r)[:, None]) for w, c, r in rows]


class Orders:
    """Step 5 of a day, orders; every limit is shared in proportion to what is asked within a rank and round."""

    def __init__(self, batch: Batch) -> None:
        f = batch.f
        self.b = batch
        self.of_rank = {
            rank: Rank(batch, rank) for rank in range(f.ranks) if f.want_rank_at[rank] < f.want_rank_at[rank + 1]
        }
        self.ranks = list(self.of_rank.values())
        self.need = batch.zeros(len(f.want_kind))

    def place(self, t: int) -> bool:
        """Place and send today's orders. True when something arrived at once."""
        b = self.b
        self.avail = b.stock.copy()
        self.hope = np.maximum(b.coming, 0.0)
        arrived = False
        for rank in self.ranks:
            keep = self._state_needs(rank, t)
            for turn in rank.turns:
                if self.need[turn.want].any():
                    arrived = self._round(turn, keep, t) or arrived
            cells = rank.cells
            self.avail[cells] = np.maximum(0.0, self.avail[cells] - keep[cells])
        return arrived

    def _state_needs(self, rank: Rank, t: int) -> Floats:
        """What each want lacks once goods on the way and stock at its own site are counted; gives what is kept."""
        b, f = self.b, self.b.f
        keep = np.zeros_like(b.stock)
        need = self.need
        need[rank.wants] = f.want_target[rank.wants, t][:, None]
        if len(rank.hands):
            need[rank.hands] = self.due(rank.hands, t)
        rank.urgent_wants.add(need, b.left[rank.urgent])
        for wants, cells, ratio in rank.levels:
            lacks = need[wants] * ratio
            counted = np.maximum(0.0, np.minimum(self.hope[cells], lacks))
            kept = np.maximum(0.0, np.minimum(self.avail[cells] - keep[cells], lacks - counted))
            self.hope[cells] -= counted
            keep[cells] += kept
            need[wants] -= (counted + kept) / ratio
        rows = need[rank.wants]
        need[rank.wants] = np.where(rows > TINY, rows, 0.0)
        return keep

    def due(self, wants: Ints, t: int) -> Floats:
        """What commitments and promises that go by lane should have sent by today and have not."""
        f, due = self.b.f, self.b.f.want_due[wants]
        return f.want_target[wants, t][:, None] * self.b.task.figures.due[0][due][:, None] - self.b.given[due]

    def _round(self, turn: Turn, keep: Floats, t: int) -> bool:
        """Ask, cut to the scarcest limit, take from stock and send."""
        b = self.b
        have = self.avail[turn.cell]
        usable, chosen, allowed = self.usable(turn, t)
        usable *= have > TINY
        need = self.need[turn.want] * (self.need[turn.want] > TINY)
        held = have * usable
        if turn.alone:
            request = need * turn.ratio * usable
        else:
            total = self.b.zeros(len(self.need))
            turn.wants.add(total, held)
            request = np.divide(need * turn.ratio * held, total[turn.want], out=np.zeros_like(held), where=held > 0.0)
        if not request.any():
            return False
        request *= self._of_source(turn, request, have, keep)
        share = self._shares(turn, request)
        if len(turn.governed):
            self._agreements(turn, request, share, chosen, allowed)
        quantity = request * share
        turn.cells.subtract(b.stock, quantity)
        turn.cells.subtract(self.avail, quantity)
        np.maximum(b.stock, 0.0, out=b.stock)
        np.maximum(self.avail, 0.0, out=self.avail)
        turn.ends.add(b.coming, quantity)
        turn.wants.subtract(self.need, quantity / turn.ratio)
        turn.pools.subtract(b.pool, quantity)
        turn.dues.add(b.given, quantity)
        if len(turn.governed):
            b.sent += self._by_agreement(turn, quantity, chosen)
        return b.send(turn.legs, turn.by_leg(quantity), t)

    def usable(self, turn: Turn, t: int) -> tuple[Floats, Ints, Floats]:
        """1 where something could be sent from a source, the agreement that carries it (-1 none) and all allowances."""
        b, f = self.b, self.b.f
        usable = (b.passable[turn.lane] > 0.0) & (b.lift_left[turn.lane] > TINY)
        limited = turn.pool >= 0
        usable[limited] &= b.pool[turn.pool[limited]] > TINY
        chosen = np.full(usable.shape, -1)
        allowed = b.sent
        if len(turn.governed):
            live = (f.agree_begin <= t) & (t < f.agree_end)
            most = b.task.figures.ceiling[0] * (t + 1.0 - np.maximum(0.0, f.agree_begin)) / YEAR
            allowed = np.where(live[:, None], np.where(live, most, 0.0)[:, None] - b.sent, 0.0)
            for k in turn.governed:
                for agreement in turn.agreements[k][::-1]:
                    chosen[k] = np.where(allowed[agreement] > TINY, agreement, chosen[k])
            usable[turn.governed] &= chosen[turn.governed] >= 0
        return usable.astype(float), chosen, allowed

    def _of_source(self, turn: Turn, request: Floats, have: Floats, keep: Floats) -> Floats:
        """The share of each request that its source can give, beside what it keeps."""
        ask = keep.copy()
        turn.cells.add(ask, request)
        asked = ask[turn.cell]
        return np.minimum(1.0, np.divide(have, asked, out=np.zeros_like(asked), where=request > 0.0))

    def _shares(self, turn: Turn, request: Floats) -> Floats:
        """The share of each request that lift and the suppliers' pools allow."""
        b = self.b
        lift = b.zeros(len(b.lift_left))
        turn.lanes.add(lift, request * turn.tonnes)
        share = part_given(b.lift_left, lift)[turn.lane]
        limited = turn.pool >= 0
        if limited.any():
            pool = b.zeros(len(b.pool))
            turn.pools.add(pool, request)
            share[limited] = np.minimum(share[limited], part_given(b.pool, pool)[turn.pool[limited]])
        return share

    def _by_agreement(self, turn: Turn, quantity: Floats, chosen: Ints) -> Floats:
        """Units per agreement: shape (agreements, runs)."""
        count, runs = len(self.b.sent), self.b.runs
        rows = turn.governed
        place = np.where(chosen[rows] >= 0, chosen[rows] * runs + np.arange(runs), 0)
        units = np.where(chosen[rows] >= 0, quantity[rows], 0.0)
        return np.bincount(place.ravel(), units.ravel(), minlength=count * runs).reshape(count, runs)

    def _agreements(self, turn: Turn, request: Floats, share: Floats, chosen: Ints, allowed: Floats) -> None:
        """Cut what goes under agreements to what their ceilings still allow."""
        asked = self._by_agreement(turn, request, chosen)
        rows = turn.governed
        cut = np.take_along_axis(part_given(allowed, asked), np.maximum(chosen[rows], 0), axis=0)
        share[rows] = np.where(chosen[rows] >= 0, np.minimum(share[rows], cut), share[rows])
