"""Can a changed network be planned in the columns and rows of a programme at hand? Then nothing but bounds differs.

A programme leaves out what cannot matter. Where all that matters of the changed network is in the programme at hand,
it is written in the same columns and rows, in the same scales, and columns that the changed network would not have are
nothing. Where that gives another coefficient, something new has opened and there is no such programme.

A holder that lets its reserve go has its exports counted all the same; what it may still send is then without bound.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipir.network.network import Flags, Ints, Network
from pipir.program.blocks.exporting import pools
from pipir.program.build import Built, written
from pipir.program.claims import Claims, claims
from pipir.program.decisions import OWN
from pipir.program.draft import Family, Programme
from pipir.program.flows import Flows
from pipir.program.grid import Grid
from pipir.program.scope import Scope, scope
from pipir.program.spans import Spans

Parts = tuple[NDArray[Any], ...]
FURTHEST = 8
"""Powers of two that a scale may be off by: a figure further from what it was is better planned in its own scales."""
DECIDED = ("sent", "starts", "fills", "hands")
"""Columns that are nothing where the changed network would not have them; the others follow from these."""
SPANS = {"sent": "sends", "starts": "starts", "fills": "fills", "hands": "hands", "stock": "stocks", "waits": "waits"}
"""Of columns by name: what numbers them in a scope."""


def within(base: Built, net: Network, grid: Grid) -> Built | None:
    """The programme of a network in the columns, rows and scales of another; None where it does not fit in."""
    served = claims(net)
    if _labels(net) != _labels(base.net) or not np.array_equal(grid.edges, base.scope.grid.edges):
        return None
    if not _alike(served, base.claims):
        return None
    own = scope(net, grid)
    places = _places(base.scope, own)
    freed = None if places is None else _freed(base.scope, own, places)
    if places is None or freed is None:
        return None
    flows = _terms(base.scope.flows, own.flows, places["sent"])
    kept = {name: getattr(own, name) for name in ("net", "grid", "means", "running", "transit_share", "reckoned")}
    built = written(replace(base.scope, flows=flows, **kept), served)
    programme = _scaled(built.programme, base.programme)
    if programme is None:
        return None
    for name in DECIDED:
        family, spans = programme.columns[name], getattr(own, SPANS[name])
        there = np.zeros(family.size, dtype=bool)
        there[family.spans.number(places[name][spans.entity], spans.period)] = True
        programme.upper[family.all[~there]] = 0.0
    sendable, pairs = programme.columns["sendable"], pools(built.writing)[1]
    pair = pairs[sendable.spans.entity]
    programme.lower[sendable.all[freed[pair[:, 0], pair[:, 1]]]] = -np.inf
    return replace(built, programme=programme)


def _labels(net: Network) -> tuple[object, ...]:
    """What stands behind the numbers of everything, and the days."""
    things = net.sites.ids, net.items.ids, net.lanes.ids, net.making.ids, net.demands.ids, net.commitments.ids
    on = net.transits.lane.tolist(), net.transits.item.tolist()
    return things, net.promises.ids, net.nations, on, net.start, net.days, net.past is None


def _alike(one: Claims, other: Claims) -> bool:
    return all(np.array_equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(Claims))


def _places(base: Scope, own: Scope) -> dict[str, Ints] | None:
    """Where everything of a scope stands in another, by the columns that it has; None where something does not."""
    sent = _flows(base, own)
    cells = base.cell_of[own.cell_site, own.cell_item]
    if sent is None or (cells < 0).any():
        return None
    sets = {
        "fills": (
            (base.uses.demand, base.uses.item, base.uses.ratio),
            (own.uses.demand, own.uses.item, own.uses.ratio),
        ),
        "hands": (
            (base.handings.commitment, base.handings.cell),
            (own.handings.commitment, cells[own.handings.cell]),
        ),
        "waits": (
            (base.doors.flow, base.doors.transit, base.doors.free),
            (np.append(sent, -1)[own.doors.flow], own.doors.transit, own.doors.free),
        ),
    }
    places = {"sent": sent, "stock": cells, "starts": np.arange(len(own.net.making.ids))}
    places |= {name: _found(*parts) for name, parts in sets.items()}
    held = [_holds(getattr(base, SPANS[name]), getattr(own, SPANS[name]), at) for name, at in places.items()]
    limits = np.array_equal(own.limited, base.limited) and np.array_equal(own.stored, base.stored)
    doors = np.flatnonzero(np.isin(base.doors.flow, sent) | (base.doors.flow < 0))
    fits = all(held) and limits and np.array_equal(np.sort(places["waits"]), doors)
    return places if fits and not (own.pooled & ~base.pooled).any() else None


def _freed(base: Scope, own: Scope, places: dict[str, Ints]) -> Flags | None:
    """Pairs of holder and item of which all that is sent to others may be reserve, though the programme counts it.

    Shape (nations, items); None where it counts what may be reserve and what may not, or not all that it has to.
    """
    crosses = np.flatnonzero(own.crosses)
    handed = own.handings.cell
    holder = np.concatenate([own.net.sites.holder[own.net.lanes.origin[own.flows.lane[crosses]]], own.holder[handed]])
    item = np.concatenate([own.flows.item[crosses], own.cell_item[handed]])
    free = np.concatenate([own.flows.frees[crosses], own.handings.frees])
    uncounted = np.concatenate(
        [base.flows.frees[places["sent"][crosses]], np.append(base.handings.frees, False)[places["hands"]]]
    )
    found, kept = np.zeros(base.pooled.shape, dtype=bool), np.zeros(base.pooled.shape, dtype=bool)
    found[holder[free & ~uncounted], item[free & ~uncounted]] = True
    kept[holder[~free], item[~free]] = True
    mixed = found & kept & base.pooled
    return None if mixed.any() or (uncounted & ~free).any() else found


def _flows(base: Scope, own: Scope) -> Ints | None:
    """The place of each flow; None where one has none."""
    number = {a.agreement: k for k, a in enumerate(base.flows.agreements)}
    carrier = [number.get(a.agreement, -2) for a in own.flows.agreements]
    commitments = len(base.flows.agreements) + np.arange(len(own.net.commitments.ids))
    carriers = np.concatenate([np.array(carrier, dtype=np.int64), commitments, [OWN]])
    own_carrier = carriers[own.flows.carrier]
    found = _found(
        (base.flows.lane, base.flows.item, base.flows.carrier), (own.flows.lane, own.flows.item, own_carrier)
    )
    return None if (found < 0).any() else found


def _found(base: Parts, own: Parts) -> Ints:
    """The place of each row of some columns among those of others, -1 where it is not there."""
    at = {key: k for k, key in enumerate(zip(*(part.tolist() for part in base), strict=True))}
    return np.array([at.get(key, -1) for key in zip(*(part.tolist() for part in own), strict=True)], dtype=np.int64)


def _holds(base: Spans, own: Spans, places: Ints) -> bool:
    """Has every period of every entity a number at its place?"""
    exists = own.count > 0
    if (places[exists] < 0).any():
        return False
    return not (base.number(places[own.entity], own.period) < 0).any()


def _terms(base: Flows, own: Flows, places: Ints) -> Flows:
    """The flows at hand with the terms that they are on now; what may be reserve is counted as it is at hand."""
    named = {a.agreement: a for a in own.agreements}
    terms = {name: getattr(base, name).copy() for name in ("opens", "closes", "onward")}
    for name, values in terms.items():
        values[places] = getattr(own, name)
    return replace(base, agreements=tuple(named.get(a.agreement, a) for a in base.agreements), **terms)


def _scaled(one: Programme, base: Programme) -> Programme | None:
    """The programme in the scales of another; None where more than bounds differs."""
    same = one.shape == base.shape and _families(one.columns, base.columns) and _families(one.rows, base.rows)
    if not same or not (np.array_equal(one.starts, base.starts) and np.array_equal(one.index, base.index)):
        return None
    column, row = one.column_scale / base.column_scale, one.row_scale / base.row_scale
    value = one.value / np.repeat(column, np.diff(one.starts)) * row[one.index]  # powers of two: nothing is rounded
    furthest = max(float(np.abs(np.log2(ratio)).max(initial=0.0)) for ratio in (column, row))
    alike = np.array_equal(one.resting, base.resting) and np.array_equal(one.tight, base.tight)
    if not (np.array_equal(value, base.value) and alike and furthest <= FURTHEST):
        return None
    return replace(
        base,
        lower=one.lower * column,
        upper=one.upper * column,
        row_lower=one.row_lower * row,
        row_upper=one.row_upper * row,
    )


def _families(one: dict[str, Family], other: dict[str, Family]) -> bool:
    """Are they numbered alike?"""
    if list(one) != list(other):
        return False
    return all(
        np.array_equal(one[name].spans.first, other[name].spans.first)
        and np.array_equal(one[name].spans.count, other[name].spans.count)
        for name in one
    )
