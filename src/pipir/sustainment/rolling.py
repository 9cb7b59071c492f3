"""What lies where when the crisis starts? The case's stock rolled forward from its date to day 0."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl

from pipir.case.case import Case, empty_frame
from pipir.case.tables import TABLES
from pipir.network.compile import compile_network, scenario_row
from pipir.network.network import Network, Terms
from pipir.sustainment import arena
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.figures import Figures
from pipir.sustainment.kernels.running import run_block
from pipir.sustainment.layout import Floats, Model
from pipir.sustainment.policies import Hold
from pipir.sustainment.prepare import Prepared, prepare
from pipir.sustainment.weather import mean_weather


def rolled_forward(case: Case, options: SustainOptions) -> Case:
    """The case with output added and commitments taken that fall due between its date and the scenario's start.

    Lines run at their present rate, as components allow. Goods on lanes that arrive before the start are in stock, and
    components sent to plants before it that arrive after it are on their lanes. What falls due is taken day by day, by
    rank, from the supplier's stock above its reserves, and is added at the recipient's site, as far as it has one.
    Stances do not hold before the crisis. A start on or before the case's date changes nothing.
    """
    row = scenario_row(case, options.scenario)
    days = (row["start"] - case.as_of).days
    if days <= 0:
        return case
    peace = _peace(case, row["scenario"], days)
    net = compile_network(peace, row["scenario"], Terms(surge_day=None))
    # Handed over on the day and by rank as if all recipients had no sites: nobody says which ships go in peace.
    leaving = replace(net, commitments=replace(net.commitments, sites=((),) * len(net.commitments.ids)))
    prepared = prepare(leaving, Hold().moves(leaving), options.cover, options.seed)
    only = np.zeros(1, dtype=np.int64)
    drawn = Figures(prepared, {}, None).of(only)
    memory, trace = arena.model(prepared.fixed, drawn, mean_weather(leaving)), arena.trace(prepared.fixed, 1)
    run_block(memory, arena.rows(drawn), trace, only, True)
    held = _cells(prepared, arena.view(memory, "stock", len(prepared.fixed.cell_site)))
    _between_lanes(prepared, memory, held)
    handed = trace.owed[0, len(net.demands.ids) :] - trace.unmet[0, len(net.demands.ids) :]
    _to_sites(net, held, handed)
    return case.replace(
        {
            "stocks": _stocks(case, net, held),
            "commitments": _commitments(case, net, handed),
            "deliveries": case["deliveries"].clear(),
            "in_transit": _in_transit(case, prepared, memory),
        }
    )


def _peace(case: Case, scenario: str, days: int) -> Case:
    """The case with the scenario moved to its own date: no demand, no hazard, no stance."""
    moved = case["scenarios"].with_columns(
        pl.when(pl.col("scenario") == scenario).then(pl.lit(case.as_of)).otherwise("start").alias("start"),
        pl.when(pl.col("scenario") == scenario).then(pl.lit(days)).otherwise("days").alias("days"),
    )
    nothing = {name: empty_frame(TABLES[name]) for name in ("demands", "hazards", "stances")}
    return case.replace({"scenarios": moved, **nothing})


def _cells(prepared: Prepared, stock: Floats) -> dict[tuple[int, int], float]:
    f = prepared.fixed
    return {(int(s), int(i)): float(q) for s, i, q in zip(f.cell_site, f.cell_item, stock, strict=True)}


def _between_lanes(prepared: Prepared, memory: Model, held: dict[tuple[int, int], float]) -> None:
    """Add to each site what waits there for the next lane: goods under way are told by their lane."""
    f = prepared.fixed
    for leg, quantity in enumerate(arena.view(memory, "waiting", len(f.leg_lane))):
        if quantity > 0:
            cell = int(f.lane_from[f.leg_lane[leg]]), int(f.leg_item[leg])
            held[cell] = held.get(cell, 0.0) + float(quantity)


def _in_transit(case: Case, prepared: Prepared, memory: Model) -> pl.DataFrame:
    """Goods on lanes at the start, with the day on which they arrive.

    What was sent on a lane that is longer than the time before the start arrives as if it had all left at the start.
    """
    net, f = prepared.net, prepared.fixed
    start = net.start + timedelta(days=net.days)
    rows = case["in_transit"]
    found = {(r["lane"], r["item"], r["arrives"]): r["quantity"] for r in rows.iter_rows(named=True)}
    found = {key: quantity for key, quantity in found.items() if key[2] >= start}
    door = arena.view(memory, "door", len(f.leg_lane))
    ring = arena.view(memory, "ring", int((f.leg_ring + f.leg_room).max(initial=0)))
    for leg in range(len(f.leg_lane) - len(f.way_leg)):
        room, whole = int(f.leg_room[leg]), int(f.leg_whole[leg])
        arriving = {
            (day - net.days) % room: ring[f.leg_ring[leg] + day % room] for day in range(net.days, net.days + room)
        }
        if whole > net.days:
            arriving = {whole + 1: sum(arriving.values())}
        arriving[0] = arriving.get(0, 0.0) + door[leg]
        for day, quantity in arriving.items():
            key = net.lanes.ids[f.leg_lane[leg]], net.item_name(int(f.leg_item[leg])), start + timedelta(days=day)
            if quantity > 0:
                found[key] = found.get(key, 0.0) + float(quantity)
    entered = [
        dict(zip(("lane", "item", "arrives", "quantity"), (*key, found[key]), strict=True)) for key in sorted(found)
    ]
    told = pl.DataFrame(entered, schema={name: rows.schema[name] for name in ("lane", "item", "arrives", "quantity")})
    return told.join(rows.drop("quantity"), on=["lane", "item", "arrives"], how="left").select(rows.columns)


def _to_sites(net: Network, held: dict[tuple[int, int], float], handed: Floats) -> None:
    """What was handed over to recipients with sites lies at the first of those it may go to."""
    owed = net.commitments
    for k in np.flatnonzero(handed):
        if owed.sites[k]:
            to = owed.sites[k][0], int(owed.item[k])
            held[to] = held.get(to, 0.0) + float(handed[k])


def _stocks(case: Case, net: Network, held: dict[tuple[int, int], float]) -> pl.DataFrame:
    rows = case["stocks"]
    known = {(r["site"], r["item"], r["condition"]): r for r in rows.iter_rows(named=True)}
    for (site, item), quantity in held.items():
        name, broken = net.item_name(item), net.items.base[item] != item
        key = (net.sites.ids[site], name, "repairable" if broken else "serviceable")
        if key in known or quantity > 0:
            blank = dict.fromkeys(rows.columns) | dict(zip(("site", "item", "condition"), key, strict=True))
            known[key] = (known.get(key) or blank) | {"quantity": quantity, "as_of": net.start + timedelta(net.days)}
    return pl.DataFrame([known[key] for key in sorted(known)], schema=rows.schema)


def _commitments(case: Case, net: Network, handed: Floats) -> pl.DataFrame:
    rows = case["commitments"]
    still = dict(zip(net.commitments.ids, net.commitments.quantity - handed, strict=True))
    left = pl.Series([still[name] for name in rows["commitment"]], dtype=pl.Float64)
    return rows.with_columns(delivered=pl.col("quantity") - left)
