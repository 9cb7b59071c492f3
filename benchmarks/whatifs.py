"""How fast are single losses planned anew, beside the best cold solve and beside rebuilding with linopy?

``python benchmarks/whatifs.py`` plans ``indo-pacific korea``, takes the lanes and lines that the plan uses most, and
asks a `PlanSession` in one call what goes short without each of them: its clock runs from the call to the last answer,
and every process plans the case once within it. Some of them, evenly spaced, are solved cold: the programme is there
and has been handed over, the loss is bound, and the same ranks and largest shares are served from rest. Fewer are
rebuilt with linopy, which serves only the pooled shortages up to the first rank that goes short. Of those two only the
losses are timed (linopy's import counts to the first), not the start of a process; all three have as many processes.
Last, stocks, lines and lanes that have a limit get a tenth more or less, one at a time and in this process: by the
session that has planned, and by the changed case planned cold, both from the changed row to what goes short. The exit
code is 1 where optima differ.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from pipir.case.reading import read_case
from pipir.network.compile import compile_network
from pipir.network.network import Floats
from pipir.planning.capability import PlanOptions
from pipir.planning.changes import Loss, lost_columns
from pipir.planning.hot import cold as cold_order
from pipir.planning.plan import network
from pipir.planning.ranks import Stages
from pipir.planning.rows import Row, edited, lift, rate, stock
from pipir.planning.session import PlanSession
from pipir.planning.solved import Solved, solved
from pipir.program.build import Built, build
from pipir.program.grid import grid_of
from pipir.program.solver import Solver, State
from pipir.runs.work import blocks

AGREE = 1e-6
"""Largest difference of a pooled shortage, a sum of shares."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code."""
    given = parsed(arguments)
    case = read_case(given.case)
    net = compile_network(case, given.scenario)
    start = time.perf_counter()
    base = solved(net, grid_of(net))
    lost = losses(base, given.losses)
    print(f"{given.case} {net.scenario}: planned in {time.perf_counter() - start:.2f} s")
    session = PlanSession(case, PlanOptions(scenario=net.scenario))
    start = time.perf_counter()
    found = [np.array(short.pooled) for short in session.many([[loss] for loss in lost], given.processes)]
    ours = (time.perf_counter() - start) / len(lost)
    worse = sum(differs(shares, found_shares(base)) for shares in found)
    print(f"session, {len(lost)} losses, processes {given.processes}: {ours:.3f} s each; {worse} cost a rank something")
    agree = True
    for way, sample in (("cold", given.cold), ("linopy", given.rebuilt)):
        some = spaced(len(lost), sample)
        if not some:
            continue
        task = Apart(given.case, net.scenario, way, tuple(lost[k] for k in some))
        answers = list(blocks(task, len(some), given.processes))
        each = sum(answer.seconds for answer in answers) / len(some) / min(given.processes, len(some))
        apart = max(
            float(np.abs(found[k][: len(a.pooled)] - a.pooled).max()) for k, a in zip(some, answers, strict=True)
        )
        agree &= apart <= AGREE
        said = "" if apart <= AGREE else "   THEY DISAGREE"
        print(f"{way}, {len(some)} of them: {each:.3f} s each, {each / ours:.1f} times that")
        print(f"largest difference of an optimum {apart:.1e}{said}")
    return 0 if changed(session, spread(base, given.changes)) and agree else 1


def changed(session: PlanSession, some: list[Row]) -> bool:
    """Plan changed figures from the plan at hand and cold, print both; are optima the same?"""
    if not some:
        return True
    session.short()
    start = time.perf_counter()
    ours = [np.array(session.short([row]).pooled) for row in some]
    middle = time.perf_counter()
    cold_ones = [pooled_of(session, row) for row in some]
    each, apart = (middle - start) / len(some), (time.perf_counter() - middle) / len(some)
    most = max(float(np.abs(one - other).max()) for one, other in zip(ours, cold_ones, strict=True))
    print(f"session, {len(some)} changed figures: {each:.3f} s each; cold {apart:.3f} s, {apart / each:.1f} times that")
    print(f"largest difference of an optimum {most:.1e}{'' if most <= AGREE else '   THEY DISAGREE'}")
    return most <= AGREE


def pooled_of(session: PlanSession, row: Row) -> Floats:
    """Pooled shortages by rank of a changed case that is planned cold, as deep as the session."""
    net = network(edited(session.case, [row]), session.options)
    order = cold_order(build(net, grid_of(net)), np.zeros(0, dtype=np.int64), moving=False)
    return np.array([served.pooled for served in order.served])


def spread(base: Solved, count: int) -> list[Row]:
    """Stocks, lines and limited lanes in turn, evenly spaced, each with a tenth less or more."""
    net = base.built.net
    lying = [
        stock(net.sites.ids[s], net.items.ids[i], q)
        for s, i, q in zip(net.holdings.site, net.holdings.item, net.holdings.quantity, strict=True)
        if q > 0 and ":" not in net.items.ids[i]
    ]
    paces = net.case["lines"].filter(pl.col("status") == "active").select("line", "rate_per_year").iter_rows()
    made = [rate(line, pace) for line, pace in paces]
    carried = [lift(net.lanes.ids[k], net.lanes.lift_t[k]) for k in np.flatnonzero(np.isfinite(net.lanes.lift_t))]
    third = -(-count // 3)
    several = [part[k] for part in (lying, made, carried) for k in spaced(len(part), third)][:count]
    return [scaled(row, 0.9 if k % 2 else 1.1) for k, row in enumerate(several)]


def scaled(row: Row, times: float) -> Row:
    """A row whose figures are so many times what they were."""
    cells = {name: value * times if isinstance(value, float) else value for name, value in row.cells.items()}
    return Row(row.table, cells)


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="?", default="indo-pacific")
    parser.add_argument("scenario", nargs="?", help="default: korea, or the first of another case")
    parser.add_argument("--losses", type=int, default=200, help="single losses planned anew")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--cold", type=int, default=20, help="of these, how many are solved from rest")
    parser.add_argument("--rebuilt", type=int, default=4, help="of these, how many are rebuilt with linopy")
    parser.add_argument("--changes", type=int, default=30, help="figures that are changed")
    given = parser.parse_args(arguments)
    if given.scenario is None and given.case == "indo-pacific":
        given.scenario = "korea"
    return given


def spaced(count: int, sample: int) -> list[int]:
    """At most so many of a number of losses, evenly spaced."""
    return [k * count // sample for k in range(sample)] if sample < count else list(range(count))


@dataclass(frozen=True)
class Answer:
    """Pooled shortages by rank, and the seconds they took."""

    pooled: Floats
    seconds: float


@dataclass(frozen=True)
class Apart:
    """One loss after another without the session: `cold` or by `linopy`; a process writes the programme once."""

    case: str
    scenario: str
    way: str
    lost: tuple[Loss, ...]
    _kept: dict[str, Rest] = field(default_factory=dict, compare=False)

    def __call__(self, number: int) -> Answer:
        """What is short by rank without one of them."""
        if not self._kept:
            net = compile_network(read_case(self.case), self.scenario)
            built = build(net, grid_of(net))
            solver = Solver(built.programme)
            self._kept["rest"] = Rest(built, solver, solver.state())
        rest, loss = self._kept["rest"], self.lost[number]
        start = time.perf_counter()
        pooled = cold(rest, loss) if self.way == "cold" else with_linopy(rest.built, loss)
        return Answer(pooled, time.perf_counter() - start)


@dataclass(frozen=True)
class Rest:
    """A programme that has been handed over, and the solver before its first solve."""

    built: Built
    solver: Solver
    state: State


def losses(base: Solved, count: int) -> list[Loss]:
    """Lanes and lines that the plan uses, the most used first, in turn; then others."""
    net, made = base.built.net, base.decisions
    carried = np.zeros(len(net.lanes.ids))
    np.add.at(carried, made.flow_lane, made.sent.sum(axis=1) * net.items.mass_t[made.flow_item])
    begun = made.starts.sum(axis=1)
    lanes = [Loss("lane", net.lanes.ids[k]) for k in np.argsort(-carried, kind="stable")]
    lines = [Loss("line", net.making.ids[k]) for k in np.argsort(-begun, kind="stable")]
    half = min(count // 2, len(lines))
    return lanes[: count - half] + lines[:half]


def found_shares(base: Solved) -> Floats:
    """Pooled shortages by rank when nothing is lost."""
    return np.array([served.pooled for served in base.order.served])


def differs(one: Floats, other: Floats) -> bool:
    """Does a loss change what is short?"""
    return bool(np.abs(one - other).max() > AGREE)


def cold(rest: Rest, loss: Loss) -> Floats:
    """Pooled shortages by rank when a loss is planned from rest, as deep as the session: ranks and largest shares."""
    columns, claims = lost_columns(rest.built, [loss]), rest.built.claims
    rest.solver.resume(rest.state)
    rest.solver.bound_columns(columns, np.zeros(len(columns)), np.zeros(len(columns)))
    stages = Stages(rest.built, rest.solver)
    for rank in np.unique(claims.rank[claims.share > 0]):
        stages.serve(int(rank))
    return np.array([served.pooled for served in stages.served])


def with_linopy(built: Built, loss: Loss) -> Floats:
    """Pooled shortages by rank, to the first that goes short, of a model that linopy writes anew."""
    from peers.linopy_ranks import ranks_in_turn, rebuilt, without

    number = {"lane": built.net.lanes.ids, "line": built.net.making.ids}[loss.kind].index(loss.target)
    model, highs = rebuilt(without(built.scope, loss.kind, number), built.claims)
    return ranks_in_turn(model, highs, built.claims)


if __name__ == "__main__":
    sys.exit(main())
