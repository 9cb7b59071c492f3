"""Which claims does a programme serve? Demands, commitments and called promises in one list, with what each is owed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipir.network.network import Dues, Floats, Ints, Network

DEMAND, COMMITMENT, PROMISE = 0, 1, 2
KINDS = ("demand", "commitment", "promise")
"""Kinds of claim, by the numbers of `Claims.kind`."""


@dataclass(frozen=True)
class Claims:
    """Every claim that is owed something: shape (claims,) each.

    `number` is its place among the demands, commitments or promises of the network. `owed` is in units of what it
    requires, `share` its part of the shortage of its rank: weight x owed over that of all claims of its rank and item,
    0 for claims of no weight. `group` is the item required, or the word that a promise over several items states.
    `ranks` are those that a programme has rows for, in order: all that occur, and others that may later.
    """

    kind: Ints
    number: Ints
    rank: Ints
    group: tuple[str, ...]
    weight: Floats
    owed: Floats
    share: Floats
    ranks: Ints

    @property
    def place(self) -> Ints:
        """Place of each claim's rank among `ranks`: sequences count as they like, from 1 or by the million."""
        found: Ints = np.searchsorted(self.ranks, self.rank)
        return found

    def at(self, rank: int) -> Ints:
        """The place of a rank among `ranks`: shape (1,)."""
        found: Ints = np.searchsorted(self.ranks, [rank])
        return found

    def of(self, kind: int) -> Ints:
        """Claims of a kind, in order."""
        return np.flatnonzero(self.kind == kind)

    def claim_of(self, kind: int, count: int) -> Ints:
        """The claim of each demand, commitment or promise of the network: -1 where it is owed nothing."""
        found = np.full(count, -1)
        which = self.of(kind)
        found[self.number[which]] = which
        return found


def claims(net: Network) -> Claims:
    """The claims of a network. Source: design, "Order"."""
    demands = net.demands
    stated = dict(net.case["agreements"].select("agreement", "item").iter_rows())
    required = [
        [net.items.ids[i] for i in demands.item],
        [net.items.ids[i] for i in net.commitments.item],
        [
            net.items.ids[i] if i >= 0 else stated[name]
            for name, i in zip(net.promises.ids, net.promises.item, strict=True)
        ],
    ]
    owed = [demands.per_day * (demands.end - demands.begin), remaining(net.commitments), remaining(net.promises)]
    ranks = [demands.rank, net.commitments.rank, net.promises.rank]
    weights = [demands.weight, np.ones(len(owed[1])), np.ones(len(owed[2]))]
    keep = [np.flatnonzero(quantity > 0) for quantity in owed]
    kind = np.repeat(np.arange(3), [len(which) for which in keep])
    number = np.concatenate(keep)
    rank, weight, total = (np.concatenate([values[k][keep[k]] for k in range(3)]) for values in (ranks, weights, owed))
    group = tuple(required[k][n] for k, n in zip(kind, number, strict=True))
    return Claims(kind, number, rank, group, weight, total, _shares(rank, group, weight * total), np.unique(rank))


def remaining(dues: Dues) -> Floats:
    """What falls due in the scenario and is not delivered before it begins: units of each due."""
    return np.maximum(dues.owed - dues.met, 0.0)


def _shares(rank: Ints, group: tuple[str, ...], weighed: Floats) -> Floats:
    sums: dict[tuple[int, str], float] = {}
    keys = [(int(r), g) for r, g in zip(rank, group, strict=True)]
    for key, value in zip(keys, weighed, strict=True):
        sums[key] = sums.get(key, 0.0) + float(value)
    total = np.array([sums[key] for key in keys], dtype=np.float64)
    return np.divide(weighed, total, out=np.zeros(len(weighed)), where=total > 0)
