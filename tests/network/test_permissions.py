"""May it be sent, and if not, why not, in words that name who stands in the way?"""

from __future__ import annotations

from typing import Any

import pytest

from pipir.network.permissions import Permissions
from sustainment.world import agreement, lane, on, stance, world

Row = dict[str, Any]


def permissions(*agreements: Row, stances: tuple[Row, ...] = (), unknown: str = "no", **items: Row) -> Permissions:
    case = world(
        2,
        items={"shell": {"family": "round"}, "dart": {}} | items,
        sites={s: {} for s in ("jpn-a", "usa-a", "kor-a")},
        agreements=list(agreements),
        stances=list(stances),
        lanes=[lane("jpn-a", "usa-a", 1, via=["AUS"])],
    )
    return Permissions(case, "war", unknown)


def why(told: Permissions, day: int = 0, item: str = "shell") -> str | None:
    return told.obstacle("JPN", "USA", item, on(day))


def test_within_one_holder_nothing_stands_in_the_way() -> None:
    told = permissions(stances=(stance("JPN", "export"),))
    assert told.obstacle("JPN", "JPN", "shell", on(0)) is None


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        ([], "no agreement lets JPN send it to USA"),
        ([agreement("USA", "JPN")], "no agreement"),
        ([agreement("JPN", "USA", "dart")], "no agreement"),
        ([agreement("JPN", "USA", status="proposed")], "jpn-usa is only proposed"),
        ([agreement("JPN", "USA", start=on(3))], "not in force"),
        ([agreement("JPN", "USA", end=on(0))], "not in force"),
        ([agreement("JPN", "USA")], None),
        ([agreement("JPN", "USA", "round")], None),
        ([agreement("JPN", "USA", "shell")], None),
    ],
)
def test_an_agreement_in_force_that_covers_the_item_opens_the_way(ways: list[Row], words: str | None) -> None:
    told = why(permissions(*ways))
    assert told is None if words is None else told is not None and words in told


def test_an_agreement_is_in_force_from_its_start_to_the_day_before_its_end() -> None:
    told = permissions(agreement("JPN", "USA", start=on(1), end=on(3)))
    assert [why(told, day) is None for day in range(5)] == [False, True, True, False, False]
    (way,) = told.covering("JPN", "USA", "shell")
    assert not way.within(on(3), on(9))
    assert way.within(on(2), on(9))
    assert way.throughout(on(1), on(3))
    assert not way.throughout(on(0), on(3))
    assert not way.throughout(on(1), on(4))


@pytest.mark.parametrize(
    ("against", "name"),
    [
        (stance("JPN", "export"), "JPN"),
        (stance("AUS", "reexport", to="USA"), "AUS"),
        (stance("JPN", "export", "unknown"), "has not said"),
    ],
)
def test_a_stance_or_a_missing_consent_is_named(against: Row, name: str) -> None:
    told = permissions(
        agreement("JPN", "USA"), stances=(against,), shell={"design_authority": "AUS", "family": "round"}
    )
    assert name in (why(told) or "")
    assert told.ways("JPN", "USA", "shell", on(0), on(2)) == []


@pytest.mark.parametrize("owner", ["JPN", "USA", None])
def test_only_a_third_nation_that_owns_the_design_must_consent(owner: str | None) -> None:
    refusals = tuple(stance(nation, "reexport") for nation in ("JPN", "USA", "KOR"))
    told = permissions(agreement("JPN", "USA"), stances=refusals, shell={"design_authority": owner, "family": "round"})
    assert why(told) is None


def test_a_commitment_needs_deliver_or_where_it_backfills_backfill() -> None:
    told = permissions(stances=(stance("JPN", "deliver", to="USA"), stance("JPN", "backfill", to="KOR")))
    assert "deliver" in (told.deliver_obstacle("JPN", "USA", "shell", False) or "")
    assert told.deliver_obstacle("JPN", "USA", "shell", True) is None
    assert told.deliver_obstacle("JPN", "KOR", "shell", False) is None
    assert "backfill" in (told.deliver_obstacle("JPN", "KOR", "shell", True) or "")


def test_hosts_and_nations_on_the_way_can_say_no() -> None:
    told = permissions(stances=(stance("JPN", "host", to="USA"), stance("AUS", "transit", item="round")))
    assert "JPN" in (told.site_obstacle("USA", "JPN", "shell") or "")
    assert told.site_obstacle("USA", "USA", "shell") is None
    assert told.site_obstacle("KOR", "JPN", "shell") is None
    assert "AUS" in (told.transit_obstacle(["KOR", "AUS"], "USA", "shell") or "")
    assert told.transit_obstacle(["KOR", "AUS"], "USA", "dart") is None
    assert told.transit_obstacle(None, "USA", "shell") is None


def test_a_reserve_stays_unless_it_is_released() -> None:
    assert not permissions().releases_reserve("JPN", "USA", "shell")
    released = permissions(stances=(stance("JPN", "release_reserve", "yes", to="USA"),))
    assert released.releases_reserve("JPN", "USA", "shell")
    assert not released.releases_reserve("JPN", "KOR", "shell")
