"""How are a move and its cost put into words?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipir.assurance.sequencing.customers import worse
from pipir.assurance.sequencing.declared import EVERYBODY
from pipir.case.names import Names
from pipir.case.words import capital, counted, figure, listing, percent, plural
from pipir.network.ranks import Rule

Row = dict[str, Any]
MOST_SAID = 3
"""Customers that a sentence names on either side."""


def ruled(rules: Sequence[Rule]) -> str:
    """What rules put at a rank, in words: `commitments (contract or delivery)`."""
    scopes: dict[str, list[str]] = {}
    for rule in rules:
        scopes.setdefault(rule.claim, []).append(" & ".join(_condition(word) for word in rule.conditions))
    told = [plural(kind) + ("" if "*" in of else f" ({' or '.join(of)})") for kind, of in scopes.items()]
    return listing(told) or "all other claims"


def _condition(word: str) -> str:
    return f"tier {word}" if word.isdigit() else word


class Telling:
    """Sentences of a case."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def compared(self, row: Row, second: str) -> str:
        """What a customer gets more or less under the second policy."""
        loss = {
            "units_lost": -row["units_gained"],
            "days_later": None if row["days_sooner"] is None else -row["days_sooner"],
            "days_of_supply_lost": None if row["days_of_supply_gained"] is None else -row["days_of_supply_gained"],
        }
        if not loss["units_lost"] and not loss["days_later"]:
            kept = f"{percent(row['kept_share_a'])} of {self._names.amount(row['owed'], row['item'])}"
            return f"{capital(self._names.nation(row['recipient']))} gets the same under both: {kept}."
        said = self.loss({**row, **loss}, several=False)
        return f"{capital(self._names.nation(row['recipient']))} {said} under {second}."

    def cost(self, row: Row, mover: str, gain: str) -> str:
        """What a customer loses or gains by a move, and what those that move gain of the same item."""
        body = row["customer_is"] == "body"
        who = f"{row['customer']} customers" if body else self._names.nation(row["customer"])
        if body and row["role"] == "other" and row["customer"] == mover:
            who = f"other {who}"
        said = self.loss(row, several=body)
        by = f", as {gain}" if row["role"] == "other" and gain else ""
        return f"{capital(who)} {said}{by}."

    def gain(self, rows: Sequence[Row], mover: str) -> str:
        """What those that move gain of an item, as the second half of a sentence; nothing where none does."""
        gaining = [row for row in rows if worse(row) < 0]
        if not gaining:
            return ""
        name = "" if mover == EVERYBODY else mover
        same = [row for row in gaining if row["customer"] == name]
        shown = same or [row for row in gaining if row["customer_is"] == "nation"]
        told = [f"{self._who(row)} {self.loss(row, several=row['customer_is'] == 'body')}" for row in shown[:MOST_SAID]]
        return listing(told)

    def moved(self, mover: str, ends: tuple[str, str], rows: Sequence[Row], lack: int) -> str:
        """A move, who gains most by it and who pays most; `lack` claims of those that move lack something before it."""
        which, ahead = ends
        who = which if mover == EVERYBODY else f"claims of {self._mover(mover)} among {which}"
        nations = [row for row in rows if row["customer_is"] == "nation"]
        gains = self._several(row for row in nations if row["role"] == "moved" and worse(row) < 0)
        costs = self._several(row for row in nations if row["role"] == "other" and worse(row) > 0)
        if not gains and not costs:
            why = "nobody gets more or less, sooner or later" if lack else "they lack nothing where they stand"
            return f"{capital(who)} before {ahead}: {why}."
        head = f"{capital(who)} before {ahead}: {gains or 'those that move gain nothing'}."
        return f"{head} It costs others: {costs}." if costs else f"{head} Nobody pays for it."

    def loss(self, row: Row, several: bool) -> str:
        """A predicate: what is lost or gained. `several`: of more than one."""
        units, later, kind = row["units_lost"], row["days_later"], row["kind"]
        unit, item = self._names.unit(row["item"]), self._names.item(row["item"])
        more = "less" if units > 0 else "more"
        amount = f"{counted(figure(abs(units)), unit)} of {item} {more}"
        parts = []
        if units and kind == "commitment":
            parts.append(f"{'are' if several else 'is'} delivered {amount} by the end")
        elif units:
            supply = row["days_of_supply_lost"]
            days = f" ({counted(figure(abs(supply)), 'day')} of supply)" if supply else ""
            parts.append(
                f"{'have' if several else 'has'} {amount} for {'their' if several else 'its'} {plural(kind)}{days}"
            )
        if later:
            wait = "wait" if several else "waits"
            of = "" if units else f" of {item}"
            each = f"each of the {counted(figure(row['owed']), unit)}{of} due"
            parts.append(f"{wait} {counted(figure(abs(later)), 'day')} {'longer' if later > 0 else 'less'} for {each}")
        return " and ".join(parts)

    def _several(self, rows: Iterable[Row]) -> str:
        first = sorted(rows, key=lambda row: (-float(f"{abs(worse(row)):.6g}"), row["customer"], row["item"]))
        told = [f"{self._who(row)} {self.loss(row, several=False)}" for row in first]
        more = [f"{counted(str(len(told) - MOST_SAID), 'customer')} more"] if len(told) > MOST_SAID else []
        return "; ".join(told[:MOST_SAID] + more)

    def _who(self, row: Row) -> str:
        body = row["customer_is"] == "body"
        return f"{row['customer']} customers" if body else self._names.nation(row["customer"])

    def _mover(self, mover: str) -> str:
        name = self._names.nation(mover)
        return f"{mover} members" if name == mover else name
