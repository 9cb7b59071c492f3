"""What may be thrown away for want of room?"""

from __future__ import annotations

from pipir.program.blocks import discarding
from program.blocks.known import near, short
from sustainment.world import commitment, demand, lane, line, stock, world


def test_what_is_brought_must_fit() -> None:
    """A depot of 10 t takes in 10 of 50; without the rule all 50 count, and 44 are thrown away on the day."""
    case = world(
        10,
        sites={"jpn-a": {"storage_t": 10}},
        stocks=[stock("usa-a", 100), stock("jpn-a", 4)],
        commitments=[commitment("USA", "JPN", 50, (0, 0), deliver_to="jpn-a")],
        lanes=[lane("usa-a", "jpn-a", 0)],
    )
    assert short(case) == near(0.8)
    assert short(case, discarding) == near(0.0)


def test_work_in_hand_comes_whether_there_is_room_or_not() -> None:
    """One a day comes out into a store of 2 t; what is needed on the last day is there all the same."""
    case = world(
        6,
        sites={"usa-a": {"storage_t": 2}},
        lines=[line("usa-a", 1, lead_days=6)],
        demands=[demand("usa-a", 3, days=(5, 6))],
    )
    assert short(case) == near(0.0)
