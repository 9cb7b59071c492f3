"""Is what limits a rank worth what the plan says: is just so much less short where there is one unit more?"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import pipir
from pipir.case.case import Case
from planning.answers import Outcome, programmed
from sustainment.world import (
    YEAR,
    agreement,
    demand,
    hazard,
    lane,
    line,
    on,
    row,
    stance,
    stock,
    world,
)

MONTH = YEAR / 12
near = pytest.approx
Row = dict[str, Any]


def limits(case: Case) -> pl.DataFrame:
    return pipir.plan(case).binding


def listed(case: Case, rank: int | None = None) -> list[str]:
    """Resources in the order in which they are told."""
    found = limits(case)
    return found.filter(pl.lit(rank is None) | (pl.col("rank") == (rank or 0)))["resource"].to_list()


def short(case: Case, rank: int) -> float:
    """Pooled share short of a rank."""
    told: Outcome = programmed(case)
    return told.ranks[rank]


def worth(case: Case, more: Case, resource: str) -> float:
    """What the plan says that one unit more is worth; it is what the rank falls by in the case with one more."""
    told = row(limits(case), resource=resource)
    fall = short(case, told["rank"]) - short(more, told["rank"])
    assert told["value"] == near(fall, rel=1e-5)
    return float(told["value"])


# Each kind of resource


def test_stock_is_worth_what_it_serves() -> None:
    def case(quantity: float) -> Case:
        return world(10, stocks=[stock("usa-a", quantity)], demands=[demand("usa-a", 5)])

    assert worth(case(33), case(34), "stock shell at usa-a") == near(1 / 50)


def test_stock_that_is_lost_by_half_is_worth_half() -> None:
    def case(quantity: float) -> Case:
        return world(
            10,
            stocks=[stock("usa-a", quantity)],
            demands=[demand("usa-a", 5, days=(2, 10))],
            hazards=[hazard("usa-a", 1.0, 0.5, (0, 1))],
        )

    assert worth(case(33), case(34), "stock shell at usa-a") == near(0.5 / 40)


def test_stock_may_be_sent_to_others_too_as_it_is_no_reserve() -> None:
    """Its holder serves itself from it, and others from what it holds above its reserve."""

    def case(quantity: float) -> Case:
        return world(
            10,
            stocks=[stock("usa-a", quantity, reserve=10)],
            lanes=[lane("usa-a", "jpn-a", 0)],
            agreements=[agreement("USA", "JPN")],
            demands=[demand("usa-a", 5), demand("jpn-a", 1)],
        )

    assert worth(case(13), case(14), "stock shell at usa-a") == near(1 / 60)


def test_a_line_is_worth_a_month_of_starts_that_come_out_in_time() -> None:
    def case(more: float, **cells: Any) -> Case:
        made = line("usa-a", 2, rate_per_year=2 * YEAR + more, **cells)
        return world(10, lines=[made], demands=[demand("usa-a", 5)])

    assert worth(case(0), case(12), "line usa-a-shell") == near(10 / MONTH / 50)
    late = {"status": "cold", "available_from": on(2), "restart_days": 0, "ramp_days": 0, "lead_days": 3}
    assert worth(case(0, **late), case(12, **late), "line usa-a-shell") == near(5 / MONTH / 50)


@pytest.mark.parametrize(("opens", "ramp", "full_days"), [(33, 0, 27), (10, 30, 35), (33, 20, 17)])
def test_a_line_that_opens_later_is_worth_what_its_ramp_leaves_of_a_month(
    opens: int, ramp: int, full_days: float
) -> None:
    """A ramp counts half its days; day 33 lies within a week of the plan."""

    def case(more: float) -> Case:
        dated = {"status": "cold", "available_from": on(opens), "restart_days": 0, "ramp_days": ramp}
        return world(60, lines=[line("usa-a", 2, rate_per_year=2 * YEAR + more, **dated)], demands=[demand("usa-a", 5)])

    assert worth(case(0), case(12), "line usa-a-shell") == near(full_days / MONTH / 300)
    told = row(limits(case(0)), resource="line usa-a-shell")
    assert ("once it is in full swing" in told["sentence"]) == (ramp > 0)


def test_a_line_that_hazards_close_is_worth_what_is_left_of_it() -> None:
    def case(more: float) -> Case:
        made = line("usa-a", 2, rate_per_year=2 * YEAR + more)
        struck = hazard("usa-a-shell", 1.0, 0.0, (4, 5), "line", outage_days=2)
        return world(10, lines=[made], demands=[demand("usa-a", 5)], hazards=[struck])

    assert worth(case(0), case(12), "line usa-a-shell") < 10 / MONTH / 50


def test_a_component_that_a_line_lacks_is_the_limit_and_not_the_line() -> None:
    def case(motors: float) -> Case:
        return world(
            10,
            stocks=[stock("usa-a", motors, "motor")],
            lines=[line("usa-a", 20)],
            bills=[{"item": "shell", "component": "motor", "quantity": 2}],
            demands=[demand("usa-a", 5)],
        )

    assert worth(case(33), case(34), "stock motor at usa-a") == near(0.5 / 50)
    assert "line usa-a-shell" not in listed(case(33))


def test_lift_is_worth_the_tonnes_of_every_day_that_the_lane_is_open() -> None:
    def case(lift: float, *struck: Row, mass: float = 1000) -> Case:
        return world(
            10,
            items={"shell": {"mass_kg": mass}},
            stocks=[stock("usa-a", 1000)],
            lanes=[lane("usa-a", "usa-b", 0, lift_t_per_day=lift)],
            demands=[demand("usa-b", 10)],
            hazards=list(struck),
        )

    name = "lift of usa-a-to-usa-b"
    assert worth(case(2), case(3), name) == near(10 / 100)
    assert worth(case(2, mass=500), case(3, mass=500), name) == near(20 / 100)
    shut = hazard("usa-a-to-usa-b", 1.0, 0.0, (0, 4), "lane", outage_days=1)
    assert worth(case(2, shut), case(3, shut), name) < 10 / 100


def test_handling_is_worth_the_tonnes_of_every_day() -> None:
    def case(handling: float) -> Case:
        return world(
            10,
            sites={"usa-b": {"handling_t_per_day": handling}},
            stocks=[stock("usa-a", 1000)],
            lanes=[lane("usa-a", "usa-b", 0)],
            demands=[demand("usa-b", 10)],
        )

    assert worth(case(2), case(3), "handling at usa-b") == near(10 / 100)


@pytest.mark.parametrize(
    ("name", "column", "limit", "fall"),
    [("storage", "storage_t", 8, 1 / 60), ("explosives", "explosive_limit_kg", 16, 0.5 / 60)],
)
def test_room_is_worth_what_lies_there_while_the_line_is_shut(
    name: str, column: str, limit: float, fall: float
) -> None:
    """The line makes 10 a day for five days and then nothing; 6 a day are owed on all ten."""

    def case(most: float) -> Case:
        return world(
            10,
            sites={"usa-a": {column: most}},
            items={"shell": {"neq_kg": 2}},
            lines=[line("usa-a", 10)],
            demands=[demand("usa-a", 6)],
            hazards=[hazard("usa-a-shell", 1.0, 0.0, (5, 10), "line", outage_days=1)],
        )

    assert worth(case(limit), case(limit + 1), f"{name} at usa-a") == near(fall)


def test_a_ceiling_is_worth_a_share_of_the_year_from_its_start_on() -> None:
    def case(ceiling: float, **terms: Any) -> Case:
        return world(
            40,
            stocks=[stock("usa-a", 1000)],
            lanes=[lane("usa-a", "jpn-a", 0)],
            agreements=[agreement("USA", "JPN", ceiling_per_year=ceiling, **terms)],
            demands=[demand("jpn-a", 5)],
        )

    name = "ceiling of usa-jpn"
    assert worth(case(700), case(701), name) == near(40 / YEAR / 200)
    later = {"start": on(33)}
    assert worth(case(700, **later), case(701, **later), name) < 40 / YEAR / 200


def test_a_reserve_is_worth_what_may_go() -> None:
    def case(reserve: float) -> Case:
        return world(
            10,
            stocks=[stock("usa-a", 100, reserve=reserve)],
            lanes=[lane("usa-a", "jpn-a", 0)],
            agreements=[agreement("USA", "JPN")],
            demands=[demand("jpn-a", 10)],
        )

    assert worth(case(60), case(59), "release of shell by USA") == near(1 / 100)
    assert "stock shell at usa-a" not in listed(case(60))


# Which are told, and in what order


def test_a_rank_that_is_served_lists_nothing() -> None:
    case = world(10, stocks=[stock("usa-a", 50)], lines=[line("usa-a", 1)], demands=[demand("usa-a", 5)])
    assert limits(case).is_empty()


def test_what_no_resource_can_mend_lists_nothing() -> None:
    """The host stops everything: more of anything is worth nothing."""
    case = world(
        10,
        sites={"usa-a": {"host": "JPN"}},
        stocks=[stock("usa-a", 5)],
        lines=[line("usa-a", 1)],
        demands=[demand("usa-a", 5)],
        stances=[stance("JPN", "host")],
    )
    assert short(case, 2) == near(1.0)
    assert limits(case).is_empty()


def test_a_resource_stands_at_the_first_rank_that_lacks_it() -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 33), stock("usa-b", 7, "dart")],
        demands=[demand("usa-a", 5), demand("usa-a", 5, tier=2, demand="later"), demand("usa-b", 1, "dart", tier=2)],
    )
    found = limits(case)
    first, second = sorted(found["rank"].unique())
    assert listed(case, first) == ["stock shell at usa-a"]
    assert listed(case, second) == ["stock dart at usa-b"]


def test_the_dearest_comes_first_and_of_an_item_the_dearest_place() -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 5), stock("usa-b", 5)],
        lanes=[lane("usa-b", "usa-a", 0)],
        lines=[line("usa-a", 1)],
        hazards=[hazard("usa-b", 1.0, 0.5, (0, 1))],
        demands=[demand("usa-a", 5)],
    )
    found = limits(case)
    assert found["resource"].to_list() == ["stock shell at usa-a", "line usa-a-shell"]
    assert found["place"].to_list() == [1, 2]
    assert found["value"].is_sorted(descending=True)


def test_no_more_than_twelve_are_told() -> None:
    things = [f"shell-{k:02d}" for k in range(15)]
    tables = {
        "stocks": [stock("usa-a", 1, name) for name in things],
        "demands": [demand("usa-a", 5, name) for name in things],
    }
    case = world(10, **tables)
    assert listed(case) == [f"stock {name} at usa-a" for name in things[:12]]


def lifted(lies: float, lift: float) -> Case:
    """Shells of the United States that a ship brings to Japan."""
    return world(
        10,
        stocks=[stock("usa-a", lies)],
        demands=[demand("jpn-a", 1)],
        lanes=[lane("usa-a", "jpn-a", 0, lift_t_per_day=lift)],
        agreements=[agreement("USA", "JPN")],
    )


def test_of_two_that_run_out_together_neither_alone_is_worth_anything() -> None:
    """Five shells, and lift for five: with a sixth, or with lift for six, no more than five come.

    A shell where it is needed is worth something, and so is one that is ready beside parts for five.
    """
    for case in (lifted(5, 0.5), lifted(6, 0.5), lifted(5, 0.6)):
        assert short(case, 2) == near(0.5)
    assert listed(lifted(5, 0.5)) == ["stock shell at jpn-a"]
    parts = world(
        10,
        stocks=[stock("usa-a", 5, "fuze"), stock("usa-a", 5, "motor")],
        lines=[line("usa-a", 10)],
        bills=[{"item": "shell", "component": part, "quantity": 1.0} for part in ("fuze", "motor")],
        demands=[demand("usa-a", 1)],
    )
    assert listed(parts) == ["stock shell at usa-a"]


def test_a_unit_of_which_a_part_is_of_use_is_worth_that_part() -> None:
    """A tonne a day more would bring ten shells more, and half a shell more lies there."""
    assert worth(lifted(5.5, 0.5), lifted(5.5, 1.5), "lift of usa-a-to-jpn-a") == near(0.5 / 10)


# In days of supply


def test_a_day_of_supply_is_one_of_the_claim_that_gains() -> None:
    """One shell is a day of supply of whoever needs one a day, whatever else its rank claims and for how long."""
    apart = world(
        100,
        stocks=[stock("usa-a", 1), stock("usa-a", 1, "dart")],
        demands=[demand("usa-a", 1, days=(0, 10)), demand("usa-a", 1, "dart", (0, 100))],
    )
    assert dict(limits(apart).select("resource", "days").iter_rows()) == {
        "stock shell at usa-a": near(1),
        "stock dart at usa-a": near(1),
    }
    same = world(
        100,
        stocks=[stock("usa-a", 1)],
        demands=[demand("usa-a", 10, days=(0, 10)), demand("jpn-a", 1, days=(0, 100))],
    )
    assert row(limits(same), resource="stock shell at usa-a")["days"] == near(1 / 10)
