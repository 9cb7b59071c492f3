"""What does a run leave where when it does what a plan decided? For tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.means import under_way_survives
from pipir.network.network import Floats, Network
from pipir.planning.policies import Follow, Replan
from pipir.planning.solved import solved
from pipir.program.decisions import Decisions
from pipir.program.grid import grid_of
from pipir.sustainment import arena
from pipir.sustainment.blocks import Model, model
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.figures import Figures
from pipir.sustainment.following import Follower
from pipir.sustainment.layout import Trace
from pipir.sustainment.prepare import prepare
from pipir.sustainment.weather import mean_weather

NEAR = 1e-6
"""Share of the largest stock of an item by which a replayed stock may differ."""


def by_days(net: Network) -> Decisions:
    """The plan of a network with a period for each day."""
    return solved(net, grid_of(net, daily=True)).decisions


def replayed(plan: Decisions) -> Floats:
    """What lies in each cell of a daily plan at the end of each day of an expected run that follows it."""
    net = replace(plan.net, demands=replace(plan.net.demands, cv=np.zeros(len(plan.net.demands.ids))))
    prepared = prepare(net, Follow(plan).moves(net), 30.0, 0)
    drawn = Figures(prepared, {}, 0.0).of(np.zeros(1, dtype=np.int64))
    drawn = drawn._replace(way=drawn.way * under_way_survives(net)[None, :])
    follower, trace = Follower(prepared, drawn, mean_weather(net), True), arena.trace(prepared.fixed, 1)
    assert prepared.moves.script is not None
    follower.write(prepared.moves.script)
    stock = np.zeros((len(net.sites.ids), len(net.items.ids), net.days))
    for day in range(net.days):
        follower.go(trace, 0, 0, (day, day + 1))
        stock[prepared.fixed.cell_site, prepared.fixed.cell_item, day] = follower.stock
    return stock[plan.cell_site, plan.cell_item]


def apart(plan: Decisions) -> float:
    """The largest difference of a stock between a plan and its replay, over the largest stock of the item (or 1)."""
    largest = np.ones(len(plan.net.items.ids))
    np.maximum.at(largest, plan.cell_item, plan.stock.max(axis=1, initial=0.0))
    return float((np.abs(replayed(plan) - plan.stock) / largest[plan.cell_item][:, None]).max(initial=0.0))


def planned(case: Case, scenario: str | None = None) -> Decisions:
    """The daily plan of a case."""
    return by_days(compile_network(case, scenario))


def followed(case: Case, policy: Follow | Replan | None = None, **options: Any) -> tuple[Model, Trace]:
    """What the expected run, or the runs that the options ask for, leave behind under a policy."""
    asked = options if "runs" in options else {"expected": True} | options
    runs = model(case, SustainOptions(**asked), Follow(planned(case)) if policy is None else policy)
    return runs, runs(0)


def unmet(case: Case, policy: Follow | Replan | None = None, **options: Any) -> dict[str, float]:
    """Units unmet of each claim, mean over the runs."""
    runs, trace = followed(case, policy, **options)
    prepared = runs.prepared(runs.answers(0))[0]
    net = prepared.net
    names = [net.demands.ids[d] for d in prepared.demand_order]
    names += [*net.commitments.ids, *net.promises.ids]
    return dict(zip(names, map(float, trace.unmet.mean(axis=0)), strict=True))
