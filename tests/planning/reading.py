"""What do the tables say, read row by row? Periods, stances, ways, hazards, capacities, dues and ranks, without arrays.

A second reading of the contract for tests: it takes a case's tables and nothing else of the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from math import ceil, inf, prod
from typing import Any

from pipir.case.case import Case

Row = dict[str, Any]
YEAR = 365.25
STRICT = ("no", "unknown", "yes")
ORDER = (
    *((1, "commitment", "DX"), (2, "demand", "1"), (3, "commitment", "contract"), (3, "commitment", "delivery")),
    *((4, "promise", "*"), (5, "demand", "2"), (6, "commitment", "allocation"), (7, "demand", "3")),
    (8, "commitment", "pledge"),
)


@dataclass(frozen=True)
class Asked:
    """What is asked of a plan."""

    daily: bool = False
    unknown: str = "no"
    sequence: str | None = None
    call_promises: bool = False
    scenario: str | None = None


@dataclass(frozen=True)
class Claim:
    """Who is owed how much of what: `item` as required, or the word that a promise over several items states."""

    kind: str
    name: str
    rank: int
    item: str
    weight: float
    owed: float
    row: Row


class Reading:
    """Everything that a plan of a case has to know, asked one question at a time."""

    def __init__(self, case: Case, asked: Asked) -> None:
        self.case, self.asked = case, asked
        self._rows: dict[str, list[Row]] = {}
        chosen = next(r for r in self.rows("scenarios") if asked.scenario in (None, r["scenario"]))
        self.scenario, self.situation = chosen["scenario"], chosen["situation"]
        self.start, self.days = chosen["start"], int(chosen["days"])
        self.agreements = {r["agreement"]: r for r in self.rows("agreements")}
        self.periods = list(pairwise(self._cuts()))
        self.sites = {r["site"]: r for r in self.rows("sites")}
        self.items = {r["item"]: r for r in self.rows("items")}
        self.lanes = {r["lane"]: r for r in self.rows("lanes")}
        self.lines = {r["line"]: r for r in self.rows("lines")}
        self.commitments = {r["commitment"]: r for r in self.rows("commitments")}
        self.demands = {r["demand"]: r for r in self.rows("demands") if r["scenario"] == self.scenario}
        broken = {r["item"] for r in self.rows("stocks") if r["condition"] == "repairable"}
        broken |= {r["item"] for r in self.lines.values() if r["work"] == "repair"}
        self.goods = [*self.items, *(f"{item}:repairable" for item in self.items if item in broken)]

    def rows(self, table: str) -> list[Row]:
        if table not in self._rows:
            self._rows[table] = self.case.filled(table).to_dicts()
        return self._rows[table]

    # Time and moving

    def _cuts(self) -> list[int]:
        """Every day, or days to day 30 and then every seventh, with those on which an agreement begins or ends."""
        dates = [r[end] for r in self.agreements.values() for end in ("start", "end")]
        turning = {self.day(when) for when in dates if when is not None}
        periods = (day for day in range(self.days) if self.asked.daily or day <= 30 or (day - 30) % 7 == 0)
        return sorted({*periods, *(day for day in turning if 0 < day < self.days), self.days})

    def day(self, when: date) -> int:
        return (when - self.start).days

    def arriving(self, delay: float) -> dict[tuple[int, int], float]:
        """Share of what leaves evenly over period u that arrives in period t."""
        found = {}
        for u, (a, b) in enumerate(self.periods):
            for t, (c, e) in enumerate(self.periods):
                over = min(b + delay, e) - max(a + delay, c)
                if over > 1e-12:
                    found[u, t] = over / (b - a)
        return found

    def period_of(self, day: float) -> int | None:
        return next((t for t, (a, b) in enumerate(self.periods) if a <= day < b), None)

    def mass_t(self, good: str) -> float:
        return float(self.item_of(good)["mass_kg"]) / 1000.0

    def neq_kg(self, good: str) -> float:
        return float(self.item_of(good)["neq_kg"] or 0.0)

    def item_of(self, good: str) -> Row:
        return self.items[good.partition(":")[0]]

    def held(self) -> Iterator[tuple[str, str, float, float]]:
        """Site, good, quantity and reserve of every stock at day 0."""
        for r in self.rows("stocks"):
            good = r["item"] if r["condition"] == "serviceable" else f"{r['item']}:repairable"
            yield r["site"], good, r["quantity"], r["reserve"]

    def limited(self, site: str, good: str) -> bool:
        """Does the site have a limit that says something of a good, and that all goods together could reach?"""
        ever = [(good, quantity) for _, good, quantity, _ in self.held()]
        ever += [(r["item"], r["quantity"]) for r in self.rows("in_transit")]
        for line in self.lines.values():
            begun = self.capacity(line, 0.0, max(0.0, self.days - line["lead_days"]))
            ever.append((line["item"], begun + self.in_hand(line, 0.0, self.days)))
        tonnes, row = sum(self.mass_t(what) * quantity for what, quantity in ever), self.sites[site]
        handled = [
            row["handling_t_per_day"] * share * (b - a)
            for t, (a, b) in enumerate(self.periods)
            if (share := self.open_share(t, ("site", site))) > 0
        ]
        heavy = self.mass_t(good) > 0 and min([row["storage_t"], *handled]) < tonnes
        net_kg = sum(self.neq_kg(what) * quantity for what, quantity in ever)
        return heavy or (self.neq_kg(good) > 0 and row["explosive_limit_kg"] < net_kg)

    # Who lets what happen

    @cached_property
    def bodies(self) -> set[tuple[str, str]]:
        members = (r for r in self.rows("memberships") if r["status"] == "member")
        return {(r["nation"], r["body"]) for r in members if r["since"] is None or r["since"] <= self.start}

    def allows(self, nation: str, act: str, to: str | None, good: str) -> bool:
        """The answer of the row that is most specific in `to`, then in `item`; the stricter of equals."""
        item = self.item_of(good)
        best, answer = (-1, -1, 0), "no" if act == "release_reserve" else "yes"
        for r in self.stances.get((nation, act), ()):
            known = {"*": 0, to: 2} | {body: 1 for member, body in self.bodies if member == to}
            level = known.get(r["to"], -1), {"*": 0, item["family"]: 1, item["item"]: 2}.get(r["item"], -1)
            key = (*level, -STRICT.index(r["answer"]))
            if min(level) >= 0 and key > best:
                best, answer = key, r["answer"]
        return (self.asked.unknown if answer == "unknown" else answer) == "yes"

    @cached_property
    def stances(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for r in self.rows("stances"):
            if r["situation"] == self.situation:
                found.setdefault((r["nation"], r["act"]), []).append(r)
        return found

    def works(self, site: str, good: str) -> bool:
        holder, host = self.sites[site]["nation"], self.sites[site]["host"]
        return holder == host or self.allows(host, "host", holder, good)

    def consents(self, supplier: str, recipient: str, good: str) -> bool:
        owner = self.item_of(good)["design_authority"]
        return owner in (None, supplier, recipient) or self.allows(owner, "reexport", recipient, good)

    def covers(self, agreement: Row, good: str) -> bool:
        item = self.item_of(good)
        return agreement["item"] in ("*", item["family"], item["item"])

    def exports(self, agreement: Row, good: str) -> bool:
        pair = agreement["supplier"], agreement["beneficiary"]
        covered = agreement["status"] == "in_force" and self.covers(agreement, good)
        return covered and self.allows(pair[0], "export", pair[1], good) and self.consents(*pair, good)

    def delivers(self, commitment: Row) -> bool:
        pair, item = (commitment["supplier"], commitment["recipient"]), commitment["item"]
        act = "deliver" if commitment["backfills"] is None else "backfill"
        return self.allows(pair[0], act, pair[1], item) and self.consents(*pair, item)

    def in_force(self, agreement: Row, a: float, b: float) -> bool:
        first = -inf if agreement["start"] is None else self.day(agreement["start"])
        after = inf if agreement["end"] is None else self.day(agreement["end"])
        return first <= a and b <= after

    def targets(self, commitment: Row) -> list[str]:
        """Sites that it may go to: none where the recipient holds no site."""
        if commitment["deliver_to"]:
            return [commitment["deliver_to"]]
        return [name for name, r in self.sites.items() if r["nation"] == commitment["recipient"]]

    @cached_property
    def flows(self) -> list[tuple[str, str, str]]:
        """Lane, good and carrier of all that may ever move."""
        return list(self._flows())

    def _flows(self) -> Iterator[tuple[str, str, str]]:
        for name, lane in self.lanes.items():
            sender, receiver = (self.sites[lane[end]]["nation"] for end in ("origin", "destination"))
            for good in self.goods:
                via = all(self.allows(nation, "transit", receiver, good) for nation in lane["via"] or ())
                if via and self.works(lane["origin"], good) and self.works(lane["destination"], good):
                    for carrier in self._carriers(sender, receiver, lane["destination"], good):
                        yield name, good, carrier

    def _carriers(self, sender: str, receiver: str, destination: str, good: str) -> Iterator[str]:
        if sender == receiver:
            yield "own"
            return
        for name, r in self.agreements.items():
            if (r["supplier"], r["beneficiary"]) == (sender, receiver) and self.exports(r, good):
                yield name
        for name, r in self.commitments.items():
            goes = (r["supplier"], r["recipient"], r["item"]) == (sender, receiver, good) and self.delivers(r)
            if goes and destination in self.targets(r):
                yield name

    # What strikes

    @cached_property
    def blows(self) -> list[tuple[str, str, float, float, int, range]]:
        """Kind, target, chance, loss, outage and days of each; those of a group on one target as one."""
        joint: dict[tuple[str, str, str], list[Row]] = {}
        for r in self.rows("hazards"):
            if r["scenario"] == self.scenario:
                joint.setdefault((r["group"] or f" {r['hazard']}", r["kind"], r["target"]), []).append(r)
        found = []
        for (_, kind, target), struck in joint.items():
            loss = 1.0 - prod(1.0 - r["loss"] for r in struck)
            window = range(ceil(struck[0]["from_day"]), min(ceil(struck[0]["to_day"]), self.days))
            outage = max(ceil(r["outage_days"]) for r in struck)
            found.append((kind, target, struck[0]["probability_per_day"], loss, outage, window))
        return found

    def survives(self, site: str, t: int) -> float:
        """Share of a site's opening stock that the strikes of a period leave."""
        days = range(*self.periods[t])
        return prod(
            (1.0 - chance * loss) ** sum(day in window for day in days)
            for kind, target, chance, loss, _, window in self.blows
            if (kind, target) == ("site", site)
        )

    def arrives(self, lane: str, leaves: float, reaches: float) -> float:
        """Share of a shipment that is on a lane from one moment to another and is not lost there."""
        return prod(
            (1.0 - chance * loss) ** max(0.0, min(reaches, window.stop) - max(leaves, window.start))
            for kind, target, chance, loss, _, window in self.blows
            if (kind, target) == ("lane", lane)
        )

    def open_share(self, t: int, *targets: tuple[str, str]) -> float:
        """Mean over the days of a period of the chance that all of these are open."""
        days = range(*self.periods[t])
        return sum(prod(self._open_on(day, *target) for target in targets) for day in days) / len(days)

    def _open_on(self, day: int, kind: str, target: str) -> float:
        return prod(
            (1.0 - chance) ** sum(d in window for d in range(day - outage + 1, day + 1))
            for k, name, chance, _, outage, window in self.blows
            if (k, name) == (kind, target)
        )

    def way_open(self, lane: str, t: int) -> float:
        ends = self.lanes[lane]["origin"], self.lanes[lane]["destination"]
        return self.open_share(t, ("lane", lane), ("site", ends[0]), ("site", ends[1]))

    # Who makes what

    def capacity(self, line: Row, a: float, b: float) -> float:
        """Starts in [a, b): the rate is linear between the cuts, so its value half way is its mean."""
        present, most = line["rate_per_year"] / YEAR, line["max_rate_per_year"] / YEAR
        surges = self.allows(self.sites[line["site"]]["nation"], "produce", None, line["item"])
        begin: float = {"active": 0.0, "warm": line["restart_days"]}.get(line["status"], inf)
        if line["status"] in ("active", "warm") and not surges:
            begin = inf
        if line["status"] in ("cold", "planned") and line["available_from"] is not None:
            begin = self.day(line["available_from"]) + line["restart_days"]
        low = present if line["status"] in ("active", "closing") else 0.0
        full = begin + line["ramp_days"]

        def rate(day: float) -> float:
            if day >= full:
                return most
            return low if day < begin else low + (most - low) * (day - begin) / (full - begin)

        cuts = sorted({a, b, *(cut for cut in (begin, full) if a < cut < b)})
        return float(sum(rate((c + e) / 2) * (e - c) for c, e in pairwise(cuts)))

    def in_hand(self, line: Row, a: float, b: float) -> float:
        """What comes out in [a, b) of work begun before day 0."""
        if line["status"] not in ("active", "closing"):
            return 0.0
        return float(line["rate_per_year"] / YEAR * max(0.0, min(b, line["lead_days"]) - a))

    def bill(self, line: Row) -> list[tuple[str, float]]:
        """What a start takes; a component that nobody has or makes does not limit."""
        if line["work"] == "repair":
            return [(f"{line['item']}:repairable", 1.0)]
        known = {r["item"] for r in self.lines.values()} | {r["item"] for r in self.rows("stocks") if r["quantity"] > 0}
        return [
            (r["component"], r["quantity"])
            for r in self.rows("bills")
            if r["item"] == line["item"] and r["component"] in known
        ]

    # What is owed

    def uses(self, demand: Row) -> dict[str, float]:
        """Goods a demand may be served from, with the units that do the work of one."""
        gates = ("technical", "safety", "permission")
        return {demand["item"]: 1.0} | {
            r["substitute"]: r["ratio"]
            for r in self.rows("substitutes")
            if (r["nation"], r["item"]) == (demand["nation"], demand["item"]) and all(r[g] == "yes" for g in gates)
        }

    def wanted(self, demand: Row, t: int) -> float:
        a, b = self.periods[t]
        return float(demand["per_day"] * max(0.0, min(b, demand["to_day"]) - max(a, demand["from_day"])))

    def undelivered(self, commitment: Row) -> float:
        record = [r for r in self.rows("deliveries") if r["commitment"] == commitment["commitment"]]
        done = sum(r["quantity"] for r in record if r["date"] < self.start) if record else commitment["delivered"]
        return max(0.0, float(commitment["quantity"] - done))

    def due(self, commitment: Row, moment: float) -> float:
        """What of it has fallen due before a moment."""
        begin, end = max(0, self.day(commitment["start"])), self.day(commitment["end"])
        share = float(moment > begin) if end <= begin else min(1.0, max(0.0, (moment - begin) / (end - begin)))
        return self.undelivered(commitment) * share

    def claims(self) -> Iterator[Claim]:
        """All that are owed something."""
        for name, r in self.demands.items():
            owed = sum(self.wanted(r, t) for t in range(len(self.periods)))
            rank = self._rank("demand", r["nation"], {str(r["tier"])})
            yield Claim("demand", name, rank, r["item"], r["weight"], owed, r)
        for name, r in self.commitments.items():
            rank = self._rank("commitment", r["recipient"], {r["rating"], r["state"], r["binding"]})
            yield Claim("commitment", name, rank, r["item"], 1.0, self.due(r, self.days), r)
        for name, r in self.agreements.items() if self.asked.call_promises else ():
            if r["status"] == "in_force" and r["promised_per_year"]:
                begin = 0 if r["start"] is None else max(0, self.day(r["start"]))
                end = self.days if r["end"] is None else min(self.days, self.day(r["end"]))
                covered = [item for item in self.items if self.covers(r, item)]
                word = covered[0] if len(covered) == 1 else r["item"]
                owed = r["promised_per_year"] / YEAR * max(0, end - begin)
                yield Claim(
                    "promise", name, self._rank("promise", r["beneficiary"], {r["binding"]}), word, 1.0, owed, r
                )

    def _rank(self, kind: str, receiver: str, facts: set[str]) -> int:
        named = [r for r in self.rows("sequence") if r["policy"] in ("*", self.asked.sequence)]
        order = [(r["rank"], r["claim"], r["scope"]) for r in named] or ORDER
        known = facts | {"*", receiver} | {body for nation, body in self.bodies if nation == receiver}
        matching = [rank for rank, claim, scope in order if claim == kind and set(scope.split("&")) <= known]
        return min(matching, default=max(rank for rank, _, _ in order) + 1)
