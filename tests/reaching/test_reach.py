"""Does `reach` find the nearest way that is permitted, and say what stands in the other ones?"""

from __future__ import annotations

from typing import Any

import pytest

from pipir.case.case import Case
from pipir.case.refusal import Refused
from pipir.reaching.capability import ReachOptions
from pipir.reaching.reach import reach
from reaching.world import agreement, item, lane, world

STOCK = [{"site": "us-west", "item": "dart", "quantity": 100, "reserve": 60}]


def rows(case: Case, to: str, **options: Any) -> list[dict[str, Any]]:
    return reach(case, ReachOptions(item="dart", to=to, **options)).reach.to_dicts()


def test_within_one_holder_the_shortest_lanes_lead_there_and_the_reserve_counts() -> None:
    (row,) = rows(world(stocks=STOCK), "us-okinawa")
    assert row["permitted"]
    assert row["route"] == "us-west-us-guam > us-guam-us-okinawa"
    assert row["days"] == 20
    assert row["quantity"] == 100
    assert row["why_not"] == ""


def test_for_another_holder_only_what_is_above_the_reserve_counts() -> None:
    (row,) = rows(world(stocks=STOCK, agreements=[agreement("usa-jpn", "USA", "JPN")]), "jp-sasebo")
    assert (row["permitted"], row["quantity"], row["days"]) == (True, 40, 21)


def test_a_stock_that_is_all_reserve_gives_others_nothing_and_says_so_unless_it_is_released() -> None:
    stocks = [{"site": "us-west", "item": "dart", "quantity": 60, "reserve": 60}]
    way = [agreement("usa-jpn", "USA", "JPN")]
    (kept,) = rows(world(stocks=stocks, agreements=way), "jp-sasebo")
    assert (kept["permitted"], kept["quantity"], kept["days"]) == (False, 0, 21)
    assert "what USA has there is reserve" in kept["why_not"]
    released = [{"nation": "USA", "situation": "war", "act": "release_reserve", "to": "JPN", "answer": "yes"}]
    (row,) = rows(world(stocks=stocks, agreements=way, stances=released), "jp-sasebo")
    assert (row["permitted"], row["quantity"]) == (True, 60)


def test_without_an_agreement_the_route_is_shown_with_what_is_missing() -> None:
    (row,) = rows(world(stocks=STOCK), "jp-sasebo")
    assert not row["permitted"]
    assert row["route"] == "us-west-us-guam > us-guam-jp-sasebo"
    assert row["days"] == 21
    assert "no agreement lets USA send it to JPN" in row["why_not"]
    assert row["why_not"].startswith("us-guam-jp-sasebo: ")


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ({"status": "proposed"}, "usa-jpn is only proposed"),
        ({"end": "2025-03-01"}, "usa-jpn is not in force on 2025-06-17"),
        ({"item": "other"}, "no agreement lets USA send it to JPN"),
    ],
)
def test_an_agreement_opens_the_way_only_in_force_and_for_its_items(way: dict[str, str], words: str) -> None:
    agreements = [agreement("usa-jpn", "USA", "JPN", **way)]
    case = world(stocks=STOCK, agreements=agreements, items=[item("dart"), item("other")])
    (row,) = rows(case, "jp-sasebo")
    assert not row["permitted"]
    assert words in row["why_not"]


@pytest.mark.parametrize(("covers"), ["*", "dart", "dart-family"])
def test_an_agreement_covers_the_item_its_family_or_everything(covers: str) -> None:
    (row,) = rows(world(stocks=STOCK, agreements=[agreement("a", "USA", "JPN", item=covers)]), "jp-sasebo")
    assert row["permitted"]


def test_goods_wait_for_an_agreement_that_starts_later_as_near_as_they_may() -> None:
    # At the US base on Okinawa on day 20; the way opens on 1 July, day 30; two more days at sea.
    case = world(stocks=STOCK, agreements=[agreement("usa-jpn", "USA", "JPN", start="2025-07-01")])
    (row,) = rows(case, "jp-sasebo")
    assert (row["permitted"], row["days"]) == (True, 32)


@pytest.mark.parametrize(("onward", "permitted"), [("no", False), ("yes", True)])
def test_what_was_received_goes_on_only_where_the_agreement_says_so(onward: str, permitted: bool) -> None:
    ways = [agreement("usa-jpn", "USA", "JPN", onward=onward), agreement("jpn-kor", "JPN", "KOR")]
    (row,) = rows(world(stocks=STOCK, agreements=ways), "kr-busan")
    assert row["permitted"] is permitted
    assert row["days"] == 22
    if not permitted:
        assert row["why_not"] == (
            "jp-sasebo-kr-busan: what JPN has there is reserve, or came without the right to send it on to KOR"
        )


def test_a_longer_way_that_is_permitted_comes_before_a_shorter_one_that_is_not() -> None:
    lanes = [lane("us-west", "kr-busan", 30), lane("us-west", "jp-sasebo", 10), lane("jp-sasebo", "kr-busan", 1)]
    (row,) = rows(world(stocks=STOCK, lanes=lanes, agreements=[agreement("usa-kor", "USA", "KOR")]), "kr-busan")
    assert (row["permitted"], row["route"], row["days"]) == (True, "us-west-kr-busan", 30)


@pytest.mark.parametrize(
    ("stance", "words"),
    [
        ({"nation": "USA", "act": "export"}, "USA {} export it to JPN"),
        ({"nation": "KOR", "act": "reexport"}, "KOR, which owns the design, {} consent to a re-export to JPN"),
        ({"nation": "CHN", "act": "transit"}, "CHN {} allow transit"),
    ],
)
@pytest.mark.parametrize(("answer", "verb"), [("no", "does not"), ("unknown", "has not said whether it would")])
def test_a_stance_closes_the_way(stance: dict[str, str], words: str, answer: str, verb: str) -> None:
    case = world(
        stocks=STOCK,
        items=[item("dart", design_authority="KOR")],
        lanes=[lane("us-west", "jp-sasebo", 12, via="CHN")],
        agreements=[agreement("usa-jpn", "USA", "JPN")],
        stances=[{"situation": "war", "answer": answer, **stance}],
    )
    (row,) = rows(case, "jp-sasebo")
    assert not row["permitted"]
    assert words.format(verb) in row["why_not"]
    (row,) = rows(case, "jp-sasebo", unknown="yes")
    assert row["permitted"] is (answer == "unknown")


def test_a_host_that_says_no_closes_the_base_on_its_soil() -> None:
    stances = [{"nation": "JPN", "situation": "war", "act": "host", "answer": "no"}]
    (row,) = rows(world(stocks=STOCK, stances=stances), "us-okinawa")
    assert not row["permitted"]
    assert row["why_not"] == "us-guam-us-okinawa: JPN does not host USA in this situation"


def test_a_commitment_opens_a_lane_to_where_it_is_owed() -> None:
    owed = {"commitment": "c", "supplier": "USA", "recipient": "JPN", "item": "dart", "quantity": 10}
    owed |= {"start": "2025-01-01", "end": "2025-12-31", "state": "contract"}
    (row,) = rows(world(stocks=STOCK, commitments=[owed]), "jp-sasebo")
    assert row["permitted"]
    (row,) = rows(world(stocks=STOCK, commitments=[{**owed, "delivered": 10}]), "jp-sasebo")
    assert not row["permitted"]


def test_lines_are_origins_and_the_nearest_comes_first() -> None:
    lines = [
        {"line": "far", "site": "us-west", "item": "dart", "rate_per_year": 500, "status": "active"},
        {"line": "near", "site": "us-guam", "item": "dart", "rate_per_year": 50, "status": "active"},
    ]
    found = rows(world(stocks=STOCK, lines=lines), "us-okinawa")
    assert [(row["rank"], row["origin_kind"], row["origin"], row["days"]) for row in found] == [
        (1, "line", "near", 4),
        (2, "line", "far", 20),
        (3, "stock", "us-west", 20),
    ]


@pytest.mark.parametrize(
    ("line", "rate"),
    [
        ({"status": "active"}, 500),
        ({"status": "closing"}, 500),
        ({"status": "warm"}, 0),
        ({"status": "planned"}, 0),
        ({"status": "planned", "available_from": "2025-06-02"}, 0),
        ({"status": "planned", "available_from": "2025-06-01"}, 800),
    ],
)
def test_a_line_that_rests_is_shown_with_nothing_a_year(line: dict[str, str], rate: float) -> None:
    made = {"line": "l", "site": "us-guam", "item": "dart", "rate_per_year": 500, "max_rate_per_year": 800, **line}
    (row,) = rows(world(lines=[made]), "us-guam")
    assert (row["quantity"], row["permitted"]) == (rate, True)


def test_where_no_lane_leads_there_are_no_days() -> None:
    (row,) = rows(world(stocks=STOCK, lanes=[lane("us-guam", "us-west", 16)]), "us-guam")
    assert (row["permitted"], row["days"], row["route"]) == (False, None, "")
    assert row["why_not"] == "no lanes lead from us-west to us-guam"


def test_stock_at_the_site_itself_needs_no_days() -> None:
    (row,) = rows(world(stocks=STOCK), "us-west")
    assert (row["permitted"], row["days"], row["route"]) == (True, 0, "")


def test_names_that_the_case_lacks_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        reach(world(stocks=STOCK), ReachOptions(item="dat", to="us-quam", scenario="warr"))
    assert [fault.column for fault in refused.value.faults] == ["--item", "--scenario", "--to"]
