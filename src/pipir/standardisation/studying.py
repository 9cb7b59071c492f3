"""What do pairs avoid in a scenario, alone, by user, by kind of gate and together? The rows of the tables about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from pipir.case.tables.things import GATES
from pipir.network.network import Floats
from pipir.planning.gaining import Change, Owed
from pipir.standardisation.capability import BY, StandardiseOptions
from pipir.standardisation.choosing import CLOSE, Chooser, Chosen, Limit
from pipir.standardisation.gates import Pair, Prices, Use, by_pair
from pipir.standardisation.headroom import Headroom
from pipir.standardisation.opening import NONE, Members, Openings
from pipir.standardisation.telling import Telling

Row = dict[str, Any]
MILLION = 1e6


class Study:
    """What is looked at in one scenario: pairs, each user of them, and sets of both."""

    def __init__(self, openings: Openings, prices: Prices, options: StandardiseOptions) -> None:
        self.openings, self.uses, self.pairs = openings, openings.uses, by_pair(openings.uses)
        self.prices, self.options = prices, options
        self._costs = [prices.cost(use.gates) for use in self.uses]
        self._places = {use: k for k, use in enumerate(self.uses)}
        self._owed = Owed(openings.net, openings.built.claims)
        self._telling = Telling(openings)

    @cached_property
    def told(self) -> tuple[Pair, ...]:
        """The pairs for those users whose gates are worth opening; for all where nothing is avoided."""
        return tuple(self._worth_opening(pair) for pair in self.pairs)

    def avoided(self, uses: Iterable[Use]) -> float:
        """What uses avoid together."""
        return self.openings.avoided(self._members(uses))

    def ranking(self) -> Iterator[Row]:
        """See `capability.RANKING`."""
        placed = self._placed([self._alone(pair) for pair in self.told])
        for place, (k, found) in enumerate(placed, start=1):
            pair, changes = self.told[k], self._changes(self.told[k])
            yield found | {
                "place": place,
                "nations": list(self.pairs[k].nations),
                "worth_opening": list(pair.nations) if found["avoided"] else [],
                "nations_gain": _nations(change for change in changes if change.units > 0),
                "nations_lose": _nations(change for change in changes if change.units < 0),
                "standard": list(pair.standards),
                "sentence": self._telling.pair(self.pairs[k], pair, changes, found["cost_usd"]),
            }

    def users(self) -> Iterator[Row]:
        """See `capability.USERS`."""
        found = [self._alone(Pair(use.item, use.substitute, (use,))) for use in self.uses]
        for place, (k, row) in enumerate(self._placed(found), start=1):
            yield row | {"place": place, "nation": self.uses[k].nation}

    def measured(self, place: int) -> Row:
        """What a pair avoids alone, for whom it is worth opening, and how many units and days of supply."""
        pair = self.told[place]
        found = self._measured(pair)
        return found | {"worth_opening": list(pair.nations) if found["avoided"] else []}

    def gains(self) -> Iterator[Row]:
        """See `capability.GAINS`."""
        for pair in (pair for pair in self.told if self.avoided(pair.uses)):
            for gain in self._owed.by_nation(*self._shares(pair)):
                if gain.told:
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

    def obstacles(self) -> Iterator[Row]:
        """See `capability.OBSTACLES`."""
        every = self.avoided(self.uses)
        for gate in GATES if self.uses else ():
            closed = [use for use in self.uses if gate in use.closed]
            only = [use for use in closed if use.closed == (gate,)]
            alone = self.avoided(only)
            kept = max(every - self.avoided(use for use in self.uses if gate not in use.closed), 0.0)
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
        if not self.uses:
            return
        chooser = Chooser(self.openings.cut, self.openings.usable(), self._headroom)
        every, size, chosen = self.avoided(self.uses) - CLOSE, 0, None
        while size < min(self.options.pairs, len(self.uses)) and (chosen is None or chosen.avoided < every):
            size += 1
            chosen = chooser.best(Limit(np.ones(len(self.uses)), float(size)))
            yield self._set(size, chosen, {"most_pairs": size, "budget_usd": None})
        if self.options.budget is not None:
            costs = np.array([np.inf if cost is None else cost for cost in self._costs])
            chosen = chooser.best(Limit(costs, self.options.budget))
            yield self._set(size + 1, chosen, {"most_pairs": None, "budget_usd": self.options.budget})

    def expected(self, pair: Pair, figures: tuple[float, float, str, int]) -> str:
        """What a pair avoids over all scenarios, in words."""
        return self._telling.expected(pair, figures)

    @cached_property
    def _headroom(self) -> Headroom:
        return self.openings.headroom()

    def _members(self, uses: Iterable[Use]) -> Members:
        return frozenset(self._places[use] for use in uses)

    def _worth_opening(self, pair: Pair) -> Pair:
        """The pair for the cheapest of its users with whom it avoids as much as with all.

        Of unknown costs there are as few as can be: each counts for more than all that are known together.
        """
        members = self._members(pair.uses)
        if len(members) == 1 or not self.openings.avoided(members):
            return pair
        known = [cost for k in members if (cost := self._costs[k]) is not None]
        unknown = 2.0 * sum(known) + 1.0  # a dollar more would be lost beside thousands of millions
        costs = np.array([unknown if cost is None else cost for cost in self._costs])
        usable = [k for k in self.openings.usable() if k in members]
        limit = Limit(costs, float(sum(costs[k] for k in sorted(members))))
        chosen = Chooser(self.openings.cut, usable, self._headroom).best(limit).members or members
        return Pair(pair.item, pair.substitute, tuple(self.uses[k] for k in sorted(chosen)))

    def _changes(self, pair: Pair) -> list[Change]:
        """What goes short less or more with a pair opened alone, by item: who gain together, and who lose."""
        return self._owed.together(*self._shares(pair)) if self.avoided(pair.uses) else []

    def _shares(self, pair: Pair) -> tuple[Floats, Floats]:
        return self.openings.shares(NONE), self.openings.shares(self._members(pair.uses))

    def _measured(self, pair: Pair) -> Row:
        """What a pair avoids alone, and of what is required how many units and days of supply."""
        of_item = [change for change in self._changes(pair) if change.item == pair.item]
        # Who gains is told where anybody does: what others lose of the same item is in `gains` and in the sentence.
        own = max(of_item, key=lambda change: change.units, default=None)
        nothing = 0.0 if self._owed.by_days(pair.item) else None
        return {
            "item": pair.item,
            "substitute": pair.substitute,
            "avoided": self.avoided(pair.uses),
            "avoided_units": 0.0 if own is None else own.units,
            "days_of_supply": nothing if own is None else own.days,
        }

    def _alone(self, pair: Pair) -> Row:
        """The same with the gates that are closed, the hardest, what opening them takes, and what that brings."""
        found, cost = self._measured(pair), self.prices.cost(pair.gates)
        return found | {
            "gates": list(pair.closed),
            "obstacle": pair.obstacle,
            "cost_usd": cost,
            "lead_days": self.prices.lead_days(pair.gates),
            "per_million_usd": _per_million(found["avoided"], cost),
            "days_per_million_usd": _per_million(found["days_of_supply"], cost),
        }

    def _placed(self, rows: Sequence[Row]) -> list[tuple[int, Row]]:
        """The rows with their places, the first one first: see the option `--by`."""
        first = ORDERS[self.options.by]
        return sorted(enumerate(rows), key=lambda entry: (*first(entry[1]), -entry[1]["avoided"], entry[0]))

    def _set(self, place: int, chosen: Chosen, limit: Mapping[str, float | None]) -> Row:
        uses = [self.uses[k] for k in sorted(chosen.members)]
        cost = self.prices.cost([gate for use in uses for gate in use.gates])
        return {
            "place": place,
            **limit,
            "pairs": [use.name for use in uses],
            "cost_usd": cost,
            "avoided": chosen.avoided,
            "bound": chosen.bound,
            "gap": chosen.gap,
            "found": "proven" if chosen.proven else "sought",
            "sentence": self._telling.chosen(uses, cost, chosen.avoided, chosen.gap),
        }


def _nations(changes: Iterable[Change]) -> list[str]:
    return sorted({nation for change in changes for nation in change.nations})


def _per_million(value: float | None, cost: float | None) -> float | None:
    return None if value is None or not cost else value / cost * MILLION


def _avoided(row: Row) -> tuple[float, float]:
    """What is avoided, then what it costs."""
    return -row["avoided"], np.inf if row["cost_usd"] is None else row["cost_usd"]


def _per_dollar(column: str) -> Callable[[Row], tuple[float, float]]:
    """So much for its cost: what costs nothing first, what costs nobody knows how much last."""

    def first(row: Row) -> tuple[float, float]:
        value, cost = row[column] or 0.0, row["cost_usd"]
        if cost is None or value <= 0.0:
            return 2.0, 0.0
        return (1.0, -value / cost) if cost > 0.0 else (0.0, -value)

    return first


ORDERS: Mapping[str, Callable[[Row], tuple[float, float]]] = dict(
    zip(BY, (_avoided, _per_dollar("avoided"), _per_dollar("days_of_supply")), strict=True)
)
"""What is placed by, by the words of the option."""
