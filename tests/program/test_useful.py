"""When can goods be at a place at the earliest, and until when are they of use there?"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Network
from pipir.program.flows import permitted
from pipir.program.grid import Grid, grid_of
from pipir.program.scope import Scope, scope
from pipir.program.useful import Ends, Windows, windows
from sustainment.world import agreement, commitment, demand, hazard, lane, line, on, stock, world

Days = tuple[float, float]


def windows_of(case: Case) -> tuple[Network, Windows]:
    """Windows of a case without commitments and promises, all of whose lines may work."""
    net = compile_network(case)
    flows, periods = permitted(net), grid_of(net)
    ends = Ends(net.demands.site, net.demands.item, net.demands.end, np.zeros(len(flows.lane), dtype=bool))
    return net, windows(net, periods, flows, ends, np.ones(len(net.making.ids), dtype=bool))


def window(case: Case, site: str, item: str = "shell") -> Days:
    net, found = windows_of(case)
    cell = net.sites.ids.index(site), net.items.ids.index(item)
    return float(found.earliest[cell]), float(found.latest[cell])


def line_window(case: Case) -> Days:
    _, found = windows_of(case)
    return float(found.line_from[0]), float(found.line_until[0])


def scoped(case: Case, prune: bool = True) -> Scope:
    net = compile_network(case)
    return scope(net, Grid(grid_of(net).edges), prune)


def chain(**more: Any) -> Case:
    """Two and a half days by ship, a need on days 4 and 5."""
    tables = {"stocks": [stock("usa-a", 10)], "lanes": [lane("usa-a", "usa-b", 2.5)]}
    return world(10, **(tables | {"demands": [demand("usa-b", 1, days=(4, 6))]} | more))


def test_goods_come_after_their_days_at_sea_and_are_of_use_until_the_need_ends() -> None:
    """What leaves on day 0 comes from day 2 on (the day that 2.5 lies in); what leaves after day 3 comes too late."""
    assert window(chain(), "usa-b") == (2.0, 6.0)
    assert window(chain(), "usa-a") == (0.0, 4.0)


def test_what_can_never_come_or_never_be_used_is_nowhere() -> None:
    assert window(chain(stocks=[stock("usa-c", 10)]), "usa-b")[0] == np.inf
    assert window(chain(demands=[demand("usa-c", 1)]), "usa-b")[1] == -np.inf


def test_goods_under_way_are_there_from_their_day() -> None:
    came = [{"lane": "usa-a-to-usa-b", "item": "shell", "arrives": on(3), "quantity": 4}]
    assert window(chain(stocks=[stock("usa-a", 0)], in_transit=came), "usa-b") == (3.0, 6.0)


def test_a_line_is_of_use_until_a_lead_time_before_the_need_ends() -> None:
    made = chain(stocks=[stock("usa-a", 0)], lines=[line("usa-a", 1, lead_days=1.5)])
    assert line_window(made) == (0.0, 3.0)
    late = chain(
        stocks=[stock("usa-a", 0)], lines=[line("usa-a", 1, lead_days=1.5, status="planned", available_from=on(2))]
    )
    assert line_window(late)[0] == 2.0


def test_a_component_is_of_use_as_long_as_its_line_is() -> None:
    tables = {
        "stocks": [stock("usa-c", 10, "motor")],
        "lanes": [lane("usa-c", "usa-a", 1), lane("usa-a", "usa-b", 2.5)],
        "lines": [line("usa-a", 1, lead_days=1)],
        "bills": [{"item": "shell", "component": "motor", "quantity": 1}],
    }
    assert line_window(chain(**tables)) == (1.0, 3.0)
    assert window(chain(**tables), "usa-a", "motor") == (1.0, 3.0)
    assert window(chain(**tables), "usa-c", "motor") == (0.0, 2.0)


def test_an_agreement_lets_nothing_leave_before_it_begins_or_after_it_ends() -> None:
    def between(**terms: Any) -> tuple[Days, Days]:
        case = chain(
            lanes=[lane("usa-a", "jpn-a", 2)],
            agreements=[agreement("USA", "JPN", **terms)],
            demands=[demand("jpn-a", 1)],
        )
        return window(case, "usa-a"), window(case, "jpn-a")

    assert between() == ((0.0, 8.0), (2.0, 10.0))
    assert between(start=on(3))[1][0] == 5.0
    assert between(end=on(5))[0][1] == 5.0


def test_in_weeks_a_window_opens_and_closes_with_its_week() -> None:
    """Days 30 to 36 are one week: what comes within it may be used from its beginning."""
    case = world(
        40,
        stocks=[stock("usa-a", 1)],
        lanes=[lane("usa-a", "usa-b", 33)],
        demands=[demand("usa-b", 1, days=(31, 32))],
    )
    assert window(case, "usa-b") == (30.0, 37.0)
    assert window(case, "usa-a") == (0.0, 4.0)


def test_only_what_matters_is_in_the_programme() -> None:
    """Of a lane there and one back, and of two items, one flow can matter: on days 0 to 3; without pruning all four."""
    case = chain(
        stocks=[stock("usa-a", 10), stock("usa-a", 10, "dart")],
        lanes=[lane("usa-a", "usa-b", 2.5), lane("usa-b", "usa-a", 2.5)],
    )
    found = scoped(case)
    assert (found.sends.first.tolist(), found.sends.count.tolist()) == ([0], [4])
    assert (found.fills.first.tolist(), found.fills.count.tolist()) == ([4], [2])
    assert len(scoped(case, prune=False).flows.lane) == 4
    assert found.reckoned == (4 + 2 * 2 + 1) * 10


def test_what_takes_up_room_at_a_limited_site_stays_in() -> None:
    """Nobody needs darts, but they lie where shells want room."""
    case = world(
        10,
        sites={"usa-b": {"storage_t": 5}},
        stocks=[stock("usa-b", 4, "dart"), stock("usa-b", 1), stock("usa-c", 4, "dart")],
        demands=[demand("usa-b", 1)],
    )
    found = scoped(case)
    places = zip(found.cell_site, found.cell_item, strict=True)
    cells = [(found.net.sites.ids[s], found.net.items.ids[i]) for s, i in places]
    assert cells == [("usa-b", "dart"), ("usa-b", "shell")]


def test_arrivals_can_wait_where_a_site_is_limited_or_shut_for_a_time() -> None:
    def limited(**more: Any) -> list[str]:
        found = scoped(chain(**more))
        return [found.net.sites.ids[s] for s in np.flatnonzero(found.limited)]

    assert limited() == []
    assert limited(hazards=[hazard("usa-b", 0.5, days=(0, 3), outage_days=2)]) == []
    assert limited(hazards=[hazard("usa-b", 1.0, days=(0, 3), outage_days=2)]) == ["usa-b"]
    assert limited(sites={"usa-b": {"handling_t_per_day": 1}}) == ["usa-b"]


def test_a_delivery_under_a_commitment_is_of_use_to_the_end() -> None:
    case = chain(lanes=[lane("usa-a", "jpn-a", 2)], demands=[], commitments=[commitment("USA", "JPN", 5, (0, 3))])
    found = scoped(case)
    assert (found.sends.first.tolist(), found.sends.count.tolist()) == ([0], [8])
