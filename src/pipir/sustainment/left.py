"""What is left after, against the next contingency, and how long does the refill take?"""

from __future__ import annotations

import numpy as np
import polars as pl

from pipir.network.claims import due_share
from pipir.network.compile import scenario_row
from pipir.network.needs import by_category
from pipir.network.network import Dues, Floats, Network
from pipir.sustainment.tally import Tally

HORIZON = 36525
"""Days after the end within which a refill counts: a hundred years."""


def left(tally: Tally) -> pl.DataFrame:
    """The table `left`: see `capability.LEFT`.

    The pyrrhic index is (mean stock at the end + in transit + output in the gap) / requirement of the next
    contingency: the demands of the scenario's `next`, else `requirements` without training. Output after the end is
    what capacity allows, times the share of capacity that components let each line start in the scenario. Refill: the
    first day after the end on which stock, with arrivals and output, less commitments that fall due or are late, is
    back at the requirement. Source: design, "Running short"; methods d.6, d.22.
    """
    net, prepared = tally.prepared.net, tally.prepared
    needs = requirement_of_next(net)
    gap = float(scenario_row(net.case, net.scenario)["gap_days"])
    end = tally.end_stock()
    afloat = tally.afloat / tally.runs
    days = np.arange(HORIZON + 1.0)
    rows = []
    for k, (nation, item) in enumerate(prepared.pairs):
        need = needs.get((net.nations[nation], net.items.ids[item]))
        row: dict[str, object] = {
            "nation": net.nations[nation],
            "item": net.items.ids[item],
            "end_stock": float(end[k]),
            "pyrrhic_index": None,
            "reconstitution_days": None,
        }
        if need:
            output = _output(tally, nation, item)
            have = end[k] + afloat[k]
            row["pyrrhic_index"] = float(have + output(np.array([gap]))[0]) / need
            row["reconstitution_days"] = _refilled(have + output(days) - _owed_after(tally, nation, item, days), need)
        rows.append(row)
    held = {(row["nation"], row["item"]) for row in rows}
    rows += [_nothing(*pair) for pair in sorted(needs) if pair not in held]
    return pl.DataFrame(rows, infer_schema_length=None)


def _nothing(nation: str, item: str) -> dict[str, object]:
    """What is needed next and never held, made or owed to the nation: its index is 0, as that of what is used up."""
    return {"nation": nation, "item": item, "end_stock": 0.0, "pyrrhic_index": 0.0, "reconstitution_days": None}


def requirement_of_next(net: Network) -> dict[tuple[str, str], float]:
    """Units that each nation needs of each item for what may follow, keyed (nation, item); none without a need.

    Demands of the next scenario in full; where it names the nation and item nowhere, or there is no next scenario,
    the `requirements` in force at the start, without training.
    """
    row = scenario_row(net.case, net.scenario)
    needs = _levels(net)
    if row["next"] is not None:
        days = float(scenario_row(net.case, row["next"])["days"])
        demands = net.case["demands"].filter((pl.col("scenario") == row["next"]) & (pl.col("from_day") < days))
        span = pl.min_horizontal("to_day", pl.lit(days)) - pl.col("from_day")
        total = demands.group_by("nation", "item").agg((pl.col("per_day") * span).sum().alias("need"))
        needs |= {(n, i): q for n, i, q in total.iter_rows() if q > 0}
    return needs


def _levels(net: Network) -> dict[tuple[str, str], float]:
    """Levels to hold and a year's current operations, added up; training is left out."""
    rows = by_category(net.case, net.start.year).filter(pl.col("category") != "training")
    total = rows.group_by("nation", "item").agg(pl.col("quantity").sum())
    return {(n, i): q for n, i, q in total.iter_rows() if q > 0}


class _output:  # noqa: N801 - used as a function of days
    """Units that a nation's lines put out of an item in [end, end + day)."""

    def __init__(self, tally: Tally, nation: int, item: int) -> None:
        net = tally.prepared.net
        making = net.making
        lines = np.flatnonzero((making.item == item) & (net.sites.holder[making.site] == nation))
        self._ramps = making.ramps.of(lines)
        could = tally.could[lines]
        self._share = np.divide(tally.started[lines], could, out=np.ones(len(lines)), where=could > 0)
        self._end = float(net.days)

    def __call__(self, days: Floats) -> Floats:
        if not len(self._share):
            return np.zeros(len(days))
        so_far = self._ramps.finished(np.array([[self._end]]))
        output: Floats = ((self._ramps.finished(self._end + days[:, None]) - so_far) * self._share).sum(axis=1)
        return output


def _owed_after(tally: Tally, nation: int, item: int, days: Floats) -> Floats:
    """Units of commitments that leave the nation by each day after the end, less those that come to it."""
    net = tally.prepared.net
    owed: Dues = net.commitments
    unmet = tally.unmet.mean()[len(net.demands.ids) :]
    total = np.zeros(len(days))
    for k in np.flatnonzero(owed.item == item):
        sign = (owed.supplier[k] == nation) * 1.0 - (owed.recipient[k] == nation) * (len(owed.sites[k]) > 0)
        if sign and owed.against[k] is None:
            begin, end = np.full(len(days), owed.begin[k]), np.full(len(days), owed.end[k])
            before = due_share(begin[:1], end[:1], float(net.days))[0]
            later = owed.quantity[k] * (due_share(begin, end, net.days + days) - before)
            total += sign * (later + unmet[k])
    return total


def _refilled(stock: Floats, need: float) -> float | None:
    back = stock >= need * (1.0 - 1e-9)
    return float(np.argmax(back)) if back.any() else None
