"""How fast is the programme of a plan built and solved, beside the same model in linopy and the nearest in PyPSA?

``python benchmarks/plan.py`` measures generated cases of three sizes and ``indo-pacific taiwan`` in one run, each model
in a fresh process of its own: CPU seconds to build it and to hand it to HiGHS, to solve it for the rank with most
claims, and peak memory; with everything that is permitted, and with what can matter only, as ``pipir plan`` does it.
``--methods`` adds every way in which HiGHS can solve what ``pipir plan`` hands it. The exit code is 1 where optima
differ.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

AGREE = 1e-6
"""Largest difference of two optima, which are sums of shares."""
CASES = ("10k", "200k", "1.5M", "indo-pacific:taiwan")
PEERS = {
    "pipir": "pipir",
    "sparse": "linopy, sparse rows",
    "padded": "linopy, its usual rows",
    "pypsa": "PyPSA, less of it",
}
METHODS: dict[str, dict[str, Any]] = {
    "dual simplex": {"solver": "simplex", "simplex_strategy": 1},
    "primal simplex": {"solver": "simplex", "simplex_strategy": 4},
    "interior point, crossover": {"solver": "ipx", "run_crossover": "on"},
    "interior point alone": {"solver": "ipx", "run_crossover": "off"},
}
Answer = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code."""
    given = parsed(arguments)
    if given.child:
        print(json.dumps(CHILDREN[given.child](given)))
        return 0
    agreed = True
    print("CPU seconds on one thread; `times`: build and hand-over beside pipir's; MiB: peak when built, and solved")
    for case in given.cases:
        answers = [child(given, "one", case, peer, prune) for prune in ("no", "yes") for peer in given.peers]
        agreed = table(case, answers) and agreed
        if given.methods:
            print_methods(child(given, "methods", case, "pipir", "yes"))
    return 0 if agreed else 1


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", default=list(CASES), help="sizes of generated cases, or CASE:SCENARIO")
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--repeat", type=int, default=3, help="times that each is built; the best counts")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for a solve")
    parser.add_argument("--methods", action="store_true", help="solve by every method of HiGHS too")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    parser.add_argument("--prune", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def child(given: argparse.Namespace, what: str, case: str, peer: str, prune: str) -> Answer:
    """What a fresh process found."""
    command = [sys.executable, "-W", "ignore", __file__, case, "--child", what, "--peer", peer, "--prune", prune]
    command += ["--repeat", str(given.repeat), "--limit", str(given.limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def compiled(name: str) -> Any:
    """The network of a generated case, or of a scenario of a case."""
    from peers.generated import SIZES, generated

    import pipir
    from pipir.network.compile import compile_network

    if name in SIZES:
        return compile_network(generated(SIZES[name]))
    case, _, scenario = name.partition(":")
    return compile_network(pipir.read_case(case), scenario or None)


def one(given: argparse.Namespace) -> Answer:
    """One model of one case: sizes, seconds, memory before and after, optimum."""
    make, solve = BUILDERS[given.peer]
    net = compiled(given.cases[0])
    before = peak()
    took, built, first = [], peak(), None
    for _ in range(given.repeat):
        del first  # so that no two models are in memory at once
        first, seconds = make(net, given.prune == "yes")
        took.append(seconds)
        built = built if len(took) > 1 else peak()
    build, hand = min(took, key=sum)
    optimum, solved = solve(first, given.limit) if solve else (None, 0.0)
    columns, rows, terms = sizes(first)
    return {
        "peer": given.peer, "prune": given.prune, "columns": columns, "rows": rows, "terms": terms, "build": build,
        "hand": hand, "first": sum(took[0]), "solve": solved, "optimum": optimum, "before": before, "built": built,
        "peak": peak(),
    }  # fmt: skip


def build_pipir(net: Any, prune: bool) -> tuple[Any, tuple[float, float]]:
    """Pipir's programme, and its solver with it."""
    from pipir.program.build import build
    from pipir.program.grid import grid_of
    from pipir.program.solver import Solver

    start = time.process_time()
    built = build(net, grid_of(net), prune)
    middle = time.process_time()
    solver = Solver(built.programme)
    return (built, solver), (middle - start, time.process_time() - middle)


def solve_pipir(made: Any, limit: float) -> tuple[float | None, float]:
    """The optimum that the solver comes to from the plan that does nothing, None if not in time; and the seconds."""
    from pipir.program.solver import Solver, Status

    built, claims = made[0], made[0].claims
    which = np.flatnonzero(claims.rank == busiest_rank(claims))
    solver = Solver(built.programme, limit)
    start = time.process_time()
    found = solver.minimise(built.programme.columns["short"].start + which, claims.share[which])
    return found.objective if found.status is Status.OPTIMAL else None, time.process_time() - start


def busiest_rank(claims: Any) -> int:
    """The rank with most claims: its pooled shortage is what everybody minimises."""
    return int(np.bincount(claims.rank[claims.share > 0]).argmax())


def build_linopy(sparse: bool) -> Callable[[Any, bool], tuple[Any, tuple[float, float]]]:
    """What builds the same model in linopy and hands it over."""

    def make(net: Any, prune: bool) -> tuple[Any, tuple[float, float]]:
        from peers.linopy_plan import handed_over, plan_model

        from pipir.program.claims import claims
        from pipir.program.grid import grid_of
        from pipir.program.scope import scope

        start = time.process_time()
        owed = claims(net)
        model = plan_model(scope(net, grid_of(net), prune), owed, busiest_rank(owed), sparse)
        middle = time.process_time()
        return handed_over(model), (middle - start, time.process_time() - middle)

    return make


def build_pypsa(net: Any, prune: bool) -> tuple[Any, tuple[float, float]]:
    """The nearest network in PyPSA, its model, handed over."""
    from peers.linopy_plan import handed_over
    from peers.pypsa_plan import network_model, plan_network

    from pipir.program.claims import claims
    from pipir.program.grid import grid_of
    from pipir.program.scope import scope

    start = time.process_time()
    model = network_model(plan_network(scope(net, grid_of(net), prune), claims(net)))
    middle = time.process_time()
    return handed_over(model), (middle - start, time.process_time() - middle)


def solve_cold(highs: Any, limit: float, options: dict[str, Any] | None = None) -> tuple[float | None, float]:
    """The optimum by one method of HiGHS, and the seconds; unless told, by the faster of its two good cold ones."""
    import highspy

    if options is None:
        first = solve_cold(highs, limit, METHODS["dual simplex"])
        highs.clearSolver()
        second = solve_cold(highs, min(limit, first[1]), METHODS["interior point, crossover"])
        return min((first, second), key=lambda solve: (solve[0] is None, solve[1]))
    wanted = {"output_flag": False, "threads": 1, "time_limit": highs.getRunTime() + limit, **options}
    for name, value in wanted.items():
        assert highs.setOptionValue(name, value) == highspy.HighsStatus.kOk, name
    start = time.process_time()
    highs.run()
    seconds = time.process_time() - start
    optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(highs.getInfo().objective_function_value) if optimal else None, seconds


BUILDERS: dict[str, tuple[Callable[..., Any], Callable[..., tuple[float | None, float]] | None]] = {
    "pipir": (build_pipir, solve_pipir),
    "sparse": (build_linopy(sparse=True), solve_cold),
    "padded": (build_linopy(sparse=False), None),  # what it hands over is what sparse rows do
    "pypsa": (build_pypsa, solve_cold),
}


def methods(given: argparse.Namespace) -> Answer:
    """CPU seconds and optimum of every method on what pipir hands over: of one rank's pooled shortage."""
    built, _ = build_pipir(compiled(given.cases[0]), given.prune == "yes")[0]
    rank = busiest_rank(built.claims)
    found = {"primal simplex from the plan that does nothing": solve_pipir((built, None), given.limit)}
    for name, options in METHODS.items():
        found[f"{name}, cold"] = solve_cold(handed(built, rank), given.limit, options)
    return {"columns": built.programme.shape[1], "methods": found}


def handed(built: Any, rank: int) -> Any:
    """A programme in a solver that knows no plan to begin with."""
    import highspy

    p, claims = built.programme, built.claims
    which = np.flatnonzero(claims.rank == rank)
    at = p.columns["short"].start + which
    costs = np.zeros(len(p.lower))
    costs[at] = claims.share[which] * p.column_scale[at]
    highs = highspy.Highs()
    rows, columns = p.shape
    highs.passModel(
        columns, rows, len(p.value), 1, 1, 0.0, costs, p.lower, p.upper, p.row_lower, p.row_upper, p.starts, p.index,
        p.value, np.zeros(columns, dtype=np.int32),
    )  # fmt: skip
    return highs


def sizes(made: Any) -> tuple[int, int, int]:
    """Columns, rows and coefficients."""
    if isinstance(made, tuple):
        p = made[0].programme
        return p.shape[1], p.shape[0], len(p.value)
    return made.getNumCol(), made.getNumRow(), made.getNumNz()


def peak() -> float:
    """Most memory that this process has had so far, in MiB."""
    status = Path("/proc/self/status")  # unlike getrusage, it does not count the process that started this one
    return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024 if status.exists() else float("nan")


def table(case: str, answers: list[Answer]) -> bool:
    """Print what was found of a case; do the optima agree?"""
    agreed = True
    for prune, words in (("no", "everything that is permitted"), ("yes", "what can matter")):
        rows = [a for a in answers if a["prune"] == prune]
        print(f"\n{case}, {words}\n  {'':<24}{'variables':>10}{'rows':>9}{'build':>8}{'hand':>7}{'times':>7}", end="")
        print(f"{'solve':>8}{'total':>8}{'MiB':>7}{'':>7}  optimum")
        for a in rows:
            agreed = print_row(a, rows[0]) and agreed
    return agreed


def print_row(a: Answer, ours: Answer) -> bool:
    """One model; is its optimum that of the first?"""
    made, solved = a["build"] + a["hand"], a["optimum"] is not None
    both = solved and ours["optimum"] is not None and a["peer"] != "pypsa"
    agrees = not both or abs(a["optimum"] - ours["optimum"]) <= AGREE
    times = made / (ours["build"] + ours["hand"])
    seconds = f"{a['solve']:>8.2f}{made + a['solve']:>8.2f}" if solved else f"{'':>8}{'':>8}"
    unsolved = "as above" if a["peer"] == "padded" else "not in time"
    found = f"{a['optimum']:.9g}" if solved else unsolved
    print(
        f"  {PEERS[a['peer']]:<24}{a['columns']:>10,}{a['rows']:>9,}{a['build']:>8.3f}{a['hand']:>7.3f}{times:>7.1f}"
        f"{seconds}{a['built']:>7.0f}{a['peak']:>7.0f}  {found}"
        f"{'' if agrees else '   THEY DISAGREE'}",
        flush=True,
    )
    return agrees


def print_methods(found: Answer) -> None:
    """What each method took."""
    print(f"\n  {found['columns']:,} variables that can matter, solved by")
    for name, (optimum, seconds) in found["methods"].items():
        print(f"    {name:<48}{seconds:>8.2f}  {'no optimum by then' if optimum is None else f'{optimum:.9g}'}")


CHILDREN: dict[str, Callable[[argparse.Namespace], Answer]] = {"one": one, "methods": methods}

if __name__ == "__main__":
    sys.exit(main())
