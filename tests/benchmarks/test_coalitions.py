"""Does the benchmark of coalitions run, and do its three ways agree?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "coalitions.py"


def test_three_ways_to_value_coalitions_agree() -> None:
    done = subprocess.run(
        [sys.executable, BENCHMARK, "korea-155mm", "--players", "KOR USA UKR", "--sample", "4"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "hot, 7 coalitions, processes 1" in done.stdout
    assert done.stdout.count("largest difference of a value") == 2
    assert "THEY DISAGREE" not in done.stdout
