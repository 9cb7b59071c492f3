"""How does a case become a network? Tables to index arrays, once per scenario; labels match or it raises."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from pipir.case.case import Case
from pipir.case.nearest import nearest_of
from pipir.case.refusal import refuse
from pipir.network.claims import commitments, demands, promises
from pipir.network.making import making
from pipir.network.network import (
    Floats,
    Frame,
    Hazards,
    Holdings,
    Ints,
    Items,
    Lanes,
    Network,
    Sites,
    Terms,
    Transits,
    repairable,
)
from pipir.network.permissions import Permissions
from pipir.network.ranks import Ranks

KINDS = ("site", "lane", "line")


def scenario_row(case: Case, scenario: str | None) -> dict[str, Any]:
    """The row of a scenario; without a name the case's first. Raises Refused where there is none."""
    rows = case.filled("scenarios")
    names = rows["scenario"].to_list()
    if not names:
        raise refuse("scenarios", "holds no scenario", "add a row to scenarios")
    name = names[0] if scenario is None else scenario
    if name not in names:
        raise refuse("options", "is not in scenarios", nearest_of(name, names), column="--scenario", value=name)
    return rows.row(names.index(name), named=True)


def compile_network(case: Case, scenario: str | None = None, terms: Terms | None = None) -> Network:
    """Compile a case for a scenario, its first where none is named.

    Raises Refused for an unknown scenario or sequence policy.
    """
    on = Terms() if terms is None else terms
    row = scenario_row(case, scenario)
    start: date = row["start"]
    permissions = Permissions(case, row["situation"], on.unknown, on.drawn, start)
    nations = tuple(case["nations"]["nation"])
    items = _items(case)
    sites = _sites(case, nations)
    lanes = _lanes(case, sites)
    frame = Frame(
        case=case,
        scenario=row["scenario"],
        situation=row["situation"],
        start=start,
        days=int(row["days"]),
        nations=nations,
        sites=sites,
        items=items,
        lanes=lanes,
        making=making(case, (sites, items), permissions, start, on.surge_day),
        holdings=_holdings(case, sites, items),
        transits=_transits(case, lanes, items, start),
        permissions=permissions,
    )
    ranks = Ranks(case, on.sequence, start)
    return Network(
        **vars(frame),
        demands=demands(frame, ranks),
        commitments=commitments(frame, ranks),
        promises=promises(frame, ranks, called=on.call_promises),
        hazards=_hazards(frame),
        ranks=ranks.numbers,
    )


def index(labels: tuple[str, ...], values: pl.Series | list[str], what: str) -> Ints:
    """Positions of values among labels. Raises KeyError naming the first value that is not a label."""
    place = {label: k for k, label in enumerate(labels)}
    try:
        return np.array([place[value] for value in values], dtype=np.int64)
    except KeyError as missing:
        raise KeyError(f"{what} {missing.args[0]} is not a label") from None


def _float(values: pl.Series, empty: float = np.inf) -> Floats:
    return values.fill_null(empty).to_numpy().astype(np.float64)


def _sites(case: Case, nations: tuple[str, ...]) -> Sites:
    rows = case.filled("sites")
    return Sites(
        ids=tuple(rows["site"]),
        holder=index(nations, rows["nation"], "nation"),
        host=index(nations, rows["host"], "nation"),
        storage_t=_float(rows["storage_t"]),
        handling_t=_float(rows["handling_t_per_day"]),
        explosive_kg=_float(rows["explosive_limit_kg"]),
    )


def _items(case: Case) -> Items:
    rows = case["items"]
    names = rows["item"].to_list()
    stocks, lines = case["stocks"], case.filled("lines")
    broken = set(stocks.filter(pl.col("condition") == "repairable")["item"])
    broken |= set(lines.filter(pl.col("work") == "repair")["item"])
    extra = [name for name in names if name in broken]
    base = list(range(len(names))) + [names.index(name) for name in extra]
    return Items(
        ids=tuple(names + [repairable(name) for name in extra]),
        base=np.array(base, dtype=np.int64),
        mass_t=_float(rows["mass_kg"], 0.0)[base] / 1000.0,
        neq_kg=_float(rows["neq_kg"], 0.0)[base],
    )


def _lanes(case: Case, sites: Sites) -> Lanes:
    rows = case.filled("lanes")
    return Lanes(
        ids=tuple(rows["lane"]),
        origin=index(sites.ids, rows["origin"], "site"),
        destination=index(sites.ids, rows["destination"], "site"),
        mode=tuple(rows["mode"]),
        days=_float(rows["days"]),
        lift_t=_float(rows["lift_t_per_day"]),
        cost=_float(rows["cost_usd_per_t"], 0.0),
        via=tuple(tuple(via or ()) for via in rows["via"].to_list()),
    )


def _holdings(case: Case, sites: Sites, items: Items) -> Holdings:
    rows = case.filled("stocks")
    names = [i if c == "serviceable" else repairable(i) for i, c in zip(rows["item"], rows["condition"], strict=True)]
    keys = zip(rows["site"], rows["item"], rows["condition"], strict=True)
    return Holdings(
        site=index(sites.ids, rows["site"], "site"),
        item=index(items.ids, names, "item"),
        quantity=_float(rows["quantity"], 0.0),
        reserve=_float(rows["reserve"], 0.0),
        key=tuple("/".join(key) for key in keys),
    )


def _transits(case: Case, lanes: Lanes, items: Items, start: date) -> Transits:
    rows = case["in_transit"]
    day = np.array([max(0, (arrives - start).days) for arrives in rows["arrives"]], dtype=np.int64)
    return Transits(
        lane=index(lanes.ids, rows["lane"], "lane"),
        item=index(items.ids, rows["item"], "item"),
        day=day,
        quantity=_float(rows["quantity"], 0.0),
    )


def _hazards(net: Frame) -> Hazards:
    rows = net.case.filled("hazards").filter(pl.col("scenario") == net.scenario)
    labels = (net.sites.ids, net.lanes.ids, net.making.ids)
    kind = np.array([KINDS.index(k) for k in rows["kind"]], dtype=np.int64)
    target = [int(index(labels[k], [t], KINDS[k])[0]) for k, t in zip(kind, rows["target"], strict=True)]
    joint = [g if g is not None else f"alone/{h}" for g, h in zip(rows["group"], rows["hazard"], strict=True)]
    groups = sorted(set(joint))
    return Hazards(
        ids=tuple(rows["hazard"]),
        kind=kind,
        target=np.array(target, dtype=np.int64),
        begin=np.ceil(_float(rows["from_day"])).astype(np.int64),
        end=np.minimum(np.ceil(_float(rows["to_day"])), net.days).astype(np.int64),
        probability=_float(rows["probability_per_day"]),
        loss=_float(rows["loss"]),
        outage=np.ceil(_float(rows["outage_days"], 0.0)).astype(np.int64),
        group=np.array([groups.index(g) for g in joint], dtype=np.int64),
        group_keys=tuple(f"{net.scenario}/{g}" for g in groups),
    )
