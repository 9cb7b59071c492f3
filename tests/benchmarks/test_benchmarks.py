"""Do the benchmarks run, and do their peers, written apart from the kernels, come to the same stocks every day?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import pipir
from pipir.case.bundled import names
from pipir.case.reading import read_case
from pipir.sustainment.blocks import model
from pipir.sustainment.capability import SustainOptions

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(autouse=True)
def _peers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


@pytest.mark.parametrize("name", [name for name in names() if read_case(name)["scenarios"].height])
def test_simpy_and_numpy_models_come_to_the_kernels_own_stocks(name: str) -> None:
    from peers import numpy_model, simpy_model
    from peers.outcome import largest_difference, task

    runs = model(pipir.read_case(name), SustainOptions(expected=True))
    means = task(runs.prepared()[0], expected=True)
    ours = runs(0)
    for simulate in (simpy_model.simulate, numpy_model.simulate):
        theirs = simulate(means, 1)
        assert largest_difference(ours.stock, theirs.stock) < 1e-9
        np.testing.assert_allclose(theirs.unmet, ours.unmet, rtol=1e-9, atol=1e-9)
        np.testing.assert_array_equal(theirs.short, ours.short)
        np.testing.assert_array_equal(theirs.out, ours.out)


def test_peers_draw_the_same_chances() -> None:
    from peers import numpy_model
    from peers.outcome import standard_errors, task

    runs = model(pipir.read_case("base-under-attack"), SustainOptions(runs=64))
    ours, theirs = runs(0), numpy_model.simulate(task(runs.prepared()[0], expected=False), 64)
    assert np.abs(standard_errors(ours.unmet, theirs.unmet)).max() < 5.0


def test_sustain_prints_rates_and_ratios() -> None:
    said = run("sustain.py", "base-under-attack", "--runs", "8", "--peer-runs", "1", "--numpy-runs", "2", "--quick")
    assert "pipir is 1.00 times that" in said
    assert "DISAGREE" not in said


def test_a_book_of_orders_is_dated_beside_strict_queueing() -> None:
    assert "late in strict order" in run("resequence.py", "40", "--repeat", "1")


def test_startup_loads_nothing_heavy() -> None:
    assert "modules loaded" in run("startup.py", "--times", "1")


def test_brief_is_timed_part_by_part() -> None:
    assert "account" in run("brief.py", "korea-155mm", "--runs", "2", "--warm-only")


def test_every_command_is_costed_or_told_as_refused() -> None:
    said = run("commands.py", "patriot-queue", "--only", "resequence", "--only", "plan --why", "--only", "requirement")
    lines = {line[:12].strip(): line[12:].split() for line in said.splitlines()[2:]}
    assert set(lines) == {"resequence", "plan --why", "requirement"}
    assert all(float(number) > 0 for number in lines["resequence"][:3])
    assert lines["resequence"][3:] == ["resequence", "patriot-queue"]


def test_costs_are_of_every_command_that_there_is() -> None:
    import commands

    from pipir.runs.capability import capabilities

    assert {entry.name for entry in capabilities()} <= set(commands.COMMANDS)


def run(script: str, *arguments: str) -> str:
    """What a benchmark prints; it must end well."""
    done = subprocess.run(
        [sys.executable, BENCHMARKS / script, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
