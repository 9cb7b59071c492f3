"""How much of a demand can be served?"""

from __future__ import annotations

from pipir.program.blocks import serving
from program.blocks.known import near, short
from sustainment.world import demand, line, world


def test_what_is_unmet_of_a_day_is_lost() -> None:
    """Five a day are made, ten are owed on day 0 and none later: what comes later serves nobody."""
    case = world(4, lines=[line("usa-a", 5)], demands=[demand("usa-a", 10, days=(0, 1))])
    assert short(case) == near(0.5)


def test_no_day_is_served_beyond_what_it_owes() -> None:
    """Twelve lie there on day 0 only (all is lost that night): day 0 takes ten, day 1 nothing."""
    from sustainment.world import hazard, stock

    tables = {"stocks": [stock("usa-a", 12)], "hazards": [hazard("usa-a", 1, 1.0, days=(1, 2))]}
    case = world(2, **tables, demands=[demand("usa-a", 10)])
    assert short(case) == near(0.5)
    assert short(case, serving) == near(0.4)
