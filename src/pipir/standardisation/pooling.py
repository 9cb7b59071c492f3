"""What does a joint order save? Safety stock for the needs of several nations together, against each for itself.

What a nation can pool by itself is no saving of the order: its own need of the item, and those for which it would use
the item instead, share a stock of its own. A gate that is closed today counts as open on both sides, so that what its
opening saves a nation alone is not taken for what joining saves.

Daily demand is independent from day to day and from demand to demand, with its mean and its coefficient of variation,
as the simulator draws it. A safety stock lasts over the days it has to cover with the chance asked for: so many
standard deviations of what is used in the worst such days. For n equal independent needs it shrinks by 1/sqrt(n).
Source: methods d.16.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from pipir.case.case import Case
from pipir.case.tables.things import GATES
from pipir.network.network import Demands, Floats, Network


@dataclass(frozen=True)
class Need:
    """What a nation needs of an item by day: mean and variance, shape (days,) each, in units of what is ordered.

    `closed` says that a gate keeps what is ordered from serving it today.
    """

    nation: str
    mean: Floats
    variance: Floats
    closed: bool = False

    def instead(self, ratio: float, closed: bool) -> Need:
        """The same in units of a substitute that does the work of one with so many."""
        return Need(self.nation, self.mean * ratio, self.variance * ratio**2, closed)


@dataclass(frozen=True)
class Pool:
    """Needs that one order could serve: `required` is what the users require who would use the item instead.

    An item that nobody would use instead has no users.
    """

    item: str
    required: str
    needs: tuple[Need, ...]
    users: tuple[str, ...] = ()

    @property
    def closed(self) -> tuple[str, ...]:
        """Those of the users to whom a gate is closed today."""
        return tuple(sorted({need.nation for need in self.needs if need.closed}))

    @property
    def nations(self) -> tuple[str, ...]:
        """Nations in it."""
        return tuple(sorted({need.nation for need in self.needs}))

    @property
    def demand(self) -> float:
        """Mean daily need on the days on which there is any."""
        total = np.sum([need.mean for need in self.needs], axis=0)
        return float(total.sum() / np.count_nonzero(total))


def pools(case: Case, net: Network) -> Iterator[Pool]:
    """Every item that several nations need, then every pair whose users and those of the substitute are several."""
    needs = _needs(net)
    for item in sorted({item for _, item in needs}):
        own = _of(needs, item)
        if len(own) > 1:
            yield Pool(item, item, own)
    rows = case["substitutes"].sort("substitute", "item", "nation")
    for (substitute, item), users in rows.group_by("substitute", "item", maintain_order=True):
        joining = [row for row in users.iter_rows(named=True) if (row["nation"], item) in needs]
        others = [
            needs[row["nation"], str(item)].instead(row["ratio"], any(row[gate] != "yes" for gate in GATES))
            for row in joining
        ]
        joined = (*_of(needs, str(substitute)), *others)
        pool = Pool(str(substitute), str(item), joined, tuple(row["nation"] for row in joining))
        if others and len(pool.nations) > 1:
            yield pool


def safety_stocks(pool: Pool, service: float, cover: int) -> tuple[float, float]:
    """Safety stocks of each nation for itself and of all together, in units of what is ordered; gates open in both."""
    deviations = NormalDist().inv_cdf(service)
    kept: dict[str, Floats] = {}
    for need in pool.needs:
        kept[need.nation] = kept.get(need.nation, np.zeros(len(need.variance))) + need.variance
    apart = sum(_deviation(variance, cover) for variance in kept.values())
    together = _deviation(np.sum([need.variance for need in pool.needs], axis=0), cover)
    return deviations * apart, deviations * together


def _deviation(variance: Floats, cover: int) -> float:
    """Standard deviation of what is used in the worst `cover` days on end."""
    before = np.concatenate([[0.0], np.cumsum(variance)])
    last = np.minimum(np.arange(len(variance)) + cover, len(variance))
    return float(np.sqrt(max((before[last] - before[:-1]).max(initial=0.0), 0.0)))


def _needs(net: Network) -> Mapping[tuple[str, str], Need]:
    demands, found = net.demands, dict[tuple[str, str], Need]()
    for k in range(len(demands.ids)):
        mean = demands.per_day[k] * _overlap(demands, k, net.days)
        key = net.nations[demands.nation[k]], net.items.ids[demands.item[k]]
        known = found.get(key, Need(key[0], np.zeros(net.days), np.zeros(net.days)))
        found[key] = Need(key[0], known.mean + mean, known.variance + (demands.cv[k] * mean) ** 2)
    return {key: need for key, need in found.items() if need.mean.any()}


def _overlap(demands: Demands, k: int, days: int) -> Floats:
    """Part of each day on which a demand falls due."""
    begins = np.arange(float(days))
    found: Floats = np.minimum(demands.end[k], begins + 1.0) - np.maximum(demands.begin[k], begins)
    return np.maximum(found, 0.0)


def _of(needs: Mapping[tuple[str, str], Need], item: str) -> tuple[Need, ...]:
    return tuple(need for (_, name), need in sorted(needs.items(), key=_key) if name == item)


def _key(entry: tuple[tuple[str, str], Need]) -> tuple[str, str]:
    return entry[0]
