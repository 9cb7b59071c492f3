"""What do pairs avoid in a scenario, alone, by kind of gate and together? The rows of the tables about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from pipir.case.tables.things import GATES
from pipir.network.network import Floats
from pipir.standardisation.capability import StandardiseOptions
from pipir.standardisation.choosing import Chooser, Chosen, Limit
from pipir.standardisation.gaining import Gain, Owed
from pipir.standardisation.gates import Pair, Prices
from pipir.standardisation.opening import NONE, Openings
from pipir.standardisation.telling import Telling

Row = dict[str, Any]
MILLION = 1e6


class Study:
    """What is looked at in one scenario: pairs alone and together."""

    def __init__(self, openings: Openings, prices: Prices, options: StandardiseOptions) -> None:
        self.openings, self.pairs = openings, openings.pairs
        self.prices, self.options = prices, options
        self.costs = [prices.cost(pair) for pair in self.pairs]
        self._owed = Owed(openings.net, openings.built.claims)
        self._telling = Telling(openings)

    def alone(self, place: int) -> float:
        """What a pair avoids alone."""
        return self.openings.avoided(frozenset({place}))

    def order(self) -> list[int]:
        """Pairs, the first one first: by what they avoid, or that per dollar (those of unknown cost come last)."""
        worth = [self.alone(k) for k in range(len(self.pairs))]
        first = _per_dollar if self.options.by == "per-dollar" else _worth
        return sorted(range(len(self.pairs)), key=lambda k: (*first(worth[k], self.costs[k]), -worth[k], k))

    def ranking(self) -> Iterator[Row]:
        """See `capability.RANKING`."""
        for place, k in enumerate(self.order(), start=1):
            pair, cost = self.pairs[k], self.costs[k]
            found, nations = self.measured(k), list(self._by_nation(k))
            yield found | {
                "place": place,
                "nations": list(pair.nations),
                "gates": list(pair.closed),
                "obstacle": pair.obstacle,
                "cost_usd": cost,
                "lead_days": self.prices.lead_days(pair),
                "per_million_usd": _per_million(found["avoided"], cost),
                "days_per_million_usd": _per_million(found["days_of_supply"], cost),
                "nations_gain": sorted({gain.nation for gain in nations if gain.units > 0}),
                "nations_lose": sorted({gain.nation for gain in nations if gain.units < 0}),
                "standard": list(pair.standards),
                "sentence": self._telling.pair(k, self._by_item(k), cost),
            }

    def measured(self, place: int) -> Row:
        """What a pair avoids alone, and of what is required how many units and days of supply."""
        pair = self.pairs[place]
        own = next((gain for gain in self._by_item(place) if gain.item == pair.item), None)
        told = own is not None and own.told
        return {
            "item": pair.item,
            "substitute": pair.substitute,
            "avoided": self.alone(place),
            "avoided_units": own.units if own is not None and told else 0.0,
            "days_of_supply": None if own is None or own.days is None else own.days if told else 0.0,
        }

    def gains(self) -> Iterator[Row]:
        """See `capability.GAINS`."""
        for k, pair in enumerate(self.pairs):
            for gain in self._by_nation(k):
                yield {
                    "pair": pair.name,
                    "nation": gain.nation,
                    "item": gain.item,
                    "owed": gain.owed,
                    "short_before": gain.before,
                    "short_after": gain.after,
                    "avoided": gain.units,
                    "days_of_supply": gain.days,
                }

    def _by_item(self, place: int) -> list[Gain]:
        """Gains of all nations together from a pair opened alone, by item."""
        return list(self._owed.by_item(*self._shares(place)))

    def _by_nation(self, place: int) -> Iterator[Gain]:
        """Gains and losses of nations from a pair opened alone."""
        if self.alone(place):
            yield from (gain for gain in self._owed.by_nation(*self._shares(place)) if gain.told)

    def _shares(self, place: int) -> tuple[Floats, Floats]:
        members = frozenset({place}) if self.alone(place) else NONE
        return self.openings.shares(NONE), self.openings.shares(members)

    def obstacles(self) -> Iterator[Row]:
        """See `capability.OBSTACLES`."""
        every = frozenset(range(len(self.pairs)))
        for gate in GATES if self.pairs else ():
            closed = frozenset(k for k in every if gate in self.pairs[k].closed)
            only = frozenset(k for k in closed if self.pairs[k].closed == (gate,))
            alone = self.openings.avoided(only)
            kept = max(self.openings.avoided(every) - self.openings.avoided(every - closed), 0.0)
            yield {
                "gate": gate,
                "pairs": len(closed),
                "only_obstacle": len(only),
                "avoided_alone": alone,
                "avoided_with_all": kept,
                "sentence": self._telling.gate(gate, (alone, kept), (len(closed), len(only))),
            }

    def best_sets(self) -> Iterator[Row]:
        """See `capability.BEST_SET`."""
        if not self.pairs:
            return
        chooser = Chooser(self.openings.cut, self.openings.usable(), self.openings.room())
        sizes = range(1, min(self.options.pairs, len(self.pairs)) + 1)
        for size in sizes:
            chosen = chooser.best(Limit(np.ones(len(self.pairs)), float(size)))
            yield self._set(size, chosen, {"most_pairs": size, "budget_usd": None})
        if self.options.budget is not None:
            costs = np.array([np.inf if cost is None else cost for cost in self.costs])
            chosen = chooser.best(Limit(costs, self.options.budget))
            yield self._set(len(sizes) + 1, chosen, {"most_pairs": None, "budget_usd": self.options.budget})

    def _set(self, place: int, chosen: Chosen, limit: Mapping[str, float | None]) -> Row:
        members = sorted(chosen.members)
        costs = [cost for k in members if (cost := self.costs[k]) is not None]
        cost = sum(costs) if len(costs) == len(members) else None
        return {
            "place": place,
            **limit,
            "pairs": [self.pairs[k].name for k in members],
            "cost_usd": cost,
            "avoided": chosen.avoided,
            "bound": chosen.bound,
            "gap": chosen.gap,
            "found": "proven" if chosen.proven else "sought",
            "sentence": self._telling.chosen(members, cost, chosen.avoided, chosen.gap),
        }

    def expected(self, pair: Pair, figures: tuple[float, float, str, int]) -> str:
        """What a pair avoids over all scenarios, in words."""
        return self._telling.expected(pair, figures)


def _per_million(value: float | None, cost: float | None) -> float | None:
    return None if value is None or not cost else value / cost * MILLION


def _worth(avoided: float, cost: float | None) -> tuple[float, float]:
    """What a pair is placed by: what it avoids, then what it costs."""
    return -avoided, np.inf if cost is None else cost


def _per_dollar(avoided: float, cost: float | None) -> tuple[float, float]:
    """What a pair is placed by: those that cost nothing first, those whose cost is not known last."""
    if cost is None or avoided <= 0.0:
        return 2.0, 0.0
    return (1.0, -avoided / cost) if cost > 0.0 else (0.0, -avoided)
