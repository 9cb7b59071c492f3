"""Does `resequence` tell every customer's old and new date, what can be offered, and whose backfill waits?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest

from pipir.assurance.resequencing.declared import ResequenceOptions
from pipir.assurance.resequencing.line_days import LineDays
from pipir.assurance.resequencing.resequence import ResequenceResult, resequence
from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.refusal import Refused

NATIONS = ("USA", "DEU", "CHE", "UKR", "ROU")
DAILY = 365.25
"""A line of so many units a year makes one a day."""

Rows = Sequence[Mapping[str, Any]]


def order(name: str, units: float, required: str, **more: Any) -> dict[str, Any]:
    """An accepted DO order of Switzerland on the line `made`, received on one day, unless told otherwise."""
    start = {"order": name, "line": "made", "customer": "CHE", "quantity": units, "required_date": required}
    return {**start, "receipt_date": "2024-06-01", "rating": "DO", "state": "accepted", **more}


def line(name: str = "made", **more: Any) -> dict[str, Any]:
    return {"line": name, "site": "plant", "item": "dart", "rate_per_year": DAILY, "status": "active", **more}


def commitment(name: str, supplier: str, recipient: str, **more: Any) -> dict[str, Any]:
    start = {"commitment": name, "supplier": supplier, "recipient": recipient, "item": "dart", "quantity": 10}
    return {**start, "start": "2025-01-01", "end": "2026-01-01", "state": "contract", **more}


def world(orders: Rows, **tables: Rows) -> Case:
    """One plant with a line of a dart a day from 1 January 2025, and these orders."""
    frames: dict[str, Rows] = {
        "nations": [{"nation": code, "name": code.title(), "role": "participant"} for code in NATIONS],
        "sites": [
            {
                "site": "plant",
                "name": "Plant",
                "nation": "USA",
                "host": "USA",
                "kind": "plant",
                "latitude": 40,
                "longitude": -80,
            }
        ],
        "items": [
            {
                "item": "dart",
                "name": "Dart",
                "kind": "munition",
                "family": "darts",
                "mission": "strike",
                "unit": "dart",
                "mass_kg": 10,
            }
        ],
        "lines": [line()],
        "orders": orders,
    }
    return from_frames("world", {**frames, **tables}, as_of=date(2025, 1, 1))


def dates(result: ResequenceResult, which: str = "new_date") -> dict[str, date]:
    return dict(result.orders.select("order", which).iter_rows())


TWO = [order("one", 10, "2025-01-20"), order("two", 5, "2025-01-30", customer="DEU")]


def test_an_order_is_dated_on_the_day_its_last_unit_is_done() -> None:
    assert dates(resequence(world(TWO))) == {"one": date(2025, 1, 10), "two": date(2025, 1, 15)}


def test_an_order_done_on_its_required_date_is_on_time_and_one_done_the_day_after_is_late() -> None:
    case = world([order("held", 10, "2025-01-10"), order("missed", 10, "2025-01-19")])
    assert dict(resequence(case).orders.select("order", "days_late_before").iter_rows()) == {"held": 0, "missed": 1}


def test_who_is_moved_up_is_first_and_the_other_slips_by_its_units() -> None:
    result = resequence(world(TWO), ResequenceOptions(first="two"))
    rows = {row["order"]: row for row in result.orders.iter_rows(named=True)}
    assert (rows["two"]["new_place"], rows["two"]["new_date"]) == (1, date(2025, 1, 5))
    assert (rows["one"]["days_slipped"], rows["two"]["days_slipped"]) == (5, -10)
    assert any("directive" in note for note in result.run["notes"])


def test_a_cancelled_order_has_no_new_date_and_the_next_comes_sooner() -> None:
    result = resequence(world(TWO), ResequenceOptions(cancel="one"))
    assert dates(result) == {"one": None, "two": date(2025, 1, 5)}


def test_a_case_without_orders_says_so_and_nothing_of_lines() -> None:
    assert resequence(world([])).run["notes"] == ["the case has no orders"]
    assert "lines at the current rate" in resequence(world(TWO)).run["notes"][0]


def test_only_lines_of_the_orders_named_are_dated() -> None:
    case = world([*TWO, order("else", 1, "2025-02-01", line="other")], lines=[line(), line("other")])
    assert set(dates(resequence(case))) == {"one", "two", "else"}
    assert set(dates(resequence(case, ResequenceOptions(first="two")))) == {"one", "two"}
    assert set(dates(resequence(case, ResequenceOptions(line="other")))) == {"else"}


def test_days_of_supply_lost_are_no_more_than_the_order_holds() -> None:
    uses = [{"nation": "CHE", "item": "dart", "per_year": 4 * DAILY}]
    (lost,) = (
        resequence(world(TWO, usage=uses), ResequenceOptions(first="two"))
        .orders.filter(order="one")
        .get_column("days_of_supply_lost")
    )
    # Five days late, but ten darts at four a day are two days and a half.
    assert lost == pytest.approx(2.5)


def test_a_rated_request_goes_before_unrated_orders_and_is_offered_what_rated_ones_leave() -> None:
    asked = order("asked", 4, "2025-01-05", state="requested")
    beside = {
        name: resequence(world([order("there", 10, "2025-01-10", rating=name), asked])).requests.row(0, named=True)
        for name in ("DX", "DO", "unrated")
    }
    assert (beside["unrated"]["answer"], beside["unrated"]["earliest_date"]) == ("accept", date(2025, 1, 4))
    for rated in ("DX", "DO"):
        assert (beside[rated]["answer"], beside[rated]["earliest_date"]) == ("reject", date(2025, 1, 14))
        assert "offer 2025-01-14" in beside[rated]["sentence"]


def test_an_order_that_moves_up_by_its_rating_passes_others_only_where_it_would_be_late() -> None:
    case = world([order("one", 10, "2025-01-12"), order("two", 5, "2025-01-13"), order("last", 5, "2025-01-30")])
    as_it_stands = {"one": date(2025, 1, 10), "two": date(2025, 1, 15), "last": date(2025, 1, 20)}
    assert dates(resequence(case)) == as_it_stands
    assert dates(resequence(case, ResequenceOptions(first="last", rated="DX"))) == as_it_stands
    directed = dates(resequence(case, ResequenceOptions(first="last")))
    assert directed == {"last": date(2025, 1, 5), "one": date(2025, 1, 15), "two": date(2025, 1, 20)}
    rated = resequence(case, ResequenceOptions(first="two", rated="DX"))
    assert dates(rated) == as_it_stands | {"two": date(2025, 1, 5), "one": date(2025, 1, 15)}
    assert rated.orders.filter(order="two")["rating"].item() == "DO"
    assert "two is dated as an order rated DX; its own rating stands in the tables" in rated.run["notes"]


def test_every_order_is_told_in_words() -> None:
    orders = [order("one", 10, "2025-01-20"), order("two", 5, "2025-01-12"), order("asked", 1, "2025-03-01")]
    orders[2]["state"] = "requested"
    told = resequence(world(orders), ResequenceOptions(first="one", cancel="two", accept="asked")).orders
    assert dict(told.select("order", "sentence").iter_rows()) == {
        "one": "10 darts of Dart for Che (one) are done on 2025-01-10, 5 days sooner than before, on time.",
        "two": "5 darts of Dart for Che (two) are out of the book.",
        "asked": "1 dart of Dart for Che (asked) is done on 2025-01-11, new in the book, on time.",
    }
    late = resequence(world(orders), ResequenceOptions(first="one")).orders.filter(order="two")["sentence"].item()
    assert late.endswith(" are done on 2025-01-15, 10 days later than before, 3 days after the date required.")
    (long,) = resequence(world([order("one", 2000, "2025-01-20")])).orders["sentence"]
    assert long.endswith(" are done on 2030-06-23, 1,980 days after the date required.")
    (never,) = resequence(world(orders[:1], lines=[line(status="cold")])).orders["sentence"]
    assert never == "10 darts of Dart for Che (one) are not done within a century."


def test_an_order_that_has_time_may_come_later_for_a_request_and_the_answer_does_not_deny_it() -> None:
    case = world([order("there", 10, "2025-02-28"), order("asked", 4, "2025-01-05", state="requested")])
    said = resequence(case).requests.row(0, named=True)
    assert said["sentence"] == (
        "Accept for 2025-01-05: every accepted DX or DO order can still be done by the date it is promised."
    )
    moved = resequence(case, ResequenceOptions(accept="asked")).orders.filter(order="there").row(0, named=True)
    assert (moved["days_slipped"], moved["days_late_after"]) == (4, 0)


def test_a_request_that_is_taken_in_gets_the_date_offered_and_moves_no_rated_order() -> None:
    case = world([order("there", 10, "2025-01-10"), order("asked", 4, "2025-01-05", state="requested")])
    assert dates(resequence(case, ResequenceOptions(accept="asked"))) == {
        "there": date(2025, 1, 10),
        "asked": date(2025, 1, 14),
    }
    assert "asked" not in dates(resequence(case))


def test_a_surge_brings_orders_forward() -> None:
    case = world(TWO, lines=[line(max_rate_per_year=2 * DAILY)])
    assert dates(resequence(case, ResequenceOptions(rate="max")))["one"] == date(2025, 1, 5)


def test_a_line_at_rest_gives_no_date_and_every_order_is_late() -> None:
    result = resequence(world(TWO, lines=[line(status="cold")]))
    assert result.orders["new_date"].null_count() == 2
    assert result.lateness.filter(rating="DO")["late_after"].item() == 2


def test_how_late_the_latest_is_has_no_figure_where_an_order_is_never_done() -> None:
    """Two orders that no line ever makes; nobody has an unrated order, so none of those is late."""
    result = resequence(world(TWO, lines=[line(status="cold")]))
    worst = dict(result.lateness.select("rating", pl.struct("worst_before", "worst_after")).iter_rows())
    assert worst["DO"] == {"worst_before": None, "worst_after": None}
    assert worst["unrated"] == {"worst_before": 0, "worst_after": 0}
    said = "not done within a century, so that how late the latest of their rating is has no figure: one and two"
    assert said in result.run["notes"]


def test_one_order_that_is_never_done_beside_a_late_one_leaves_the_latest_without_a_figure() -> None:
    """A century of a dart a day is no more than 36,525; the first order is done four days late all the same."""
    orders = [order("one", 10, "2025-01-06"), order("two", 40_000, "2025-01-30")]
    cancelled = resequence(world(orders), ResequenceOptions(cancel="two"))
    (row,) = cancelled.lateness.filter(rating="DO").iter_rows(named=True)
    assert (row["late_before"], row["worst_before"], row["late_after"], row["worst_after"]) == (2, None, 1, 4)
    assert cancelled.run["notes"][-1].endswith(": two")
    assert not any("century" in note for note in resequence(world(orders[:1])).run["notes"])


def test_a_slipped_order_shows_who_waits_for_a_refill_up_the_chain() -> None:
    owed = [
        commitment("gift", "ROU", "UKR"),
        commitment("refill", "DEU", "ROU", backfills="gift"),
        commitment("made-for", "USA", "DEU", backfills="refill"),
        commitment("plain", "USA", "CHE"),
    ]
    orders = [order("one", 10, "2025-01-20", commitment="made-for"), order("two", 5, "2025-01-30", commitment="plain")]
    moved = resequence(world(orders, commitments=owed), ResequenceOptions(first="two")).chains
    assert moved.select("step", "commitment", "relation").rows() == [
        (0, "made-for", "filled"),
        (1, "refill", "refilled"),
        (2, "gift", "refilled"),
    ]
    assert resequence(world(orders, commitments=owed), ResequenceOptions(first="one")).chains.height == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"first": "tow"}, "two"),
        ({"accept": "one"}, "is accepted, not requested"),
        ({"cancel": "asked"}, "is requested, not accepted"),
        ({"first": "one", "cancel": "one"}, "named twice"),
        ({"rated": "DX"}, "moves no order up"),
        ({"first": "one", "rated": "DO"}, "is not above DO, its rating"),
        ({"first": "one", "line": "other"}, "it is on made"),
        ({"line": "other"}, "has no orders"),
    ],
)
def test_orders_that_do_not_fit_are_refused(options: dict[str, str], words: str) -> None:
    case = world([*TWO, order("asked", 1, "2025-02-01", state="requested")], lines=[line(), line("other")])
    with pytest.raises(Refused, match=words):
        resequence(case, ResequenceOptions(**options))


def test_a_line_counts_from_the_first_day_and_a_past_date_leaves_nothing() -> None:
    days = LineDays.of(world(TWO).filled("lines"), date(2025, 1, 1), surge=False)
    assert days.by(date(2025, 1, 1)) == pytest.approx(1)
    assert days.by(date(2024, 12, 31)) == 0
    assert days.days_of([1, 1.5]) == [date(2025, 1, 1), date(2025, 1, 2)]
