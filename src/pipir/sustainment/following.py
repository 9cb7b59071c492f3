"""How does a run follow a script? Written into memory for the kernels, run between two days, and made anew there."""

from __future__ import annotations

import numpy as np

from pipir.sustainment import arena
from pipir.sustainment.kernels.following import follow
from pipir.sustainment.layout import Drawn, Floats, Ints, Model, Orders, Trace, Weather
from pipir.sustainment.pausing import paused
from pipir.sustainment.prepare import Prepared
from pipir.sustainment.scripts import Script


class Follower:
    """Runs one after another that follow a script, in memory of their own."""

    def __init__(self, prepared: Prepared, drawn: Drawn, weather: Weather, expected: bool) -> None:
        self.prepared = prepared
        self.expected = expected
        self.memory: Model = arena.model(prepared.fixed, drawn, weather)
        self._figures = arena.rows(drawn)
        self._orders: Orders = arena.orders(prepared.fixed, _origins(prepared))
        self._sheets = Sheets(prepared)

    def run(self, row: int, run: int, trace: Trace) -> None:
        """Go through a whole run; its script is made anew as often as it says."""
        script = self.prepared.moves.script
        assert script is not None
        days = self.prepared.fixed.days
        every = days if script.again is None else script.again.every
        for first in range(0, days, every):
            if first and script.again is not None:
                script = script.again.script(paused(self.prepared, self.memory, first, None if self.expected else run))
            self.write(script)
            self.go(trace, row, run, (first, min(first + every, days)))

    def write(self, script: Script) -> None:
        """Let the days that a script speaks of bring what it says, and nothing that an earlier one left open.

        A plan made anew reckons with the run as it stands: what the last one could not do is done only if it says so.
        """
        self._orders.s[:] = 0.0
        self._sheets.write(self._orders, script, self.expected)

    def go(self, trace: Trace, row: int, run: int, days: tuple[int, int]) -> None:
        """Go through days [first, last) of a run."""
        follow(self.memory, self._orders, self._figures, trace, (row, run, *days), self.expected)

    @property
    def stock(self) -> Floats:
        """What each cell of the arrays holds now."""
        return arena.view(self.memory, "stock", len(self.prepared.fixed.cell_site))


def followed(prepared: Prepared, drawn: Drawn, weather: Weather, runs: Ints, expected: bool) -> Trace:
    """Follow the script in these runs, one after another, with these figures."""
    trace = arena.trace(prepared.fixed, len(runs))
    follower = Follower(prepared, drawn, weather, expected)
    for row, run in enumerate(runs):
        follower.run(row, int(run), trace)
    return trace


class Sheets:
    """Puts scripts, which speak of legs, cells, uses and handings of the moves, into the order of the arrays."""

    def __init__(self, prepared: Prepared) -> None:
        f, net = prepared.fixed, prepared.net
        self._days = f.days
        self._lines = len(f.line_cell)
        renumber = prepared.labels.renumber
        self._cell = np.array([renumber[k] for k in range(len(renumber))], dtype=np.int64)
        items = f.cell_item[f.use_cell]
        demand = np.repeat(prepared.demand_order, np.diff(f.use_at))
        self._use = {(int(d), int(i)): u for u, (d, i) in enumerate(zip(demand, items, strict=True))}
        leaving = np.repeat(f.leaving, np.diff(f.leaving_at))
        sites = f.cell_site[f.leaving_cell]
        self._handing = {(int(c), int(s)): k for k, (c, s) in enumerate(zip(leaving, sites, strict=True))}
        self._legs = len(prepared.moves.legs) + len(net.transits.lane)

    def write(self, orders: Orders, script: Script, expected: bool) -> None:
        """Write the days of a script. Raises KeyError for a use or a handing that the network does not have."""
        use = np.array([self._use[key] for key in script.uses], dtype=np.int64)
        hand = np.array([self._handing[key] for key in script.handings], dtype=np.int64)
        cells = self._cell[: script.discard.shape[1]]
        own = np.arange(script.send.shape[1])
        for name, size, places, values in (
            ("send", orders.legs, own, script.send),
            ("hold", orders.legs, np.arange(self._legs), script.hold),
            ("start", orders.lines, np.arange(self._lines), script.start),
            ("fill", orders.uses, use, script.fill),
            ("hand", orders.handings, hand, script.hand),
            ("keep", orders.uses, use, script.lies if expected else script.wanted),
            ("discard", orders.cells, cells, script.discard),
        ):
            sheet = orders.p[getattr(orders, name) :][: self._days * size].reshape(self._days, size)
            sheet[script.first : script.first + script.days] = 0.0
            sheet[script.first : script.first + script.days, places] = values


def _origins(prepared: Prepared) -> Ints:
    """The cell that each leg leaves from; -1 for goods under way at day 0, which never leave."""
    net, moves = prepared.net, prepared.moves
    place = {cell: k for k, cell in enumerate(prepared.labels.cells)}
    own = [place.get((int(net.lanes.origin[g.lane]), g.item), -1) for g in moves.legs]
    return np.array([*own, *[-1] * len(net.transits.lane)], dtype=np.int64)
