"""Which line makes what from what, and how fast may it start? Lines of a case as arrays, components first."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np
import polars as pl

from pipir.case.case import Case
from pipir.network.capacity import ramps
from pipir.network.network import Items, Making, Sites, repairable
from pipir.network.permissions import Permissions


def supplied(case: Case) -> frozenset[str]:
    """Items that the case knows a line or a stock of, somewhere, in any condition: only these can limit a line."""
    return frozenset(case["lines"]["item"]) | frozenset(case["stocks"].filter(pl.col("quantity") > 0.0)["item"])


def making(
    case: Case, labels: tuple[Sites, Items], permissions: Permissions, start: date, surge_day: float | None
) -> Making:
    """Every line of the case. Lines at sites whose holder does not `produce` keep their present rate."""
    sites, items = labels
    rows = _ordered(case)
    holder = dict(zip(case["sites"]["site"], case["sites"]["nation"], strict=True))
    surges = np.array(
        [permissions.stances.allows(holder[r["site"]], "produce", None, r["item"]) for r in rows.iter_rows(named=True)],
        dtype=bool,
    )
    limiting = supplied(case)
    made = set(rows.filter(pl.col("work") == "make")["item"])
    bills: dict[str, list[tuple[str, float]]] = defaultdict(list)
    unlimited: set[str] = set()
    for item, component, quantity in case["bills"].select("item", "component", "quantity").iter_rows():
        if component in limiting:
            bills[item].append((component, quantity))
        elif item in made:
            unlimited.add(component)
    place = {name: k for k, name in enumerate(items.ids)}
    starts, component, quantity = [0], [], []
    for row in rows.iter_rows(named=True):
        repair = row["work"] == "repair"
        taken = [(repairable(row["item"]), 1.0)] if repair else bills[row["item"]]
        component += [place[name] for name, _ in taken]
        quantity += [q for _, q in taken]
        starts.append(len(component))
    where = {site: k for k, site in enumerate(sites.ids)}
    return Making(
        ids=tuple(rows["line"]),
        site=np.array([where[s] for s in rows["site"]], dtype=np.int64),
        item=np.array([place[i] for i in rows["item"]], dtype=np.int64),
        ramps=ramps(rows, start, surge_day, surges),
        bill=np.array(starts, dtype=np.int64),
        component=np.array(component, dtype=np.int64),
        quantity=np.array(quantity, dtype=np.float64),
        unlimited=tuple(sorted(unlimited)),
        rows=rows,
        surges=surges,
    )


def _ordered(case: Case) -> pl.DataFrame:
    """Filled lines, those whose item goes into another one first, then by id."""
    rows = case.filled("lines")
    uses: dict[str, set[str]] = defaultdict(set)
    for item, component in case["bills"].select("item", "component").iter_rows():
        uses[item].add(component)
    depth: dict[str, int] = {}

    def level(item: str) -> int:
        if item not in depth:
            depth[item] = 1 + max((level(c) for c in sorted(uses[item])), default=-1)
        return depth[item]

    levels = pl.Series("level", [level(item) for item in rows["item"]], dtype=pl.Int64)
    return rows.with_columns(levels).sort("level", "line").drop("level")
