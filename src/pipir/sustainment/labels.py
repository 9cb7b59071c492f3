"""Which number does a cell, a pair or a pool have in the arrays?"""

from __future__ import annotations

from pipir.network.network import Network
from pipir.sustainment.moves import Moves, standing_cells


class Labels:
    """Numbers of cells (ordered by site), of pairs of nation and item, and of pools of supplier and item.

    Pairs are those of the case, whatever a policy moves: results of two policies, and of two sets of drawn answers,
    have the same rows. What only passes through a nation is in none of them.
    """

    def __init__(self, net: Network, moves: Moves) -> None:
        self.net = net
        places = moves.cells.places()
        order = sorted(range(len(places)), key=lambda k: places[k])
        self.cells = [places[k] for k in order]
        self.renumber = {old: new for new, old in enumerate(order)}
        base = len(net.case["items"])
        owned = {self.of(s, i) for s, i in standing_cells(net).places() if i < base}
        for dues in (net.commitments, net.promises):
            for sites, covers in zip(dues.sites, dues.covers, strict=True):
                owned |= {self.of(s, i) for s in sites for i in covers}
        self.pairs = tuple(sorted(owned))
        self._pair = {pair: k for k, pair in enumerate(self.pairs)}
        self.pools: dict[tuple[int, int], int] = {}

    def of(self, site: int, item: int) -> tuple[int, int]:
        """Nation and item of a cell."""
        return int(self.net.sites.holder[site]), item

    def pair(self, site: int, item: int) -> int:
        """Number of the pair that a cell belongs to, -1 for repairable stock."""
        return self._pair.get(self.of(site, item), -1)

    def pool(self, supplier: int, item: int) -> int:
        """Number of the pool of what a supplier may send of an item, a new one when it is first met."""
        return self.pools.setdefault((supplier, item), len(self.pools))
