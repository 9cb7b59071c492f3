"""How far do components and repairable stock last, split between the lines that would use them?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipir.case.case import Case
from pipir.network.capacity import Floats, Ramps

Ints = NDArray[np.int64]
ROUNDING = 1e-9
"""Share by which a supply may miss what is wanted of it and still be enough: both are sums of rounded numbers."""


@dataclass(frozen=True)
class Groups:
    """Members in groups: those of group k are member[first[k]:first[k + 1]]."""

    member: Ints
    first: Ints

    @classmethod
    def by(cls, group: Ints, groups: int) -> Groups:
        """Members 0, 1, ... by the group that each is in."""
        member = np.argsort(group, kind="stable")
        return cls(member, np.searchsorted(group[member], np.arange(groups + 1)))

    def of(self, wanted: Ints) -> tuple[Ints, Ints]:
        """Every member of every group wanted: its place in `wanted`, and the member."""
        counts = self.first[wanted + 1] - self.first[wanted]
        place = np.repeat(np.arange(len(wanted)), counts)
        nth = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
        return place, self.member[self.first[wanted][place] + nth]


@dataclass(frozen=True)
class Supplies:
    """What lines draw on, numbered: item i serviceable is i, item i repairable is i + number of items.

    `stock` of each supply in the whole case; `depth` of its item, the longest chain of bills below it, and -1 for what
    is repaired; `feeding` are the lines that feed each supply.
    """

    items: pl.Series
    stock: Floats
    depth: Ints
    feeding: Groups

    def name(self, supply: int) -> str:
        """The item of a supply."""
        return str(self.items[supply % len(self.items)])


@dataclass(frozen=True)
class Uses:
    """Which line takes how much of which supply for one unit: arrays over (line, supply) pairs."""

    line: Ints
    supply: Ints
    quantity: Floats


def supplies_of(case: Case, lines: pl.DataFrame) -> Supplies:
    """The supplies of a case and the lines that feed them; lines are numbered by row."""
    items = case["items"]["item"]
    stock = np.zeros(2 * len(items))
    held = case["stocks"].group_by("item", "condition", maintain_order=True).agg(pl.col("quantity").sum())
    place = _places(held["item"], items) + len(items) * (held["condition"] == "repairable").to_numpy()
    stock[place] = held["quantity"].to_numpy()
    depth = np.concatenate([_depths(case, items), np.full(len(items), -1)])
    return Supplies(items, stock, depth, Groups.by(_places(lines["item"], items), 2 * len(items)))


def uses_of(case: Case, lines: pl.DataFrame, items: pl.Series, limiting: Collection[str]) -> Uses:
    """What each line takes of the supplies that can limit it: its bill, or one unit to be repaired."""
    numbered = lines.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("line"), "item", "work")
    takes = numbered.filter(pl.col("work") == "make").join(case["bills"], on="item", maintain_order="left")
    takes = takes.filter(pl.col("component").is_in(sorted(limiting)))
    repairs = numbered.filter(pl.col("work") == "repair")
    return Uses(
        np.concatenate([takes["line"].to_numpy(), repairs["line"].to_numpy()]),
        np.concatenate([_places(takes["component"], items), _places(repairs["item"], items) + len(items)]),
        np.concatenate([takes["quantity"].to_numpy(), np.ones(repairs.height)]),
    )


def shares(supplies: Supplies, uses: Uses, pace: Ramps, last_start: Floats) -> tuple[Floats, Ints]:
    """The share of its starts that each line can make, and the supply that cuts it (-1: none); shape (lines,).

    On the last day of starting of each of its users, what a supply has yielded is held against what all its users
    would have taken by then. A line gets the least of these shares from its own last day on: so in proportion to what
    each would use, no more than there is, and nothing that comes too late to be built in.
    """
    share = np.ones(len(last_start))
    pairs = np.stack([uses.supply, last_start[uses.line]], axis=1)
    points, point = np.unique(pairs, axis=0, return_inverse=True)
    supply, by = points[:, 0].astype(np.int64), points[:, 1]
    wanted, enough = _wanted(supplies, uses, pace, last_start, (supply, by)), np.ones(len(points))
    for depth in np.unique(supplies.depth[supply]):
        now = supplies.depth[supply] == depth
        there = supplies.stock[supply[now]] + _comes_in(supplies, pace, share, supply[now], by[now])
        enough[now] = np.divide(
            np.minimum(there, wanted[now]), wanted[now], out=np.ones_like(there), where=wanted[now] > 0.0
        )
        enough[enough > 1.0 - ROUNDING] = 1.0
        for place in np.flatnonzero(now)[-2::-1]:  # by supply and day: the later days of a supply come first here
            if supply[place] == supply[place + 1]:
                enough[place] = min(enough[place], enough[place + 1])
        taken = now[point]
        np.minimum.at(share, uses.line[taken], enough[point[taken]])
    scarcest = (enough[point] < 1.0) & (enough[point] == share[uses.line])
    limit = np.full(len(last_start), -1)
    limit[uses.line[scarcest][::-1]] = uses.supply[scarcest][::-1]
    return share, limit


def _wanted(supplies: Supplies, uses: Uses, pace: Ramps, last_start: Floats, points: tuple[Ints, Floats]) -> Floats:
    """What all users of a supply would take of it by a day, for each point (supply, day)."""
    supply, by = points
    place, use = Groups.by(uses.supply, len(supplies.stock)).of(supply)
    line = uses.line[use]
    taken = uses.quantity[use] * pace.of(line).started(np.minimum(by[place], last_start[line]))
    return np.bincount(place, taken, len(supply)).astype(np.float64)


def _comes_in(supplies: Supplies, pace: Ramps, share: Floats, supply: Ints, by: Floats) -> Floats:
    """What the lines that feed a supply put out by a day, cut to their shares, for each point (supply, day)."""
    place, line = supplies.feeding.of(supply)
    feeder = pace.of(line)
    finished = feeder.in_hand * np.minimum(by[place], feeder.lead)
    finished += share[line] * feeder.started(np.maximum(by[place] - feeder.lead, 0.0))
    return np.bincount(place, finished, len(supply)).astype(np.float64)


def _depths(case: Case, items: pl.Series) -> Ints:
    """Length of the longest chain of bills below each item; shape (items,)."""
    depth = np.zeros(len(items), dtype=np.int64)
    item, component = (_places(case["bills"][name], items) for name in ("item", "component"))
    for _ in range(len(items)):
        before = depth.copy()
        np.maximum.at(depth, item, before[component] + 1)
        if np.array_equal(depth, before):
            break
    return depth


def _places(values: pl.Series, items: pl.Series) -> Ints:
    """Row numbers of items, by name; every name is an item of the case."""
    order = pl.DataFrame({"item": items}).with_row_index("place")
    found = pl.DataFrame({"item": values}).join(order, on="item", how="left", maintain_order="left")
    return found["place"].cast(pl.Int64).to_numpy()
