"""Which crises can be thought up? Random ones with lanes, lines, repair, promises, hazards and limits."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pipir.case.case import Case
from sustainment.world import agreement, commitment, demand, hazard, lane, line, stance, stock, world

Row = dict[str, Any]
SITES = ("usa-a", "usa-b", "jpn-a", "jpn-b", "kor-a")
ITEMS = ("shell", "motor", "dart")
NATIONS = ("USA", "JPN", "KOR")
amounts = st.one_of(st.integers(0, 60).map(float), st.floats(0.01, 60.0))
travel = st.one_of(st.integers(0, 4).map(float), st.floats(0.05, 4.0), st.just(2.5))


def some(draw: st.DrawFn, **cells: st.SearchStrategy[Any]) -> Row:
    """Some of these cells."""
    return {name: draw(values) for name, values in cells.items() if draw(st.booleans())}


def several(draw: st.DrawFn, options: list[Any], most: int, least: int = 0) -> list[Any]:
    return draw(st.lists(st.sampled_from(options), unique=True, min_size=least, max_size=most))


@st.composite
def crises(draw: st.DrawFn, chance: bool = True) -> Case:
    """A crisis of up to 14 days; without `chance` nothing is left to it."""
    places = [(site, item) for site in SITES for item in ITEMS]
    ways = [(one, other) for one in SITES for other in SITES if one != other]
    limits = {
        "handling_t_per_day": st.floats(1, 30),
        "storage_t": st.floats(1, 90),
        "explosive_limit_kg": st.floats(1, 90),
    }
    return world(
        draw(st.integers(3, 14)),
        sites={site: some(draw, **limits) | some(draw, host=st.sampled_from(NATIONS)) for site in SITES},
        items={
            item: some(draw, mass_kg=st.sampled_from((0, 300, 2000)), neq_kg=st.sampled_from((0, 1, 5)))
            | some(draw, design_authority=st.sampled_from(NATIONS))
            for item in ITEMS
        },
        stocks=[
            stock(site, draw(amounts), item, **some(draw, reserve=amounts), condition=condition)
            for site, item, condition in several(
                draw, [(*place, condition) for place in places for condition in ("serviceable", "repairable")], 9, 2
            )
        ],
        lanes=[
            lane(*way, draw(travel), **some(draw, lift_t_per_day=st.floats(0, 20)))
            for way in several(draw, ways, 14, 1)
        ],
        lines=draw(lines(places)),
        bills=[{"item": "shell", "component": "motor", "quantity": draw(st.floats(0.5, 3.0))}],
        substitutes=[
            {
                "nation": nation,
                "item": "shell",
                "substitute": "dart",
                "ratio": draw(st.floats(0.5, 3.0)),
                "technical": "yes",
                "safety": "yes",
                "permission": draw(st.sampled_from(("yes", "no"))),
            }
            for nation in several(draw, list(NATIONS), 2)
        ],
        demands=[
            demand(
                *(site, draw(amounts), item, (draw(st.integers(0, 3)), draw(st.integers(4, 20)))),
                demand=f"{site}-{item}-{tier}",
                tier=tier,
                **(some(draw, cv=st.floats(0.1, 1.5)) if chance else {}),
            )
            for (site, item), tier in several(draw, [(place, tier) for place in places for tier in (1, 2, 3)], 4, 1)
        ],
        agreements=[
            agreement(*pair, **some(draw, ceiling_per_year=st.floats(1, 9000), onward=st.sampled_from(("yes", "no"))))
            for pair in several(draw, [(a, b) for a in NATIONS for b in NATIONS if a != b], 4)
        ],
        commitments=draw(promised()),
        stances=[stance(nation, act) for nation, act in several(draw, [(n, a) for n in NATIONS for a in ACTS], 2)],
        hazards=draw(hazards()) if chance else [],
    )


ACTS = ("export", "deliver", "host", "release_reserve", "reexport", "produce")


@st.composite
def lines(draw: st.DrawFn, places: list[tuple[str, str]]) -> list[Row]:
    return [
        line(site, draw(st.floats(0, 12)), item, line=f"{site}-{item}-{work}", work=work)
        | {"status": draw(st.sampled_from(("active", "closing", "warm"))), "max_rate_per_year": 9000}
        | some(draw, ramp_days=st.integers(0, 9), lead_days=travel, restart_days=st.integers(0, 3))
        for (site, item), work in several(draw, [(place, work) for place in places for work in ("make", "repair")], 4)
    ]


@st.composite
def promised(draw: st.DrawFn) -> list[Row]:
    """Commitments by lane, and to a buyer that holds no site."""
    rows = []
    for k, (supplier, recipient) in enumerate(several(draw, [(a, b) for a in NATIONS for b in (*NATIONS, "XAA")], 3)):
        if supplier != recipient:
            start = draw(st.integers(-3, 6))
            window = start, start + draw(st.integers(0, 12))
            row = commitment(
                supplier, recipient, draw(amounts), window, draw(st.sampled_from(ITEMS)), commitment=f"c-{k}"
            )
            rows.append(
                row | some(draw, rating=st.sampled_from(("DX", "DO")), state=st.sampled_from(("pledge", "allocation")))
            )
    return rows


@st.composite
def hazards(draw: st.DrawFn) -> list[Row]:
    return [
        hazard(
            *(site, draw(st.sampled_from((0.2, 1.0))), draw(st.floats(0, 1)), (draw(st.integers(0, 3)), 6)),
            **some(draw, outage_days=st.integers(1, 3)),
        )
        for site in several(draw, list(SITES), 2)
    ]
