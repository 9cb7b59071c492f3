"""How are columns and rows numbered that exist for a run of periods each? One entity after another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipir.program.grid import Floats, Ints

Shorts = NDArray[np.int32]
"""Numbers of rows and columns, as the solver takes them."""


@dataclass(frozen=True)
class Spans:
    """Entities, each with its run of periods [first, first + count), numbered one after another."""

    first: Ints
    count: Ints

    @cached_property
    def at(self) -> Ints:
        """Number of the first period of each entity, and of all of them at the end: shape (entities + 1,)."""
        return np.concatenate([[0], np.cumsum(self.count)]).astype(np.int64)

    @property
    def size(self) -> int:
        """Numbers given in all."""
        return int(self.at[-1])

    @cached_property
    def entity(self) -> Ints:
        """The entity of each number."""
        return np.repeat(np.arange(len(self.count)), self.count)

    @cached_property
    def period(self) -> Ints:
        """The period of each number."""
        counted: Ints = np.arange(self.size) - np.repeat(self.at[:-1] - self.first, self.count)
        return counted

    @cached_property
    def _bounds(self) -> tuple[Shorts, Shorts, Shorts]:
        """First period, periods, and number of the first; the last entry stands for entity -1."""
        none = np.zeros(1, dtype=np.int32)
        first, count, at = (part.astype(np.int32) for part in (self.first, self.count, self.at[:-1]))
        return np.concatenate([first, none]), np.concatenate([count, none]), np.concatenate([at, none])

    def number(self, entity: Ints, period: Ints, start: int = 0) -> Shorts:
        """The number, from `start` on, of a period of an entity; -1 outside its run, and for entity -1."""
        first, count, at = self._bounds
        found: Shorts = np.subtract(period, first.take(entity), dtype=np.int32, casting="same_kind")
        outside = found.view(np.uint32) >= count.take(entity).view(np.uint32)  # what lies before is large as such
        found += at.take(entity)
        found += start
        np.putmask(found, outside, -1)
        return found

    def spread(self, values: Floats, periods: int) -> Floats:
        """Values by number as a table: shape (entities, periods), 0 outside the runs."""
        table = np.zeros((len(self.count), periods))
        table[self.entity, self.period] = values
        return table


def spans(first: Ints, after: Ints) -> Spans:
    """Runs of periods [first, after); an empty run where after is not larger."""
    return Spans(np.asarray(first, dtype=np.int64), np.maximum(np.asarray(after, dtype=np.int64) - first, 0))
