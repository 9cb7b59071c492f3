"""Is every reason for what is not matched true?"""

from __future__ import annotations

from hypothesis import given, settings

from matching.desk import DAY_0
from matching.test_assigning import LATE, WORLDS, World, best, case, reached
from pipir.matching.book import book
from pipir.matching.lacking import unmatched
from pipir.matching.match import outcome
from pipir.matching.outcomes import offers, pairs
from pipir.matching.shipping import Terms


@settings(max_examples=40)
@given(WORLDS)
def test_reasons_say_what_is_so(world: World) -> None:
    requests, stores, handling, lifts = world
    of = case(world)
    found = outcome(of, book(of, DAY_0), Terms(None, "no", LATE))
    of_pairs = pairs(found)
    left = {row["offer"]: row["left"] for row in offers(found)}
    roomier = reached(best(case((requests, stores, {}, {}))))[0]
    for lacks in unmatched(found, of_pairs):
        mine = [row for row in of_pairs if row["request"] == lacks["request"]]
        reasons = {row["reason"] for row in mine}
        if lacks["reason"] == "receiver cannot absorb":
            assert handling or lifts
            assert roomier > reached(found)[0] + 1e-6
            full = next(row for row in mine if row["reason"] == lacks["reason"])
            assert left[full["offer"]] > 0
            assert any(place in full["sentence"] for place in (*handling, *(f"{a}-{b}" for a, b in lifts)))
        elif lacks["reason"] == "offers used up":
            assert all(left[row["offer"]] == 0 for row in mine if row["reason"] == lacks["reason"])
        else:
            assert reasons == {"too late"}
            needed = next(asked for asked in found.book.requests if asked.request == lacks["request"]).needed
            assert all((row["could_arrive"] - DAY_0).days > needed + LATE for row in mine)
        assert "receiver cannot absorb" not in reasons or lacks["reason"] == "receiver cannot absorb"


@settings(max_examples=25)
@given(WORLDS)
def test_what_is_told_adds_up(world: World) -> None:
    of = case(world)
    found = outcome(of, book(of, DAY_0), Terms(None, "no", LATE))
    lacking = {row["request"]: row["unmatched"] for row in unmatched(found, pairs(found))}
    for asked in found.book.requests:
        got = sum(units for (request, _), units in found.given.items() if request == asked.request)
        assert abs(got + lacking.get(asked.request, 0.0) - asked.quantity) < 1e-5
    for row in offers(found):
        assert abs(row["given"] + row["left"] - row["quantity"]) < 1e-5
