"""Who gains by another plan, of which item, how many units and days of supply?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipir.network.network import Floats, Ints, Network
from pipir.planning.owed import claimants, days_of_supply, days_owed, windows
from pipir.program.claims import DEMAND, Claims

TOLD = 1e-5
"""Share of what is owed below which a difference is a rest of rounding."""
DIGITS = 6
"""Of a unit: what changes by as much changes alike."""


@dataclass(frozen=True)
class Gain:
    """What a nation needs of an item, or is promised, and what goes short of it in one plan and in another [units].

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


@dataclass(frozen=True)
class Change:
    """What nations together gain of an item that all gain of it, or all lose [units]; below 0: they lose.

    `days` are those of their own need together, None where nothing is owed to them by days; `share` is of what is owed.
    """

    nations: tuple[str, ...]
    item: str
    units: float
    days: float | None
    share: float


class Owed:
    """The claims of a network by the nation that receives and the item owed.

    What comes under a promise may then meet a need, and is one unit: needs of a nation and what it is promised are
    reckoned apart, and where both change what changes more is told.
    """

    def __init__(self, net: Network, claims: Claims) -> None:
        self._claims, self._windows = claims, windows(net, claims)
        to = claimants(net, claims).tolist()
        of: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
        for k, key in enumerate(zip(to, claims.group, strict=True)):
            of.setdefault(key, ([], []))[int(claims.kind[k] != DEMAND)].append(k)
        self._of = {key: [np.array(part) for part in of[key] if part] for key in sorted(of)}

    def by_nation(self, before: Floats, after: Floats) -> Iterator[Gain]:
        """Gains of each nation and item, by the shares short of the claims before and after."""
        for (nation, item), parts in self._of.items():
            yield self._gain(nation, item, self._changing(parts, before, after), before, after)

    def together(self, before: Floats, after: Floats) -> list[Change]:
        """What goes short less or more of each item, those who gain of it together and those who lose together.

        What one nation gains another may lose: neither makes the other less, and days of supply are those of the need
        of nations for whom something changes.
        """
        of: dict[tuple[str, bool], list[str]] = {}
        for gain in self.by_nation(before, after):
            if gain.told:
                of.setdefault((gain.item, gain.units > 0), []).append(gain.nation)
        return [self._together(item, nations, before, after) for (item, _), nations in sorted(of.items())]

    def by_days(self, item: str) -> bool:
        """Is any of an item owed by days, and not all at once?"""
        parts = (part for (_, name), parts in self._of.items() if name == item for part in parts)
        return any(days_owed(self._windows[which]) > 0.0 for which in parts)

    def _changing(self, parts: list[Ints], before: Floats, after: Floats) -> Ints:
        """Of needs and promises those that change more; needs where both change alike."""
        owed = self._claims.owed
        return max(parts, key=lambda which: round(abs(float(owed[which] @ (before - after)[which])), DIGITS))

    def _together(self, item: str, nations: list[str], before: Floats, after: Floats) -> Change:
        parts = [self._changing(self._of[nation, item], before, after) for nation in nations]
        gain = self._gain("", item, np.sort(np.concatenate(parts)), before, after)
        return Change(tuple(nations), item, gain.units, gain.days, gain.units / gain.owed)

    def _gain(self, nation: str, item: str, which: Ints, before: Floats, after: Floats) -> Gain:
        owed = self._claims.owed[which]
        return Gain(
            nation=nation,
            item=item,
            owed=float(owed.sum()),
            before=float((owed * before[which]).sum()),
            after=float((owed * after[which]).sum()),
            over=days_owed(self._windows[which]),
        )
