"""What becomes of matches that stand: do they take what is theirs, and is what cannot come missing?"""

from __future__ import annotations

import pytest

from matching.desk import commitment, day, desk, matched, offer, request
from matching.test_match import lines, one, rows, substitute


def test_a_match_that_stands_takes_from_both_sides_and_is_placed_before_others() -> None:
    asked = [request("asked", 10), request("other", 10, needed=3)]
    offers = [offer("given", 12), offer("more", 20)]
    case = desk(asked, offers, {"port": {"storage_t": 14}}, matches=[matched("stands", 10)])
    result = lines(case)
    assert one(result, "matches", match="stands")["quantity"] == 10
    assert one(result, "offers", offer="given")["standing"] == 10
    assert sum(row["quantity"] for row in rows(result, "matches", request="other")) == pytest.approx(4)
    assert rows(lines(case, anew=True), "matches", match="stands") == []


def test_a_suggestion_binds_nobody() -> None:
    case = desk([request("asked", 4)], [offer("given", 4), offer("near", 4)], matches=[matched("m", 4, "proposed")])
    assert {row["match"] for row in rows(lines(case), "matches")} == {"(new)"}


def test_what_is_handed_over_does_not_move_again_and_the_rest_comes_under_its_commitment() -> None:
    tables = {
        "matches": [matched("stands", 20, "delivery", commitment="owed")],
        "commitments": [commitment()],
        "deliveries": [{"commitment": "owed", "date": day(-5), "quantity": 8}],
        "agreements": [],
    }
    stands = one(lines(desk([request("asked", 20)], [offer("given", 20)], **tables)), "matches")
    assert (stands["quantity"], stands["tonnes"], stands["carried_by"]) == (20, 12, "owed")
    assert stands["sentence"].startswith("8 darts of Dart are handed over.")


def test_a_match_that_stands_and_cannot_come_says_why() -> None:
    case = desk([request("asked", 4)], [offer("given", 4)], matches=[matched("stands", 4)], agreements=[])
    stands = one(lines(case), "matches")
    assert stands["arrives"] is None
    assert (
        "4 darts of Dart cannot come in time: works-port: no agreement lets Germany send it to the United States"
        in stands["sentence"]
    )


def test_what_stands_and_is_too_late_lapsed_or_finds_no_room_says_so() -> None:
    stands = {"matches": [matched("stands", 4)]}
    late = desk([request("asked", 4, needed=-60)], [offer("given", 4)], **stands)
    assert "cannot come in time: it could be there on 2025-01-04." in one(lines(late), "matches")["sentence"]
    lapsed = desk([request("asked", 4)], [offer("given", 4, opens=-9, lapses=-1)], **stands)
    assert "cannot come in time: given has lapsed." in one(lines(lapsed), "matches")["sentence"]
    full = desk([request("asked", 4)], [offer("given", 4)], {"port": {"storage_t": 3}}, **stands)
    told = one(lines(full), "matches")["sentence"]
    assert told.startswith("Germany gives the United States 3 darts of Dart at port on 2025-01-04: in time. ")
    assert told.endswith("1 dart of Dart cannot come in time: port has no more room in store.")


def test_what_stands_and_cannot_come_is_missing_from_its_request_and_says_why() -> None:
    tables = {"matches": [matched("stands", 10, commitment="owed")], "agreements": []}
    owed = [commitment(quantity=10)]
    delivered = [{"commitment": "owed", "date": day(-5), "quantity": 4}]
    asked, given = [request("asked", 10, needed=1)], [offer("given", 10)]
    late = lines(desk(asked, given, commitments=owed, deliveries=delivered, **tables), late=1.0)
    lacks = one(late, "unmatched")
    assert (lacks["matched"], lacks["unmatched"], lacks["reason"]) == (4, 6, "too late")
    assert lacks["sentence"].endswith(
        "6 missing. stands stands, but 6 darts of Dart of it cannot come in time: it could be there on 2025-01-04."
    )
    row = one(late, "matches")
    assert (row["quantity"], row["cannot_come"], row["serves"]) == (10, 6, 4)
    assert late.run["notes"][0] == "1 request: 0 met in full, 1 in part, 0 not at all."
    barred = one(lines(desk(asked, given, matches=[matched("stands", 10)], agreements=[])), "unmatched")
    assert (barred["matched"], barred["reason"]) == (0, "no way")
    full = lines(desk(asked, given, {"port": {"storage_t": 3}}, matches=[matched("stands", 10)]))
    assert one(full, "unmatched")["reason"] == "receiver cannot absorb"
    assert "7 darts of Dart of it cannot come in time: port has no more room" in one(full, "unmatched")["sentence"]


def test_what_stands_and_cannot_come_is_given_by_others() -> None:
    case = desk(
        [request("asked", 10, needed=4)],
        [offer("given", 12, opens=90), offer("near", 5), offer("far", 3, "store")],
        matches=[matched("stands", 10)],
    )
    result = lines(case)
    new = {row["offer"]: row["quantity"] for row in rows(result, "matches", match="(new)")}
    assert new == {"near": 5, "far": 3}
    lacks = one(result, "unmatched")
    assert (lacks["matched"], lacks["unmatched"], lacks["reason"]) == (8, 2, "offers used up")
    assert one(result, "offers", offer="given")["left"] == 2


def test_more_that_stands_than_is_asked_for_is_beyond_and_nobody_else_gives() -> None:
    twice = [matched("m1", 4), matched("m2", 4)]
    result = lines(desk([request("asked", 7)], [offer("given", 8), offer("near", 9)], matches=twice))
    assert {row["match"]: row["cannot_come"] for row in rows(result, "matches")} == {"m1": 0, "m2": 0}
    assert result.unmatched.is_empty()


def test_a_match_of_what_may_not_be_used_instead_serves_nobody() -> None:
    spears = [offer("given", 6, item="spear"), offer("near", 3)]
    stands = {"matches": [matched("stands", 6)]}
    result = lines(desk([request("asked", 5)], spears, **stands))
    row = one(result, "matches", match="stands")
    assert (row["quantity"], row["serves"], row["item"]) == (6, 0, "spear")
    words = "the United States may not use Spear in place of Dart (no substitute on record)."
    assert row["sentence"].endswith(f"It does none of the work that is asked for: {words}")
    assert f"stands stands, but serves nobody: {words}" in result.run["notes"]
    lacks = one(result, "unmatched")
    assert (lacks["matched"], lacks["unmatched"], lacks["reason"]) == (3, 2, "offers used up")
    assert f"stands stands, but {words}" in lacks["sentence"]
    shut = lines(desk([request("asked", 5)], spears[:1], substitutes=[substitute(safety="unknown")], **stands))
    assert (one(shut, "unmatched")["unmatched"], one(shut, "unmatched")["reason"]) == (5, "no offer of the item")
    opened = lines(desk([request("asked", 5)], spears[:1], substitutes=[substitute()], **stands))
    assert (one(opened, "matches")["serves"], one(opened, "unmatched")["unmatched"]) == (3, 2)


def test_more_that_stands_than_there_is_is_told() -> None:
    twice = [matched("m1", 4), matched("m2", 4)]
    notes = lines(desk([request("asked", 7)], [offer("given", 5)], matches=twice)).run["notes"]
    assert "Matches that stand give 8 of given, which has 5." in notes
    assert "Matches that stand give asked 8, which asks for 7." in notes


def test_an_offer_that_is_used_up_and_could_not_come_either_way_says_that_it_could_not() -> None:
    stands = {"matches": [matched("stands", 5)]}
    asked = [request("asked", 5), request("other", 5, needed=1)]
    used = lines(desk(asked, [offer("given", 5)], **stands))
    assert one(used, "unmatched")["reason"] == "offers used up"
    late = lines(desk(asked, [offer("given", 5)], **stands), late=0.0)
    assert one(late, "unmatched")["reason"] == "too late"
    assert "given could be there on 2025-01-04, 2 days after it is needed." in one(late, "unmatched")["sentence"]


def test_two_matches_under_one_commitment_share_what_it_has_delivered() -> None:
    both = [matched("m1", 5, commitment="owed"), matched("m2", 15, commitment="owed")]
    tables = {"matches": both, "commitments": [commitment()]}
    delivered = [{"commitment": "owed", "date": day(-5), "quantity": 8}]
    case = desk([request("asked", 20)], [offer("given", 20)], deliveries=delivered, agreements=[], **tables)
    result = lines(case)
    assert {row["match"]: row["delivered"] for row in rows(result, "tracking")} == {"m1": 2, "m2": 6}
    assert sum(row["tonnes"] for row in rows(result, "matches")) == pytest.approx(12)


@pytest.mark.parametrize("word", ["proposed", "contrct"])
def test_what_binds_nobody_takes_nothing_of_what_its_commitment_has_delivered(word: str) -> None:
    both = [matched("m1", 5, "delivery", commitment="owed"), matched("m2", 15, word, commitment="owed")]
    tables = {"matches": both, "commitments": [commitment()]}
    delivered = [{"commitment": "owed", "date": day(-5), "quantity": 5}]
    result = lines(desk([request("asked", 20)], [offer("given", 20)], deliveries=delivered, agreements=[], **tables))
    tracked = {row["match"]: row for row in rows(result, "tracking")}
    assert {name: row["delivered"] for name, row in tracked.items()} == {"m1": 5, "m2": 0}
    assert tracked["m1"]["sentence"].endswith("5 darts of Dart, delivery, all handed over.")
    stands = one(result, "matches", match="m1")
    assert (stands["tonnes"], stands["sentence"]) == (0, "5 darts of Dart are handed over.")
