"""Which day is to bring what? A script of a run: what leaves, is begun, served, handed over, kept and discarded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pipir.network.network import Floats
from pipir.network.resuming import Pause


class Again(Protocol):
    """Writes the script anew in the middle of a run. It must pickle."""

    @property
    def every(self) -> int:
        """Days between two scripts."""

    def script(self, pause: Pause) -> Script:
        """What the days after a pause are to bring; legs, uses and handings are those of the first script."""


@dataclass(frozen=True)
class Script:
    """What days [first, first + days) are to bring: shape (days, ...) each, in the item's unit.

    `send` leaves by each leg of the moves, `hold` is to stand at the door of its end at the end of the day (goods under
    way at day 0 stand after the legs of the moves, one leg each). `start` is begun by each line of the network. `fill`
    is served of each of `uses` (demand and item), `hand` leaves the network by each of `handings` (commitment and
    site), `discard` is thrown away of each cell of the moves, in their order. What could not leave, be begun or be
    handed over on its day is when it can.

    What demands still lack is then served from stock above a level for each use: above `lies`, all that is to lie
    there at the end of the day, where means take the place of draws; above `wanted`, what of it is to serve a smaller
    rank or to leave later, where chance is drawn.
    """

    first: int
    uses: tuple[tuple[int, int], ...]
    handings: tuple[tuple[int, int], ...]
    send: Floats
    hold: Floats
    start: Floats
    fill: Floats
    lies: Floats
    wanted: Floats
    hand: Floats
    discard: Floats
    again: Again | None = None

    @property
    def days(self) -> int:
        """Days that it speaks of."""
        return len(self.send)
