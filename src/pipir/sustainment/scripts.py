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
    site). `discard` is thrown away of each cell of the moves, in their order; `keep` is to lie in it at the end of the
    day, of which `spare` is wanted by nobody until the end.

    What could not leave, be begun or be handed over on its day is when it can. What demands still lack is served from
    stock above `keep` where means take the place of draws, and above what of it is wanted where chance is drawn.
    """

    first: int
    uses: tuple[tuple[int, int], ...]
    handings: tuple[tuple[int, int], ...]
    send: Floats
    hold: Floats
    start: Floats
    fill: Floats
    hand: Floats
    discard: Floats
    keep: Floats
    spare: Floats
    again: Again | None = None

    @property
    def days(self) -> int:
        """Days that it speaks of."""
        return len(self.send)
