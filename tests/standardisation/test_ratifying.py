"""Where does each nation stand on the standards behind the pairs?"""

from __future__ import annotations

from pipir.case.case import Case
from pipir.standardisation.gates import pairs
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
    rows = {row["nation"]: row for row in Standing(case()).rows(pairs(case()))}
    assert {row["standard"] for row in rows.values()} == {"ammo"}
    assert {nation: row["status"] for nation, row in rows.items()} == {
        "AUS": "not stated",
        "JPN": "none",
        "KOR": "reserved",
        "USA": "ratified",
    }
    assert rows["KOR"]["sentence"] == (
        "KOR has ratified ammo with a reservation (own propellant only); 1 pair closed to it rests on it."
    )
    assert (rows["JPN"]["pairs"], rows["KOR"]["pairs"]) == ([], ["shell/dart"])


def test_only_who_has_not_simply_ratified_is_spoken_of() -> None:
    standing = Standing(case())
    assert standing.said(["USA"], "ammo") == ""
    assert standing.said(["JPN", "KOR", "USA"], "ammo") == (
        "KOR has ratified ammo with a reservation and JPN has not ratified ammo"
    )
    assert (
        standing.said(["JPN", "AUS"], "other")
        == "JPN has not ratified other and AUS is not said to have ratified other"
    )
    assert standing.said(["AUS", "KOR"], "other") == "AUS and KOR are not said to have ratified other"
