"""Who gains when gates open, of which item, how many units and days of supply?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipir.network.network import Flags, Floats, Network
from pipir.planning.owed import days_of_supply, days_owed, receivers, windows
from pipir.program.claims import Claims

TOLD = 1e-5
"""Share of what is owed below which a difference is a rest of rounding."""


@dataclass(frozen=True)
class Gain:
    """What is owed to a nation of an item, and goes short of it with and without gates open [units].

    `over` are the days on which any is owed: 0 where it all falls due at once.
    """

    nation: str
    item: str
    owed: float
    before: float
    after: float
    over: float

    @property
    def units(self) -> float:
        """Less going short; below 0: more."""
        return self.before - self.after

    @property
    def days(self) -> float | None:
        """The same in days of supply."""
        return days_of_supply(self.units, self.owed, self.over)

    @property
    def told(self) -> bool:
        """Is it more than a rest of rounding?"""
        return abs(self.units) > TOLD * self.owed


class Owed:
    """The claims of a network by the nation that receives and the item owed."""

    def __init__(self, net: Network, claims: Claims) -> None:
        self._claims = claims
        self._nations = np.array(net.nations, dtype=object)[receivers(net, claims)]
        self._items = np.array(claims.group, dtype=object)
        self._windows = windows(net, claims)

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
        return Gain(
            nation=nation,
            item=item,
            owed=float(owed.sum()),
            before=float((owed * before[which]).sum()),
            after=float((owed * after[which]).sum()),
            over=days_owed(self._windows[which]),
        )
