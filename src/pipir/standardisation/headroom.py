"""How much could uses serve at most, whatever is open? What is owed to the user, and what there is of a substitute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipir.network.network import Floats, Network
from pipir.standardisation.gates import Use


@dataclass(frozen=True)
class Served:
    """What a use serves: how many units of the substitute do the work of one, and what is owed to the user.

    `owed` is in units of the item required.
    """

    use: Use
    ratio: float
    owed: float


@dataclass(frozen=True)
class Headroom:
    """The most that each use could serve [units of its substitute], and what several share.

    Each share is weights and a most: the sum of weight x units served, over uses, is no more than it.
    """

    alone: Floats
    shared: tuple[tuple[Floats, float], ...]


def headroom(net: Network, served: list[Served]) -> Headroom:
    """Uses of one user for an item share what it is owed of it, those of one substitute what there is of that."""
    there = {of.use.substitute: _there(net, of.use.substitute) for of in served}
    alone = np.array([min(of.owed * of.ratio, there[of.use.substitute]) for of in served])
    return Headroom(alone, tuple(_shared(net, served, there)))


def _shared(net: Network, served: list[Served], there: dict[str, float]) -> Iterator[tuple[Floats, float]]:
    for nation, item in sorted({(of.use.nation, of.use.item) for of in served}):
        those = [(of.use.nation, of.use.item) == (nation, item) for of in served]
        yield np.where(those, 1.0 / np.array([of.ratio for of in served]), 0.0), _owed(net, nation, item)
    for substitute in sorted(there):
        yield np.array([float(of.use.substitute == substitute) for of in served]), there[substitute]


def _owed(net: Network, nation: str, item: str) -> float:
    demands = net.demands
    which = (demands.nation == net.nations.index(nation)) & (demands.item == net.items.ids.index(item))
    return float((demands.per_day * (demands.end - demands.begin))[which].sum())


def _there(net: Network, item: str) -> float:
    """All units that lie anywhere, are under way, or can come out of lines by the end."""
    number = net.items.ids.index(item)
    making = net.making
    parts = [
        net.holdings.quantity[net.holdings.item == number],
        net.transits.quantity[net.transits.item == number],
        making.ramps.finished(float(net.days))[making.item == number],
    ]
    return float(sum(part.sum() for part in parts))
