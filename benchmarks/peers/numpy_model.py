"""How fast is the same model in vectorised NumPy, all runs of a batch as one array axis?

Same days, steps, limits and order of claims as pipir's kernels. It keeps no mass balance, no first site and no output
for the refill: only stock, first days, owed and unmet.
"""

from __future__ import annotations

import numpy as np

from peers.numpy_claims import Claims
from peers.numpy_orders import Orders
from peers.numpy_parts import Legs, Skies, Sums, part_given
from peers.outcome import PASSES, SHORT, Outcome, Task
from pipir.sustainment.layout import Floats, Ints


def simulate(task: Task, runs: int, seed: int = 0) -> Outcome:
    """Run a batch."""
    batch = Batch(task, runs, np.random.default_rng(seed))
    orders = Orders(batch)
    claims = Claims(batch, orders)
    for t in range(task.fixed.days):
        batch.sky.dawn(t)
        batch.strike()
        batch.arrive(t)
        batch.finish(t)
        batch.make(t)
        batch.draw_needs(t)
        batch.lift_today()
        claims.serve(t, leaving=True)
        batch.forward(t)
        if orders.place(t):
            batch.forward(t)
        claims.serve(t, leaving=False)
        batch.read(t)
    return batch.outcome()


class Batch:
    """The state of all runs of a batch: a row per cell, leg, line and so on, a column per run."""

    def __init__(self, task: Task, runs: int, chance: np.random.Generator) -> None:
        self.task, self.runs, self.chance = task, runs, chance
        f = self.f = task.fixed
        legs, lines = len(f.leg_lane), len(f.line_cell)
        self.sky = Skies(task, runs, chance)
        self.all_legs = Legs(task, np.arange(legs))
        self.stages = [
            Legs(task, f.legs_by_stage[f.leg_stage[f.legs_by_stage] == stage]) for stage in range(f.stages, 0, -1)
        ]
        self.stock, self.coming = self.zeros(len(f.cell_site)), self.zeros(len(f.cell_site))
        self.waiting, self.door = self.zeros(legs), self.zeros(legs)
        self.ring = self.zeros(int((f.leg_room + f.leg_ring).max(initial=0)))
        self.afloat, self.pool = self.zeros(f.pairs), self.zeros(f.pools)
        self.sent = self.zeros(len(f.agree_begin))
        self.given, self.counted = self.zeros(len(f.due_share)), self.zeros(len(f.due_share))
        self.started = np.zeros((f.days, lines, runs))
        self.need, self.left = self.zeros(len(f.demand_begin)), self.zeros(len(f.demand_begin))
        self.lift_left = self.zeros(len(f.lane_from))
        self.site_in = self.zeros(len(f.handling))
        self._sums()
        self._day_zero()
        self._traces()

    def bytes_of_state(self) -> int:
        """Bytes that one run must keep from day to day."""
        kept = (self.stock, self.coming, self.waiting, self.door, self.afloat, self.pool, self.sent)
        claims = (self.given, self.counted, self._owed, self._unmet, self._short, self._out, self.first)
        lanes = (np.minimum(self.f.leg_whole, self.f.days) + 2).sum() * self.ring.itemsize
        return int(lanes) + sum(array[:, 0].nbytes for array in (*kept, *claims))

    def zeros(self, rows: int) -> Floats:
        """Room for a value of each row and run."""
        return np.zeros((rows, self.runs))

    def _sums(self) -> None:
        f, figures = self.f, self.task.figures
        self._line_cells, self._owners = Sums(f.line_cell), Sums(f.line_owner)
        self._cell_pairs, self._from_pairs = Sums(f.cell_pair), Sums(f.leg_from_pair)
        self._demand_pairs = Sums(f.demand_pair)
        self._bill_line = np.repeat(np.arange(len(f.line_cell)), np.diff(f.bill_at))
        self._bill_cells = Sums(f.bill_cell)
        self._billed = np.flatnonzero(np.diff(f.bill_at) > 0)
        self._quick = np.flatnonzero(figures.lead_whole[0] == 0)
        self._quick_cells, self._quick_owners = Sums(f.line_cell[self._quick]), Sums(f.line_owner[self._quick])
        self._line_site = f.cell_site[f.line_cell]
        self._grows = [
            per[f.cell_item[f.line_cell]]
            - np.bincount(self._bill_line, per[f.cell_item[f.bill_cell]] * f.bill_quantity, len(f.line_cell))
            for per in (f.mass, f.neq)
        ]
        self._cap_t = np.isfinite(f.storage) | np.isfinite(f.explosive)

    def _day_zero(self) -> None:
        f, d = self.f, self.task.figures
        own = d.hold[0][:, None]
        Sums(f.hold_cell).add(self.stock, np.repeat(own, self.runs, axis=1))
        free = np.maximum(0.0, own - f.hold_reserve[:, None])
        Sums(f.hold_pool).add(self.pool, np.repeat(free, self.runs, axis=1))
        way = np.repeat(self.task.way[:, None], self.runs, axis=1)
        self.ring[f.leg_ring[f.way_leg] + f.way_day] += way
        Sums(f.leg_ends[f.way_leg]).add(self.coming, way)
        Sums(f.leg_pair[f.way_leg]).add(self.afloat, way)
        self.first = self.afloat.copy()
        self._cell_pairs.add(self.first, self.stock)
        self.limit_t, self.limit_kg = (
            np.maximum(most[:, None], self._per_site(self.stock * per[f.cell_item][:, None]))
            for most, per in ((f.storage, f.mass), (f.explosive, f.neq))
        )

    def _per_site(self, values: Floats) -> Floats:
        total = self.zeros(len(self.f.handling))
        Sums(self.f.cell_site).add(total, values)
        return total

    def _traces(self) -> None:
        f = self.f
        self._stock_trace = np.zeros((f.days, f.pairs, self.runs))
        self._short = np.full((f.pairs, self.runs), -1)
        self._out = np.full((f.pairs, self.runs), -1)
        claims = len(f.demand_begin) + len(f.due_share)
        self._owed, self._unmet = self.zeros(claims), self.zeros(claims)

    def strike(self) -> None:
        """Destroy what was in stock the day before and what is on lanes."""
        f, (sites, lanes) = self.f, self.sky.survives
        if self.sky.struck[0].any():
            self.stock *= sites[f.cell_site]
            gone = self.waiting * (1.0 - sites[f.lane_from[self.all_legs.lane]])
            self.waiting -= gone
            self.all_legs.ends.subtract(self.coming, gone)
            self.all_legs.given.subtract(self.given, gone)
        for lane in np.flatnonzero(self.sky.struck[1]):
            for leg in f.lane_legs[f.lane_legs_at[lane] : f.lane_legs_at[lane + 1]]:
                on = slice(f.leg_ring[leg], f.leg_ring[leg] + f.leg_room[leg])
                gone = (self.door[leg] + self.ring[on].sum(axis=0)) * (1.0 - lanes[lane])
                self.door[leg] *= lanes[lane]
                self.ring[on] *= lanes[lane]
                self.coming[f.leg_ends[leg]] -= gone
                if f.leg_given[leg] >= 0:
                    self.given[f.leg_given[leg]] -= gone
                if f.leg_pair[leg] >= 0:
                    self.afloat[f.leg_pair[leg]] -= gone

    def arrive(self, t: int) -> None:
        """Take in what is due today, with what waits at the door, as far as each site allows."""
        f, legs = self.f, self.all_legs
        slots = legs.ring + t % legs.room
        self.door += self.ring[slots]
        self.ring[slots] = 0.0
        is_open = (self.sky.open[0] > 0.0).astype(float)
        share = is_open.copy()
        self.site_in[:] = 0.0
        for site in np.flatnonzero(f.limited):
            into = f.legs_in[f.legs_in_at[site] : f.legs_in_at[site + 1]]
            tonnes = (self.door[into] * legs.tonnes[into]).sum(axis=0)
            kg = (self.door[into] * legs.kg[into]).sum(axis=0)
            free_t, free_kg = self.room(site)
            most = np.minimum(free_t, f.handling[site] * self.sky.open[0][site])
            share[site] *= np.minimum(part_given(most, tonnes), part_given(free_kg, kg))
            self.site_in[site] = np.where(share[site] > 0.0, tonnes * share[site], tonnes)
        taken = self.door * np.where(legs.heavy[:, None], share[legs.to], is_open[legs.to])
        self.door -= taken
        self.take_in(legs, taken)

    def room(self, site: int) -> tuple[Floats, Floats]:
        """What still fits into a site: t, and kg of net explosives."""
        f = self.f
        if not self._cap_t[site]:
            return np.full(self.runs, np.inf), np.full(self.runs, np.inf)
        cells = slice(f.cell_at[site], f.cell_at[site + 1])
        out = f.legs_out[f.legs_out_at[site] : f.legs_out_at[site + 1]]
        left = []
        for limit, per in ((self.limit_t, f.mass), (self.limit_kg, f.neq)):
            held = per[f.cell_item[cells]] @ self.stock[cells] + per[f.leg_item[out]] @ self.waiting[out]
            left.append(np.maximum(limit[site] - held, 0.0))
        return left[0], left[1]

    def take_in(self, legs: Legs, quantity: Floats) -> None:
        """Goods become stock of their end, or wait there for the next lane."""
        legs.pairs.subtract(self.afloat, quantity)
        legs.gives.add(self.pool, quantity)
        legs.dues.add(self.counted, quantity)
        legs.follows.add(self.waiting, quantity)
        legs.stops.add(self.stock, quantity)
        legs.stops.subtract(self.coming, quantity)

    def finish(self, t: int) -> None:
        """Output of earlier starts, spread over two days where the lead is not a whole number, and of work in hand."""
        d = self.task.figures
        whole, part = d.lead_whole[0], d.lead_part[0][:, None]
        out = np.repeat(d.hand[0, :, t][:, None], self.runs, axis=1)
        then, before = t - whole, t - whole - 1
        lines = np.flatnonzero((whole >= 1) & (then >= 0))
        out[lines] += self.started[then[lines], lines] * (1.0 - part[lines])
        lines = np.flatnonzero(before >= 0)
        out[lines] += self.started[before[lines], lines] * part[lines]
        out *= self.f.line_on[:, None]
        self._line_cells.add(self.stock, out)
        self._owners.add(self.pool, out)

    def make(self, t: int) -> None:
        """Start all that capacity and components allow, a component shared by what each line would use."""
        f, d = self.f, self.task.figures
        could = d.starts[0, :, t][:, None] * self.sky.open[2] * f.line_on[:, None]
        could *= self._fits() > 0.0
        started = self.started[t]
        bill = f.bill_quantity[:, None]
        for _ in range(PASSES):
            wanted = could - started
            wanted[wanted <= 1e-12 * could] = 0.0
            ask = self._bill_cells(wanted[self._bill_line] * bill)
            total, have = self.zeros(len(self.stock)), self.stock
            total[self._bill_cells.groups] = ask
            begun = wanted.copy()
            if len(self._billed):
                share = part_given(have, total)[f.bill_cell]
                begun[self._billed] *= np.minimum.reduceat(share, f.bill_at[self._billed], axis=0)
            begun[self._quick] = np.minimum(begun[self._quick], self._fits()[self._quick])
            begun[begun <= 1e-12 * wanted] = 0.0
            if not begun.any():
                break
            started += begun
            self._bill_cells.subtract(self.stock, begun[self._bill_line] * bill)
            np.maximum(self.stock, 0.0, out=self.stock)
            if len(self._quick):
                out = begun[self._quick] * (1.0 - d.lead_part[0][self._quick][:, None])
                self._quick_cells.add(self.stock, out)
                self._quick_owners.add(self.pool, out)

    def _fits(self) -> Floats:
        """Units that each line's site has room for, once what they are made of is gone from it."""
        fits = np.full((len(self._line_site), self.runs), np.inf)
        for site in np.flatnonzero(self._cap_t):
            lines = np.flatnonzero(self._line_site == site)
            for free, grows in zip(self.room(site), self._grows, strict=True):
                heavier = lines[grows[lines] > 0.0]
                fits[heavier] = np.minimum(fits[heavier], free / grows[heavier][:, None])
        return fits

    def draw_needs(self, t: int) -> None:
        """What each demand owes today: its rate over its part of the day, times a gamma of mean 1."""
        f, d = self.f, self.task.figures
        part = np.minimum(f.demand_end, t + 1.0) - np.maximum(f.demand_begin, t)
        rows = np.flatnonzero(part > 0.0)
        self.need[:] = 0.0
        self.need[rows] = (d.demand[0, rows] * part[rows])[:, None]
        if self.task.mean is None:
            varied = rows[f.demand_cv[rows] > 0.0]
            shape = np.repeat(1.0 / f.demand_cv[varied][:, None] ** 2, self.runs, axis=1)
            self.need[varied] *= self.chance.gamma(shape) / shape
        self.left = self.need.copy()

    def lift_today(self) -> None:
        """What each lane can carry today: nothing where it, or a site at its end, is closed."""
        f, (sites, lanes, _) = self.f, self.sky.open
        self.passable = lanes * sites[f.lane_from] * sites[f.lane_to]
        lift = np.repeat(self.task.figures.lift[0][:, None], self.runs, axis=1)
        self.lift_left = np.multiply(lift, self.passable, out=self.zeros(len(lift)), where=self.passable > 0.0)

    def forward(self, t: int) -> bool:
        """Goods that wait between two lanes go on, farthest from their end first."""
        arrived = False
        for legs in self.stages:
            there = self.waiting[legs.legs] * self.in_force(legs.way, t)[:, None]
            if not there.any():
                continue
            ratio = np.ones_like(self.lift_left)
            lanes = legs.lanes.groups
            ratio[lanes] = part_given(self.lift_left[lanes], legs.lanes(there * legs.tonnes))
            quantity = there * ratio[legs.lane] * (self.passable[legs.lane] > 0.0)
            self.waiting[legs.legs] -= quantity
            arrived = self.send(legs, quantity, t) or arrived
        return arrived

    def in_force(self, ways: Ints, t: int) -> Floats:
        """1 where an agreement of the way lets goods leave today, or none is needed."""
        f = self.f
        live = (f.agree_begin <= t) & (t < f.agree_end)
        opens = [
            way < 0
            or f.agree_at[way] == f.agree_at[way + 1]
            or live[f.agree[f.agree_at[way] : f.agree_at[way + 1]]].any()
            for way in range(-1, len(f.way_pool))
        ]
        return np.array(opens, dtype=float)[ways + 1]

    def send(self, legs: Legs, quantity: Floats, t: int) -> bool:
        """Put goods on lanes: they arrive evenly over the day that begins `days` later. True if some did at once."""
        legs.lanes.subtract(self.lift_left, quantity * legs.tonnes)
        np.maximum(self.lift_left, 0.0, out=self.lift_left)
        if self.task.mean is not None:
            gone = quantity * (1.0 - self.sky.ship_survives[legs.lane])
            legs.ends.subtract(self.coming, gone)
            legs.given.subtract(self.given, gone)
            quantity = quantity - gone
        legs.pairs.add(self.afloat, quantity)
        first = np.where(legs.never, self.f.days, (t + legs.whole) % legs.room)
        later = np.where(legs.never, self.f.days, (t + legs.whole + 1) % legs.room)
        slow = legs.whole > 0
        self.ring[legs.ring + later] += quantity * legs.part
        self.ring[(legs.ring + first)[slow]] += (quantity * (1.0 - legs.part))[slow]
        if not len(legs.today):
            return False
        self.door[legs.legs[legs.today]] += (quantity * (1.0 - legs.part))[legs.today]
        return self._at_once(legs)

    def _at_once(self, legs: Legs) -> bool:
        """Take in what has arrived on the day it left, as far as the site still allows today."""
        f = self.f
        taken = np.zeros((len(legs.legs), self.runs))
        taken[legs.today] = self.door[legs.legs[legs.today]] * (self.sky.open[0][legs.to[legs.today]] > 0.0)
        for k in np.intersect1d(legs.today, legs.limited):
            site = legs.to[k]
            free_t, free_kg = self.room(site)
            free_t = np.minimum(free_t, f.handling[site] * self.sky.open[0][site] - self.site_in[site])
            with np.errstate(divide="ignore", invalid="ignore"):
                most = np.fmin(np.maximum(0.0, free_t) / legs.tonnes[k], free_kg / legs.kg[k])
            taken[k] = np.fmin(taken[k], most)
            self.site_in[site] += taken[k] * legs.tonnes[k]
        self.door[legs.legs] -= taken
        self.take_in(legs, taken)
        return bool(taken.any())

    def read(self, t: int) -> None:
        """Stock of each nation and item at the end of the day, and who is short or out for the first time."""
        f, stock = self.f, self._stock_trace[t]
        self._cell_pairs.add(stock, self.stock)
        self._from_pairs.add(stock, self.waiting)
        held = stock + self.afloat
        self._out[(self._out < 0) & (self.first > 0.0) & (held < SHORT * self.first)] = t
        demands = len(f.demand_begin)
        self._owed[:demands] += self.need
        self._unmet[:demands] += self.left
        owed, unmet = self.zeros(f.pairs), self.zeros(f.pairs)
        self._demand_pairs.add(owed, self.need)
        self._demand_pairs.add(unmet, self.left)
        self._short[(self._short < 0) & (unmet > SHORT * owed)] = t

    def outcome(self) -> Outcome:
        """What the runs leave."""
        f = self.f
        demands = len(f.demand_begin)
        owed = self.task.figures.due[0] * f.due_share[:, -1]
        self._owed[demands:] = owed[:, None]
        self._unmet[demands:] = np.maximum(0.0, owed[:, None] - self.counted)
        return Outcome(
            stock=np.ascontiguousarray(self._stock_trace.transpose(2, 0, 1)),
            short=self._short.T,
            out=self._out.T,
            owed=self._owed.T,
            unmet=self._unmet.T,
        )
