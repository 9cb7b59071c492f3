"""What does each day of a plan bring? Periods cut into days, as they are meant: evenly, by capacity, by need."""

from __future__ import annotations

import numpy as np

from pipir.network.means import means
from pipir.network.network import Floats, Ints
from pipir.planning.doors import under_way_waits
from pipir.planning.keeping import Keeping
from pipir.planning.legs import Layout, used
from pipir.program.decisions import Decisions
from pipir.sustainment.scripts import Again, Script


class Days:
    """The days of one plan."""

    def __init__(self, plan: Decisions) -> None:
        self.plan = plan
        net, grid = plan.net, plan.grid
        self.count = net.days
        begins = np.arange(float(net.days))
        self._period = np.searchsorted(grid.edges, begins, side="right") - 1
        self._share = 1.0 / grid.length[self._period]
        self._done = (begins + 1.0 - grid.begin[self._period]) * self._share

    def evenly(self, decided: Floats) -> Floats:
        """Of what is decided by period as much on each day: shape (days, entities)."""
        return (decided[:, self._period] * self._share).T

    def by_capacity(self) -> Floats:
        """Starts, on each day in proportion to what the line could start on it."""
        net = self.plan.net
        edges = np.arange(net.days + 1.0)
        could = np.maximum(np.diff(net.making.ramps.started(edges[:, None]), axis=0), 0.0)
        return self._in_proportion(self.plan.starts, could.T * means(net, edges).line_open.T)

    def by_need(self) -> Floats:
        """What is served, on each day in proportion to what is owed on it."""
        demands, begins = self.plan.net.demands, np.arange(float(self.count))
        use = self.plan.use_demand
        over = np.minimum(demands.end[:, None], begins + 1.0) - np.maximum(demands.begin[:, None], begins)
        return self._in_proportion(self.plan.fills, np.maximum(over, 0.0)[use])

    def _in_proportion(self, decided: Floats, weight: Floats) -> Floats:
        """By these weights, shape (entities, days); evenly in a period that has none."""
        periods = self.plan.grid.count
        total = np.zeros((len(decided), periods))
        np.add.at(total.T, self._period, weight.T)
        of_day = total[:, self._period]
        share = np.divide(weight, of_day, out=np.tile(self._share, (len(decided), 1)), where=of_day > 0.0)
        return (decided[:, self._period] * share).T

    def between(self, opening: Floats, ends: Floats) -> Floats:
        """What stands at the end of each day, in a straight line from the end of one period to that of the next."""
        before = np.concatenate([opening[:, None], ends[:, :-1]], axis=1)
        between: Floats = before[:, self._period] + (ends - before)[:, self._period] * self._done
        return between.T


def script(plan: Decisions, layout: Layout, place: tuple[int, int], under_way: Ints, again: Again | None) -> Script:
    """What a plan brings on days [first, last) of a run, counted from its beginning; the plan begins on the first.

    `place` is (first, last). `under_way` are the legs on which the plan's goods under way at its beginning are.
    """
    first, last = place
    waits = under_way_waits(plan)
    plan = used(plan)
    days, moves = Days(plan), layout.moves
    count, legs = last - first, len(moves.legs)
    leg = layout.legs(plan)
    hold = _placed(leg, days.between(np.zeros(len(leg)), plan.waits), legs + layout.others)
    np.add.at(hold.T, under_way, days.between(np.zeros(len(under_way)), waits).T)
    uses, planned = _uses(plan)
    keeping = Keeping(days)
    discarded = np.array([moves.cells.number[cell] for cell in keeping.cells], dtype=np.int64)
    return Script(
        first=first,
        uses=tuple(uses),
        handings=tuple(zip(plan.hand_commitment.tolist(), plan.hand_site.tolist(), strict=True)),
        send=_placed(leg, days.evenly(plan.sent), legs)[:count],
        hold=hold[:count],
        start=days.by_capacity()[:count],
        fill=_placed(planned, days.by_need(), len(uses))[:count],
        lies=keeping.lies(uses)[:count],
        wanted=keeping.wanted(uses)[:count],
        hand=days.evenly(plan.hands)[:count],
        discard=_placed(discarded, days.evenly(plan.discards), len(moves.cells.number))[:count],
        again=again,
    )


def _uses(plan: Decisions) -> tuple[list[tuple[int, int]], Ints]:
    """Everything that a demand may be served from, as demand and item, and the places there of the plan's uses."""
    net, site = plan.net, plan.net.demands.site
    uses = [
        (d, item) for d, options in enumerate(net.demands.uses) for item, _ in options if net.works(int(site[d]), item)
    ]
    number = {use: k for k, use in enumerate(uses)}
    planned = zip(plan.use_demand.tolist(), plan.use_item.tolist(), strict=True)
    return uses, np.array([number[use] for use in planned], dtype=np.int64)


def _placed(columns: Ints, values: Floats, count: int) -> Floats:
    """Values by day in columns of a wider table."""
    table = np.zeros((len(values), count))
    table[:, columns] = values
    return table
