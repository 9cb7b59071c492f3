"""How are columns and rows numbered that exist for a run of periods each? One entity after another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipir.program.grid import Floats, Ints


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
    def _bounds(self) -> tuple[Ints, Ints, Ints]:
        """First period, period after the last, and number less period; the last entry stands for entity -1."""
        none = np.zeros(1, dtype=np.int32)
        first = np.concatenate([self.first.astype(np.int32), none])
        after = np.concatenate([(self.first + self.count).astype(np.int32), none])
        return first, after, np.concatenate([(self.at[:-1] - self.first).astype(np.int32), none])

    def number(self, entity: Ints, period: Ints, start: int = 0) -> Ints:
        """The number, from `start` on, of a period of an entity; -1 outside its run, and for entity -1."""
        first, after, base = self._bounds
        found: Ints = base[entity] + (period + start)
        found[(period < first[entity]) | (period >= after[entity])] = -1
        return found

    def spread(self, values: Floats, periods: int) -> Floats:
        """Values by number as a table: shape (entities, periods), 0 outside the runs."""
        table = np.zeros((len(self.count), periods))
        table[self.entity, self.period] = values
        return table


def spans(first: Ints, after: Ints) -> Spans:
    """Runs of periods [first, after); an empty run where after is not larger."""
    return Spans(np.asarray(first, dtype=np.int64), np.maximum(np.asarray(after, dtype=np.int64) - first, 0))
