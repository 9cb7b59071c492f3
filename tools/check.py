"""Is this checkout fit to be merged? Format, lint, types, layers, tests, documents, one after another.

Stops at the first stage that fails and names it; prints the seconds of each.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(sys.executable).parent


@dataclass(frozen=True)
class Stage:
    """A check and the command that does it; the first word is a program of this environment."""

    name: str
    command: tuple[str, ...]


STAGES = (
    Stage("format", ("ruff", "format", "--check", ".")),
    Stage("lint", ("ruff", "check", ".")),
    Stage("types", ("mypy",)),
    Stage("layers", ("lint-imports",)),
    Stage("tests", ("pytest", "tests", "--ignore=tests/docs", "-q")),
    Stage("documents", ("pytest", "tests/docs", "-q")),
)


def environment() -> dict[str, str]:
    """The caller's environment with this one's programs first, so that tests start the pipir under test."""
    return {**os.environ, "PATH": os.pathsep.join([str(HERE), os.environ.get("PATH", os.defpath)])}


def run(stage: Stage) -> int:
    """Exit code of a stage; what it says goes straight to the reader."""
    program, *arguments = stage.command
    suffix = ".exe" if os.name == "nt" else ""
    return subprocess.call([str(HERE / (program + suffix)), *arguments], cwd=ROOT, env=environment())


def main(wanted: list[str]) -> int:
    """Run the stages named, or all; exit code of the first that fails."""
    unknown = set(wanted) - {stage.name for stage in STAGES}
    if unknown:
        print(f"no stage {' '.join(sorted(unknown))}; there are: {' '.join(stage.name for stage in STAGES)}")
        return 2
    seconds: dict[str, float] = {}
    for stage in STAGES:
        if wanted and stage.name not in wanted:
            continue
        print(f"== {stage.name}", flush=True)
        started = time.monotonic()
        code = run(stage)
        seconds[stage.name] = time.monotonic() - started
        print(f"== {stage.name}: {'failed, ' if code else ''}{seconds[stage.name]:.1f} s", flush=True)
        if code:
            print(f"stopped at {stage.name}", flush=True)
            return code
    told = ", ".join(f"{name} {spent:.1f}" for name, spent in seconds.items())
    print(f"all stages passed in {sum(seconds.values()):.1f} s ({told})", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
