"""Who gains what by a yes, and who loses? Units under promises and units of needs, each counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipir.case.names import Names
from pipir.case.words import listing
from pipir.planning.owed import receivers
from pipir.planning.worth import Best, costs
from pipir.program.build import Built
from pipir.program.claims import DEMAND

LEAST = 1e-7
"""Worth that is a rest of rounding."""
TOLD = 0.01
"""Worth of a gain or loss, over that of the largest, below which it is not told: equal plans differ by as much."""
MOST = 3
"""Gains that are told, and losses."""


@dataclass(frozen=True)
class Gain:
    """Units of an item that a nation gets more under promises, or of its needs that are met more; less below 0.

    What comes under a promise may also meet a need: then it is in both, and is no more than once in each.
    """

    nation: str
    item: str
    promised: bool
    units: float
    worth: float


def gains(built: Built, no: Best, yes: Best) -> tuple[Gain, ...]:
    """What a yes changes, by nation and item, promises and needs apart."""
    worth: dict[tuple[str, str, bool], float] = defaultdict(float)
    units: dict[tuple[str, str, bool], float] = defaultdict(float)
    value, who_claims = costs(built), receivers(built.net, built.claims)
    promised = (built.claims.kind != DEMAND).tolist()
    for claim, gain in enumerate((no.shares - yes.shares).tolist()):
        key = built.net.nations[who_claims[claim]], built.claims.group[claim], promised[claim]
        worth[key] += gain * float(value[claim])
        units[key] += gain * float(built.claims.owed[claim])
    least = max(LEAST, TOLD * max(worth.values(), default=0.0))
    return tuple(Gain(*key, units[key], worth[key]) for key in sorted(worth) if abs(worth[key]) > least)


def weighed(every: Iterable[tuple[float, Sequence[Gain]]]) -> list[Gain]:
    """The mean of what several scenarios say, by their weights."""
    found: dict[tuple[str, str, bool], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for weight, some in every:
        for one in some:
            sums = found[one.nation, one.item, one.promised]
            sums[0] += weight * one.units
            sums[1] += weight * one.worth
    return [Gain(*key, *sums) for key, sums in found.items() if sums[1] != 0.0]


def told(every: Sequence[Gain], names: Names) -> str:
    """What a yes would do, after `would`: bring so much under promises, meet so much more need, and who loses."""
    order = sorted(every, key=lambda one: (-abs(one.worth), one.nation, one.item))
    more, less = [one for one in order if one.units > 0.0][:MOST], [one for one in order if one.units < 0.0][:MOST]
    brought = _by_nation((one for one in more if one.promised), " more for {}", names)
    met = _by_nation((one for one in more if not one.promised), " more of what {} needs", names)
    lost = [
        _by_nation((one for one in less if one.promised), " that {} is promised", names),
        _by_nation((one for one in less if not one.promised), " of what {} needs", names),
    ]
    parts = ([f"bring {brought} under promises"] if brought else []) + ([f"meet {met}"] if met else [])
    cost = " and ".join(one for one in lost if one)
    return " and ".join(parts) + (f", at the cost of {cost}" if cost and parts else "")


def _by_nation(some: Iterable[Gain], words: str, names: Names) -> str:
    """Amounts, those of one nation together; `words` say what they are of a nation."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in some:
        found[one.nation].append(names.amount(abs(one.units), one.item))
    return listing((listing(much) + words.format(names.nation(nation)) for nation, much in found.items()), MOST)
