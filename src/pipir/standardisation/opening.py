"""What would be avoided if gates opened? One programme in which all of them are open, the closed ones held shut.

A gate opens columns of the programme and takes none away, so opening is never worse, and the best plan without it is
where the solver goes on. Prices of columns that are shut bound what opening them can bring, whatever else is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipir.network.network import Flags, Floats, Ints, Network
from pipir.planning.ranks import ROUNDS, SAME, WORSE, Stages
from pipir.planning.weights import REST
from pipir.planning.worth import Worth
from pipir.program.build import Built, build
from pipir.program.claims import DEMAND
from pipir.program.grid import grid_of
from pipir.standardisation.gates import Use
from pipir.standardisation.headroom import Headroom, Served, headroom

Members = frozenset[int]
"""Uses that are opened, by their places."""
NONE: Members = frozenset()


@dataclass(frozen=True)
class Cut:
    """What a set of uses avoids, and what each other use could add to it at most: shape (uses,), 0 for members.

    `adds` is for all that a use could serve, `each` for a unit served. Any set avoids at most `avoided` plus what
    those of it add that are no members: prices stay valid for it.
    """

    members: Members
    avoided: float
    adds: Floats
    each: Floats


class Openings:
    """The best plan of a network in which the gates of all these uses are open, with those shut that are not opened.

    What is avoided is a part of the value that all claims met in full would have: see `planning.worth`.
    """

    def __init__(self, net: Network, uses: Sequence[Use]) -> None:
        self.net, self.uses = net, tuple(uses)
        self.built: Built = build(net, grid_of(net))
        self.columns = [_columns(self.built, use) for use in uses]
        self._worth = Worth(self.built, self._shut(NONE))
        self._solver = self._worth.solver
        self._short = self._worth.short
        self.missing = self._worth.best().missing
        self._cuts: dict[Members, Cut] = {}
        self._shares: dict[Members, Floats] = {}

    def usable(self) -> list[int]:
        """Uses that anything could be served by: for the others the user needs none of it, or none can be there."""
        return [k for k, columns in enumerate(self.columns) if len(columns)]

    def cut(self, members: Members) -> Cut:
        """What a set of uses avoids."""
        real = frozenset(k for k in members if len(self.columns[k]))
        if real not in self._cuts:
            self._cuts[real] = self._solved(real)
        return self._cuts[real]

    def avoided(self, members: Members) -> float:
        """What a set of uses avoids, as a part of the value of all claims met."""
        return self.cut(members).avoided

    def headroom(self) -> Headroom:
        """The most that uses could serve, each alone and together."""
        scope = self.built.scope
        fills = self.built.programme.columns["fills"]
        served = []
        for use, columns in zip(self.uses, self.columns, strict=True):
            ratio = scope.uses.ratio[fills.spans.entity[columns - fills.start]]
            owed = float((self._fillable(columns) / ratio).sum())
            served.append(Served(use, float(ratio.max(initial=0.0)) or 1.0, owed))
        return headroom(self.net, served)

    def shares(self, members: Members) -> Floats:
        """Share short of each claim when these uses are open.

        Of all ways that avoid as much, one in which no claim loses more against the best plan without them than has to
        be, and in which their users gain most. Without any: the one that the plan would choose.
        """
        if members not in self._shares:
            self._shares[members] = self._fair() if not members else self._near(members)
        return self._shares[members]

    def _shut(self, members: Members) -> Ints:
        """Columns that are nothing when only these uses are open."""
        none = np.zeros(0, dtype=np.int64)
        return np.concatenate([none, *(columns for k, columns in enumerate(self.columns) if k not in members)])

    def _solved(self, members: Members) -> Cut:
        avoided = max(self.missing - self._worth.best(self._shut(members)).missing, 0.0)
        prices = self._solver.prices()[0]
        adds, each = np.zeros(len(self.uses)), np.zeros(len(self.uses))
        for k, columns in enumerate(self.columns):
            if k not in members:
                worth = np.maximum(-prices[columns], 0.0)
                adds[k], each[k] = (worth * self._fillable(columns)).sum(), worth.max(initial=0.0)
        return Cut(members, avoided if avoided > REST else 0.0, adds, each)

    def _fillable(self, columns: Ints) -> Floats:
        """The most that each of these columns can serve: what is owed in its period."""
        programme, scope = self.built.programme, self.built.scope
        fills, served = programme.columns["fills"], programme.rows["served"]
        number = columns - fills.start
        use, period = fills.spans.entity[number], fills.spans.period[number]
        row = served.at(scope.uses.demand[use], period)
        owed = programme.row_upper[row] * programme.row_scale[row]
        most: Floats = owed * scope.uses.ratio[use]
        return most

    def _settled(self, members: Members) -> Stages:
        """Every later solve is among the best with these uses open, each rank worth as much as in the one found."""
        self._worth.best(self._shut(members))
        stages, claims = Stages(self.built, self._solver), self.built.claims
        worth = np.zeros(len(stages.pooled))
        np.add.at(worth, claims.place, claims.share * self._now())
        self._solver.settle(stages.largest, np.concatenate([stages.above, stages.pooled]))
        self._solver.bound_rows(stages.pooled, np.full(len(worth), -np.inf), worth + WORSE)
        return stages

    def _fair(self) -> Floats:
        stages = self._settled(NONE)
        for rank in np.unique(self.built.claims.rank):
            stages.serve(int(rank))
        return self._now()

    def _near(self, members: Members) -> Floats:
        before = self.shares(NONE)
        stages = self._settled(members)
        for rank in np.unique(self.built.claims.rank):
            self._spare_losses(stages, int(rank), before)
        users = self._users(members)
        if len(users):
            self._solver.minimise(self._short[users], np.ones(len(users)))
        return self._now()

    def _spare_losses(self, stages: Stages, rank: int, before: Floats) -> None:
        """Bring down the largest loss of a claim of a rank, then the next largest among those that can still change."""
        solver, active = self._solver, np.flatnonzero(self.built.claims.rank == rank)
        for _ in range(ROUNDS):
            if not len(active):
                return
            below = np.full(len(active), -np.inf)
            solver.bound_rows(stages.above[active], below, before[active])
            worst = max(solver.minimise(stages.largest[self.built.claims.at(rank)], np.ones(1)).objective, 0.0)
            priced = np.abs(solver.prices()[1][stages.above[active]]) > SAME
            solver.settle(stages.largest, np.concatenate([stages.above, stages.pooled]))
            solver.bound_rows(stages.above[active], below, np.full(len(active), np.inf))
            short = self._short[active]
            most = np.minimum(solver.upper[short], before[active] + worst + WORSE)
            solver.bound_columns(short, solver.lower[short], np.maximum(most, solver.lower[short]), scaled=True)
            if worst <= SAME:
                return
            active = active[~priced]

    def claims_of_demands(self, demands: Flags) -> Ints:
        """The claims that these demands of the network are: those that are owed something."""
        claims = self.built.claims
        which = claims.of(DEMAND)
        found: Ints = which[demands[claims.number[which]]]
        return found

    def _users(self, members: Members) -> Ints:
        """Claims of the users for the items that they require."""
        demands = self.net.demands
        wanted = {(self.uses[k].nation, self.uses[k].item) for k in members}
        asks = [
            (self.net.nations[n], self.net.items.ids[i]) in wanted
            for n, i in zip(demands.nation, demands.item, strict=True)
        ]
        return self.claims_of_demands(np.array(asks, dtype=bool))

    def _now(self) -> Floats:
        shares: Floats = np.clip(self._solver.values()[self._short], 0.0, 1.0) + 0.0
        return shares


def _columns(built: Built, use: Use) -> Ints:
    """What serves the demands of a user from its substitute."""
    net, uses = built.net, built.scope.uses
    user = net.nations.index(use.nation)
    item, substitute = net.items.ids.index(use.item), net.items.ids.index(use.substitute)
    demands = net.demands
    asked = (demands.nation[uses.demand] == user) & (demands.item[uses.demand] == item)
    which = asked & (uses.item == substitute)
    fills = built.programme.columns["fills"]
    found: Ints = fills.all[which[fills.spans.entity]].astype(np.int64)
    return found
