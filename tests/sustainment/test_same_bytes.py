"""Is a run a pure function of case, options and seed? Same bytes, whatever else is there and wherever it runs."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import pipir
from pipir.case.case import Case
from pipir.sustainment.capability import SustainOptions
from sustainment.world import agreement, commitment, demand, hazard, lane, line, on, stance, stock, sustained, world

Row = dict[str, Any]
RUNS = 70
"""Two blocks of runs, the second of them not full."""


def rows() -> dict[str, Any]:
    return {
        "stocks": [
            stock("usa-a", 300),
            stock("usa-c", 40),
            stock("jpn-a", 90, reserve=20),
            stock("usa-a", 80, "motor"),
        ],
        "lanes": [
            lane("usa-a", "usa-b", 1.5),
            lane("usa-c", "usa-b", 1.5),
            lane("jpn-a", "usa-b", 2),
            lane("usa-a", "jpn-a", 4),
        ],
        "lines": [line("usa-a", 4, lead_days=2.5, max_rate_per_year=3000, ramp_days=6)],
        "bills": [{"item": "shell", "component": "motor", "quantity": 1}],
        "demands": [demand("usa-b", 30, cv=0.5), demand("jpn-a", 4, cv=1.1, tier=2)],
        "agreements": [agreement("JPN", "USA", ceiling_per_year=2000)],
        "commitments": [commitment("USA", "JPN", 30, (2, 9)), commitment("USA", "XAA", 9, (0, 5))],
        "hazards": [
            hazard("usa-b", 0.2, 0.5, (2, 9), outage_days=1),
            hazard("usa-a-usa-b", 0.1, 0.4, (0, 9), kind="lane"),
        ],
        "stances": [stance("JPN", "export", "unknown", probability=0.6)],
        "sequence": [],
    }


def case(**more: list[Row]) -> Case:
    tables = rows() | {
        "hazards": [
            row | {"target": row["target"].replace("usa-a-usa-b", "usa-a-to-usa-b")} for row in rows()["hazards"]
        ]
    }
    return world(12, **{name: [*tables.get(name, []), *more.get(name, [])] for name in {*tables, *more}})


def asked(of: Case, **options: Any) -> str:
    return pipir.sustain(of, SustainOptions(**({"runs": RUNS, "unknown": "draw"} | options))).to_json()


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    first = asked(case())
    assert asked(case()) == first
    assert asked(case(), seed=1) != first


def test_many_processes_give_the_bytes_of_one() -> None:
    assert asked(case(), workers=2) == asked(case())


def test_more_runs_begin_with_the_same_runs() -> None:
    few, many = sustained(case(), runs=1).stock, sustained(case(), runs=1, seed=0).stock
    assert few.equals(many)
    assert sustained(case(), runs=64).depletion.height == sustained(case(), runs=RUNS).depletion.height


def results(of: Case) -> tuple[pl.DataFrame, ...]:
    result = sustained(of, runs=RUNS, unknown="draw")
    return result.depletion, result.shortfall, result.stock, result.left


UNUSED: list[dict[str, list[Row]]] = [
    {"stocks": [stock("aus-z", 5, "mine")]},
    {"stocks": [stock("usa-0", 0)]},
    {"lanes": [lane("aus-y", "aus-z", 1)]},
    {"lines": [line("aus-z", 1, "mine")]},
    {"agreements": [agreement("AUS", "KOR")]},
    {"hazards": [hazard("aus-z", 0.5, 0.5, hazard="a-first")], "stocks": [stock("aus-z", 5, "mine")]},
    {"hazards": [hazard("usa-b", 1.0, 1.0, (40, 50), hazard="after")]},
    {"stances": [stance("AUS", "export", "unknown")]},
    {"demands": [demand("usa-b", 9, "mine", (50, 60))]},
    {"commitments": [commitment("AUS", "XAB", 9, (500, 600))]},
    {
        "substitutes": [
            {
                "nation": "USA",
                "item": "shell",
                "substitute": "mine",
                "ratio": 1,
                "technical": "yes",
                "safety": "no",
                "permission": "yes",
            }
        ]
    },
]


@pytest.mark.parametrize("unused", UNUSED, ids=lambda row: next(name for name in row))
def test_a_row_that_is_not_used_changes_no_draw(unused: dict[str, list[Row]]) -> None:
    before = results(case())
    for old, new in zip(before, results(case(**unused)), strict=True):
        keys = [name for name in ("nation", "item", "claim", "day") if name in old.columns]
        kept = new.join(old.select(keys), on=keys, how="semi")
        assert kept.equals(old)


def test_demands_and_hazards_of_another_scenario_change_nothing() -> None:
    base = case()
    other = {"scenario": "peace", "name": "Peace", "situation": "war", "start": on(0), "days": 9}
    also = world(
        12,
        scenarios=[{"scenario": "war", "name": "War", "situation": "war", "start": on(0), "days": 12}, other],
        **{name: table for name, table in _tables(base).items() if name not in ("demands", "hazards")},
        demands=[*_tables(base)["demands"], demand("usa-b", 99, cv=1.0) | {"scenario": "peace"}],
        hazards=[*_tables(base)["hazards"], hazard("usa-b", 1.0, 1.0) | {"scenario": "peace"}],
    )
    before = sustained(base, runs=RUNS, scenario="war")
    after = sustained(also, runs=RUNS, scenario="war")
    assert after.stock.equals(before.stock)
    assert after.shortfall.equals(before.shortfall)


def _tables(of: Case) -> dict[str, list[Row]]:
    return {name: of[name].to_dicts() for name in (*rows(), "in_transit") if of[name].height}


def test_new_names_in_another_order_change_nothing_but_names() -> None:
    renamed = {"USA": "XZA", "JPN": "XAJ"}
    sites = {"usa-a": "xza-z", "usa-b": "xza-y", "usa-c": "xza-a", "jpn-a": "xaj-z"}
    items = {"shell": "z-shell", "motor": "a-motor"}
    lanes = {f"{one}-to-{two}": f"{sites[two]}-from-{sites[one]}" for one in sites for two in sites if one != two}
    words = renamed | sites | items | lanes

    def turn(row: Row) -> Row:
        return {
            k: v
            if k in ("demand", "hazard", "commitment", "agreement", "line")
            else words.get(v, v)
            if isinstance(v, str)
            else v
            for k, v in row.items()
        }

    base = case()
    turned = world(
        12,
        **{name: [turn(row) for row in table] for name, table in _tables(base).items() if name != "stances"},
        stances=[],
    )
    plain = world(12, **{name: table for name, table in _tables(base).items() if name != "stances"}, stances=[])
    before, after = sustained(plain, runs=RUNS), sustained(turned, runs=RUNS)
    for name in ("depletion", "shortfall", "stock", "left"):
        old = [turn(row) for row in getattr(before, name).to_dicts()]
        new = getattr(after, name).to_dicts()
        keys = [k for k in ("claim", "day", "nation", "item") if k in new[0]]
        for one, other in zip(
            *(sorted(table, key=lambda r: [r[k] for k in keys]) for table in (old, new)), strict=True
        ):
            assert _words(one) == _words(other)
            assert _numbers(one) == pytest.approx(_numbers(other), rel=1e-9, abs=1e-9)


def _numbers(row: Row) -> Row:
    return {name: value for name, value in row.items() if isinstance(value, float | int)}


def _words(row: Row) -> Row:
    return {name: value for name, value in row.items() if not isinstance(value, float | int)}
