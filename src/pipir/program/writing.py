"""What does every block share while a programme is written? The draft, the scope, the claims, units and arrivals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipir.network.network import Network
from pipir.program.claims import Claims
from pipir.program.draft import Draft, Family, near
from pipir.program.grid import Floats, Grid, Ints
from pipir.program.scope import Scope
from pipir.program.spans import Shorts, Spans

DUST = 1e-6
"""Share of the largest figure of an item below which another says nothing of its size."""


@dataclass(frozen=True)
class Taken:
    """What comes in, as terms: entry (a flow, or F + a door of goods under way; a line), period, column, value."""

    entry: Ints
    period: Ints
    column: Ints
    value: Floats

    def of(self, which: Ints) -> Taken:
        """These terms alone."""
        return Taken(self.entry[which], self.period[which], self.column[which], self.value[which])


@dataclass(frozen=True)
class Writing:
    """A programme being written: blocks add their rows and terms to `draft`."""

    draft: Draft
    scope: Scope
    claims: Claims

    @property
    def net(self) -> Network:
        """The network."""
        return self.scope.net

    @property
    def grid(self) -> Grid:
        """The periods."""
        return self.scope.grid

    def columns(self, name: str) -> Family:
        """The columns of that name."""
        return self.draft.columns[name]

    def rows(self, name: str) -> Family:
        """The rows of that name."""
        return self.draft.rows[name]

    @cached_property
    def unit(self) -> Floats:
        """Scale of each item: a power of two near the size of what is held, made and owed of it in a period.

        Figures that are dust beside the largest one of the item do not count.
        """
        net = self.net
        logs, counts = np.zeros(len(net.items.ids)), np.zeros(len(net.items.ids))
        uses = [(self.scope.uses.item[k], self.net.demands.per_day[d]) for k, d in enumerate(self.scope.uses.demand)]
        figures = [
            (net.holdings.item, net.holdings.quantity),
            (net.making.item, net.making.ramps.high),
            (np.array([i for i, _ in uses], dtype=np.int64), np.array([q for _, q in uses])),
            (net.commitments.item, net.commitments.quantity),
        ]
        largest = np.zeros(len(net.items.ids))
        for item, quantity in figures:
            np.maximum.at(largest, item, quantity)
        for item, quantity in figures:
            counted = (quantity > 0) & (quantity > DUST * largest[item])
            np.add.at(logs, item[counted], np.log2(quantity[counted]))
            np.add.at(counts, item[counted], 1.0)
        return near(np.exp2(np.divide(logs, counts, out=np.zeros(len(logs)), where=counts > 0)))

    @property
    def carriers(self) -> int:
        """Entries of `taken`: flows, then doors."""
        return len(self.scope.flows.lane) + len(self.scope.doors.flow)

    @cached_property
    def arriving(self) -> Taken:
        """What arrives of each flow in each period, lost ships apart."""
        scope, sends = self.scope, self.scope.sends
        number, came, share = self._later(sends, self.net.lanes.days[scope.flows.lane])
        survives = scope.means.ship_survives[sends.period, scope.flows.lane[sends.entity]]
        return Taken(sends.entity[number], came, number + self.columns("sent").start, share * survives[number])

    @cached_property
    def output(self) -> Taken:
        """What each line puts out of its starts in each period: the entry is the line."""
        starts = self.scope.starts
        number, came, share = self._later(starts, self.net.making.ramps.lead)
        return Taken(starts.entity[number], came, number + self.columns("starts").start, share)

    def _later(self, numbered: Spans, delay: Floats) -> tuple[Shorts, Ints, Floats]:
        """Of each number of entities that have a delay each: itself, the periods in which it arrives, the shares."""
        delays, which = np.unique(delay, return_inverse=True)
        found = self.grid.arrivals(delays)
        run = which[numbered.entity] * self.grid.count + numbered.period
        counts = found.at[run + 1] - found.at[run]
        at = _ranges(found.at[run], counts)
        return np.repeat(np.arange(numbered.size, dtype=np.int32), counts), found.came[at], found.share[at]

    @cached_property
    def taken(self) -> Taken:
        """What is taken in of each entry in each period: arrivals, and what waited at the door less what waits on."""
        scope, waits = self.scope, self.columns("waits")
        arriving, doors = self.arriving, scope.doors
        door, period = scope.waits.entity, scope.waits.period
        entry = np.where(doors.flow[door] >= 0, doors.flow[door], len(scope.flows.lane) + door)
        before = waits.at(door, period - 1)
        on = before >= 0
        parts = [
            (arriving.entry, arriving.period, arriving.column, arriving.value),
            (entry, period, waits.all, np.full(len(door), -1.0)),
            (entry[on], period[on], before[on], np.ones(int(on.sum()))),
        ]
        return Taken(*(np.concatenate([part[k] for part in parts]) for k in range(4)))

    @cached_property
    def door_of(self) -> Ints:
        """The door of each flow, -1 where it has none."""
        found = np.full(len(self.scope.flows.lane), -1)
        doors = self.scope.doors.flow
        found[doors[doors >= 0]] = np.flatnonzero(doors >= 0)
        return found

    @cached_property
    def under_way(self) -> Floats:
        """Units of goods under way at day 0 that arrive, by period, mean losses apart: shape (transits, periods)."""
        transits = self.net.transits
        table = np.zeros((len(transits.lane), self.grid.count))
        for k, day in enumerate(transits.day):
            if day < self.grid.edges[-1]:
                table[k, self.grid.holding(float(day))] = transits.quantity[k] * self.scope.transit_share[k]
        return table

    @cached_property
    def opening(self) -> Floats:
        """Stock at day 0 of each cell."""
        found: Floats = self.net.lying[self.scope.cell_site, self.scope.cell_item]
        return found

    @cached_property
    def in_hand(self) -> Floats:
        """Units that come out of work in hand in each period: shape (lines, periods)."""
        ramps = self.net.making.ramps
        days = self.grid.overlap(np.zeros(len(ramps.lead)), ramps.lead)
        table: Floats = np.where(self.scope.running, ramps.in_hand, 0.0)[:, None] * days
        return table

    @cached_property
    def given(self) -> Floats:
        """Output of every cell that is no choice of the plan, from work in hand: shape (cells, periods)."""
        scope, net = self.scope, self.net
        table = np.zeros((len(scope.cell_site), self.grid.count))
        cell = scope.cell_of[net.making.site, net.making.item]
        np.add.at(table, cell[cell >= 0], self.in_hand[cell >= 0])
        if net.past is not None:
            for site, item, due, quantity in zip(
                net.past.site, net.past.item, net.past.due, net.past.quantity, strict=True
            ):
                if due < self.grid.edges[-1] and scope.cell_of[site, item] >= 0:
                    table[scope.cell_of[site, item], self.grid.holding(float(due))] += quantity
        return table


def _ranges(begins: Ints, counts: Ints) -> Ints:
    """begin, begin + 1, ... for each count, one range after another."""
    total = int(counts.sum())
    found: Ints = np.arange(total) - np.repeat(np.cumsum(counts) - counts - begins, counts)
    return found
