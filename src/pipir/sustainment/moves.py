"""What may a policy move, from where, by which legs? The wants of a run, as rows that become arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipir.network.network import Network
from pipir.network.permissions import Agreement
from pipir.sustainment.scripts import Script

STOCK_UP, HAND_OVER = 0, 1
"""Kinds of want: fill a site up to its cover, or hand over what falls due under a commitment or promise."""


@dataclass(frozen=True)
class Way:
    """What carries a shipment between holders, and the supplier whose pool of what may go it is taken from.

    `agreements` is empty where a commitment carries it. `frees` means that the supplier lets its reserve go, `onward`
    that what is received may be sent on. `supplier` indexes nations, `item` items.
    """

    supplier: int
    item: int
    agreements: tuple[Agreement, ...]
    frees: bool
    onward: bool


@dataclass(frozen=True)
class Leg:
    """A lane as one stage of a route of an item.

    `follows` is the leg after it (-1 for none), `ends` the cell that the whole route leads to, `stages` the lanes still
    to go, this one included. `due` is the place among all dues of what it was sent for, `way` what carries it between
    holders (-1 for none), `crosses` whether this lane is the one that leads from holder to holder.
    """

    lane: int
    item: int
    follows: int
    ends: int
    stages: int
    due: int
    way: int
    crosses: bool


@dataclass(frozen=True)
class Source:
    """A place that a want may be met from, by one route.

    `cell` is where it lies, `leg` the first leg, `ratio` units of it that do the work of one, `days` door to door,
    `way` what carries it between holders (-1 within one).
    """

    cell: int
    leg: int
    ratio: float
    days: float
    way: int


@dataclass
class Want:
    """Something that goods are moved for; `cells` and `ratios` are what counts as being there already.

    `kind` is STOCK_UP or HAND_OVER. `demands` are the demands it serves, `uses` pairs of line and units a start for a
    plant's component, `due` the place among all dues (commitments first, then promises).
    """

    kind: int
    rank: int
    cells: tuple[int, ...]
    ratios: tuple[float, ...]
    sources: list[Source] = field(default_factory=list)
    demands: tuple[int, ...] = ()
    uses: tuple[tuple[int, float], ...] = ()
    due: int = -1


class Cells:
    """Pairs of site and item that can hold something, numbered as they are met."""

    def __init__(self) -> None:
        self.number: dict[tuple[int, int], int] = {}

    def __call__(self, site: int, item: int) -> int:
        """Number of the cell, a new one when it is first met."""
        return self.number.setdefault((site, item), len(self.number))

    def places(self) -> list[tuple[int, int]]:
        """Site and item of every cell, in order of number."""
        return list(self.number)


@dataclass
class Moves:
    """Everything that a policy lets move in a network: what is wanted, or what a script says."""

    cells: Cells
    wants: list[Want] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    script: Script | None = None


def standing_cells(net: Network) -> Cells:
    """Cells that exist whatever the policy: stock, goods under way, lines and their components, demands."""
    cells = Cells()
    for site, item in zip(net.holdings.site, net.holdings.item, strict=True):
        cells(int(site), int(item))
    for lane, item in zip(net.transits.lane, net.transits.item, strict=True):
        cells(int(net.lanes.destination[lane]), int(item))
    making = net.making
    for line, (site, item) in enumerate(zip(making.site, making.item, strict=True)):
        cells(int(site), int(item))
        for k in range(making.bill[line], making.bill[line + 1]):
            cells(int(site), int(making.component[k]))
    for site, uses in zip(net.demands.site, net.demands.uses, strict=True):
        for item, _ in uses:
            cells(int(site), item)
    return cells


def supplying_cells(net: Network) -> set[tuple[int, int]]:
    """Cells from which something can be sent: with stock, goods under way to them, or a line."""
    found = {
        (int(s), int(i))
        for s, i, q in zip(net.holdings.site, net.holdings.item, net.holdings.quantity, strict=True)
        if q > 0
    }
    found |= {
        (int(net.lanes.destination[k]), int(i)) for k, i in zip(net.transits.lane, net.transits.item, strict=True)
    }
    found |= {(int(s), int(i)) for s, i in zip(net.making.site, net.making.item, strict=True)}
    return found


def by_item(cells: set[tuple[int, int]]) -> dict[int, Sequence[int]]:
    """Sites of each item, in order of number."""
    found: dict[int, list[int]] = {}
    for site, item in sorted(cells):
        found.setdefault(item, []).append(site)
    return {item: tuple(sites) for item, sites in found.items()}
