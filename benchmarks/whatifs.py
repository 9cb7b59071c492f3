"""How fast are single losses planned anew, beside rebuilding with linopy?

``python benchmarks/whatifs.py`` plans ``indo-pacific korea``, takes the lanes and lines that the plan uses most, and
plans anew without each of them, in several processes that write the programme once and solve every loss from the plan
that does nothing: all ranks, largest shares and transport. Some of them are rebuilt with linopy, which serves only the
pooled shortages up to the first rank that goes short. The exit code is 1 where these optima differ.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pipir.case.reading import read_case
from pipir.network.compile import compile_network
from pipir.network.network import Floats, Ints
from pipir.planning.ranks import serve
from pipir.planning.solved import Solved, solved
from pipir.program.build import Built, build
from pipir.program.grid import grid
from pipir.program.solver import Solver
from pipir.runs.work import blocks

AGREE = 1e-6
"""Largest difference of a pooled shortage, a sum of shares."""
BLOCK = 5
"""Losses that a process is given at once."""
Loss = tuple[str, str]
"""`lane` or `line`, and its id."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code."""
    given = parsed(arguments)
    net = compile_network(read_case(given.case), given.scenario)
    start = time.perf_counter()
    base = solved(net, grid(net.days))
    lost = losses(base, given.losses)
    print(f"{given.case} {net.scenario}: planned in {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    task = Replan(given.case, net.scenario, tuple(lost))
    found = [shares for block in blocks(task, task.count, given.processes) for shares in block]
    ours = (time.perf_counter() - start) / len(lost)
    worse = sum(differs(shares, found_shares(base)) for shares in found)
    print(f"{len(lost)} losses, processes {given.processes}: {ours:.3f} s each; {worse} of them cost a rank something")
    if not given.rebuilt:
        return 0
    some = range(0, len(lost), -(-len(lost) // given.rebuilt))
    start = time.perf_counter()
    theirs = [with_linopy(base, lost[k]) for k in some]
    each = (time.perf_counter() - start) / len(theirs)
    apart = max(float(np.abs(found[k][: len(a)] - a).max()) for k, a in zip(some, theirs, strict=True))
    print(f"linopy, {len(theirs)} of them in one process: {each:.3f} s each, {each / ours:.1f} times that")
    print(f"largest difference of an optimum {apart:.1e}{'' if apart <= AGREE else '   THEY DISAGREE'}")
    return 0 if apart <= AGREE else 1


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="?", default="indo-pacific")
    parser.add_argument("scenario", nargs="?", help="default: korea, or the first of another case")
    parser.add_argument("--losses", type=int, default=200, help="single losses planned anew")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rebuilt", type=int, default=4, help="of these, how many are rebuilt with linopy")
    given = parser.parse_args(arguments)
    if given.scenario is None and given.case == "indo-pacific":
        given.scenario = "korea"
    return given


@dataclass(frozen=True)
class Replan:
    """Pooled shortages by rank of one block of losses after another; a process writes the programme once."""

    case: str
    scenario: str
    lost: tuple[Loss, ...]
    _kept: dict[str, Built] = field(default_factory=dict, compare=False)

    @property
    def count(self) -> int:
        """Blocks."""
        return -(-len(self.lost) // BLOCK)

    def __call__(self, block: int) -> list[Floats]:
        """What is short by rank of each loss of a block."""
        if not self._kept:
            net = compile_network(read_case(self.case), self.scenario)
            self._kept["built"] = build(net, grid(net.days))
        built = self._kept["built"]
        return [cold_solve(built, loss) for loss in self.lost[block * BLOCK : (block + 1) * BLOCK]]


def losses(base: Solved, count: int) -> list[Loss]:
    """Lanes and lines that the plan uses, the most used first, in turn; then others."""
    net, made = base.built.net, base.decisions
    carried = np.zeros(len(net.lanes.ids))
    np.add.at(carried, made.flow_lane, made.sent.sum(axis=1) * net.items.mass_t[made.flow_item])
    begun = made.starts.sum(axis=1)
    lanes = [("lane", net.lanes.ids[k]) for k in np.argsort(-carried, kind="stable")]
    lines = [("line", net.making.ids[k]) for k in np.argsort(-begun, kind="stable")]
    half = min(count // 2, len(lines))
    return lanes[: count - half] + lines[:half]


def found_shares(base: Solved) -> Floats:
    """Pooled shortages by rank when nothing is lost."""
    return np.array([served.pooled for served in base.order.served])


def differs(one: Floats, other: Floats) -> bool:
    """Does a loss change what is short?"""
    return bool(np.abs(one - other).max() > AGREE)


def cold_solve(built: Built, loss: Loss) -> Floats:
    """Pooled shortages by rank when a loss is planned from nothing, the programme being there already."""
    columns, solver = lost_columns(built, loss), Solver(built.programme)
    solver.bound_columns(columns, np.zeros(len(columns)), np.zeros(len(columns)))
    return np.array([served.pooled for served in serve(built, solver).served])


def lost_columns(built: Built, loss: Loss) -> Ints:
    """Columns that are nothing when a lane or a line is lost."""
    net, columns = built.net, built.programme.columns
    if loss[0] == "lane":
        lane = built.scope.flows.lane[columns["sent"].spans.entity]
        return columns["sent"].all[lane == net.lanes.ids.index(loss[1])]
    return columns["starts"].all[columns["starts"].spans.entity == net.making.ids.index(loss[1])]


def with_linopy(base: Solved, loss: Loss) -> Floats:
    """Pooled shortages by rank, to the first that goes short, of a model that linopy writes anew."""
    from peers.linopy_ranks import ranks_in_turn, rebuilt, without

    built = base.built
    number = {"lane": built.net.lanes.ids, "line": built.net.making.ids}[loss[0]].index(loss[1])
    model, highs = rebuilt(without(built.scope, loss[0], number), built.claims)
    return ranks_in_turn(model, highs, built.claims)


if __name__ == "__main__":
    sys.exit(main())
