"""How much could pairs serve at most, whatever is open? What is owed, and what there is of a substitute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipir.network.network import Floats, Network


@dataclass(frozen=True)
class Served:
    """What a pair serves: the item required, its substitute, how many units of that do the work of one at most, owed.

    `owed` is in units of the item required.
    """

    item: str
    substitute: str
    ratio: float
    owed: float


@dataclass(frozen=True)
class Room:
    """The most that each pair could serve [units of its substitute], and what several share.

    Each share is weights and a most: the sum of weight x units served, over pairs, is no more than it.
    """

    alone: Floats
    shared: tuple[tuple[Floats, float], ...]


def room(net: Network, served: list[Served]) -> Room:
    """Pairs that require the same item share what is owed of it, those of one substitute what there is of that."""
    there = {pair.substitute: _there(net, pair.substitute) for pair in served}
    alone = np.array([min(pair.owed * pair.ratio, there[pair.substitute]) for pair in served])
    return Room(alone, tuple(_shared(net, served, there)))


def _shared(net: Network, served: list[Served], there: dict[str, float]) -> Iterator[tuple[Floats, float]]:
    for item in sorted({pair.item for pair in served}):
        weights = np.array([1.0 / pair.ratio if pair.item == item else 0.0 for pair in served])
        yield weights, _owed(net, item)
    for substitute in sorted(there):
        yield np.array([float(pair.substitute == substitute) for pair in served]), there[substitute]


def _owed(net: Network, item: str) -> float:
    demands = net.demands
    which = demands.item == net.items.ids.index(item)
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
