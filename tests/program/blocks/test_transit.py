"""When does what was sent come in?"""

from __future__ import annotations

from pipir.program.blocks import transit
from program.blocks.known import near, short
from sustainment.world import demand, hazard, lane, stock, world


def test_a_day_and_a_half_at_sea_means_half_on_the_second_day() -> None:
    """Of what leaves on day 0 half comes on day 1, half on day 2: with 20 sent only day 0 goes without."""
    case = world(3, stocks=[stock("usa-a", 100)], lanes=[lane("usa-a", "usa-b", 1.5)], demands=[demand("usa-b", 10)])
    assert short(case) == near(1 / 3)
    assert short(case, transit) == near(1.0)


def test_nothing_comes_in_at_a_closed_site_and_what_waits_comes_when_it_opens() -> None:
    """Struck for certain on day 1 and shut for two days: days 1 and 2 take nothing in."""
    tables = {
        "stocks": [stock("usa-a", 100)],
        "lanes": [lane("usa-a", "usa-b", 1)],
        "demands": [demand("usa-b", 10)],
        "hazards": [hazard("usa-b", 1, days=(1, 2), outage_days=2)],
    }
    assert short(world(4, **tables)) == near(3 / 4)
