"""Small crises for tests: name the rows that matter, the places and things they need come by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

import pipir
from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.sustainment.blocks import Model, model
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.layout import Trace
from pipir.sustainment.sustain import SustainResult

Row = dict[str, Any]
Rows = Sequence[Row]
START = date(2025, 1, 1)
YEAR = 365.25
PLACES = ("site", "origin", "destination", "deliver_to")
THINGS = ("item", "component", "substitute")
PEOPLE = ("nation", "supplier", "recipient", "beneficiary")


def world(
    days: int = 10,
    *,
    sites: Mapping[str, Row] | None = None,
    items: Mapping[str, Row] | None = None,
    as_of: date = START,
    **tables: Rows,
) -> Case:
    """A case of these rows with the scenario `war` of so many days; `sites` and `items` give cells other than usual.

    The holder of a site is told by its first three letters. An item weighs a tonne and is a family of its own.
    """
    rows = [row for table in tables.values() for row in table]
    places = {row[k] for row in rows for k in PLACES if row.get(k)} | set(sites or {})
    things = {row[k] for row in rows for k in THINGS if row.get(k)} - {
        "*",
        *(r["family"] for r in (items or {}).values() if "family" in r),
    }
    people = {row[k] for row in rows for k in PEOPLE if row.get(k)} | {place[:3].upper() for place in places}
    people |= {(row or {})["host"] for row in (sites or {}).values() if "host" in row}
    people |= {name for row in rows for name in row.get("via") or ()}
    people |= {row["design_authority"] for row in (items or {}).values() if row.get("design_authority")}
    war = {"scenario": "war", "name": "War", "situation": "war", "start": START, "days": days}
    return from_frames(
        "small",
        {
            "nations": [{"nation": n, "name": n, "role": "participant"} for n in sorted(people)],
            "sites": [_site(name) | dict((sites or {}).get(name, {})) for name in sorted(places)],
            "items": [_item(name) | dict((items or {}).get(name, {})) for name in sorted(things | set(items or {}))],
            "situations": [{"situation": "war", "name": "War"}],
            "scenarios": [war],
            **tables,
        },
        as_of=as_of,
    )


def _site(name: str) -> Row:
    nation = name[:3].upper()
    return {"site": name, "name": name, "nation": nation, "host": nation, "kind": "base", "latitude": 0, "longitude": 0}


def _item(name: str) -> Row:
    return {
        "item": name,
        "name": name,
        "kind": "munition",
        "family": f"of-{name}",
        "mission": "any",
        "unit": "round",
        "mass_kg": 1000,
    }


def on(day: float) -> date:
    """The date of a day of the scenario."""
    return START + timedelta(days=day)


def stock(site: str, quantity: float, item: str = "shell", **more: Any) -> Row:
    return {"site": site, "item": item, "quantity": quantity, **more}


def lane(origin: str, destination: str, days: float, **more: Any) -> Row:
    name = more.pop("lane", f"{origin}-to-{destination}")
    return {"lane": name, "origin": origin, "destination": destination, "mode": "sea", "days": days, **more}


def line(site: str, per_day: float, item: str = "shell", **more: Any) -> Row:
    """An active line that makes so many a day."""
    name = more.pop("line", f"{site}-{item}")
    usual = {"line": name, "site": site, "item": item, "rate_per_year": per_day * YEAR, "status": "active"}
    return usual | more


def demand(site: str, per_day: float, item: str = "shell", days: tuple[float, float] = (0, 1000), **more: Any) -> Row:
    name = more.pop("demand", f"{site}-{item}")
    usual = {"scenario": "war", "demand": name, "nation": site[:3].upper(), "site": site, "item": item}
    return usual | {"from_day": days[0], "to_day": days[1], "per_day": per_day, "tier": 1} | more


def commitment(
    supplier: str, recipient: str, quantity: float, days: tuple[int, int] = (0, 10), item: str = "shell", **more: Any
) -> Row:
    name = more.pop("commitment", f"{supplier}-{recipient}".lower())
    usual = {"commitment": name, "supplier": supplier, "recipient": recipient, "item": item, "quantity": quantity}
    return usual | {"start": on(days[0]), "end": on(days[1]), "state": "contract"} | more


def agreement(supplier: str, beneficiary: str, item: str = "*", **more: Any) -> Row:
    name = more.pop("agreement", f"{supplier}-{beneficiary}".lower())
    usual = {"agreement": name, "supplier": supplier, "beneficiary": beneficiary, "item": item, "kind": "transfer"}
    return usual | {"binding": "binding", "status": "in_force"} | more


def hazard(
    target: str, chance: float, loss: float = 0.0, days: tuple[int, int] = (0, 1000), kind: str = "site", **more: Any
) -> Row:
    name = more.pop("hazard", f"on-{target}")
    usual = {"scenario": "war", "hazard": name, "kind": kind, "target": target, "from_day": days[0], "to_day": days[1]}
    return usual | {"probability_per_day": chance, "loss": loss} | more


def stance(nation: str, act: str, answer: str = "no", **more: Any) -> Row:
    return {"nation": nation, "situation": "war", "act": act, "answer": answer, **more}


def sustained(case: Case, **options: Any) -> SustainResult:
    """The expected run, unless the options ask for drawn ones."""
    asked = options if "runs" in options else {"expected": True} | options
    return pipir.sustain(case, SustainOptions(**asked))


def traced(case: Case, block: int = 0, **options: Any) -> tuple[Model, Trace]:
    """What a block of runs leaves behind, and what it was made from."""
    asked = options if "runs" in options else {"expected": True} | options
    runs = model(case, SustainOptions(**asked))
    return runs, runs(block)


def held(result: SustainResult, nation: str = "USA", item: str = "shell", band: str = "p50") -> list[float]:
    """Stock of a nation by day."""
    rows = result.stock.filter((pl.col("nation") == nation) & (pl.col("item") == item)).sort("day")
    return rows[band].to_list()


def row(frame: pl.DataFrame, **keys: Any) -> Row:
    """The single row with these keys."""
    found = frame.filter(*(pl.col(name) == value for name, value in keys.items()))
    assert found.height == 1, f"{found.height} rows for {keys}"
    return found.row(0, named=True)


def short(result: SustainResult, claim: str) -> float:
    """What a claim was owed and did not get, mean over the runs."""
    return float(row(result.shortfall, claim=claim)["short_mean"])


def balances(runs: Model, trace: Trace) -> dict[str, np.ndarray]:
    """The balance of every item over all runs of a block: shape (runs, columns of `layout.BALANCE`)."""
    names = runs.prepared(runs.answers(0))[0].net.items.ids
    return {name: trace.balance[:, k, :] for k, name in enumerate(names)}
