"""A small partnership with results that match the declared tables, so that sections can be tested without a run."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from pipir.accounting.capability import ACCOUNT
from pipir.briefing.gathering import planned
from pipir.briefing.material import Material, Results
from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.reaching.capability import REACH
from pipir.runs.result import table
from pipir.sustainment.capability import DEPLETION, LEFT, SHORTFALL, STOCK

DAYS = 90
Frames = dict[str, list[dict[str, Any]]]
RUN: dict[str, Any] = {"seed": 0, "versions": {"pipir": "0"}}
"""As much of a run's record as a document prints."""


def small_case(**more: list[dict[str, Any]]) -> Case:
    """Three partners, four items, one crisis; the stock of Japan is assumed, the others are sourced."""
    frames = places() | goods() | crises() | knowledge()
    return from_frames("small", frames | more, title="A small partnership", as_of=date(2025, 1, 1))


def places() -> Frames:
    """Who is where, and the lanes between."""
    return {
        "nations": [
            {"nation": "USA", "name": "United States", "role": "participant"},
            {"nation": "JPN", "name": "Japan", "role": "participant"},
            {"nation": "KOR", "name": "Republic of Korea", "role": "participant"},
            {"nation": "UKR", "name": "Ukraine", "role": "third"},
        ],
        "sites": [
            site("us-guam", "Apra Harbor, Guam", "USA", 13.45, 144.66),
            site("us-mcalester", "McAlester", "USA", 34.93, -95.77, "depot"),
            site("jp-sasebo", "Sasebo", "JPN", 33.16, 129.72),
            site("kr-changwon", "Changwon", "KOR", 35.23, 128.68, "plant"),
        ],
        "lanes": [
            {"lane": "mcalester-guam", "origin": "us-mcalester", "destination": "us-guam", "mode": "sea", "days": 24},
            {"lane": "sasebo-guam", "origin": "jp-sasebo", "destination": "us-guam", "mode": "air", "days": 2},
        ],
    }


def goods() -> Frames:
    """What is made, held, needed and promised."""
    return {
        "items": [
            item("lrasm", "LRASM", "anti-ship", 1200, 3_000_000),
            item("sm-6", "SM-6", "standard", 1500, 4_300_000),
            item("shell-155", "155 mm shell", "155mm", 47, 3_000, unit="round"),
            {**item("motor", "Rocket motor", "motors", 300, None), "kind": "component"},
        ],
        "bills": [{"item": "lrasm", "component": "motor", "quantity": 1}],
        "lines": [
            line("us-lrasm", "us-mcalester", "lrasm", 120),
            line("kr-shells", "kr-changwon", "shell-155", 200_000),
        ],
        "stocks": [
            {"site": "us-guam", "item": "lrasm", "quantity": 100},
            {"site": "us-mcalester", "item": "lrasm", "quantity": 350},
            {"site": "us-guam", "item": "sm-6", "quantity": 200, "reserve": 20},
            {"site": "jp-sasebo", "item": "sm-6", "quantity": 80, "reserve": 10},
            {"site": "kr-changwon", "item": "shell-155", "quantity": 50_000},
        ],
        "requirements": [{"nation": "USA", "item": "sm-6", "category": "combat", "quantity": 900}],
        "commitments": [
            {
                "commitment": "kor-usa-shells",
                "supplier": "KOR",
                "recipient": "USA",
                "item": "shell-155",
                "quantity": 300_000,
                "start": date(2025, 1, 1),
                "end": date(2026, 1, 1),
                "state": "contract",
            }
        ],
    }


def crises() -> Frames:
    """A crisis and what may follow."""
    return {
        "situations": [{"situation": "crisis", "name": "A crisis"}],
        "scenarios": [
            {
                "scenario": "crisis",
                "name": "A crisis of 90 days",
                "situation": "crisis",
                "start": date(2025, 6, 1),
                "days": DAYS,
                "next": "after",
            },
            {
                "scenario": "after",
                "name": "What may follow",
                "situation": "crisis",
                "start": date(2026, 6, 1),
                "days": 60,
            },
        ],
        "demands": [
            demand("crisis", "lrasm-guam", "us-guam", "lrasm", 60, 1),
            demand("crisis", "sm-6-guam", "us-guam", "sm-6", 4, 1),
            demand("crisis", "sm-6-sasebo", "jp-sasebo", "sm-6", 2, 2),
            demand("after", "lrasm-next", "us-guam", "lrasm", 10, 1),
            demand("after", "sm-6-next", "jp-sasebo", "sm-6", 1, 1),
        ],
        "hazards": [
            {
                "scenario": "crisis",
                "hazard": "strike-guam",
                "kind": "site",
                "target": "us-guam",
                "from_day": 0,
                "to_day": 30,
                "probability_per_day": 0.1,
                "loss": 0.2,
            }
        ],
    }


def knowledge() -> Frames:
    """Where the figures come from; the stock of Japan has no source."""
    return {
        "sources": [
            {
                "source": "count",
                "title": "A count of missiles",
                "publisher": "An institute",
                "date": date(2024, 6, 1),
                "url": "https://example.org/count",
            },
            {"source": "press", "title": "A report in the press", "date": date(2025, 3, 1)},
        ],
        "evidence": [
            claim("stocks", "us-guam/lrasm/serviceable", "quantity", "count", 100, "medium"),
            claim("stocks", "us-mcalester/lrasm/serviceable", "quantity", "count", 350, "medium", low=300, high=400),
            claim("stocks", "us-guam/sm-6/serviceable", "quantity", "count", 200, "low"),
            claim("stocks", "kr-changwon/shell-155/serviceable", "quantity", "count", 50_000, "low"),
            claim("lines", "kr-shells", "rate_per_year", "count", 200_000, "medium"),
            claim("commitments", "kor-usa-shells", "quantity", "count", 300_000, "medium"),
            {
                **claim("commitments", "kor-usa-shells", "quantity", "press", 500_000, "low"),
                "chosen": False,
                "as_of": date(2025, 3, 1),
                "reason": "later and not confirmed",
            },
        ],
    }


def material(case: Case | None = None, seat: str | None = None, **results: pl.DataFrame) -> Material:
    """Material on the small case; result tables can be replaced one by one."""
    held = case or small_case()
    return Material(held, "crisis", synthetic_results(held, **results), seat=seat)


def synthetic_results(case: Case, **replaced: Any) -> Results:
    """Results with the shape of the declared tables: LRASM is short on day 7, SM-6 runs out in half of the runs."""
    tables: dict[str, Any] = {
        "account": table(ACCOUNT, pl.DataFrame(ACCOUNTS)),
        "depletion": table(DEPLETION, pl.DataFrame(DEPLETIONS)),
        "war_only": table(DEPLETION, pl.DataFrame(DEPLETIONS)),
        "certain": table(SHORTFALL, pl.DataFrame(SHORTFALLS)),
        "shortfall": table(SHORTFALL, pl.DataFrame(SHORTFALLS)),
        "stock": table(STOCK, pl.DataFrame(stock_rows())),
        "left": table(LEFT, pl.DataFrame(LEFTS)),
        "figures": figures(case),
        "findings": pl.DataFrame(FINDINGS),
        "needs": {("USA", "lrasm"): 600.0, ("JPN", "sm-6"): 60.0},
        "routes": {("lrasm", "us-guam"): table(REACH, pl.DataFrame(ROUTES))},
    }
    return Results(**(tables | _planned(case) | replaced))


def _planned(case: Case) -> dict[str, Any]:
    """What needs plans, reckoned once for each case."""
    if case.hash not in _PLANNED:
        _PLANNED[case.hash] = planned(case, "crisis")
    return _PLANNED[case.hash]


_PLANNED: dict[str, dict[str, Any]] = {}


def figures(case: Case) -> pl.DataFrame:
    """One row per figure of the case, as `pipir.case.evidence` gives it."""
    from pipir.case.evidence import figures as all_figures

    return all_figures(case)


def site(key: str, name: str, nation: str, latitude: float, longitude: float, kind: str = "base") -> dict[str, Any]:
    return {
        "site": key,
        "name": name,
        "nation": nation,
        "host": nation,
        "kind": kind,
        "latitude": latitude,
        "longitude": longitude,
    }


def item(key: str, name: str, family: str, mass: float, cost: float | None, unit: str = "missile") -> dict[str, Any]:
    return {
        "item": key,
        "name": name,
        "kind": "munition",
        "family": family,
        "mission": "strike",
        "unit": unit,
        "mass_kg": mass,
        "unit_cost_usd": cost,
    }


def line(key: str, place: str, made: str, rate: float) -> dict[str, Any]:
    return {"line": key, "site": place, "item": made, "rate_per_year": rate, "status": "active"}


def demand(scenario: str, key: str, place: str, wanted: str, per_day: float, tier: int) -> dict[str, Any]:
    return {
        "scenario": scenario,
        "demand": key,
        "nation": "JPN" if place.startswith("jp") else "USA",
        "site": place,
        "item": wanted,
        "from_day": 0,
        "to_day": 60 if scenario == "after" else DAYS,
        "per_day": per_day,
        "tier": tier,
    }


def claim(
    table_name: str, row: str, column: str, source: str, value: float, confidence: str, **more: float
) -> dict[str, Any]:
    return {
        "table": table_name,
        "row": row,
        "column": column,
        "source": source,
        "value": str(value),
        "confidence": confidence,
        "chosen": True,
        **more,
    }


def account_row(
    who: tuple[str, str], capacity: float, stock: float, own: float, committed: float, grade: str
) -> dict[str, Any]:
    free = max(0.0, stock + capacity - own - committed)
    return {
        "nation": who[0],
        "item": who[1],
        "capacity": capacity,
        "releasable_stock": stock,
        "own_requirement": own,
        "committed": committed,
        "committed_pledge": 0.0,
        "committed_allocation": 0.0,
        "committed_contract": committed,
        "committed_delivery": 0.0,
        "exportable": free,
        "overcommitted": max(0.0, committed - stock - capacity),
        "low": free * 0.8,
        "high": free * 1.2,
        "assumed_share": 0.5 if grade == "assumed" else 0.0,
        "grade": grade,
    }


ACCOUNTS = [
    account_row(("USA", "lrasm"), 120.0, 450.0, 300.0, 0.0, "medium"),
    account_row(("USA", "sm-6"), 0.0, 180.0, 700.0, 0.0, "low"),
    account_row(("JPN", "sm-6"), 0.0, 70.0, 0.0, 0.0, "assumed"),
    account_row(("KOR", "shell-155"), 200_000.0, 50_000.0, 0.0, 300_000.0, "low"),
]

DEPLETIONS = [
    {
        "nation": "USA", "item": "lrasm", "tier": 1, "first_site": "us-guam", "short_p10": 5, "short_p50": 7,
        "short_p90": 9, "share_short": 1.0, "out_p10": 20, "out_p50": 24, "out_p90": 31, "share_out": 0.95,
    },
    {
        "nation": "USA", "item": "sm-6", "tier": 1, "first_site": "us-guam", "short_p10": 40, "short_p50": 55,
        "short_p90": None, "share_short": 0.8, "out_p10": 60, "out_p50": 80, "out_p90": None, "share_out": 0.5,
    },
    {
        "nation": "JPN", "item": "sm-6", "tier": 2, "first_site": "jp-sasebo", "short_p10": 2, "short_p50": 3,
        "short_p90": 6, "share_short": 1.0, "out_p10": 38, "out_p50": 40, "out_p90": 44, "share_out": 1.0,
    },
]  # fmt: skip

SHORTFALLS = [
    {
        "claim": "lrasm-guam", "kind": "demand", "rank": 2, "nation": "USA", "item": "lrasm", "owed": 5400.0,
        "short_mean": 4920.0, "short_p10": 4800.0, "short_p50": 4920.0, "short_p90": 5000.0,
    },
    {
        "claim": "sm-6-guam", "kind": "demand", "rank": 2, "nation": "USA", "item": "sm-6", "owed": 360.0,
        "short_mean": 150.0, "short_p10": 100.0, "short_p50": 150.0, "short_p90": 200.0,
    },
    {
        "claim": "sm-6-sasebo", "kind": "demand", "rank": 5, "nation": "JPN", "item": "sm-6", "owed": 180.0,
        "short_mean": 100.0, "short_p10": 90.0, "short_p50": 100.0, "short_p90": 110.0,
    },
    {
        "claim": "kor-usa-shells", "kind": "commitment", "rank": 3, "nation": "USA", "item": "shell-155",
        "owed": 74_000.0, "short_mean": 10_000.0, "short_p10": 8_000.0, "short_p50": 10_000.0, "short_p90": 12_000.0,
    },
]  # fmt: skip

LEFTS = [
    {"nation": "USA", "item": "lrasm", "end_stock": 5.0, "pyrrhic_index": 0.2, "reconstitution_days": 1500.0},
    {"nation": "JPN", "item": "sm-6", "end_stock": 0.0, "pyrrhic_index": 0.0, "reconstitution_days": None},
    {"nation": "USA", "item": "sm-6", "end_stock": 20.0, "pyrrhic_index": None, "reconstitution_days": 0.0},
]

FINDINGS = [
    {
        "finding": "single-source", "severity": "medium", "table": "lines", "row": "us-lrasm",
        "sentence": "LRASM comes from one line only.",
    },
    {
        "finding": "over-committed", "severity": "high", "table": "commitments", "row": "kor-usa-shells",
        "sentence": "Republic of Korea has promised more 155 mm shells than it holds and makes.",
    },
    {
        "finding": "unused", "severity": "low", "table": "sources", "row": "press",
        "sentence": "Source press is not used.",
    },
]  # fmt: skip

ROUTES = [
    {
        "rank": 1, "origin_kind": "stock", "origin": "us-mcalester", "site": "us-mcalester", "nation": "USA",
        "quantity": 350.0, "route": "mcalester-guam", "days": 24.0, "permitted": True, "why_not": "",
    },
    {
        "rank": 2, "origin_kind": "stock", "origin": "jp-sasebo", "site": "jp-sasebo", "nation": "JPN",
        "quantity": 10.0, "route": "sasebo-guam", "days": 2.0, "permitted": False,
        "why_not": "no agreement in force lets Japan send it to the United States",
    },
]  # fmt: skip


def stock_rows() -> list[dict[str, Any]]:
    """Stocks that run down in a straight line to nothing."""
    out = []
    for nation, what, opening, last in (
        ("USA", "lrasm", 450.0, 24),
        ("USA", "sm-6", 200.0, 80),
        ("JPN", "sm-6", 80.0, 40),
    ):
        for day in range(DAYS):
            middle = max(0.0, opening * (1 - (day + 1) / last))
            out.append(
                {
                    "day": day,
                    "nation": nation,
                    "item": what,
                    "p10": middle * 0.8,
                    "p50": middle,
                    "p90": min(opening, middle * 1.2),
                }
            )
    return out
