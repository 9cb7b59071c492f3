"""Which small worlds can be thought up to be planned? Random ones, with some of everything that a plan must heed."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pipir.case.case import Case
from planning.reading import YEAR, Asked
from sustainment.crises import several, some
from sustainment.world import agreement, commitment, demand, hazard, lane, line, on, stance, stock, world

Row = dict[str, Any]
SITES = ("usa-a", "usa-b", "jpn-a", "jpn-b", "kor-a", "aus-a")
NATIONS = ("USA", "JPN", "KOR", "AUS")
ITEMS = ("shell", "motor", "dart", "radar")
ACTS = ("export", "deliver", "backfill", "host", "transit", "produce", "release_reserve", "reexport")
WORDS = ("*", "rounds", *ITEMS)
"""What an agreement or a stance may say it is for: shells and darts are rounds."""

amounts = st.one_of(st.integers(1, 60).map(float), st.floats(0.5, 60.0), st.just(0.0))
rates = st.one_of(st.integers(1, 12).map(float), st.floats(0.25, 12.0))
travel = st.one_of(st.integers(0, 4).map(float), st.floats(0.05, 6.0), st.sampled_from((0.0, 0.5, 2.5, 8.0)))
answers = st.sampled_from(("yes", "no", "unknown"))


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    return Asked(
        daily=draw(st.booleans()), unknown=draw(st.sampled_from(("no", "yes"))), call_promises=draw(st.booleans())
    )


@st.composite
def worlds(draw: st.DrawFn, longest: int = 45) -> Case:
    """Up to four nations and six sites; scenarios of 3 to 45 days, so that some have weeks."""
    days = min(longest, draw(st.one_of(st.integers(3, 14), st.sampled_from((31, 33, 37, 40, 45)))))
    sites = several(draw, list(SITES), 5, 2)
    items = several(draw, list(ITEMS), 3, 1)
    nations = sorted({site[:3].upper() for site in sites})
    places = [(site, item) for site in sites for item in items]
    ways, held = draw(lanes(sites)), draw(stocks(places))
    made = draw(lines(places, days))
    reached = [
        (way["destination"], row["item"]) for way in ways for row in (*held, *made) if row["site"] == way["origin"]
    ]
    crossed = sorted({(a, b) for way in ways if (a := _holder(way["origin"])) != (b := _holder(way["destination"]))})
    return world(
        days,
        sites={site: draw(limits(nations)) for site in sites},
        items={item: draw(things(item, nations)) for item in items},
        memberships=[{"nation": n, "body": "PIPIR"} | draw(membership) for n in several(draw, nations, 3)],
        stocks=held,
        lanes=ways,
        in_transit=draw(transits(ways, items)),
        lines=made,
        bills=draw(bills(items)),
        substitutes=draw(substitutes(items, nations)),
        demands=draw(demands(reached + reached + places, days)),
        agreements=draw(agreements(crossed, items, days)),
        **draw(commitments(crossed + [(n, "XAA") for n in nations], sites, items, days)),
        stances=draw(stances(nations, items)),
        sequence=draw(sequences(nations)),
        hazards=draw(hazards(sites, ways, made, days)),
    )


def _holder(site: str) -> str:
    return site[:3].upper()


@st.composite
def limits(draw: st.DrawFn, nations: list[str]) -> Row:
    if draw(st.integers(0, 2)):
        return {}
    return some(
        draw,
        handling_t_per_day=st.floats(0.2, 6),
        storage_t=st.floats(1, 90),
        explosive_limit_kg=st.floats(1, 90),
        host=st.sampled_from(nations),
    )


@st.composite
def things(draw: st.DrawFn, item: str, nations: list[str]) -> Row:
    mass = draw(st.sampled_from((1000, 1000, 0, 300, 2000)))
    cells = some(draw, neq_kg=st.sampled_from((0, 1, 5)), design_authority=st.sampled_from(nations))
    return {"mass_kg": mass} | cells | ({"family": "rounds"} if item in ("shell", "dart") else {})


membership = st.fixed_dictionaries(
    {"status": st.sampled_from(("member", "member", "observer"))},
    optional={"since": st.sampled_from((on(-3), on(0), on(2)))},
)


@st.composite
def stocks(draw: st.DrawFn, places: list[tuple[str, str]]) -> list[Row]:
    conditions = [(*place, "serviceable") for place in places] + [(*p, "repairable") for p in places if "radar" in p]
    return [
        stock(site, draw(amounts), item, condition=condition, **some(draw, reserve=amounts))
        for site, item, condition in several(draw, conditions, 8, min(3, len(conditions)))
    ]


@st.composite
def lanes(draw: st.DrawFn, sites: list[str]) -> list[Row]:
    ways = [(one, other) for one in sites for other in sites if one != other]
    return [
        lane(*way, draw(travel), cost_usd_per_t=draw(st.integers(0, 300)), **draw(lift))
        for way in several(draw, ways, 8, min(4, len(ways)))
    ]


lift = st.fixed_dictionaries(
    {},
    optional={
        "lift_t_per_day": st.one_of(st.floats(0.5, 20), st.just(0.0)),
        "via": st.sampled_from((["USA"], ["JPN"], ["KOR", "AUS"])),
    },
)


@st.composite
def transits(draw: st.DrawFn, ways: list[Row], items: list[str]) -> list[Row]:
    names = [(way["lane"], item, day) for way in ways for item in items for day in (-2, 0, 1, 4, 33)]
    return [
        {"lane": name, "item": item, "arrives": on(day), "quantity": draw(amounts)}
        for name, item, day in several(draw, names, 2)
    ]


@st.composite
def lines(draw: st.DrawFn, places: list[tuple[str, str]], days: int) -> list[Row]:
    works = [(*place, "make") for place in places] + [(*place, "repair") for place in places if "radar" in place]
    rows = []
    for site, item, work in several(draw, works, 3):
        rate = draw(rates)
        row = line(site, rate, item, line=f"{site}-{item}-{work}", work=work)
        row |= {"status": draw(st.sampled_from(("active", "active", "closing", "warm", "cold", "planned")))}
        cells = {
            "max_rate_per_year": st.floats(1, 3).map(lambda times, rate=rate: rate * YEAR * times),
            "ramp_days": st.one_of(st.integers(0, 20), st.floats(0.5, 9)),
            "lead_days": travel,
            "restart_days": st.integers(0, 5),
            "available_from": st.integers(-20, days).map(on),
        }
        rows.append(row | some(draw, **cells))
    return rows


@st.composite
def bills(draw: st.DrawFn, items: list[str]) -> list[Row]:
    pairs = [("shell", "motor"), ("dart", "motor"), ("radar", "motor"), ("shell", "radar")]
    possible = [pair for pair in pairs if set(pair) <= set(items)]
    chosen = several(draw, possible, 2) if possible else []
    return [{"item": one, "component": part, "quantity": draw(st.sampled_from((0.5, 1, 2.5)))} for one, part in chosen]


@st.composite
def substitutes(draw: st.DrawFn, items: list[str], nations: list[str]) -> list[Row]:
    pairs = [(n, a, b) for n in nations for a in items for b in items if a != b]
    gates = st.sampled_from(("yes", "yes", "yes", "no", "unknown"))
    return [
        {"nation": nation, "item": item, "substitute": other, "ratio": draw(st.sampled_from((0.5, 1, 2, 1.3)))}
        | {gate: draw(gates) for gate in ("technical", "safety", "permission")}
        for nation, item, other in (several(draw, pairs, 3) if pairs else [])
    ]


@st.composite
def demands(draw: st.DrawFn, places: list[tuple[str, str]], days: int) -> list[Row]:
    rows = []
    for k, (site, item) in enumerate(draw(st.lists(st.sampled_from(places), min_size=1, max_size=4))):
        begin = draw(st.one_of(st.integers(0, days), st.floats(0, days - 1)))
        window = begin, begin + draw(st.one_of(st.integers(1, 30), st.floats(0.5, 9)))
        row = demand(site, draw(rates), item, window, demand=f"d-{k}", tier=draw(st.integers(1, 3)))
        rows.append(row | some(draw, weight=st.sampled_from((0.5, 2, 5))))
    return rows


@st.composite
def agreements(draw: st.DrawFn, pairs: list[tuple[str, str]], items: list[str], days: int) -> list[Row]:
    covered = [
        word for word in WORDS if word in items or word == "*" or (word == "rounds" and {"shell", "dart"} & {*items})
    ]
    rows = []
    for k, pair in enumerate(draw(st.lists(st.sampled_from(pairs), min_size=2, max_size=5)) if pairs else []):
        row = agreement(*pair, draw(st.sampled_from(("*", *covered))), agreement=f"a-{k}")
        begin = draw(st.integers(-5, days))
        cells: dict[str, st.SearchStrategy[Any]] = {
            "ceiling_per_year": st.floats(100, 9000),
            "onward": st.sampled_from(("yes", "no")),
            "promised_per_year": st.floats(100, 3000),
            "status": st.sampled_from(("in_force", "in_force", "proposed")),
            "start": st.just(on(begin)),
            "end": st.integers(begin, days + 3).map(on),
        }
        rows.append(row | some(draw, **cells))
    return rows


@st.composite
def commitments(
    draw: st.DrawFn, pairs: list[tuple[str, str]], sites: list[str], items: list[str], days: int
) -> dict[str, list[Row]]:
    """Commitments to nations with and without sites, with a record of deliveries or without."""
    rows: list[Row] = []
    for k, (supplier, recipient) in enumerate(draw(st.lists(st.sampled_from(pairs), max_size=3))):
        begin = draw(st.integers(-5, days))
        window = begin, begin + draw(st.integers(0, 25))
        own = [site for site in sites if site[:3].upper() == recipient]
        cells: dict[str, st.SearchStrategy[Any]] = {
            "delivered": st.floats(0, 20),
            "rating": st.sampled_from(("DX", "DO")),
            "state": st.sampled_from(("pledge", "allocation", "delivery")),
            "binding": st.sampled_from(("binding", "best_effort")),
            **({"deliver_to": st.sampled_from(own)} if own else {}),
            **({"backfills": st.just("c-0")} if k else {}),
        }
        item = draw(st.sampled_from(items))
        row = commitment(supplier, recipient, draw(amounts), window, item, commitment=f"c-{k}")
        rows.append(row | some(draw, **cells))
    record = [(row["commitment"], day) for row in rows for day in (-4, -1, 0, 3)]
    done = several(draw, record, 2) if record else []
    kept = [{"commitment": name, "date": on(day), "quantity": draw(st.floats(0, 9))} for name, day in done]
    return {"commitments": rows, "deliveries": kept}


@st.composite
def stances(draw: st.DrawFn, nations: list[str], items: list[str]) -> list[Row]:
    to = ["*", "*", *nations]
    words = [word for word in WORDS if word in items or word == "*"]
    keys = st.tuples(*(st.sampled_from(options) for options in (nations, ACTS, to, words)))
    chosen = draw(st.lists(keys, unique=True, max_size=4))
    return [stance(nation, act, draw(answers), to=who, item=word) for nation, act, who, word in chosen]


@st.composite
def sequences(draw: st.DrawFn, nations: list[str]) -> list[Row]:
    if draw(st.integers(0, 3)):
        return []
    scopes = ["*", "1", "contract", "pledge", "binding", f"1&{nations[0]}", nations[-1], "DX"]
    keys = st.tuples(st.integers(1, 4), st.sampled_from(("commitment", "demand", "promise")), st.sampled_from(scopes))
    chosen = draw(st.lists(keys, unique=True, min_size=1, max_size=4))
    return [{"rank": rank, "claim": claim, "scope": scope} for rank, claim, scope in chosen]


@st.composite
def hazards(draw: st.DrawFn, sites: list[str], ways: list[Row], made: list[Row], days: int) -> list[Row]:
    """Some alone, some in one group with one window and one probability."""
    targets = [("site", name) for name in sites] + [("lane", row["lane"]) for row in ways]
    targets += [("line", row["line"]) for row in made]
    begin = draw(st.integers(0, days))
    together = (begin, begin + draw(st.integers(1, 9))), draw(st.sampled_from((0.1, 0.5, 1.0)))
    rows = []
    for k, (kind, target) in enumerate(draw(st.lists(st.sampled_from(targets), max_size=3))):
        row = hazard(target, together[1], draw(st.sampled_from((0.0, 0.25, 1.0))), together[0], kind, hazard=f"h-{k}")
        if draw(st.booleans()):
            row |= {"group": "salvo"}
        else:
            window = draw(st.floats(0, days)), draw(st.floats(0.5, 12))
            row |= {
                "from_day": window[0],
                "to_day": sum(window),
                "probability_per_day": draw(st.sampled_from((0.2, 1.0))),
            }
        rows.append(row | some(draw, outage_days=st.sampled_from((1, 2, 2.5, 5))))
    return rows
