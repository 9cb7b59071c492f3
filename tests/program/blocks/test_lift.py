"""How much can a lane carry?"""

from __future__ import annotations

from pipir.program.blocks import lift
from program.blocks.known import near, short
from sustainment.world import demand, lane, stock, world


def test_a_lane_carries_its_lift_a_day() -> None:
    """Three tonnes a day, one tonne a shell, ten are needed."""
    case = world(
        10,
        stocks=[stock("usa-a", 1000)],
        lanes=[lane("usa-a", "usa-b", 0, lift_t_per_day=3)],
        demands=[demand("usa-b", 10)],
    )
    assert short(case) == near(0.7)
    assert short(case, lift) == near(0.0)
