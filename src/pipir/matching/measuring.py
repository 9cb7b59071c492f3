"""How much of each item goes short of all nations, and how much less of it in another plan?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipir.network.network import Floats
from pipir.planning.gaining import Gain, Owed

REST = 1e-7
"""Share of what is owed that is a rest of rounding."""


@dataclass(frozen=True)
class Measure:
    """What is owed of an item to all nations, what goes short of it, how much less in another plan [units].

    Of each nation it is either what it needs or what it is promised: a unit that comes under a promise and then meets a
    need is one. `daily` is what nations are owed a day while any falls due to them, added up [units/day]; `in_days` is
    what is mended for those who are owed by days.
    """

    owed: float
    short: float
    mended: float
    daily: float
    in_days: float

    @property
    def days(self) -> float | None:
        """What is mended for those who are owed by days, in days of supply; None where all falls due at once."""
        return self.in_days / self.daily if self.daily > 0.0 else None


def measured(owed: Owed, before: Floats, after: Floats) -> dict[str, Measure]:
    """Every item owed, by the shares short of the claims before and after.

    Of needs and promises of a nation that is told which changes more (`planning.gaining`); where nothing changes, that
    of which more goes short.
    """
    found: dict[str, list[Gain]] = defaultdict(list)
    lacks = owed.by_nation(before, np.zeros_like(before))
    for change, lack in zip(owed.by_nation(before, after), lacks, strict=True):
        changes = abs(change.units) > REST * change.owed
        found[change.item].append(change if changes else replace(lack, after=lack.before))
    return {item: _added_up(found[item]) for item in sorted(found)}


def lacking(owed: Owed, shares: Floats) -> dict[str, Measure]:
    """The same of one plan: what goes short of each item."""
    return measured(owed, shares, shares)


def _added_up(gains: Sequence[Gain]) -> Measure:
    total, mended = sum(gain.owed for gain in gains), sum(gain.units for gain in gains)
    by_days = [gain for gain in gains if gain.over > 0.0]
    return Measure(
        owed=total,
        short=sum(gain.before for gain in gains),
        mended=mended if abs(mended) > REST * total else 0.0,
        daily=sum(gain.owed / gain.over for gain in by_days),
        in_days=sum(gain.units for gain in by_days),
    )
