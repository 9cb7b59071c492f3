"""How much may go under an agreement?"""

from __future__ import annotations

from pipir.program.blocks import ceilings
from program.blocks.known import near, short
from sustainment.world import YEAR, agreement, demand, lane, stock, world


def test_a_ceiling_a_year_opens_day_by_day() -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 1000)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        agreements=[agreement("USA", "JPN", ceiling_per_year=3 * YEAR)],
        demands=[demand("jpn-a", 10)],
    )
    assert short(case) == near(0.7)
    assert short(case, ceilings) == near(0.0)
