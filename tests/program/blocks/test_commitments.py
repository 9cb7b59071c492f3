"""What of a commitment may be delivered?"""

from __future__ import annotations

from pipir.program.blocks import commitments
from program.blocks.known import near, shorts
from sustainment.world import commitment, demand, lane, stock, world


def test_a_commitment_is_never_early() -> None:
    """It falls due on days 5 to 10; the need is on days 0 to 5, and the commitment is the only way there is."""
    case = world(
        10,
        stocks=[stock("usa-a", 50)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        commitments=[commitment("USA", "JPN", 50, days=(5, 10))],
        demands=[demand("jpn-a", 10, days=(0, 5), tier=2)],
    )
    # Japan could use 50 in the first five days, but what is due later may not come before: its demand goes short.
    assert shorts(case) == near([1.0, 0.0])
    assert shorts(case, commitments)[0] == near(0.0)
