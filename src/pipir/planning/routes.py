"""Who holds or makes it and may not send it to where it is needed? The way on which least would have to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
import polars as pl

from pipir.case.words import capital
from pipir.network.network import Floats, Network
from pipir.planning.alone import Alone
from pipir.planning.answers import Answer, changed, said, sending
from pipir.planning.limits import Candidate, amount

SUPPLIERS = 3
"""Nations that may not send it which are tried, for the claim itself and for parts of it: those with the most."""

Needs = Mapping[int, set[int]]
"""Items that are needed, with the nations that need them."""


@dataclass(frozen=True)
class _Barred:
    """A supplier that cannot send an item to a nation that needs it; `route` are the nations from it to there."""

    supplier: int
    item: int
    size: float
    route: tuple[int, ...]
    linked: bool


def suppliers(alone: Alone, needs: Needs) -> Iterator[Candidate]:
    """Nations that hold or make it and may not send it to a nation that needs it on day 0, through others neither."""
    net = alone.net
    met = {int(n) for n in net.sites.holder[alone.sites]}
    own: list[_Barred] = []
    of_parts: list[_Barred] = []
    lanes = linked(net)
    for item, users in needs.items():
        has = holds_or_makes(net, item)
        for user in sorted(users):
            ways = _ways(net, lanes, user, item)
            for nation in np.flatnonzero(has > 0).tolist():
                if nation == user or (item in alone.items and nation in met):
                    continue
                route = ways.get(nation)
                if route is None and not _against(net, nation, user, item, on=False):
                    continue
                if route is not None and not _reasons(net, route, item):
                    continue
                barred = _Barred(nation, item, float(has[nation]), route or (nation, user), route is not None)
                (own if item in alone.items else of_parts).append(barred)
    for several in (own, of_parts):
        several.sort(key=lambda b: (not b.linked, -b.size, net.nations[b.supplier], b.item, b.route))
        yield from (_candidate(alone, barred) for barred in several[:SUPPLIERS])


def _candidate(alone: Alone, barred: _Barred) -> Candidate:
    net, name = alone.net, alone.net.item_name(barred.item)
    nations = [net.nations[n] for n in barred.route]
    frame, subjects, parts = net.case["agreements"], list[str](), list[str]()
    answers: list[Answer] = []
    for one, other in pairwise(nations):
        frame, subject, remedy = _agreed(net, frame, (one, other), name, on=other != nations[-1])
        subjects += [subject] if subject else []
        parts += [remedy] if remedy else []
        answers += sending(net, "export", one, other, name)
    parts += [said(answers)] if answers else []
    parts += [] if barred.linked else [f"a lane from {nations[0]} to {nations[-1]}"]
    against = "; ".join(_reasons(net, barred.route, barred.item))
    remedy = "; ".join(parts)
    return Candidate(
        subjects[0] if subjects else nations[0],
        f"{nations[0]} has or makes {amount(net, barred.item, barred.size)} in the scenario, but {against}.",
        f"{capital(remedy)}.",
        partial(changed, alone, answers, {"agreements": frame}) if barred.linked else None,
        told=barred.item in alone.items,
    )


def holds_or_makes(net: Network, item: int) -> Floats:
    """Units that each nation holds, and can make in the scenario."""
    has = np.zeros(len(net.nations))
    here = net.holdings.item == item
    np.add.at(has, net.sites.holder[net.holdings.site[here]], net.holdings.quantity[here])
    made = net.making.ramps.finished(float(net.days))
    here = net.making.item == item
    np.add.at(has, net.sites.holder[net.making.site[here]], made[here])
    return has


def linked(net: Network) -> dict[tuple[int, int], float]:
    """Pairs of holders from the first of which lanes lead to the other, with the days of the fastest."""
    origin, destination = net.sites.holder[net.lanes.origin], net.sites.holder[net.lanes.destination]
    found: dict[tuple[int, int], float] = {}
    for one, other, days in zip(origin.tolist(), destination.tolist(), net.lanes.days.tolist(), strict=True):
        if one != other:
            found[one, other] = min(days, found.get((one, other), days))
    return found


def _ways(net: Network, lanes: dict[tuple[int, int], float], user: int, item: int) -> dict[int, tuple[int, ...]]:
    """From each nation the way by lanes to one that needs an item on which least would have to change, then fastest."""
    found: dict[int, tuple[int, ...]] = {}
    queue: list[tuple[int, float, tuple[int, ...]]] = [(0, 0.0, (user,))]
    while queue:
        changes, days, way = heappop(queue)
        if way[0] in found:
            continue
        found[way[0]] = way
        for (one, other), further in lanes.items():
            if other == way[0] and one not in found:
                against = _against(net, one, other, item, on=other != user)
                heappush(queue, (changes + len(against), days + further, (one, *way)))
    return found


def _reasons(net: Network, route: tuple[int, ...], item: int) -> list[str]:
    """What stands against each leg of a way."""
    return [why for one, other in pairwise(route) for why in _against(net, one, other, item, on=other != route[-1])]


def _against(net: Network, one: int, other: int, item: int, on: bool) -> list[str]:
    """What stands against sending an item on day 0, and with `on` against sending on what was received."""
    supplier, recipient, name = net.nations[one], net.nations[other], net.item_name(item)
    against = net.permissions.obstacle(supplier, recipient, name, net.start)
    found = [] if against is None else [against]
    if on and not any(a.onward for a in net.permissions.covering(supplier, recipient, name)):
        found.append(f"{recipient} may not send on what it receives from {supplier}")
    return found


def _agreed(
    net: Network, frame: pl.DataFrame, ends: tuple[str, str], item: str, on: bool
) -> tuple[pl.DataFrame, str | None, str]:
    """Agreements in which one lets it go there throughout, and with `on` be sent on from there; which one, in words."""
    supplier, user = ends
    covering = net.permissions.covering(supplier, user, item)
    if any(a.on(net.start) and (a.onward or not on) for a in covering):
        return frame, None, ""
    if covering:
        first = sorted(covering, key=lambda a: (a.status != "in_force", on and not a.onward, a.agreement))[0]
        here = pl.col("agreement") == first.agreement
        cells = {"status": pl.lit("in_force"), "start": pl.lit(None), "end": pl.lit(None)}
        told = [] if first.on(net.start) else [f"agreement {first.agreement} in force from day 0"]
        if on and not first.onward:
            cells["onward"] = pl.lit("yes")
            told.append(f"{user} may send on what it receives under {first.agreement}")
        changes = [pl.when(here).then(cell).otherwise(pl.col(column)).alias(column) for column, cell in cells.items()]
        return frame.with_columns(changes).cast(frame.schema), first.agreement, " and ".join(told)
    row = {"agreement": f"{supplier}-{user}-{item}".lower(), "supplier": supplier, "beneficiary": user, "item": item}
    row |= {"kind": "transfer", "binding": "binding", "status": "in_force", "onward": "yes" if on else "no"}
    more = pl.DataFrame([row], schema=frame.schema)
    further = f" and {user} send it on" if on else ""
    return pl.concat([frame, more]), None, f"an agreement that lets {supplier} send it to {user}{further}"
