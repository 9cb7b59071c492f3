"""Which small cases can be thought up? Random ones that are always valid, for tests of everything that takes a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.case.checking import from_frames

Row = dict[str, Any]
Draw = st.DrawFn

START = date(2025, 1, 1)
NATIONS = ("USA", "JPN", "AUS", "KOR")

plain_amounts = st.one_of(st.integers(0, 500).map(float), st.floats(0, 500, width=32))
"""Quantities and rates that a simulation can work with."""

all_amounts = st.one_of(plain_amounts, st.floats(0, 1e14, allow_nan=False))
"""Also numbers that need all their digits."""

plain_words = st.sampled_from(("one", "Two words", "number three"))

hard_words = st.one_of(
    plain_words,
    st.sampled_from(
        ("=1+1", "+1", "-1", "@a", '"', ",", ";", "a\nb", " a ", "true", "1.0", "_x0041_", "'a", "null", "é 한국")
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=20).filter(
        lambda text: text.strip() != ""
    ),
)
"""Texts that a careless writer or reader would change."""


@st.composite
def cases(
    draw: Draw, amounts: st.SearchStrategy[float] = plain_amounts, words: st.SearchStrategy[str] = plain_words
) -> Case:
    """A small valid case: up to 3 nations, 4 sites, 3 items, with lanes, lines, stocks, promises and a scenario."""
    nations = NATIONS[: draw(st.integers(2, 3))]
    sites = draw(_sites(nations, words))
    items = draw(_items(nations, words))
    situation = "war"
    frames: dict[str, Sequence[Row]] = {
        "nations": [{"nation": nation, "name": draw(words), "role": "participant"} for nation in nations],
        "memberships": [{"nation": nation, "body": "PIPIR", "status": "member"} for nation in nations],
        "sites": sites,
        "items": items,
        "lanes": draw(_lanes(sites, amounts)),
        "bills": draw(_bills(items)),
        "lines": draw(_lines(sites, items, amounts)),
        "stocks": draw(_stocks(sites, items, amounts)),
        "agreements": draw(_agreements(nations, items)),
        "commitments": draw(_commitments(nations, items, amounts)),
        "situations": [{"situation": situation, "name": draw(words)}],
        "stances": draw(_stances(nations)),
        "scenarios": [
            {
                "scenario": "crisis",
                "name": draw(words),
                "situation": situation,
                "start": START,
                "days": draw(st.integers(1, 20)),
            }
        ],
        "demands": draw(_demands(sites, items, amounts)),
        "hazards": draw(_hazards(sites)),
    }
    frames["evidence"] = draw(_evidence(frames["stocks"], words))
    return from_frames("random", frames, title=draw(words), as_of=START, price_year=2025)


def _maybe(draw: Draw, **cells: st.SearchStrategy[Any]) -> Row:
    """Some of these optional cells."""
    return {name: draw(values) for name, values in cells.items() if draw(st.booleans())}


@st.composite
def _sites(draw: Draw, nations: Sequence[str], words: st.SearchStrategy[str]) -> list[Row]:
    return [
        {
            "site": f"site-{number}",
            "name": draw(words),
            "nation": draw(st.sampled_from(nations)),
            "host": draw(st.sampled_from(nations)),
            "kind": draw(st.sampled_from(("plant", "depot", "base", "port"))),
            "latitude": draw(st.integers(-60, 60)),
            "longitude": draw(st.integers(-180, 180)),
            **_maybe(draw, storage_t=st.integers(0, 1000), handling_t_per_day=st.integers(1, 100), note=words),
        }
        for number in range(draw(st.integers(2, 4)))
    ]


@st.composite
def _items(draw: Draw, nations: Sequence[str], words: st.SearchStrategy[str]) -> list[Row]:
    return [
        {
            "item": f"item-{number}",
            "name": draw(words),
            "kind": "munition",
            "family": "family",
            "mission": "strike",
            "unit": "piece",
            "mass_kg": draw(st.integers(1, 2000)),
            **_maybe(draw, design_authority=st.sampled_from(nations), unit_cost_usd=st.integers(1, 10**7)),
        }
        for number in range(draw(st.integers(1, 3)))
    ]


@st.composite
def _lanes(draw: Draw, sites: Sequence[Row], amounts: st.SearchStrategy[float]) -> list[Row]:
    names = [site["site"] for site in sites]
    pairs = [(one, other) for one in names for other in names if one != other]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=5))
    return [
        {
            "lane": f"{origin}-to-{destination}",
            "origin": origin,
            "destination": destination,
            "mode": draw(st.sampled_from(("sea", "air", "land"))),
            "days": draw(st.one_of(st.integers(0, 10), st.floats(0, 10, width=32))),
            **_maybe(draw, lift_t_per_day=amounts, cost_usd_per_t=amounts, via=st.just(["USA"])),
        }
        for origin, destination in chosen
    ]


@st.composite
def _bills(draw: Draw, items: Sequence[Row]) -> list[Row]:
    """What an item is made of comes after it in the list, so that no item is made of itself."""
    names = [item["item"] for item in items]
    pairs = [(item, part) for place, item in enumerate(names) for part in names[place + 1 :]]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)) if pairs else []
    return [{"item": item, "component": part, "quantity": draw(st.integers(1, 4))} for item, part in chosen]


@st.composite
def _lines(draw: Draw, sites: Sequence[Row], items: Sequence[Row], amounts: st.SearchStrategy[float]) -> list[Row]:
    rows = []
    for number in range(draw(st.integers(0, 3))):
        rate = draw(amounts)
        row = {
            "line": f"line-{number}",
            "site": draw(st.sampled_from(sites))["site"],
            "item": draw(st.sampled_from(items))["item"],
            "rate_per_year": rate,
            "status": draw(st.sampled_from(("active", "warm", "cold", "closing"))),
            **_maybe(
                draw, max_rate_per_year=st.just(rate * 2), ramp_days=st.integers(0, 30), lead_days=st.integers(0, 30)
            ),
        }
        rows.append(row)
    return rows


@st.composite
def _stocks(draw: Draw, sites: Sequence[Row], items: Sequence[Row], amounts: st.SearchStrategy[float]) -> list[Row]:
    places = [(site["site"], item["item"]) for site in sites for item in items]
    chosen = draw(st.lists(st.sampled_from(places), unique=True, max_size=6))
    return [
        {
            "site": site,
            "item": item,
            "quantity": draw(amounts),
            **_maybe(draw, reserve=amounts, release=st.just(["USA", "JPN"]), as_of=st.just(START)),
        }
        for site, item in chosen
    ]


@st.composite
def _agreements(draw: Draw, nations: Sequence[str], items: Sequence[Row]) -> list[Row]:
    pairs = [(one, other) for one in nations for other in nations if one != other]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=3))
    covered = ["*", "family", *(item["item"] for item in items)]
    return [
        {
            "agreement": f"{supplier.lower()}-{beneficiary.lower()}",
            "supplier": supplier,
            "beneficiary": beneficiary,
            "item": draw(st.sampled_from(covered)),
            "kind": "transfer",
            "binding": "binding",
            "status": draw(st.sampled_from(("in_force", "proposed"))),
            **_maybe(draw, ceiling_per_year=st.integers(0, 1000), onward=st.sampled_from(("yes", "no"))),
        }
        for supplier, beneficiary in chosen
    ]


@st.composite
def _commitments(
    draw: Draw, nations: Sequence[str], items: Sequence[Row], amounts: st.SearchStrategy[float]
) -> list[Row]:
    return [
        {
            "commitment": f"promise-{number}",
            "supplier": nations[0],
            "recipient": nations[1],
            "item": draw(st.sampled_from(items))["item"],
            "quantity": draw(amounts),
            "start": START,
            "end": START + timedelta(days=draw(st.integers(0, 400))),
            "state": draw(st.sampled_from(("pledge", "allocation", "contract", "delivery"))),
            **_maybe(draw, rating=st.sampled_from(("DX", "DO", "unrated"))),
        }
        for number in range(draw(st.integers(0, 2)))
    ]


@st.composite
def _stances(draw: Draw, nations: Sequence[str]) -> list[Row]:
    acts = draw(st.lists(st.sampled_from(("export", "deliver", "host", "transit")), unique=True, max_size=3))
    answers = st.sampled_from(("yes", "no", "unknown"))
    return [{"nation": nations[0], "situation": "war", "act": act, "answer": draw(answers)} for act in acts]


@st.composite
def _demands(draw: Draw, sites: Sequence[Row], items: Sequence[Row], amounts: st.SearchStrategy[float]) -> list[Row]:
    rows = []
    for number in range(draw(st.integers(0, 3))):
        site, first = draw(st.sampled_from(sites)), draw(st.integers(0, 10))
        row = {
            "scenario": "crisis",
            "demand": f"demand-{number}",
            "nation": site["nation"],
            "site": site["site"],
            "item": draw(st.sampled_from(items))["item"],
            "from_day": first,
            "to_day": first + draw(st.integers(1, 10)),
            "per_day": draw(amounts),
            "tier": draw(st.integers(1, 3)),
            **_maybe(draw, weight=st.integers(1, 5), cv=st.sampled_from((0.0, 0.3))),
        }
        rows.append(row)
    return rows


@st.composite
def _hazards(draw: Draw, sites: Sequence[Row]) -> list[Row]:
    return [
        {
            "scenario": "crisis",
            "hazard": f"hazard-{number}",
            "kind": "site",
            "target": draw(st.sampled_from(sites))["site"],
            "from_day": 0,
            "to_day": draw(st.integers(1, 10)),
            "probability_per_day": draw(st.sampled_from((0.0, 0.1, 1.0))),
            "loss": draw(st.sampled_from((0.0, 0.25, 1.0))),
            **_maybe(draw, outage_days=st.integers(0, 3)),
        }
        for number in range(draw(st.integers(0, 2)))
    ]


@st.composite
def _evidence(draw: Draw, stocks: Sequence[Row], words: st.SearchStrategy[str]) -> list[Row]:
    """A chosen claim about some of the stocks, with a range around it."""
    return [
        {
            "table": "stocks",
            "row": f"{row['site']}/{row['item']}/serviceable",
            "column": "quantity",
            "source": "assumption",
            "value": repr(row["quantity"]),
            "low": row["quantity"] / 2,
            "high": row["quantity"] * 1.5,
            "confidence": "assumed",
            "chosen": True,
            **_maybe(draw, reason=words),
        }
        for row in stocks
        if draw(st.booleans())
    ]
