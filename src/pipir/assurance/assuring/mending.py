"""What would mend a clash? A cut, more capacity or stock, reserve released, an agreement signed: each solved anew.

Where there are several clashes a repair of one need not let all promises be kept: that is solved too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import polars as pl

from pipir.assurance.assuring.audit import KEPT, Audit, same
from pipir.assurance.assuring.contesting import Dear
from pipir.assurance.assuring.costing import Price, price
from pipir.assurance.assuring.resources import Change, Resource, cut
from pipir.assurance.assuring.windows import Window
from pipir.assurance.assuring.wording import rounded_up, several
from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import figure, listing, percent

STEPS = 100
"""Steps towards the least amount that mends a clash; a shortage has a kink for each, and few."""
FLAT = 1e-12
"""Worth of one unit more that is none."""
EACH = 3
"""Resources of a kind that are tried, dearest first."""

Row = dict[str, Any]


def needed(audit: Audit, change: Change, claims: Sequence[int], most: float = inf) -> float | None:
    """The least amount of a change that lets these claims be kept; None where no amount up to `most` does.

    What goes short is a convex, piecewise linear function of the amount. Each step goes where the present slope would
    reach nothing: never beyond the least amount, and there after as many steps as it has pieces at most.
    """
    amount = 0.0
    try:
        for _ in range(STEPS):
            change.make(audit, amount)
            short = audit.missing(claims)
            if short <= KEPT:
                return amount
            slope = change.value(*audit.solver.prices())
            if slope <= FLAT:
                return None
            amount += short / slope
            if amount > most * (1.0 + KEPT):
                return None
    finally:
        change.make(audit, 0.0)
    return None


def mends(audit: Audit, change: Change, claims: Sequence[int], amount: float) -> tuple[bool, bool]:
    """Can these claims be kept with so much of a change, and can all that no stance bars?"""
    try:
        change.make(audit, amount)
        every = audit.kept(audit.open)
        return every or audit.kept(claims), every
    finally:
        change.make(audit, 0.0)


@dataclass(frozen=True)
class Mender:
    """Finds repairs in one window. `signed` are audits in which one proposed agreement is in force, by its id."""

    case: Case
    audit: Audit
    names: Names
    signed: dict[str, Audit]

    def repairs(self, claims: Sequence[int], priced: Sequence[Dear]) -> list[Row]:
        """See `declared.REPAIR`, without the keys of the clash."""
        rows = [*self._cuts(claims), *self._adds(claims, priced), *self._signs(claims)]
        rows.sort(key=_order)
        return [{"repair": place, **row} for place, row in enumerate(rows, start=1)]

    def _row(self, claims: Sequence[int], mended: tuple[bool, bool], found: Price | None, row: Row) -> Row:
        """A repair with whether it holds, and for how many; `mended` is for the clash, and for all."""
        late = found is not None and found.lead_days >= self.audit.net.days
        told = row["sentence"]
        if mended[1] and len(claims) < len(self.audit.open):
            told += "; all other promises can then be kept too"
        if found is not None and late:
            told += f", but what buys it takes {several(round(found.lead_days), 'day')}"
        return row | {
            "cost_usd": None if found is None else found.usd,
            "lead_days": None if found is None else found.lead_days,
            "holds": mended[0] and not late,
            "mends_all": mended[1] and not late,
            "sentence": f"{told}.",
        }

    def _cuts(self, claims: Sequence[int]) -> Iterator[Row]:
        """The least cut of each promise of the clash."""
        for claim in claims:
            owed, item = float(self.audit.built.claims.owed[claim]), self.audit.built.claims.group[claim]
            change = cut(self.audit, claim)
            least = needed(self.audit, change, claims, owed)
            if least is None:
                continue
            amount = min(rounded_up(least), owed)
            kind, name = self.audit.names[claim]
            told = f"Give up the {kind} {name}"
            if amount < owed:
                told = f"Cut the {kind} {name} by {self.names.amount(amount, item)} ({percent(amount / owed)})"
            row = {
                "kind": "cut",
                "target": f"{kind} {name}",
                "quantity": amount,
                "unit": self.names.unit(item),
                "change": amount / owed,
                "sentence": f"{told}: {self._kept(claims, claim, amount == owed)}",
            }
            yield self._row(claims, mends(self.audit, change, claims, amount), None, row)

    def _adds(self, claims: Sequence[int], priced: Sequence[Dear]) -> Iterator[Row]:
        """The least addition to each resource that is fought over."""
        tried: dict[str, int] = {}
        for _, one in priced:
            tried[one.kind] = tried.get(one.kind, 0) + 1
            least = needed(self.audit, one.change, claims, one.most) if tried[one.kind] <= EACH else None
            if least is None:
                continue
            amount = min(rounded_up(least), one.most)
            row = {
                "kind": "release" if one.kind == "reserve" else "add",
                "target": one.target,
                "quantity": amount,
                "unit": one.unit,
                "change": amount / one.present if one.present else None,
                "sentence": f"With {one.more.format(_much(one, amount))}, {self._kept(claims)}",
            }
            yield self._row(claims, mends(self.audit, one.change, claims, amount), self._price(one, amount), row)

    def _price(self, one: Resource, amount: float) -> Price | None:
        kind = "stock" if one.item is not None else "line" if one.unit.endswith("a year") else one.kind
        if kind not in ("stock", "line", "lane"):
            return None
        return price(self.case, kind, one.target, amount, self.audit.net.days)

    def _signs(self, claims: Sequence[int]) -> Iterator[Row]:
        """Proposed agreements that mend it; what they promise themselves is not called."""
        names = [self.audit.names[claim] for claim in claims]
        for agreement, audit in self.signed.items():
            if not audit.kept([audit.names.index(name) for name in names]):
                continue
            row = self.case["agreements"].filter(pl.col("agreement") == agreement).row(0, named=True)
            item = self.names.item(row["item"])
            ends = f"{self.names.nation(row['supplier'])} to {self.names.nation(row['beneficiary'])}"
            told = {
                "kind": "sign",
                "target": agreement,
                "quantity": 1.0,
                "unit": "agreement",
                "change": None,
                "sentence": f"With {agreement} signed, for {item} from {ends}, {self._kept(claims)}",
            }
            every = audit.kept([audit.names.index(self.audit.names[claim]) for claim in self.audit.open])
            asked = price(self.case, "agreement", agreement, 1.0, self.audit.net.days)
            yield self._row(claims, (True, every), asked, told)

    def _kept(self, claims: Sequence[int], cut_one: int | None = None, wholly: bool = False) -> str:
        """That the clash can be kept, in words."""
        others = [f"the {' '.join(self.audit.names[claim])}" for claim in claims if claim != cut_one]
        if cut_one is None:
            which = {1: "it", 2: "both"}.get(len(claims), f"all {len(claims)}")
            return f"{which} can be kept in full"
        if not others:
            return "nothing is left to be kept" if wholly else "the rest of it can be kept in full"
        return f"{listing(others)} can be kept in full" + ("" if wholly else ", and the rest of it")


def _order(row: Row) -> tuple[Any, ...]:
    """What holds first; what has a cost by it, then the smallest change."""
    usd, change = row["cost_usd"], row["change"]
    return not row["holds"], usd is None, usd or 0.0, change is None, change or 0.0, row["target"]


def _much(one: Resource, amount: float) -> str:
    return f"{figure(amount)} {one.unit.removesuffix(' a year')}" if one.kind in ("lane", "site") else figure(amount)


def signed(window: Window, audit: Audit) -> dict[str, Audit]:
    """Audits with one proposed agreement in force each, by its id: those whose signing changes what can be done."""
    found: dict[str, Audit] = {}
    case = window.calm
    for name in case["agreements"].filter(pl.col("status") == "proposed")["agreement"]:
        here = pl.col("agreement") == name
        agreements = case["agreements"].with_columns(
            status=pl.when(here).then(pl.lit("in_force")).otherwise("status"),
            promised_per_year=pl.when(~here).then("promised_per_year"),
        )
        other = Audit(window.network(case.replace({"agreements": agreements})), audit.built.writing.grid)
        if not same(other.built.programme, audit.built.programme):
            found[name] = other
    return found
