"""What can never matter? When goods can be at a place at the earliest, and when they are of use there at the latest.

Times are those of the programme: what comes in within a period can be used from its beginning, and what a period asks
for can be met by what comes in until its end. So nothing is left out that the programme could have used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.network import Flags, Floats, Ints, Network
from pipir.program.flows import Flows
from pipir.program.grid import Grid

NEVER = -np.inf


@dataclass(frozen=True)
class Windows:
    """Days from which goods can be in a cell, and until which they are of use there: shape (sites, items).

    `line_from` and `line_until` bound the days on which starts of each line can be made and are of use.
    """

    earliest: Floats
    latest: Floats
    line_from: Floats
    line_until: Floats


@dataclass(frozen=True)
class Ends:
    """What goods are wanted for: cells that something is taken from, with the day until which it is.

    `arriving` marks flows whose arrival counts by itself: commitments and called promises.
    """

    site: Ints
    item: Ints
    until: Floats
    arriving: Flags


def windows(net: Network, grid: Grid, flows: Flows, ends: Ends, running: Flags) -> Windows:
    """Windows of every cell and line; `running` are the lines that may work."""
    earliest, line_from = _earliest(net, grid, flows, running)
    latest, line_until = _latest(net, grid, flows, ends, running)
    return Windows(earliest, latest, line_from, line_until)


def _earliest(net: Network, grid: Grid, flows: Flows, running: Flags) -> tuple[Floats, Floats]:
    making, lanes = net.making, net.lanes
    first = np.full((len(net.sites.ids), len(net.items.ids)), np.inf)
    held = net.holdings.quantity > 0
    first[net.holdings.site[held], net.holdings.item[held]] = 0.0
    came = lanes.destination[net.transits.lane], net.transits.item
    np.minimum.at(first, came, _down(grid, net.transits.day.astype(np.float64)))
    if net.past is not None:
        np.minimum.at(first, (net.past.site, net.past.item), _down(grid, net.past.due.astype(np.float64)))
    in_hand = running & (making.ramps.in_hand > 0) & (making.ramps.lead > 0)
    first[making.site[in_hand], making.item[in_hand]] = 0.0
    begins = _first_starts(net, grid, running)
    origin, destination, days = lanes.origin[flows.lane], lanes.destination[flows.lane], lanes.days[flows.lane]
    opens = _up(grid, flows.opens)
    bill_line = np.repeat(np.arange(len(making.ids)), np.diff(making.bill))
    line_from = begins
    for _ in range(first.size + 1):
        before = first.copy()
        leaves = np.maximum(first[origin, flows.item], opens)
        np.minimum.at(first, (destination, flows.item), _down(grid, leaves + days))
        line_from = begins.copy()
        np.maximum.at(line_from, bill_line, first[making.site[bill_line], making.component])
        np.minimum.at(first, (making.site, making.item), _down(grid, line_from + making.ramps.lead))
        if np.array_equal(before, first):
            break
    return first, line_from


def _first_starts(net: Network, grid: Grid, running: Flags) -> Floats:
    """Beginning of the first period in which each line has capacity: infinite where it never has."""
    could = np.diff(net.making.ramps.started(grid.edges[:, None]), axis=0) > 0
    ever = running & could.any(axis=0)
    return np.where(ever, grid.begin[np.argmax(could, axis=0)], np.inf) if len(running) else np.zeros(0)


def _latest(net: Network, grid: Grid, flows: Flows, ends: Ends, running: Flags) -> tuple[Floats, Floats]:
    making, lanes = net.making, net.lanes
    last = np.full((len(net.sites.ids), len(net.items.ids)), NEVER)
    np.maximum.at(last, (ends.site, ends.item), _ending(grid, ends.until))
    origin, destination, days = lanes.origin[flows.lane], lanes.destination[flows.lane], lanes.days[flows.lane]
    closes = _down(grid, flows.closes)
    bill_line = np.repeat(np.arange(len(making.ids)), np.diff(making.bill))
    line_until = np.full(len(making.ids), NEVER)
    for _ in range(last.size + 1):
        before = last.copy()
        arrives = np.where(ends.arriving, float(net.days), last[destination, flows.item])
        leaves = np.minimum(_ending(grid, arrives - days), closes)
        np.maximum.at(last, (origin, flows.item), leaves)
        finished = _ending(grid, last[making.site, making.item] - making.ramps.lead)
        line_until = np.where(running, finished, NEVER)
        np.maximum.at(last, (making.site[bill_line], making.component), line_until[bill_line])
        if np.array_equal(before, last):
            break
    return last, line_until


def _down(grid: Grid, day: Floats) -> Floats:
    """Beginning of the period that holds a day; infinite beyond the last one, never before the first."""
    at = np.clip(np.searchsorted(grid.edges, day + 1e-9, side="right") - 1, 0, grid.count)
    return np.where(at < grid.count, grid.edges[at], np.inf)


def _up(grid: Grid, day: Floats) -> Floats:
    """Beginning of the first period that does not begin before a day."""
    at = np.searchsorted(grid.edges, day - 1e-9, side="left")
    return np.where(at < grid.count, grid.edges[np.minimum(at, grid.count)], np.inf)


def _ending(grid: Grid, day: Floats) -> Floats:
    """End of the last period that begins before a day; never where there is none."""
    at = np.searchsorted(grid.begin, day - 1e-9, side="left")
    return np.where(at > 0, grid.edges[np.minimum(at, grid.count)], NEVER)
