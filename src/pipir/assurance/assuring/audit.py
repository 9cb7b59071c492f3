"""How far can promises be kept together? One programme of all of them, asked about one set after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from pipir.network.network import Dues, Floats, Ints, Network
from pipir.planning.alone import Name, names
from pipir.program.build import Built, build
from pipir.program.claims import COMMITMENT, PROMISE
from pipir.program.draft import Programme
from pipir.program.grid import Grid
from pipir.program.solver import Solver

KEPT = 1e-6
"""Share short below which a promise is kept: what is smaller is a rest of rounding."""

PRICED = 1e-9
"""Price of a whole promise, in shares, that is none."""


class Audit:
    """The promises of a network without demands and hazards, as a programme that is solved again and again.

    Claims are numbered as in `names`; `open` are those that no stance bars. Every question starts from where the
    last one ended, and leaves bounds as it found them.
    """

    def __init__(self, net: Network, periods: Grid) -> None:
        self.built: Built = build(_of_one_rank(net), periods)
        self.solver = Solver(self.built.programme)
        self.names: list[Name] = names(net, self.built.claims)
        self.ranks: Ints = np.array([self._rank(net, k) for k in range(len(self.names))], dtype=np.int64)
        self.against = [self._against(k) for k in range(len(self.names))]
        self.open = [k for k, why in enumerate(self.against) if why is None]
        self._short = self.built.programme.columns["short"].all
        self._above = self.built.programme.rows["above"].all
        self._alone: dict[int, float] = {}
        self._largest = self.built.programme.columns["largest"].all[:1]

    @property
    def net(self) -> Network:
        """The network."""
        return self.built.net

    def due(self, claim: int) -> tuple[Dues, int]:
        """The commitments or promises that a claim is among, and its place there."""
        kind, place = int(self.built.claims.kind[claim]), int(self.built.claims.number[claim])
        return (self.net.commitments if kind == COMMITMENT else self.net.promises), place

    def _rank(self, net: Network, claim: int) -> int:
        """The rank of a claim in the sequence, which the programme does not know."""
        kind, place = int(self.built.claims.kind[claim]), int(self.built.claims.number[claim])
        return int((net.commitments if kind == COMMITMENT else net.promises).rank[place])

    def _against(self, claim: int) -> str | None:
        dues, place = self.due(claim)
        return dues.against[place]

    def bar(self, claim: int, why: str) -> None:
        """Take a claim out of those that no stance bars."""
        self.against[claim] = why
        self.open.remove(claim)

    def missing(self, claims: Sequence[int]) -> float:
        """The least that these claims can go short, shares added up: 0 where all can be kept."""
        if not claims:
            return 0.0
        return max(self.solver.minimise(self._short[list(claims)], np.ones(len(claims))).objective, 0.0)

    def kept(self, claims: Sequence[int]) -> bool:
        """Can all of these be kept in full?"""
        return self.missing(claims) <= KEPT

    def suspects(self, claims: Sequence[int]) -> list[int]:
        """Those of claims that cannot all be kept which cannot all be kept either: whose being owed has a price.

        The prices prove what goes short, and go on to prove it where claims without one ask for nothing. Those that
        take most come first.
        """
        self.missing(claims)
        prices = self.solver.prices()[1]
        rows = self.built.programme.rows
        where = dict(zip(self._claims_of(COMMITMENT), rows["late"].all.tolist(), strict=True))
        where |= dict(zip(self._claims_of(PROMISE), rows["uncalled"].all.tolist(), strict=True))
        owed = self.built.claims.owed
        takes = {claim: abs(float(prices[where[claim]])) * float(owed[claim]) for claim in claims}
        found = [claim for claim in claims if takes[claim] > PRICED]
        return sorted(found, key=lambda claim: (-round(takes[claim], 6), -float(owed[claim]), claim))

    def _claims_of(self, kind: int) -> list[int]:
        return [int(claim) for claim in self.built.claims.of(kind)]

    def fraction(self, claims: Sequence[int]) -> float:
        """The largest fraction at which all of these can be kept together: 1 for none."""
        if not claims:
            return 1.0
        rows = self._above[list(claims)]
        free = np.full(len(rows), -np.inf)
        self.solver.bound_rows(rows, free, np.zeros(len(rows)))
        try:
            largest = self.solver.minimise(self._largest, np.ones(1)).objective
        finally:
            self.solver.bound_rows(rows, free, np.full(len(rows), np.inf))
        return whole(1.0 - largest)

    def also_kept(self, claims: Sequence[int], among: Sequence[int]) -> list[int]:
        """Those of `among` that are kept when these are, in a plan that keeps as much of the others as it can."""
        held: Ints = self._short[np.array(claims, dtype=int)]
        with self.bounded(held, np.full(len(claims), KEPT)):
            self.missing(among)
            shares = self.solver.values()[self._short[list(among)]]
        return [claim for claim, share in zip(among, shares.tolist(), strict=True) if share <= KEPT]

    @contextmanager
    def bounded(self, columns: Ints, upper: Floats) -> Iterator[None]:
        """Within this block columns are no more than this."""
        p = self.built.programme
        scale = p.column_scale[columns]
        lower = p.lower[columns] * scale
        self.solver.bound_columns(columns, lower, np.maximum(upper, lower))
        try:
            yield
        finally:
            self.solver.bound_columns(columns, lower, p.upper[columns] * scale)

    def alone(self, claim: int) -> float:
        """The share of a claim that can be kept when it is the only one: 0 where a stance bars it."""
        if self.against[claim] is not None:
            return 0.0
        if not self._alone:
            self.missing(self.open)
            shares = self.solver.values()[self._short]
            self._alone = {other: 1.0 for other in self.open if shares[other] <= KEPT}
        if claim not in self._alone:
            self._alone[claim] = whole(1.0 - self.missing([claim]))
        return self._alone[claim]

    def carriers(self, claim: int) -> Ints:
        """Columns of all that goes under a claim's commitment or agreement."""
        scope, columns = self.built.scope, self.built.programme.columns
        dues, place = self.due(claim)
        sent, hands = columns["sent"], columns["hands"]
        if dues is self.net.commitments:
            carried = sent.all[(scope.flows.commitment == place)[sent.spans.entity]]
            handed = hands.all[(scope.handings.commitment == place)[hands.spans.entity]]
            return np.concatenate([carried, handed])
        under = [a.agreement == dues.ids[place] for a in scope.flows.agreements]
        flows = np.array([*under, False], dtype=bool)[scope.flows.agreement]
        found: Ints = sent.all[flows[sent.spans.entity]]
        return found


def whole(share: float) -> float:
    """A share between 0 and 1; what is next to nothing or all is that."""
    return 0.0 if share <= KEPT else 1.0 if share >= 1.0 - KEPT else share


def same(one: Programme, other: Programme) -> bool:
    """Are two programmes alike, figure for figure? Then whatever is asked of them has the same answer."""
    arrays = ("lower", "upper", "row_lower", "row_upper", "starts", "index", "value", "column_scale", "row_scale")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)


def _of_one_rank(net: Network) -> Network:
    """All promises in one rank: a common fraction does not ask for their place in the sequence."""
    commitments, promises = (replace(dues, rank=np.ones_like(dues.rank)) for dues in (net.commitments, net.promises))
    return replace(net, commitments=commitments, promises=promises, ranks=(1,))
