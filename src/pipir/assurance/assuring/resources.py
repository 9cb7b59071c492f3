"""What is there to fight over? Every limit of an audit that could be wider: capacity, stock, room, rights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from pipir.assurance.assuring.audit import Audit
from pipir.case.names import Names
from pipir.case.words import figure
from pipir.network.capacity import YEAR
from pipir.network.network import Floats, Ints
from pipir.program.blocks.exporting import first_rows
from pipir.program.claims import COMMITMENT, PROMISE

NONE = np.zeros(0, dtype=np.int64)
SLOWER = 0.01
"""Share by which a line stays below its highest rate that is told."""


@dataclass(frozen=True)
class Change:
    """What one unit more of something changes: upper bounds of columns, bounds of rows, each by its weight."""

    columns: Ints = field(default_factory=lambda: NONE)
    column_weight: Floats = field(default_factory=lambda: np.zeros(0))
    rows: Ints = field(default_factory=lambda: NONE)
    row_weight: Floats = field(default_factory=lambda: np.zeros(0))

    def make(self, audit: Audit, amount: float) -> None:
        """Change the bounds of an audit by so many units; 0 puts them back."""
        p = audit.built.programme
        if len(self.columns):
            scale = p.column_scale[self.columns]
            upper = p.upper[self.columns] * scale + amount * self.column_weight
            audit.solver.bound_columns(self.columns, p.lower[self.columns] * scale, upper)
        scale, more = p.row_scale[self.rows], amount * self.row_weight
        lower, upper = p.row_lower[self.rows] * scale + more, p.row_upper[self.rows] * scale + more
        audit.solver.bound_rows(self.rows, lower, upper)

    def value(self, columns: Floats, rows: Floats) -> float:
        """By how much the sum that prices are of falls with one unit more."""
        by_columns = np.minimum(columns[self.columns], 0.0) @ self.column_weight
        return -float(by_columns + rows[self.rows] @ self.row_weight)


@dataclass(frozen=True)
class Resource:
    """One thing that could be more: what kind, its id, what one unit more is, how much there is now.

    `words` names the thing, `now` says how much there is and `more` what more of it is (`{}` stands for how much).
    `present` is what there is now in the unit, None where that says nothing; `most` is what can be added at most.
    `item` is the item of a stock.
    """

    kind: str
    target: str
    unit: str
    words: str
    now: str
    more: str
    change: Change
    present: float | None
    most: float = np.inf
    item: str | None = None


def resources(audit: Audit, names: Names) -> list[Resource]:
    """Every limit of the audit that can be wider."""
    kinds = (_stocks, _lines, _lifts, _sites, _ceilings, _reserves)
    return [found for kind in kinds for found in kind(audit, names)]


def cut(audit: Audit, claim: int) -> Change:
    """One unit less of a promise: of a commitment less falls due, evenly over its days."""
    rows, owed = audit.built.programme.rows, float(audit.built.claims.owed[claim])
    place = int(audit.built.claims.number[claim])
    if audit.built.claims.kind[claim] == COMMITMENT:
        due = rows["due"]
        which: Ints = due.all[due.spans.entity == place]
        p = audit.built.programme
        return Change(rows=which, row_weight=-p.row_upper[which] * p.row_scale[which] / owed)
    row: Ints = rows["uncalled"].all[audit.built.claims.of(PROMISE) == claim]
    return Change(rows=row, row_weight=np.array([-1.0]))


def _stocks(audit: Audit, names: Names) -> Iterator[Resource]:
    """One unit more at a site on day 0, none of it kept in reserve."""
    net, scope, balance = audit.net, audit.built.scope, audit.built.programme.rows["balance"]
    pool_of = first_rows(audit.built.writing)
    parts = _components(audit)
    for cell in np.flatnonzero(scope.stocks.count):
        site, item = int(scope.cell_site[cell]), int(scope.cell_item[cell])
        first = balance.all[int(scope.stocks.at[cell])]
        pool = pool_of.get((int(scope.holder[cell]), item))
        rows: Ints = np.append(first, [] if pool is None else [pool]).astype(np.int64)
        name, place, lies = net.items.ids[item], net.sites.ids[site], float(net.lying[site, item])
        yield Resource(
            kind="component" if item in parts else "stock",
            target=f"{place}/{name}",
            unit=names.unit(name),
            words=f"stock of {names.item(name)} at {names.site(place)}",
            now=f"{names.amount(lies, name)} lie at {names.site(place)} on day 0" if lies else "none lies there",
            more=f"{{}} more of {names.item(name)} at {names.site(place)} on day 0",
            change=Change(rows=rows, row_weight=np.ones(len(rows))),
            present=lies,
            item=name,
        )


def _components(audit: Audit) -> set[int]:
    """Items that lines use and that nobody is owed."""
    owed = {item for claim in audit.open for dues, k in [audit.due(claim)] for item in dues.covers[k]}
    return {int(item) for item in audit.net.making.component} - owed


def _lines(audit: Audit, names: Names) -> Iterator[Resource]:
    """A unit a year more begun, from day 0 or from the day on which the line opens."""
    net, p, length = audit.net, audit.built.programme, audit.built.writing.grid.length
    starts, parts = p.columns["starts"], _components(audit)
    alike = Counter(zip(net.making.item.tolist(), net.making.site.tolist(), strict=True))
    reached = net.making.ramps.started(net.days) - net.making.ramps.started(net.days - 1.0)
    for line in np.flatnonzero(starts.spans.count):
        which = starts.all[starts.spans.entity == line]
        runs = p.upper[which] > 0.0
        if not runs.any():
            continue
        days = length[starts.spans.period[starts.spans.entity == line]]
        name, item, site = net.making.ids[line], net.items.ids[net.making.item[line]], net.making.site[line]
        rate, most = float(reached[line]) * YEAR, float(net.making.ramps.high[line]) * YEAR
        lead = float(net.making.ramps.lead[line])
        place = names.site(net.sites.ids[site])
        slowly = "" if rate >= most * (1.0 - SLOWER) else f" by day {net.days}, and {figure(most)} once it is ramped up"
        after = f", each done {figure(lead)} days after its start" if lead else ""
        known = f" ({name})" if alike[int(net.making.item[line]), int(site)] > 1 else ""
        where = f"the line for {names.item(item)} at {place}{known}"
        yield Resource(
            kind="component" if int(net.making.item[line]) in parts else "line",
            target=name,
            unit=f"{names.unit(item)} a year",
            words=where,
            now=f"it starts at most {figure(rate)} a year{slowly}{after}",
            more=f"{{}} more a year started by {where}",
            change=Change(columns=which[runs], column_weight=days[runs] / YEAR),
            present=rate,
        )


def _lifts(audit: Audit, names: Names) -> Iterator[Resource]:
    """One tonne a day more on every day."""
    net, lift = audit.net, audit.built.programme.rows["lift"]
    days = audit.built.writing.grid.length[lift.spans.period]
    for lane in np.flatnonzero(lift.spans.count):
        which = lift.spans.entity == lane
        ends = (names.site(net.sites.ids[end[lane]]) for end in (net.lanes.origin, net.lanes.destination))
        way = f"{' to '.join(ends)} by {net.lanes.mode[lane]}"
        most = float(net.lanes.lift_t[lane])
        yield Resource(
            kind="lane",
            target=net.lanes.ids[lane],
            unit="t a day",
            words=f"lift from {way}",
            now=f"it is at most {figure(most)} t a day",
            more=f"{{}} more a day of lift from {way}",
            change=Change(rows=lift.all[which], row_weight=days[which]),
            present=most,
        )


def _sites(audit: Audit, names: Names) -> Iterator[Resource]:
    """One tonne a day more handled, or room for one tonne or kilogram more."""
    net, length = audit.net, audit.built.writing.grid.length
    for family, unit, most, what in (
        ("handling", "t a day", net.sites.handling_t, "handling"),
        ("storage", "t", net.sites.storage_t, "storage"),
        ("explosives", "kg", net.sites.explosive_kg, "room for explosives"),
    ):
        rows = audit.built.programme.rows[family]
        for site in np.flatnonzero(rows.spans.count):
            which = rows.spans.entity == site
            place = net.sites.ids[site]
            size = f"{figure(float(most[site]))} {unit}"
            weight = length[rows.spans.period[which]] if family == "handling" else np.ones(int(which.sum()))
            yield Resource(
                kind="site",
                target=f"{what} at {place}",
                unit=unit,
                words=f"{what} at {names.site(place)}",
                now=f"there is {size} of it",
                more=f"{{}} more {what} at {names.site(place)}",
                change=Change(rows=rows.all[which], row_weight=weight),
                present=float(most[site]),
            )


def _ceilings(audit: Audit, names: Names) -> Iterator[Resource]:
    """One unit a year more, from the start of the agreement on."""
    net, grid, rows = audit.net, audit.built.writing.grid, audit.built.programme.rows["ceiling"]
    for k in np.flatnonzero(rows.spans.count):
        a = audit.built.scope.flows.agreements[k]
        which = rows.spans.entity == k
        begin = 0.0 if a.start is None else max(0.0, float((a.start - net.start).days))
        days = grid.overlap(np.array([begin]), np.array([np.inf]))[0][rows.spans.period[which]]
        item, ends = names.item(a.item), f"from {names.nation(a.supplier)} to {names.nation(a.beneficiary)}"
        yield Resource(
            kind="agreement",
            target=a.agreement,
            unit=f"{names.unit(a.item)} a year",
            words=f"ceiling of the agreement {a.agreement} {ends}",
            now=f"it lets {figure(a.ceiling_per_year)} a year pass",
            more=f"{{}} more a year of {item} under the agreement {a.agreement}",
            change=Change(rows=rows.all[which], row_weight=days / YEAR),
            present=a.ceiling_per_year,
        )


def _reserves(audit: Audit, names: Names) -> Iterator[Resource]:
    """One unit more of its reserve that a holder lets go to others."""
    net = audit.net
    kept = np.zeros((len(net.nations), len(net.items.ids)))
    h = net.holdings
    np.add.at(kept, (net.sites.holder[h.site], h.item), np.minimum(h.reserve, h.quantity))
    for (nation, item), row in first_rows(audit.built.writing).items():
        size, name = float(kept[nation, item]), net.items.ids[item]
        if size <= 0.0:
            continue
        holder = names.nation(net.nations[nation])
        yield Resource(
            kind="reserve",
            target=f"{net.nations[nation]}/{name}",
            unit=names.unit(name),
            words=f"{names.item(name)} that {holder} may send to others",
            now=f"{holder} keeps {names.amount(size, name)} in reserve",
            more=f"{{}} of {names.item(name)} released from the reserve of {holder}",
            change=Change(rows=np.array([row]), row_weight=np.ones(1)),
            present=size,
            most=size,
        )
