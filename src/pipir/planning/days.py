"""What does each day of a plan bring? Periods cut into days, as they are meant: evenly, by capacity, by need."""

from __future__ import annotations

import numpy as np

from pipir.network.means import means
from pipir.network.network import Floats
from pipir.program.decisions import Decisions


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
