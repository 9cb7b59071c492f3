"""What may move along which lane, and under what?"""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from pipir.case.case import Case
from pipir.network.compile import compile_network
from pipir.network.network import Terms
from pipir.program.decisions import OWN
from pipir.program.flows import Flows, permitted
from sustainment.world import YEAR, agreement, commitment, demand, lane, on, stance, stock, world

Told = list[tuple[str, str, str]]


def flows(case: Case, **terms: Any) -> Flows:
    return permitted(compile_network(case, None, Terms(**terms)))


def told(case: Case, **terms: Any) -> Told:
    """Lane, item and what carries it, of every flow."""
    net = compile_network(case, None, Terms(**terms))
    found = permitted(net)
    carriers = {k: a.agreement for k, a in enumerate(found.agreements)}
    carriers |= {len(carriers) + c: name for c, name in enumerate(net.commitments.ids)} | {OWN: "own"}
    return [
        (net.lanes.ids[way], net.items.ids[item], carriers[int(carrier)])
        for way, item, carrier in zip(found.lane, found.item, found.carrier, strict=True)
    ]


def abroad(**tables: Any) -> Case:
    """Shells and darts in America, a lane to Japan and one within America."""
    rows = {
        "stocks": [stock("usa-a", 10), stock("usa-a", 10, "dart")],
        "lanes": [lane("usa-a", "usa-b", 1, lane="inside"), lane("usa-a", "jpn-a", 1, lane="across")],
        "demands": [demand("jpn-a", 1)],
    }
    return world(10, **(rows | tables))


INSIDE = [("inside", "dart", "own"), ("inside", "shell", "own")]


def test_within_one_holder_everything_may_move_and_between_two_nothing_by_itself() -> None:
    assert told(abroad()) == INSIDE


def test_what_an_agreement_covers_may_cross() -> None:
    assert told(abroad(agreements=[agreement("USA", "JPN", "shell")])) == [("across", "shell", "usa-jpn"), *INSIDE]
    assert told(abroad(agreements=[agreement("JPN", "USA", "shell")])) == INSIDE
    assert told(abroad(agreements=[agreement("USA", "JPN", status="proposed")])) == INSIDE


def test_each_agreement_carries_a_flow_of_its_own_but_one_that_another_makes_needless() -> None:
    """Two with ceilings add up; beside one without a ceiling neither can do more."""
    narrow = [agreement("USA", "JPN", "shell", agreement=name, ceiling_per_year=YEAR) for name in ("one", "two")]
    wide = agreement("USA", "JPN", "shell", agreement="wide")
    assert [carrier for way, _, carrier in told(abroad(agreements=narrow)) if way == "across"] == ["one", "two"]
    assert [carrier for way, _, carrier in told(abroad(agreements=[*narrow, wide])) if way == "across"] == ["wide"]
    late = wide | {"start": on(3)}
    assert len([way for way, _, _ in told(abroad(agreements=[*narrow, late])) if way == "across"]) == 3
    onward = [narrow[0] | {"onward": "yes"}, wide]
    assert len([way for way, _, _ in told(abroad(agreements=onward)) if way == "across"]) == 2


def test_an_agreement_that_promises_keeps_a_flow_of_its_own() -> None:
    """What goes under another one does not count for it; what may go under it needs no other."""

    def carriers(other: str) -> list[str]:
        both = [agreement("USA", "JPN", "shell", agreement=other)]
        both += [agreement("USA", "JPN", "shell", agreement="promised", promised_per_year=YEAR)]
        return [name for way, _, name in told(abroad(agreements=both), call_promises=True) if way == "across"]

    assert carriers("first") == ["first", "promised"]
    assert carriers("second") == ["promised"]


def test_a_commitment_carries_its_item_to_the_site_that_it_names() -> None:
    lanes = [lane("usa-a", "jpn-a", 1, lane="across"), lane("usa-a", "jpn-b", 1, lane="beside")]
    case = abroad(lanes=lanes, commitments=[commitment("USA", "JPN", 5)])
    assert told(case) == [("across", "shell", "usa-jpn"), ("beside", "shell", "usa-jpn")]
    case = abroad(lanes=lanes, commitments=[commitment("USA", "JPN", 5, deliver_to="jpn-b")])
    assert told(case) == [("beside", "shell", "usa-jpn")]
    case = abroad(lanes=lanes, commitments=[commitment("USA", "JPN", 5, delivered=5)])
    assert told(case) == []


def test_a_transit_nation_that_says_no_closes_its_lane_and_no_other() -> None:
    lanes = [lane("usa-a", "usa-b", 1, lane="by-aus", via=["AUS"]), lane("usa-a", "usa-b", 1, lane="inside")]
    case = abroad(lanes=lanes, stances=[stance("AUS", "transit", item="shell")])
    assert told(case) == [("by-aus", "dart", "own"), *INSIDE]


@pytest.mark.parametrize(("unknown", "count"), [("no", 0), ("yes", 2)])
def test_a_host_that_has_not_said_counts_as_was_asked(unknown: str, count: int) -> None:
    case = world(
        10,
        sites={"usa-b": {"host": "JPN"}},
        stocks=[stock("usa-a", 10), stock("usa-a", 10, "dart")],
        lanes=[lane("usa-a", "usa-b", 1)],
        stances=[stance("JPN", "host", "unknown", to="USA")],
    )
    assert len(told(case, unknown=unknown)) == count


def test_days_rights_and_released_reserves_go_with_a_flow() -> None:
    terms = agreement("USA", "JPN", "shell", start=on(2), end=on(8), onward="yes")
    found = flows(abroad(agreements=[terms], stances=[stance("USA", "release_reserve", "yes", to="JPN")]))
    assert found.carrier.tolist() == [0, OWN, OWN]
    assert found.opens.tolist() == [2.0, -inf, -inf]
    assert found.closes.tolist() == [8.0, inf, inf]
    assert found.onward.tolist() == found.frees.tolist() == [True, False, False]
