"""The expected run of one holder in loops and dicts: a deliberately plain second opinion on the days of a crisis.

Written from the contract's words alone (order of a day, moving, making, order of claims) and the rule of `pull`: once
claims are served, each site orders from its nearest source, then the next, up to what it expects to use over the days
of the nearest source and `cover` days more, goods on the way and on hand counted. No hazards, limits or promises.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import floor
from typing import Any

Row = dict[str, Any]
Place = tuple[str, str]
YEAR = 365.25


@dataclass
class Crisis:
    """Rows of the tables as a case has them, lines with their units a day."""

    days: int
    stocks: list[Row]
    lanes: list[Row]
    lines: list[Row]
    bills: list[Row]
    demands: list[Row]
    cover: float = 30.0


@dataclass
class Days:
    """What happens: stock of each item at the end of each day, and what each demand did not get in all."""

    stock: list[dict[str, float]] = field(default_factory=list)
    unmet: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def simulate(crisis: Crisis) -> Days:
    """Every day in the order of the contract; a component that nobody has or makes does not limit."""
    known = {row["item"] for row in crisis.lines} | {row["item"] for row in crisis.stocks if row["quantity"] > 0}
    crisis = replace(crisis, bills=[row for row in crisis.bills if row["component"] in known])
    held: dict[Place, float] = defaultdict(float)
    for row in crisis.stocks:
        held[row["site"], row["item"]] += row["quantity"]
    arriving: dict[int, dict[Place, float]] = defaultdict(lambda: defaultdict(float))
    done = Days()
    begun: dict[str, list[float]] = {row["line"]: [] for row in crisis.lines}
    for day in range(crisis.days):
        for place, quantity in arriving.pop(day, {}).items():
            held[place] += quantity
        for row in crisis.lines:
            held[row["site"], row["item"]] += finished(row, begun[row["line"]], day)
        for row, quantity in making(crisis, held, day).items():
            begun[row].append(quantity)
        owed = {row["demand"]: row["per_day"] * overlap(row, day, day + 1) for row in crisis.demands}
        serve(crisis, held, owed)
        order(crisis, held, arriving, owed, day)
        serve(crisis, held, owed)
        for name, quantity in owed.items():
            done.unmet[name] += quantity
        totals: dict[str, float] = defaultdict(float)
        for (_, item), quantity in held.items():
            totals[item] += quantity
        done.stock.append(totals)
    return done


def overlap(row: Row, begin: float, end: float) -> float:
    """Days of a demand's window in [begin, end)."""
    return max(0.0, min(row["to_day"], end) - max(row["from_day"], begin))


def rate(row: Row, day: float) -> float:
    """Units a day that a line can start at a moment."""
    low, high = row["rate_per_year"] / YEAR, row["max_rate_per_year"] / YEAR
    return low + (high - low) * (min(1.0, day / row["ramp_days"]) if row["ramp_days"] else 1.0)


def capacity(row: Row, begin: float, end: float) -> float:
    """Units that a line can start in [begin, end): areas of trapezoids, cut where the ramp ends."""
    cuts = sorted({begin, end, *(c for c in (float(row["ramp_days"]),) if begin < c < end)})
    return sum((rate(row, a) + rate(row, b)) / 2 * (b - a) for a, b in pairwise(cuts))


def finished(row: Row, begun: list[float], day: int) -> float:
    """Starts of earlier days spread over the day a lead later, and work in hand; a lead below a day is for `making`."""
    whole, part = floor(row["lead_days"]), row["lead_days"] - floor(row["lead_days"])
    out = row["rate_per_year"] / YEAR * max(0.0, min(day + 1, row["lead_days"]) - day)
    if 1 <= whole <= day:
        out += begun[day - whole] * (1 - part)
    if day - whole - 1 >= 0:
        out += begun[day - whole - 1] * part
    return out


def making(crisis: Crisis, held: dict[Place, float], day: int) -> dict[str, float]:
    """Starts: a component that is short is split in proportion to what each line would use, until nothing moves."""
    wanted = {row["line"]: capacity(row, day, day + 1) for row in crisis.lines}
    begun = dict.fromkeys(wanted, 0.0)
    parts = {
        row["line"]: [((row["site"], b["component"]), b["quantity"]) for b in crisis.bills if b["item"] == row["item"]]
        for row in crisis.lines
    }
    for _ in range(12):
        claimed: dict[Place, float] = defaultdict(float)
        for name, bill in parts.items():
            for place, quantity in bill:
                claimed[place] += (wanted[name] - begun[name]) * quantity
        on_hand = {place: held[place] for place in claimed}
        for name, bill in parts.items():
            share = min((min(1.0, on_hand[p] / claimed[p]) for p, _ in bill if claimed[p] > 0), default=1.0)
            more = (wanted[name] - begun[name]) * share
            begun[name] += more
            for place, quantity in bill:
                held[place] = max(0.0, held[place] - more * quantity)
    for row in crisis.lines:
        if row["lead_days"] < 1:
            held[row["site"], row["item"]] += begun[row["line"]] * (1 - row["lead_days"])
    return begun


def serve(crisis: Crisis, held: dict[Place, float], owed: dict[str, float]) -> None:
    """Tier by tier; within a tier in proportion to what is owed at a site."""
    for tier in sorted({row["tier"] for row in crisis.demands}):
        rows = [row for row in crisis.demands if row["tier"] == tier]
        for place in sorted({(row["site"], row["item"]) for row in rows}):
            names = [row["demand"] for row in rows if (row["site"], row["item"]) == place]
            asked = sum(owed[name] for name in names)
            share = min(1.0, held[place] / asked) if asked > 0 else 0.0
            for name in names:
                held[place] = max(0.0, held[place] - owed[name] * share)
                owed[name] -= owed[name] * share


@dataclass
class Want:
    """A site that orders an item: what is expected to be used there, and where it may come from."""

    place: Place
    names: list[str]
    rows: list[Row]
    lines: list[tuple[Row, float]]
    sources: list[Row]
    need: float = 0.0
    kept: float = 0.0


def wants(crisis: Crisis) -> list[list[Want]]:
    """Wants by rank: demands tier by tier, then plants for their components."""
    makes = {(row["site"], row["item"]) for row in (*crisis.stocks, *crisis.lines)}

    def sources(place: Place) -> list[Row]:
        lanes = [r for r in crisis.lanes if r["destination"] == place[0] and (r["origin"], place[1]) in makes]
        return sorted(lanes, key=lambda r: r["days"])

    ranks = []
    for tier in sorted({row["tier"] for row in crisis.demands}):
        rows = [row for row in crisis.demands if row["tier"] == tier]
        places = sorted({(row["site"], row["item"]) for row in rows})
        there = {p: [row for row in rows if (row["site"], row["item"]) == p] for p in places}
        ranks.append([Want(p, [r["demand"] for r in there[p]], there[p], [], sources(p)) for p in places])
    uses: dict[Place, list[tuple[Row, float]]] = defaultdict(list)
    for row in crisis.lines:
        for bill in crisis.bills:
            if bill["item"] == row["item"]:
                uses[row["site"], bill["component"]].append((row, bill["quantity"]))
    ranks.append([Want(place, [], [], uses[place], sources(place)) for place in sorted(uses)])
    return ranks


def order(
    crisis: Crisis,
    held: dict[Place, float],
    arriving: dict[int, dict[Place, float]],
    owed: dict[str, float],
    day: int,
) -> None:
    """Rank by rank, nearest source first; what a site needs itself it keeps, in proportion, from others' orders."""
    free = dict(held)
    on_the_way: dict[Place, float] = defaultdict(float)
    for places in arriving.values():
        for place, quantity in places.items():
            on_the_way[place] += quantity
    for rank in wants(crisis):
        for want in rank:
            _need(crisis, want, free, on_the_way, owed, day)
        for turn in range(max((len(want.sources) for want in rank), default=0)):
            asking = [want for want in rank if want.need > 1e-9 and turn < len(want.sources)]
            asked: dict[Place, float] = defaultdict(float)
            for want in asking:
                origin = want.sources[turn]["origin"], want.place[1]
                asked[origin] += want.need if free.get(origin, 0.0) > 0 else 0.0
            kept: dict[Place, float] = defaultdict(float)
            for want in rank:
                kept[want.place] += want.kept
            share = {p: min(1.0, free.get(p, 0.0) / (q + kept[p])) for p, q in asked.items() if q > 0}
            for want in asking:
                lane = want.sources[turn]
                origin = lane["origin"], want.place[1]
                sent = want.need * share.get(origin, 0.0)
                want.need -= sent
                held[origin] = max(0.0, held[origin] - sent)
                free[origin] = max(0.0, free.get(origin, 0.0) - sent)
                _send(lane, want.place, sent, held, arriving, day)
        for want in rank:
            free[want.place] = max(0.0, free.get(want.place, 0.0) - want.kept)


def _until_help(crisis: Crisis, want: Want) -> float:
    """Days of the source by which, nearer ones counted, stock and starts suffice for all that the want will use."""
    missing = sum(row["per_day"] * overlap(row, 0, crisis.days) for row in want.rows)
    missing += sum(quantity * capacity(row, 0, crisis.days) for row, quantity in want.lines)
    days, counted = 0.0, set()
    for lane in want.sources:
        if missing <= 0:
            break
        days = lane["days"]
        place = lane["origin"], want.place[1]
        if place not in counted:
            counted.add(place)
            missing -= sum(row["quantity"] for row in crisis.stocks if (row["site"], row["item"]) == place)
            lines = [row for row in crisis.lines if (row["site"], row["item"]) == place]
            missing -= sum(capacity(row, 0, crisis.days) for row in lines)
    return days


def _need(
    crisis: Crisis,
    want: Want,
    free: dict[Place, float],
    on_the_way: dict[Place, float],
    owed: dict[str, float],
    day: int,
) -> None:
    nearest = want.sources[0]["days"] if want.sources else 0.0
    until = day + 1 + _until_help(crisis, want) + crisis.cover
    ends = min(until, crisis.days) if want.rows else until
    need = sum(row["per_day"] * overlap(row, day + 1, ends) for row in want.rows)
    need += sum(quantity * capacity(row, day + 1, until) for row, quantity in want.lines)
    if want.sources and nearest < 1:
        need += sum(owed[name] for name in want.names)
    counted = min(need, on_the_way[want.place])
    on_the_way[want.place] -= counted
    want.kept = min(need - counted, free.get(want.place, 0.0))
    want.need = need - counted - want.kept


def _send(
    lane: Row, place: Place, sent: float, held: dict[Place, float], arriving: dict[int, dict[Place, float]], day: int
) -> None:
    """Sent evenly over a day it arrives evenly over the day that begins `days` later."""
    whole = floor(lane["days"])
    part = lane["days"] - whole
    if whole:
        arriving[day + whole][place] += sent * (1 - part)
    else:
        held[place] += sent * (1 - part)
    arriving[day + whole + 1][place] += sent * part
