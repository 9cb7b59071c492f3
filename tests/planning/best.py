"""Which plan of the plain programme is best? One stage after another, each held by a row of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from pipir.case.case import Case
from planning.plain import Name, Programme, Terms, programme
from planning.reading import Asked, Claim

ROUNDS = 5
SLACK = 1e-8
"""What a stage may worsen an earlier one by: the contract allows ten times as much."""

FINE = {"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9}


class Unsolved(Exception):
    """The solver did not find a best plan."""


@dataclass
class Best:
    """The best plan: weighed share short by rank, share short of each claim, cost, tonne-days, every column."""

    ranks: dict[int, float] = field(default_factory=dict)
    shorts: dict[tuple[str, str], float] = field(default_factory=dict)
    cost_usd: float = 0.0
    tonne_days: float = 0.0
    columns: dict[Name, float] = field(default_factory=dict)


def best(case: Case, asked: Asked = Asked()) -> Best:  # noqa: B008 - frozen
    """Rank by rank, largest share by largest share, then cost, tonne-days and tonnes."""
    p, claims = programme(case, asked)
    found = Best()
    for rank in sorted({claim.rank for claim in claims}):
        among = [claim for claim in claims if claim.rank == rank]
        pooled = weighed(among)
        found.ranks[rank], _ = solve(p, pooled)
        p.row(("kept", rank), dict(pooled), high=found.ranks[rank] + SLACK)
        level(p, rank, [("short", claim.kind, claim.name) for claim in among])
    for stage in ("cost", "tonne-days", "tonnes"):
        value, found.columns = solve(p, _moved(p, stage))
        p.row(("kept", stage), _moved(p, stage), high=value * (1 + SLACK) + SLACK)
        if stage == "cost":
            found.cost_usd = value
        if stage == "tonne-days":
            found.tonne_days = value
    found.shorts = {(c.kind, c.name): found.columns["short", c.kind, c.name] for c in claims}
    return found


def weighed(claims: list[Claim]) -> Terms:
    """Sum over items of weight x short over weight x owed."""
    whole: dict[str, float] = defaultdict(float)
    for claim in claims:
        whole[claim.item] += claim.weight * claim.owed
    return {("short", c.kind, c.name): c.weight * c.owed / whole[c.item] for c in claims if whole[c.item] > 0}


def level(p: Programme, rank: int, active: list[Name]) -> None:
    """Make the largest share short as small as can be, then the next, among those that can still change."""
    for turn in range(ROUNDS):
        if not active:
            return
        top = p.column("largest", rank, turn)
        for name in active:
            p.row(("below", turn, *name), {name: 1.0, top: -1.0}, high=0.0)
        value, found = solve(p, {top: 1.0})
        p.row(("kept", rank, turn), {top: 1.0}, high=value + SLACK)
        at_it = [name for name in active if found[name] > value - 1e-6]
        stuck = [name for name in at_it if solve(p, {name: 1.0})[0] > value - 1e-6]
        active = [name for name in active if name not in stuck] if value > 1e-9 else []


def _moved(p: Programme, stage: str) -> Terms:
    lanes = p.said.lanes
    per_tonne = {"cost": "cost_usd_per_t", "tonne-days": "days"}.get(stage)
    return {
        c: p.said.mass_t(str(c[2])) * (lanes[str(c[1])][per_tonne] if per_tonne else 1.0)
        for c in p.columns
        if c[0] == "sent"
    }


def solve(p: Programme, objective: Terms) -> tuple[float, dict[Name, float]]:
    """The least value of an objective, and every column at it."""
    result = linprog(_vector(p, objective), **_matrices(p), bounds=(0, None), method="highs", options=FINE)
    if result.status != 0:
        raise Unsolved(result.message)
    return float(result.fun), dict(zip(p.columns, map(float, result.x), strict=True))


def _vector(p: Programme, terms: Terms) -> np.ndarray:
    found = np.zeros(len(p.columns))
    for name, value in terms.items():
        found[p.columns[name]] = value
    return found


def _matrices(p: Programme) -> dict[str, object]:
    equal, most = Lines(len(p.columns)), Lines(len(p.columns))
    for terms, low, high in p.rows.values():
        places = {p.columns[name]: value for name, value in terms.items()}
        if low == high:
            equal.add(places, high, 1.0)
            continue
        if high < inf:
            most.add(places, high, 1.0)
        if low > -inf:
            most.add(places, low, -1.0)
    return {"A_eq": equal.matrix, "b_eq": equal.right, "A_ub": most.matrix, "b_ub": most.right}


@dataclass
class Lines:
    """Rows on their way into a sparse matrix."""

    width: int
    right: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def add(self, places: Mapping[int, float], right: float, sign: float) -> None:
        self.entries += [(len(self.right), k, sign * value) for k, value in places.items()]
        self.right.append(sign * right)

    @property
    def matrix(self) -> csr_array:
        row, column, value = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        return csr_array((value, (row, column)), shape=(len(self.right), self.width))
