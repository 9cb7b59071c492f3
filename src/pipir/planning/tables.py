"""How does a plan read? What it decides as tables, with ids in place of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from pipir.network.network import Dues, Floats, Ints, Network
from pipir.planning.owed import receivers
from pipir.planning.solved import Solved
from pipir.program.claims import COMMITMENT, DEMAND, KINDS, PROMISE
from pipir.program.decisions import OWN, Decisions

TINY = 1e-9
"""Share of the unit of an item below which a quantity is a rest of rounding and no decision."""


def summary(plan: Solved) -> pl.DataFrame:
    """See `capability.SUMMARY`."""
    d = plan.decisions
    mass = d.net.items.mass_t[d.flow_item]
    tonnes = d.sent.sum(axis=1) * mass
    return pl.DataFrame(
        {
            "scenario": [plan.built.net.scenario],
            "status": [plan.status],
            "cost_usd": [float((tonnes * d.net.lanes.cost[d.flow_lane]).sum())],
            "tonne_days": [float((tonnes * d.net.lanes.days[d.flow_lane]).sum())],
            "tonnes_sent": [float(tonnes.sum())],
            "tonnes_discarded": [float(d.discards.sum(axis=1) @ d.net.items.mass_t[d.cell_item])],
            "claims": [len(plan.shares)],
            "claims_short": [int((plan.shares > 1e-6).sum())],
        }
    )


def shortfall(plan: Solved) -> pl.DataFrame:
    """See `capability.SHORTFALL`."""
    net, claims = plan.built.net, plan.built.claims
    rows, receives = [], receivers(net, claims)
    for c, share in enumerate(plan.shares):
        kind, k = int(claims.kind[c]), int(claims.number[c])
        dues = net.commitments if kind == COMMITMENT else net.promises
        rows.append(
            {
                "claim": (net.demands if kind == DEMAND else dues).ids[k],
                "kind": KINDS[kind],
                "rank": int(claims.rank[c]),
                "nation": net.nations[receives[c]],
                "item": claims.group[c],
                "owed": float(claims.owed[c]),
                "short": float(share * claims.owed[c]),
                "share_short": float(share),
                "days_short": days_short(net, kind, k, float(share * claims.owed[c])),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def days_short(net: Network, kind: int, number: int, short: float) -> float | None:
    """Units short as days of supply, at the rate that the claim is owed a day; None where all falls due at once."""
    if kind == DEMAND:
        return short / float(net.demands.per_day[number])
    dues: Dues = net.commitments if kind == COMMITMENT else net.promises
    span = float(dues.end[number] - dues.begin[number])
    return short / (float(dues.quantity[number]) / span) if span > 0 else None


def ranks(plan: Solved) -> pl.DataFrame:
    """See `capability.RANKS`."""
    claims = plan.built.claims
    frame = pl.DataFrame(
        {
            "rank": claims.rank,
            "item": list(claims.group),
            "owed": claims.owed,
            "short": claims.owed * plan.shares,
            "weighed": claims.share * plan.shares,
        },
        schema={"rank": pl.Int64, "item": pl.String, "owed": pl.Float64, "short": pl.Float64, "weighed": pl.Float64},
    )
    summed = frame.group_by("rank", "item").agg(pl.col("owed", "short", "weighed").sum())
    return summed.rename({"weighed": "share_short"})


def fills(plan: Solved) -> pl.DataFrame:
    """See `capability.FILLS`."""
    d, net = plan.decisions, plan.built.net
    parts = [
        _rows(d, d.fills, {
            "claim": _names(net.demands.ids, d.use_demand),
            "kind": _same(KINDS[DEMAND], len(d.use_demand)),
            "site": _names(net.sites.ids, net.demands.site[d.use_demand]),
            "item": _names(net.items.ids, d.use_item),
        }),
        _rows(d, d.hands, {
            "claim": _names(net.commitments.ids, d.hand_commitment),
            "kind": _same(KINDS[COMMITMENT], len(d.hand_commitment)),
            "site": _names(net.sites.ids, d.hand_site),
            "item": _names(net.items.ids, net.commitments.item[d.hand_commitment]),
        }),
    ]  # fmt: skip
    called = {name for name, against in zip(net.promises.ids, net.promises.against, strict=True) if against is None}
    counted = np.array([a.agreement in called for a in d.agreements], dtype=bool)
    for kind, which in ((COMMITMENT, d.flow_carrier >= len(d.agreements)), (PROMISE, _under(d, counted))):
        flow = np.flatnonzero(which)
        names = _carriers(d)[flow]
        parts.append(
            _rows(d, plan.taken[flow], {
                "claim": names,
                "kind": _same(KINDS[kind], len(flow)),
                "site": _names(net.sites.ids, net.lanes.destination[d.flow_lane[flow]]),
                "item": _names(net.items.ids, d.flow_item[flow]),
            })
        )  # fmt: skip
    keys = ["claim", "kind", "site", "item", "from_day", "to_day"]
    return pl.concat(parts).group_by(keys).agg(pl.col("quantity").sum())


def _under(d: Decisions, counted: Any) -> Any:
    """Flows under agreements that are flagged."""
    under = (d.flow_carrier >= 0) & (d.flow_carrier < len(d.agreements))
    found = np.zeros(len(d.flow_carrier), dtype=bool)
    found[under] = counted[d.flow_carrier[under]]
    return found


def shipments(plan: Solved) -> pl.DataFrame:
    """See `capability.SHIPMENTS`."""
    d = plan.decisions
    labels = {
        "lane": _names(d.net.lanes.ids, d.flow_lane),
        "item": _names(d.net.items.ids, d.flow_item),
        "carried_by": _carriers(d),
        "under": _kinds(d),
    }
    return _rows(d, d.sent, labels)


def production(plan: Solved) -> pl.DataFrame:
    """See `capability.PRODUCTION`."""
    d = plan.decisions
    line, period = np.nonzero((d.starts > TINY) | (plan.finished > TINY))
    return pl.DataFrame(
        {
            "line": _names(d.net.making.ids, line),
            "item": _names(d.net.items.ids, d.net.making.item[line]),
            **_period(d, period),
            "started": d.starts[line, period],
            "finished": plan.finished[line, period],
        }
    )


def stock(plan: Solved) -> pl.DataFrame:
    """See `capability.STOCK`: cells that are empty throughout are left out."""
    d = plan.decisions
    ever = np.flatnonzero(((d.stock > TINY) | (d.discards > TINY)).any(axis=1))
    cell, count = np.repeat(ever, d.grid.count), len(ever)
    return pl.DataFrame(
        {
            "site": _names(d.net.sites.ids, d.cell_site[cell]),
            "item": _names(d.net.items.ids, d.cell_item[cell]),
            "day": np.tile(d.grid.end.astype(np.int64) - 1, count),
            "quantity": d.stock[ever].ravel(),
            "discarded": d.discards[ever].ravel(),
        }
    )


def _carriers(d: Decisions) -> Any:
    """What carries each flow."""
    names = [a.agreement for a in d.agreements] + list(d.net.commitments.ids) + ["own"]
    return np.array(names, dtype=object)[d.flow_carrier]


def _kinds(d: Decisions) -> Any:
    """What kind of thing carries each flow: an agreement and a commitment may have the same id."""
    kind = np.where(d.flow_carrier < len(d.agreements), "agreement", "commitment")
    return np.where(d.flow_carrier == OWN, "own", kind)


def _rows(d: Decisions, table: Floats, labels: dict[str, Any]) -> pl.DataFrame:
    """A row for each entry and period with a quantity."""
    entry, period = np.nonzero(table > TINY)
    named = {
        name: pl.Series(np.asarray(values, dtype=object)[entry].tolist(), dtype=pl.String)
        for name, values in labels.items()
    }
    return pl.DataFrame({**named, **_period(d, period), "quantity": table[entry, period]})


def _period(d: Decisions, period: Ints) -> dict[str, Ints]:
    return {"from_day": d.grid.begin[period].astype(np.int64), "to_day": d.grid.end[period].astype(np.int64)}


def _names(ids: tuple[str, ...], which: Ints) -> pl.Series:
    return pl.Series([ids[k] for k in which], dtype=pl.String)


def _same(word: str, count: int) -> list[str]:
    return [word] * count
