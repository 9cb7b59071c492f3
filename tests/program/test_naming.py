"""Can any other solver read the programme: names, bounds, ranges, people's units?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import highspy
import numpy as np
import polars as pl
import pytest

import pipir
from pipir.case.refusal import Refused
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.planning.plan import PlanOptions
from pipir.program.build import Built, build
from pipir.program.grid import grid_of
from pipir.program.naming import names, weighted, write_mps
from pipir.program.solver import Solver
from sustainment.world import agreement, commitment, demand, lane, stock, world


def built(case: Any, **terms: Any) -> Built:
    net = compile_network(pipir.read_case(case) if isinstance(case, str) else case, None, Terms(**terms))
    return build(net, grid_of(net))


def solved_elsewhere(path: Path) -> float:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(highs.getInfo().objective_function_value)


def least(programme: Built) -> float:
    columns = np.arange(programme.programme.shape[1])
    return Solver(programme.programme).minimise(columns, weighted(programme)).objective


@pytest.mark.parametrize("case", ["missing-motor", "p8-radar-repair", "korea-155mm"])
def test_another_solver_comes_to_the_same_optimum(tmp_path: Path, case: str) -> None:
    programme = built(case)
    write_mps(programme, tmp_path / "plan.mps")
    assert solved_elsewhere(tmp_path / "plan.mps") == pytest.approx(least(programme), abs=1e-7)


def test_limits_of_stores_and_doors_are_in_it(tmp_path: Path) -> None:
    case = world(
        10,
        sites={"jpn-a": {"storage_t": 2, "handling_t_per_day": 1}},
        stocks=[stock("usa-a", 40), stock("jpn-a", 1)],
        lanes=[lane("usa-a", "jpn-a", 1.5)],
        agreements=[agreement("USA", "JPN", "shell")],
        demands=[demand("jpn-a", 3, "shell", days=(0, 10))],
    )
    programme = built(case)
    write_mps(programme, tmp_path / "plan.mps")
    found = least(programme)
    assert 0.1 < found < 1.0
    assert solved_elsewhere(tmp_path / "plan.mps") == pytest.approx(found, abs=1e-7)


def test_another_solver_serves_rank_by_rank(tmp_path: Path) -> None:
    """No row is lost to a reader, and `pooled[rank]` can be made small and then held: 33 for 30, 20 and 10."""
    tiers = [demand("usa-a", owed / 10, demand=f"tier-{tier}", tier=tier) for tier, owed in ((1, 30), (2, 20), (3, 10))]
    programme = built(world(10, stocks=[stock("usa-a", 33)], demands=tiers))
    write_mps(programme, tmp_path / "plan.mps")
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(tmp_path / "plan.mps")) == highspy.HighsStatus.kOk
    columns, rows = names(programme)
    assert (list(highs.getLp().row_names_), list(highs.getLp().col_names_)) == (rows, columns)
    found = {}
    for rank in np.unique(programme.claims.rank):
        cost = np.zeros(len(columns))
        mine = programme.claims.rank == rank
        cost[programme.programme.columns["short"].all[mine]] = programme.claims.share[mine]
        highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        highs.run()
        found[rank] = highs.getInfo().objective_function_value
        highs.changeRowBounds(rows.index(f"pooled[{rank}]"), -np.inf, found[rank])
    assert list(found.values()) == pytest.approx([0, 17 / 20, 1], abs=1e-6)


def shares_elsewhere(path: Path) -> dict[int, float]:
    """What goes short of each rank in another solver's answer to the file as it stands, by interior point."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("solver", "ipm")
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    rows = zip(highs.getLp().row_names_, highs.getSolution().row_value, strict=True)
    return {int(name[7:-1]): value for name, value in rows if name.startswith("pooled[")}


def told(result: pipir.PlanResult) -> dict[int, float]:
    """What goes short of each rank of a plan."""
    return dict(result.ranks.group_by("rank").agg(pl.col("share_short").sum()).iter_rows())


def test_another_solver_takes_nothing_from_an_earlier_rank_for_a_later_one(tmp_path: Path) -> None:
    """Five shells for ten that are needed first and three that are promised: a share of the three is the larger one."""
    case = world(
        10,
        stocks=[stock("usa-a", 5)],
        demands=[demand("usa-a", 1)],
        commitments=[commitment("USA", "XAA", 3, (0, 0))],
    )
    path = tmp_path / "plan.mps"
    plan = pipir.plan(case, PlanOptions(mps=str(path)))
    assert shares_elsewhere(path) == pytest.approx(told(plan), abs=1e-6) == {2: 0.5, 3: 1.0}
    write_mps(built(case), tmp_path / "free.mps")
    assert shares_elsewhere(tmp_path / "free.mps") == pytest.approx({2: 0.8, 3: 0.0}, abs=1e-6)


@pytest.mark.parametrize("case", ["missing-motor", "p8-radar-repair", "korea-155mm", "gmlrs-port-wakefield"])
def test_another_solver_comes_to_the_shares_of_the_plan(tmp_path: Path, case: str) -> None:
    plan = pipir.plan(case, PlanOptions(mps=str(tmp_path / "plan.mps")))
    found = shares_elsewhere(tmp_path / "plan.mps")
    assert {rank: found[rank] for rank in told(plan)} == pytest.approx(told(plan), abs=2e-6)


def test_after_a_plan_that_was_stopped_what_it_had_finished_is_held(tmp_path: Path) -> None:
    pipir.plan("missing-motor", PlanOptions(mps=str(tmp_path / "plan.mps"), time_limit=0.0))
    assert "no rank held to what was found" in (tmp_path / "plan.mps").read_text()


def test_no_name_occurs_twice_or_holds_a_space() -> None:
    net = compile_network(pipir.read_case("indo-pacific"), "korea", Terms(call_promises=True))
    programme = build(net, grid_of(net))
    for found, count in zip(names(programme), reversed(programme.programme.shape), strict=True):
        assert len(found) == len(set(found)) == count
        assert not any(" " in name for name in found)


def test_names_say_what_is_decided() -> None:
    columns, rows = names(built("missing-motor"))
    assert any(name.startswith("stock[") and name.endswith(",t000]") for name in columns)
    assert any(name.startswith("short[demand,") for name in columns)
    assert any(name.startswith("balance[") for name in rows)


def test_a_place_that_is_not_there_is_refused_before_the_plan(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="--mps"):
        pipir.plan("missing-motor", PlanOptions(mps=str(tmp_path / "nowhere" / "plan.mps")))
    with pytest.raises(Refused, match="is a folder"):
        pipir.plan("missing-motor", PlanOptions(mps=str(tmp_path)))


def test_it_takes_the_place_of_an_earlier_one_and_of_nothing_else(tmp_path: Path) -> None:
    asked = PlanOptions(mps=str(tmp_path / "plan.mps"))
    for _ in range(2):
        pipir.plan("missing-motor", asked)
    text = "* not ours\nNAME other\n"
    (tmp_path / "plan.mps").write_text(text)
    with pytest.raises(Refused, match="is no MPS file of pipir"):
        pipir.plan("missing-motor", asked)
    assert (tmp_path / "plan.mps").read_text() == text


def test_the_command_writes_it(tmp_path: Path) -> None:
    pipir.plan("missing-motor", PlanOptions(mps=str(tmp_path / "plan.mps")))
    text = (tmp_path / "plan.mps").read_text()
    assert text.startswith("* missing-motor, scenario war")
    assert text.endswith("ENDATA\n")
