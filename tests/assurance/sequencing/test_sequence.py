"""Does `sequence` tell what a place costs whom? Queues by hand and by brute force, and what may change nothing."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipir
from assurance.sequencing.queues import CUSTOMERS, late, ordered, queue, row, served
from pipir.assurance.sequencing.declared import SequenceOptions
from pipir.case.case import Case
from pipir.case.refusal import Refused
from sustainment.world import commitment, demand, lane, line, stock, world

ANY = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
IN_TURN = ordered("in-turn", "JPN", "KOR", "AUS")
REVERSED = ordered("reversed", "AUS", "KOR", "JPN")
HUNDRED = {"JPN": 100.0, "KOR": 100.0, "AUS": 100.0}


@pytest.fixture(scope="module")
def worked() -> Case:
    """Ten shells a day for three customers who are each owed a hundred on day 0, in forty days."""
    return queue(40, HUNDRED, 10, IN_TURN + REVERSED)


def test_who_stands_later_waits_for_all_before(worked: Case) -> None:
    found = served(worked, "in-turn", "reversed").customers
    days = {name: (a, b) for name, a, b in found.select("recipient", "days_late_a", "days_late_b").iter_rows()}
    assert days == {
        "JPN": pytest.approx((4.5, 24.5)),
        "KOR": pytest.approx((14.5, 14.5)),
        "AUS": pytest.approx((24.5, 4.5)),
    }
    assert found["kept_share_a"].to_list() == pytest.approx([1, 1, 1])
    assert row(found, recipient="JPN")["days_sooner"] == pytest.approx(-20)
    assert row(found, recipient="KOR")["sentence"] == "KOR gets the same under both: 100 % of 100 rounds of shell."


def test_one_place_up_costs_the_customer_passed_as_many_days_as_it_gains(worked: Case) -> None:
    costs = served(worked, "in-turn", "reversed").cost_of_one_place.filter(place=2, mover="all")
    told = {name: (role, days) for name, role, days in costs.select("customer", "role", "days_later").iter_rows()}
    assert told == {"KOR": ("moved", pytest.approx(-10)), "JPN": ("other", pytest.approx(10))}
    assert row(costs, customer="JPN")["sentence"] == (
        "JPN waits 10 days longer for each of the 100 rounds of shell due, "
        "as KOR waits 10 days less for each of the 100 rounds of shell due."
    )


def test_what_is_not_delivered_by_the_end_is_late_up_to_the_end() -> None:
    """In 25 days the third gets fifty: on days 20 to 24, and fifty are still open after 25."""
    case = queue(25, HUNDRED, 10, IN_TURN + REVERSED)
    third = row(served(case, "in-turn", "reversed").customers, recipient="AUS")
    assert third["kept_share_a"] == pytest.approx(0.5)
    assert third["days_late_a"] == pytest.approx((22 + 25) / 2)
    assert third["units_gained"] == pytest.approx(50)
    assert third["days_of_supply_gained"] is None  # all falls due on one day


def test_customers_in_one_place_wait_alike() -> None:
    case = queue(30, HUNDRED, 10, ordered("alike", ["JPN", "KOR"], "AUS"))
    found = served(case, "alike", "default").customers
    assert row(found, recipient="JPN")["days_late_a"] == pytest.approx(9.5, abs=1e-4)
    assert row(found, recipient="KOR")["days_late_a"] == pytest.approx(9.5, abs=1e-4)
    assert row(found, recipient="AUS")["days_late_a"] == pytest.approx(24.5)


def test_one_shell_earlier_to_members_of_a_body_costs_those_of_another_days() -> None:
    """All in one place, 60 shells a day: PIPIR's 60 first, and NATO's 120 wait for them."""
    members = [("JPN", "PIPIR"), ("AUS", "NATO"), ("CAN", "NATO")]
    rows = [{"nation": nation, "body": body, "status": "member"} for nation, body in members]
    owed = {"JPN": 60.0, "AUS": 60.0, "CAN": 60.0}
    case = queue(9, owed, 60, ordered("alike", "*"), memberships=rows)
    found = served(case, "alike", "alike", move="PIPIR")
    move = row(found.moves, mover="PIPIR")
    assert (move["place"], move["ahead_of"], move["claims"], move["gaining"], move["paying"]) == (1, 1, 1, 1, 2)
    nato = row(found.cost_of_one_place, customer="NATO")
    assert (nato["customer_is"], nato["owed"], nato["days_later"]) == ("body", 120, pytest.approx(0.5, abs=1e-4))
    assert nato["sentence"] == (
        "NATO customers wait 0.5 days longer for each of the 120 rounds of shell due, "
        "as PIPIR customers wait 1 day less for each of the 60 rounds of shell due."
    )


def test_who_is_listed_for_a_body_and_is_no_member_yet_is_told() -> None:
    rows = [
        {"nation": "JPN", "body": "PIPIR", "status": "member"},
        {"nation": "AUS", "body": "PIPIR", "status": "reported"},
        {"nation": "CAN", "body": "PIPIR", "status": "member", "since": "2099-01-01"},
        {"nation": "CAN", "body": "NATO", "status": "member"},
    ]
    case = queue(9, dict.fromkeys(("JPN", "AUS", "CAN"), 60.0), 60, ordered("alike", "*"), memberships=rows)
    said = served(case, "alike", "alike", move="PIPIR NATO").run["notes"]
    assert 'AUS and CAN are no members of PIPIR when "War" begins, as the case has it.' in said
    assert not any("members of NATO" in note for note in said)


def test_a_demand_is_never_late_and_what_it_lacks_is_days_of_supply() -> None:
    """Forty shells lie at Guam: a commitment of 40 takes them, and 20 days of a demand of 2 a day go unmet."""
    rows = [
        {"policy": "bases-first", "rank": 1, "claim": "demand", "scope": "*"},
        {"policy": "bases-first", "rank": 2, "claim": "commitment", "scope": "*"},
    ]
    case = world(
        20,
        stocks=[stock("usa-guam", 40)],
        demands=[demand("usa-guam", 2)],
        commitments=[commitment("USA", "JPN", 40, (0, 20))],
        sequence=rows,
    )
    found = served(case, "bases-first", "default")
    base = row(found.customers, kind="demand")
    assert (base["days_late_a"], base["days_sooner"]) == (None, None)
    moved = found.cost_of_one_place.filter(place=2, mover="all")
    paying = row(moved, role="other")
    assert (paying["units_lost"], paying["days_of_supply_lost"]) == (pytest.approx(40), pytest.approx(20))
    assert paying["sentence"] == (
        "The United States has 40 rounds of shell less for its demands (20 days of supply), "
        "as JPN is delivered 40 rounds of shell more by the end and waits 10.5 days less for each of the 40 rounds due."
    ).replace("The United States", "USA")


@ANY
@given(
    owed=st.lists(st.integers(1, 90), min_size=2, max_size=4),
    per_day=st.integers(1, 12),
    days=st.integers(3, 25),
    order=st.permutations(range(4)),
)
def test_queues_are_served_as_by_hand_and_so_is_every_move(
    owed: list[int], per_day: int, days: int, order: list[int]
) -> None:
    places = [k for k in order if k < len(owed)]
    names = [CUSTOMERS[k] for k in places]
    case = queue(days, {CUSTOMERS[k]: float(units) for k, units in enumerate(owed)}, per_day, ordered("turn", *names))
    found = served(case, "turn", "turn")
    stands = [float(owed[k]) for k in places]
    for name, (kept, waited) in zip(names, late(stands, per_day, days), strict=True):
        told = row(found.customers, recipient=name)
        assert (told["kept_share_a"], told["days_late_a"]) == (
            pytest.approx(kept, abs=1e-5),
            pytest.approx(waited, abs=1e-4),
        )
    for place in range(1, len(names)):
        swapped = [*range(place - 1), place, place - 1, *range(place + 1, len(names))]
        after = dict(zip(swapped, late([stands[k] for k in swapped], per_day, days), strict=True))
        before = late(stands, per_day, days)
        costs = found.cost_of_one_place.filter(place=place + 1)
        told = {
            name: (units, later)
            for name, units, later in costs.select("customer", "units_lost", "days_later").iter_rows()
        }
        for k, name in enumerate(names):
            units, later = told.get(name, (0.0, 0.0))
            assert units == pytest.approx((before[k][0] - after[k][0]) * stands[k], abs=0.02)
            assert later == pytest.approx(after[k][1] - before[k][1], abs=0.01)


def test_a_policy_beside_itself_changes_nothing(worked: Case) -> None:
    found = served(worked, "in-turn", "in-turn")
    for column in ("units_gained", "days_sooner"):
        assert found.customers[column].to_list() == [0.0] * 3
    sides = [found.policies.filter(side=side).drop("side") for side in "ab"]
    assert sides[0].equals(sides[1])
    assert any("set beside itself" in note for note in found.run["notes"])


def test_what_lacks_nothing_gains_nothing_by_moving_up() -> None:
    found = served(queue(40, {"JPN": 5, "KOR": 5}, 10, ordered("in-turn", "JPN", "KOR")), "in-turn", "in-turn")
    move = row(found.moves, place=2)
    assert (move["lacking"], move["gaining"], move["paying"]) == (0, 0, 0)
    assert move["sentence"].endswith("they lack nothing where they stand.")
    assert found.cost_of_one_place.is_empty()


def test_names_of_nations_do_not_matter() -> None:
    other = {"JPN": "NZL", "KOR": "CAN", "AUS": "GBR"}
    renamed = queue(
        40, {other[name]: units for name, units in HUNDRED.items()}, 10, ordered("in-turn", *map(other.get, HUNDRED))
    )
    mine = served(queue(40, HUNDRED, 10, IN_TURN), "in-turn", "default")
    theirs = served(renamed, "in-turn", "default")
    keys, told = ["place", "customer"], ["units_lost", "days_later"]
    expected = mine.cost_of_one_place.with_columns(pl.col("customer").replace(other)).sort(keys)
    for column in told:
        assert theirs.cost_of_one_place.sort(keys)[column].to_list() == pytest.approx(
            expected[column].to_list(), abs=1e-6
        )


def test_several_processes_give_the_same_bytes(worked: Case) -> None:
    one, two = (served(worked, "in-turn", "reversed", workers=workers) for workers in (1, 2))
    assert one.to_json() == two.to_json()


def test_without_policies_named_the_default_order_stands_beside_the_first_stated(worked: Case) -> None:
    assert pipir.sequence(worked).run["compared"] == ["default", "in-turn"]
    assert pipir.sequence("korea-155mm").run["compared"] == ["default", "default"]


def test_who_is_owed_nothing_cannot_move_up_and_is_told_so(worked: Case) -> None:
    said = served(worked, "in-turn", "in-turn", move="USA KOR").run["notes"]
    assert 'USA is owed nothing in "War", and so cannot move up.' in said
    assert not any(note.startswith("KOR") for note in said)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"compare": ("in-turn", "revresed")}, "nearest: 'reversed'"),
        ({"compare": ("in-turn",)}, "is not 2 values"),
        ({"move": "NTAO JPN"}, "--move = 'NTAO' is no nation and no body of the case"),
        ({"move": "  "}, "is no nation and no body of the case"),
        ({"scenario": "peace"}, "is not in scenarios"),
    ],
)
def test_bad_input_is_refused_in_words(worked: Case, options: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told.replace("(", r"\(")):
        pipir.sequence(worked, SequenceOptions(**options))


def test_the_answer_is_written_as_json_and_as_a_workbook(worked: Case, tmp_path: Path) -> None:
    found = served(worked, "in-turn", "reversed")
    document = json.loads(found.to_json())
    assert document["run"]["options"]["compare"] == ["in-turn", "reversed"]
    found.write(tmp_path / "order.xlsx")
    with zipfile.ZipFile(tmp_path / "order.xlsx") as parts:
        sheets = re.findall(r'sheet name="(\w+)"', parts.read("xl/workbook.xml").decode())
    assert sheets == ["run", "policies", "customers", "moves", "cost_of_one_place"]


def test_goods_on_their_way_are_late_by_the_days_of_the_lane() -> None:
    """Forty shells due over ten days take three days: what is due on day d is there on day d + 3."""
    case = world(
        20,
        stocks=[stock("usa-plant", 40), stock("jpn-base", 0)],
        lanes=[lane("usa-plant", "jpn-base", 3)],
        lines=[line("usa-plant", 0)],
        commitments=[commitment("USA", "JPN", 40, (0, 10))],
    )
    found = row(served(case, "default", "default").customers, recipient="JPN")
    # Open at the end of days 0, 1, 2: 4, 8, 12; from day 3 on all that is due has come.
    assert found["days_late_a"] == pytest.approx((4 + 8 + 12) / 40)
