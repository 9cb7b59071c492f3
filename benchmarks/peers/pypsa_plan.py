"""What is the nearest network in PyPSA? Buses for items at sites, stores, links with a delay, loads that may be shed.

A bus is an item at a site, with a store whose standing loss is what hazards take. A flow is a link with a delay in
whole days that does not wrap around, its losses as efficiency. A line with a bill is a link from its first component
with one more port for each other one; a line without is a generator. Demands are loads; what is not served is a
generator that costs what the claim counts. A substitute is a link to the bus of what is required.

What it cannot say: that items share the lift of a lane, the handling or the storage of a site; that arrivals stand at
the door of a site that cannot take them in; that something sent within a week arrives in shares (what leaves in a
snapshot arrives in one); ceilings, pools above a reserve, and what has fallen due of a commitment, all of which count
up to a day; ranks, other than by weights. So it is a smaller model, and its optimum another one.
"""

from __future__ import annotations

import logging
import warnings

import linopy
import numpy as np
import pandas as pd
import pypsa

from pipir.program.claims import DEMAND, Claims
from pipir.program.scope import Scope

PLENTY = 1e7
"""Units that nothing comes near, where PyPSA asks for a size."""


def plan_network(scope: Scope, claims: Claims) -> pypsa.Network:
    """The network, with its series by period."""
    n = pypsa.Network()
    n.set_snapshots(range(scope.grid.count))
    n.snapshot_weightings.loc[:, :] = scope.grid.length[:, None]
    cells = _names("cell", len(scope.cell_site))
    n.add("Bus", cells)
    _stores(n, scope, cells)
    _flows(n, scope, cells)
    _lines(n, scope, cells)
    _demands(n, scope, claims, cells)
    return n


def network_model(n: pypsa.Network) -> linopy.Model:
    """Its optimisation as linopy writes it, not solved."""
    with warnings.catch_warnings():  # its delays are rounded to snapshots, which it says for each
        warnings.simplefilter("ignore")
        logging.getLogger("pypsa").setLevel(logging.ERROR)
        return n.optimize.create_model(include_objective_constant=False)


def _names(of: str, count: int) -> pd.Index:
    return pd.Index([f"{of} {k}" for k in range(count)])


def _series(values: np.ndarray, names: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(values, columns=names)


def _stores(n: pypsa.Network, scope: Scope, cells: pd.Index) -> None:
    opening = np.zeros(scope.cell_of.shape)
    holdings = scope.net.holdings
    np.add.at(opening, (holdings.site, holdings.item), holdings.quantity)
    daily = 1.0 - scope.means.site_survives ** (1.0 / scope.grid.length[:, None])
    struck = np.flatnonzero((daily > 0).any(axis=0)[scope.cell_site])
    n.add("Store", cells, bus=cells, e_nom=PLENTY, e_initial=opening[scope.cell_site, scope.cell_item])
    if len(struck):
        n.stores_t["standing_loss"] = _series(daily[:, scope.cell_site[struck]], cells[struck])


def _flows(n: pypsa.Network, scope: Scope, cells: pd.Index) -> None:
    lanes, net = scope.net.lanes, scope.net
    flows = scope.flows.of(np.flatnonzero(np.ceil(lanes.days[scope.flows.lane]) < net.days))
    names = _names("flow", len(flows.lane))
    share = scope.means.ship_survives[:, flows.lane]
    lossy = np.flatnonzero((share < 1.0).any(axis=0))
    mass = net.items.mass_t[flows.item]
    lift = np.divide(lanes.lift_t[flows.lane], mass, out=np.full(len(mass), np.inf), where=mass > 0)
    n.add(
        "Link",
        names,
        bus0=cells[scope.cell_of[lanes.origin[flows.lane], flows.item]],
        bus1=cells[scope.cell_of[lanes.destination[flows.lane], flows.item]],
        p_nom=np.minimum(lift, PLENTY),
        delay=np.ceil(lanes.days[flows.lane]).astype(int),
        cyclic_delay=False,
    )
    n.links_t["efficiency"] = _series(share[:, lossy], names[lossy])
    n.links_t["p_max_pu"] = _series(scope.means.way_open[:, flows.lane], names)


def _lines(n: pypsa.Network, scope: Scope, cells: pd.Index) -> None:
    making, grid = scope.net.making, scope.grid
    made = np.maximum(np.diff(making.ramps.started(grid.edges[:, None]), axis=0) * scope.means.line_open, 0.0)
    rate = made / grid.length[:, None]
    lead = np.ceil(making.ramps.lead).astype(int)
    parts, out = np.diff(making.bill), scope.cell_of[making.site, making.item]
    at = making.bill[:-1, None] + np.arange(max(1, parts.max(initial=0)))
    real = np.arange(at.shape[1]) < parts[:, None]
    at = np.where(real, at, 0)
    taken = (
        np.where(real, scope.cell_of[making.site[:, None], making.component[at]], -1) if len(making.component) else real
    )
    able = scope.running & rate.any(axis=0) & (out >= 0) & (lead < scope.net.days) & ~(real & (taken < 0)).any(axis=1)
    plain = np.flatnonzero(able & (parts == 0))
    if len(plain):
        begun = np.searchsorted(grid.edges, np.maximum(grid.begin[:, None] - lead[plain], 0.0), side="right") - 1
        comes = np.where(grid.begin[:, None] >= lead[plain], rate[begun, plain], 0.0)
        names = pd.Index([f"line {k}" for k in plain])
        n.add("Generator", names, bus=cells[out[plain]], p_nom=1.0, p_max_pu=_series(comes, names))
    made_of = np.flatnonzero(able & (parts > 0))
    if len(made_of):
        first = making.quantity[at[made_of, 0]]
        ports: dict[str, np.ndarray] = {}
        for k in range(1, at.shape[1]):
            has = real[made_of, k]
            ports[f"bus{k + 1}"] = np.where(has, cells[np.maximum(taken[made_of, k], 0)], "")
            ports[f"efficiency{k + 1}"] = np.where(has, -making.quantity[at[made_of, k]] / first, 0.0)
        names = pd.Index([f"line {k}" for k in made_of])
        n.add(
            "Link",
            names,
            bus0=cells[taken[made_of, 0]],
            bus1=cells[out[made_of]],
            efficiency=1.0 / first,
            p_nom=first,
            p_max_pu=_series(rate[:, made_of], names),
            delay=lead[made_of],
            cyclic_delay=False,
            **ports,
        )


def _demands(n: pypsa.Network, scope: Scope, claims: Claims, cells: pd.Index) -> None:
    demands, grid, uses = scope.net.demands, scope.grid, scope.uses
    of = claims.claim_of(DEMAND, len(demands.ids))
    cell = scope.cell_of[demands.site, demands.item]
    which = np.flatnonzero((of >= 0) & (cell >= 0))
    names = pd.Index([f"demand {d}" for d in which])
    owed = demands.per_day[which] * grid.overlap(demands.begin, demands.end)[which].T / grid.length[:, None]
    n.add("Load", names, bus=cells[cell[which]], p_set=_series(owed, names))
    cost = claims.share[of[which]] / claims.owed[of[which]]
    n.add("Generator", names + " short", bus=cells[cell[which]], p_nom=PLENTY, marginal_cost=cost)
    other = np.flatnonzero((uses.item != demands.item[uses.demand]) & (cell[uses.demand] >= 0))
    n.add(
        "Link",
        _names("substitute", len(other)),
        bus0=cells[uses.cell[other]],
        bus1=cells[cell[uses.demand[other]]],
        efficiency=1.0 / uses.ratio[other],
        p_nom=PLENTY,
    )
