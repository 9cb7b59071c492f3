"""How is a programme written down? Columns and rows by name, terms in arrays, all in the units that people use.

Every column and row has a scale, a power of two near the size of what it stands for: the solver sees numbers near one,
whatever the unit. Nobody but `Draft` and `Programme` knows of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipir.network.network import Flags
from pipir.program.grid import Floats, Ints
from pipir.program.growing import Growing
from pipir.program.spans import Shorts, Spans

SCALES = (-30, 50)
"""Powers of two that a scale lies between: what is smaller than a thousand millionth of a unit is next to nothing."""
USUAL = 5
"""Coefficients of a column: memory is set aside for so many, and for more when they come."""


@dataclass(frozen=True)
class Family:
    """Columns or rows of one name: numbers [start, start + size), by the spans that number them."""

    name: str
    start: int
    spans: Spans

    @property
    def size(self) -> int:
        """How many there are."""
        return self.spans.size

    @property
    def all(self) -> Shorts:
        """All of them."""
        return np.arange(self.start, self.start + self.size, dtype=np.int32)

    def at(self, entity: Ints, period: Ints) -> Shorts:
        """The number of an entity in a period; -1 where there is none."""
        return self.spans.number(entity, period, self.start)


@dataclass(frozen=True)
class Programme:
    """A linear programme as arrays, scaled: minimise cost x within bounds, rows between their bounds.

    The matrix is in compressed columns: `starts` (columns + 1,), `index` (rows), `value`. A figure of column c is
    `column_scale[c]` times the solver's; a row's is `row_scale[r]` times. In the plan that does nothing columns
    `resting` have values of their own, as many as there are rows `tight`: together they are where a solver begins.
    """

    columns: dict[str, Family]
    rows: dict[str, Family]
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    starts: Shorts
    index: Shorts
    value: Floats
    column_scale: Floats
    row_scale: Floats
    resting: Flags
    tight: Flags

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.row_lower), len(self.lower)

    def coefficients(self) -> tuple[float, float]:
        """Smallest and largest coefficient that the solver sees, 0 apart."""
        size = np.abs(self.value[self.value != 0.0])
        return (float(size.min()), float(size.max())) if len(size) else (0.0, 0.0)


class Draft:
    """A programme being written, block by block."""

    def __init__(self) -> None:
        self.columns: dict[str, Family] = {}
        self.rows: dict[str, Family] = {}
        self._bounds = [Growing(np.float64) for _ in range(4)]
        self._scale, self._per_row_scale = Growing(np.float32), Growing(np.float32)  # powers of two: exact, and short
        self._row, self._column, self._value = Growing(np.int32), Growing(np.int32), Growing(np.float64)
        self._done = False
        self._resting: list[Ints] = []
        self._tight: list[Ints] = []

    def add_columns(
        self, name: str, spans: Spans, scale: ArrayLike, lower: ArrayLike = 0.0, upper: ArrayLike = np.inf
    ) -> Family:
        """New columns under a name, with their scales and bounds (one for all, or one each)."""
        family = Family(name, self._scale.size, spans)
        self.columns[name] = family
        for store, values in zip((self._scale, *self._bounds[:2]), (scale, lower, upper), strict=True):
            store.more(spans.size)[:] = values
        return family

    def add_rows(
        self, name: str, spans: Spans, scale: ArrayLike, lower: ArrayLike = -np.inf, upper: ArrayLike = np.inf
    ) -> Family:
        """New rows under a name, with their scales and bounds (one for all, or one each)."""
        family = Family(name, self._per_row_scale.size, spans)
        self.rows[name] = family
        per = 1.0 / np.asarray(scale)
        for store, values in zip((self._per_row_scale, *self._bounds[2:]), (per, lower, upper), strict=True):
            store.more(spans.size)[:] = values
        return family

    def add_terms(self, rows: Ints, columns: Ints, values: ArrayLike) -> None:
        """Coefficients; there is none where a row or a column is -1, or where it is 0."""
        rows, columns = np.broadcast_arrays(rows, columns)
        numbers = np.broadcast_to(np.asarray(values, dtype=np.float64), rows.shape)
        if min(rows.min(initial=0), columns.min(initial=0)) < 0 or not numbers.all():
            kept = np.flatnonzero((rows >= 0) & (columns >= 0) & (numbers != 0.0))
            rows, columns, numbers = rows.take(kept), columns.take(kept), numbers.take(kept)
        if not self._value.size:
            for store in (self._row, self._column, self._value):
                store.expect(USUAL * self._scale.size)
        count = len(rows)
        self._row.more(count)[:] = rows
        self._column.more(count)[:] = columns
        scaled = self._value.more(count)
        np.multiply(numbers, self._scale.all.take(columns), out=scaled)
        scaled *= self._per_row_scale.all.take(rows)

    def rests(self, columns: Ints, rows: Ints) -> None:
        """Say that in the plan that does nothing these rows are tight, and these columns take what they ask for."""
        self._resting.append(columns)
        self._tight.append(rows)

    def programme(self) -> Programme:
        """The arrays, once: what was written is let go. Raises ValueError where a number is none, or asked again."""
        if self._done:
            raise ValueError("a draft is a programme once")
        self._done = True
        scale, row_scale = self._scale.all.astype(np.float64), 1.0 / self._per_row_scale.all.astype(np.float64)
        starts, index, value = self._compressed()
        lower, upper, row_lower, row_upper = (store.all for store in self._bounds)
        if not np.isfinite(value).all() or any(np.isnan(b.all).any() for b in self._bounds):
            raise ValueError("a coefficient or a bound of the programme is not a number")
        return Programme(
            columns=dict(self.columns),
            rows=dict(self.rows),
            lower=lower / scale,
            upper=upper / scale,
            row_lower=row_lower / row_scale,
            row_upper=row_upper / row_scale,
            starts=starts,
            index=index,
            value=value,
            column_scale=scale,
            row_scale=row_scale,
            resting=_marked(self._resting, len(scale)),
            tight=_marked(self._tight, len(row_scale)),
        )

    def _compressed(self) -> tuple[Shorts, Shorts, Floats]:
        """Terms by column; they are let go. No block gives two terms for one row and column."""
        columns, column = self._scale.size, self._column.let_go()
        order = np.argsort(column, kind="stable")
        starts = np.zeros(columns + 1, dtype=np.int32)
        np.cumsum(np.bincount(column, minlength=columns), out=starts[1:])
        del column
        return starts, self._row.let_go().take(order), self._value.let_go().take(order)


def _marked(parts: list[Ints], count: int) -> Flags:
    found = np.zeros(count, dtype=bool)
    for which in parts:
        found[which] = True
    return found


def near(values: Floats) -> Floats:
    """The power of two nearest to each value, within `SCALES`; 1 where a value is 0 or not finite."""
    usable = np.isfinite(values) & (values > 0)
    found: Floats = np.exp2(np.clip(np.round(np.log2(np.where(usable, values, 1.0))), *SCALES))
    return found
