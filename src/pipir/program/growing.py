"""How are numbers kept that come bit by bit? One after another in memory that grows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Growing:
    """Numbers of one kind, `size` of them so far."""

    def __init__(self, kind: DTypeLike) -> None:
        self.size = 0
        self._room = np.empty(0, dtype=kind)

    @property
    def all(self) -> NDArray[Any]:
        """All that came so far: shape (size,)."""
        return self._room[: self.size]

    def expect(self, size: int) -> None:
        """Have room for so many in all. Memory that is never written to costs nothing."""
        if size > len(self._room):
            room = np.empty(size, dtype=self._room.dtype)
            room[: self.size] = self.all
            self._room = room

    def more(self, count: int) -> NDArray[Any]:
        """Room for so many more, to be written to: shape (count,)."""
        end = self.size + count
        if end > len(self._room):
            self.expect(max(end, 2 * len(self._room)))
        added = self._room[self.size : end]
        self.size = end
        return added

    def let_go(self) -> NDArray[Any]:
        """All that came; none is left here."""
        every = self.all
        self.size, self._room = 0, np.empty(0, dtype=self._room.dtype)
        return every
