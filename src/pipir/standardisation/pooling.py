"""What does a joint order save? Safety stock for the needs of several nations together, against each for itself.

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
    """What a nation needs of an item by day: mean and variance, shape (days,) each, in units of what is ordered."""

    nation: str
    mean: Floats
    variance: Floats

    def times(self, ratio: float) -> Need:
        """The same in units of a substitute that does the work of one with so many."""
        return Need(self.nation, self.mean * ratio, self.variance * ratio**2)


@dataclass(frozen=True)
class Pool:
    """Needs that one order could serve: `required` is what those require who would use the item instead."""

    item: str
    required: str
    needs: tuple[Need, ...]
    open: bool

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
            yield Pool(item, item, own, True)
    rows = case["substitutes"].sort("substitute", "item", "nation")
    for (substitute, item), users in rows.group_by("substitute", "item", maintain_order=True):
        joining = [(row, needs.get((row["nation"], str(item)))) for row in users.iter_rows(named=True)]
        others = tuple(need.times(row["ratio"]) for row, need in joining if need is not None)
        usable = all(row[gate] == "yes" for row, need in joining if need is not None for gate in GATES)
        pool = Pool(str(substitute), str(item), (*_of(needs, str(substitute)), *others), usable)
        if others and len(pool.nations) > 1:
            yield pool


def safety_stocks(pool: Pool, service: float, cover: int) -> tuple[float, float]:
    """Safety stock of each nation and item for itself, and of all together: units of what is ordered."""
    deviations = NormalDist().inv_cdf(service)
    apart = sum(_deviation(need.variance, cover) for need in pool.needs)
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
