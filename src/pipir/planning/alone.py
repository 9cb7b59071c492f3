"""How little can one claim go short, if no claim of its rank or an earlier one is worse off than in the plan?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipir.case.case import Case
from pipir.case.nearest import nearest_of
from pipir.case.refusal import refuse
from pipir.network.compile import compile_network
from pipir.network.network import Floats, Network, Terms
from pipir.planning.solved import Solved
from pipir.program.build import Built, build
from pipir.program.claims import COMMITMENT, DEMAND, KINDS, Claims
from pipir.program.solver import Solver

ROOM = 1e-6
"""Share by which another claim may be worse off: no plan is cut off by a rest of rounding."""

PRICED = 1e-9
"""Prices, in shares of the claim, that are none."""

Name = tuple[str, str]
"""Kind and id of a claim."""


def names(net: Network, claims: Claims) -> list[Name]:
    """Kind and id of every claim that is owed something, in order."""
    ids = (net.demands.ids, net.commitments.ids, net.promises.ids)
    return [(KINDS[kind], ids[kind][number]) for kind, number in zip(claims.kind, claims.number, strict=True)]


def known(net: Network, claim: str) -> list[Name]:
    """The claims of a network that a word means, an id or `kind:id`. Raises Refused where it means none."""
    ids = (net.demands.ids, net.commitments.ids, net.promises.ids)
    every = [(kind, name) for kind, these in zip(KINDS, ids, strict=True) for name in these]
    found = [(kind, name) for kind, name in every if claim in (name, f"{kind}:{name}")]
    if not found:
        words = sorted({name for _, name in every})
        raise refuse("options", "is no claim of the scenario", nearest_of(claim, words), column="--why", value=claim)
    return found


@dataclass(frozen=True)
class Least:
    """The least that a claim can go short [units], and by how much its share changes with a unit of each limit."""

    short: float
    built: Built
    columns: Floats
    rows: Floats


@dataclass(frozen=True)
class Alone:
    """One claim of a plan (`number` among its claims), to be looked at in other networks too."""

    plan: Solved
    number: int
    terms: Terms

    @property
    def net(self) -> Network:
        """The network of the plan."""
        return self.plan.built.net

    def anew(self, case: Case) -> Network:
        """The network of a changed case, on the same terms."""
        return compile_network(case, self.net.scenario, self.terms)

    @property
    def kind(self) -> int:
        """Kind of the claim, by number."""
        return int(self.plan.built.claims.kind[self.number])

    @property
    def place(self) -> int:
        """Its place among the demands, commitments or promises."""
        return int(self.plan.built.claims.number[self.number])

    @cached_property
    def name(self) -> Name:
        """Kind and id."""
        return names(self.net, self.plan.built.claims)[self.number]

    @property
    def owed(self) -> float:
        """Units owed."""
        return float(self.plan.built.claims.owed[self.number])

    @property
    def short(self) -> float:
        """Units short in the plan."""
        return float(self.plan.shares[self.number]) * self.owed

    @property
    def items(self) -> list[int]:
        """Items that it can be given, the one required first."""
        if self.kind == DEMAND:
            return [item for item, _ in self.net.demands.uses[self.place]]
        dues = self.net.commitments if self.kind == COMMITMENT else self.net.promises
        return list(dues.covers[self.place])

    @property
    def ratios(self) -> dict[int, float]:
        """Of each of these items, units that do the work of one."""
        uses = self.net.demands.uses[self.place] if self.kind == DEMAND else [(item, 1.0) for item in self.items]
        return dict(uses)

    @property
    def user(self) -> int:
        """The nation whose sites need the item: that of the demand's site, or the supplier."""
        if self.kind == DEMAND:
            return int(self.net.sites.holder[self.net.demands.site[self.place]])
        dues = self.net.commitments if self.kind == COMMITMENT else self.net.promises
        return int(dues.supplier[self.place])

    @property
    def sites(self) -> list[int]:
        """Sites where it is met: those of the demand or the recipient, else all of the supplier."""
        if self.kind == DEMAND:
            return [int(self.net.demands.site[self.place])]
        dues = self.net.commitments if self.kind == COMMITMENT else self.net.promises
        own = np.flatnonzero(self.net.sites.holder == dues.supplier[self.place]).tolist()
        return list(dues.sites[self.place]) or own

    @property
    def until(self) -> float:
        """Day after the last on which something can still be of use to it."""
        return float(self.net.demands.end[self.place]) if self.kind == DEMAND else float(self.net.days)

    @cached_property
    def others(self) -> dict[Name, tuple[int, float, float]]:
        """Rank, share short and units owed of every other claim that is served no later than its rank."""
        claims = self.plan.built.claims
        mine = claims.rank[self.number]
        facts = zip(claims.rank.tolist(), self.plan.shares.tolist(), claims.owed.tolist(), strict=True)
        every = zip(names(self.net, claims), facts, strict=True)
        return {name: fact for name, fact in every if fact[0] <= mine and name != self.name}

    def least(self, net: Network | None = None, freed: Collection[Name] = ()) -> Least:
        """The least that it can go short in a network, the plan's where none is given; `freed` claims may lose.

        A claim that is owed something else in that network may lose too: its shares do not compare.
        """
        built = self.plan.built if net is None else build(net, self.plan.built.writing.grid)
        every = names(built.net, built.claims)
        owed = dict(zip(every, built.claims.owed.tolist(), strict=True))
        asked = [n for n, (_, _, o) in self.others.items() if n not in freed and owed.get(n) == o]
        kept = [every.index(name) for name in asked]
        most = np.array([self.others[name][1] for name in asked])
        short = built.programme.columns["short"].all
        solver = Solver(built.programme)
        solver.bound_columns(short[kept], np.zeros(len(kept)), np.minimum(most + ROOM, 1.0))
        mine = every.index(self.name)
        share = solver.minimise(short[[mine]], np.ones(1)).objective
        return Least(max(share, 0.0) * float(built.claims.owed[mine]), built, *solver.prices())
