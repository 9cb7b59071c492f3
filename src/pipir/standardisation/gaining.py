"""Who gains when gates open, of which item, how many units and days of supply?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipir.network.network import Flags, Floats, Network
from pipir.program.claims import COMMITMENT, DEMAND, Claims

TOLD = 1e-5
"""Share of what is owed below which a difference is a rest of rounding."""


@dataclass(frozen=True)
class Gain:
    """What is owed to a nation of an item, and goes short of it with and without gates open [units].

    `daily` is the mean daily need on the days on which anything falls due: None where it all falls due at once.
    """

    nation: str
    item: str
    owed: float
    before: float
    after: float
    daily: float | None

    @property
    def units(self) -> float:
        """Less going short; below 0: more."""
        return self.before - self.after

    @property
    def days(self) -> float | None:
        """The same in days of supply."""
        return None if self.daily is None else self.units / self.daily

    @property
    def told(self) -> bool:
        """Is it more than a rest of rounding?"""
        return abs(self.units) > TOLD * self.owed


class Owed:
    """The claims of a network by the nation that receives and the item owed."""

    def __init__(self, net: Network, claims: Claims) -> None:
        self._net, self._claims = net, claims
        facts = [_facts(net, claims, c) for c in range(len(claims.kind))]
        self._nations = np.array([nation for nation, _, _ in facts], dtype=object)
        self._items = np.array(claims.group, dtype=object)
        self._windows = [(begin, end) for _, begin, end in facts]

    def by_nation(self, before: Floats, after: Floats) -> Iterator[Gain]:
        """Gains of each nation and item, by the shares short of the claims before and after."""
        for nation, item in sorted({*zip(self._nations, self._items, strict=True)}):
            which = (self._nations == nation) & (self._items == item)
            yield self._gain(nation, item, which, before, after)

    def by_item(self, before: Floats, after: Floats) -> Iterator[Gain]:
        """Gains of all nations together, by item."""
        for item in sorted({*self._items}):
            yield self._gain("", item, self._items == item, before, after)

    def _gain(self, nation: str, item: str, which: Flags, before: Floats, after: Floats) -> Gain:
        owed = self._claims.owed[which]
        length = _union([self._windows[c] for c in np.flatnonzero(which)])
        return Gain(
            nation=nation,
            item=item,
            owed=float(owed.sum()),
            before=float((owed * before[which]).sum()),
            after=float((owed * after[which]).sum()),
            daily=float(owed.sum()) / length if length > 0.0 else None,
        )


def _facts(net: Network, claims: Claims, claim: int) -> tuple[str, float, float]:
    """Nation that receives, and the days from and until which it falls due within the scenario."""
    kind, k = int(claims.kind[claim]), int(claims.number[claim])
    if kind == DEMAND:
        return net.nations[net.demands.nation[k]], float(net.demands.begin[k]), float(net.demands.end[k])
    dues = net.commitments if kind == COMMITMENT else net.promises
    return net.nations[dues.recipient[k]], float(dues.begin[k]), min(float(dues.end[k]), float(net.days))


def _union(windows: list[tuple[float, float]]) -> float:
    """Days that lie in any of the windows."""
    total, reached = 0.0, -np.inf
    for begin, end in sorted(windows):
        total += max(end - max(begin, reached), 0.0)
        reached = max(reached, end)
    return float(total)
