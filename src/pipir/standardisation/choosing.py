"""Which uses together avoid most within a limit? Exact by bounds from prices, or greedy with a bound and a gap.

Every set that is looked at gives a cut: no set avoids more than it, plus what the prices let each further use add.
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
from pipir.standardisation.headroom import Headroom
from pipir.standardisation.opening import NONE, Cut, Members

EXACT = 40
"""Uses that could add anything, among which the best set is proven; of more it is sought greedily."""
ROUNDS = 100
"""Sets looked at, after which a search ends with what it has and says how far that may be from the best."""
NODES = 2000
"""Nodes of the tree of one integer programme, after which it is stopped: some ten seconds at most."""
CLOSE = 1e-7
"""Value by which a bound may lie above the best set known that is proven."""
SILENT = 1e-9
"""What a use could add at most that is a rest of rounding."""


@dataclass(frozen=True)
class Limit:
    """What a set may come to: cost of each use (infinite: it cannot be chosen), and the most of all together."""

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
    """A set of uses within a limit, what it avoids, and the most that any set within it could."""

    members: Members
    avoided: float
    bound: float
    proven: bool

    @property
    def gap(self) -> float:
        """What a better set could avoid more at most."""
        return 0.0 if self.proven else max(self.bound - self.avoided, 0.0)


class Chooser:
    """Chooses among uses by looking at sets of them; cuts are kept from one limit to the next."""

    def __init__(
        self, look: Callable[[Members], Cut], usable: Sequence[int], headroom: Headroom, exact: int = EXACT
    ) -> None:
        self._look, self.usable, self._headroom = look, list(usable), headroom
        self._exact = exact
        self._cuts: dict[Members, Cut] = {}
        for members in (NONE, frozenset(self.usable), *(frozenset({k}) for k in self.usable)):
            self._see(members)

    def best(self, limit: Limit) -> Chosen:
        """The set that avoids most within a limit; of those that do the cheapest, without a member it does not need."""
        found, bound = self._greedy(limit), self._bound(limit)
        for _ in range(ROUNDS):
            if not self._few():
                break
            members, bound = self._promising(limit)
            if bound <= self._cuts[found].avoided + CLOSE or members in self._cuts:  # a known one: it was stopped
                break
            if self._see(members).avoided > self._cuts[found].avoided:
                found = members
        avoided = self._cuts[found].avoided
        proven = bound <= avoided + CLOSE
        if proven and self._few():
            found = self._cheapest(found, limit)
        return Chosen(self._needed(found, limit), avoided, max(bound, avoided), proven)

    def _few(self) -> bool:
        """Are there few enough for a proof? A use that no price speaks for is in no bound: it does not count.

        It may be worth something beside sets that were not looked at. That is no matter to a proof: the bounds hold
        for sets with it as for all others, and prices that begin to speak for it make it count.
        """
        most = np.max([cut.adds for cut in self._cuts.values()], axis=0)[self.usable]
        return int(np.count_nonzero(most > SILENT)) <= self._exact

    def _see(self, members: Members) -> Cut:
        if members not in self._cuts:
            self._cuts[members] = self._look(members)
        return self._cuts[members]

    def _greedy(self, limit: Limit) -> Members:
        """Use after use by what it avoids more for its cost; or the best set within the limit that is known."""
        taken = NONE
        while (best := self._next(taken, limit)) is not None:
            taken = taken | {best}
        known = [members for members in self._cuts if limit.allows(members)]
        return max(known, key=lambda members: (self._cuts[members].avoided, -len(members)))

    def _next(self, taken: Members, limit: Limit) -> int | None:
        """The use that avoids most more for its cost: sought in the order of what each could at most."""
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
        # A use that costs nothing costs a little: what is not needed is left out.
        paid = costs + 1e-6 * max(float(costs.max(initial=0.0)), 1.0)
        for _ in range(ROUNDS):
            members, _ = self._solved(self._programme(limit, enough), np.arange(len(self.usable)), paid)
            known = members in self._cuts
            if self._see(members).avoided >= enough - CLOSE:
                return members
            if known:
                break
        return found

    def _promising(self, limit: Limit) -> tuple[Members, float]:
        """The set that could avoid most as far as the cuts tell, and the most that any could."""
        members, bound = self._solved(self._programme(limit, 0.0), np.array([len(self.usable)]), np.array([-1.0]))
        return members, -bound

    def _solved(self, programme: Programme, columns: Ints, costs: Floats) -> tuple[Members, float]:
        """The set for which a sum over columns is least, and the bound of it."""
        solver = WholeSolver(programme, np.arange(len(self.usable)), most_nodes=NODES)
        found = solver.minimise(columns, costs)
        chosen = solver.values()[: len(self.usable)] > 0.5
        return frozenset(k for k, taken in zip(self.usable, chosen, strict=True) if taken), found.bound

    def _bound(self, limit: Limit) -> float:
        """The most that uses could avoid within the limit as far as the cuts tell, if a part of one could be open."""
        solver = Solver(self._programme(limit, 0.0))
        return -solver.minimise(np.array([len(self.usable)]), np.array([-1.0])).objective

    def _programme(self, limit: Limit, enough: float) -> Programme:
        """Columns `open` of uses, `avoided`, and units `served` by each; rows `spent`, `cut`, `priced` and `shared`.

        A use adds no more to a set than what all together avoid more than it, and no more for each unit than its
        price. It serves nothing unless it is open, and no more than there is room for.
        """
        usable, cuts, draft = self.usable, list(self._cuts.values()), Draft()
        costs, count = limit.costs[usable], len(usable)
        payable = costs <= limit.most
        most = max(cut.avoided for cut in cuts)
        open_ = draft.add_columns("open", once(count), 1.0, upper=np.where(payable, 1.0, 0.0))
        avoided = draft.add_columns("avoided", once(1), 1.0, lower=max(enough, 0.0), upper=most)
        alone = self._headroom.alone[usable]
        served = draft.add_columns("served", once(count), near(alone))
        size = float(near(np.array([max(limit.most, 1.0)]))[0])
        spent = draft.add_rows("spent", once(1), size, upper=limit.most)
        draft.add_terms(np.full(count, spent.start), open_.all, np.where(payable, costs, 0.0))
        closed = draft.add_rows("closed", once(count), near(alone), upper=0.0)
        draft.add_terms(closed.all, served.all, 1.0)
        draft.add_terms(closed.all, open_.all, -alone)
        for weights, together in self._headroom.shared:
            shared = draft.add_rows(f"shared {len(draft.rows)}", once(1), near(np.array([together])), upper=together)
            draft.add_terms(np.full(count, shared.start), served.all, weights[usable])
        for name, columns, adds in (
            ("cut", open_, [np.minimum(cut.adds[usable], most - cut.avoided) for cut in cuts]),
            ("priced", served, [cut.each[usable] for cut in cuts]),
        ):
            rows = draft.add_rows(name, once(len(cuts)), 1.0, upper=np.array([cut.avoided for cut in cuts]))
            draft.add_terms(rows.all, np.full(len(cuts), avoided.start), 1.0)
            draft.add_terms(np.repeat(rows.all, count), np.tile(columns.all, len(cuts)), -np.concatenate(adds))
        return draft.programme()
