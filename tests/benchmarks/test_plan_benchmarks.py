"""Do the peers of the plan's programme, written apart from it, say the same? And do the benchmarks of plans run?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pipir
from pipir.network.compile import compile_network
from pipir.network.network import Network, Terms
from pipir.program.build import build
from pipir.program.claims import claims
from pipir.program.grid import grid_of
from pipir.program.scope import scope
from pipir.program.solver import Solver

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(autouse=True)
def _peers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def generated_network(seed: int = 0, called: bool = False) -> Network:
    from peers.generated import SIZES, generated

    return compile_network(generated(SIZES["tiny"], seed), terms=Terms(call_promises=called))


def optimum(highs: Any) -> float:
    """The optimum of a model in HiGHS."""
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)  # as the solver of a plan: all of one process share their threads
    highs.run()
    return float(highs.getInfo().objective_function_value)


def linopy_optimum(net: Network, rank: int, prune: bool) -> float:
    from peers.linopy_plan import handed_over, plan_model

    return optimum(handed_over(plan_model(scope(net, grid_of(net), prune), claims(net), rank)))


def own_optimum(net: Network, rank: int, prune: bool) -> float:
    built = build(net, grid_of(net), prune)
    which = np.flatnonzero(built.claims.rank == rank)
    solver = Solver(built.programme)
    return solver.minimise(built.programme.columns["short"].start + which, built.claims.share[which]).objective


def test_a_generated_case_is_the_same_for_the_same_seed() -> None:
    from peers.generated import SIZES, generated

    once, again, other = (generated(SIZES["tiny"], seed).hash for seed in (1, 1, 2))
    assert once == again
    assert once != other


def test_generated_sizes_hold_about_as_many_variables_as_they_are_called() -> None:
    from peers.generated import SIZES, generated

    for name, wanted in (("10k", 10_000), ("200k", 200_000)):
        net = compile_network(generated(SIZES[name]))
        columns = build(net, grid_of(net), prune=False).programme.shape[1]
        assert wanted / 2 < columns < wanted * 2


@pytest.mark.parametrize(("seed", "called"), [(0, False), (1, True), (2, False), (3, True)])
def test_linopy_comes_to_the_same_optimum_of_every_rank(seed: int, called: bool) -> None:
    net = generated_network(seed, called)
    owed = claims(net)
    for rank in np.unique(owed.rank[owed.share > 0]):
        whole = linopy_optimum(net, int(rank), prune=False)
        assert own_optimum(net, int(rank), prune=False) == pytest.approx(whole, abs=1e-6)


@pytest.mark.parametrize("seed", [0, 2, 3, 9])
def test_what_is_left_out_changes_no_optimum(seed: int) -> None:
    net = generated_network(seed)
    owed = claims(net)
    for rank in np.unique(owed.rank[owed.share > 0]):
        whole = own_optimum(net, int(rank), prune=False)
        assert own_optimum(net, int(rank), prune=True) == pytest.approx(whole, abs=1e-6)


def test_linopy_has_the_same_columns_and_coefficients() -> None:
    from peers.linopy_plan import handed_over, plan_model

    net = generated_network()
    for prune in (False, True):
        ours = build(net, grid_of(net), prune).programme
        for sparse in (False, True):
            model = plan_model(scope(net, grid_of(net), prune), claims(net), 1, sparse)
            theirs = handed_over(model)
            assert theirs.getNumCol() == ours.shape[1]
            assert theirs.getNumNz() == len(ours.value)


@pytest.mark.parametrize("name", ["base-under-attack", "gmlrs-port-wakefield", "p8-radar-repair"])
def test_linopy_agrees_on_bundled_cases(name: str) -> None:
    net = compile_network(pipir.read_case(name))
    owed = claims(net)
    for rank in np.unique(owed.rank[owed.share > 0]):
        assert own_optimum(net, int(rank), prune=True) == pytest.approx(linopy_optimum(net, int(rank), True), abs=1e-6)


@pytest.mark.filterwarnings("ignore")
def test_nearest_network_in_pypsa_can_be_solved() -> None:
    pytest.importorskip("pypsa")
    from peers.linopy_plan import handed_over
    from peers.pypsa_plan import network_model, plan_network

    net = generated_network()
    owed = claims(net)
    network = plan_network(scope(net, grid_of(net)), owed)
    short = optimum(handed_over(network_model(network)))
    assert 0.0 <= short <= owed.share.sum()


def test_plan_prints_ratios_and_agreement() -> None:
    said = run("plan.py", "tiny", "--peers", "pipir", "sparse", "--repeat", "1", "--methods")
    assert "THEY DISAGREE" not in said
    assert said.count("linopy, sparse rows") == 2
    assert "interior point" in said


def test_a_child_prints_what_it_measured() -> None:
    said = run("plan.py", "tiny", "--child", "one", "--peer", "pipir", "--prune", "yes", "--repeat", "1")
    found = json.loads(said.splitlines()[-1])
    assert found["columns"] > 0
    assert found["optimum"] is not None


def test_losses_planned_anew_come_to_what_linopy_finds() -> None:
    said = run("whatifs.py", "base-under-attack", "--losses", "4", "--processes", "1", "--rebuilt", "4")
    assert "3 losses, processes 1" in said
    assert "THEY DISAGREE" not in said


def run(script: str, *arguments: str) -> str:
    """What a benchmark prints; it must end well."""
    done = subprocess.run(
        [sys.executable, BENCHMARKS / script, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
