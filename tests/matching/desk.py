"""Which small world do these tests stand on? Two donors, a receiver with a port and a base, darts of a tonne each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pipir.case.case import Case
from pipir.case.checking import from_frames

Rows = Sequence[Mapping[str, Any]]
DAY_0 = date(2025, 1, 1)
NATIONS = {"USA": "United States", "DEU": "Germany", "POL": "Poland"}
HOLDERS = {"works": "DEU", "store": "POL", "port": "USA", "base": "USA"}
WAYS = {("works", "port"): 3, ("works", "base"): 5, ("store", "port"): 4, ("store", "base"): 2}
"""Days of the lanes from each donor to each site of the receiver."""


def day(number: int) -> str:
    """The date so many days after day 0."""
    return (DAY_0 + timedelta(days=number)).isoformat()


def request(name: str, quantity: float, site: str = "port", needed: int = 60, **more: Any) -> dict[str, Any]:
    """Darts that the USA asks for, by day 60 unless told otherwise."""
    start = {"request": name, "nation": "USA", "site": site, "item": "dart", "quantity": quantity}
    return {**start, "needed_by": day(needed), **more}


def offer(name: str, quantity: float, site: str = "works", opens: int = 0, **more: Any) -> dict[str, Any]:
    """Darts that a donor offers from day 0 on unless told otherwise; `lapses` is a day."""
    start = {"offer": name, "nation": HOLDERS[site], "site": site, "item": "dart", "quantity": quantity}
    lapses = more.pop("lapses", None)
    return {**start, "available_from": day(opens), "until": None if lapses is None else day(lapses), **more}


def matched(name: str, quantity: float, state: str = "allocation", **more: Any) -> dict[str, Any]:
    """A match of the request `asked` and the offer `given`."""
    return {"match": name, "request": "asked", "offer": "given", "quantity": quantity, "state": state, **more}


def commitment(name: str = "owed", **more: Any) -> dict[str, Any]:
    """A commitment of the works for the port, due evenly over ten days before and ten after day 0."""
    start = {"commitment": name, "supplier": "DEU", "recipient": "USA", "item": "dart", "quantity": 20}
    return {**start, "start": day(-10), "end": day(10), "state": "contract", "deliver_to": "port", **more}


def agreement(supplier: str, beneficiary: str = "USA", **more: Any) -> dict[str, Any]:
    """A transfer agreement in force that covers everything."""
    name = f"{supplier}-{beneficiary}".lower()
    start = {"agreement": name, "supplier": supplier, "beneficiary": beneficiary, "item": "*", "kind": "transfer"}
    return {**start, "binding": "binding", "status": "in_force", **more}


def site(name: str, **more: Any) -> dict[str, Any]:
    """A site of its holder on its own soil."""
    start = {"site": name, "name": name, "nation": HOLDERS[name], "host": HOLDERS[name], "kind": "depot"}
    return {**start, "latitude": 50, "longitude": 10, **more}


def lane(origin: str, destination: str, days: float, **more: Any) -> dict[str, Any]:
    """A sea lane whose id tells its ends."""
    start = {"lane": f"{origin}-{destination}", "origin": origin, "destination": destination, "mode": "sea"}
    return {**start, "days": days, **more}


def item(name: str, **more: Any) -> dict[str, Any]:
    """A munition of a tonne."""
    start = {"item": name, "name": name.title(), "kind": "munition", "family": f"{name}-family", "mission": "strike"}
    return {**start, "unit": "dart", "mass_kg": 1000, **more}


def desk(
    requests: Rows,
    offers: Rows,
    limits: Mapping[str, Mapping[str, float]] | None = None,
    lifts: Mapping[tuple[str, str], float] | None = None,
    **tables: Rows,
) -> Case:
    """The world with these requests and offers; `limits` are cells of sites, `lifts` tonnes a day of lanes."""
    frames: dict[str, Rows] = {
        "nations": [{"nation": code, "name": name, "role": "participant"} for code, name in NATIONS.items()],
        "sites": [site(name, **(limits or {}).get(name, {})) for name in HOLDERS],
        "items": [item("dart"), item("spear", mass_kg=2000)],
        "lanes": [lane(*ends, days, lift_t_per_day=(lifts or {}).get(ends)) for ends, days in WAYS.items()],
        "agreements": [agreement("DEU"), agreement("POL")],
        "requests": requests,
        "offers": offers,
    }
    return from_frames("desk", {**frames, **tables}, as_of=DAY_0)
