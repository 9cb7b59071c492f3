"""What does a weakness cost? Days of supply that first-tier claims lost among the claims a finding touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from pipir.briefing.material import Material


@dataclass
class Touch:
    """What a row concerns: items, nations, sites and demands. Without nations and sites, the item wherever needed.

    `givers` are nations all of whose goods are concerned.
    """

    items: set[str] = field(default_factory=set)
    nations: set[str] = field(default_factory=set)
    sites: set[str] = field(default_factory=set)
    demands: set[str] = field(default_factory=set)
    givers: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Loss:
    """Days of supply lost, middle and eight runs in ten, and the nation and item that lost them."""

    low: float
    days: float
    high: float
    nation: str
    item: str


@dataclass(frozen=True)
class Claim:
    """A first-tier demand: what it is owed, on which days, and what it did not get."""

    demand: str
    nation: str
    site: str
    item: str
    owed: float
    from_day: float
    to_day: float
    short: tuple[float, float, float]


def first_tier(material: Material) -> list[Claim]:
    """First-tier demands of the scenario that were short, with what was not met (one run in ten, middle, nine)."""
    short = material.results.shortfall.filter(pl.col("kind") == "demand")
    joined = material.demands.filter((pl.col("tier") == 1) & (pl.col("owed") > 0)).join(
        short.select("claim", "short_p10", "short_p50", "short_p90"), left_on="demand", right_on="claim", how="inner"
    )
    return [
        Claim(
            row["demand"],
            row["nation"],
            row["site"],
            row["item"],
            row["owed"],
            row["from_day"],
            min(row["to_day"], float(material.days)),
            (row["short_p10"], row["short_p50"], row["short_p90"]),
        )
        for row in joined.iter_rows(named=True)
    ]


def loss(claims: Iterable[Claim], touch: Touch) -> Loss | None:
    """The loss of the nation and item that lost most among the claims touched; None where none is.

    Days of supply lost = what its first-tier demands did not get / what they need on a mean day from the first day of
    need to the last.
    """
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if _touches(touch, claim):
            groups[claim.nation, claim.item].append(claim)
    losses = []
    for (nation, item), group in groups.items():
        days = max(claim.to_day for claim in group) - min(claim.from_day for claim in group)
        rate = sum(claim.owed for claim in group) / days
        low, middle, high = (sum(claim.short[part] for claim in group) / rate for part in range(3))
        if high > 0:
            losses.append(Loss(low, middle, high, nation, item))
    return max(losses, key=lambda one: (one.days, one.high, one.nation, one.item), default=None)


def _touches(touch: Touch, claim: Claim) -> bool:
    if claim.demand in touch.demands:
        return True
    if touch.items and claim.item not in touch.items:
        return False
    if touch.sites or touch.nations:
        return claim.site in touch.sites or claim.nation in touch.nations
    return bool(touch.items)


class Reader:
    """Reads which items, nations, sites and demands the rows behind a finding concern."""

    def __init__(self, material: Material) -> None:
        case = material.case
        self._scenario = material.scenario
        self._material = material
        self._families: dict[str, set[str]] = defaultdict(set)
        for item, family in case["items"].select("item", "family").iter_rows():
            self._families[family].add(item)
        self._parents: dict[str, set[str]] = defaultdict(set)
        for item, component in case["bills"].select("item", "component").iter_rows():
            self._parents[component].add(item)
        self._goods: dict[str, set[str]] = defaultdict(set)
        for table in ("stocks", "lines"):
            for site, item in case[table].select("site", "item").iter_rows():
                self._goods[material.sites[site]["nation"]].add(item)

    def touch(self, table: str, rows: str) -> Touch:
        """What the rows (keys separated by spaces) of a table concern; nothing for tables about the case as such."""
        out = Touch()
        reader = READERS.get(table)
        for key in rows.split():
            row = None if reader is None else self._material.row(table, key)
            if reader is not None and row is not None:
                reader(row, out)
                if table == "demands" and row["scenario"] == self._scenario:
                    out.demands.add(row["demand"])
        goods = {item for nation in out.givers for item in self._goods[nation]}
        if out.givers and not out.items and not goods:
            return Touch()
        return replace(out, items=self._used_in(out.items | goods), givers=set())

    def _used_in(self, names: set[str]) -> set[str]:
        """Items of the names (an item or a family) and everything that is made of them."""
        found = {item for name in names for item in self._families.get(name, {name})}
        todo = list(found)
        while todo:
            fresh = self._parents.get(todo.pop(), set()) - found
            found |= fresh
            todo += fresh
        return found


def _item(row: dict[str, Any], touch: Touch) -> None:
    touch.items.add(row["item"])


def _item_at_site(row: dict[str, Any], touch: Touch) -> None:
    touch.items.add(row["item"])
    touch.sites.add(row["site"])


def _site(row: dict[str, Any], touch: Touch) -> None:
    touch.sites.add(row["site"])


def _end(row: dict[str, Any], touch: Touch) -> None:
    touch.sites.add(row["destination"])


def _item_of_nation(row: dict[str, Any], touch: Touch) -> None:
    touch.items.add(row["item"])
    touch.nations.add(row["nation"])


def _owed(row: dict[str, Any], touch: Touch) -> None:
    touch.items.add(row["item"])
    touch.nations |= {row["supplier"], row["recipient"]}


def _way(row: dict[str, Any], touch: Touch) -> None:
    _covered(row["item"], row["supplier"], touch)
    touch.nations.add(row["beneficiary"])


def _stance(row: dict[str, Any], touch: Touch) -> None:
    _covered(row["item"], row["nation"], touch)
    if len(row["to"]) == 3 and row["to"].isupper():
        touch.nations.add(row["to"])


def _covered(item: str, giver: str, touch: Touch) -> None:
    """An item or a family, or with `*` everything that the giver holds or makes."""
    if item == "*":
        touch.givers.add(giver)
    else:
        touch.items.add(item)


def _target(row: dict[str, Any], touch: Touch) -> None:
    if row["kind"] == "site":
        touch.sites.add(row["target"])


def _nothing(row: dict[str, Any], touch: Touch) -> None:
    """A demand touches itself only."""


READERS: dict[str, Callable[[dict[str, Any], Touch], None]] = {
    "stocks": _item_at_site,
    "sites": _site,
    "lanes": _end,
    "lines": _item,
    "bills": _item,
    "items": _item,
    "origins": _item,
    "requirements": _item_of_nation,
    "commitments": _owed,
    "agreements": _way,
    "stances": _stance,
    "hazards": _target,
    "demands": _nothing,
}
"""How the rows of each table tell what they concern."""
