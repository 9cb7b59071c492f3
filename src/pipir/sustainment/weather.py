"""What do hazards do to a run? Nothing yet, or what they do on average; drawn strikes are written over the first."""

from __future__ import annotations

import numpy as np

from pipir.network.means import means
from pipir.network.network import Network
from pipir.sustainment.layout import Weather


def calm(net: Network) -> Weather:
    """Weather in which nothing is struck: also the room that drawn strikes are written to."""
    days, sites, lanes, lines = net.days, len(net.sites.ids), len(net.lanes.ids), len(net.making.ids)
    return Weather(
        site_survives=np.ones((days, sites)),
        lane_survives=np.ones((days, lanes)),
        ship_survives=np.ones((days, lanes)),
        site_open=np.ones((days, sites)),
        lane_open=np.ones((days, lanes)),
        line_open=np.ones((days, lines)),
    )


def mean_weather(net: Network) -> Weather:
    """What hazards do on average, day by day."""
    mean = means(net, np.arange(net.days + 1.0))
    return calm(net)._replace(
        site_survives=mean.site_survives,
        ship_survives=mean.ship_survives,
        site_open=mean.site_open,
        lane_open=mean.lane_open,
        line_open=mean.line_open,
    )
