"""Small crises in which things could stand in for one another, if gates were opened. For tests."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from pipir.case.case import Case
from pipir.case.tables.things import GATES
from pipir.network.compile import compile_network
from pipir.standardisation.gates import opened, uses
from pipir.standardisation.opening import Members, Openings
from sustainment.crises import several
from sustainment.world import agreement, demand, lane, line, stock, world

Row = dict[str, Any]
ITEMS = ("ball", "dart", "rocket", "shell")
SITES = ("jpn-a", "kor-a", "usa-a")
PAIRS = (("shell", "dart"), ("shell", "ball"), ("ball", "dart"))


def pair(nation: str, item: str, substitute: str, ratio: float = 1.0, **gates: Any) -> Row:
    """A pair that only safety data keep closed, unless told otherwise."""
    start = {"nation": nation, "item": item, "substitute": substitute, "ratio": ratio, "technical": "yes"}
    return {**start, "safety": "unknown", "permission": "yes", **gates}


def qualify(target: str, cost: float, **more: Any) -> Row:
    """An option that opens a gate for so much."""
    start = {"option": "q-" + target.replace("/", "-").lower(), "name": "Qualify", "kind": "qualify", "target": target}
    paid = {"quantity": 1.0, "fixed_cost_usd": cost, "unit_cost_usd": 0.0, "max_units": 1.0, "whole": True}
    return {**start, **paid, "lead_days": 90.0, "funder": "USA", "spent_in": "USA", **more}


def openings(case: Case) -> Openings:
    """Its uses with closed gates, ready to be opened."""
    found = uses(case)
    return Openings(compile_network(opened(case, found)), found)


def shots(**tables: Any) -> Case:
    """The United States need 10 shells a day for ten days, hold none, and hold 60 darts; two darts do for a shell."""
    rows: dict[str, Any] = {
        "stocks": [stock("usa-a", 60, "dart")],
        "demands": [demand("usa-a", 10, "shell")],
        "substitutes": [pair("USA", "shell", "dart", 2.0)],
    }
    return world(10, **(rows | tables))


def subsets(count: int) -> list[Members]:
    """All sets of so many uses."""
    return [frozenset(chosen) for size in range(count + 1) for chosen in combinations(range(count), size)]


@st.composite
def rivals(draw: st.DrawFn, most: int = 5) -> Case:
    """Nations that need some of four items, hold others, may ship them, and have closed gates between them."""
    amounts = st.integers(1, 60).map(float)
    days = draw(st.sampled_from((4, 9, 34)))
    sites = several(draw, list(SITES), 3, 1)
    places = [(site, item) for site in sites for item in ITEMS]
    asked = several(draw, places, 5, 2)
    held = several(draw, places, 6, 3)
    wanted = [(site[:3].upper(), item) for site, item in asked]
    possible = [(n, item, other) for n, item in wanted for other in ITEMS if other != item]
    closed = several(draw, possible, most, 2)
    gates = st.sampled_from(({}, {"technical": "no"}, {"safety": "yes", "permission": "no"}))
    between = [(one, other) for one in sites for other in sites if one != other]
    ways = several(draw, between, 4) if between else []
    return world(
        days,
        sites={site: {} for site in sites},
        items={item: {} for item in ITEMS},
        stocks=[stock(site, draw(amounts), item) for site, item in held],
        demands=[
            demand(site, draw(st.integers(1, 9)), item, (0, draw(st.integers(1, days))), tier=draw(st.integers(1, 3)))
            for site, item in asked
        ],
        substitutes=[pair(*names, draw(st.sampled_from((0.5, 1.0, 2.0))), **draw(gates)) for names in closed],
        lanes=[lane(*way, draw(st.integers(0, 3)), lift_t_per_day=draw(st.integers(1, 9))) for way in ways],
        agreements=[agreement(*(site[:3].upper() for site in way)) for way in ways],
        lines=[line(site, draw(st.integers(1, 5)), item) for site, item in several(draw, places, 2)],
    )


@st.composite
def crowds(draw: st.DrawFn) -> Case:
    """Three nations that need shells and balls, of which one holds some and all hold darts, or are sent them.

    Each of them has gates closed, up to three, that cost something, or nobody knows what.
    """
    nations = [site[:3].upper() for site in SITES]
    amounts = st.integers(5, 60).map(float)
    answers = st.fixed_dictionaries({gate: st.sampled_from(("yes", "no", "unknown")) for gate in GATES})
    rows = several(draw, [(n, item, other) for n in nations for item, other in PAIRS], 6, 3)
    closed = [pair(*names, draw(st.sampled_from((1.0, 2.0))), **draw(answers)) for names in rows]
    gates = [f"{n}/{item}/{other}/{gate}" for n, item, other in rows for gate in GATES]
    priced = [target for target in gates if draw(st.integers(0, 9))]
    between = [(one, other) for one in SITES for other in SITES if one != other]
    ways = several(draw, between, 3)
    held = [(site, item) for site in SITES for item in ("dart", "ball")]
    return world(
        10,
        stocks=[stock(site, draw(amounts), item) for site, item in several(draw, held, 4, 1)],
        demands=[
            demand(site, draw(st.integers(1, 9)), item, tier=draw(st.integers(1, 2)))
            for site in SITES
            for item in ("shell", "ball")
        ],
        substitutes=closed,
        options=[qualify(target, draw(st.sampled_from((0.0, 1e6, 3e6, 4e6)))) for target in priced],
        lanes=[lane(*way, 0) for way in ways],
        agreements=[agreement(*(site[:3].upper() for site in way)) for way in ways],
    )
