"""What does the NumPy model work with? Sums over groups of rows, groups of legs, and the weather of a day.

Arrays have a row per cell, leg, line and so on, and a column per run: a step of a day is a few operations over all.
"""

from __future__ import annotations

import numpy as np

from peers.outcome import Task
from pipir.sustainment.layout import Flags, Floats, Ints


class Sums:
    """Adds up rows that belong to one group; groups below 0 are left out."""

    def __init__(self, groups: Ints) -> None:
        kept = np.flatnonzero(groups >= 0)
        order = kept[np.argsort(groups[kept], kind="stable")]
        self.groups, self._begin = np.unique(groups[order], return_index=True)
        self._rows: Ints | slice = slice(None) if np.array_equal(order, np.arange(len(groups))) else order
        self._alone = len(self.groups) == len(order)

    def __call__(self, values: Floats) -> Floats:
        """One row per group of `groups`."""
        taken = values[self._rows]
        return taken if self._alone else np.add.reduceat(taken, self._begin, axis=0)

    def add(self, to: Floats, values: Floats) -> None:
        """Add the rows to the rows of their groups."""
        if len(self.groups):
            to[self.groups] += self(values)

    def subtract(self, off: Floats, values: Floats) -> None:
        """Subtract the rows from the rows of their groups."""
        if len(self.groups):
            off[self.groups] -= self(values)


class Legs:
    """Some legs, each once, with what their goods add to at the end of the lane."""

    def __init__(self, task: Task, legs: Ints) -> None:
        f = task.fixed
        self.legs = legs
        self.lane = f.leg_lane[legs]
        self.to = f.lane_to[self.lane]
        self.tonnes = f.mass[f.leg_item[legs]][:, None]
        self.kg = f.neq[f.leg_item[legs]][:, None]
        self.ends = Sums(f.leg_ends[legs])
        self.pairs = Sums(f.leg_pair[legs])
        self.gives = Sums(f.leg_gives[legs])
        self.dues = Sums(f.leg_due[legs])
        self.given = Sums(f.leg_given[legs])
        self.follows = Sums(f.leg_follows[legs])
        self.stops = Sums(np.where(f.leg_follows[legs] < 0, f.leg_ends[legs], -1))
        self.lanes = Sums(self.lane)
        self.way = f.leg_way[legs]
        self.whole, self.part = f.leg_whole[legs], f.leg_part[legs][:, None]
        self.ring, self.room = f.leg_ring[legs], f.leg_room[legs]
        self.never = self.whole > f.days
        self.today = np.flatnonzero(self.whole == 0)
        self.heavy = (self.tonnes + self.kg)[:, 0] > 0.0
        self.limited = np.flatnonzero(f.limited[self.to])


class Skies:
    """What hazards do on a day: shares that survive and that are open, a row per site, lane or line."""

    def __init__(self, task: Task, runs: int, chance: np.random.Generator) -> None:
        f = self._f = task.fixed
        self._d, self._mean, self._runs = task.figures, task.mean, runs
        sites, lanes, lines = len(f.handling), len(f.lane_from), len(f.line_cell)
        self._until = [np.zeros((count, runs), dtype=np.int64) for count in (sites, lanes, lines)]
        groups = len(f.group_key)
        self._strikes = chance.random((f.days, groups, runs)) if task.mean is None else None
        self.survives = [np.ones((count, runs)) for count in (sites, lanes)]
        self.ship_survives = np.ones((lanes, 1))
        self.open = [np.ones((count, runs)) for count in (sites, lanes, lines)]
        self.struck: list[Flags] = [np.zeros(count, dtype=bool) for count in (sites, lanes)]

    def dawn(self, t: int) -> None:
        """Bring the weather to a day."""
        if self._mean is not None:
            w = self._mean
            self.survives = [a[t][:, None] for a in (w.site_survives, w.lane_survives)]
            self.open = [np.repeat(a[t][:, None], self._runs, axis=1) for a in (w.site_open, w.lane_open, w.line_open)]
            self.ship_survives = w.ship_survives[t][:, None]
        else:
            self._strike(t)
        self.struck = [(share < 1.0).any(axis=1) for share in self.survives]

    def _strike(self, t: int) -> None:
        f, d = self._f, self._d
        assert self._strikes is not None
        for share in self.survives:
            share[:] = 1.0
        for h in np.flatnonzero((f.hazard_begin <= t) & (t < f.hazard_end)):
            kind, target = int(f.hazard_kind[h]), int(f.hazard_target[h])
            hit = self._strikes[t, f.hazard_group[h]] < d.probability[0, h]
            if kind < 2:
                self.survives[kind][target] *= np.where(hit, 1.0 - d.loss[0, h], 1.0)
            until = self._until[kind][target]
            np.maximum(until, np.where(hit, t + f.hazard_outage[h], 0), out=until)
        for is_open, until in zip(self.open, self._until, strict=True):
            np.less_equal(until, t, out=is_open, casting="unsafe")


def part_given(have: Floats, ask: Floats) -> Floats:
    """The share of what is asked that there is: 1 where it is enough or nothing is asked."""
    short = (ask > have) & (ask > 0.0)
    return np.divide(np.maximum(have, 0.0), ask, out=np.ones_like(ask), where=short)
