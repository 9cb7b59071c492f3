"""What does every command cost: seconds, processor seconds and memory, each in a process of its own?

``python benchmarks/commands.py`` runs each command that answers from a case once on ``indo-pacific``, as
`python -m pipir` does, one after another, and prints its seconds from start to end, the processor seconds of all its
threads and processes, and the most memory that one of its processes held. What the simulator compiles is compiled
before. `--only` names commands as the table does, `--times` runs each several times and prints the least of each
number. A command that the case cannot answer is told as refused; the exit code is 1 where one ends in any other way.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pipir
from pipir.case.case import Case
from pipir.case.reading import read_case
from pipir.case.refusal import Refused

MIB = 1024.0
"""Units of `ru_maxrss` in a MiB: it is in KiB."""
REFUSED = 2
"""Exit code of what the case cannot answer."""
Words = list[str]


@dataclass(frozen=True)
class Cost:
    """What a run of a command took: exit code, seconds, processor seconds, and memory at its most [MiB]."""

    code: int
    wall: float
    cpu: float
    peak: float


def requirement(case: Case) -> Words:
    """The nation that has most rows of it, else the case's first nation."""
    rows = case["requirements"]["nation"].value_counts(sort=True)["nation"].to_list()
    return ["--nation", (rows or case["nations"]["nation"].to_list())[0]]


def reach(case: Case) -> Words:
    """The first demand's item and site."""
    row = case["demands"].row(0, named=True) if case["demands"].height else {"item": "none", "site": "none"}
    return ["--item", row["item"], "--to", row["site"]]


def why(case: Case) -> Words:
    """The claim that the largest share is short of in a plan, the first of them by id."""
    try:
        rows = pipir.plan(case).shortfall.sort("share_short", "claim", descending=[True, False])
    except Refused:
        return ["--why", "none"]  # it will be refused when it is run, too
    return ["--why", *rows["claim"].to_list()[:1]]


COMMANDS: Mapping[str, Words | Callable[[Case], Words]] = {
    "case check": [],
    "account": [],
    "requirement": requirement,
    "reach": reach,
    "sustain": [],
    "plan": [],
    "plan --why": why,
    "assure": [],
    "sequence": [],
    "resequence": [],
    "standardise": [],
    "partners": [],
    "share": [],
    "match": [],
    "initiatives": [],
    "brief": ["--out", "brief.html"],
}
"""Every command that answers from a case, and its options: as they are, or as the case has them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code."""
    given = parsed(arguments)
    case = read_case(given.case)
    path = given.case if not Path(given.case).exists() else str(Path(given.case).resolve())
    bad = False
    with tempfile.TemporaryDirectory() as folder:
        cost(["sustain", path, "--runs", "1"], folder)  # so that kernels are compiled
        print(f"{given.case}, {os.cpu_count()} processors, the least of {given.times}: seconds, memory at its most")
        print(f"{'command':<12}{'CPU s':>8}{'wall s':>8}{'MiB':>8}  run")
        for name in given.only or COMMANDS:
            options = COMMANDS[name]
            said = options if isinstance(options, list) else options(case)
            words = [*name.removesuffix(" --why").split(), path, *said]
            runs = [cost(words, folder) for _ in range(given.times)]
            worst = max(run.code for run in runs)
            bad |= worst not in (0, REFUSED)
            print(told(name, runs, words), flush=True)
    return 1 if bad else 0


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="?", default="indo-pacific")
    parser.add_argument("--only", action="append", choices=list(COMMANDS), help="may be given several times")
    parser.add_argument("--times", type=int, default=1)
    return parser.parse_args(arguments)


def cost(words: Words, folder: str) -> Cost:
    """Run a command in a process of its own, in this folder."""
    start = time.perf_counter()
    done = subprocess.Popen(
        [sys.executable, "-m", "pipir", *words], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    return Cost(done.returncode, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / MIB)


def told(name: str, runs: Sequence[Cost], words: Words) -> str:
    """One line of the table."""
    code = max(run.code for run in runs)
    if code == REFUSED:
        return f"{name:<12}{'refused':>24}  {shlex.join(words)}"
    if code:
        return f"{name:<12}{f'ENDED WITH {code}':>24}  {shlex.join(words)}"
    least = [min(getattr(run, what) for run in runs) for what in ("cpu", "wall", "peak")]
    return f"{name:<12}{least[0]:>8.1f}{least[1]:>8.1f}{least[2]:>8.0f}  {shlex.join(words)}"


if __name__ == "__main__":
    sys.exit(main())
