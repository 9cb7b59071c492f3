"""Which figures does each run use? The case's own, or triangular draws between low and high, once a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipir.case.case import Case
from pipir.case.evidence import figures as known
from pipir.network.capacity import Ramps, ramps
from pipir.network.network import Floats, Ints, Network
from pipir.sustainment.layout import Drawn
from pipir.sustainment.prepare import Prepared
from pipir.sustainment.streams import stream, triangular, uniform

LINE_FIGURES = ("rate_per_year", "max_rate_per_year", "ramp_days", "lead_days", "restart_days")
DRAWN = {
    "stocks": ("quantity",),
    "demands": ("per_day",),
    "commitments": ("quantity",),
    "lines": LINE_FIGURES,
    "lanes": ("lift_t_per_day",),
    "agreements": ("ceiling_per_year",),
    "hazards": ("probability_per_day", "loss"),
}
"""Figures that a run can draw, by table. All others (days of lanes, bills, masses) keep their value."""


@dataclass(frozen=True)
class Range:
    """A figure with a range: the key of its stream, low end, value and high end."""

    key: int
    low: float
    value: float
    high: float

    def draw(self, run: int) -> float:
        """What the run draws."""
        return float(triangular(uniform(np.uint64(self.key), run, 0), self.low, self.value, self.high))


def ranges(case: Case, seed: int) -> dict[tuple[str, str, str], Range]:
    """Every figure that a run can draw and that has a range, by table, row and column."""
    found = {}
    rows = known(case).filter(pl.col("low").is_not_null() | pl.col("high").is_not_null())
    for row in rows.iter_rows(named=True):
        table, key, column = row["table"], row["row"], row["column"]
        if column not in DRAWN.get(table, ()):
            continue
        value = float(row["value"])
        low = value if row["low"] is None else float(row["low"])
        high = value if row["high"] is None else float(row["high"])
        if low < high:
            found[table, key, column] = Range(stream(seed, "figure", f"{table}/{key}/{column}"), low, value, high)
    return found


def stated(prepared: Prepared) -> Drawn:
    """The case's own figures, the same for every run."""
    net = prepared.net
    whole = np.floor(net.making.ramps.lead + 1e-12)
    starts, hand = output_by_day(net.making.ramps, net.days)
    return Drawn(
        hold=net.holdings.quantity[None, :],
        way=net.transits.quantity[None, :],
        demand=net.demands.per_day[prepared.demand_order][None, :],
        due=np.concatenate([net.commitments.quantity, net.promises.quantity])[None, :],
        starts=starts[None],
        hand=hand[None],
        lead_whole=whole.astype(np.int64)[None, :],
        lead_part=np.maximum(net.making.ramps.lead - whole, 0.0)[None, :],
        lift=net.lanes.lift_t[None, :],
        ceiling=prepared.ceilings[None, :],
        probability=net.hazards.probability[None, :],
        loss=net.hazards.loss[None, :],
    )


def output_by_day(ramps: Ramps, days: int) -> tuple[Floats, Floats]:
    """Units that each line can start on each day, and units that work in hand puts out: shape (lines, days) each."""
    edges = np.arange(days + 1.0)[:, None]
    starts = np.diff(ramps.started(edges), axis=0).T
    hand = np.diff(ramps.in_hand * np.clip(edges, 0.0, ramps.lead), axis=0).T
    return np.ascontiguousarray(np.maximum(starts, 0.0)), np.ascontiguousarray(hand)


class Figures:
    """The figures of any block of runs: the case's own where nothing has a range."""

    def __init__(self, prepared: Prepared, found: dict[tuple[str, str, str], Range], surge_day: float | None) -> None:
        self._own = stated(prepared)
        self._prepared = prepared
        self._found = found
        self._surge_day = surge_day
        net = prepared.net
        scenario = net.scenario
        lines = net.case["lines"]
        without = set(lines.filter(pl.col("max_rate_per_year").is_null())["line"])
        self._unstated = np.array([line in without for line in net.making.ids], dtype=bool)
        delivered = dict(zip(net.commitments.ids, _delivered(net), strict=True))
        order = [net.demands.ids[d] for d in prepared.demand_order]
        self._fields: dict[str, tuple[str, str, list[str], list[float]]] = {
            "hold": ("stocks", "quantity", list(net.holdings.key), []),
            "demand": ("demands", "per_day", [f"{scenario}/{d}" for d in order], []),
            "due": ("commitments", "quantity", list(net.commitments.ids), [*delivered.values()]),
            "lift": ("lanes", "lift_t_per_day", list(net.lanes.ids), []),
            "ceiling": ("agreements", "ceiling_per_year", list(prepared.agreements), []),
            "probability": ("hazards", "probability_per_day", [f"{scenario}/{h}" for h in net.hazards.ids], []),
            "loss": ("hazards", "loss", [f"{scenario}/{h}" for h in net.hazards.ids], []),
        }

    def of(self, runs: Ints) -> Drawn:
        """Figures of these runs, in order."""
        if not self._found:
            return self._own
        drawn = {field: self._field(getattr(self._own, field), spec, runs) for field, spec in self._fields.items()}
        return Drawn(**(self._own._asdict() | drawn | self._lines(runs)))

    def _field(self, own: Floats, spec: tuple[str, str, list[str], list[float]], runs: Ints) -> Floats:
        table, column, keys, taken = spec
        uncertain = [
            (k, self._found[table, key, column]) for k, key in enumerate(keys) if (table, key, column) in self._found
        ]
        if not uncertain:
            return own
        values = np.repeat(own, len(runs), axis=0)
        for k, figure in uncertain:
            off = taken[k] if taken else 0.0
            values[:, k] = [max(0.0, figure.draw(int(run)) - off) for run in runs]
        return values

    def _lines(self, runs: Ints) -> dict[str, np.ndarray]:
        """Starts, work in hand and lead of every line, where any of its figures has a range."""
        net = self._prepared.net
        uncertain = [
            (line, column)
            for line in net.making.ids
            for column in LINE_FIGURES
            if ("lines", line, column) in self._found
        ]
        if not uncertain:
            return {}
        made = [self._one(int(run), uncertain) for run in runs]
        return {
            name: np.stack([m[k] for m in made]) for k, name in enumerate(("starts", "hand", "lead_whole", "lead_part"))
        }

    def _one(self, run: int, uncertain: Sequence[tuple[str, str]]) -> tuple[np.ndarray, ...]:
        net = self._prepared.net
        rows = net.making.rows
        place = {line: k for k, line in enumerate(net.making.ids)}
        values = {column: rows[column].to_numpy().copy() for column in LINE_FIGURES}
        for line, column in uncertain:
            values[column][place[line]] = self._found["lines", line, column].draw(run)
        stated = np.where(self._unstated, 0.0, values["max_rate_per_year"])
        values["max_rate_per_year"] = np.maximum(stated, values["rate_per_year"])
        changed = rows.with_columns(pl.Series(name, column) for name, column in values.items())
        drawn = ramps(changed, net.start, self._surge_day, net.making.surges)
        whole = np.floor(drawn.lead + 1e-12)
        return *output_by_day(drawn, net.days), whole.astype(np.int64), np.maximum(drawn.lead - whole, 0.0)


def _delivered(net: Network) -> Floats:
    """Units of each commitment that were handed over before day 0, the chosen figure of its quantity being known."""
    rows = net.case["commitments"]
    stated = dict(zip(rows["commitment"], rows["quantity"], strict=True))
    return np.array([stated[name] for name in net.commitments.ids]) - net.commitments.quantity
