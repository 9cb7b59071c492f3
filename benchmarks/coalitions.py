"""How fast is every coalition of partners valued, beside one programme for each?

``python benchmarks/coalitions.py`` takes 13 nations of ``indo-pacific`` and values all of their 8,191 coalitions as
`pipir share` does: pieces, groups, plans that still hold, and the dual simplex method from the plan of more players.
Some coalitions, evenly spaced, are valued apart in two other ways: *closed*, the whole programme with what the others
own closed, from the plan of all together by the dual method; and *cold*, the same from the plan that does nothing. The
clock of *hot* runs from the taking apart of the programme to the last value. No way counts the reading of the case and
the writing of the programme, which all three share. All run one after another in this process unless `--processes`
gives the hot way more. The exit code is 1 where values differ.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np

from pipir.case.reading import read_case
from pipir.network.compile import compile_network
from pipir.network.network import Floats
from pipir.network.network import Terms as On
from pipir.planning.worth import Worth, costs
from pipir.program.build import Built, build
from pipir.program.grid import Ints, grid_of
from pipir.program.solver import Solver
from pipir.sharing.owners import owners
from pipir.sharing.pieces import pieces
from pipir.sharing.players import players
from pipir.sharing.valuing import Values, values

PLAYERS = "USA TWN JPN KOR AUS PHL CAN DEU SGP NZL THA GBR IND"
AGREE = 1e-7
"""Largest difference of a value, in weighted shares."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code."""
    given = parsed(arguments)
    net = compile_network(read_case(given.case), given.scenario, On(unknown=given.unknown))
    who = players(net, given.players)
    built = build(net, grid_of(net))
    rows, columns = built.programme.shape
    print(f"{given.case} {net.scenario}: {who.count} players, {rows:,} rows, {columns:,} columns")
    start = time.perf_counter()
    own = owners(built, who.bits(net))
    found = values(pieces(built, own, costs(built), who.count), who.count, given.processes)
    took = time.perf_counter() - start
    needs = own.columns.copy()
    needs[built.programme.columns["short"].all] = 0
    told(found, took, given.processes)
    some = spaced(len(found.value) - 1, given.sample)
    agree = True
    for name, way in (("closed", closed(built)), ("cold", cold(built))):
        seconds, apart = measured(way, needs, some, found.value)
        each = seconds / len(some)
        print(f"{name}, {len(some)} of them: {each:.3f} s each, {each / took * (len(found.value) - 1):.0f} times that")
        agree &= apart <= AGREE
        print(f"  largest difference of a value {apart:.1e}{'' if apart <= AGREE else '   THEY DISAGREE'}")
    return 0 if agree else 1


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="?", default="indo-pacific")
    parser.add_argument("scenario", nargs="?", help="default: the first of the case")
    parser.add_argument("--players", default=PLAYERS, help="nations or bodies, separated by spaces")
    parser.add_argument("--unknown", choices=("no", "yes"), default="no", help="how an unknown stance is taken")
    parser.add_argument("--processes", type=int, default=1, help="of the hot way")
    parser.add_argument("--sample", type=int, default=16, help="coalitions valued in the other ways")
    return parser.parse_args(arguments)


def told(found: Values, took: float, processes: int) -> None:
    """Print what the hot way found."""
    count = len(found.value) - 1
    print(f"hot, {count:,} coalitions, processes {processes}: {took:.2f} s, {took / count * 1000:.2f} ms each")
    print(f"  {found.solves} programmes solved in {found.pieces} pieces; all together reach {found.value[-1]:.6f}")


def spaced(count: int, sample: int) -> list[int]:
    """Numbers of coalitions, evenly spaced, that of everybody last."""
    return sorted({(k + 1) * count // min(sample, count) for k in range(min(sample, count))})


def measured(way: Callable[[Ints], float], needs: Ints, some: Sequence[int], value: Floats) -> tuple[float, float]:
    """Seconds that some coalitions take in a way, and the largest difference of a value."""
    apart, seconds = 0.0, 0.0
    for coalition in some:
        shut = np.flatnonzero(needs & ~np.int64(coalition))
        start = time.perf_counter()
        found = way(shut)
        seconds += time.perf_counter() - start
        apart = max(apart, abs(found - float(value[coalition])))
    return seconds, apart


def closed(built: Built) -> Callable[[Ints], float]:
    """The whole programme, from the plan of all together."""
    worth = Worth(built)
    worth.best()
    return lambda shut: worth.best(shut).value


def cold(built: Built) -> Callable[[Ints], float]:
    """The whole programme, from the plan that does nothing; it has been handed over."""
    solver, weights = Solver(built.programme), costs(built)
    rest, short = solver.state(), built.programme.columns["short"].all

    def valued(shut: Ints) -> float:
        solver.resume(rest)
        solver.bound_columns(shut, np.zeros(len(shut)), np.zeros(len(shut)))
        return float(weights.sum()) - solver.minimise(short, weights).objective

    return valued


if __name__ == "__main__":
    sys.exit(main())
