"""What is a claim's item made of, where, and what of that may be wanting? Bills, down to the last part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipir.network.network import Network
from pipir.planning.alone import PRICED, Alone, Least


@dataclass(frozen=True)
class Part:
    """An item that a line at a site takes: units for one that the claim is given. `wanted`: more of it may mend."""

    site: int
    item: int
    quantity: float
    wanted: bool


def takes(net: Network, items: dict[int, float]) -> Iterator[tuple[int, int, float]]:
    """What lines take to make so many units of some items, down to the last part: line, part, units."""
    making = net.making
    need, todo = dict(items), list(items)
    while todo:
        item = todo.pop(0)
        for line in np.flatnonzero(making.item == item).tolist():
            for k in range(int(making.bill[line]), int(making.bill[line + 1])):
                part, quantity = int(making.component[k]), need[item] * float(making.quantity[k])
                if quantity > need.get(part, 0.0):
                    need[part] = quantity
                    todo.append(part)
                yield line, part, quantity


def parts(alone: Alone, least: Least) -> list[Part]:
    """Everything that is taken to make what the claim can be given, by site.

    Of a part that has no price in the programme of `least` more mends nothing, unless nothing of it can come there.
    """
    net, scope = alone.net, least.built.scope
    worth = -least.rows[least.built.programme.rows["balance"].all]
    found: dict[tuple[int, int], Part] = {}
    for line, item, quantity in takes(net, alone.ratios):
        place = int(net.making.site[line]), item
        cell = int(scope.cell_of[place])
        own = worth[scope.stocks.at[cell] : scope.stocks.at[cell + 1]] if cell >= 0 else np.zeros(0)
        wanted = not len(own) or bool(own.max() > PRICED)
        if place not in found or quantity > found[place].quantity:
            found[place] = Part(*place, quantity, wanted)
    return list(found.values())


def of_line(alone: Alone, every: list[Part], line: int) -> list[Part]:
    """The parts that one line takes itself."""
    making = alone.net.making
    bill = making.component[making.bill[line] : making.bill[line + 1]].tolist()
    return [part for part in every if part.site == making.site[line] and part.item in bill]
