"""Does a solution read back as what happens: stocks by their balance, nothing booked to another place?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Floats, Terms
from pipir.planning.solved import Solved, solved
from pipir.program.decisions import Decisions
from pipir.program.grid import grid_of
from pipir.program.reading import decisions
from pipir.program.solver import SolverFault
from sustainment.world import YEAR, agreement, demand, hazard, lane, line, on, stock, world

near = pytest.approx


def plan_of(case: Case, **terms: Any) -> Solved:
    net = compile_network(case, None, Terms(**terms))
    return solved(net, grid_of(net))


def place(d: Decisions, site: str, item: str = "shell") -> int:
    """The cell of a site and an item."""
    cells = zip(d.cell_site.tolist(), d.cell_item.tolist(), strict=True)
    return [*cells].index((d.net.sites.ids.index(site), d.net.items.ids.index(item)))


def stocks(case: Case, site: str, item: str = "shell", **terms: Any) -> Floats:
    """Stock at the end of each period."""
    d = plan_of(case, **terms).decisions
    found: Floats = d.stock[place(d, site, item)]
    return found


def test_a_stock_falls_by_losses_first_and_then_by_what_is_served() -> None:
    """Of 80 half are struck on day 0; 10 are served a day."""
    case = world(
        3, stocks=[stock("usa-a", 80)], hazards=[hazard("usa-a", 1, 0.5, days=(0, 1))], demands=[demand("usa-a", 10)]
    )
    assert stocks(case, "usa-a") == near([30.0, 20.0, 10.0])


def test_what_is_sent_and_made_and_under_way_is_where_it_is() -> None:
    """5 a day are made from 2 motors each; 3 come on day 1; all are needed a day's sail away on day 3.

    What is begun on day 3 would come too late.
    """
    case = world(
        4,
        stocks=[stock("usa-a", 100, "motor")],
        lines=[line("usa-a", 5)],
        bills=[{"item": "shell", "component": "motor", "quantity": 2}],
        lanes=[lane("usa-a", "usa-b", 1)],
        in_transit=[{"lane": "usa-a-to-usa-b", "item": "shell", "arrives": on(1), "quantity": 3}],
        demands=[demand("usa-b", 18, days=(3, 4))],
    )
    plan = plan_of(case)
    d = plan.decisions
    assert plan.shares == near([0.0], abs=1e-7)
    assert d.sent.sum() == near(15.0)
    assert d.starts == near(np.array([[5.0, 5.0, 5.0, 0.0]]))
    assert plan.finished == near(d.starts)
    assert d.stock[place(d, "usa-a", "motor")][-1] == near(70.0)
    assert d.stock[place(d, "usa-b")][-1] == near(0.0, abs=1e-6)
    assert plan.taken.sum() == near(15.0)


def test_a_stock_that_nobody_needs_is_told_too() -> None:
    case = world(2, stocks=[stock("usa-a", 5), stock("usa-b", 7, "dart")], demands=[demand("usa-a", 1)])
    assert stocks(case, "usa-b", "dart") == near([7.0, 7.0])


def test_what_comes_in_under_a_promise_lies_where_nobody_needs_it() -> None:
    """Nor does any of it turn up in a cell of another item."""
    case = world(
        5,
        items={"dart": {}},
        stocks=[stock("usa-a", 10), stock("usa-b", 1, "dart")],
        lanes=[lane("usa-a", "jpn-a", 1)],
        agreements=[agreement("USA", "JPN", "shell", promised_per_year=YEAR)],
        demands=[demand("usa-b", 0.1, "dart", days=(4, 5))],
    )
    assert stocks(case, "usa-b", "dart", call_promises=True) == near([1.0, 1.0, 1.0, 1.0, 0.9])
    assert stocks(case, "jpn-a", call_promises=True)[-1] == near(5.0)


def test_what_comes_in_under_a_promise_must_fit() -> None:
    """A store of one tonne takes in one round in five, and nothing is thrown away for the next."""
    case = world(
        5,
        sites={"jpn-a": {"storage_t": 1}},
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        agreements=[agreement("USA", "JPN", "shell", promised_per_year=YEAR)],
    )
    plan = plan_of(case, call_promises=True)
    d = plan.decisions
    assert plan.shares == near([0.8], abs=1e-7)
    assert (d.stock[place(d, "jpn-a")] <= 1.0 + 1e-6).all()
    lies, gone = d.stock[place(d, "jpn-a")][-1], d.discards[place(d, "jpn-a")].sum()
    assert (lies, gone) == (near(1.0), near(0.0))


def test_what_waits_at_a_door_is_not_yet_stock() -> None:
    """10 come on day 0 to a site that takes in 2 a day."""
    case = world(
        4,
        sites={"usa-b": {"handling_t_per_day": 2}},
        lanes=[lane("usa-a", "usa-b", 1)],
        in_transit=[{"lane": "usa-a-to-usa-b", "item": "shell", "arrives": on(0), "quantity": 10}],
        demands=[demand("usa-b", 10, days=(3, 4))],
    )
    assert plan_of(case).shares == near([0.2])
    assert stocks(case, "usa-b")[:3] == near([2.0, 4.0, 6.0])


def test_a_solution_that_takes_what_is_not_there_is_a_fault() -> None:
    plan = plan_of(world(2, stocks=[stock("usa-a", 5)], demands=[demand("usa-a", 10)]))
    values = plan.order.values.copy()
    values[plan.built.programme.columns["fills"].all] += 1.0
    with pytest.raises(SolverFault, match="negative stock"):
        decisions(plan.built, values)


def test_dust_below_nothing_is_nothing() -> None:
    plan = plan_of(world(2, stocks=[stock("usa-a", 5)], demands=[demand("usa-a", 10)]))
    values = plan.order.values.copy()
    values[plan.built.programme.columns["fills"].all] += 1e-9
    assert np.min(decisions(plan.built, values).stock) == 0.0
