"""Where does each nation stand on the standards behind the pairs?"""

from __future__ import annotations

from pipir.case.case import Case
from pipir.standardisation.gates import uses
from pipir.standardisation.ratifying import Standing
from standardisation.small import pair, shots
from sustainment.world import demand


def case() -> Case:
    return shots(
        demands=[demand(site, 1) for site in ("usa-a", "jpn-a", "kor-a", "aus-a")],
        substitutes=[pair(n, "shell", "dart", standard="ammo") for n in ("AUS", "KOR", "USA")],
        standards=[{"standard": "ammo", "title": "Ammunition"}, {"standard": "other", "title": "Other"}],
        ratifications=[
            {"nation": "USA", "standard": "ammo", "status": "ratified"},
            {"nation": "KOR", "standard": "ammo", "status": "reserved", "reservation": "own propellant only"},
            {"nation": "JPN", "standard": "ammo", "status": "none"},
            {"nation": "JPN", "standard": "other", "status": "none"},
        ],
    )


def test_users_and_all_who_stand_on_a_standard_are_told() -> None:
    rows = {row["nation"]: row for row in Standing(case()).rows(uses(case()))}
    assert {row["standard"] for row in rows.values()} == {"ammo"}
    assert {nation: row["status"] for nation, row in rows.items()} == {
        "AUS": "not stated",
        "JPN": "none",
        "KOR": "reserved",
        "USA": "ratified",
    }
    assert rows["KOR"]["sentence"] == (
        'KOR has adopted the standard "Ammunition" with a reservation (own propellant only); '
        "1 pair closed to it rests on it."
    )
    assert (rows["JPN"]["pairs"], rows["KOR"]["pairs"]) == ([], ["shell/dart"])


def test_only_who_has_not_simply_ratified_is_spoken_of() -> None:
    standing = Standing(case())
    assert standing.said(["USA"], "ammo") == ""
    assert standing.said(["JPN", "KOR", "USA"], "ammo") == (
        'KOR has adopted the standard "Ammunition" with a reservation and JPN has not adopted the standard "Ammunition"'
    )
    assert (
        standing.said(["JPN", "AUS"], "other")
        == 'JPN has not adopted the standard "Other" and AUS is not said to have adopted the standard "Other"'
    )
    assert standing.said(["AUS", "KOR"], "other") == 'AUS and KOR are not said to have adopted the standard "Other"'


def test_a_pair_rests_on_a_standard_for_those_users_only_whose_row_names_it() -> None:
    rows = [pair("USA", "shell", "dart", standard="ammo"), pair("KOR", "shell", "dart", standard="guns")]
    standards = [{"standard": "ammo", "title": "Ammunition"}, {"standard": "guns", "title": "Ammunition"}]
    told = shots(substitutes=rows, standards=standards)
    found = {(row["standard"], row["nation"]): row for row in Standing(told).rows(uses(told))}
    assert set(found) == {("ammo", "USA"), ("guns", "KOR")}
    # Two standards of the same title are told apart by their ids.
    assert found["ammo", "USA"]["sentence"].startswith(
        'USA is not said to have adopted the standard "Ammunition (ammo)"'
    )
