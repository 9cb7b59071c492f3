"""How fast is `pipir sustain` beside the same model in SimPy and in NumPy, and beside what memory allows?

``python benchmarks/sustain.py`` measures everything in one run: it first shows that all three simulate the same thing
(day by day in expected mode, on average where chance is drawn), then runs per CPU second and their ratios, seconds for
all runs, the time to compile, and peak memory at growing numbers of runs. ``--quick`` leaves out what needs processes
of its own. The exit code is 1 where the simulators disagree.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

import numpy as np
from peers import numpy_model, simpy_model
from peers.outcome import Outcome, Task, largest_difference, standard_errors, task

import pipir
from pipir.sustainment.blocks import Model, cores, model, simulate
from pipir.sustainment.capability import SustainOptions

AGREE = 1e-9
"""Largest difference of a stock in expected mode, as a share of the largest of its nation and item."""
ONE_RUN = """
import sys, time
from pipir.case.reading import read_case
from pipir.sustainment.blocks import model
from pipir.sustainment.capability import SustainOptions
runs = model(read_case(sys.argv[1]), SustainOptions(scenario=sys.argv[2], runs=1))
runs.prepared()
start = time.perf_counter()
runs(0)
print(time.perf_counter() - start)
"""
PEAK = """
import re, sys, time
from pathlib import Path
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.sustain import sustain
start = time.perf_counter()
sustain(sys.argv[1], SustainOptions(scenario=sys.argv[2], runs=int(sys.argv[3])))
took = time.perf_counter() - start
status = Path("/proc/self/status")  # unlike getrusage, it does not count the process that started this one
print(took, int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024 if status.exists() else "nan")
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code."""
    given = parsed(arguments)
    case = pipir.read_case(given.case)
    given.scenario = given.scenario or case["scenarios"]["scenario"][0]
    options = SustainOptions(scenario=given.scenario, runs=given.runs)
    runs = model(case, options)
    agreed = same_on_average_day(model(case, SustainOptions(scenario=given.scenario, expected=True)))
    print(f"\n{given.case} {given.scenario}: {sizes(runs)}\n")
    rates(runs, given)
    whole(given.case, options)
    if not given.quick:
        in_processes(given)
    return 0 if agreed else 1


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="?", default="indo-pacific")
    parser.add_argument("scenario", nargs="?", help="default: the first of the case")
    parser.add_argument("--runs", type=int, default=1000, help="runs of pipir")
    parser.add_argument("--peer-runs", type=int, default=4, help="runs of SimPy")
    parser.add_argument("--numpy-runs", type=int, default=256, help="runs of NumPy: its array axis")
    parser.add_argument("--memory-runs", type=int, nargs="*", default=[1000, 2000, 10000], help="runs to see memory at")
    parser.add_argument("--quick", action="store_true", help="leave out compile time and memory")
    return parser.parse_args(arguments)


def same_on_average_day(runs: Model) -> bool:
    """Do the peers' stocks equal pipir's on every day, with means in place of draws?"""
    prepared, _ = runs.prepared()
    ours = runs(0)
    agreed = True
    print(f"Expected mode, largest difference of any nation's stock on any day (limit {AGREE:g} of its largest):")
    for name, peer in (("SimPy", simpy_model.simulate), ("NumPy", numpy_model.simulate)):
        apart = largest_difference(ours.stock, peer(task(prepared, expected=True), 1).stock)
        agreed = agreed and apart <= AGREE
        print(f"  {name}  {apart:.1e}{'' if apart <= AGREE else '   THEY DISAGREE'}")
    return agreed


def sizes(runs: Model) -> str:
    """How large the scenario is."""
    f = runs.prepared()[0].fixed
    return (
        f"{f.days} days, {len(f.handling)} sites, {len(f.lane_from)} lanes, {len(f.line_cell)} lines, "
        f"{len(f.cell_site)} stocks, {len(f.demand_begin)} demands, {len(f.leg_lane)} legs of routes, "
        f"{len(f.source_cell)} sources of {len(f.want_kind)} wants"
    )


def rates(runs: Model, given: argparse.Namespace) -> None:
    """Runs per CPU second of each, on one thread, and how far apart their means are."""
    prepared, figures = runs.prepared()
    drawn = task(prepared, expected=False)
    count = min(given.runs, 256)

    def ours() -> Outcome:
        trace = simulate(prepared, figures, np.arange(count), False)
        return Outcome(trace.stock, trace.short, trace.out, trace.owed, trace.unmet)

    pipir_rate, mine = rate(ours, count, times=3)
    simpy_rate, _ = rate(lambda: simpy_model.simulate(drawn, given.peer_runs), given.peer_runs)
    numpy_rate, theirs = rate(lambda: numpy_model.simulate(drawn, given.numpy_runs), given.numpy_runs, times=2)
    floor, words = streaming(drawn)
    print("Runs per CPU second, compiled before, one thread:")
    for name, its in (
        ("pipir", pipir_rate),
        (f"NumPy, {given.numpy_runs} at once", numpy_rate),
        ("SimPy", simpy_rate),
        ("streamed from memory", floor),
    ):
        print(f"  {name:<22}{its:>10.2f}   pipir is {pipir_rate / its:.2f} times that")
    print(f"  ({words})")
    if count > 1 and given.numpy_runs > 1:
        apart = standard_errors(mine.unmet, theirs.unmet)
        varied = apart[apart != 0.0]
        spread = np.sqrt((varied**2).mean()) if len(varied) else 0.0
        print(
            f"Unmet claims, {count} runs of pipir and NumPy's own draws: {spread:.2f} standard errors apart (about 1)"
        )


def rate(work: Callable[[], Outcome], runs: int, times: int = 1) -> tuple[float, Outcome]:
    """Runs per CPU second of this thread, the best of some times after one that warms up where there are several."""
    best, outcome = 0.0, work() if times > 1 else None
    for _ in range(times):
        start = time.thread_time()
        outcome = work()
        best = max(best, runs / (time.thread_time() - start))
    assert outcome is not None
    return best, outcome


def streaming(drawn: Task) -> tuple[float, str]:
    """Runs per second of a design that streams its state from memory once a day, and how that was found."""
    bytes_of_state = numpy_model.Batch(drawn, 1, np.random.default_rng(0)).bytes_of_state()
    band = bandwidth()
    moved = 2 * bytes_of_state * drawn.fixed.days
    words = (
        f"state {bytes_of_state / 2**10:.0f} KiB, read and written once a day: {moved / 1e6:.0f} MB a run, at "
        f"{band / 1e9:.1f} GB/s that copying was measured at"
    )
    return band / moved, words


def bandwidth(megabytes: int = 256) -> float:
    """Bytes a second that one thread reads and writes when it copies what does not fit a cache."""
    source = np.ones(megabytes * 2**17)
    target = np.zeros_like(source)
    best = np.inf
    for _ in range(5):
        start = time.thread_time()
        np.copyto(target, source)
        best = min(best, time.thread_time() - start)
    return float(2 * source.nbytes / best)


def whole(case: str, options: SustainOptions) -> None:
    """Seconds of the command's own work: all runs on all cores, and what they say together."""
    wall, cpu = time.perf_counter(), time.process_time()
    pipir.sustain(case, options)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{options.runs} runs with reading and tables, {cores()} cores: {wall:.1f} s, {cpu:.1f} CPU seconds")


def in_processes(given: argparse.Namespace) -> None:
    """Time to compile with an empty cache, and peak memory as runs grow."""
    with tempfile.TemporaryDirectory() as cache:
        where = {**os.environ, "NUMBA_CACHE_DIR": cache}
        first, again = (child(ONE_RUN, [given.case, given.scenario], where)[0] for _ in range(2))
    print(f"First run of a fresh process: {first:.1f} s with nothing compiled, {again:.2f} s from the cache")
    for count in given.memory_runs:
        took, peak = child(PEAK, [given.case, given.scenario, str(count)], dict(os.environ))
        print(f"Peak memory at {count:>6} runs: {peak:.0f} MiB ({took:.1f} s)")


def child(script: str, arguments: list[str], environment: dict[str, str]) -> list[float]:
    """The numbers that a script of its own process prints."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=environment, capture_output=True, text=True, check=True
    )
    return [float(word) for word in done.stdout.split()]


if __name__ == "__main__":
    sys.exit(main())
