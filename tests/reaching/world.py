"""Which small world do these tests stand on? Four nations, a site or two each, one missile, lanes in a chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pipir.case.case import Case
from pipir.case.checking import from_frames

Rows = Sequence[Mapping[str, Any]]

NATIONS = (("USA", "participant"), ("JPN", "participant"), ("KOR", "participant"), ("CHN", "adversary"))
PLACES = {
    "us-west": ("USA", "USA", 38.0, -122.0),
    "us-guam": ("USA", "USA", 13.4, 144.7),
    "us-okinawa": ("USA", "JPN", 26.3, 127.8),
    "jp-sasebo": ("JPN", "JPN", 33.2, 129.7),
    "kr-busan": ("KOR", "KOR", 35.1, 129.0),
}


def lane(origin: str, destination: str, days: float, **more: Any) -> dict[str, Any]:
    """A sea lane whose id tells its ends."""
    return {
        "lane": f"{origin}-{destination}",
        "origin": origin,
        "destination": destination,
        "mode": "sea",
        "days": days,
        **more,
    }


def agreement(name: str, supplier: str, beneficiary: str, **more: Any) -> dict[str, Any]:
    """An agreement in force that covers everything, unless told otherwise."""
    return {
        "agreement": name,
        "supplier": supplier,
        "beneficiary": beneficiary,
        "item": "*",
        "kind": "fms",
        "binding": "binding",
        "status": "in_force",
        **more,
    }


def item(name: str, /, **more: Any) -> dict[str, Any]:
    """A missile, unless told otherwise."""
    start = {"item": name, "name": name.upper(), "kind": "munition", "family": f"{name}-family", "mission": "strike"}
    return {**start, "unit": "missile", "mass_kg": 1000, **more}


def world(**tables: Rows) -> Case:
    """The small world with these tables in addition or instead; stocks and lanes have a default."""
    frames: dict[str, Rows] = {
        "nations": [{"nation": code, "name": code.title(), "role": role} for code, role in NATIONS],
        "sites": [
            {
                "site": site,
                "name": site,
                "nation": holder,
                "host": host,
                "kind": "base",
                "latitude": lat,
                "longitude": lon,
            }
            for site, (holder, host, lat, lon) in PLACES.items()
        ],
        "items": [item("dart")],
        "lanes": [
            lane("us-west", "us-guam", 16),
            lane("us-guam", "us-okinawa", 4),
            lane("us-okinawa", "jp-sasebo", 2),
            lane("jp-sasebo", "kr-busan", 1),
            lane("us-guam", "jp-sasebo", 5),
        ],
        "situations": [{"situation": "war", "name": "War"}],
        "scenarios": [{"scenario": "war", "name": "War", "situation": "war", "start": "2025-06-01", "days": 60}],
    }
    return from_frames("world", {**frames, **tables}, as_of=date(2025, 1, 1))
