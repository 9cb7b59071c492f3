"""Does a plan give the answers that a person works out by hand: what may leave, what is owed, who is served first?

Each is asked of the plain formulation too.
"""

from __future__ import annotations

from typing import Any

import pytest

from planning.answers import ANSWERS, Answer, near
from sustainment.world import YEAR, agreement, commitment, demand, hazard, lane, line, on, stance, stock, world

Row = dict[str, Any]


pytestmark = pytest.mark.parametrize("answer", ANSWERS)


def usual(name: str, item: str = "shell", other: str = "dart", **more: Any) -> Row:
    """A stand-in that passes every gate."""
    gates = {"technical": "yes", "safety": "yes", "permission": "yes"}
    return {"nation": name, "item": item, "substitute": other, "ratio": 1.0} | gates | more


# What may leave a holder


def test_a_line_that_promised_more_than_it_makes_is_short_by_the_difference(answer: Answer) -> None:
    case = world(10, lines=[line("kor-a", 10)], commitments=[commitment("KOR", "XAA", 300)])
    found = answer(case)
    assert found.short("kor-xaa") == near(2 / 3)
    assert found.total("hand") == near(100)


def test_a_reserve_stays_with_its_holder(answer: Answer) -> None:
    tables = {
        "stocks": [stock("usa-a", 100, reserve=60)],
        "lanes": [lane("usa-a", "jpn-a", 0)],
        "agreements": [agreement("USA", "JPN")],
        "demands": [demand("jpn-a", 10)],
    }
    assert answer(world(10, **tables)).short("jpn-a-shell") == near(0.6)
    released = stance("USA", "release_reserve", "yes", to="JPN")
    assert answer(world(10, **tables, stances=[released])).short("jpn-a-shell") == near(0)


def test_a_holder_may_use_its_own_reserve_and_then_owes_no_less(answer: Answer) -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 100, reserve=60)],
        demands=[demand("usa-a", 9)],
        commitments=[commitment("USA", "XAA", 50, rating="DX")],
    )
    found = answer(case)
    assert found.short("usa-xaa") == near(0.2)
    assert found.short("usa-a-shell") == near(30 / 90)


def test_losses_do_not_lower_what_may_be_sent(answer: Answer) -> None:
    case = world(
        4,
        stocks=[stock("usa-a", 100, reserve=60)],
        hazards=[hazard("usa-a", 1.0, 0.5, (0, 1))],
        commitments=[commitment("USA", "XAA", 60, (0, 0))],
    )
    assert answer(case).short("usa-xaa") == near(1 / 3)


def test_what_was_received_goes_on_only_where_the_agreement_lets_it(answer: Answer) -> None:
    def short(onward: str) -> float:
        case = world(
            4,
            stocks=[stock("usa-a", 8)],
            lanes=[lane("usa-a", "jpn-a", 0), lane("jpn-a", "kor-a", 0)],
            agreements=[agreement("USA", "JPN", onward=onward), agreement("JPN", "KOR")],
            demands=[demand("kor-a", 2)],
        )
        return answer(case).short("kor-a-shell")

    assert short("yes") == near(0)
    assert short("no") == near(1)


def test_a_ceiling_binds_from_day_to_day(answer: Answer) -> None:
    def short(**terms: Any) -> float:
        case = world(
            10,
            stocks=[stock("usa-a", 1000)],
            lanes=[lane("usa-a", "jpn-a", 0)],
            agreements=[agreement("USA", "JPN", ceiling_per_year=YEAR, **terms)],
            demands=[demand("jpn-a", 5)],
        )
        return answer(case).short("jpn-a-shell")

    assert short() == near(40 / 50)
    assert short(start=on(4)) == near(44 / 50)
    assert short(start=on(-400)) == near(40 / 50)
    assert short(end=on(3)) == near(47 / 50)
    assert short(status="proposed") == near(1)


def test_a_ceiling_counts_all_items_that_it_covers(answer: Answer) -> None:
    case = world(
        10,
        items={"shell": {"family": "rounds"}, "dart": {"family": "rounds"}},
        stocks=[stock("usa-a", 50), stock("usa-a", 50, "dart")],
        lanes=[lane("usa-a", "jpn-a", 0)],
        agreements=[agreement("USA", "JPN", "rounds", ceiling_per_year=YEAR)],
        demands=[demand("jpn-a", 1), demand("jpn-a", 1, "dart")],
    )
    found = answer(case)
    assert found.ranks[2] == near(1)
    assert found.short("jpn-a-shell") == near(0.5)


def test_the_owner_of_the_design_must_consent(answer: Answer) -> None:
    def short(*stances: Row, unknown: str = "no") -> float:
        case = world(
            4,
            items={"shell": {"design_authority": "AUS"}},
            stocks=[stock("usa-a", 8)],
            lanes=[lane("usa-a", "jpn-a", 0)],
            agreements=[agreement("USA", "JPN")],
            demands=[demand("jpn-a", 2)],
            stances=list(stances),
        )
        return answer(case, unknown=unknown).short("jpn-a-shell")

    assert short() == near(0)
    assert short(stance("AUS", "reexport")) == near(1)
    assert short(stance("AUS", "reexport"), stance("AUS", "reexport", "yes", to="JPN")) == near(0)
    assert short(stance("AUS", "reexport", "unknown")) == near(1)
    assert short(stance("AUS", "reexport", "unknown"), unknown="yes") == near(0)


def test_a_host_that_says_no_stops_everything_but_what_lies_there_stays(answer: Answer) -> None:
    case = world(
        4,
        sites={"usa-b": {"host": "JPN"}},
        stocks=[stock("usa-a", 8), stock("usa-b", 8)],
        lanes=[lane("usa-a", "usa-b", 0), lane("usa-b", "usa-a", 0)],
        lines=[line("usa-b", 10)],
        demands=[demand("usa-a", 3), demand("usa-b", 1)],
        stances=[stance("JPN", "host", to="USA")],
    )
    found = answer(case)
    assert found.short("usa-a-shell") == near(4 / 12)
    assert found.short("usa-b-shell") == near(1)
    assert found.total("stock", "usa-b", "shell", 3) + found.total("discarded", "usa-b", "shell") == near(8)


# Commitments and promises


def test_a_commitment_may_be_late(answer: Answer) -> None:
    def short(days: int) -> float:
        case = world(
            days,
            stocks=[stock("usa-a", 10)],
            lanes=[lane("usa-a", "jpn-a", 3)],
            commitments=[commitment("USA", "JPN", 10, (0, 0))],
        )
        return answer(case).short("usa-jpn")

    assert short(4) == near(0)
    assert short(3) == near(1)


def test_a_commitment_is_never_early(answer: Answer) -> None:
    case = world(
        5,
        sites={"jpn-a": {}},
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        commitments=[commitment("USA", "JPN", 10)],
        demands=[demand("jpn-a", 2, tier=2)],
    )
    found = answer(case)
    assert found.short("usa-jpn") == near(0)
    assert found.short("jpn-a-shell") == near(0.5)


def test_deliveries_before_the_start_replace_what_the_row_says(answer: Answer) -> None:
    def short(*record: tuple[int, float]) -> float:
        case = world(
            10,
            stocks=[stock("usa-a", 6)],
            commitments=[commitment("USA", "XAA", 20, delivered=12)],
            deliveries=[{"commitment": "usa-xaa", "date": on(day), "quantity": q} for day, q in record],
        )
        return answer(case).short("usa-xaa")

    assert short() == near(2 / 8)
    assert short((-3, 10)) == near(4 / 10)
    assert short((-3, 10), (0, 5)) == near(4 / 10)


def test_a_commitment_goes_to_the_site_that_it_names(answer: Answer) -> None:
    case = world(
        10,
        sites={"jpn-b": {}},
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        commitments=[commitment("USA", "JPN", 10, deliver_to="jpn-b")],
    )
    assert answer(case).short("usa-jpn") == near(1)


def test_a_called_promise_counts_what_arrives_under_it(answer: Answer) -> None:
    case = world(
        10,
        stocks=[stock("usa-a", 100)],
        lanes=[lane("usa-a", "jpn-a", 4)],
        agreements=[agreement("USA", "JPN", promised_per_year=YEAR * 3, ceiling_per_year=YEAR * 2)],
    )
    assert answer(case, call_promises=True).short("usa-jpn") == near(1 - 12 / 30)
    assert answer(case).shorts == {}


# Who is served first


def test_a_smaller_tier_is_served_first_unless_the_sequence_says_otherwise(answer: Answer) -> None:
    tables = {"stocks": [stock("usa-a", 10)]}
    tables["demands"] = [demand("usa-a", 2, demand="first"), demand("usa-a", 2, demand="second", tier=2)]
    found = answer(world(5, **tables))
    assert (found.short("first"), found.short("second")) == (near(0), near(1))
    turned = [{"rank": 1, "claim": "demand", "scope": "2"}]
    found = answer(world(5, **tables, sequence=turned))
    assert (found.short("first"), found.short("second")) == (near(1), near(0))
    assert found.ranks == near({1: 0, 2: 1})


def test_a_tie_in_the_pooled_share_is_broken_by_the_largest_single_share(answer: Answer) -> None:
    case = world(
        5,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "usa-b", 0)],
        demands=[
            demand("usa-a", 2),
            demand("usa-b", 2),
            demand("usa-c", 2),
            demand("usa-b", 2, days=(3, 3.5), demand="x"),
        ],
    )
    found = answer(case)
    assert found.short("usa-c-shell") == near(1)
    assert [found.short(name) for name in ("usa-a-shell", "usa-b-shell", "x")] == near([11 / 21] * 3)


def test_weight_counts_within_an_item(answer: Answer) -> None:
    case = world(
        5,
        stocks=[stock("usa-a", 10)],
        demands=[demand("usa-a", 2, demand="light"), demand("usa-a", 2, demand="heavy", weight=5)],
    )
    found = answer(case)
    assert (found.short("light"), found.short("heavy")) == (near(1), near(0))
    assert found.ranks[2] == near(1 / 6)


def test_a_claim_of_no_weight_takes_from_nobody_and_is_served_from_what_is_left(answer: Answer) -> None:
    """It is in no pooled share, but it is a single claim: its share short is brought down after the pooled one."""

    def found(lies: float) -> Any:
        demands = [demand("usa-a", 2, demand="heavy"), demand("usa-b", 2, demand="idle", weight=0)]
        ship = lane("usa-a", "usa-b", 0, cost_usd_per_t=1)
        return answer(world(5, stocks=[stock("usa-a", lies)], lanes=[ship], demands=demands))

    plenty, some, little = found(30), found(16), found(8)
    assert (plenty.short("heavy"), plenty.short("idle")) == (near(0), near(0))
    assert (some.short("heavy"), some.short("idle")) == (near(0), near(0.4))
    assert (little.short("heavy"), little.short("idle")) == (near(0.2), near(1))
    assert [one.ranks[2] for one in (plenty, some, little)] == [near(0), near(0), near(0.2)]


def test_a_claim_of_no_weight_alone_in_its_rank_is_served(answer: Answer) -> None:
    tables = {"stocks": [stock("usa-a", 12)], "lanes": [lane("usa-a", "usa-b", 0, cost_usd_per_t=1)]}
    found = answer(world(5, **tables, demands=[demand("usa-a", 1), demand("usa-b", 2, tier=2, weight=0)]))
    assert (found.short("usa-a-shell"), found.short("usa-b-shell")) == (near(0), near(0.3))


def test_a_unit_of_a_larger_need_weighs_less_beside_another_item(answer: Answer) -> None:
    case = world(
        1,
        stocks=[stock("usa-a", 100), stock("usa-a", 100, "dart")],
        lanes=[lane("usa-a", "usa-b", 0, lift_t_per_day=10)],
        demands=[demand("usa-b", 100), demand("usa-b", 10, "dart")],
    )
    found = answer(case)
    assert (found.short("usa-b-dart"), found.short("usa-b-shell")) == (near(0), near(1))


def test_a_rated_order_goes_before_a_demand_and_a_pledge_after_it(answer: Answer) -> None:
    def case(**more: Any) -> Any:
        owed = [commitment("USA", "XAA", 10, (0, 0), **more)]
        return world(1, stocks=[stock("usa-a", 10)], commitments=owed, demands=[demand("usa-a", 10)])

    assert answer(case(rating="DX")).short("usa-xaa") == near(0)
    assert answer(case(state="pledge")).short("usa-xaa") == near(1)


def test_a_substitute_serves_by_its_ratio(answer: Answer) -> None:
    def short(**gates: str) -> float:
        stand_in = usual("USA", ratio=2.0, **gates)
        case = world(1, stocks=[stock("usa-a", 10, "dart")], demands=[demand("usa-a", 10)], substitutes=[stand_in])
        return answer(case).short("usa-a-shell")

    assert short() == near(0.5)
    assert short(permission="unknown") == near(1)
