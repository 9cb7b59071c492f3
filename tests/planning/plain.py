"""The best plan of a small case, written down a second time: loops, dictionaries and one column for every choice.

Nothing is left out because it cannot matter, nothing is scaled, nothing is shared with the programme that it checks.
Columns are named by what they say, like ("sent", lane, good, carrier, period); a row is a dictionary of such names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from pipir.case.case import Case
from planning.reading import YEAR, Asked, Claim, Reading

Name = tuple[str | int, ...]
Terms = dict[Name, float]
ONE: Name = ("one",)
"""Stands for a constant in a sum of terms."""


def put(into: Terms, terms: Mapping[Name, float], factor: float = 1.0) -> Terms:
    for name, value in terms.items():
        into[name] = into.get(name, 0.0) + factor * value
    return into


@dataclass
class Programme:
    """Columns (all at least 0) and rows low <= terms <= high, each under its own name."""

    said: Reading
    columns: dict[Name, int] = field(default_factory=dict)
    rows: dict[Name, tuple[Terms, float, float]] = field(default_factory=dict)
    taken: dict[tuple[str, str, str, int], Terms] = field(default_factory=dict)
    """What is taken in by lane, good, carrier and period."""

    def column(self, *name: str | int) -> Name:
        self.columns.setdefault(name, len(self.columns))
        return name

    def row(self, name: Name, terms: Terms, low: float = -inf, high: float = inf) -> None:
        constant = terms.pop(ONE, 0.0)
        assert name not in self.rows, name
        self.rows[name] = terms, low - constant, high - constant

    @property
    def times(self) -> range:
        return range(len(self.said.periods))


# What may be chosen, and what limits it


def moving(p: Programme) -> None:
    """What is sent, when it arrives, what waits at the door: lanes, lift, losses on the way, closed ways."""
    said = p.said
    loads: dict[tuple[str, int], Terms] = defaultdict(dict)
    for lane, good, carrier in said.flows:
        row = said.lanes[lane]
        coming: list[Terms] = [{} for _ in p.times]
        for (u, t), share in said.arriving(row["days"]).items():
            put(coming[t], {("sent", lane, good, carrier, u): share * _left(said, lane, u)})
        for t, (a, b) in enumerate(said.periods):
            agreement = said.agreements.get(carrier)
            p.column("sent", lane, good, carrier, t)
            if said.way_open(lane, t) == 0 or (agreement and not said.in_force(agreement, a, b)):
                p.row(("closed", lane, good, carrier, t), {("sent", lane, good, carrier, t): 1.0}, high=0.0)
            put(loads[lane, t], {("sent", lane, good, carrier, t): said.mass_t(good)})
        door(p, (lane, good, carrier), coming)
    for (lane, t), load in loads.items():
        lift, (a, b) = said.lanes[lane]["lift_t_per_day"], said.periods[t]
        if lift < inf:
            p.row(("lift", lane, t), load, high=lift * said.way_open(lane, t) * (b - a))
    for k, row in enumerate(said.rows("in_transit")):
        under_way(p, k, row["lane"], row["item"], max(0, said.day(row["arrives"])), row["quantity"])


def _left(said: Reading, lane: str, u: int) -> float:
    middle = sum(said.periods[u]) / 2
    return said.arrives(lane, middle, middle + said.lanes[lane]["days"])


def under_way(p: Programme, k: int, lane: str, good: str, day: int, quantity: float) -> None:
    """Goods on a lane at day 0: they get in on their day where the site works."""
    t = p.said.period_of(day)
    if t is not None and p.said.works(p.said.lanes[lane]["destination"], good):
        coming: list[Terms] = [{} for _ in p.times]
        coming[t] = {ONE: quantity * p.said.arrives(lane, 0.0, day + 0.5)}
        door(p, (lane, good, f"under way {k}"), coming)


def door(p: Programme, flow: tuple[str, str, str], coming: list[Terms]) -> None:
    """Arrivals may wait at a site with a limit that says something of them, and must while it is closed."""
    said, site = p.said, p.said.lanes[flow[0]]["destination"]
    shut = [said.open_share(t, ("site", site)) == 0 for t in p.times]
    free = said.limited(site, flow[1])
    for t in p.times:
        taken = dict(coming[t])
        if t and (free or shut[t - 1]):
            put(taken, {p.column("waits", *flow, t - 1): 1.0})
        if free or shut[t]:
            put(taken, {p.column("waits", *flow, t): -1.0})
        p.taken[(*flow, t)] = taken
        p.row(("taken in", *flow, t), dict(taken), 0.0, 0.0 if shut[t] else inf)


def entering(p: Programme, site: str) -> list[tuple[str, str, str, int]]:
    return [key for key in p.taken if p.said.lanes[key[0]]["destination"] == site]


def sites(p: Programme) -> None:
    """Handling, storage and explosives of every site that has a limit."""
    said = p.said
    for site, row in said.sites.items():
        for t, (a, b) in enumerate(said.periods):
            if row["handling_t_per_day"] < inf:
                load: Terms = {}
                for key in entering(p, site):
                    if key[3] == t:
                        put(load, p.taken[key], said.mass_t(key[1]))
                most = row["handling_t_per_day"] * said.open_share(t, ("site", site)) * (b - a)
                p.row(("handling", site, t), load, high=most)
            for limit, weight in (("storage_t", said.mass_t), ("explosive_limit_kg", said.neq_kg)):
                if row[limit] < inf:
                    at_first = sum(weight(good) * q for where, good, q, _ in said.held() if where == site)
                    lies = {("stock", site, good, t): weight(good) for good in said.goods}
                    p.row((limit, site, t), lies, high=max(row[limit], at_first))


def balance(p: Programme) -> None:
    """Nothing is created or lost, at every site, of every good."""
    said = p.said
    for site in said.sites:
        for good in said.goods:
            opening = sum(q for where, what, q, _ in said.held() if (where, what) == (site, good))
            discarding(p, site, good, opening)
            for t in p.times:
                left = said.survives(site, t)
                before = {("stock", site, good, t - 1): left} if t else {ONE: left * opening}
                after = {p.column("stock", site, good, t): 1.0, p.column("discarded", site, good, t): 1.0}
                p.row(("balance", site, good, t), put(put(after, before, -1.0), put({}, went(p, site, good, t))), 0, 0)


def discarding(p: Programme, site: str, good: str, opening: float) -> None:
    """What lay there and comes out of work in hand may be thrown away; what is brought or made by choice must fit."""
    said, so_far, may = p.said, Terms(), opening
    for t, (a, b) in enumerate(said.periods):
        for line in said.lines.values():
            if (line["site"], line["item"]) == (site, good) and said.works(site, good):
                may += said.in_hand(line, a, b)
        put(so_far, {p.column("discarded", site, good, t): 1.0})
        p.row(("thrown away", site, good, t), dict(so_far), high=may)


def went(p: Programme, site: str, good: str, t: int) -> Terms:
    """What leaves a site in a period, less what comes in."""
    said = p.said
    out = put({}, made(p, site, good, t), -1.0)
    for key in entering(p, site):
        if (key[1], key[3]) == (good, t):
            put(out, p.taken[key], -1.0)
    for lane, what, carrier in said.flows:
        if what == good and said.lanes[lane]["origin"] == site:
            put(out, {("sent", lane, good, carrier, t): 1.0})
    for name, demand in said.demands.items():
        if demand["site"] == site and ("fill", name, good, t) in p.columns:
            put(out, {("fill", name, good, t): 1.0})
    for name, row in said.commitments.items():
        if ("hand", name, site, t) in p.columns and row["item"] == good:
            put(out, {("hand", name, site, t): 1.0})
    return out


def made(p: Programme, site: str, good: str, t: int) -> Terms:
    """What the lines of a site put out of a good in a period, less what their starts take of it."""
    out = Terms()
    for name, line in p.said.lines.items():
        if line["site"] == site:
            put(out, finished(p, name, t) if line["item"] == good else {})
            put(out, {("started", name, t): -sum(quantity for part, quantity in p.said.bill(line) if part == good)})
    return out


def making(p: Programme) -> None:
    """No more is started than capacity, hazards and the host of the site allow."""
    for name, line in p.said.lines.items():
        for t, (a, b) in enumerate(p.said.periods):
            most = p.said.capacity(line, a, b) * p.said.open_share(t, ("line", name))
            working = p.said.works(line["site"], line["item"])
            p.row(("capacity", name, t), {p.column("started", name, t): 1.0}, high=most if working else 0.0)


def finished(p: Programme, name: str, t: int) -> Terms:
    """What a line puts out in a period: starts a lead earlier, and work in hand."""
    said, line = p.said, p.said.lines[name]
    if not said.works(line["site"], line["item"]):
        return {}
    shares = said.arriving(line["lead_days"])
    starts: Terms = {("started", name, u): share for (u, came), share in shares.items() if came == t}
    return put(starts, {ONE: said.in_hand(line, *said.periods[t])})


def pools(p: Programme) -> None:
    """A reserve is never exported: what a holder has sent to others of a good, up to any period."""
    said = p.said
    for nation in sorted({row["nation"] for row in said.sites.values()}):
        own = [site for site, row in said.sites.items() if row["nation"] == nation]
        for good in said.goods:
            free = sum(max(0.0, q - kept) for where, what, q, kept in said.held() if where in own and what == good)
            so_far: Terms = {ONE: -free}
            for t in p.times:
                put(so_far, exported(p, nation, good, t))
                for name, line in said.lines.items():
                    if line["site"] in own and line["item"] == good:
                        put(so_far, finished(p, name, t), -1.0)
                for key in (key for site in own for key in entering(p, site)):
                    onward = said.agreements.get(key[2], {}).get("onward") == "yes"
                    if onward and (key[1], key[3]) == (good, t):
                        put(so_far, p.taken[key], -1.0)
                p.row(("pool", nation, good, t), dict(so_far), high=0.0)


def exported(p: Programme, nation: str, good: str, t: int) -> Terms:
    """What leaves a holder in a period, but for those to whom its reserve may go."""
    said, out = p.said, Terms()
    for lane, what, carrier in said.flows:
        ends = said.lanes[lane]["origin"], said.lanes[lane]["destination"]
        sender, receiver = (said.sites[end]["nation"] for end in ends)
        crosses = what == good and sender == nation != receiver
        if crosses and not said.allows(nation, "release_reserve", receiver, good):
            put(out, {("sent", lane, good, carrier, t): 1.0})
    for name, row in said.commitments.items():
        of_it = (row["supplier"], row["item"]) == (nation, good)
        if of_it and not said.allows(nation, "release_reserve", row["recipient"], good):
            put(out, {("hand", name, site, t): 1.0 for site in said.sites if ("hand", name, site, t) in p.columns})
    return out


def ceilings(p: Programme) -> None:
    """No more goes under an agreement than its ceiling, from day 0 or its start to the end of any period."""
    said = p.said
    for name, row in said.agreements.items():
        begin = 0 if row["start"] is None else max(0, said.day(row["start"]))
        so_far: Terms = {}
        for t, (_, b) in enumerate(said.periods if row["ceiling_per_year"] < inf else ()):
            put(so_far, {c: 1.0 for c in p.columns if c[0] == "sent" and c[3:] == (name, t)})
            p.row(("ceiling", name, t), dict(so_far), high=row["ceiling_per_year"] / YEAR * max(0, b - begin))


def hands(p: Programme) -> None:
    """Where a commitment to a recipient without sites may leave the network."""
    said = p.said
    for name, row in said.commitments.items():
        if not said.targets(row) and said.delivers(row):
            for site, place in said.sites.items():
                if place["nation"] == row["supplier"] and said.works(site, row["item"]):
                    for t in p.times:
                        p.column("hand", name, site, t)


# Who gets what


def serving(p: Programme, claims: list[Claim]) -> None:
    """Each claim's share short, in the column ("short", kind, name)."""
    for claim in claims:
        {"demand": _demand, "commitment": _commitment, "promise": _promise}[claim.kind](p, claim)
        p.row(("at most all", claim.kind, claim.name), {("short", claim.kind, claim.name): 1.0}, high=1.0)


def _demand(p: Programme, claim: Claim) -> None:
    total: Terms = {p.column("short", "demand", claim.name): claim.owed}
    for t in p.times:
        uses = {good: ratio for good, ratio in p.said.uses(claim.row).items() if p.said.works(claim.row["site"], good)}
        served: Terms = {p.column("fill", claim.name, good, t): 1 / ratio for good, ratio in uses.items()}
        put(total, served)
        p.row(("wanted", claim.name, t), served, high=p.said.wanted(claim.row, t))
    p.row(("owed", "demand", claim.name), total, claim.owed, claim.owed)


def _commitment(p: Programme, claim: Claim) -> None:
    so_far: Terms = {}
    for t, (_, b) in enumerate(p.said.periods):
        for site in p.said.targets(claim.row):
            for key in entering(p, site):
                if key[2:] == (claim.name, t):
                    put(so_far, p.taken[key])
        put(so_far, {c: 1.0 for c in p.columns if c[0] == "hand" and (c[1], c[3]) == (claim.name, t)})
        p.row(("never early", claim.name, t), dict(so_far), high=p.said.due(claim.row, b))
    total = put(so_far, {p.column("short", "commitment", claim.name): claim.owed})
    p.row(("owed", "commitment", claim.name), total, claim.owed, claim.owed)


def _promise(p: Programme, claim: Claim) -> None:
    total: Terms = {p.column("short", "promise", claim.name): claim.owed}
    for key, terms in p.taken.items():
        if key[2] == claim.name:
            put(total, terms)
    p.row(("owed", "promise", claim.name), total, low=claim.owed)


def idle(p: Programme, claims: list[Claim]) -> None:
    """Nothing is served, delivered or handed over that nobody is owed."""
    owed = {claim.name for claim in claims if claim.kind != "promise"}
    for name in [c for c in p.columns if (c[0] == "hand" and c[1] not in owed)]:
        p.row(("not owed", *name), {name: 1.0}, high=0.0)
    for key, terms in list(p.taken.items()):
        if key[2] in p.said.commitments and key[2] not in owed and terms:
            p.row(("not owed", *key), dict(terms), high=0.0)


def programme(case: Case, asked: Asked = Asked()) -> tuple[Programme, list[Claim]]:  # noqa: B008 - frozen
    """Every column and row, and every claim that is owed something."""
    p = Programme(Reading(case, asked))
    claims = [claim for claim in p.said.claims() if claim.owed > 0]
    moving(p)
    sites(p)
    making(p)
    hands(p)
    serving(p, claims)
    idle(p, claims)
    balance(p)
    pools(p)
    ceilings(p)
    return p, claims
