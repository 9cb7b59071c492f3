"""May it be sent? Agreements, stances, re-export consent, hosts and transit: open, or why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import inf

from pipir.case.case import Case
from pipir.network.stances import Stances


@dataclass(frozen=True)
class Agreement:
    """An agreement as the engines read it; `start`/`end` are None for always and never."""

    agreement: str
    supplier: str
    beneficiary: str
    item: str
    kind: str
    status: str
    promised_per_year: float
    ceiling_per_year: float
    onward: bool
    start: date | None
    end: date | None

    def on(self, day: date) -> bool:
        """Is it in force on that day?"""
        return (
            self.status == "in_force"
            and (self.start is None or self.start <= day)
            and (self.end is None or day < self.end)
        )

    def throughout(self, first: date, after: date) -> bool:
        """Is it in force on every day of [first, after)?"""
        return (
            self.status == "in_force"
            and (self.start is None or self.start <= first)
            and (self.end is None or after <= self.end)
        )

    def within(self, first: date, after: date) -> bool:
        """Is it in force on any day of [first, after)?"""
        return (
            self.status == "in_force"
            and (self.start is None or self.start < after)
            and (self.end is None or first < self.end)
        )


class Permissions:
    """What is open between holders in a situation, and in words why something is not.

    `obstacle` methods give None where nothing stands in the way, else a sentence that names nation, act or agreement.
    """

    def __init__(
        self,
        case: Case,
        situation: str | None = None,
        unknown: str = "no",
        drawn: Mapping[tuple[str, str], bool] | None = None,
        day: date | None = None,
    ) -> None:
        self.stances = Stances(case, situation, unknown, drawn, day)
        items = case["items"]
        self._family = dict(zip(items["item"], items["family"], strict=True))
        self._authority = dict(zip(items["item"], items["design_authority"], strict=True))
        self._between: dict[tuple[str, str], list[Agreement]] = defaultdict(list)
        for row in case.filled("agreements").iter_rows(named=True):
            self._between[row["supplier"], row["beneficiary"]].append(_agreement(row))

    def covering(self, supplier: str, recipient: str, item: str) -> list[Agreement]:
        """Every agreement from supplier to recipient that covers the item, in force or not, in order of id."""
        names = (item, self._family.get(item), "*")
        return [a for a in self._between.get((supplier, recipient), ()) if a.item in names]

    def ways(self, supplier: str, recipient: str, item: str, first: date, after: date) -> list[Agreement]:
        """Agreements that open the way on some day of [first, after): stances and consents hold."""
        found = [a for a in self.covering(supplier, recipient, item) if a.within(first, after)]
        return found if found and self.export_obstacle(supplier, recipient, item) is None else []

    def export_obstacle(self, supplier: str, recipient: str, item: str) -> str | None:
        """What stance stands against an export under an agreement, whatever the day."""
        against = self._unwilling(supplier, "export", recipient, item, f"export it to {recipient} in this situation")
        return against or self.reexport_obstacle(supplier, recipient, item)

    def deliver_obstacle(self, supplier: str, recipient: str, item: str, backfills: bool) -> str | None:
        """What stance stands against a delivery under a commitment."""
        act = "backfill" if backfills else "deliver"
        against = self._unwilling(supplier, act, recipient, item, f"{act} it to {recipient} in this situation")
        return against or self.reexport_obstacle(supplier, recipient, item)

    def reexport_obstacle(self, supplier: str, recipient: str, item: str) -> str | None:
        """What stands against it on the side of a third nation that owns the design."""
        owner = self._authority.get(item)
        if owner is None or owner in (supplier, recipient):
            return None
        name = f"{owner}, which owns the design,"
        return self._unwilling(owner, "reexport", recipient, item, f"consent to a re-export to {recipient}", name)

    def obstacle(self, supplier: str, recipient: str, item: str, day: date) -> str | None:
        """Why a holder may not send the item to another holder on that day; None where it may."""
        if supplier == recipient:
            return None
        covering = self.covering(supplier, recipient, item)
        if not covering:
            return f"no agreement lets {supplier} send it to {recipient}"
        against = self.export_obstacle(supplier, recipient, item)
        if against is not None:
            return against
        if any(a.on(day) for a in covering):
            return None
        proposed = [a for a in covering if a.status == "proposed"]
        if len(proposed) == len(covering):
            return f"agreement {proposed[0].agreement} is only proposed"
        known = next(a for a in covering if a.status == "in_force")
        span = f"from {known.start or 'always'} to {known.end or 'open end'}"
        return f"agreement {known.agreement} is not in force on {day} (it runs {span})"

    def site_obstacle(self, holder: str, host: str, item: str) -> str | None:
        """Why nothing may be sent, received, served or made at a site on foreign soil; None where it may."""
        if holder == host:
            return None
        return self._unwilling(host, "host", holder, item, f"host {holder} in this situation")

    def transit_obstacle(self, via: list[str] | None, recipient: str, item: str) -> str | None:
        """Why a lane is closed by a nation that it passes; None where it is open."""
        for nation in via or ():
            against = self._unwilling(nation, "transit", recipient, item, "allow transit in this situation")
            if against is not None:
                return against
        return None

    def _unwilling(self, nation: str, act: str, to: str, item: str, what: str, name: str | None = None) -> str | None:
        """That a nation does not do it, or has not said so; None where it does. `what` it is, in words."""
        if self.stances.allows(nation, act, to, item):
            return None
        unknown = self.stances.answer(nation, act, to, item) == "unknown"
        return f"{name or nation} {'has not said whether it would' if unknown else 'does not'} {what}"

    def releases_reserve(self, supplier: str, recipient: str | None, item: str) -> bool:
        """Does the supplier let its reserve go to that recipient?"""
        return self.stances.allows(supplier, "release_reserve", recipient, item)


def _agreement(row: dict[str, object]) -> Agreement:
    promised = row["promised_per_year"]
    ceiling = row["ceiling_per_year"]
    return Agreement(
        agreement=str(row["agreement"]),
        supplier=str(row["supplier"]),
        beneficiary=str(row["beneficiary"]),
        item=str(row["item"]),
        kind=str(row["kind"]),
        status=str(row["status"]),
        promised_per_year=0.0 if promised is None else float(promised),  # type: ignore[arg-type]
        ceiling_per_year=inf if ceiling is None else float(ceiling),  # type: ignore[arg-type]
        onward=row["onward"] == "yes",
        start=row["start"],  # type: ignore[arg-type]
        end=row["end"],  # type: ignore[arg-type]
    )
