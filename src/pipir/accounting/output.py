"""What do the lines put out in a window, as far as components and repairable stock last?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipir.accounting.window import Window
from pipir.case.case import Case
from pipir.network.capacity import Floats, Ramps, ramps

Ints = NDArray[np.int64]
ROUNDING = 1e-9
"""Share by which a supply may miss what is wanted of it and still be enough: both are sums of rounded numbers."""


@dataclass(frozen=True)
class Output:
    """What lines put out, and which components hold nothing back because the case knows no supply of them.

    `lines` has a row per line, in the case's order: its columns with the holder's `nation`, and possible, output
    [item's unit], `limit`: the component (for a repair line: the item to be repaired) that cuts it, else null.
    """

    lines: pl.DataFrame
    unlimited: tuple[str, ...]


@dataclass(frozen=True)
class _Supplies:
    """What lines draw on, numbered: item i serviceable is i, item i repairable is i + number of items.

    `stock` of each supply in the whole case; lines that feed supply k are feeding[first[k]:first[k + 1]].
    """

    items: pl.Series
    stock: Floats
    known: NDArray[np.bool_]
    feeding: Ints
    first: Ints


@dataclass(frozen=True)
class _Uses:
    """Which line takes how much of which supply for one unit: arrays over (line, supply) pairs, in order of `depth`.

    The depth of an item is the longest chain of bills below it: its components have a smaller one.
    """

    line: Ints
    supply: Ints
    quantity: Floats
    depth: Ints


def line_output(case: Case, window: Window, surge: bool) -> Output:
    """Output of every line in the window, cut to what there is of its components in the whole case.

    A start counts where it is finished within the window, and takes components that are there by the last day on
    which it can be made. What a supply yields by then is split between the lines in proportion to what each would use;
    a line is cut to the share of its scarcest component. A component with neither stock nor line in the case does not
    limit. Repair lines take repairable stock instead of a bill.
    """
    lines = case.filled("lines").join(case["sites"].select("site", "nation"), on="site", maintain_order="left")
    supplies = _supplies(case, lines)
    uses, unlimited = _uses(case, lines, supplies)
    pace = ramps(lines, window.start, 0.0 if surge else None)
    last_start = np.maximum(window.days - pace.lead, 0.0)
    started = pace.started(last_start)
    wanted = np.bincount(uses.supply, uses.quantity * started[uses.line], len(supplies.stock))
    share, limit = np.ones(lines.height), np.full(lines.height, -1)
    for depth in np.unique(uses.depth):
        now = uses.depth == depth
        line, supply = uses.line[now], uses.supply[now]
        there = supplies.stock[supply] + _comes_in(supplies, supply, last_start[line], pace, share)
        enough = np.divide(there, wanted[supply], out=np.ones_like(there), where=wanted[supply] > 0.0)
        enough[enough > 1.0 - ROUNDING] = 1.0
        np.minimum.at(share, line, enough)
        scarcest = (enough < 1.0) & (enough == share[line]) & (started[line] > 0.0)
        limit[line[scarcest][::-1]] = supply[scarcest][::-1]
    out_of_hand = pace.in_hand * np.minimum(window.days, pace.lead)
    names = [None if number < 0 else supplies.items[int(number) % len(supplies.items)] for number in limit]
    table = lines.with_columns(
        pl.Series("possible", out_of_hand + started, pl.Float64),
        pl.Series("output", out_of_hand + share * started, pl.Float64),
        pl.Series("limit", names, pl.String),
    )
    return Output(table, unlimited)


def _supplies(case: Case, lines: pl.DataFrame) -> _Supplies:
    items = case["items"]["item"]
    stock = np.zeros(2 * len(items))
    known = np.zeros(2 * len(items), dtype=bool)
    held = case["stocks"].group_by("item", "condition", maintain_order=True).agg(pl.col("quantity").sum())
    place = _places(held["item"], items) + len(items) * (held["condition"] == "repairable").to_numpy()
    stock[place] = held["quantity"].to_numpy()
    known[place] = True
    known[len(items) :] = True  # what is not there cannot be repaired
    made = _places(lines["item"], items)
    known[made] = True
    feeding = np.argsort(made, kind="stable")
    first = np.searchsorted(made[feeding], np.arange(2 * len(items) + 1))
    return _Supplies(items, stock, known, feeding, first)


def _uses(case: Case, lines: pl.DataFrame, supplies: _Supplies) -> tuple[_Uses, tuple[str, ...]]:
    """What lines take, and the components that hold nothing back because they have neither stock nor line."""
    numbered = lines.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("line"), "item", "work")
    takes = (
        numbered.filter(pl.col("work") == "make")
        .join(case["bills"], on="item", maintain_order="left")
        .select("line", "item", "component", "quantity")
    )
    component = _places(takes["component"], supplies.items)
    limiting = supplies.known[component]
    repaired = numbered.filter(pl.col("work") == "repair")
    broken = _places(repaired["item"], supplies.items)
    uses = _Uses(
        np.concatenate([takes["line"].to_numpy()[limiting], repaired["line"].to_numpy()]),
        np.concatenate([component[limiting], broken + len(supplies.items)]),
        np.concatenate([takes["quantity"].to_numpy()[limiting], np.ones(repaired.height)]),
        np.concatenate(
            [_depths(case, supplies.items)[_places(takes["item"], supplies.items)[limiting]], np.zeros_like(broken)]
        ),
    )
    return uses, tuple(sorted(set(takes["component"].filter(pl.Series(~limiting)))))


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


def _comes_in(supplies: _Supplies, supply: Ints, by: Floats, pace: Ramps, share: Floats) -> Floats:
    """What the lines that feed each supply put out by a day, cut to their shares; shape of `supply` and `by`."""
    counts = supplies.first[supply + 1] - supplies.first[supply]
    use = np.repeat(np.arange(len(supply)), counts)
    place = np.arange(len(use)) - np.repeat(np.cumsum(counts) - counts, counts)
    line = supplies.feeding[supplies.first[supply][use] + place]
    feeder = pace.of(line)
    finished = feeder.in_hand * np.minimum(by[use], feeder.lead)
    finished += share[line] * feeder.started(np.maximum(by[use] - feeder.lead, 0.0))
    return np.bincount(use, finished, len(supply)).astype(np.float64)


def _places(values: pl.Series, items: pl.Series) -> Ints:
    """Row numbers of items, by name; every name is an item of the case."""
    order = pl.DataFrame({"item": items}).with_row_index("place")
    found = pl.DataFrame({"item": values}).join(order, on="item", how="left", maintain_order="left")
    return found["place"].cast(pl.Int64).to_numpy()
