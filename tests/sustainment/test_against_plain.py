"""Does the expected run agree with a second simulator that was written plainly, in loops and dicts?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sustainment.plain import Crisis, simulate
from sustainment.world import demand, lane, line, row, stock, sustained, world

Row = dict[str, Any]
amounts = st.one_of(st.integers(0, 80).map(float), st.floats(0.01, 80.0))
travel = st.one_of(st.integers(0, 5).map(float), st.floats(0.05, 6.0), st.just(2.5))
PLANTS, BASES = ("usa-plant-1", "usa-plant-2"), ("usa-base-1", "usa-base-2")
WAYS = [
    *(("usa-store", base) for base in BASES),
    *(("usa-works", plant) for plant in PLANTS),
    *((plant, base) for plant in PLANTS for base in BASES),
]


@st.composite
def one_holder(draw: st.DrawFn) -> Crisis:
    """Works with motors feed plants, plants and a store with shells feed bases; tiers meet at a base."""
    chosen = draw(st.lists(st.sampled_from(WAYS), unique=True, min_size=2))
    far = draw(st.lists(travel, unique=True, min_size=len(chosen), max_size=len(chosen)))
    plants = draw(st.lists(st.sampled_from([(p, "shell", k) for p in PLANTS for k in (1, 2)]), unique=True, max_size=3))
    works = draw(st.lists(st.just(("usa-works", "motor", 1)), max_size=1))
    places = [
        *(("usa-store", "shell"), ("usa-works", "motor")),
        *((p, "motor") for p in PLANTS),
        *((b, "shell") for b in BASES),
    ]
    claims = draw(
        st.lists(
            st.sampled_from([(b, t, k) for b in BASES for t in (1, 2) for k in (1, 2)]),
            unique=True,
            min_size=2,
            max_size=5,
        )
    )
    return Crisis(
        days=draw(st.integers(1, 16)),
        stocks=[
            stock(site, draw(amounts), item)
            for site, item in draw(st.lists(st.sampled_from(places), unique=True, min_size=3))
        ],
        lanes=[lane(*way, days) for way, days in zip(chosen, far, strict=True)],
        lines=[_line(draw, *place) for place in (*plants, *works)],
        bills=[{"item": "shell", "component": "motor", "quantity": draw(st.floats(0.25, 3.0))}],
        demands=[
            demand(
                *(base, draw(amounts), "shell", (draw(st.floats(0, 4)), draw(st.floats(5, 20)))),
                demand=f"{base}-{tier}-{k}",
                tier=tier,
            )
            for base, tier, k in claims
        ],
        cover=draw(st.sampled_from((0.0, 3.0, 30.0))),
    )


def _line(draw: st.DrawFn, site: str, item: str, number: int) -> Row:
    made = line(site, draw(st.floats(0, 9)), item, line=f"{site}-{number}")
    surge = {"max_rate_per_year": made["rate_per_year"] * draw(st.floats(1, 3)), "ramp_days": draw(st.integers(0, 12))}
    return made | surge | {"lead_days": draw(travel)}


@settings(max_examples=80)
@given(one_holder())
def test_the_expected_run_of_one_holder_agrees_with_plain_loops(crisis: Crisis) -> None:
    case = world(
        crisis.days,
        items={"shell": {}, "motor": {}},
        sites={site: {} for site in ("usa-store", "usa-works", *PLANTS, *BASES)},
        **{name: getattr(crisis, name) for name in ("stocks", "lanes", "lines", "bills", "demands")},
    )
    plain, result = simulate(crisis), sustained(case, cover=crisis.cover)
    for found in result.stock.iter_rows(named=True):
        said = plain.stock[found["day"]][found["item"]]
        assert found["p50"] == pytest.approx(said, rel=1e-9, abs=1e-9), (found["day"], found["item"])
    for name, unmet in plain.unmet.items():
        if any(r["demand"] == name and r["per_day"] > 0 and r["from_day"] < crisis.days for r in crisis.demands):
            assert row(result.shortfall, claim=name)["short_mean"] == pytest.approx(unmet, rel=1e-9, abs=1e-7)
