"""Is nothing created or lost?"""

from __future__ import annotations

from pipir.program.blocks import stock_balance
from program.blocks.known import near, short
from sustainment.world import demand, hazard, stock, world


def test_a_demand_gets_what_lies_there_and_no_more() -> None:
    case = world(10, stocks=[stock("usa-a", 40)], demands=[demand("usa-a", 10)])
    assert short(case) == near(0.6)
    assert short(case, stock_balance) == near(0.0)


def test_mean_losses_strike_the_opening_stock_of_every_day() -> None:
    """Half of it on days 0 and 1: of 80 there are 40 to serve on day 0, what is left of them halves again."""
    tables = {"stocks": [stock("usa-a", 80)], "hazards": [hazard("usa-a", 1, 0.5, days=(0, 2))]}
    assert short(world(2, **tables, demands=[demand("usa-a", 30)])) == near(25 / 60)
