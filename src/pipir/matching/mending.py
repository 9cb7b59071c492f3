"""What would initiatives mend? The value of the plan with some of them complete on day 0, from one programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from pipir.case.case import Case
from pipir.matching.effects import Effect, with_all
from pipir.matching.measuring import Measure, lacking, measured
from pipir.network.network import Ints
from pipir.planning.capability import PlanOptions
from pipir.planning.gaining import Owed
from pipir.planning.plan import network
from pipir.planning.worth import Best, Worth
from pipir.program.build import Built, build
from pipir.program.grid import grid_of

NOTHING = 1e-7
"""Value that is a rest of rounding."""
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mends:
    """What some initiatives mend together: value, and what that is of each item owed."""

    value: float
    items: Mapping[str, Measure]

    def units(self, item: str) -> float:
        """Units of an item of which less goes short; below 0: more."""
        return self.items[item].mended if item in self.items else 0.0


class Mending:
    """The best plan of a scenario with each set of initiatives.

    One programme holds all lines, agreements and gates that initiatives open; those of others are closed in it. It is
    the programme of the case where all are closed. Rows that change a figure need a programme of their own.
    """

    def __init__(self, case: Case, options: PlanOptions, effects: Mapping[str, Effect]) -> None:
        self.case, self.options, self.effects = case, options, dict(effects)
        opening = {name: effect for name, effect in effects.items() if effect.written and not effect.changes}
        self._grid = grid_of(network(case, options), options.daily)
        self.built = self._build(opening.values())
        self._columns = {name: _columns(self.built, effect) for name, effect in opening.items()}
        every = np.concatenate([np.zeros(0, dtype=np.int64), *self._columns.values()])
        self._every = np.unique(every).astype(np.int64)
        self._owed = Owed(self.built.net, self.built.claims)
        self._worth = Worth(self.built, self._every)
        self._known: dict[frozenset[str], Best] = {}

    def best(self, names: Iterable[str]) -> Best:
        """The best plan with these initiatives and no other."""
        written = frozenset(name for name in names if self.effects[name].written)
        if written not in self._known:
            self._known[written] = self._solved(written)
        return self._known[written]

    def mends(self, names: Iterable[str]) -> Mends:
        """What these initiatives mend together."""
        without, with_them = self.best(NOBODY), self.best(names)
        value = with_them.value - without.value
        return Mends(value if value > NOTHING else 0.0, measured(self._owed, without.shares, with_them.shares))

    def reaches(self, name: str) -> bool:
        """Could anything that an initiative opens or changes come to a claim within the scenario?"""
        return name not in self._columns or len(self._columns[name]) > 0

    def short(self) -> dict[str, Measure]:
        """What goes short of each item owed without any initiative."""
        return lacking(self._owed, self.best(NOBODY).shares)

    @property
    def owes(self) -> bool:
        """Is anything owed at all?"""
        return bool(self.built.claims.owed.any())

    def _build(self, effects: Iterable[Effect]) -> Built:
        """The programme of the case with these effects, in the periods of the case without any."""
        return build(network(with_all(self.case, effects), self.options), self._grid)

    def _solved(self, names: frozenset[str]) -> Best:
        if not any(self.effects[name].changes for name in names):
            opened = np.concatenate([np.zeros(0, dtype=np.int64), *(self._columns[name] for name in sorted(names))])
            return self._worth.best(np.setdiff1d(self._every, opened))
        built = self._build(self.effects[name] for name in sorted(names))
        if built.claims.group != self.built.claims.group:
            raise AssertionError("an initiative changes what is owed")
        return Worth(built).best()


def _columns(built: Built, effect: Effect) -> Ints:
    """Columns of the programme that are there only by an effect."""
    net, scope, families = built.net, built.scope, built.programme.columns
    lines = {row["line"] for row in effect.lines}
    agreements = [a.agreement in effect.agreements for a in scope.flows.agreements]
    demands, items = net.demands, net.items.ids
    uses = [
        (net.nations[demands.nation[d]], items[demands.item[d]], items[i]) in effect.pairs
        for d, i in zip(scope.uses.demand.tolist(), scope.uses.item.tolist(), strict=True)
    ]
    carried = np.isin(scope.flows.agreement, np.flatnonzero(np.array(agreements, dtype=bool)))
    chosen = {
        "starts": np.array([line in lines for line in net.making.ids], dtype=bool),
        "sent": carried,
        "fills": np.array(uses, dtype=bool),
    }
    found = [families[name].all[which[families[name].spans.entity]] for name, which in chosen.items()]
    return np.concatenate(found).astype(np.int64)
