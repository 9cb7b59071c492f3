"""Small cases for tests: name the rows that matter, the places and things they need come by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.case.checking import from_frames

Rows = Sequence[Mapping[str, Any]]
ROLES = {"CHN": "adversary", "CHE": "third"}
AS_OF = date(2025, 1, 1)


def small_case(as_of: date = AS_OF, costs: Mapping[str, float] | None = None, **tables: Rows) -> Case:
    """A case of these rows; each nation has the site `<code>-1`, every item named anywhere exists."""
    rows = [row for of_table in tables.values() for row in of_table]
    nations = {"KOR", "USA"} | {
        row[name] for row in rows for name in ("nation", "supplier", "recipient") if name in row
    }
    nations |= {row["site"][:3].upper() for row in rows if "site" in row}
    items = sorted({row[name] for row in rows for name in ("item", "component") if name in row})
    sites = sorted({f"{nation.lower()}-1" for nation in nations} | {row["site"] for row in rows if "site" in row})
    return from_frames(
        "small",
        {
            "nations": [{"nation": n, "name": n, "role": ROLES.get(n, "participant")} for n in sorted(nations)],
            "sites": [
                {
                    "site": site,
                    "name": site,
                    "nation": site[:3].upper(),
                    "host": site[:3].upper(),
                    "kind": "plant",
                    "latitude": 0,
                    "longitude": 0,
                }
                for site in sites
            ],
            "items": [
                {
                    "item": item,
                    "name": item,
                    "kind": "munition",
                    "family": f"family-{item}",
                    "mission": "any",
                    "unit": "round",
                    "mass_kg": 1,
                    "unit_cost_usd": (costs or {}).get(item),
                }
                for item in items
            ],
            **tables,
        },
        as_of=as_of,
    )


def line(name: str, item: str, rate: float, **more: Any) -> dict[str, Any]:
    """A line in Korea."""
    return {"line": name, "site": "kor-1", "item": item, "rate_per_year": rate, "status": "active", **more}


def stock(site: str, item: str, quantity: float, **more: Any) -> dict[str, Any]:
    """A stock row."""
    return {"site": site, "item": item, "quantity": quantity, **more}


def need(item: str, category: str, quantity: float, **more: Any) -> dict[str, Any]:
    """A requirement of Korea."""
    return {"nation": "KOR", "item": item, "category": category, "quantity": quantity, **more}


def promise(name: str, item: str, quantity: float, start: str, end: str, **more: Any) -> dict[str, Any]:
    """A commitment of Korea to the United States."""
    return {
        "commitment": name,
        "supplier": "KOR",
        "recipient": "USA",
        "item": item,
        "quantity": quantity,
        "start": start,
        "end": end,
        "state": "contract",
        **more,
    }


def claim(table: str, row: str, column: str, value: float, **more: Any) -> dict[str, Any]:
    """A chosen claim about a figure, of medium confidence."""
    return {
        "table": table,
        "row": row,
        "column": column,
        "source": "assumption",
        "value": value,
        "confidence": "medium",
        "chosen": True,
        **more,
    }


def one(frame: Any, **keys: str) -> dict[str, Any]:
    """The single row with these keys."""
    rows = [row for row in frame.iter_rows(named=True) if all(row[name] == value for name, value in keys.items())]
    assert len(rows) == 1, f"{len(rows)} rows for {keys}"
    return rows[0]


amounts = st.integers(0, 1_000)


@st.composite
def making_cases(draw: st.DrawFn) -> Case:
    """Cases of items made of each other, with lines, stocks and repair."""
    items = [f"item-{k}" for k in range(draw(st.integers(2, 5)))]
    bills = [
        {"item": items[i], "component": items[j], "quantity": draw(st.integers(1, 3))}
        for i in range(len(items))
        for j in range(i)
        if draw(st.booleans())
    ]
    lines = [
        line(
            f"line-{k}",
            draw(st.sampled_from(items)),
            draw(amounts),
            site=draw(st.sampled_from(["kor-1", "usa-1"])),
            max_rate_per_year=1_000 + draw(amounts),
            status=draw(st.sampled_from(["active", "closing", "warm", "planned"])),
            work=draw(st.sampled_from(["make", "make", "repair"])),
            lead_days=draw(st.sampled_from([0, 45, 300, 500])),
            ramp_days=draw(st.sampled_from([0, 90])),
            restart_days=draw(st.sampled_from([0, 60])),
            available_from="2025-03-01",
        )
        for k in range(draw(st.integers(1, 6)))
    ]
    stocks = [
        stock(site, item, draw(amounts), condition=condition, reserve=draw(amounts))
        for site in ("kor-1", "usa-1")
        for item in items
        for condition in ("serviceable", "repairable")
        if draw(st.booleans())
    ]
    return small_case(
        bills=bills, lines=lines, stocks=stocks, usage=[{"nation": "KOR", "item": i, "per_year": 0} for i in items]
    )
