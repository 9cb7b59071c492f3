"""Which gates keep one thing from standing in for another, and what would opening them cost?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
class Use:
    """A pair for one user, with the gates that are closed to it: a row of `substitutes`.

    The gates of a use open together or not at all: one of two lets nothing through.
    """

    nation: str
    item: str
    substitute: str
    gates: tuple[Gate, ...]
    standard: str | None

    @property
    def name(self) -> str:
        """User, item and substitute in a word."""
        return f"{self.nation}/{self.item}/{self.substitute}"

    @property
    def closed(self) -> tuple[str, ...]:
        """Kinds of gate that are closed."""
        return kinds(self.gates)


@dataclass(frozen=True)
class Pair:
    """An item and what could stand in for it, for all its users to whom a gate is closed, or for some of them."""

    item: str
    substitute: str
    uses: tuple[Use, ...]

    @property
    def name(self) -> str:
        """Item and substitute in a word."""
        return f"{self.item}/{self.substitute}"

    @property
    def nations(self) -> tuple[str, ...]:
        """Users to whom it would be open."""
        return tuple(use.nation for use in self.uses)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """Gates that are closed to any of them."""
        return tuple(gate for use in self.uses for gate in use.gates)

    @property
    def closed(self) -> tuple[str, ...]:
        """Kinds of gate that are closed to any of them."""
        return kinds(self.gates)

    @property
    def obstacle(self) -> str:
        """The hardest gate that is closed to any of them."""
        return hardest(self.gates)

    @property
    def standards(self) -> dict[str, tuple[str, ...]]:
        """Standards that it rests on, each with the users for whom it does."""
        names = sorted({use.standard for use in self.uses if use.standard is not None})
        return {name: tuple(use.nation for use in self.uses if use.standard == name) for name in names}


def kinds(gates: Iterable[Gate]) -> tuple[str, ...]:
    """Kinds of these gates, in the order in which they are opened."""
    there = {gate.gate for gate in gates}
    return tuple(name for name in GATES if name in there)


def hardest(gates: Iterable[Gate]) -> str:
    """The hardest of these gates: one answered no before one not known, then in the order in which they are opened."""
    return min(gates, key=lambda gate: (gate.answer != "no", GATES.index(gate.gate))).gate


def uses(case: Case, nation: str | None = None) -> tuple[Use, ...]:
    """Every row of `substitutes` with a closed gate, of all users or of one, in order of item, substitute and user."""
    rows = case["substitutes"]
    if nation is not None:
        rows = rows.filter(pl.col("nation") == nation)
    found = (_use(row) for row in rows.sort("item", "substitute", "nation").iter_rows(named=True))
    return tuple(use for use in found if use.gates)


def _use(row: dict[str, Any]) -> Use:
    key = row["nation"], row["item"], row["substitute"]
    return Use(*key, tuple(Gate(*key, name, row[name]) for name in GATES if row[name] != "yes"), row["standard"])


def by_pair(found: Iterable[Use]) -> tuple[Pair, ...]:
    """Uses of the same thing in place of the same other."""
    of: dict[tuple[str, str], list[Use]] = {}
    for use in found:
        of.setdefault((use.item, use.substitute), []).append(use)
    return tuple(Pair(*key, tuple(those)) for key, those in of.items())


def opened(case: Case, chosen: Iterable[Use]) -> Case:
    """The case with all gates of these uses open."""
    shut = {(gate.nation, gate.item, gate.substitute, gate.gate) for use in chosen for gate in use.gates}
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

    def cost(self, gates: Sequence[Gate]) -> float | None:
        """USD for all of these gates; None where one of them has no price."""
        prices = [self.of(gate) for gate in gates]
        return None if None in prices else sum(price.cost for price in prices if price is not None)

    def lead_days(self, gates: Sequence[Gate]) -> float | None:
        """Days until all of these gates are open, worked on side by side; None where one has no option."""
        days = [None if (price := self.of(gate)) is None else price.lead_days for gate in gates]
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
