"""What goes short of each claim, and which is the largest share of its rank?"""

from __future__ import annotations

from pipir.program.blocks import shortages
from program.blocks.known import near, shorts
from sustainment.world import demand, stock, world


def test_what_is_not_served_is_short() -> None:
    case = world(10, stocks=[stock("usa-a", 30)], demands=[demand("usa-a", 10)])
    assert shorts(case) == near([0.7])
    assert shorts(case, shortages) == near([0.0])


def test_the_largest_share_of_two_is_made_small() -> None:
    """60 for two demands of 50 at one place: pooled, it is all one who goes without; neither has to."""
    both = [demand("usa-a", 5, demand="one"), demand("usa-a", 5, demand="two")]
    assert shorts(world(10, stocks=[stock("usa-a", 60)], demands=both)) == near([0.4, 0.4])
