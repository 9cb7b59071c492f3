"""What lies where when the crisis starts, if it is rolled forward from the case's date?"""

from __future__ import annotations

import polars as pl
import pytest

from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.rolling import rolled_forward
from sustainment.world import (
    YEAR,
    commitment,
    demand,
    hazard,
    held,
    lane,
    line,
    on,
    short,
    stance,
    stock,
    sustained,
    world,
)


def quantity(case: object, item: str = "shell", site: str = "usa-a", **options: object) -> float:
    rows = rolled_forward(case, SustainOptions(**options))["stocks"]  # type: ignore[arg-type]
    return float(rows.filter(pl.col("item") == item, pl.col("site") == site)["quantity"].sum())


def test_a_start_on_the_cases_date_changes_nothing() -> None:
    case = world(5, stocks=[stock("usa-a", 10)], lines=[line("usa-a", 1)])
    assert rolled_forward(case, SustainOptions()) is case


def test_output_at_the_present_rate_is_added_and_no_surge() -> None:
    made = line("usa-a", 2, max_rate_per_year=9 * YEAR, lead_days=5)
    case = world(5, as_of=on(-30), stocks=[stock("usa-a", 10, reserve=4)], lines=[made])
    assert quantity(case) == pytest.approx(10 + 30 * 2)
    rolled = rolled_forward(case, SustainOptions())
    assert rolled["stocks"]["reserve"].to_list() == [4]
    assert held(sustained(case, roll_forward=True))[:2] == pytest.approx([72, 74])


def test_neither_demand_nor_hazard_nor_stance_of_the_crisis_reaches_back() -> None:
    case = world(
        5,
        as_of=on(-10),
        stocks=[stock("usa-a", 10)],
        lines=[line("usa-a", 1)],
        demands=[demand("usa-a", 5)],
        hazards=[hazard("usa-a", 1.0, 1.0)],
        stances=[stance("USA", "deliver")],
        commitments=[commitment("USA", "XAA", 6, (-10, -5))],
    )
    assert quantity(case) == pytest.approx(10 + 10 - 6)


def test_what_falls_due_before_the_start_is_taken_and_not_owed_again() -> None:
    rows = [
        commitment("USA", "XAA", 20, (-10, 10), commitment="away"),
        commitment("USA", "JPN", 8, (-20, -2), commitment="near"),
    ]
    case = world(10, as_of=on(-10), sites={"jpn-a": {}}, stocks=[stock("usa-a", 50, reserve=20)], commitments=rows)
    rolled = rolled_forward(case, SustainOptions())
    assert quantity(case) == pytest.approx(50 - 10 - 8)
    assert quantity(case, site="jpn-a") == pytest.approx(8)
    assert dict(rolled["commitments"].select("commitment", "delivered").iter_rows()) == pytest.approx(
        {"away": 10, "near": 8}
    )
    result = sustained(case, roll_forward=True)
    assert dict(result.shortfall.select("claim", "owed").iter_rows()) == pytest.approx({"away": 10})
    assert short(result, "away") == pytest.approx(0)


def test_a_reserve_is_not_given_away_before_the_crisis_either() -> None:
    rows = [
        commitment("USA", "XAA", 40, (-10, -1), commitment="away"),
        commitment("USA", "JPN", 40, (-10, -1), commitment="near"),
    ]
    case = world(10, as_of=on(-10), sites={"jpn-a": {}}, stocks=[stock("usa-a", 50, reserve=20)], commitments=rows)
    assert quantity(case) == pytest.approx(20)
    done = rolled_forward(case, SustainOptions())["commitments"]
    assert done["delivered"].sum() == pytest.approx(30)


@pytest.mark.parametrize("days", [0.0, 2.5, 4.0, 20.0])
def test_nothing_is_lost_that_is_on_its_way_at_the_start(days: float) -> None:
    case = world(
        40,
        as_of=on(-10),
        stocks=[stock("usa-b", 500, "motor")],
        lanes=[lane("usa-b", "usa-a", days)],
        lines=[line("usa-a", 1)],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
    )
    rolled = rolled_forward(case, SustainOptions())
    motors = (
        rolled["stocks"].filter(pl.col("item") == "motor")["quantity"].sum() + rolled["in_transit"]["quantity"].sum()
    )
    assert motors + quantity(case) == pytest.approx(500)
    assert all(arrives >= on(0) for arrives in rolled["in_transit"]["arrives"])


def test_goods_under_way_are_in_stock_or_still_on_their_lane() -> None:
    way = {"lane": "usa-b-to-usa-a", "item": "shell", "quantity": 6}
    case = world(
        9, as_of=on(-10), lanes=[lane("usa-b", "usa-a", 20)], in_transit=[way | {"arrives": on(day)} for day in (-4, 3)]
    )
    assert quantity(case) == 6
    assert held(sustained(case, roll_forward=True)) == [6, 6, 6, *[12] * 6]


@pytest.mark.parametrize("recipients", [("JPN", "KOR"), ("XAA", "KOR"), ("JPN", "XAA")])
def test_who_comes_first_gets_first_before_the_crisis_too(recipients: tuple[str, str]) -> None:
    rows = [
        commitment("USA", nation, 20, (-10, 0), commitment=name, state=state)
        for name, nation, state in zip("ab", recipients, ("pledge", "contract"), strict=True)
    ]
    sites = {f"{nation.lower()}-a": {} for nation in recipients if nation != "XAA"}
    case = world(3, as_of=on(-10), sites=sites, stocks=[stock("usa-a", 25)], commitments=rows)
    done = dict(rolled_forward(case, SustainOptions())["commitments"].select("commitment", "delivered").iter_rows())
    # Two a day of each fall due; the stock ends on the seventh day, and the contract takes its last unit.
    assert done == pytest.approx({"a": 12, "b": 13})
    for nation, quantity_done in zip(recipients, done.values(), strict=True):
        if nation != "XAA":
            assert quantity(case, site=f"{nation.lower()}-a") == pytest.approx(quantity_done)
