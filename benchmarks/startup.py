"""How soon does `pipir --help` answer, and what does it load?

``python benchmarks/startup.py`` starts it some times in processes of their own and prints the seconds, beside those of
a bare interpreter, and the modules that take longest to import.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

AIM = 0.4
"""Seconds within which help should be there."""
HELP = ["-m", "pipir", "--help"]
HEAVY = ("altair", "jinja2", "numba", "numpy", "polars", "searoute", "typst", "xlsxwriter")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code 1 where a heavy library loads."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=7)
    given = parser.parse_args(arguments)
    bare, helped = seconds(["-c", ""], given.times), seconds(HELP, given.times)
    print(f"bare interpreter {median(bare)}\npipir --help     {median(helped)}; aim {AIM} s")
    loaded = imports()
    print(f"{len(loaded)} modules loaded; own time in ms of the slowest:")
    for name, own in sorted(loaded.items(), key=lambda pair: -pair[1])[:8]:
        print(f"  {own / 1000:6.1f}  {name}")
    heavy = sorted({name.split(".")[0] for name in loaded} & set(HEAVY))
    if heavy:
        print(f"HEAVY LIBRARIES LOADED: {', '.join(heavy)}")
    return 1 if heavy else 0


def seconds(command: list[str], times: int) -> list[float]:
    """Seconds from start to end of a Python process, as often as asked, after one that warms the disk."""
    took = []
    for _ in range(times + 1):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        took.append(time.perf_counter() - start)
    return took[1:]


def median(took: list[float]) -> str:
    """The median of some seconds, with the range."""
    return f"{statistics.median(took):.3f} s (of {len(took)}: {min(took):.3f} to {max(took):.3f})"


def imports() -> dict[str, int]:
    """Own microseconds of every module that help imports."""
    done = subprocess.run([sys.executable, "-X", "importtime", *HELP], check=True, capture_output=True, text=True)
    lines = re.findall(r"^import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)$", done.stderr, flags=re.MULTILINE)
    return {name: int(own) for own, name in lines}


if __name__ == "__main__":
    sys.exit(main())
