"""What is owed to whom, from when to when, in which order? Demands, commitments and called promises as arrays."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import polars as pl

from pipir.network.capacity import YEAR
from pipir.network.network import Demands, Dues, Floats, Frame
from pipir.network.ranks import Ranks

Row = dict[str, Any]


def demands(net: Frame, ranks: Ranks) -> Demands:
    """Demands of the scenario; one that lies wholly after its end is left out."""
    rows = net.case.filled("demands").filter((pl.col("scenario") == net.scenario) & (pl.col("from_day") < net.days))
    place = {name: k for k, name in enumerate(net.items.ids)}
    sites = {name: k for k, name in enumerate(net.sites.ids)}
    nations = {name: k for k, name in enumerate(net.nations)}
    stand_ins = _substitutes(net, place)
    facts = list(rows.iter_rows(named=True))

    def ints(values: list[int]) -> np.ndarray:
        return np.array(values, dtype=np.int64)

    def floats(name: str) -> np.ndarray:
        return rows[name].to_numpy().astype(np.float64)

    return Demands(
        ids=tuple(rows["demand"]),
        nation=ints([nations[r["nation"]] for r in facts]),
        site=ints([sites[r["site"]] for r in facts]),
        item=ints([place[r["item"]] for r in facts]),
        begin=floats("from_day"),
        end=np.minimum(floats("to_day"), net.days),
        per_day=floats("per_day"),
        tier=ints([r["tier"] for r in facts]),
        weight=floats("weight"),
        cv=floats("cv"),
        rank=ints([ranks.rank("demand", r["nation"], tier=str(r["tier"])) for r in facts]),
        uses=tuple(((place[r["item"]], 1.0), *stand_ins[r["nation"], r["item"]]) for r in facts),
    )


def _substitutes(net: Frame, place: dict[str, int]) -> dict[tuple[str, str], list[tuple[int, float]]]:
    """Usable substitutes per user and required item, smallest ratio first."""
    found: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    gates = (pl.col("technical") == "yes") & (pl.col("safety") == "yes") & (pl.col("permission") == "yes")
    for row in net.case["substitutes"].filter(gates).sort("ratio", "substitute").iter_rows(named=True):
        found[row["nation"], row["item"]].append((place[row["substitute"]], row["ratio"]))
    return found


def commitments(net: Frame, ranks: Ranks) -> Dues:
    """What is undelivered of every commitment at day 0; nothing is owed of one that falls due after the end."""
    done = delivered(net)
    rows: list[Row] = []
    for row in net.case.filled("commitments").iter_rows(named=True):
        left = max(0.0, row["quantity"] - done.get(row["commitment"], row["delivered"]))
        supplier, recipient = row["supplier"], row["recipient"]
        backfills = row["backfills"] is not None
        rows.append(
            {
                "id": row["commitment"],
                "supplier": supplier,
                "recipient": recipient,
                "covers": [row["item"]],
                "begin": float(max(0, (row["start"] - net.start).days)),
                "end": float((row["end"] - net.start).days),
                "quantity": left,
                "rank": ranks.rank(
                    "commitment", recipient, rating=row["rating"], state=row["state"], binding=row["binding"]
                ),
                "deliver_to": row["deliver_to"],
                "against": net.permissions.deliver_obstacle(supplier, recipient, row["item"], backfills),
            }
        )
    return _dues(net, rows)


def delivered(net: Frame) -> dict[str, float]:
    """Units handed over before day 0 under each commitment that has a record of deliveries."""
    rows = net.case["deliveries"]
    before = rows.with_columns(pl.when(pl.col("date") < net.start).then(pl.col("quantity")).otherwise(0.0))
    return dict(before.group_by("commitment").agg(pl.col("quantity").sum()).iter_rows())


def promises(net: Frame, ranks: Ranks, called: bool) -> Dues:
    """What agreements promise a year, as claims; none unless promises are called."""
    rows: list[Row] = []
    table = net.case["agreements"].filter((pl.col("status") == "in_force") & (pl.col("promised_per_year") > 0))
    for row in table.iter_rows(named=True) if called else ():
        begin = 0.0 if row["start"] is None else float(max(0, (row["start"] - net.start).days))
        end = float(net.days) if row["end"] is None else float((row["end"] - net.start).days)
        if end <= begin:
            continue
        covers = _covered(net, row["item"])
        barred = [net.permissions.export_obstacle(row["supplier"], row["beneficiary"], item) for item in covers]
        rows.append(
            {
                "id": row["agreement"],
                "supplier": row["supplier"],
                "recipient": row["beneficiary"],
                "covers": covers,
                "begin": begin,
                "end": end,
                "quantity": row["promised_per_year"] / YEAR * (end - begin),
                "rank": ranks.rank("promise", row["beneficiary"], binding=row["binding"]),
                "deliver_to": None,
                "against": None if None in barred else next(iter(barred), "it covers no item"),
            }
        )
    return _dues(net, rows)


def _covered(net: Frame, stated: str) -> list[str]:
    items = net.case["items"]
    if stated == "*":
        return items["item"].to_list()
    return items.filter((pl.col("item") == stated) | (pl.col("family") == stated))["item"].to_list()


def _dues(net: Frame, rows: list[Row]) -> Dues:
    place = {name: k for k, name in enumerate(net.items.ids)}
    nations = {name: k for k, name in enumerate(net.nations)}
    sites = {name: k for k, name in enumerate(net.sites.ids)}
    own: dict[str, list[int]] = defaultdict(list)
    for k, holder in enumerate(net.sites.holder):
        own[net.nations[holder]].append(k)
    begin = np.array([r["begin"] for r in rows], dtype=np.float64)
    end = np.array([r["end"] for r in rows], dtype=np.float64)
    quantity = np.array([r["quantity"] for r in rows], dtype=np.float64)
    return Dues(
        ids=tuple(r["id"] for r in rows),
        supplier=np.array([nations[r["supplier"]] for r in rows], dtype=np.int64),
        recipient=np.array([nations[r["recipient"]] for r in rows], dtype=np.int64),
        item=np.array([place[r["covers"][0]] if len(r["covers"]) == 1 else -1 for r in rows], dtype=np.int64),
        covers=tuple(tuple(place[i] for i in r["covers"]) for r in rows),
        begin=begin,
        end=end,
        quantity=quantity,
        rank=np.array([r["rank"] for r in rows], dtype=np.int64),
        sites=tuple((sites[r["deliver_to"]],) if r["deliver_to"] else tuple(own[r["recipient"]]) for r in rows),
        against=tuple(r["against"] for r in rows),
        owed=quantity * due_share(begin, end, float(net.days)),
        met=np.zeros(len(rows)),
    )


def due_share(begin: Floats, end: Floats, day: float | Floats) -> Floats:
    """Share of a due that has fallen due before a moment: evenly over [begin, end), at once where end <= begin."""
    span = end - begin
    even = np.clip((day - begin) / np.where(span > 0, span, 1.0), 0.0, 1.0)
    return np.where(span > 0, even, day > begin).astype(np.float64)
