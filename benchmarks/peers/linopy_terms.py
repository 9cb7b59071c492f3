"""What do the rows of the linopy programme share? Its data as tables, its columns by name, terms grouped into rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import linopy
import numpy as np
import pandas as pd
import xarray as xr

from pipir.network.network import Floats, Ints
from pipir.program.claims import Claims
from pipir.program.scope import Scope
from pipir.program.spans import Spans, spans

Term = tuple[linopy.Variable, Ints, Ints, Floats | float]
"""Columns by number, the row of each (-1 for none), its coefficient."""


@dataclass
class Terms:
    """A model being written: `scope` says what exists in which periods, `claims` what is owed."""

    scope: Scope
    claims: Claims
    m: linopy.Model

    @cached_property
    def sends(self) -> pd.DataFrame:
        """What leaves: flow and period of each column, the lane, the item, the sites at both ends."""
        s, net = self.scope, self.scope.net
        flow = s.sends.entity
        lane = s.flows.lane[flow]
        return pd.DataFrame(
            {
                "flow": flow,
                "period": s.sends.period,
                "lane": lane,
                "item": s.flows.item[flow],
                "origin": net.lanes.origin[lane],
                "destination": net.lanes.destination[lane],
                "mass": net.items.mass_t[s.flows.item[flow]],
            }
        )

    @cached_property
    def arrivals(self) -> pd.DataFrame:
        """What arrives: column sent, flow, period of arriving, share of it."""
        came = self._later(self.scope.net.lanes.days[self.sends["lane"]], self.scope.sends)
        sent = self.sends.iloc[came["column"]].reset_index(drop=True)
        lost = self.scope.means.ship_survives[sent["period"], sent["lane"]]
        return sent.assign(column=came["column"], share=came["share"] * lost, period=came["came"])

    @cached_property
    def finished(self) -> pd.DataFrame:
        """What lines put out: column of the start, line, period of coming out, share."""
        starts = self.scope.starts
        came = self._later(self.scope.net.making.ramps.lead[starts.entity], starts)
        return came.assign(line=starts.entity[came["column"]])

    def _later(self, delay: Floats, columns: Spans) -> pd.DataFrame:
        """When each column comes, a delay after its period: column, period of coming, share."""
        grid = self.scope.grid
        delays, code = np.unique(delay, return_inverse=True)
        lags = pd.concat(
            [
                pd.DataFrame({"key": k * grid.count + left, "came": came, "share": share})
                for k, (left, came, share) in enumerate(grid.arriving(float(d)) for d in delays)
            ]
            or [pd.DataFrame({"key": [], "came": [], "share": []})]
        )
        table = pd.DataFrame({"key": code * grid.count + columns.period, "column": np.arange(columns.size)})
        return table.merge(lags, on="key").drop(columns="key").astype({"came": np.int64})

    @cached_property
    def doors(self) -> pd.DataFrame:
        """What stands at a door: door, period, flow (-1 for goods under way at day 0), cell, number a period before."""
        s = self.scope
        door, period = s.waits.entity, s.waits.period
        return pd.DataFrame(
            {
                "door": door,
                "period": period,
                "flow": s.doors.flow[door],
                "cell": s.doors.cell[door],
                "came": self._under_way()[s.doors.transit[door], period] if len(s.net.transits.lane) else 0.0,
                "before": s.waits.number(door, period - 1),
            }
        ).assign(came=lambda d: d["came"].where(d["flow"] < 0, 0.0))

    def _under_way(self) -> Floats:
        net, grid = self.scope.net, self.scope.grid
        table = np.zeros((len(net.transits.lane), grid.count))
        inside = np.flatnonzero(net.transits.day < grid.edges[-1])
        period = np.searchsorted(grid.edges, net.transits.day[inside], side="right") - 1
        table[inside, period] = (net.transits.quantity * self.scope.transit_share)[inside]
        return table

    def _in_hand(self) -> Floats:
        """Output of work in hand: shape (lines, periods)."""
        ramps = self.scope.net.making.ramps
        days = self.scope.grid.overlap(np.zeros(len(ramps.lead)), ramps.lead)
        return np.where(self.scope.running, ramps.in_hand, 0.0)[:, None] * days

    def _add(self, name: str, count: int, upper: Floats | float = np.inf) -> None:
        index = pd.RangeIndex(count, name=name)
        top = upper if np.isscalar(upper) else xr.DataArray(upper, coords={name: index}, dims=name)
        self.m.add_variables(lower=0.0, upper=top, coords=[index], name=name)

    def _rows(self, name: str, count: int, terms: Sequence[Term], sign: str, right: Floats | float) -> None:
        """Rows from terms: those of each family of columns summed by row, all of them added up."""
        together: dict[str, list[tuple[Ints, Ints, Floats]]] = {}
        for variable, column, row, value in terms:
            real = row >= 0
            if real.any():
                picked = column[real], row[real], np.broadcast_to(value, len(row))[real]
                together.setdefault(variable.name, []).append(picked)
        parts = [self._summed(variable, *map(np.concatenate, zip(*t, strict=True))) for variable, t in together.items()]
        if not parts:
            return
        left = linopy.merge(parts, join="outer") if len(parts) > 1 else parts[0]
        present = left.indexes["row"]
        wanted = xr.DataArray(np.broadcast_to(right, count)[present], coords={"row": present}, dims="row")
        self.m.add_constraints(left, sign, wanted, name=name)

    def _summed(self, name: str, column: Ints, row: Ints, value: Floats) -> linopy.LinearExpression:
        at = pd.RangeIndex(len(column), name="term")
        picked = self.m[name].isel({name: xr.DataArray(column, coords={"term": at}, dims="term")})
        expression = xr.DataArray(value, coords={"term": at}, dims="term") * picked
        return expression.groupby(pd.Series(row, index=at, name="row")).sum()

    def _each(self, name: str) -> tuple[linopy.Variable, Ints]:
        variable = self.m[name]
        return variable, np.arange(variable.size)

    def _taken(self, row_of_flow: Ints, rows: Spans, sign: float, weight: Floats | None = None) -> list[Term]:
        """What is taken in of flows, in rows of an entity and period each: arrivals, less what waits longer."""
        a, d = self.arrivals, self.doors
        flow = d["flow"].to_numpy()
        of_door = np.where(flow >= 0, row_of_flow[flow], -1) if len(row_of_flow) else np.full(len(d), -1)
        arrived = sign * a["share"].to_numpy()
        kept = np.full(len(d), sign)
        if weight is not None:
            arrived, kept = arrived * weight[a["flow"]], kept * weight[flow]
        return [
            (
                self.m["sent"],
                a["column"].to_numpy(),
                rows.number(row_of_flow[a["flow"]], a["period"].to_numpy()),
                arrived,
            ),
            *self._waiting(rows.number(of_door, d["period"].to_numpy()), kept),
        ]

    def _waiting(self, row: Ints, value: Floats) -> list[Term]:
        """What waited before, less what waits now, in the row of each column `waits`."""
        waits, numbers = self._each("waits")
        before = self.doors["before"].to_numpy()
        return [(waits, numbers, row, -value), (waits, np.maximum(before, 0), np.where(before >= 0, row, -1), value)]

    def _periods(self, which: Floats) -> Spans:
        """All periods of some entities."""
        return spans(np.zeros(len(which), dtype=np.int64), np.where(which, self.scope.grid.count, 0))

    def _running(self, name: str, every: Spans) -> list[Term]:
        """What is left of something at the end of each period, less what was left before it: new columns."""
        self._add(name, every.size)
        left, own = self._each(name)
        before = every.number(every.entity, every.period - 1)
        return [(left, own, own, 1.0), (left, np.maximum(before, 0), np.where(before >= 0, own, -1), -1.0)]
