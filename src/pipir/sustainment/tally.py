"""What do all runs say together? Counts of first days, bands of shortfall and stock, means; in order of runs."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipir.sustainment.bands import Bands, rank
from pipir.sustainment.layout import Floats, Ints, Trace
from pipir.sustainment.prepare import Prepared
from pipir.sustainment.shares import Shares

SHARES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


class Tally:
    """Collects blocks of runs; what it holds does not grow with their number."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        f = prepared.fixed
        days, pairs, sites = f.days, f.pairs, len(f.handling)
        self.runs = 0
        self.stock, self.unmet = Bands(), Bands()
        self.shares = Shares(prepared.net, prepared.demand_order)
        self.owed = np.zeros(len(f.demand_begin) + len(f.due_share))
        self.short = np.zeros((pairs, days), dtype=np.int64)
        self.out = np.zeros((pairs, days), dtype=np.int64)
        self.short_site = np.zeros((pairs, sites), dtype=np.int64)
        self.afloat = np.zeros(pairs)
        self.started = np.zeros(len(f.line_cell))
        self.could = np.zeros(len(f.line_cell))
        self._of_pair = np.zeros((len(f.demand_begin), pairs))
        counted = np.flatnonzero(f.demand_pair >= 0)
        self._of_pair[counted, f.demand_pair[counted]] = 1.0
        self._unmet_of_pair, self._squares_of_pair = np.zeros(pairs), np.zeros(pairs)

    def add(self, trace: Trace) -> None:
        """Add a block."""
        self.runs += len(trace.stock)
        self.stock.add(trace.stock)
        self.unmet.add(trace.unmet)
        self.shares.add(trace)
        self.owed += trace.owed.sum(axis=0)
        of_pair = trace.unmet[:, : len(self._of_pair)] @ self._of_pair
        self._unmet_of_pair += of_pair.sum(axis=0)
        self._squares_of_pair += (of_pair**2).sum(axis=0)
        self.afloat += trace.afloat.sum(axis=0)
        self.started += trace.started.sum(axis=0)
        self.could += trace.could.sum(axis=0)
        for pair in range(self.prepared.fixed.pairs):
            _count(self.short[pair], trace.short[:, pair])
            _count(self.out[pair], trace.out[:, pair])
            _count(self.short_site[pair], trace.short_site[:, pair])

    def depletion(self) -> pl.DataFrame:
        """First days short and out, per nation and item in demand: see `capability.DEPLETION`."""
        net, f = self.prepared.net, self.prepared.fixed
        rows = []
        for pair in sorted(set(f.demand_pair[f.demand_pair >= 0].tolist())):
            nation, item = self.prepared.pairs[pair]
            demands = self.prepared.demand_order[np.flatnonzero(f.demand_pair == pair)]
            sites = self.short_site[pair]
            row = {
                "nation": net.nations[nation],
                "item": net.items.ids[item],
                "tier": int(net.demands.tier[demands].min()),
                "first_site": net.sites.ids[int(np.argmax(sites))] if sites.any() else None,
            }
            for name, counts in (("short", self.short[pair]), ("out", self.out[pair])):
                row |= {f"{name}_{p}": _day(counts, share, self.runs) for p, share in SHARES.items()}
                row[f"share_{name}"] = float(counts.sum()) / self.runs
            rows.append(row)
        return pl.DataFrame(rows, infer_schema_length=None)

    def shortfall(self) -> pl.DataFrame:
        """What each claim was owed and not given: see `capability.SHORTFALL`. Claims owed nothing are left out."""
        net = self.prepared.net
        labels = [
            (
                net.demands.ids[d],
                "demand",
                int(net.demands.rank[d]),
                int(net.demands.nation[d]),
                int(net.demands.item[d]),
            )
            for d in self.prepared.demand_order
        ]
        for kind, dues in (("commitment", net.commitments), ("promise", net.promises)):
            labels += [
                (dues.ids[k], kind, int(dues.rank[k]), int(dues.recipient[k]), int(dues.item[k]))
                for k in range(len(dues.ids))
            ]
        stated = dict(net.case["agreements"].select("agreement", "item").iter_rows())
        mean = self.unmet.mean()
        bands = dict(zip(SHARES, self.unmet.quantiles(list(SHARES.values())), strict=True))
        rows = [
            {
                "claim": claim,
                "kind": kind,
                "rank": place,
                "nation": net.nations[nation],
                "item": net.items.ids[item] if item >= 0 else stated[claim],
                "owed": float(self.owed[k]) / self.runs,
                "short_mean": float(mean[k]),
                **{f"short_{p}": float(band[k]) for p, band in bands.items()},
            }
            for k, (claim, kind, place, nation, item) in enumerate(labels)
            if self.owed[k] > 0
        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    def stock_by_day(self) -> pl.DataFrame:
        """Bands of each nation's stock by day: see `capability.STOCK`."""
        net, f = self.prepared.net, self.prepared.fixed
        nations = np.array([net.nations[n] for n, _ in self.prepared.pairs], dtype=object)
        items = np.array([net.items.ids[i] for _, i in self.prepared.pairs], dtype=object)
        columns = {
            "day": np.repeat(np.arange(f.days), f.pairs),
            "nation": pl.Series(np.tile(nations, f.days), dtype=pl.String),
            "item": pl.Series(np.tile(items, f.days), dtype=pl.String),
        }
        found = self.stock.quantiles(list(SHARES.values()))
        bands = {p: band.ravel() for p, band in zip(SHARES, found, strict=True)}
        return pl.DataFrame({**columns, **bands})

    def variance(self) -> Floats:
        """Variance over the runs of what goes unmet of the smallest tier of each pair: shape (pairs,)."""
        mean = self._unmet_of_pair / self.runs
        found: Floats = np.maximum(self._squares_of_pair / self.runs - mean**2, 0.0)
        return found

    def end_stock(self) -> Floats:
        """Mean stock of each pair at the end."""
        found: Floats = self.stock.mean()[-1]
        return found


def _count(counts: Ints, days: Ints) -> None:
    """Add to each day's count the runs whose day it is; -1 is no day."""
    found = days[days >= 0]
    if len(found):
        counts += np.bincount(found, minlength=len(counts))


def _day(counts: Ints, share: float, runs: int) -> int | None:
    """The smallest day that at least that share of all runs reach; None where it is not within the scenario."""
    reached = np.cumsum(counts) > rank(share, runs)
    return int(np.argmax(reached)) if reached.any() else None


def spread(tally: Tally, known: Tally) -> pl.DataFrame:
    """What the same runs say with every figure at its value: see `capability.SPREAD`.

    The share of ignorance is 1 - variance with known figures / variance with drawn ones, never below 0.
    """
    pairs = {pair: k for k, pair in enumerate(known.prepared.pairs)}
    net = known.prepared.net
    drawn, certain = tally.variance(), known.variance()
    shares: dict[tuple[str, str], float | None] = {}
    for k, (nation, item) in enumerate(tally.prepared.pairs):
        same = pairs[nation, item]
        share = None if drawn[k] <= 1e-12 * max(1.0, tally.owed.max(initial=0.0)) else 1.0 - certain[same] / drawn[k]
        shares[net.nations[nation], net.items.ids[item]] = None if share is None else max(0.0, float(share))
    rows = known.depletion()
    if rows.is_empty():
        return rows
    keys = zip(rows["nation"], rows["item"], strict=True)
    told = pl.Series("share_ignorance", [shares[key] for key in keys], dtype=pl.Float64)
    return rows.select("nation", "item", "short_p10", "short_p50", "short_p90").with_columns(told)
