"""How much can a site take in?"""

from __future__ import annotations

from pipir.program.blocks import handling
from program.blocks.known import near, short
from sustainment.world import demand, lane, stock, world


def test_a_site_takes_in_its_handling_a_day_by_all_lanes_together() -> None:
    case = world(
        10,
        sites={"usa-b": {"handling_t_per_day": 4}},
        stocks=[stock("usa-a", 1000), stock("usa-c", 1000)],
        lanes=[lane("usa-a", "usa-b", 0), lane("usa-c", "usa-b", 0)],
        demands=[demand("usa-b", 10)],
    )
    assert short(case) == near(0.6)
    assert short(case, handling) == near(0.0)
