"""How long does `pipir brief` take, on a machine that has never run it and on one that has, and which part takes it?

``python benchmarks/brief.py`` writes a brief twice, each time in a fresh process: first with an empty folder for
compiled kernels (cold), then with what the first left there (warm). The parts are what the brief asks for; each part's
seconds leave out those of the parts that it asks for itself.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

AIM = 60.0
"""Seconds within which a cold brief of 1,000 runs should be written on two cores."""
PARTS = {
    "read the case": ("pipir.briefing.brief", "ready"),
    "account": ("pipir.briefing.gathering", "account"),
    "sustain": ("pipir.briefing.gathering", "answered"),
    "evidence": ("pipir.briefing.gathering", "figures"),
    "findings": ("pipir.briefing.gathering", "find"),
    "past outcomes": ("pipir.briefing.gathering", "compared"),
    "reach": ("pipir.briefing.gathering", "reach"),
    "sections": ("pipir.briefing.brief", "document"),
    "page": ("pipir.briefing.brief", "BriefResult.write"),
}
"""What a brief is made of, and the names under which it is called."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="?", default="indo-pacific")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--as", dest="form", choices=("html", "pdf"), default="html")
    parser.add_argument("--warm-only", action="store_true", help="with the kernels that are compiled already")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.inside is not None:
        print(json.dumps(parts(given.case, given.runs, given.inside)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        kept = {} if given.warm_only else {"NUMBA_CACHE_DIR": str(Path(folder) / "kernels")}
        columns = {name: fresh(given, Path(folder), kept) for name in (["cold"] if kept else []) + ["warm"]}
    print(f"{given.case}, {given.runs} runs, {given.form}: seconds, and CPU seconds of all threads")
    print(" " * 16 + "".join(f"{name:>8}{'CPU':>8}" for name in columns))
    for part in columns["warm"]:
        print(f"{part:<16}" + "".join(f"{took:>8.1f}" for column in columns.values() for took in column[part]))
    print(f"The aim is {AIM:.0f} s cold, with 1,000 runs on two cores.")
    return 0


def fresh(given: argparse.Namespace, folder: Path, kept: dict[str, str]) -> dict[str, list[float]]:
    """Seconds and CPU seconds of each part in a process of its own; `kept` says where compiled kernels are."""
    command = [sys.executable, __file__, given.case, "--runs", str(given.runs)]
    start, others = time.perf_counter(), os.times()
    done = subprocess.run(
        [*command, "--inside", str(folder / f"brief.{given.form}")],
        env={**os.environ, **kept},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    now = os.times()
    cpu = now.children_user + now.children_system - others.children_user - others.children_system
    whole = [time.perf_counter() - start, cpu]
    took: dict[str, list[float]] = json.loads(done.stdout)
    rest = [total - sum(part) for total, part in zip(whole, zip(*took.values(), strict=True), strict=True)]
    return {**took, "imports and rest": rest, "whole": whole}


def parts(case: str, runs: int, target: Path) -> dict[str, list[float]]:
    """Write a brief and give the seconds and CPU seconds of each part."""
    import pipir.briefing.brief
    import pipir.briefing.gathering
    from pipir.briefing.capability import BriefOptions

    took = {name: [0.0, 0.0] for name in PARTS}
    open_now: list[str] = []
    mark = [time.perf_counter(), time.process_time()]

    def pass_time() -> None:
        for k, now in enumerate((time.perf_counter(), time.process_time())):
            if open_now:
                took[open_now[-1]][k] += now - mark[k]
            mark[k] = now

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def inside(*arguments: Any, **named: Any) -> Any:
            pass_time()
            open_now.append(name)
            try:
                return work(*arguments, **named)
            finally:
                pass_time()
                open_now.pop()

        return inside

    for name, (module, path) in PARTS.items():
        *owner, last = path.split(".")
        place = sys.modules[module] if not owner else getattr(sys.modules[module], owner[0])
        setattr(place, last, timed(name, getattr(place, last)))
    pipir.briefing.brief.brief(case, BriefOptions(runs=runs)).write(target)
    return took


if __name__ == "__main__":
    sys.exit(main())
