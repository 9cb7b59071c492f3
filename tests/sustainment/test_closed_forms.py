"""Do the days agree with what can be worked out by hand? Constant drain, net drain, ramps, lead times, lanes."""

from __future__ import annotations

from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipir
from pipir.network.network import Network
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.moves import Moves, standing_cells
from sustainment.world import YEAR, commitment, demand, held, lane, line, on, row, short, stock, sustained, world


@settings(max_examples=20)
@given(st.integers(1, 400), st.integers(1, 60), st.integers(1, 30))
def test_a_constant_drain_empties_the_stock_in_stock_over_drain_days(quantity: int, drain: int, days: int) -> None:
    result = sustained(world(days, stocks=[stock("usa-a", quantity)], demands=[demand("usa-a", drain)]))
    told = row(result.depletion, nation="USA")
    first_short = quantity // drain
    last_day = ceil(quantity / drain) - 1
    assert told["short_p50"] == (first_short if first_short < days else None)
    assert told["out_p50"] == (last_day if last_day < days else None)
    assert short(result, "usa-a-shell") == pytest.approx(max(0, drain * days - quantity))
    assert row(result.left, nation="USA")["end_stock"] == pytest.approx(max(0, quantity - drain * days))


def test_work_in_hand_comes_out_before_the_first_start_is_finished() -> None:
    case = world(
        60, stocks=[stock("usa-a", 600)], demands=[demand("usa-a", 40)], lines=[line("usa-a", 5.5, lead_days=30)]
    )
    assert held(sustained(case))[:17] == pytest.approx([600 - 34.5 * (day + 1) for day in range(17)])
    assert row(sustained(case).depletion, nation="USA")["short_p50"] == 17  # 600 / (40 - 5.5) = 17.39


def test_the_ramp_of_methods_d4_empties_60_000_in_17_85_days() -> None:
    ramp = {"max_rate_per_year": (550 + 10 * 1000) * YEAR, "ramp_days": 1000}
    case = world(
        60, stocks=[stock("usa-a", 60_000)], demands=[demand("usa-a", 4_000)], lines=[line("usa-a", 550, **ramp)]
    )
    result = sustained(case)
    assert row(result.depletion, nation="USA")["short_p50"] == 17  # 17.85 days: within the eighteenth day
    day = 10
    assert held(result)[day - 1] == pytest.approx(60_000 - 4_000 * day + 550 * day + 10 * day * day / 2)


def test_from_the_threshold_of_methods_d4_the_stock_lasts_for_ever() -> None:
    def out(quantity: float) -> int | None:
        ramp = {"max_rate_per_year": (550 + 10 * 1000) * YEAR, "ramp_days": 1000}
        rows = {"stocks": [stock("usa-a", quantity)], "lines": [line("usa-a", 550, **ramp)]}
        told = row(sustained(world(500, demands=[demand("usa-a", 4_000)], **rows)).depletion, nation="USA")
        short_day: int | None = told["short_p50"]
        return short_day

    assert out(596_000) is None
    assert out(590_000) is not None


def test_output_comes_a_lead_after_its_start_never_before() -> None:
    surged = line("usa-a", 0, max_rate_per_year=4 * YEAR, lead_days=7)
    assert held(sustained(world(10, lines=[surged]))) == pytest.approx([0] * 7 + [4, 8, 12])


def test_a_lead_that_is_no_whole_number_splits_a_days_output_over_two() -> None:
    surged = line("usa-a", 0, max_rate_per_year=4 * YEAR, lead_days=2.25)
    assert held(sustained(world(6, lines=[surged]))) == pytest.approx([0, 0, 3, 7, 11, 15])
    at_once = line("usa-a", 0, max_rate_per_year=4 * YEAR, lead_days=0.25)
    assert held(sustained(world(3, lines=[at_once]))) == pytest.approx([3, 7, 11])


@pytest.mark.parametrize(
    ("status", "figures", "expected"),
    [
        ("warm", {"restart_days": 3}, [0, 0, 0, 4, 8, 12]),
        ("warm", {"restart_days": 2, "ramp_days": 4}, [0, 0, 0.5, 2, 4.5, 8]),
        ("closing", {"rate_per_year": 2 * YEAR}, [2, 4, 6, 8, 10, 12]),
        ("cold", {}, [0] * 6),
        ("planned", {"available_from": on(2), "restart_days": 1}, [0, 0, 0, 4, 8, 12]),
        ("planned", {"available_from": on(-20), "restart_days": 1}, [4, 8, 12, 16, 20, 24]),
    ],
)
def test_lines_that_do_not_run_yet(status: str, figures: dict[str, object], expected: list[float]) -> None:
    made = line("usa-a", 0, status=status, max_rate_per_year=4 * YEAR, **figures)
    assert held(sustained(world(6, lines=[made]))) == pytest.approx(expected)


def test_a_surge_begins_on_the_day_of_its_order() -> None:
    surged = line("usa-a", 1, max_rate_per_year=5 * YEAR)
    assert held(sustained(world(4, lines=[surged]), surge_day=2)) == pytest.approx([1, 2, 7, 12])


def test_making_takes_its_bill_from_the_plants_own_stock() -> None:
    case = world(
        5,
        stocks=[stock("usa-a", 7, "motor", reserve=7), stock("usa-b", 100, "motor")],
        lines=[line("usa-a", 2)],
        bills=[{"item": "shell", "component": "motor", "quantity": 2}],
    )
    result = sustained(case)
    assert held(result, item="shell") == pytest.approx([2, 3.5, 3.5, 3.5, 3.5])
    assert held(result, item="motor") == pytest.approx([103, 100, 100, 100, 100])


def test_lines_share_a_component_by_what_each_would_use() -> None:
    case = world(
        1,
        stocks=[stock("usa-a", 12, "motor")],
        lines=[line("usa-a", 6), line("usa-a", 6, "dart")],
        bills=[{"item": name, "component": "motor", "quantity": q} for name, q in (("shell", 1), ("dart", 3))],
    )
    result = sustained(case)
    assert (held(result, item="shell"), held(result, item="dart")) == ([3], [3])


def test_a_component_that_nobody_has_or_makes_limits_nothing_and_is_told() -> None:
    case = world(2, lines=[line("usa-a", 3)], bills=[{"item": "shell", "component": "motor", "quantity": 1}])
    result = sustained(case)
    assert held(result) == [3, 6]
    assert any("motor" in note for note in result.run["notes"])


@pytest.mark.parametrize(
    ("days", "arrived"),
    [
        (0.0, [10, 10, 10, 10, 10]),
        (0.5, [5, 10, 10, 10, 10]),
        (2.0, [0, 0, 10, 10, 10]),
        (2.5, [0, 0, 5, 10, 10]),
        (3.25, [0, 0, 0, 7.5, 10]),
        (5.0, [0, 0, 0, 0, 0]),
        (99.5, [0, 0, 0, 0, 0]),
    ],
)
def test_goods_arrive_evenly_over_the_day_that_begins_a_lane_later(days: float, arrived: list[float]) -> None:
    case = world(
        5,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "jpn-a", days)],
        commitments=[commitment("USA", "JPN", 10, (0, 0))],
    )
    assert held(sustained(case), "JPN") == pytest.approx(arrived)


def test_routes_add_up_lane_by_lane() -> None:
    case = world(
        8,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "usa-b", 2), lane("usa-b", "usa-c", 3)],
        demands=[demand("usa-c", 10, days=(7, 8))],
    )
    result = sustained(case)
    assert held(result) == pytest.approx([0, 0, 0, 0, 0, 10, 10, 0])
    assert short(result, "usa-c-shell") == 0


def test_what_is_under_way_at_day_0_arrives_on_its_date() -> None:
    way = {"lane": "usa-a-to-usa-b", "item": "shell", "quantity": 6}
    arrivals = [way | {"arrives": on(day)} for day in (-4, 2, 9)]
    case = world(5, lanes=[lane("usa-a", "usa-b", 20)], in_transit=arrivals)
    assert held(sustained(case)) == [6, 6, 12, 12, 12]


def test_lift_is_tonnes_a_day_whatever_is_sent() -> None:
    case = world(
        6,
        stocks=[stock("usa-a", 90), stock("usa-a", 90, "dart")],
        items={"dart": {"mass_kg": 500}},
        lanes=[lane("usa-a", "usa-b", 1, lift_t_per_day=6)],
        demands=[demand("usa-b", 90, days=(5, 6)), demand("usa-b", 90, "dart", days=(5, 6))],
    )
    result = sustained(case)
    # Five days bring 30 t: both ask for 90 units, so units are equal and a pair of them weighs 1.5 t.
    assert short(result, "usa-b-shell") == pytest.approx(90 - 20)
    assert short(result, "usa-b-dart") == pytest.approx(90 - 20)


def test_nothing_moves_between_sites_under_hold_but_components_to_the_holders_own_plants() -> None:
    tables = {
        "stocks": [stock("usa-a", 50), stock("usa-a", 50, "motor"), stock("jpn-a", 50, "motor")],
        "lanes": [lane("usa-a", "usa-b", 1), lane("jpn-a", "usa-b", 0)],
        "agreements": [
            {
                "agreement": "any",
                "supplier": "JPN",
                "beneficiary": "USA",
                "item": "*",
                "kind": "transfer",
                "binding": "binding",
                "status": "in_force",
            }
        ],
        "bills": [{"item": "dart", "component": "motor", "quantity": 1}],
        "lines": [line("usa-b", 2, "dart")],
        "demands": [demand("usa-b", 1)],
    }
    result = sustained(world(4, **tables), policy="hold")
    assert short(result, "usa-b-shell") == 4
    assert held(result, item="dart") == [0, 2, 4, 6]
    assert held(result, "JPN", "motor") == [50] * 4
    assert short(sustained(world(4, **tables)), "usa-b-shell") == 1  # pull: the first day's is lost


def test_cover_is_days_of_expected_use_beyond_the_days_of_the_way() -> None:
    case = world(
        30,
        stocks=[stock("usa-a", 999)],
        lanes=[lane("usa-a", "jpn-a", 2)],
        demands=[demand("jpn-a", 4)],
        agreements=[
            {
                "agreement": "any",
                "supplier": "USA",
                "beneficiary": "JPN",
                "item": "*",
                "kind": "transfer",
                "binding": "binding",
                "status": "in_force",
            }
        ],
    )
    for cover in (0, 5, 12.5):
        assert held(sustained(case, cover=cover), "JPN")[3:12] == pytest.approx([4 * cover] * 9)


def test_repairable_units_go_to_the_depot_and_come_back_serviceable() -> None:
    case = world(
        9,
        stocks=[stock("usa-base", 6, condition="repairable")],
        lines=[line("usa-depot", 0, work="repair", max_rate_per_year=2 * YEAR, lead_days=1)],
        lanes=[lane("usa-base", "usa-depot", 1), lane("usa-depot", "usa-base", 1)],
        demands=[demand("usa-base", 6, days=(8, 9))],
    )
    result = sustained(case)
    # A day to the depot, a day of repair, a day back: what is under way counts for nobody's stock.
    assert held(result) == pytest.approx([0, 0, 0, 2, 4, 6, 6, 6, 0])
    assert short(result, "usa-base-shell") == pytest.approx(0)


class Stay:
    """A policy that moves nothing."""

    def moves(self, net: Network) -> Moves:
        return Moves(standing_cells(net))


def test_a_policy_is_anything_that_says_what_may_move() -> None:
    case = world(
        4,
        stocks=[stock("usa-a", 9), stock("usa-b", 2)],
        lanes=[lane("usa-a", "usa-b", 0)],
        demands=[demand("usa-b", 1)],
    )
    stayed = pipir.sustain(case, SustainOptions(expected=True), policy=Stay())
    assert held(stayed) == [10, 9, 9, 9]
    assert short(stayed, "usa-b-shell") == 2
    assert short(sustained(case), "usa-b-shell") == 0
