"""How far do the runs spread? Quantiles of many series at once, in memory that does not grow with the runs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipir.sustainment.compiled import kernel
from pipir.sustainment.layout import Floats, Ints

EXACT = 1024
"""Runs that are kept as they are: up to here every quantile is exact."""
BINS = 256
"""Beyond, runs are counted between this many quantiles of the first ones: a rank is then off by at most one bin, which
holds 1/256 of the first runs (four of them) and may hold up to about 1/64 of all."""


class Bands:
    """Quantiles over runs of an array of series, whose runs are added block by block."""

    def __init__(self) -> None:
        self._kept: list[Floats] = []
        self._edges: Floats | None = None
        self._counts: Ints | None = None
        self._runs = 0
        self._sum: Floats | None = None

    def add(self, block: Floats) -> None:
        """Add runs: shape (runs, ...series)."""
        total = block.sum(axis=0)
        self._sum = total if self._sum is None else self._sum + total
        self._runs += len(block)
        if self._edges is None and self._runs <= EXACT:
            self._kept.append(block)
            return
        if self._edges is None:
            self._fold()
        assert self._edges is not None
        assert self._counts is not None
        count_between(self._edges, self._counts, np.ascontiguousarray(block.reshape(len(block), -1)))

    def mean(self) -> Floats:
        """Mean over the runs: shape (...series)."""
        assert self._sum is not None
        return self._sum / self._runs

    def quantiles(self, shares: Sequence[float]) -> list[Floats]:
        """For each share the smallest value that at least that share of the runs does not exceed: (...series) each."""
        assert self._sum is not None
        if self._edges is None:
            places = [rank(share, self._runs) for share in shares]
            kept = np.partition(np.concatenate(self._kept), places, axis=0)
            return [kept[place] for place in places]
        return [self._from_counts(share).reshape(self._sum.shape) for share in shares]

    def _from_counts(self, share: float) -> Floats:
        assert self._edges is not None
        assert self._counts is not None
        place = np.argmax(np.cumsum(self._counts, axis=1) > rank(share, self._runs), axis=1)
        found: Floats = self._edges[np.arange(len(place)), place]
        return found

    def _fold(self) -> None:
        """Turn what was kept into counts between its quantiles; the last edge is the largest value seen so far."""
        kept = np.sort(np.concatenate(self._kept), axis=0).reshape(sum(len(b) for b in self._kept), -1)
        places = [rank((k + 1) / BINS, len(kept)) for k in range(BINS)]
        self._edges = np.ascontiguousarray(kept[places].T)
        self._counts = np.zeros(self._edges.shape, dtype=np.int64)
        count_between(self._edges, self._counts, np.ascontiguousarray(kept))
        self._kept = []


def rank(share: float, runs: int) -> int:
    """Place, from 0, of the smallest value that at least that share of sorted runs does not exceed."""
    return max(0, int(np.ceil(share * runs - 1e-9)) - 1)


@kernel
def count_between(edges: Floats, counts: Ints, values: Floats) -> None:
    """Count each value (runs, series) at the first edge (series, bins) that is not below it; above all, at the last."""
    bins = edges.shape[1]
    for k in range(values.shape[1]):  # outside, so that the edges of one series stay near the processor
        for run in range(values.shape[0]):
            low, high = 0, bins - 1
            while low < high:
                middle = (low + high) // 2
                if edges[k, middle] >= values[run, k]:
                    high = middle
                else:
                    low = middle + 1
            counts[k, low] += 1
            edges[k, bins - 1] = max(edges[k, bins - 1], values[run, k])
