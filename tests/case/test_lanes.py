"""Are the lanes that are proposed possible, missing and useful?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.editing.lanes import Assumptions, proposed_lanes
from pipir.case.geography import great_circle_km

PLACES = {
    "busan": ("port", "KOR", 35.1, 129.04),
    "sasebo": ("port", "JPN", 33.16, 129.72),
    "guam": ("port", "USA", 13.45, 144.66),
    "anchorage-depot": ("depot", "USA", 64.8, -147.7),
    "alice-springs": ("plant", "AUS", -23.7, 133.88),
    "darwin": ("port", "AUS", -12.46, 130.84),
}


def world(lanes: list[dict[str, Any]] | None = None, stocks: tuple[str, ...] = ()) -> Case:
    """Ports around the western Pacific and two sites inland."""
    item = {
        "item": "shell",
        "name": "Shell",
        "kind": "munition",
        "family": "f",
        "mission": "m",
        "unit": "u",
        "mass_kg": 1,
    }
    return from_frames(
        "world",
        {
            "nations": [{"nation": code, "name": code, "role": "participant"} for code in ("KOR", "JPN", "USA", "AUS")],
            "items": [item],
            "sites": [
                {
                    "site": site,
                    "name": site,
                    "nation": nation,
                    "host": nation,
                    "kind": kind,
                    "latitude": lat,
                    "longitude": lon,
                }
                for site, (kind, nation, lat, lon) in PLACES.items()
            ],
            "lanes": lanes or [],
            "stocks": [{"site": site, "item": "shell", "quantity": 1} for site in stocks],
        },
    )


def ways(case: Case, **assumed: float) -> dict[tuple[str, str], dict[str, Any]]:
    rows = proposed_lanes(case, Assumptions(**assumed)).to_dicts()  # type: ignore[arg-type]
    return {(row["origin"], row["destination"]): row for row in rows}


def test_ports_are_joined_by_sea_both_ways() -> None:
    found = ways(world())
    there, back = found["busan", "guam"], found["guam", "busan"]
    assert there["mode"] == back["mode"] == "sea"
    circle = great_circle_km(PLACES["busan"][2:], PLACES["guam"][2:])
    assert circle <= there["distance_km"] <= 1.2 * circle
    assert there["days"] == pytest.approx(there["distance_km"] / (14 * 1.852 * 24) + 2, abs=0.11)


def test_no_lane_is_shorter_than_the_great_circle_or_faster_than_stated() -> None:
    for (origin, destination), row in ways(world(stocks=tuple(PLACES)), handling_days=0.0).items():
        circle = great_circle_km(PLACES[origin][2:], PLACES[destination][2:])
        assert row["distance_km"] >= circle
        pace = {"sea": 14 * 1.852 * 24, "air": 750 * 24, "land": 500}[row["mode"]]
        assert row["days"] >= row["distance_km"] / pace - 0.01


def test_a_lane_that_is_there_is_not_proposed_again() -> None:
    lane = {"lane": "a", "origin": "busan", "destination": "guam", "mode": "sea", "days": 5}
    found = ways(world([lane]))
    assert ("busan", "guam") not in found
    assert ("guam", "busan") in found


def test_a_stock_inland_gets_a_way_out_by_air_and_none_in() -> None:
    found = ways(world(stocks=("alice-springs",)))
    out = {pair for pair in found if "alice-springs" in pair}
    assert out == {("alice-springs", "darwin"), ("alice-springs", "guam")}
    assert found["alice-springs", "darwin"]["mode"] == "air"
    assert "great circle at 750 km/h" in found["alice-springs", "darwin"]["note"]


def test_sites_of_no_use_get_no_lane() -> None:
    assert not {site for pair in ways(world()) for site in pair} & {"anchorage-depot", "alice-springs"}


def test_proposals_are_assumptions_that_a_case_takes() -> None:
    case = world(stocks=("alice-springs",))
    found = proposed_lanes(case)
    assert set(found["source"]) == {"assumption"}
    assert found["lane"].is_unique().all()
    frames = {name: frame for name, frame in case.tables.items() if frame.height}
    taken = from_frames("world", {**frames, "lanes": found})
    assert proposed_lanes(taken).height == 0


def test_one_site_can_be_asked_for() -> None:
    found = proposed_lanes(world(), site="darwin")
    assert found.select("origin", "destination").rows() == [("darwin", "guam"), ("guam", "darwin")]


degrees = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


@given(one=degrees, other=degrees)
def test_the_great_circle_is_a_distance(one: tuple[float, float], other: tuple[float, float]) -> None:
    there = great_circle_km(one, other)
    assert there == pytest.approx(great_circle_km(other, one), abs=1e-6)
    assert 0 <= there <= 20_016
    assert great_circle_km(one, one) == 0


def test_the_great_circle_of_a_known_pair() -> None:
    # A quarter of the Earth, and one degree along the equator across the date line.
    assert great_circle_km((0, 0), (0, 90)) == pytest.approx(10_007.56, abs=0.01)
    assert great_circle_km((0, 179.5), (0, -179.5)) == pytest.approx(111.195, abs=0.001)
