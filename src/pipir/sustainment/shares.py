"""Which share of each rank goes short? What a plan makes small, of every run."""

from __future__ import annotations

import numpy as np

from pipir.network.network import Network
from pipir.sustainment.bands import Bands
from pipir.sustainment.layout import Floats, Ints, Trace


class Shares:
    """The share short of every rank in each run: the mean over items of what goes short of an item by weight.

    Claims owed nothing and those of no weight are left out, as in the order of a plan. Source: design, "Order".
    """

    def __init__(self, net: Network, demand_order: Ints) -> None:
        kinds = (net.demands.rank[demand_order], net.commitments.rank, net.promises.rank)
        ranks = np.concatenate(kinds).astype(np.int64)
        stated = dict(net.case["agreements"].select("agreement", "item").iter_rows())
        names = [net.items.ids[i] for i in (*net.demands.item[demand_order], *net.commitments.item)]
        names += [
            net.items.ids[i] if i >= 0 else stated[name]
            for name, i in zip(net.promises.ids, net.promises.item, strict=True)
        ]
        groups = sorted({(int(rank), name) for rank, name in zip(ranks, names, strict=True)})
        weight = np.ones(len(ranks))
        weight[: len(demand_order)] = net.demands.weight[demand_order]
        place = {group: k for k, group in enumerate(groups)}
        self.ranks = sorted({rank for rank, _ in groups})
        self._weigh = np.zeros((len(ranks), len(groups)))
        for claim, group in enumerate(zip(ranks.tolist(), names, strict=True)):
            self._weigh[claim, place[group]] = weight[claim]
        self._rank = np.array([self.ranks.index(rank) for rank, _ in groups], dtype=np.int64)
        self.bands = Bands()

    def of(self, owed: Floats, unmet: Floats) -> Floats:
        """Share short of each rank (runs, ranks) from units by claim (runs, claims); 0 where nothing is owed."""
        owes, lacks = owed @ self._weigh, unmet @ self._weigh
        share = np.divide(lacks, owes, out=np.zeros(owes.shape), where=owes > 0.0)
        total, items = np.zeros((len(owed), len(self.ranks))), np.zeros((len(owed), len(self.ranks)))
        np.add.at(total.T, self._rank, share.T)
        np.add.at(items.T, self._rank, (owes > 0.0).T)
        found: Floats = total / np.maximum(items, 1.0)
        return found

    def add(self, trace: Trace) -> None:
        """Add a block of runs."""
        self.bands.add(self.of(trace.owed, trace.unmet))
