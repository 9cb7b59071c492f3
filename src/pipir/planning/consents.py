"""Who holds or makes it and may not send it? Agreements, stances and gates: each with the case in which it may."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import polars as pl

from pipir.case.tables.things import GATES
from pipir.case.words import capital, counted, figure
from pipir.planning.alone import Alone, Least
from pipir.planning.answers import Answer, changed, said, sending
from pipir.planning.limits import Candidate
from pipir.planning.parts import parts
from pipir.planning.routes import Needs, holds_or_makes, linked, suppliers
from pipir.program.claims import COMMITMENT, DEMAND

Answered = tuple[Candidate, list[Answer]]
"""What stands in the way, with the answers that would change it."""


def consents(alone: Alone, least: Least) -> Iterator[Candidate]:
    """What the law or a nation's word keeps from the claim, or from where what it needs is made."""
    answers: list[Answer] = []
    needs = _needs(alone, least)
    for answered in (_barred, _hosts, _transit):
        for candidate, wanted in answered(alone, needs):
            yield candidate
            answers += wanted
    nations = sorted({answer[0] for answer in answers})
    if len({answer[:3] for answer in answers}) > 1:
        yield Candidate(
            ", ".join(nations),
            "These answers may stand in the way only together.",
            f"{said(answers)}.",
            partial(changed, alone, list(dict.fromkeys(answers))),
        )
    yield from suppliers(alone, needs)
    yield from _surges(alone, needs)
    yield from _gates(alone)


def _needs(alone: Alone, least: Least) -> Needs:
    """Items with the nations that need them and could use more: its own, and of the parts those that are wanting."""
    found = {item: {alone.user} for item in alone.items}
    for part in parts(alone, least):
        if part.wanted:
            found.setdefault(part.item, set()).add(int(alone.net.sites.holder[part.site]))
    return found


def _barred(alone: Alone, _: Needs) -> Iterator[Answered]:
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
    wanted = sorted({a for item in covered for a in sending(net, act, supplier, recipient, item)})
    told = f"{_sentence(against)} {_means(alone)}"
    yield Candidate(supplier, told, f"{said(wanted)}.", partial(changed, alone, wanted)), wanted


def _means(alone: Alone) -> str:
    """What the supplier has for it, and whether it could be brought: what a yes alone would not change."""
    net = alone.net
    supplier = net.nations[alone.user]
    some = sum(float(holds_or_makes(net, item)[alone.user]) for item in alone.items)
    recipients = {int(n) for n in net.sites.holder[alone.sites]} - {alone.user}
    lanes = linked(net)
    far = [net.nations[n] for n in sorted(recipients) if (alone.user, n) not in lanes]
    no_lane = f", and no lane leads from there to {far[0]}" if far else ""
    return f"{supplier} has or makes {counted(figure(some), 'unit')} of it in the scenario{no_lane}."


def _sentence(words: str) -> str:
    return capital(words) + "."


def _hosts(alone: Alone, needs: Needs) -> Iterator[Answered]:
    """Hosts of sites where the claim is met, or where what it needs lies or is made."""
    net = alone.net
    seen: set[tuple[int, int]] = set()
    for item in needs:
        places = [
            *(alone.sites if item in alone.items else []),
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
            wanted = sorted({(host, "host", holder, net.item_name(i)) for i in needs})
            told = f"Nothing works at {net.sites.ids[site]}: {against}."
            yield Candidate(host, told, f"{said(wanted)}.", partial(changed, alone, wanted)), wanted


def _transit(alone: Alone, needs: Needs) -> Iterator[Answered]:
    """Nations that lanes to the nations that need something pass, and that close them."""
    net = alone.net
    ends = {int(n) for n in net.sites.holder[alone.sites]}.union(*needs.values())
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for lane, via in enumerate(net.lanes.via):
        receiver = int(net.sites.holder[net.lanes.destination[lane]])
        if receiver not in ends:
            continue
        to = net.nations[receiver]
        for nation in via:
            for item in needs:
                against = net.permissions.transit_obstacle([nation], to, net.item_name(item))
                if against is not None:
                    found.setdefault((nation, to), (net.lanes.ids[lane], against))
    for (nation, to), (name, against) in found.items():
        wanted = sorted({(nation, "transit", to, net.item_name(item)) for item in needs})
        told = f"Lane {name} is closed: {against}."
        yield Candidate(nation, told, f"{said(wanted)}.", partial(changed, alone, wanted)), wanted


def _surges(alone: Alone, needs: Needs) -> Iterator[Candidate]:
    """Nations whose lines of it keep their rate because they do not surge."""
    net = alone.net
    for line in np.flatnonzero(~net.making.surges & np.isin(net.making.item, list(needs))):
        nation, name = net.nations[net.sites.holder[net.making.site[line]]], net.making.ids[line]
        wanted = [(nation, "produce", "*", net.item_name(int(net.making.item[line])))]
        told = f"Line {name} keeps its rate: {nation} does not order more to be made in this situation."
        yield Candidate(nation, told, f"{said(wanted)}.", partial(changed, alone, wanted))


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
            partial(changed, alone, (), {"substitutes": frame.with_columns(opened)}),
        )
