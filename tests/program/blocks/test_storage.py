"""How much can lie at a site?"""

from __future__ import annotations

from pipir.program.blocks import storage
from program.blocks.known import near, short
from sustainment.world import demand, hazard, lane, line, stock, world


def test_what_is_to_wait_for_the_need_must_fit() -> None:
    """Ten a day are made until the line is struck on day 2, when the need begins: 8 t can have been laid up."""
    case = world(
        4,
        sites={"usa-b": {"storage_t": 8}},
        lines=[line("usa-b", 10)],
        demands=[demand("usa-b", 10, days=(2, 4))],
        hazards=[hazard("usa-b-shell", 1, days=(2, 3), kind="line", outage_days=9)],
    )
    assert short(case) == near(0.6)
    assert short(case, storage) == near(0.0)


def test_what_does_not_fit_waits_at_the_door() -> None:
    """A ship lies there when the lane closes, and is unloaded as room comes."""
    case = world(
        4,
        sites={"usa-b": {"storage_t": 8}},
        stocks=[stock("usa-a", 1000)],
        lanes=[lane("usa-a", "usa-b", 0)],
        demands=[demand("usa-b", 10, days=(2, 4))],
        hazards=[hazard("usa-a-to-usa-b", 1, days=(2, 3), kind="lane", outage_days=9)],
    )
    assert short(case) == near(0.0)


def test_a_limit_on_explosives_counts_as_one_on_tonnes() -> None:
    case = world(
        4,
        sites={"usa-b": {"explosive_limit_kg": 80}},
        items={"shell": {"neq_kg": 10}},
        lines=[line("usa-b", 10)],
        demands=[demand("usa-b", 10, days=(2, 4))],
        hazards=[hazard("usa-b-shell", 1, days=(2, 3), kind="line", outage_days=9)],
    )
    assert short(case) == near(0.6)
