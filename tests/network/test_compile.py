"""Does a network say what the case says, by label?"""

from __future__ import annotations

import numpy as np
import pytest

from pipir.case.refusal import Refused
from pipir.network.claims import due_share
from pipir.network.compile import compile_network, scenario_row
from sustainment.world import YEAR, commitment, demand, hazard, lane, line, stance, stock, world


def test_a_repairable_form_is_an_item_of_its_own_with_the_same_mass() -> None:
    case = world(
        3,
        stocks=[stock("usa-a", 4, condition="repairable"), stock("usa-a", 1, "dart")],
        items={"shell": {"mass_kg": 250}},
    )
    items = compile_network(case).items
    assert items.ids == ("dart", "shell", "shell:repairable")
    assert items.base.tolist() == [0, 1, 1]
    assert items.mass_t.tolist() == [1, 0.25, 0.25]


def test_lines_come_after_the_lines_of_their_components() -> None:
    bills = [{"item": a, "component": b, "quantity": 1} for a, b in (("a-round", "b-motor"), ("b-motor", "c-fuel"))]
    lines = [
        line("usa-a", 1, item, line=f"{k}") for k, item in (("x1", "a-round"), ("x2", "b-motor"), ("x3", "c-fuel"))
    ]
    assert compile_network(world(3, bills=bills, lines=lines)).making.ids == ("x3", "x2", "x1")


def test_unlimited_cells_are_infinite_and_rates_are_a_day() -> None:
    case = world(3, sites={"usa-b": {"storage_t": 5}}, lanes=[lane("usa-a", "usa-b", 2.5)], lines=[line("usa-a", 3)])
    net = compile_network(case)
    assert net.lanes.lift_t.tolist() == [np.inf]
    assert net.sites.storage_t.tolist() == [np.inf, 5]
    assert net.making.ramps.low.tolist() == [3]
    assert net.lanes.days.tolist() == [2.5]


def test_what_is_undelivered_falls_due_from_day_0_or_the_start_evenly_to_the_end() -> None:
    rows = [
        commitment("USA", "XAA", 10, window, commitment=f"c-{k}")
        for k, window in enumerate([(-5, 5), (2, 12), (4, 4), (-9, -3), (20, 30)])
    ]
    net = compile_network(world(6, sites={"usa-a": {}}, commitments=rows))
    assert net.commitments.owed.tolist() == pytest.approx([10, 4, 10, 10, 0])


@pytest.mark.parametrize(
    ("begin", "end", "days", "shares"),
    [
        (2.0, 6.0, (1, 2, 3, 6, 9), (0, 0, 0.25, 1, 1)),
        (2.0, 2.0, (2, 3), (0, 1)),
        (0.0, -4.0, (0, 1), (0, 1)),
    ],
)
def test_the_share_fallen_due(begin: float, end: float, days: tuple[float, ...], shares: tuple[float, ...]) -> None:
    found = [due_share(np.array([begin]), np.array([end]), float(day))[0] for day in days]
    assert found == pytest.approx(list(shares))


def test_demands_after_the_end_are_left_out_and_windows_cut() -> None:
    case = world(6, demands=[demand("usa-a", 1, days=(2, 99)), demand("usa-a", 1, demand="late", days=(6, 9))])
    demands = compile_network(case).demands
    assert (demands.ids, demands.begin.tolist(), demands.end.tolist()) == (("usa-a-shell",), [2], [6])


def test_hazards_are_of_their_scenario_and_groups_are_numbered() -> None:
    rows = [
        hazard("usa-a", 0.5, hazard=name, group=group) for name, group in (("a", "raid"), ("b", None), ("c", "raid"))
    ]
    hazards = compile_network(world(6, sites={"usa-a": {}}, hazards=rows)).hazards
    assert hazards.group[0] == hazards.group[2] != hazards.group[1]
    assert hazards.end.tolist() == [6, 6, 6]


def test_a_nation_that_does_not_produce_does_not_surge() -> None:
    made = line("usa-a", 1, max_rate_per_year=5 * YEAR)
    assert compile_network(world(6, lines=[made])).making.ramps.high.tolist() == [5]
    assert compile_network(world(6, lines=[made], stances=[stance("USA", "produce")])).making.ramps.high.tolist() == [1]


def test_a_scenario_that_is_not_there_is_refused_with_the_nearest() -> None:
    case = world(3, sites={"usa-a": {}})
    assert scenario_row(case, None)["scenario"] == "war"
    with pytest.raises(Refused, match=r"nearest: .war"):
        scenario_row(case, "ware")
