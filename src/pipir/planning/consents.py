"""Who holds or makes it and may not send it? Agreements, stances and gates: each with the case in which it may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import polars as pl

from pipir.case.case import Case
from pipir.case.words import counted
from pipir.network.network import Network
from pipir.planning.alone import Alone
from pipir.planning.limits import Candidate, amount, figure
from pipir.program.claims import COMMITMENT, DEMAND

SUPPLIERS = 3
"""Nations that may not send it which are tried: those with the most."""
GATES = ("technical", "safety", "permission")

Answer = tuple[str, str, str, str]
"""Nation, act, towards whom (`*` for anybody), item."""

Answered = tuple[Candidate, list[Answer]]
"""What stands in the way, with the answers that would change it."""


def consents(alone: Alone) -> Iterator[Candidate]:
    """What the law or a nation's word keeps from the claim."""
    answers: list[Answer] = []
    for answered in (_barred, _hosts, _transit):
        for candidate, wanted in answered(alone):
            yield candidate
            answers += wanted
    nations = sorted({answer[0] for answer in answers})
    if len({answer[:3] for answer in answers}) > 1:
        yield Candidate(
            ", ".join(nations),
            "These answers may stand in the way only together.",
            f"{_said(answers)}.",
            partial(_changed, alone, list(dict.fromkeys(answers))),
        )
    yield from _suppliers(alone)
    yield from _surges(alone)
    yield from _gates(alone)


def _changed(alone: Alone, answers: Sequence[Answer], tables: dict[str, pl.DataFrame] | None = None) -> Network:
    """The network when these answers are yes, and these tables are as given."""
    case = alone.net.case
    return alone.anew(case.replace({"stances": _with_answers(case, alone.net.situation, answers), **(tables or {})}))


def _with_answers(case: Case, situation: str | None, answers: Sequence[Answer]) -> pl.DataFrame:
    """Stances with a yes for each: a row that is as specific gives way."""
    frame = case["stances"]
    for nation, act, to, item in answers:
        row = {"nation": nation, "situation": situation, "act": act, "to": to, "item": item, "answer": "yes"}
        same = pl.all_horizontal(pl.col(name) == row[name] for name in ("nation", "situation", "act", "to", "item"))
        frame = pl.concat([frame.filter(~same), pl.DataFrame([row], schema=frame.schema)])
    return frame


def _missing(net: Network, answers: Sequence[Answer]) -> list[Answer]:
    """Those of the answers that are not yes."""
    allows = net.permissions.stances.allows
    return [a for a in answers if not allows(a[0], a[1], None if a[2] == "*" else a[2], a[3])]


def _sending(net: Network, act: str, supplier: str, recipient: str, item: str) -> list[Answer]:
    """What would have to be answered with yes, and is not, for a supplier to send an item."""
    owners = dict(net.case["items"].select("item", "design_authority").iter_rows())
    owner = owners[item]
    consent = [] if owner in (None, supplier, recipient) else [(str(owner), "reexport", recipient, item)]
    return _missing(net, [(supplier, act, recipient, item), *consent])


def _said(answers: Sequence[Answer]) -> str:
    """The remedy in words."""
    told = (f"{nation} says yes to {act}" + (f" for {to}" if to != "*" else "") for nation, act, to, _ in answers)
    return "; ".join(dict.fromkeys(told))


def _barred(alone: Alone) -> Iterator[Answered]:
    """A commitment or promise that a stance stands against."""
    if alone.kind == DEMAND:
        return
    net, k = alone.net, alone.place
    dues = net.commitments if alone.kind == COMMITMENT else net.promises
    against = dues.against[k]
    if against is None:
        return
    supplier, recipient = net.nations[dues.supplier[k]], net.nations[dues.recipient[k]]
    backfills = dict(net.case["commitments"].select("commitment", "backfills").iter_rows())
    act = "export"
    if alone.kind == COMMITMENT:
        act = "deliver" if backfills[dues.ids[k]] is None else "backfill"
    covered = [net.items.ids[i] for i in dues.covers[k]]
    wanted = sorted({a for item in covered for a in _sending(net, act, supplier, recipient, item)})
    told = f"{_sentence(against)} {_means(alone)}"
    yield Candidate(supplier, told, f"{_said(wanted)}.", partial(_changed, alone, wanted)), wanted


def _means(alone: Alone) -> str:
    """What the supplier has for it, and whether it could be brought: what a yes alone would not change."""
    net = alone.net
    supplier = net.nations[alone.user]
    some = sum(float(_has(net, item)[alone.user]) for item in alone.items)
    recipients = {int(n) for n in net.sites.holder[alone.sites]} - {alone.user}
    far = [net.nations[n] for n in sorted(recipients) if not _linked(net, alone.user, n)]
    no_lane = f", and no lane leads from there to {far[0]}" if far else ""
    return f"{supplier} has or makes {counted(figure(some), 'unit')} of it in the scenario{no_lane}."


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."


def _hosts(alone: Alone) -> Iterator[Answered]:
    """Hosts of sites where the claim is met, or where what it needs lies or is made."""
    net = alone.net
    seen: set[tuple[int, int]] = set()
    for item in alone.items:
        places = [
            *alone.sites,
            *net.holdings.site[net.holdings.item == item],
            *net.making.site[net.making.item == item],
        ]
        for site in places:
            host, holder = (net.nations[n[site]] for n in (net.sites.host, net.sites.holder))
            against = net.permissions.site_obstacle(holder, host, net.item_name(item))
            pair = int(net.sites.host[site]), int(net.sites.holder[site])
            if against is None or pair in seen:
                continue
            seen.add(pair)
            wanted = [(host, "host", holder, net.item_name(i)) for i in alone.items]
            told = f"Nothing works at {net.sites.ids[site]}: {against}."
            yield Candidate(host, told, f"{_said(wanted)}.", partial(_changed, alone, wanted)), wanted


def _transit(alone: Alone) -> Iterator[Answered]:
    """Nations that lanes to the claim's nation pass, and that close them."""
    net = alone.net
    ends = {int(n) for n in net.sites.holder[alone.sites]} | {alone.user}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for lane, via in enumerate(net.lanes.via):
        receiver = int(net.sites.holder[net.lanes.destination[lane]])
        if receiver not in ends:
            continue
        to = net.nations[receiver]
        for nation in via:
            for item in alone.items:
                against = net.permissions.transit_obstacle([nation], to, net.item_name(item))
                if against is not None:
                    found.setdefault((nation, to), (net.lanes.ids[lane], against))
    for (nation, to), (name, against) in found.items():
        wanted = [(nation, "transit", to, net.item_name(item)) for item in alone.items]
        told = f"Lane {name} is closed: {against}."
        yield Candidate(nation, told, f"{_said(wanted)}.", partial(_changed, alone, wanted)), wanted


def _suppliers(alone: Alone) -> Iterator[Candidate]:
    """Nations that hold or make it and may not send it to the nation that needs it on day 0."""
    net, user = alone.net, alone.net.nations[alone.user]
    recipients = {int(n) for n in net.sites.holder[alone.sites]}
    ranked = []
    for item in alone.items:
        has = _has(net, item)
        for nation in np.flatnonzero(has > 0):
            supplier = net.nations[nation]
            against = net.permissions.obstacle(supplier, user, net.item_name(item), net.start)
            if against is not None and int(nation) not in recipients:
                ranked.append((not _linked(net, int(nation), alone.user), -has[nation], supplier, item, against))
    for unlinked, size, supplier, item, against in sorted(ranked)[:SUPPLIERS]:
        name = net.item_name(item)
        answers = _sending(net, "export", supplier, user, name)
        agreements, subject, remedy = _agreed(net, supplier, user, name)
        parts = [remedy, _said(answers), f"a lane from {supplier} to {user}" if unlinked else ""]
        yield Candidate(
            subject or supplier,
            f"{supplier} has or makes {amount(net, item, -size)} in the scenario, but {against}.",
            _sentence("; ".join(part for part in parts if part)),
            None if unlinked else partial(_changed, alone, answers, {"agreements": agreements}),
        )


def _has(net: Network, item: int) -> Any:
    """Units that each nation holds, and can make in the scenario."""
    has = np.zeros(len(net.nations))
    here = net.holdings.item == item
    np.add.at(has, net.sites.holder[net.holdings.site[here]], net.holdings.quantity[here])
    made = net.making.ramps.finished(float(net.days))
    here = net.making.item == item
    np.add.at(has, net.sites.holder[net.making.site[here]], made[here])
    return has


def _linked(net: Network, one: int, other: int) -> bool:
    """Does a lane lead from one holder to the other?"""
    ends = (net.sites.holder[net.lanes.origin] == one) & (net.sites.holder[net.lanes.destination] == other)
    return bool(ends.any())


def _agreed(net: Network, supplier: str, user: str, item: str) -> tuple[pl.DataFrame, str | None, str]:
    """Agreements in which one lets the supplier send it throughout; which one that is, and what changes in words."""
    frame = net.case["agreements"]
    covering = net.permissions.covering(supplier, user, item)
    if any(a.on(net.start) for a in covering):
        return frame, None, ""
    if covering:
        name = sorted(covering, key=lambda a: (a.status != "in_force", a.agreement))[0].agreement
        here = pl.col("agreement") == name
        cells = {"status": pl.lit("in_force"), "start": pl.lit(None), "end": pl.lit(None)}
        changed = [pl.when(here).then(cell).otherwise(pl.col(column)).alias(column) for column, cell in cells.items()]
        return frame.with_columns(changed).cast(frame.schema), name, f"agreement {name} in force from day 0"
    row = {"agreement": f"{supplier}-{user}-{item}".lower(), "supplier": supplier, "beneficiary": user, "item": item}
    row |= {"kind": "transfer", "binding": "binding", "status": "in_force"}
    more = pl.DataFrame([row], schema=frame.schema)
    return pl.concat([frame, more]), None, f"an agreement that lets {supplier} send it to {user}"


def _surges(alone: Alone) -> Iterator[Candidate]:
    """Nations whose lines of it keep their rate because they do not surge."""
    net = alone.net
    for line in np.flatnonzero(~net.making.surges & np.isin(net.making.item, alone.items)):
        nation, name = net.nations[net.sites.holder[net.making.site[line]]], net.making.ids[line]
        wanted = [(nation, "produce", "*", net.item_name(int(net.making.item[line])))]
        told = f"Line {name} keeps its rate: {nation} does not order more to be made in this situation."
        yield Candidate(nation, told, f"{_said(wanted)}.", partial(_changed, alone, wanted))


def _gates(alone: Alone) -> Iterator[Candidate]:
    """Substitutes that a gate keeps from the demand."""
    if alone.kind != DEMAND:
        return
    net = alone.net
    nation, item = net.nations[net.demands.nation[alone.place]], net.items.ids[net.demands.item[alone.place]]
    frame = net.case["substitutes"]
    here = (pl.col("nation") == nation) & (pl.col("item") == item)
    for row in frame.filter(here).sort("ratio", "substitute").iter_rows(named=True):
        shut = [gate for gate in GATES if row[gate] != "yes"]
        if not shut:
            continue
        this = here & (pl.col("substitute") == row["substitute"])
        opened = [pl.when(this).then(pl.lit("yes")).otherwise(pl.col(gate)).alias(gate) for gate in shut]
        answers = " and ".join(f"{gate} is {row[gate]}" for gate in shut)
        yield Candidate(
            row["substitute"],
            f"{row['substitute']} could stand in for {item} ({figure(row['ratio'])} for one), but its gate {answers}.",
            f"Gate {' and '.join(shut)} of {row['substitute']} for {item} opened by {nation}.",
            partial(_changed, alone, (), {"substitutes": frame.with_columns(opened)}),
        )
