"""In which order are claims served? Rank by rank, within a rank in proportion, own item before substitutes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sustainment.world import agreement, commitment, demand, held, lane, on, short, stock, sustained, world

Row = dict[str, Any]
BUYER = {"nation": "XAA", "name": "Buyer", "role": "partner"}
SEA = [lane("usa-a", "jpn-a", 1)]


def test_a_smaller_tier_comes_first_at_one_site() -> None:
    case = world(
        1,
        stocks=[stock("usa-a", 10)],
        demands=[demand("usa-a", 8, demand="second", tier=2), demand("usa-a", 7, demand="first", tier=1)],
    )
    result = sustained(case)
    assert (short(result, "first"), short(result, "second")) == (0, 5)


@settings(max_examples=20)
@given(st.floats(0.1, 50), st.floats(0.1, 50), st.floats(0.1, 40))
def test_claims_of_a_rank_share_in_proportion_to_what_they_are_owed(one: float, other: float, there: float) -> None:
    demands = [demand("usa-a", one, demand="one"), demand("usa-a", other, demand="other")]
    result = sustained(world(1, stocks=[stock("usa-a", there)], demands=demands))
    met = min(1.0, there / (one + other))
    assert short(result, "one") == pytest.approx(one * (1 - met), abs=1e-9)
    assert short(result, "other") == pytest.approx(other * (1 - met), abs=1e-9)


def claims(recipient: str, first: Row, second: Row, **tables: Any) -> tuple[float, float]:
    """Shortages of a commitment and a demand that want the same 10 shells on one day, then nothing."""
    case = world(
        3,
        stocks=[stock("usa-a", 10)],
        lanes=SEA,
        demands=[demand("usa-a", 10, demand="demand", days=(0, 1), **second)],
        commitments=[commitment("USA", recipient, 10, (0, 0), commitment="promise", **first)],
        **tables,
    )
    result = sustained(case)
    return short(result, "promise"), short(result, "demand")


@pytest.mark.parametrize("recipient", ["XAA", "JPN"])
@pytest.mark.parametrize(
    ("promise", "demanded", "winner"),
    [
        ({"rating": "DX", "state": "pledge"}, {"tier": 1}, "promise"),
        ({"state": "contract"}, {"tier": 1}, "demand"),
        ({"state": "contract", "rating": "DO"}, {"tier": 2}, "promise"),
        ({"state": "delivery"}, {"tier": 2}, "promise"),
        ({"state": "allocation"}, {"tier": 2}, "demand"),
        ({"state": "allocation"}, {"tier": 3}, "promise"),
        ({"state": "pledge"}, {"tier": 3}, "demand"),
    ],
)
def test_the_default_order_of_claims_holds_by_lane_and_out_of_the_network(
    recipient: str, promise: Row, demanded: Row, winner: str
) -> None:
    assert claims(recipient, promise, demanded) == ((0, 10) if winner == "promise" else (10, 0))


@pytest.mark.parametrize("recipient", ["XAA", "JPN"])
def test_a_sequence_turns_the_order_round(recipient: str) -> None:
    rules = [
        {"policy": "turned", "rank": 1, "claim": "demand", "scope": "2"},
        {"policy": "turned", "rank": 2, "claim": "commitment", "scope": "DX&" + recipient},
    ]
    case = world(
        3,
        stocks=[stock("usa-a", 10)],
        lanes=SEA,
        sequence=rules,
        demands=[demand("usa-a", 10, demand="demand", days=(0, 1), tier=2)],
        commitments=[commitment("USA", recipient, 10, (0, 0), commitment="promise", rating="DX")],
    )
    usual, turned = sustained(case), sustained(case, sequence="turned")
    assert (short(usual, "promise"), short(usual, "demand")) == (0, 10)
    assert (short(turned, "promise"), short(turned, "demand")) == (10, 0)
    ranks = dict(turned.shortfall.select("claim", "rank").iter_rows())
    assert ranks == {"demand": 1, "promise": 2}


@pytest.mark.parametrize("recipient", ["XAA", "JPN"])
def test_a_commitment_and_a_demand_of_one_rank_share_in_proportion(recipient: str) -> None:
    rules = [{"rank": 1, "claim": claim, "scope": "*"} for claim in ("demand", "commitment")]
    met = claims(recipient, {}, {"tier": 2}, sequence=rules)
    assert met == pytest.approx((5, 5))


def test_orders_of_a_smaller_rank_leave_before_others() -> None:
    case = world(
        2,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "usa-b", 1), lane("usa-a", "usa-c", 1)],
        demands=[demand("usa-b", 8, days=(1, 2), tier=2), demand("usa-c", 7, days=(1, 2), tier=1)],
    )
    result = sustained(case)
    assert (short(result, "usa-b-shell"), short(result, "usa-c-shell")) == (5, 0)


def test_orders_of_one_rank_share_a_source_in_proportion_to_what_they_lack() -> None:
    case = world(
        2,
        stocks=[stock("usa-a", 10), stock("usa-b", 2)],
        lanes=[lane("usa-a", "usa-b", 1), lane("usa-a", "usa-c", 1)],
        demands=[demand("usa-b", 18, days=(1, 2)), demand("usa-c", 4, days=(1, 2))],
    )
    result = sustained(case)
    assert short(result, "usa-b-shell") == pytest.approx(16 - 8)
    assert short(result, "usa-c-shell") == pytest.approx(4 - 2)


def test_a_site_keeps_what_its_own_claims_of_the_rank_expect_to_use() -> None:
    case = world(
        2,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "usa-b", 1)],
        demands=[demand("usa-a", 15, days=(1, 2)), demand("usa-b", 5, days=(1, 2))],
    )
    result = sustained(case)
    kept = 10 * 10 / 15  # it can keep no more than the 10 that it has
    assert short(result, "usa-a-shell") == pytest.approx(15 - kept)
    assert short(result, "usa-b-shell") == pytest.approx(5 - (10 - kept))


def substitute(name: str, ratio: float, **gates: str) -> Row:
    usual = {"nation": "USA", "item": "shell", "substitute": name, "ratio": ratio}
    return usual | {"technical": "yes", "safety": "yes", "permission": "yes"} | gates


def test_the_own_item_comes_before_substitutes_and_the_smallest_ratio_first() -> None:
    case = world(
        3,
        stocks=[stock("usa-a", 4), stock("usa-a", 9, "dart"), stock("usa-a", 9, "mine")],
        demands=[demand("usa-a", 6)],
        substitutes=[substitute("dart", 2.0), substitute("mine", 1.5)],
    )
    result = sustained(case)
    assert held(result, item="shell") == [0, 0, 0]
    assert held(result, item="mine") == pytest.approx([9 - 2 * 1.5, 0, 0])
    assert held(result, item="dart") == pytest.approx([9, 9 - (6 - 4) * 2, 0])
    assert short(result, "usa-a-shell") == pytest.approx(6 - 5 / 2)


@pytest.mark.parametrize("gate", ["technical", "safety", "permission"])
@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_a_substitute_passes_three_gates(gate: str, answer: str) -> None:
    rows = {"stocks": [stock("usa-a", 9, "dart")], "demands": [demand("usa-a", 2)]}
    assert short(sustained(world(3, substitutes=[substitute("dart", 1.0)], **rows)), "usa-a-shell") == 0
    assert (
        short(sustained(world(3, substitutes=[substitute("dart", 1.0, **{gate: answer})], **rows)), "usa-a-shell") == 6
    )


def test_substitutes_do_not_chain_and_serve_no_commitment_and_no_other_nation() -> None:
    chain = [substitute("dart", 1.0), substitute("mine", 1.0) | {"item": "dart"}]
    rows = {"stocks": [stock("usa-a", 9, "mine")], "demands": [demand("usa-a", 2)]}
    assert short(sustained(world(3, items={"dart": {}}, substitutes=chain, **rows)), "usa-a-shell") == 6
    stocks = [stock("usa-a", 9, "dart"), stock("jpn-a", 9, "dart")]
    case = world(
        3,
        stocks=stocks,
        substitutes=[substitute("dart", 1.0)],
        demands=[demand("jpn-a", 2)],
        commitments=[commitment("USA", "XAA", 5, (0, 0))],
    )
    result = sustained(case)
    assert short(result, "jpn-a-shell") == 6
    assert short(result, "usa-xaa") == 5


def test_a_substitute_is_ordered_where_the_own_item_gives_out() -> None:
    case = world(
        4,
        stocks=[stock("usa-a", 4), stock("usa-a", 30, "dart")],
        lanes=[lane("usa-a", "usa-b", 1)],
        demands=[demand("usa-b", 6, days=(2, 4))],
        substitutes=[substitute("dart", 2.0)],
    )
    result = sustained(case)
    assert short(result, "usa-b-shell") == 0
    assert held(result, item="dart")[-1] == pytest.approx(30 - 8 * 2)


def test_called_promises_are_claims_that_what_arrives_under_their_agreement_meets() -> None:
    way = agreement("JPN", "USA", promised_per_year=365.25 * 3, item="shell")
    rows = {"stocks": [stock("jpn-a", 100)], "lanes": [lane("jpn-a", "usa-a", 1)], "agreements": [way]}
    uncalled = sustained(world(10, **rows))
    assert uncalled.shortfall.is_empty()
    assert held(uncalled, "JPN") == [100] * 10
    called = sustained(world(10, **rows), call_promises=True)
    assert called.shortfall["owed"].to_list() == pytest.approx([30])
    assert short(called, "jpn-usa") == pytest.approx(0)
    assert held(called, "USA", "shell") == pytest.approx([0, *(3.0 * (day + 1) for day in range(1, 10))])
    served = sustained(world(10, demands=[demand("usa-a", 3, days=(2, 10))], **rows), call_promises=True)
    assert short(served, "usa-a-shell") == short(served, "jpn-usa") == 0
    assert held(served, "JPN")[-1] == pytest.approx(70)  # what the demand orders counts for the promise


def test_a_promise_is_owed_for_the_days_in_force() -> None:
    way = agreement("JPN", "USA", promised_per_year=365.25 * 3, start=on(4), end=on(6), item="*")
    result = sustained(
        world(10, items={"shell": {}, "dart": {}}, sites={"usa-a": {}}, agreements=[way]), call_promises=True
    )
    assert result.shortfall.select("claim", "kind", "nation", "item", "owed").rows() == [
        ("jpn-usa", "promise", "USA", "*", 6.0)
    ]
    assert short(result, "jpn-usa") == 6


def test_what_a_smaller_rank_keeps_is_not_there_for_others_even_if_it_lacks_nothing() -> None:
    case = world(
        3,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "usa-b", 1)],
        demands=[demand("usa-a", 10, days=(2, 3)), demand("usa-b", 10, days=(1, 3), tier=2)],
    )
    assert short(sustained(case), "usa-a-shell") == 0
    own = world(
        2,
        stocks=[stock("usa-a", 1), stock("usa-b", 2)],
        lanes=[lane("usa-a", "usa-b", 1)],
        demands=[demand("usa-b", 1, demand="first"), demand("usa-b", 1, days=(1, 2), demand="second", tier=2)],
    )
    assert short(sustained(own), "second") == 0
