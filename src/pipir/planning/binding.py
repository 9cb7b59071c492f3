"""What limits each rank? What one unit more of a resource is worth to it, in words, dearest first.

Prices of the first solve of a rank, which brings down its pooled share short, say what may be worth something, and how
much at most. What it is worth is what the share falls by when the rank is solved with one unit more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipir.case.words import counted, listing
from pipir.network.network import Floats
from pipir.planning.owed import receivers
from pipir.planning.ranks import WORSE, Served
from pipir.planning.resources import Resource, resources
from pipir.planning.solved import Solved
from pipir.planning.tables import days_short
from pipir.planning.trials import Gain, Trials
from pipir.planning.words import NetworkNames
from pipir.program.build import Built
from pipir.program.claims import DEMAND, KINDS

SMALL = 1e-9
"""Price, over that of the dearest resource of the rank, that is a rest of rounding."""
BROUGHT = 1e-3
"""Part of its price below which what one unit more brings is nothing."""
SAME = 1e-6
"""Part by which two worths differ that are the same."""
MOST = 12
"""Resources that are told of each rank."""
TRIED = 40
"""Resources that are tried of each rank at most, the dearest by their prices."""
PLACES = 4
"""Places that are tried for stock of an item."""
PART = 0.05
"""Part of what a resource is worth below which an item's is not told."""
LACKS = 1e-6
"""Share short above which a claim lacks something."""
MOST_ITEMS, MOST_NATIONS = 3, 3
"""Items and nations that are named where several gain."""


def binding(plan: Solved) -> pl.DataFrame:
    """See `capability.BINDING`: a resource stands at the first rank in which it has a price."""
    rows: list[dict[str, object]] = []
    known: set[str] = set()
    for served in plan.order.served:
        if served.pooled <= WORSE:
            continue
        priced = list(resources(plan.built, served))
        least = SMALL * max((r.price for r in priced), default=0.0)
        new = [r for r in priced if r.price > least and r.key not in known]
        known.update(r.key for r in new)
        told = proven(new, Trials(plan.built, served)) if new else []
        rows += [_Told(plan, served, r, gain).row(place) for place, (r, gain) in enumerate(told, 1)]
    return pl.DataFrame(rows, infer_schema_length=None)


def proven(priced: list[Resource], trials: Trials) -> list[tuple[Resource, Gain]]:
    """Those of which one unit more is worth something, the dearest first; of each item the dearest place of stock.

    None is worth more than its price, so that those with the highest prices are tried until no other can be dearer.
    """
    found: dict[str, tuple[Resource, Gain]] = {}
    tried: Counter[str] = Counter()
    for resource in sorted(priced, key=lambda r: _place(r, r.price)):
        name = f"stock {resource.stock}" if resource.stock is not None else resource.key
        worths = sorted((gain.pooled for _, gain in found.values()), reverse=True)
        if tried.total() >= TRIED or (len(worths) >= MOST and worths[MOST - 1] > resource.price * (1.0 + SAME)):
            break
        dearest = found[name][1].pooled if name in found else 0.0
        if tried[name] >= PLACES or dearest * (1.0 + SAME) >= resource.price:
            continue
        tried[name] += 1
        gain = trials.more(resource.step)
        if gain.pooled > max(BROUGHT * resource.price, dearest):
            found[name] = resource, gain
    return sorted(found.values(), key=lambda told: _place(told[0], told[1].pooled))[:MOST]


def _place(resource: Resource, worth: float) -> tuple[float, float, str]:
    """What the resource is sorted by: its worth, without rests of rounding, then where most lies."""
    return -float(f"{worth:.6g}"), -resource.lies, resource.key


@dataclass(frozen=True)
class _Told:
    """A resource that is worth something to a rank."""

    plan: Solved
    served: Served
    resource: Resource
    gain: Gain

    def row(self, place: int) -> dict[str, object]:
        """The row of the table."""
        names, rank = NetworkNames(self.plan.built.net), self.served.rank
        gains = supply(self.plan.built, rank, self.gain.shares)
        more, less = (sum(sign * d for d in gains.values() if sign * d > 0.0) for sign in (1.0, -1.0))
        worth = f"{self.resource.words} is worth {_days(more)} of supply to {whom(self.plan.built, rank)}"
        named = ["it" if item == self.resource.item else names.stated(item) for item in self._items(1.0)]
        items = f" for {listing(named, MOST_ITEMS)}" if named else ""
        losing = [names.stated(item) for item in self._items(-1.0)]
        cost = f", and costs them {_days(less)} of {listing(losing, MOST_ITEMS)}" if losing else ""
        return {
            "rank": rank,
            "place": place,
            "resource": self.resource.key,
            "value": self.gain.pooled,
            "unit": self.resource.unit,
            "days": more - less,
            "sentence": f"{worth}{items}{self._lacking(names)}{cost}.",
        }

    def _items(self, sign: float) -> list[str]:
        """Items that gain (sign 1) or lose (-1), the most first; those whose part is small are left out."""
        claims, falls = self.plan.built.claims, dict[str, float]()
        for c in _members(self.plan.built, self.served.rank):
            falls[claims.group[c]] = falls.get(claims.group[c], 0.0) + sign * claims.share[c] * self.gain.shares[c]
        found = [item for item, fall in falls.items() if fall > PART * self.gain.pooled]
        return sorted(found, key=lambda item: (-falls[item], item))

    def _lacking(self, names: NetworkNames) -> str:
        """Who lacks what gains in the plan: `, which Japan and the United States lack`."""
        built, items = self.plan.built, self._items(1.0)
        short = np.flatnonzero((built.claims.rank == self.served.rank) & (self.plan.shares > LACKS))
        who = receivers(built.net, built.claims)
        lacking = sorted({built.net.nations[who[c]] for c in short.tolist() if built.claims.group[c] in items})
        if not lacking:
            return ""
        told = listing([names.nation(nation) for nation in lacking], MOST_NATIONS)
        return f", which {told} {'lacks' if len(lacking) == 1 else 'lack'}"


def _members(built: Built, rank: int) -> list[int]:
    """Claims of a rank that count in its pooled share."""
    return np.flatnonzero((built.claims.rank == rank) & (built.claims.share > 0)).tolist()


def supply(built: Built, rank: int, shares: Floats) -> dict[str, float]:
    """Days of supply that claims of a rank gain, by item, when their shares short fall so: below 0 they lose.

    Between claims of an item units may change hands without any end. So counted is what the item gains in all, at what
    those of its claims that gain are owed a day.
    """
    claims = built.claims
    moved: dict[str, list[tuple[float, float, float]]] = {}
    for c in _members(built, rank):
        units = float(claims.owed[c] * shares[c])
        days = days_short(built.net, int(claims.kind[c]), int(claims.number[c]), units)
        days = units / float(claims.owed[c]) * built.net.days if days is None else days
        moved.setdefault(claims.group[c], []).append((float(claims.weight[c]), units, days))
    found: dict[str, float] = {}
    for item, each in moved.items():
        net = sum(weight * units for weight, units, _ in each)
        same = [(weight * units, days) for weight, units, days in each if units * net > 0.0]
        found[item] = net * sum(days for _, days in same) / sum(units for units, _ in same) if same else 0.0
    return found


def _days(days: float) -> str:
    """Days in three figures, without a power of ten."""
    return counted(np.format_float_positional(float(f"{days:.3g}"), trim="-"), "day")


def whom(built: Built, rank: int) -> str:
    """The claims of a rank in words."""
    net, claims = built.net, built.claims
    members = _members(built, rank)
    kinds = {KINDS[claims.kind[c]] for c in members}
    if kinds == {KINDS[DEMAND]}:
        tiers = {int(net.demands.tier[claims.number[c]]) for c in members}
        if len(tiers) == 1:
            return f"tier {tiers.pop()} demands"
    return f"{' and '.join(f'{kind}s' for kind in sorted(kinds))} of rank {rank}"
