"""Which gates keep one thing from standing in for another, and what would opening them cost?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.tables.things import GATES

QUALIFY = "qualify"
"""Kind of option that opens a gate."""


@dataclass(frozen=True)
class Price:
    """What opens a gate: the option (None where a price is assumed), its cost in USD, and days until it works."""

    option: str | None
    cost: float
    lead_days: float | None


@dataclass(frozen=True, order=True)
class Gate:
    """A closed gate of one user: its answer is `no` or `unknown`."""

    nation: str
    item: str
    substitute: str
    gate: str
    answer: str

    @property
    def target(self) -> str:
        """How an option names it."""
        return f"{self.nation}/{self.item}/{self.substitute}/{self.gate}"


@dataclass(frozen=True)
class Pair:
    """An item and what could stand in for it, with the gates that are closed, by user, and the standards behind it."""

    item: str
    substitute: str
    gates: tuple[Gate, ...]
    standards: tuple[str, ...]

    @property
    def name(self) -> str:
        """Item and substitute in a word."""
        return f"{self.item}/{self.substitute}"

    @property
    def nations(self) -> tuple[str, ...]:
        """Users to whom it would be open."""
        return tuple(sorted({gate.nation for gate in self.gates}))

    @property
    def closed(self) -> tuple[str, ...]:
        """Gates that are closed to any of them."""
        return tuple(name for name in GATES if any(gate.gate == name for gate in self.gates))

    @property
    def obstacle(self) -> str:
        """The hardest closed gate: one answered no before one not known, then in the order in which they are opened."""
        return min(self.gates, key=lambda gate: (gate.answer != "no", GATES.index(gate.gate))).gate


def pairs(case: Case, nation: str | None = None) -> tuple[Pair, ...]:
    """Every pair with a closed gate, over all users or for one nation, in order of item and substitute."""
    rows = case["substitutes"]
    if nation is not None:
        rows = rows.filter(pl.col("nation") == nation)
    found: dict[tuple[str, str], list[Gate]] = {}
    standards: dict[tuple[str, str], set[str]] = {}
    for row in rows.sort("item", "substitute", "nation").iter_rows(named=True):
        shut = [name for name in GATES if row[name] != "yes"]
        if shut:
            key = row["item"], row["substitute"]
            found.setdefault(key, []).extend(Gate(row["nation"], *key, name, row[name]) for name in shut)
            standards.setdefault(key, set()).update({row["standard"]} - {None})
    return tuple(Pair(*key, tuple(gates), tuple(sorted(standards[key]))) for key, gates in found.items())


def opened(case: Case, chosen: Iterable[Pair]) -> Case:
    """The case with all gates of these pairs open to the users that they are closed to."""
    shut = {(gate.nation, gate.item, gate.substitute, gate.gate) for pair in chosen for gate in pair.gates}
    rows = case["substitutes"]
    keys = list(rows.select("nation", "item", "substitute").iter_rows())
    answers = {
        name: pl.Series(
            name, ["yes" if (*key, name) in shut else old for key, old in zip(keys, rows[name], strict=True)]
        )
        for name in GATES
    }
    return case.replace({"substitutes": rows.with_columns(**answers).cast(rows.schema)})


class Prices:
    """What gates cost, by the options of kind `qualify`; `assumed` USD for each that none of them opens."""

    def __init__(self, case: Case, assumed: float | None = None) -> None:
        self._assumed = assumed
        self._by_target: dict[str, Price] = {}
        rows = case.filled("options").filter(pl.col("kind") == QUALIFY)
        for row in rows.iter_rows(named=True):
            price = _price(row)
            known = self._by_target.get(row["target"])
            if price is not None and (known is None or _order(price) < _order(known)):
                self._by_target[row["target"]] = price
        self._targets = dict(rows.select("option", "target").iter_rows())

    def of(self, gate: Gate) -> Price | None:
        """The cheapest way to open a gate; None where no option does and no price is assumed."""
        known = self._by_target.get(gate.target)
        if known is None and self._assumed is not None:
            return Price(None, self._assumed, None)
        return known

    def cost(self, pair: Pair) -> float | None:
        """USD for all gates of a pair; None where one of them has no price."""
        prices = [self.of(gate) for gate in pair.gates]
        return None if None in prices else sum(price.cost for price in prices if price is not None)

    def lead_days(self, pair: Pair) -> float | None:
        """Days until all gates of a pair are open, worked on side by side; None where one has no option."""
        days = [None if (price := self.of(gate)) is None else price.lead_days for gate in pair.gates]
        return None if None in days else max(day for day in days if day is not None)

    def idle(self, closed: Iterable[Gate]) -> Iterator[tuple[str, str]]:
        """Options, with their targets, that open none of these gates."""
        targets = {gate.target for gate in closed}
        return ((option, target) for option, target in self._targets.items() if target not in targets)


def _price(row: dict[str, Any]) -> Price | None:
    """Cost of one gate: as many units of the option as open it; None where so many cannot be bought."""
    if row["quantity"] <= 0.0:
        return None
    units = 1.0 / row["quantity"]
    bought = ceil(units - 1e-9) if row["whole"] else units
    if bought > row["max_units"] * (1.0 + 1e-9):
        return None
    return Price(row["option"], row["fixed_cost_usd"] + bought * row["unit_cost_usd"], row["lead_days"])


def _order(price: Price) -> tuple[float, float, str]:
    return price.cost, price.lead_days or 0.0, price.option or ""
