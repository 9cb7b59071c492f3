"""Does `match` say which offer meets which request, when, why not, and what it leaves the donor?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.desk import DAY_0, agreement, commitment, day, desk, item, lane, matched, offer, request
from pipir.case.case import Case
from pipir.case.refusal import Refused
from pipir.matching.capability import MatchOptions
from pipir.matching.match import MatchResult, match


def on(number: int) -> date:
    return DAY_0 + timedelta(days=number)


def rows(result: MatchResult, table: str, **where: Any) -> list[dict[str, Any]]:
    found = result.tables[table].iter_rows(named=True)
    return [row for row in found if all(row[name] == value for name, value in where.items())]


def one(result: MatchResult, table: str, **where: Any) -> dict[str, Any]:
    (row,) = rows(result, table, **where)
    return row


def lines(case: Case, **options: Any) -> MatchResult:
    return match(case, MatchOptions(**options))


def test_the_nearest_of_two_offers_goes_first_and_the_other_gives_the_rest() -> None:
    result = lines(desk([request("asked", 8)], [offer("far", 6, "store"), offer("near", 6)]))
    near, far = one(result, "matches", offer="near"), one(result, "matches", offer="far")
    assert (near["quantity"], far["quantity"]) == (6, 2)
    assert (near["leaves"], near["arrives"], near["complete"], near["days"]) == (on(0), on(3), on(3), 3)
    assert (near["route"], near["carried_by"], near["tonnes"]) == ("works-port", "deu-usa", 6)
    assert result.unmatched.is_empty()
    assert one(result, "offers", offer="far")["left"] == 4
    assert near["sentence"] == "Germany gives the United States 6 darts of Dart at port on 2025-01-04: in time."


def test_what_a_port_cannot_handle_on_a_day_comes_on_the_next() -> None:
    result = lines(desk([request("asked", 25)], [offer("given", 25)], {"port": {"handling_t_per_day": 10}}))
    taken = rows(result, "intake", site="port")
    assert [(row["date"], row["quantity"], row["room_t"]) for row in taken] == [
        (on(3), 10, 10),
        (on(4), 10, 10),
        (on(5), 5, 10),
    ]
    met = one(result, "matches")
    assert (met["arrives"], met["complete"], met["quantity"]) == (on(3), on(5), 25)


def test_what_a_lane_cannot_lift_goes_on_the_next_day() -> None:
    result = lines(desk([request("asked", 5)], [offer("given", 5)], lifts={("works", "port"): 2.0}))
    assert [row["quantity"] for row in rows(result, "intake")] == [2, 2, 1]


def test_what_is_under_way_to_the_port_is_handled_first() -> None:
    under_way = {"lane": "store-port", "item": "dart", "arrives": day(3), "quantity": 7}
    limits = {"port": {"handling_t_per_day": 10}}
    result = lines(desk([request("asked", 10)], [offer("given", 10)], limits, in_transit=[under_way]))
    assert [(row["date"], row["quantity"]) for row in rows(result, "intake")] == [(on(3), 3), (on(4), 7)]


@pytest.mark.parametrize(("arrives", "on_first_day"), [(-2, 3), (0, 10), (5, 3)])
def test_what_came_before_the_first_day_takes_no_handling_on_it(arrives: int, on_first_day: int) -> None:
    under_way = {"lane": "store-port", "item": "dart", "arrives": day(arrives), "quantity": 7}
    limits = {"port": {"handling_t_per_day": 10}}
    at_once = {"lanes": [lane("works", "port", 0), lane("store", "port", 4)], "in_transit": [under_way]}
    result = lines(desk([request("asked", 10)], [offer("given", 10)], limits, **at_once), from_date=on(5))
    assert next(row["quantity"] for row in rows(result, "intake")) == on_first_day


def test_no_more_comes_than_fits_in_store() -> None:
    lying = {"site": "port", "item": "spear", "quantity": 3}
    limits = {"port": {"storage_t": 10}}
    result = lines(desk([request("asked", 9)], [offer("given", 9)], limits, stocks=[lying]))
    lacks = one(result, "unmatched")
    assert (lacks["matched"], lacks["unmatched"], lacks["reason"]) == (4, 5, "receiver cannot absorb")
    assert "given has 5 darts more, but port has no more room in store." in lacks["sentence"]


def test_no_more_explosives_come_than_the_site_may_hold() -> None:
    items = [item("dart", neq_kg=100), item("spear")]
    limits = {"port": {"explosive_limit_kg": 350}}
    result = lines(desk([request("asked", 9)], [offer("given", 9)], limits, items=items))
    assert one(result, "unmatched")["matched"] == pytest.approx(3.5)
    assert "explosives" in one(result, "unmatched")["sentence"]


def test_a_port_that_cannot_handle_it_all_before_the_offer_lapses_is_named() -> None:
    limits = {"port": {"handling_t_per_day": 10}}
    result = lines(desk([request("asked", 25)], [offer("given", 25, lapses=2)], limits))
    lacks = one(result, "unmatched")
    assert (lacks["matched"], lacks["reason"]) == (20, "receiver cannot absorb")
    assert "port takes in no more in time" in lacks["sentence"]


def test_late_is_told_and_too_late_is_not_matched() -> None:
    case = desk([request("asked", 4, needed=1)], [offer("given", 4)])
    late = one(lines(case), "matches")
    assert (late["late"], late["days_late"], late["quantity"]) == (4, 2, 4)
    assert late["sentence"].endswith("2 days late, the last of it.")
    strict = lines(case, late=1.0)
    assert strict.matches.is_empty()
    assert one(strict, "unmatched")["reason"] == "too late"
    assert "could be there on 2025-01-04, 2 days after it is needed" in one(strict, "unmatched")["sentence"]
    assert one(strict, "pairs")["could_arrive"] == on(3)


def test_an_offer_that_lapses_before_it_can_leave_is_too_late() -> None:
    result = lines(desk([request("asked", 4)], [offer("given", 4, opens=-9, lapses=0)]))
    assert one(result, "unmatched")["reason"] == "too late"
    assert "lapses before it could leave" in one(result, "pairs")["sentence"]


def test_goods_wait_for_an_agreement_that_begins_later() -> None:
    case = desk([request("asked", 4)], [offer("given", 4)], agreements=[agreement("DEU", start=day(10))])
    assert one(lines(case), "matches")["arrives"] == on(13)


def test_without_an_agreement_there_is_no_way_and_the_gate_is_named() -> None:
    case = desk([request("asked", 4)], [offer("given", 4)], agreements=[agreement("DEU", status="proposed")])
    lacks = one(lines(case), "unmatched")
    assert lacks["reason"] == "no way"
    assert "agreement deu-usa is only proposed" in lacks["sentence"]


def test_of_two_ways_the_gate_of_the_one_with_fewer_is_named() -> None:
    short_but_closed_twice = [lane("works", "store", 1), lane("store", "port", 1), lane("works", "port", 9)]
    case = desk([request("asked", 4)], [offer("given", 4)], lanes=short_but_closed_twice, agreements=[])
    assert (
        "works-port: no agreement lets Germany send it to the United States"
        in one(lines(case), "unmatched")["sentence"]
    )


def test_without_lanes_there_is_no_way() -> None:
    sites = [row | {"name": row["site"].title()} for row in desk([], [])["sites"].to_dicts()]
    case = desk([request("asked", 4, "base")], [offer("given", 4)], lanes=[lane("works", "port", 3)], sites=sites)
    assert "given has no way: no lanes lead from Works to Base." in one(lines(case), "unmatched")["sentence"]
    held = desk([request("asked", 4, "base")], [offer("given", 4)], lanes=[], sites=sites, matches=[matched("m", 4)])
    assert "cannot come in time: no lanes lead from Works to Base." in one(lines(held), "matches")["sentence"]


def test_a_stance_closes_the_way_in_its_situation_only_and_an_unknown_one_can_be_taken_either_way() -> None:
    def stance(answer: str) -> dict[str, Any]:
        return {"nation": "DEU", "situation": "war", "act": "export", "answer": answer}

    tables = {"situations": [{"situation": "war", "name": "War"}]}
    refuses = desk([request("asked", 4)], [offer("given", 4)], **tables, stances=[stance("no")])
    assert lines(refuses).unmatched.is_empty()
    assert one(lines(refuses, situation="war"), "unmatched")["reason"] == "no way"
    unsaid = desk([request("asked", 4)], [offer("given", 4)], **tables, stances=[stance("unknown")])
    assert not lines(unsaid, situation="war").unmatched.is_empty()
    assert lines(unsaid, situation="war", unknown="yes").unmatched.is_empty()


def test_nobody_offers_the_item_and_an_own_offer_is_none() -> None:
    own = offer("own", 4) | {"nation": "USA", "site": "base"}
    result = lines(desk([request("asked", 4)], [own, offer("other", 4, item="spear")]))
    assert one(result, "unmatched")["reason"] == "no offer of the item"
    assert one(result, "offers", offer="other")["sentence"] == "4 darts of Spear left: nobody asks for it."


def test_offers_are_used_up_and_by_whom_is_told() -> None:
    result = lines(desk([request("asked", 4, "base"), request("near", 4)], [offer("given", 5)]))
    lacks = one(result, "unmatched")
    assert (lacks["request"], lacks["unmatched"], lacks["reason"]) == ("asked", 3, "offers used up")
    assert "It gives 4 to near and has no more." in lacks["sentence"]


def substitute(**more: Any) -> dict[str, Any]:
    open_gates = dict.fromkeys(("technical", "safety", "permission"), "yes")
    return {"nation": "USA", "item": "dart", "substitute": "spear", "ratio": 2, **open_gates, **more}


def test_a_substitute_serves_at_its_ratio_and_only_through_three_open_gates() -> None:
    requests, offers = [request("asked", 5)], [offer("given", 8, item="spear")]
    result = lines(desk(requests, offers, substitutes=[substitute()]))
    met = one(result, "matches")
    assert (met["quantity"], met["serves"], met["item"]) == (8, 4, "spear")
    assert "in place of Dart" in met["sentence"]
    assert one(result, "unmatched")["unmatched"] == 1
    closed = lines(desk(requests, offers, substitutes=[substitute(safety="unknown")]))
    assert one(closed, "pairs")["outcome"] == "gate closed"
    assert "may not use instead (safety: unknown)" in one(closed, "unmatched")["sentence"]


@pytest.mark.parametrize("years", [-125, -99, -1])
def test_asked_long_before_offers_open_the_answer_is_the_same(years: int) -> None:
    case = desk([request("asked", 4), request("late", 4, needed=2)], [offer("given", 4), offer("near", 5)])
    before = date(DAY_0.year + years, 1, 1)
    now, then = lines(case, late=0.0), lines(case, late=0.0, from_date=before)
    assert then.matches.drop("sentence").equals(now.matches.drop("sentence"))
    assert then.unmatched.equals(now.unmatched)


def test_what_passes_a_port_of_the_donor_is_carried_by_what_carries_it_on() -> None:
    lanes = [lane("works", "yard", 1), lane("yard", "port", 2)]
    sites = [*desk([], [])["sites"].to_dicts()]
    sites.append({**sites[0], "site": "yard", "name": "yard", "nation": "DEU", "host": "DEU"})
    case = desk([request("asked", 4)], [offer("given", 4)], lanes=lanes, sites=sites)
    met = one(lines(case), "matches")
    assert (met["route"], met["carried_by"], met["days"]) == ("works-yard > yard-port", "deu-usa", 3)


def test_goods_that_lie_with_or_are_for_another_holder_are_told() -> None:
    lent = offer("given", 4, "store") | {"nation": "DEU"}
    notes = lines(desk([request("asked", 4, "works")], [lent])).run["notes"]
    assert "given of Germany lies at store, which Poland holds." in notes
    assert "asked of the United States is for works, which Germany holds." in notes


def test_a_century_of_patience_takes_no_longer_to_search() -> None:
    case = desk([request("asked", 4)], [offer("given", 4)], {"port": {"handling_t_per_day": 3}})
    assert one(lines(case, late=36_525.0), "matches")["complete"] == on(4)


def test_a_case_without_requests_or_offers_says_so() -> None:
    nothing = lines(desk([], []))
    assert nothing.matches.is_empty()
    assert nothing.run["notes"] == ["The case has no requests."]
    alone = lines(desk([request("asked", 4)], []))
    assert one(alone, "unmatched")["reason"] == "no offer of the item"


@settings(max_examples=15)
@given(st.integers(1, 9), st.integers(0, 6))
def test_an_offer_nobody_asks_for_changes_nothing(units: int, opens: int) -> None:
    asked, offers = [request("asked", 8)], [offer("far", 6, "store"), offer("near", 6)]
    before, after = (
        lines(desk(asked, offers)),
        lines(desk(asked, [*offers, offer("x", units, opens=opens, item="spear")])),
    )
    assert before.matches.equals(after.matches)
    assert before.unmatched.equals(after.unmatched)
    assert before.intake.equals(after.intake)


def test_the_donor_is_told_what_the_gift_leaves() -> None:
    tables = {
        "stocks": [{"site": "works", "item": "dart", "quantity": 20, "reserve": 5}],
        "requirements": [
            {"nation": "DEU", "item": "dart", "category": "combat", "quantity": 40},
            {"nation": "DEU", "item": "dart", "category": "training", "quantity": 365.25},
        ],
        "lines": [{"line": "made", "site": "works", "item": "dart", "rate_per_year": 2 * 365.25, "status": "active"}],
        "commitments": [commitment(quantity=4, recipient="POL", start=day(-9), end=day(-8), deliver_to="store")],
    }
    result = lines(desk([request("asked", 12)], [offer("given", 12, opens=9)], **tables))
    row = one(result, "donors")
    assert (row["stock_before"], row["output"], row["used"], row["committed"]) == pytest.approx((20, 20, 10, 4))
    assert (row["given"], row["stock_after"], row["missing"], row["reserve"]) == pytest.approx((12, 14, 0, 5))
    assert (row["readiness_before"], row["readiness_without"], row["readiness_after"]) == pytest.approx(
        (0.5, 0.65, 0.35)
    )
    assert row["sentence"] == (
        "Germany gives 12 darts of Dart and is left with 14, 35 % of the 40 that it is to hold (65 % without the gift)."
    )


def test_a_donor_that_gives_of_its_reserve_or_more_than_it_has_is_told() -> None:
    stocks = [{"site": "works", "item": "dart", "quantity": 20, "reserve": 15}]
    below = one(lines(desk([request("asked", 12)], [offer("given", 12)], stocks=stocks)), "donors")
    assert below["sentence"].endswith("That is 7 below its reserve.")
    beyond = one(lines(desk([request("asked", 32)], [offer("given", 32)], stocks=stocks)), "donors")
    assert (beyond["stock_after"], beyond["missing"]) == (0, 12)
    assert "12 of what it gives and owes it neither holds nor makes by then" in beyond["sentence"]


def test_options_out_of_range_or_unknown_are_refused() -> None:
    case = desk([request("asked", 4)], [offer("given", 4)])
    with pytest.raises(Refused, match="is below 0"):
        lines(case, late=-1.0)
    with pytest.raises(Refused, match="is not in situations"):
        lines(case, situation="war")


def test_a_day_later_finds_what_has_lapsed_gone() -> None:
    case = desk([request("asked", 4)], [offer("given", 4, lapses=10)])
    assert lines(case, from_date=on(9)).unmatched.is_empty()
    assert one(lines(case, from_date=on(10)), "unmatched")["reason"] == "too late"


def test_every_run_is_the_same() -> None:
    case = desk([request("asked", 8)], [offer("far", 6, "store"), offer("near", 6)])
    assert lines(case).to_json() == lines(case).to_json()
