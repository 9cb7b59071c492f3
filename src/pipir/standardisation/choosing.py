"""Which pairs together avoid most within a limit? Exact by bounds from prices, or greedy with a bound and a gap.

Every set that is looked at gives a cut: no set avoids more than it, plus what the prices let each further pair add.
An integer programme over the cuts names the set that could still be best; it is looked at, and cuts itself off. When
the bound has come down to the best set known, that one is proven.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pipir.network.network import Floats
from pipir.program.columns import once
from pipir.program.draft import Draft, Programme, near
from pipir.program.grid import Ints
from pipir.program.solver import Solver
from pipir.program.whole import WholeSolver
from pipir.standardisation.opening import NONE, Cut, Members

EXACT = 40
"""Pairs among which the best set is proven; of more it is sought greedily."""
ROUNDS = 400
"""Sets looked at, after which a search ends with what it has and says how far that may be from the best."""
CLOSE = 1e-7
"""Value by which a bound may lie above the best set known that is proven."""


@dataclass(frozen=True)
class Limit:
    """What a set may come to: cost of each pair (infinite: it cannot be chosen), and the most of all together."""

    costs: Floats
    most: float

    def allows(self, members: Members) -> bool:
        """Is a set within the limit?"""
        return self.total(members) <= self.most * (1.0 + 1e-12)

    def total(self, members: Members) -> float:
        """Cost of a set."""
        return float(sum(self.costs[k] for k in sorted(members)))


@dataclass(frozen=True)
class Chosen:
    """A set of pairs within a limit, what it avoids, and the most that any set within it could."""

    members: Members
    avoided: float
    bound: float
    proven: bool

    @property
    def gap(self) -> float:
        """What a better set could avoid more at most."""
        return 0.0 if self.proven else max(self.bound - self.avoided, 0.0)


class Chooser:
    """Chooses among pairs by looking at sets of them; cuts are kept from one limit to the next."""

    def __init__(self, look: Callable[[Members], Cut], usable: Sequence[int], exact: int = EXACT) -> None:
        self._look, self.usable = look, list(usable)
        self._whole = len(self.usable) <= exact
        self._cuts: dict[Members, Cut] = {}
        for members in (NONE, frozenset(self.usable), *(frozenset({k}) for k in self.usable)):
            self._see(members)

    def best(self, limit: Limit) -> Chosen:
        """The set that avoids most within a limit; of those that do the cheapest, without a member it does not need."""
        found, bound = self._greedy(limit), self._bound(limit)
        rounds = ROUNDS if self._whole else 0
        for _ in range(rounds):
            members, bound = self._promising(limit)
            if bound <= self._cuts[found].avoided + CLOSE:
                break
            if self._see(members).avoided > self._cuts[found].avoided:
                found = members
        avoided = self._cuts[found].avoided
        proven = bound <= avoided + CLOSE
        if proven and self._whole:
            found = self._cheapest(found, limit)
        return Chosen(self._needed(found, limit), avoided, max(bound, avoided), proven)

    def _see(self, members: Members) -> Cut:
        if members not in self._cuts:
            self._cuts[members] = self._look(members)
        return self._cuts[members]

    def _greedy(self, limit: Limit) -> Members:
        """Pair after pair by what it avoids more for its cost; or the best set within the limit that is known."""
        taken = NONE
        while (best := self._next(taken, limit)) is not None:
            taken = taken | {best}
        known = [members for members in self._cuts if limit.allows(members)]
        return max(known, key=lambda members: (self._cuts[members].avoided, -len(members)))

    def _next(self, taken: Members, limit: Limit) -> int | None:
        """The pair that avoids most more for its cost: sought in the order of what each could at most."""
        here = self._see(taken)
        cost = np.maximum(limit.costs, 1e-9 * max(limit.most, 1.0))
        rates = here.adds / cost
        best, most = None, 0.0
        for k in sorted(self.usable, key=lambda k: (-rates[k], k)):
            if rates[k] <= most:
                break
            if k not in taken and limit.allows(taken | {k}):
                gain = self._see(taken | {k}).avoided - here.avoided
                if gain > CLOSE and gain / cost[k] > most:
                    best, most = k, gain / float(cost[k])
        return best

    def _needed(self, members: Members, limit: Limit) -> Members:
        """The set without those, the dearest first, without whom it avoids as much."""
        avoided = self._cuts[members].avoided
        for k in sorted(members, key=lambda k: (-limit.costs[k], k)):
            if self._see(members - {k}).avoided >= avoided - CLOSE:
                members = members - {k}
        return members

    def _cheapest(self, found: Members, limit: Limit) -> Members:
        """The cheapest set that avoids as much: the cheapest of which the cuts do not say that it avoids less."""
        enough = self._cuts[found].avoided - CLOSE
        costs = np.where(np.isfinite(limit.costs), limit.costs, 0.0)[self.usable]
        # A pair that costs nothing costs a little: what is not needed is left out.
        paid = costs + 1e-6 * max(float(costs.max(initial=0.0)), 1.0)
        for _ in range(ROUNDS):
            members, _ = self._solved(limit, np.arange(len(self.usable)), paid, enough)
            if self._see(members).avoided >= enough - CLOSE:
                return members
        return found

    def _promising(self, limit: Limit) -> tuple[Members, float]:
        """The set that could avoid most as far as the cuts tell, and how much that is."""
        members, bound = self._solved(limit, np.array([len(self.usable)]), np.array([-1.0]), 0.0)
        return members, -bound

    def _solved(self, limit: Limit, columns: Ints, costs: Floats, enough: float) -> tuple[Members, float]:
        """The set for which a sum over columns is least, and the bound of it."""
        programme = _programme(list(self._cuts.values()), self.usable, limit, enough)
        solver = WholeSolver(programme, np.arange(len(self.usable)))
        found = solver.minimise(columns, costs)
        chosen = solver.values()[:-1] > 0.5
        return frozenset(k for k, taken in zip(self.usable, chosen, strict=True) if taken), found.bound

    def _bound(self, limit: Limit) -> float:
        """The most that pairs could avoid within the limit as far as the cuts tell, if a part of a pair could be."""
        solver = Solver(_programme(list(self._cuts.values()), self.usable, limit, 0.0))
        return -solver.minimise(np.array([len(self.usable)]), np.array([-1.0])).objective


def _programme(cuts: Sequence[Cut], usable: Sequence[int], limit: Limit, enough: float) -> Programme:
    """Columns `open` of the pairs that may be chosen, and `avoided`, `enough` at least; rows `spent` and `cut`.

    No pair adds more to a set than what all together avoid more than it.
    """
    draft = Draft()
    costs = limit.costs[list(usable)]
    payable = costs <= limit.most
    open_ = draft.add_columns("open", once(len(usable)), 1.0, upper=np.where(payable, 1.0, 0.0))
    most = max(cut.avoided for cut in cuts)
    avoided = draft.add_columns("avoided", once(1), 1.0, lower=max(enough, 0.0), upper=most)
    size = float(near(np.array([max(limit.most, 1.0)]))[0])
    spent = draft.add_rows("spent", once(1), size, upper=limit.most)
    draft.add_terms(np.full(len(usable), spent.start), open_.all, np.where(payable, costs, 0.0))
    rows = draft.add_rows("cut", once(len(cuts)), 1.0, upper=np.array([cut.avoided for cut in cuts]))
    draft.add_terms(rows.all, np.full(len(cuts), avoided.start), 1.0)
    for row, cut in zip(rows.all, cuts, strict=True):
        adds = np.minimum(cut.adds[list(usable)], most - cut.avoided)
        draft.add_terms(np.full(len(usable), row), open_.all, -adds)
    return draft.programme()
