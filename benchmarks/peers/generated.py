"""Which cases of any size can be made up? Valid ones, in realistic proportions, the same for the same seed.

A nation has a port, plants, depots and bases, all joined to the port; ports of near nations are joined by sea and by
air. Munitions are made of components, these of materials; lines stand at plants of some nations only, so that parts
and goods cross borders under agreements and commitments. Bases need munitions in three tiers, more than there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from pipir.case.case import Case
from pipir.case.checking import from_frames

Row = dict[str, Any]

START = date(2025, 1, 1)
KINDS = ("port", "plant", "base", "depot", "base", "plant", "base", "base", "depot", "base")
"""Kinds of the sites of a nation, again and again."""


@dataclass(frozen=True)
class Size:
    """How large a case is to be: nations, sites of each, munitions, components of all levels, days of the crisis.

    `reach` is how many nations on either side a nation is joined with.
    """

    nations: int
    sites: int
    munitions: int
    components: int
    days: int
    reach: int


SIZES = {
    "tiny": Size(nations=3, sites=3, munitions=3, components=2, days=20, reach=1),
    "10k": Size(nations=3, sites=5, munitions=4, components=3, days=40, reach=1),
    "200k": Size(nations=7, sites=6, munitions=13, components=11, days=180, reach=2),
    "1.5M": Size(nations=13, sites=9, munitions=25, components=23, days=180, reach=4),
}
"""Sizes by the number of variables before anything is left out."""


def generated(size: Size, seed: int = 0) -> Case:
    """A checked case of a size."""
    world = _World(size, np.random.default_rng(seed))
    return from_frames("generated", world.frames(), as_of=START, price_year=2025)


class _World:
    """Draws the tables one after another."""

    def __init__(self, size: Size, rng: np.random.Generator) -> None:
        self.size = size
        self.rng = rng
        self.nations = [f"X{chr(65 + k // 26)}{chr(65 + k % 26)}" for k in range(size.nations)]
        self.munitions = [f"munition-{k:02}" for k in range(size.munitions)]
        self.components = [f"component-{k:02}" for k in range(size.components)]
        self.sites = [
            (nation, f"{nation.lower()}-{KINDS[k % len(KINDS)]}-{k}", KINDS[k % len(KINDS)])
            for nation in self.nations
            for k in range(size.sites)
        ]
        self.bases = [site for site in self.sites if site[2] == "base"]
        self.plants = [site for site in self.sites if site[2] == "plant"]
        kinds = min(size.munitions, 2 + size.munitions // 6)
        self.used = {n: sorted(rng.choice(self.munitions, kinds, replace=False).tolist()) for n in self.nations}
        self.lanes = self._lanes()
        self.lines = self._lines()

    def frames(self) -> dict[str, Sequence[Row]]:
        """Every table."""
        return {
            "nations": [{"nation": n, "name": n, "role": "participant"} for n in (*self.nations, "XZZ")],
            "memberships": [{"nation": n, "body": "PIPIR", "status": "member"} for n in self.nations],
            "sites": self._sites(),
            "items": self._items(),
            "bills": self._bills(),
            "substitutes": self._substitutes(),
            "lanes": self.lanes,
            "lines": self.lines,
            "stocks": self._stocks(),
            "in_transit": self._in_transit(),
            "agreements": self._agreements(),
            "commitments": self._commitments(),
            "situations": [{"situation": "war", "name": "War"}],
            "stances": self._stances(),
            "scenarios": [
                {"scenario": "war", "name": "War", "situation": "war", "start": START, "days": self.size.days}
            ],
            "demands": self._demands(),
            "hazards": self._hazards(),
        }

    def _round(self, value: float) -> float:
        return float(np.round(value, 2))

    def _sites(self) -> list[Row]:
        """Bases have limits; some stand on the soil of the next nation."""
        rows = []
        for k, (nation, site, kind) in enumerate(self.sites):
            host = self._next(nation) if kind == "base" and k % 7 == 0 else nation
            row: Row = {"site": site, "name": site, "nation": nation, "host": host, "kind": kind}
            row |= {"latitude": int(self.rng.integers(-40, 50)), "longitude": int(self.rng.integers(90, 180))}
            if kind == "base":
                row |= {
                    "storage_t": int(self.rng.integers(300, 3000)),
                    "handling_t_per_day": int(self.rng.integers(20, 300)),
                }
            if kind == "base" and k % 2:
                row["explosive_limit_kg"] = int(self.rng.integers(50_000, 500_000))
            rows.append(row)
        return rows

    def _next(self, nation: str, by: int = 1) -> str:
        return self.nations[(self.nations.index(nation) + by) % len(self.nations)]

    def _items(self) -> list[Row]:
        def row(name: str, kind: str, family: str, mass: float, neq: float) -> Row:
            figures = {"mass_kg": self._round(mass), "neq_kg": self._round(neq)}
            return {
                "item": name,
                "kind": kind,
                "family": family,
                "name": name,
                "mission": kind,
                "unit": "piece",
                **figures,
            }

        rows = []
        for k, name in enumerate(self.munitions):
            mass = 10.0 ** self.rng.uniform(1.3, 3.2)
            rows.append(row(name, "munition", f"family-{k // 3}", mass, 0.2 * mass))
            if k % 5 == 4:
                rows[-1]["design_authority"] = self.nations[0]
        for k, name in enumerate(self.components):
            rows.append(row(name, "component", f"parts-{k // 3}", 10.0 ** self.rng.uniform(0.5, 2.0), 0.0))
        return [*rows, row("radar", "equipment", "radars", 900.0, 0.0)]

    def _bills(self) -> list[Row]:
        """Two components of the first half a munition; each of them takes one of the second half."""
        half = max(1, len(self.components) // 2)
        pairs = [
            (name, self.components[c])
            for k, name in enumerate(self.munitions)
            for c in sorted({k % half, (k * 3 + 1) % half})
        ]
        pairs += [
            (self.components[c], self.components[c + half]) for c in range(min(half, len(self.components) - half))
        ]
        return [{"item": i, "component": c, "quantity": int(self.rng.integers(1, 4))} for i, c in pairs]

    def _substitutes(self) -> list[Row]:
        """The neighbour in the family does for every third, at a quarter more."""
        gates = {"technical": "yes", "safety": "yes", "permission": "yes"}
        return [
            {"nation": n, "item": self.munitions[k], "substitute": self.munitions[k + 1], "ratio": 1.25, **gates}
            for n in self.nations
            for k in range(0, len(self.munitions) - 1, 3)
        ]

    def _lanes(self) -> list[Row]:
        rows = []
        for nation in self.nations:
            port, *others = [site for holder, site, _ in self.sites if holder == nation]
            for site in others:
                days, lift = self._round(self.rng.uniform(0.5, 4.0)), int(self.rng.integers(50, 500))
                for origin, destination in ((port, site), (site, port)):
                    rows.append(self._lane(origin, destination, "land", days, 40.0) | {"lift_t_per_day": lift})
        ports = {nation: site for nation, site, kind in self.sites if kind == "port"}
        for nation in self.nations:
            for by in range(1, min(self.size.reach, (len(self.nations) - 1) // 2) + 1):
                other = self._next(nation, by)
                days = self._round(self.rng.uniform(5.0, 9.0) * by)
                for origin, destination in ((ports[nation], ports[other]), (ports[other], ports[nation])):
                    sea = self._lane(origin, destination, "sea", days, 150.0)
                    via = [self._next(nation)] if by == 3 else None
                    rows.append(sea | {"lift_t_per_day": int(self.rng.integers(100, 1500)), "via": via})
                    if by == 1:
                        air = self._lane(origin, destination, "air", self._round(days / 6.0), 4000.0)
                        rows.append(air | {"lift_t_per_day": int(self.rng.integers(5, 60))})
        return rows

    def _lane(self, origin: str, destination: str, mode: str, days: float, cost: float) -> Row:
        row = {"lane": f"{origin}-{destination}-{mode}", "origin": origin, "destination": destination, "mode": mode}
        return row | {"days": days, "cost_usd_per_t": self._round(cost * self.rng.uniform(0.7, 1.3))}

    def _lines(self) -> list[Row]:
        """One or two lines for everything, parts where they are needed or not far from it; every fifth is warm."""
        rows = []
        half = max(1, len(self.components) // 2)
        for k, item in enumerate([*self.munitions, *self.components]):
            part = k - len(self.munitions)
            place = k * 3 if part < 0 else part % half * 3 + part % 4 // 3
            for which in range(1 + k % 2):
                site = self.plants[(place + which * 2) % len(self.plants)][1]
                rate = int(10.0 ** self.rng.uniform(2.5, 4.0)) * (1 if part < 0 else 6)
                row: Row = {"line": f"{site}-{item}-{which}", "site": site, "item": item, "rate_per_year": rate}
                row |= {"max_rate_per_year": 2 * rate, "ramp_days": int(self.rng.integers(0, 180))}
                row |= {"lead_days": int(self.rng.integers(3, 40)), "status": "active"}
                if len(rows) % 5 == 4:
                    row |= {"status": "warm", "restart_days": int(self.rng.integers(10, 30))}
                rows.append(row)
        site = self.plants[0][1]
        mends = {"line": f"{site}-mends", "site": site, "item": "radar", "work": "repair", "status": "active"}
        return [*rows, mends | {"rate_per_year": 120, "lead_days": 12}]

    def _stocks(self) -> list[Row]:
        rows: list[Row] = []
        for nation, site, kind in self.sites:
            held = self.components if kind == "plant" else self.used[nation]
            share = {"port": 0.7, "plant": min(0.5, 4.0 / len(self.components)), "depot": 0.8, "base": 0.4}[kind]
            for item in held:
                if self.rng.random() < share:
                    quantity = int(10.0 ** self.rng.uniform(1.5, 3.3))
                    rows.append({"site": site, "item": item, "quantity": quantity, "reserve": int(0.3 * quantity)})
        for nation, site, kind in self.sites:
            if kind in ("port", "plant") and nation == self.plants[0][0]:
                broken = {"site": site, "item": "radar", "condition": "repairable", "quantity": 12}
                rows += [broken, {"site": site, "item": "radar", "quantity": 2, "reserve": 1}]
        return rows

    def _in_transit(self) -> list[Row]:
        lanes = [row for row in self.lanes if row["mode"] == "land"]
        return [
            {
                "lane": row["lane"],
                "item": self.munitions[k % len(self.munitions)],
                "arrives": START + timedelta(days=k % 4),
                "quantity": int(self.rng.integers(10, 200)),
            }
            for k, row in enumerate(lanes[::9])
        ]

    def _agreements(self) -> list[Row]:
        """Families to near nations, some with a ceiling, some that begin or lapse; everything to a few."""
        families = sorted({f"family-{k // 3}" for k in range(len(self.munitions))})
        parts = sorted({f"parts-{k // 3}" for k in range(len(self.components))})
        rows = []
        for a, supplier in enumerate(self.nations):
            for by in [*range(1, self.size.reach + 1), *range(-self.size.reach, 0)]:
                beneficiary = self._next(supplier, by)
                if beneficiary == supplier or any(
                    r["agreement"].startswith(f"{supplier}-{beneficiary}".lower()) for r in rows
                ):
                    continue
                covers = [
                    families[(a + by) % len(families)],
                    *([parts[(a * 2 + by) % len(parts)], "*"][: 1 + (a + by) % 2]),
                ]
                for item in covers[:2] if by % 2 else [covers[0], parts[(a + by) % len(parts)], "radars"]:
                    rows.append(self._agreement(supplier, beneficiary, item, len(rows)))
        return rows

    def _agreement(self, supplier: str, beneficiary: str, item: str, count: int) -> Row:
        name = f"{supplier}-{beneficiary}-{'all' if item == '*' else item}".lower()
        row: Row = {"agreement": name, "supplier": supplier, "beneficiary": beneficiary, "item": item}
        row |= {"kind": "transfer", "binding": "binding", "status": "proposed" if count % 23 == 22 else "in_force"}
        if count % 3 == 0:
            row["ceiling_per_year"] = int(10.0 ** self.rng.uniform(2.5, 4.5))
        if count % 4 == 1:
            row["onward"] = "yes"
        if count % 6 == 2:
            row["promised_per_year"] = int(self.rng.integers(100, 2000))
        if count % 9 == 4:
            row["start"] = START + timedelta(days=int(self.rng.integers(3, 40)))
        if count % 9 == 5:
            row["end"] = START + timedelta(days=int(self.rng.integers(20, 90)))
        return row

    def _commitments(self) -> list[Row]:
        """Every nation owes some munitions to the next ones; every fourth to one that is nowhere."""
        rows = []
        states = ("contract", "delivery", "allocation", "pledge")
        for k in range(3 * len(self.nations)):
            supplier = self.nations[k % len(self.nations)]
            recipient = "XZZ" if k % 4 == 3 else self._next(supplier, 1 + k % self.size.reach)
            row: Row = {"commitment": f"due-{k:03}", "supplier": supplier, "recipient": recipient}
            row |= {"item": self.munitions[(k * 2 + k // 7) % len(self.munitions)], "state": states[k % 4]}
            row |= {"quantity": int(10.0 ** self.rng.uniform(2.0, 3.5)), "binding": "binding"}
            row |= {"start": START - timedelta(days=60), "end": START + timedelta(days=int(self.rng.integers(20, 400)))}
            if k % 5 == 0:
                row["rating"] = "DX"
            if k % 6 == 1 and recipient != "XZZ":
                row["deliver_to"] = next(site for nation, site, _ in self.sites if nation == recipient)
            rows.append(row)
        return rows

    def _stances(self) -> list[Row]:
        """Here and there a no; every third nation lets its reserve go to the next."""
        rows = []
        for k, nation in enumerate(self.nations):
            if k % 3 == 0:
                rows.append({"nation": nation, "act": "release_reserve", "to": self._next(nation), "answer": "yes"})
            if k % 5 == 1:
                rows.append(
                    {"nation": nation, "act": "export", "to": self._next(nation), "item": "family-0", "answer": "no"}
                )
            if k % 6 == 5:
                rows.append({"nation": nation, "act": "produce", "answer": "no"})
        return [{"situation": "war", **row} for row in rows]

    def _demands(self) -> list[Row]:
        """Most of the nation's munitions at every base, in three tiers, over all of the crisis or a part of it."""
        rows = []
        days = self.size.days
        for nation, site, _ in self.bases:
            for item in self.used[nation]:
                if self.rng.random() < 0.4:
                    continue
                begin = int(self.rng.choice([0, 0, 0, 7, 25]))
                end = int(self.rng.choice([21, days // 2, days, days]))
                row: Row = {"scenario": "war", "demand": f"{site}-{item}", "nation": nation, "site": site, "item": item}
                row |= {"from_day": begin, "to_day": max(end, begin + 5), "tier": int(self.rng.integers(1, 4))}
                rows.append(row | {"per_day": self._round(10.0 ** self.rng.uniform(0.0, 1.5))})
                if len(rows) % 4 == 0:
                    rows[-1]["weight"] = float(self.rng.integers(2, 5))
        return rows

    def _hazards(self) -> list[Row]:
        """Strikes on bases, losses on sea lanes, accidents on lines; one base is shut for certain for some days."""
        rows: list[Row] = []

        def add(kind: str, target: str, days: tuple[int, int], chance: float, loss: float, outage: int) -> None:
            row: Row = {"scenario": "war", "hazard": f"hazard-{len(rows):03}", "kind": kind, "target": target}
            row |= {"from_day": days[0], "to_day": days[1], "probability_per_day": chance, "loss": loss}
            rows.append(row | {"outage_days": outage})

        for k, (_, site, _) in enumerate(self.bases):
            if k % 3 != 2:
                add("site", site, (0, 25), self._round(self.rng.uniform(0.02, 0.15)), 0.1, 3)
        add("site", self.bases[-1][1], (4, 7), 1.0, 0.05, 1)
        for k, row in enumerate(row for row in self.lanes if row["mode"] == "sea"):
            if k % 3 == 0:
                add("lane", row["lane"], (0, 40), 0.02, 0.5, 0)
        add("line", self.lines[0]["line"], (0, self.size.days), 0.005, 0.0, 30)
        for row in rows[:2]:
            row |= {"group": "salvo", "probability_per_day": 0.08}
        return rows
