"""What does a plan say, whoever makes it? The plain formulation and the programme, told in the same words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl
import pytest

import pipir
from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.planning import tables
from pipir.planning.capability import PlanOptions
from pipir.planning.plan import PlanResult
from pipir.planning.solved import solved
from pipir.program.decisions import Decisions
from pipir.program.grid import grid_of
from planning.best import best
from planning.plain import Name
from planning.reading import Asked, Reading

near = partial(pytest.approx, rel=1e-6, abs=1e-5)
"""Equal as far as stages may worsen each other."""


@dataclass(frozen=True)
class Outcome:
    """Share short of each claim by (kind, id), weighed share short of each rank, cost, and the columns of `plain`."""

    shorts: Mapping[tuple[str, str], float]
    ranks: Mapping[int, float]
    cost_usd: float
    tonne_days: float
    columns: Mapping[Name, float]

    def short(self, claim: str) -> float:
        """Share short of the only claim of that id."""
        (found,) = [value for (_, name), value in self.shorts.items() if name == claim]
        return found

    def total(self, *begins: str | int) -> float:
        """Sum of the columns whose names begin so, over all periods: `sent`, `lane`; `fill`, `demand`, `good`."""
        return sum(value for name, value in self.columns.items() if name[: len(begins)] == begins)


Answer = Callable[..., Outcome]


def slack(case: Case, how: Asked) -> dict[int, float]:
    """How exactly shares of each rank are settled.

    A stage may worsen an earlier one by 1e-7 of a share; what a large claim so lets go is more of a small, later one.
    """
    claims = [claim for claim in Reading(case, how).claims() if claim.owed > 0]
    found: dict[int, float] = {}
    for rank in sorted({claim.rank for claim in claims}):
        so_far = sum(max(1.0, claim.weight) * claim.owed for claim in claims if claim.rank <= rank)
        least = min(min(1.0, claim.weight) * claim.owed for claim in claims if claim.rank == rank)
        found[rank] = 1e-6 * (1.0 + so_far / least)
    return found


def plainly(case: Case, **options: Any) -> Outcome:
    """The answer of the plain formulation."""
    asked = Asked(**options)
    found = best(case, asked)
    said = Reading(case, asked)
    ranks = dict.fromkeys((claim.rank for claim in said.claims() if claim.owed > 0), 0.0) | found.ranks
    return Outcome(found.shorts, ranks, found.cost_usd, found.tonne_days, found.columns)


def programmed(case: Case, **options: Any) -> Outcome:
    """The answer of `pipir.plan`."""
    asked = Asked(**options)
    net = compile_network(
        case, None, Terms(unknown=asked.unknown, sequence=asked.sequence, call_promises=asked.call_promises)
    )
    plan = solved(net, grid_of(net, asked.daily))
    shorts = {(row["kind"], row["claim"]): row["share_short"] for row in tables.shortfall(plan).iter_rows(named=True)}
    ranks: dict[int, float] = {}
    for row in tables.ranks(plan).iter_rows(named=True):
        ranks[row["rank"]] = ranks.get(row["rank"], 0.0) + row["share_short"]
    summary = tables.summary(plan).row(0, named=True)
    return Outcome(shorts, ranks, summary["cost_usd"], summary["tonne_days"], told(plan.decisions))


def told(d: Decisions) -> dict[Name, float]:
    """Decisions under the names of the plain formulation's columns."""
    net = d.net
    carriers = [a.agreement for a in d.agreements] + list(net.commitments.ids) + ["own"]
    names: list[tuple[Name, Any]] = [
        (("sent", net.lanes.ids[lane], net.items.ids[item], carriers[carrier]), d.sent[f])
        for f, (lane, item, carrier) in enumerate(zip(d.flow_lane, d.flow_item, d.flow_carrier, strict=True))
    ]
    names += [(("started", name), d.starts[k]) for k, name in enumerate(net.making.ids)]
    uses = zip(d.use_demand, d.use_item, strict=True)
    names += [(("fill", net.demands.ids[n], net.items.ids[i]), d.fills[u]) for u, (n, i) in enumerate(uses)]
    hands = zip(d.hand_commitment, d.hand_site, strict=True)
    names += [(("hand", net.commitments.ids[c], net.sites.ids[s]), d.hands[h]) for h, (c, s) in enumerate(hands)]
    cells = [(net.sites.ids[s], net.items.ids[i]) for s, i in zip(d.cell_site, d.cell_item, strict=True)]
    names += [(("stock", *cell), d.stock[e]) for e, cell in enumerate(cells)]
    names += [(("discarded", *cell), d.discards[e]) for e, cell in enumerate(cells)]
    return {(*name, t): float(value) for name, values in names for t, value in enumerate(values)}


def published(case: Case, **options: Any) -> Outcome:
    """The answer of `pipir.plan` as its tables tell it."""
    result = pipir.plan(case, PlanOptions(**options))
    shorts = {(row["kind"], row["claim"]): row["share_short"] for row in result.shortfall.iter_rows(named=True)}
    pooled = result.ranks.group_by("rank").agg(pl.col("share_short").sum())
    summary = result.summary.row(0, named=True)
    columns = tabled(result, Reading(case, Asked(**options)))
    return Outcome(shorts, dict(pooled.iter_rows()), summary["cost_usd"], summary["tonne_days"], columns)


def tabled(result: PlanResult, said: Reading) -> dict[Name, float]:
    """The tables of a plan under the names of the plain formulation's columns."""
    begins = {a: t for t, (a, _) in enumerate(said.periods)}
    ends = {b - 1: t for t, (_, b) in enumerate(said.periods)}
    found: dict[Name, float] = {}
    for row in result.shipments.iter_rows(named=True):
        found["sent", row["lane"], row["item"], row["carried_by"], begins[row["from_day"]]] = row["quantity"]
    for row in result.production.iter_rows(named=True):
        found["started", row["line"], begins[row["from_day"]]] = row["started"]
    for row in result.fills.iter_rows(named=True):
        if row["kind"] == "demand":
            found["fill", row["claim"], row["item"], begins[row["from_day"]]] = row["quantity"]
        elif row["kind"] == "commitment" and not said.targets(said.commitments[row["claim"]]):
            found["hand", row["claim"], row["site"], begins[row["from_day"]]] = row["quantity"]
    for row in result.stock.iter_rows(named=True):
        place = row["site"], row["item"], ends[row["day"]]
        found["stock", *place], found["discarded", *place] = row["quantity"], row["discarded"]
    return found


ANSWERS: tuple[Answer, ...] = (plainly, published)
"""Whom a question may be asked."""

QUICK: tuple[Answer, ...] = (programmed,)
"""Whom many questions may be asked."""
