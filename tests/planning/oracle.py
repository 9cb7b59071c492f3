"""What is the best plan of a bundled case, written in linopy? Labelled arrays throughout, in days and weeks.

For cases with one rank of demands, no commitments, no hazards, no limits, and at most one agreement for an item on a
lane. Figures come straight from the tables; labels join by name, and xarray raises where they differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import linopy
import numpy as np
import polars as pl
import xarray as xr

from pipir.case.case import Case

EXACT = {"arithmetic_join": "exact"}
YEAR = 365.25


@dataclass(frozen=True)
class Said:
    """What linopy found: weighed share short, share short of each demand, cost, tonne-days."""

    pooled: float
    shorts: dict[str, float]
    cost_usd: float
    tonne_days: float


def column(frame: pl.DataFrame, key: str, name: str, empty: float = 0.0) -> xr.DataArray:
    """One column of a table, labelled by its key."""
    values = frame[name].fill_null(empty).to_numpy().astype(float)
    return xr.DataArray(values, coords={key: frame[key].to_list()})


def incidence(frame: pl.DataFrame, key: str, name: str, dim: str, labels: list[str]) -> xr.DataArray:
    """1 where a row of a table names a label: shape (key, dim)."""
    named = frame[name].to_numpy()[:, None] == np.array(labels)[None, :]
    return xr.DataArray(named.astype(float), coords={key: frame[key].to_list(), dim: labels})


def zeros(**dims: list[str] | list[float]) -> xr.DataArray:
    return xr.DataArray(np.zeros([len(labels) for labels in dims.values()]), coords=dims, dims=tuple(dims))


class Oracle:
    """The model of a case, built once and solved stage by stage."""

    def __init__(self, case: Case) -> None:
        self.case = case
        scenario = case["scenarios"].row(0, named=True)
        self.start: date = scenario["start"]
        days = scenario["days"]
        ends = [*range(1, min(days, 30) + 1), *range(37, days, 7)]
        self.end = np.unique([*ends, days]).astype(float)
        self.begin = np.concatenate([[0.0], self.end[:-1]])
        self.time = list(self.end)
        self.items, self.sites = case["items"]["item"].to_list(), case["sites"]["site"].to_list()
        self.nations = case["nations"]["nation"].to_list()
        self.lanes, self.lines = case.filled("lanes"), case.filled("lines")
        self.model = linopy.Model()
        self._columns()
        self._rows()

    def _columns(self) -> None:
        def column(name: str, **dims: list[str]) -> linopy.Variable:
            return self.model.add_variables(lower=0, coords={**dims, "time": self.time}, name=name)

        lanes, lines = self.lanes["lane"].to_list(), self.lines["line"].to_list()
        self.demands = self.case.filled("demands").filter(pl.col("from_day") < self.end[-1])
        self.sent = column("sent", lane=lanes, item=self.items)
        self.started = column("started", line=lines)
        self.stock = column("stock", site=self.sites, item=self.items)
        self.fill = column("fill", demand=self.demands["demand"].to_list())
        self.share = self.model.add_variables(
            lower=0, coords={"demand": self.demands["demand"].to_list()}, name="share"
        )
        self.largest = self.model.add_variables(lower=0, name="largest")

    def late(self, days: xr.DataArray) -> xr.DataArray:
        """Share of what leaves over the period that ends at `left` arriving in the one that ends at `time`."""
        begin, end = xr.DataArray(self.begin, {"left": self.time}), xr.DataArray(self.end, {"left": self.time})
        first, last = xr.DataArray(self.begin, {"time": self.time}), xr.DataArray(self.end, {"time": self.time})
        over = xr.ufuncs.minimum(end + days, last) - xr.ufuncs.maximum(begin + days, first)
        return over.clip(min=0.0) / (end - begin)

    def opened(self) -> xr.DataArray:
        """1 where an item may leave by a lane in a period."""
        holder = dict(self.case["sites"].select("site", "nation").iter_rows())
        found = zeros(lane=self.lanes["lane"].to_list(), item=self.items, time=self.time)
        for lane, origin, destination in self.lanes.select("lane", "origin", "destination").iter_rows():
            if holder[origin] == holder[destination]:
                found.loc[{"lane": lane}] = 1.0
            for row in self.case["agreements"].iter_rows(named=True):
                ends = row["supplier"], row["beneficiary"]
                if ends == (holder[origin], holder[destination]) and row["status"] == "in_force":
                    begins = -np.inf if row["start"] is None else (row["start"] - self.start).days
                    found.loc[{"lane": lane, "item": row["item"]}] = (self.begin >= begins).astype(float)
        return found

    def _making(self) -> tuple[xr.DataArray, xr.DataArray, xr.DataArray]:
        """Starts that can be made, output of work in hand, share of starts put out: by line and period."""
        low, high = (column(self.lines, "line", f"{name}rate_per_year") / YEAR for name in ("", "max_"))
        ramp, lead = (column(self.lines, "line", name) for name in ("ramp_days", "lead_days"))
        active = xr.DataArray((self.lines["status"] == "active").to_numpy(), coords=low.coords)
        rising = ramp.where(ramp > 0, 1.0)

        def begun(day: np.ndarray) -> xr.DataArray:
            moment = xr.DataArray(day, {"time": self.time})
            risen = xr.ufuncs.minimum(moment, ramp)
            return low * moment + (high - low) * (risen**2 / (2 * rising) + (moment - risen))

        in_hand = (xr.ufuncs.minimum(self.end_of(), lead) - self.begin_of()).clip(min=0.0) * low
        return (begun(self.end) - begun(self.begin)) * active, in_hand * active, self.late(lead)

    def end_of(self) -> xr.DataArray:
        return xr.DataArray(self.end, {"time": self.time})

    def begin_of(self) -> xr.DataArray:
        return xr.DataArray(self.begin, {"time": self.time})

    def _rows(self) -> None:
        add = self.model.add_constraints
        sites, lanes, lines = self.case["sites"], self.lanes, self.lines
        add(self.sent <= self.opened() * 1e9, name="open")
        capacity, in_hand, put_out = self._making()
        add(self.started <= capacity, name="capacity")
        leaves = incidence(lanes, "lane", "origin", "site", self.sites)
        enters = incidence(lanes, "lane", "destination", "site", self.sites)
        arriving = (self.sent.rename(time="left") * self.late(column(lanes, "lane", "days"))).sum("left")
        at = incidence(lines, "line", "site", "site", self.sites)
        makes = incidence(lines, "line", "item", "item", self.items)
        finished = (self.started.rename(time="left") * put_out).sum("left")
        bill = zeros(line=lines["line"].to_list(), item=self.items)
        for line, item in lines.select("line", "item").iter_rows():
            for made, component, quantity in self.case["bills"].select("item", "component", "quantity").iter_rows():
                if made == item:
                    bill.loc[{"line": line, "item": component}] = quantity
        where = incidence(self.demands, "demand", "site", "site", self.sites)
        what = incidence(self.demands, "demand", "item", "item", self.items)
        opening = zeros(site=self.sites, item=self.items, time=self.time)
        free = zeros(site=self.sites, item=self.items)
        for row in self.case.filled("stocks").iter_rows(named=True):
            opening.loc[{"site": row["site"], "item": row["item"], "time": self.time[0]}] = row["quantity"]
            free.loc[{"site": row["site"], "item": row["item"]}] = max(0.0, row["quantity"] - row["reserve"])
        change = (
            *((arriving * enters).sum("lane"), -(self.sent * leaves).sum("lane")),
            *((finished * (at * makes)).sum("line"), -(self.started * (at * bill)).sum("line")),
            -(self.fill * (where * what)).sum("demand"),
        )
        given = opening + (in_hand * at * makes).sum("line")
        add(self.stock - self.stock.shift(time=1).fillna(0) - sum(change[1:], change[0]) <= given, name="balance")
        self._exports(leaves, enters, free, (finished, in_hand, at * makes))
        self._demands()
        assert sites.height == len(self.sites)

    def _exports(self, leaves: xr.DataArray, enters: xr.DataArray, free: xr.DataArray, output: tuple) -> None:  # type: ignore[type-arg]
        """Reserves stay with their holder, ceilings hold at the end of every period."""
        holds = incidence(self.case["sites"], "site", "nation", "nation", self.nations)
        sender, receiver = (leaves * holds).sum("site"), (enters * holds).sum("site")
        crosses = 1.0 - (sender * receiver).sum("nation")
        so_far = xr.DataArray(
            np.tril(np.ones((len(self.time),) * 2)),
            coords={"time": self.time, "until": self.time},
            dims=("until", "time"),
        )
        finished, in_hand, places = output
        made = (places * holds).sum("site")
        left = (self.sent * (sender * crosses)).sum("lane") - (finished * made).sum("line")
        may = (free * holds).sum("site") + ((in_hand * made).sum("line") * so_far).sum("time")
        self.model.add_constraints((left * so_far).sum("time") <= may, name="pool")
        for row in self.case["agreements"].drop_nulls("ceiling_per_year").iter_rows(named=True):
            pair = sender.sel(nation=row["supplier"]) * receiver.sel(nation=row["beneficiary"])
            moved = (self.sent.sel(item=row["item"]) * pair).sum("lane")
            elapsed = xr.DataArray(self.end, {"until": self.time})
            most = row["ceiling_per_year"] * elapsed / YEAR
            self.model.add_constraints((moved * so_far).sum("time") <= most, name=f"ceiling-{row['agreement']}")

    def _demands(self) -> None:
        first, after, pace = (column(self.demands, "demand", name) for name in ("from_day", "to_day", "per_day"))
        days = (xr.ufuncs.minimum(self.end_of(), after) - xr.ufuncs.maximum(self.begin_of(), first)).clip(min=0.0)
        self.model.add_constraints(self.fill <= days * pace, name="wanted")
        self.owed = (days * pace).sum("time")
        self.model.add_constraints(self.owed * self.share + self.fill.sum("time") == self.owed, name="owed")
        what = incidence(self.demands, "demand", "item", "item", self.items)
        needed = (self.owed * what).sum("item")
        whole = (self.owed * what).sum("demand")
        self.part = needed / (what * whole).sum("item")
        self.model.add_constraints(self.largest - self.share >= 0, name="largest")

    def solve(self) -> Said:
        """The pooled share, then the largest, then cost, then tonne-days."""
        mass = column(self.case["items"], "item", "mass_kg") / 1000.0
        stages = {
            "pooled": (self.share * self.part).sum("demand"),
            "largest": 1.0 * self.largest,
            "cost": (self.sent * (mass * column(self.lanes, "lane", "cost_usd_per_t"))).sum(),
            "tonne-days": (self.sent * (mass * column(self.lanes, "lane", "days"))).sum(),
        }
        found: dict[str, float] = {}
        for name, expression in stages.items():
            found[name] = self._stage(name, expression)
        shares = self.share.solution
        return Said(
            found["pooled"],
            {str(name): float(shares.sel(demand=name)) for name in shares.coords["demand"].values},
            found["cost"],
            found["tonne-days"],
        )

    def _stage(self, name: str, expression: linopy.LinearExpression) -> float:
        self.model.add_objective(expression, overwrite=True)
        status, _ = self.model.solve("highs", io_api="direct", output_flag=False, progress=False)
        assert status == "ok"
        value = float(expression.solution)
        self.model.add_constraints(expression <= value + 1e-8 * max(1.0, abs(value)), name=f"kept-{name}")
        return value
