"""What may leave a holder?"""

from __future__ import annotations

from pipir.program.blocks import exporting
from program.blocks.known import near, short
from sustainment.world import agreement, demand, lane, line, stock, world


def test_a_reserve_is_never_exported_but_what_is_made_may_be() -> None:
    """100 with a reserve of 90, and one a day is made: 10 and 10 may go."""
    case = world(
        10,
        stocks=[stock("usa-a", 100, reserve=90)],
        lines=[line("usa-a", 1)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        agreements=[agreement("USA", "JPN")],
        demands=[demand("jpn-a", 10)],
    )
    assert short(case) == near(0.8)
    assert short(case, exporting) == near(0.0)
