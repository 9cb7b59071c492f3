"""Are ways between holders that bear no weight found, and sound ones left alone?"""

from __future__ import annotations

from typing import Any

import pytest

from findings.asking import found, sentence
from reaching.world import agreement, item, lane, world

STOCK = [{"site": "us-west", "item": "dart", "quantity": 100}]
OWED = {"commitment": "c", "supplier": "USA", "recipient": "KOR", "item": "dart", "quantity": 10}
OWED |= {"start": "2025-01-01", "end": "2025-12-31", "state": "contract"}


def test_a_way_that_only_a_sosa_opens_is_grave_and_one_beside_a_sale_is_none() -> None:
    sosa = agreement("sosa", "USA", "JPN", kind="sosa")
    assert found(world(agreements=[sosa]), "sosa-only") == [("high", "sosa")]
    assert found(world(agreements=[sosa, agreement("sale", "USA", "JPN", item="dart")]), "sosa-only") == []
    for useless in ({"status": "proposed"}, {"item": "other"}, {"supplier": "JPN", "beneficiary": "USA"}):
        other = agreement("sale", "USA", "JPN") | useless
        case = world(agreements=[sosa, other], items=[item("dart"), item("other")])
        assert found(case, "sosa-only") == [("high", "sosa")]


@pytest.mark.parametrize(
    ("thing", "guided"),
    [
        ({}, True),
        ({"unit": "round", "name": "155 mm shell", "mission": "artillery"}, False),
        ({"unit": "rocket", "name": "Guided MLRS", "mission": "fires"}, True),
        ({"unit": "set", "name": "JDAM guidance kit"}, True),
        ({"kind": "equipment"}, False),
    ],
)
def test_a_cross_servicing_agreement_may_not_carry_guided_munitions(thing: dict[str, str], guided: bool) -> None:
    case = world(items=[item("dart", **thing)], agreements=[agreement("acsa", "USA", "JPN", kind="acsa")])
    assert found(case, "guided-under-acsa") == ([("high", "acsa")] if guided else [])


def test_a_guided_munition_under_an_acsa_matters_less_where_a_sale_covers_it_too() -> None:
    ways = [agreement("acsa", "USA", "JPN", kind="acsa"), agreement("sale", "USA", "JPN", item="dart")]
    assert found(world(agreements=ways), "guided-under-acsa") == [("medium", "acsa")]


@pytest.mark.parametrize(("reserve", "expected"), [(0, [("medium", "us-west/dart/serviceable")]), (1, [])])
def test_an_exporter_keeps_a_reserve(reserve: float, expected: list[Any]) -> None:
    stocks = [{**STOCK[0], "reserve": reserve}]
    assert (
        found(world(stocks=stocks, agreements=[agreement("a", "USA", "JPN")]), "exporter-without-reserve") == expected
    )
    assert found(world(stocks=stocks, commitments=[OWED]), "exporter-without-reserve") == expected
    assert found(world(stocks=stocks), "exporter-without-reserve") == []


def test_a_ceiling_counts_like_units_only() -> None:
    items = [item("dart", family="all"), item("shell", family="all", unit="round")]
    limited = agreement("a", "USA", "JPN", item="all", ceiling_per_year=100)
    assert found(world(items=items, agreements=[limited]), "unlike-ceiling") == [("medium", "a")]
    assert "missiles and rounds" in sentence(world(items=items, agreements=[limited]), "unlike-ceiling")
    assert found(world(items=items, agreements=[{**limited, "item": "dart"}]), "unlike-ceiling") == []
    assert found(world(items=items, agreements=[agreement("a", "USA", "JPN")]), "unlike-ceiling") == []


def test_agreements_that_lapsed_or_will() -> None:
    def case(end: str) -> Any:
        return world(agreements=[agreement("a", "USA", "JPN", end=end)])

    assert found(case("2025-01-01"), "lapsed-agreement") == [("medium", "a")]
    assert found(case("2025-01-02"), "lapsed-agreement") == []
    assert found(case("2025-06-11"), "lapses-in-scenario") == [("low", "a")]
    assert "day 10" in sentence(case("2025-06-11"), "lapses-in-scenario")
    assert found(case("2025-07-31"), "lapses-in-scenario") == []


def test_silence_is_a_finding_per_nation_and_situation() -> None:
    stances = [
        {"nation": "KOR", "situation": "war", "act": act, "answer": answer}
        for act, answer in (("export", "unknown"), ("host", "unknown"), ("transit", "no"))
    ]
    case = world(stances=stances)
    assert found(case, "unknown-stance") == [("medium", "KOR/war/export/*/* KOR/war/host/*/*")]
    assert "export and let others use its soil" in sentence(case, "unknown-stance")


def test_a_recipient_with_sites_needs_a_lane_from_the_supplier_itself() -> None:
    # Lanes lead from the United States to Japan and from Japan to Korea, none from the United States to Korea.
    assert found(world(commitments=[OWED]), "way-without-lane") == [("high", "c")]
    direct = [lane("us-guam", "kr-busan", 6)]
    assert found(world(commitments=[OWED], lanes=direct), "way-without-lane") == []
    assert found(world(agreements=[agreement("a", "USA", "KOR")]), "way-without-lane") == [("low", "a")]


def test_a_recipient_without_sites_needs_no_lane() -> None:
    assert found(world(commitments=[{**OWED, "recipient": "CHN"}]), "way-without-lane") == []


def test_a_commitment_to_a_site_that_the_supplier_cannot_reach_directly() -> None:
    sites = world()["sites"].to_dicts()
    sites.append({**sites[0], "site": "jp-inland", "name": "inland", "nation": "JPN", "host": "JPN"})
    plain = [{key: value for key, value in site.items() if value is not None} for site in sites]
    owed = {**OWED, "recipient": "JPN", "deliver_to": "jp-inland"}
    assert found(world(sites=plain, commitments=[owed]), "way-without-lane") == [("high", "c")]
    assert found(world(sites=plain, commitments=[{**owed, "deliver_to": "jp-sasebo"}]), "way-without-lane") == []
