"""Does `pipir share` say who gets what, who would leave, and who plays?"""

from __future__ import annotations

from typing import Any

import pytest

import pipir
from pipir.case.case import Case
from pipir.case.refusal import Refused
from sharing.small import UNIT, VALUES, pooling
from sustainment.world import agreement, commitment, demand, lane, row, stock, world


def shared(case: Case | None = None, players: str | None = "USA JPN KOR", **options: Any) -> pipir.ShareResult:
    return pipir.share(pooling() if case is None else case, pipir.ShareOptions(players=players, **options))


def by_nation(found: pipir.ShareResult, rule: str) -> dict[str, float]:
    return {name: value / UNIT for name, value in found.shares.select("nation", rule).iter_rows()}


def test_the_worked_answer_comes_out_of_the_command() -> None:
    """Methods d.14: Owen 40, 480, 0; Shapley 70, 340, 110, which B and C would leave; nucleolus 40, 400, 80."""
    found = shared()
    told = {rule: by_nation(found, rule) for rule in ("dual", "shapley", "nucleolus", "alone", "marginal")}
    assert told["dual"] == pytest.approx({"USA": 40, "JPN": 480, "KOR": 0}, abs=1e-4)
    assert told["shapley"] == pytest.approx({"USA": 70, "JPN": 340, "KOR": 110}, abs=1e-4)
    assert told["nucleolus"] == pytest.approx({"USA": 40, "JPN": 400, "KOR": 80}, abs=1e-4)
    assert told["alone"] == pytest.approx({"USA": 40, "JPN": 140, "KOR": 0}, abs=1e-4)
    assert told["marginal"] == pytest.approx({"USA": 40, "JPN": 480, "KOR": 160}, abs=1e-4)
    assert set(found.shares["in_core"]) == {"dual nucleolus"}
    assert dict(found.core.select("rule", "in_core").iter_rows()) == {
        "dual": "yes",
        "shapley": "no",
        "nucleolus": "yes",
    }
    leaving = row(found.core, rule="shapley")
    assert leaving["coalition"] == "JPN KOR"
    assert leaving["largest_objection"] / UNIT == pytest.approx(30, abs=1e-4)
    assert leaving["sentence"].startswith("JPN and KOR would do better by ")
    told = {name: value / UNIT for name, value in found.coalitions.select("coalition", "value").iter_rows()}
    assert told == pytest.approx(VALUES, abs=1e-4)
    settled = row(found.least_core, scenario="war")
    assert (settled["core"], settled["subsidy"], settled["coalitions"]) == ("not empty", 0, 7)
    assert settled["gain"] / UNIT == pytest.approx(340, abs=1e-4)


def test_the_order_in_which_players_are_named_changes_no_share() -> None:
    one, other = shared(), shared(players="KOR USA JPN")
    for rule in ("alone", "marginal", "dual", "shapley", "nucleolus", "least", "most"):
        assert by_nation(one, rule) == pytest.approx(by_nation(other, rule), abs=1e-3), rule


def test_processes_change_nothing() -> None:
    assert shared().to_json() == shared(workers=2).to_json()


def test_who_holds_nothing_that_matters_adds_nothing() -> None:
    found = shared(pooling(sites={"aus-a": {}}), "USA JPN KOR AUS")
    nobody = row(found.shares, nation="AUS")
    assert [nobody[rule] for rule in ("alone", "marginal", "dual", "shapley", "nucleolus", "most")] == [0.0] * 6
    assert nobody["sentence"] == "AUS adds nothing to any coalition."
    assert by_nation(found, "shapley") == pytest.approx({"USA": 70, "JPN": 340, "KOR": 110, "AUS": 0}, abs=1e-3)


def test_a_body_acts_as_one() -> None:
    """B and C as one player: alone they reach what the two reach together."""
    members = [{"nation": nation, "body": "EAST", "status": "member"} for nation in ("JPN", "KOR")]
    found = shared(pooling(memberships=members), "USA EAST")
    assert by_nation(found, "alone") == pytest.approx({"USA": 40, "EAST": 480}, abs=1e-4)
    assert row(found.shares, nation="EAST")["nations"] == "JPN KOR"
    apart = shared(pooling(memberships=members), "USA JPN EAST")
    assert row(apart.shares, nation="EAST")["nations"] == "KOR"


def test_members_of_the_partnership_play_where_nobody_is_named() -> None:
    members = [
        {"nation": "USA", "body": "PIPIR", "status": "member"},
        {"nation": "JPN", "body": "PIPIR", "status": "member"},
        {"nation": "KOR", "body": "PIPIR", "status": "observer"},
    ]
    found = shared(pooling(memberships=members), None)
    assert found.shares["nation"].to_list() == ["JPN", "USA"]
    assert found.run["notes"] == ["In no coalition, as they are no players but hold sites: KOR."]
    assert shared(pooling(), None).shares["nation"].to_list() == ["JPN", "KOR", "USA"]


def test_a_word_that_is_kept_counts_with_its_supplier_and_with_a_recipient_who_plays() -> None:
    """Ten shells to a buyer outside, ten to a player: alone the supplier keeps the first word only."""
    case = world(
        10,
        stocks=[stock("usa-a", 40)],
        lanes=[lane("usa-a", "jpn-a", 1)],
        commitments=[commitment("USA", "XAA", 10), commitment("USA", "JPN", 10, (0, 8))],
        demands=[demand("kor-a", 1)],
    )
    found = shared(case, "USA JPN")
    told = dict(found.coalitions.select("coalition", "value").iter_rows())
    assert told == pytest.approx({"USA": 0.125 / 2, "JPN": 0.0, "USA JPN": 0.125})


def test_ranks_weigh_as_told() -> None:
    """A claim of rank 2 counts a ninth where each rank weighs a third of the one before."""
    third = shared(next_rank=1 / 3)
    assert third.coalitions["value"].max() / UNIT * 0.25 * 9 == pytest.approx(520, abs=1e-3)


@pytest.mark.parametrize(
    ("players", "rule"),
    [
        ("USA", "is 1 player"),
        ("", "are 0 players"),
        ("USA JPN USA", "is named twice"),
        ("USA JPM", "is neither a nation nor a body with members"),
        ("EAST WEST", "has JPN in common with EAST"),
        ("JPN KOR EAST", "has no members but those named by themselves"),
    ],
)
def test_players_who_cannot_be_are_refused(players: str, rule: str) -> None:
    members = [
        *({"nation": nation, "body": "EAST", "status": "member"} for nation in ("JPN", "KOR")),
        *({"nation": nation, "body": "WEST", "status": "member"} for nation in ("JPN", "USA")),
    ]
    with pytest.raises(Refused) as refused:
        shared(pooling(memberships=members), players)
    fault = refused.value.faults[0]
    assert (fault.column, fault.rule) == ("--players", rule)


def test_trade_is_worth_what_it_brings() -> None:
    """Nine shells of one serve the other's demand: neither reaches it alone, and they share it."""
    case = world(
        10,
        stocks=[stock("usa-a", 9)],
        lanes=[lane("usa-a", "jpn-a", 0)],
        agreements=[agreement("USA", "JPN")],
        demands=[demand("jpn-a", 1)],
    )
    found = shared(case, "USA JPN")
    assert dict(found.shares.select("nation", "shapley").iter_rows()) == pytest.approx(
        {"USA": 0.225 / 2, "JPN": 0.225 / 2}
    )
    assert row(found.shares, nation="USA")["most"] == pytest.approx(0.225)
