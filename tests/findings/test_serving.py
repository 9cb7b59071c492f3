"""Is a need called unservable exactly where no permitted way reaches it in time, whatever the lanes and agreements?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipir.case.checking import from_frames
from pipir.findings.serving import Search, unservable_demand
from reaching.world import PLACES, agreement, item, lane, world

SITES = sorted(PLACES)
PAIRS = st.tuples(st.sampled_from(SITES), st.sampled_from(SITES)).filter(lambda pair: pair[0] != pair[1])
HOLDERS = st.sampled_from(("USA", "JPN", "KOR"))
LANES = st.dictionaries(PAIRS, st.integers(0, 30), max_size=8)
WAYS = st.lists(st.tuples(HOLDERS, HOLDERS, st.booleans()).filter(lambda way: way[0] != way[1]), max_size=5)
HOSTS = st.sampled_from(("yes", "no"))
KEPT = st.sampled_from((0, 10))


@given(LANES, WAYS, HOSTS, KEPT, st.integers(1, 40))
def test_a_need_is_unservable_where_nothing_can_come_in_time(
    lanes: dict[tuple[str, str], int], ways: list[tuple[str, str, bool]], host: str, kept: float, until: int
) -> None:
    case = world(
        items=[item("dart", design_authority="KOR")],
        stocks=[{"site": "us-west", "item": "dart", "quantity": 10, "reserve": kept}],
        lanes=[lane(origin, destination, days, via="CHN") for (origin, destination), days in lanes.items()],
        agreements=[
            agreement(f"a{n}", supplier, beneficiary, onward="yes" if onward else "no")
            for n, (supplier, beneficiary, onward) in enumerate(ways)
        ],
        stances=[{"nation": "JPN", "situation": "war", "act": "host", "answer": host}],
        demands=[
            {"scenario": "war", "demand": site, "nation": PLACES[site][0], "site": site, "item": "dart"}
            | {"from_day": 0, "to_day": until, "per_day": 1, "tier": 1}
            for site in SITES
        ],
    )
    search = Search(case, "war")
    late = {site for site in SITES if search.arrival("dart", site, heed=True) >= until}
    closed = {"us-okinawa"} if host == "no" else set()
    assert {finding.row for finding in unservable_demand(case)} == {f"war/{site}" for site in late | closed}


def test_a_case_without_scenarios_has_no_needs() -> None:
    assert list(unservable_demand(from_frames("nothing", {}))) == []
