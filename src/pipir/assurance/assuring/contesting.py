"""What do the promises of a clash fight over? Limits with a price where they go short least, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from pipir.assurance.assuring.audit import Audit
from pipir.assurance.assuring.resources import Resource
from pipir.assurance.assuring.wording import measured
from pipir.case.names import Names
from pipir.case.words import capital, figure

PRICED = 1e-9
"""Worth of a resource, over that of the dearest one, that is a rest of rounding."""
EACH = 2
"""Resources of a kind that are told."""

Row = dict[str, Any]
Dear = tuple[float, Resource]
"""What one unit more of a resource is worth, and the resource."""


def dear(audit: Audit, claims: Sequence[int], every: Sequence[Resource]) -> tuple[float, list[Dear]]:
    """The least that a clash goes short, shares added up, and the resources that more of would mend, dearest first.

    Of each item it is the stock where more of it is worth most and, of those, most lies.
    """
    short = audit.missing(claims)
    columns, rows = audit.solver.prices()
    worth = [(one.change.value(columns, rows), one) for one in every]
    least = PRICED * max((value for value, _ in worth), default=0.0)
    found = [(value, one) for value, one in worth if value > max(least, 0.0)]
    found.sort(key=lambda pair: (-float(f"{pair[0]:.6g}"), -(pair[1].present or 0.0), pair[1].target))
    best: dict[str, str] = {}
    kept = [(v, one) for v, one in found if one.item is None or best.setdefault(one.item, one.target) == one.target]
    return short, kept


def contested(audit: Audit, claims: Sequence[int], found: tuple[float, list[Dear]], names: Names) -> Iterator[Row]:
    """See `declared.CONTESTED`, without the keys of the clash: what there is of something and does not suffice."""
    short, priced = found
    there = [(value, one) for value, one in priced if one.present] or priced
    seen: dict[str, int] = {}
    for value, one in there:
        seen[one.kind] = seen.get(one.kind, 0) + 1
        if seen[one.kind] <= EACH:
            yield _row(one.target, one.kind, value, one.unit, _sentence(one, short / value))
    if not there:
        yield _unreachable(audit, claims[0], names)


def _row(resource: str, kind: str, value: float, unit: str, sentence: str) -> Row:
    return {"resource": resource, "kind": kind, "value": value, "unit": unit, "sentence": sentence}


def _sentence(one: Resource, needed: float) -> str:
    """What there is, and how much more it takes at least: each unit more mends no more than the first one does."""
    most = f", and no more than {figure(one.most)} can be had" if needed > one.most else ""
    return (
        f"{capital(one.words)}: {one.now}; by this alone at least {measured(needed, one.unit)} more are needed{most}."
    )


def _unreachable(audit: Audit, claim: int, names: Names) -> Row:
    """Why nothing can be had for a promise, where no limit has a price."""
    net = audit.net
    dues, place = audit.due(claim)
    supplier, recipient = net.nations[dues.supplier[place]], net.nations[dues.recipient[place]]
    own = np.flatnonzero(net.sites.holder == dues.supplier[place])
    ends = list(dues.sites[place])
    item = names.item(audit.built.claims.group[claim])
    covers = list(dues.covers[place])
    has = np.isin(net.holdings.site, own) & np.isin(net.holdings.item, covers) & (net.holdings.quantity > 0)
    makes = np.isin(net.making.site, own) & np.isin(net.making.item, covers)
    linked = np.isin(net.lanes.origin, own) & np.isin(net.lanes.destination, ends)
    giver, taker = names.nation(supplier), names.nation(recipient)
    if not has.any() and not makes.any():
        how = "nobody brings it any in time" if len(own) else "it has no site that any could be brought to"
        told = f"{capital(giver)} neither holds nor makes {item}, and {how}."
        return _row(supplier, "source", 0.0, "nothing", told)
    if ends and not linked.any():
        told = f"No lane leads from {giver} to where {taker} takes in {item}."
        return _row(f"{supplier}/{recipient}", "way", 0.0, "nothing", told)
    told = f"Nothing that {giver} holds or makes of {item} can reach {taker} within the {net.days} days."
    return _row(f"{supplier}/{recipient}", "time", 0.0, "nothing", told)
