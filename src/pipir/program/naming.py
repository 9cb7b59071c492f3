"""What is each column and row called, and how does another solver read the programme? Names, and MPS."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from pipir.network.network import Floats
from pipir.program.blocks.exporting import pools
from pipir.program.build import Built
from pipir.program.claims import COMMITMENT, DEMAND, KINDS, PROMISE
from pipir.program.decisions import OWN
from pipir.program.draft import Family, Programme
from pipir.program.mps import NAME
from pipir.runs.files import write_whole

ONCE = frozenset({"short", "largest", "unmet", "uncalled", "late", "above", "pooled"})
"""Families without periods."""
OBJECTIVE = "shortage"


def names(built: Built) -> tuple[list[str], list[str]]:
    """Names of all columns and all rows, in order: `stock[us-guam,sm-6,t12]`. None occurs twice, none holds a space."""
    return tuple(  # type: ignore[return-value]
        [name for family in families.values() for name in _of_family(built, family)]
        for families in (built.programme.columns, built.programme.rows)
    )


def _of_family(built: Built, family: Family) -> Iterator[str]:
    label = _labels(built)[family.name]
    spans = family.spans
    for entity, period in zip(spans.entity.tolist(), spans.period.tolist(), strict=True):
        when = "" if family.name in ONCE else f",t{period:03d}"
        yield f"{family.name}[{label(entity)}{when}]"


def _labels(built: Built) -> dict[str, Callable[[int], str]]:
    """What stands for an entity of each family."""
    net, scope, claims = built.net, built.scope, built.claims
    sites, items, lanes = net.sites.ids, net.items.ids, net.lanes.ids
    pairs = pools(built.writing)[1]

    def cell(e: int) -> str:
        return f"{sites[scope.cell_site[e]]},{items[scope.cell_item[e]]}"

    def flow(f: int) -> str:
        return f"{lanes[scope.flows.lane[f]]},{items[scope.flows.item[f]]},{_carrier(built, f)}"

    def door(d: int) -> str:
        transit = int(scope.doors.transit[d])
        if transit < 0:
            return flow(int(scope.doors.flow[d]))
        return f"{lanes[net.transits.lane[transit]]},{items[net.transits.item[transit]]},under-way-{transit}"

    def claim(c: int) -> str:
        kind = int(claims.kind[c])
        ids = {DEMAND: net.demands.ids, COMMITMENT: net.commitments.ids, PROMISE: net.promises.ids}[kind]
        return f"{KINDS[kind]},{ids[claims.number[c]]}"

    def pool(p: int) -> str:
        nation, item = pairs[p]
        return f"{net.nations[nation]},{items[item]}"

    def use(u: int) -> str:
        return f"{net.demands.ids[scope.uses.demand[u]]},{items[scope.uses.item[u]]}"

    def hand(h: int) -> str:
        return f"{net.commitments.ids[scope.handings.commitment[h]]},{sites[scope.cell_site[scope.handings.cell[h]]]}"

    def among(kind: int) -> Callable[[int], str]:
        return lambda k: claim(int(claims.of(kind)[k]))

    by_site, by_lane = sites.__getitem__, lanes.__getitem__
    by_agreement = [a.agreement for a in scope.flows.agreements].__getitem__
    by_commitment, rank = net.commitments.ids.__getitem__, [str(rank) for rank in claims.ranks].__getitem__
    return {
        "sent": flow, "waits": door, "door": door, "stock": cell, "balance": cell, "discards": cell,
        "discardable": cell, "discard": cell, "starts": net.making.ids.__getitem__, "fills": use, "hands": hand,
        "short": claim, "above": claim, "largest": rank, "pooled": rank, "sendable": pool, "pool": pool,
        "allowed": by_agreement, "ceiling": by_agreement, "open": by_commitment, "due": by_commitment,
        "late": among(COMMITMENT),
        "unmet": among(DEMAND), "uncalled": among(PROMISE), "served": net.demands.ids.__getitem__,
        "lift": by_lane, "handling": by_site, "storage": by_site, "explosives": by_site,
    }  # fmt: skip


def _carrier(built: Built, flow: int) -> str:
    """`own`, or what carries it with its kind: an agreement and a commitment may have the same id."""
    flows, carrier = built.scope.flows, int(built.scope.flows.carrier[flow])
    if carrier == OWN:
        return "own"
    if carrier < len(flows.agreements):
        return f"agreement:{flows.agreements[carrier].agreement}"
    return f"commitment:{built.net.commitments.ids[carrier - len(flows.agreements)]}"


def write_mps(built: Built, path: Path, held: Mapping[int, float] | None = None) -> None:
    """Write the programme as free-format MPS in people's units, complete or not at all.

    Another solver takes one objective: the pooled shares short of all ranks, each weighing half of the one before it.
    `held` are the most that ranks may go short, the right sides of their rows `pooled[rank]`: with every rank but the
    last held to what was found, that objective serves them in their order. Rows that bind nothing have the most that
    they can reach for a right side: readers drop free rows.
    """
    write_whole(path, "\n".join(_lines(built, held or {})).encode() + b"\n")


def weighted(built: Built) -> Floats:
    """Cost of each column in that one objective."""
    claims = built.claims
    cost = np.zeros(built.programme.shape[1])
    cost[built.programme.columns["short"].all] = claims.share * 2.0**-claims.place
    return cost


def _lines(built: Built, held: Mapping[int, float]) -> Iterator[str]:
    p = _held(built, held)
    columns, rows = names(built)
    fixed = f"{', '.join(f'rank {rank}' for rank in held) or 'no rank'} held to what was found"
    yield f"* {built.net.case.name}, scenario {built.net.scenario}: least pooled shares short, {fixed}"
    yield NAME
    yield "ROWS"
    yield f" N {OBJECTIVE}"
    kinds, right, ranges = _sides(p)
    yield from (f" {kind} {row}" for kind, row in zip(kinds, rows, strict=True))
    yield "COLUMNS"
    yield from _terms(p, weighted(built), columns, rows)
    yield "RHS"
    yield from (f" RHS {rows[r]} {float(right[r])!r}" for r in np.flatnonzero(right))
    yield "RANGES"
    yield from (f" RNG {rows[r]} {float(ranges[r])!r}" for r in np.flatnonzero(ranges))
    yield "BOUNDS"
    yield from _bounds(p, columns)
    yield "ENDATA"


def _held(built: Built, held: Mapping[int, float]) -> Programme:
    """The programme with these ranks held."""
    p, upper = built.programme, built.programme.row_upper.copy()
    for rank, most in held.items():
        row = p.rows["pooled"].all[built.claims.at(rank)]
        upper[row] = most / p.row_scale[row]
    return replace(p, row_upper=upper)


def _sides(p: Programme) -> tuple[Sequence[str], Floats, Floats]:
    """Kind, right side and range of each row; a row between two bounds is one that is at most the upper."""
    lower, upper = p.row_lower * p.row_scale, p.row_upper * p.row_scale
    upper = np.where(np.isinf(lower) & np.isinf(upper), _most(p), upper)
    free, equal = np.isinf(lower) & np.isinf(upper), lower == upper
    least = np.isinf(upper) & ~free
    kinds = np.select([free, equal, least], ["N", "E", "G"], "L")
    right = np.select([free, least], [0.0, lower], upper)
    double = ~free & ~equal & np.isfinite(lower) & np.isfinite(upper)
    with np.errstate(invalid="ignore"):
        return kinds.tolist(), right, np.where(double, upper - lower, 0.0)


def _most(p: Programme) -> Floats:
    """The most that each row can reach within the bounds of its columns: shape (rows,)."""
    column = np.repeat(np.arange(len(p.lower)), np.diff(p.starts))
    farthest = np.where(p.value > 0.0, p.upper[column], p.lower[column])
    reached = np.bincount(p.index, p.value * farthest, minlength=len(p.row_scale))
    most: Floats = reached * p.row_scale
    return most


def _terms(p: Programme, cost: Floats, columns: Sequence[str], rows: Sequence[str]) -> Iterator[str]:
    value = p.value * p.row_scale[p.index] / np.repeat(p.column_scale, np.diff(p.starts))
    for c, name in enumerate(columns):
        begin, end = int(p.starts[c]), int(p.starts[c + 1])
        if cost[c] or begin == end:
            yield f" {name} {OBJECTIVE} {float(cost[c])!r}"
        yield from (f" {name} {rows[p.index[k]]} {float(value[k])!r}" for k in range(begin, end))


def _bounds(p: Programme, columns: Sequence[str]) -> Iterator[str]:
    lower, upper = p.lower * p.column_scale, p.upper * p.column_scale
    for c, name in enumerate(columns):
        if lower[c] == upper[c]:
            yield f" FX BND {name} {float(lower[c])!r}"
            continue
        if np.isfinite(upper[c]):
            yield f" UP BND {name} {float(upper[c])!r}"
        if lower[c] != 0.0:
            yield f" LO BND {name} {float(lower[c])!r}" if np.isfinite(lower[c]) else f" MI BND {name}"
