"""How would the programme of a plan be written in linopy? The same model, from the network and the list of columns.

Every family of columns has one sparse dimension of its own; data stand in pandas and numpy, terms are grouped into rows
by `groupby(...).sum()`, nothing is looped over. With `sparse` linopy keeps rows in compressed form (its newest and
fastest way, which has to be asked for); without, they are padded to the longest row (its usual way). Written apart from
`pipir.program`: only `Scope`, which says what exists in which periods, and `Claims` are shared.
"""

from __future__ import annotations

from typing import Any

import linopy
import numpy as np
import pandas as pd
import xarray as xr

from peers.linopy_terms import Term, Terms
from pipir.network.capacity import YEAR
from pipir.network.claims import due_share
from pipir.network.network import Floats, Ints
from pipir.program.claims import COMMITMENT, DEMAND, PROMISE, Claims
from pipir.program.scope import Scope
from pipir.program.spans import spans


def plan_model(scope: Scope, claims: Claims, rank: int, sparse: bool = True) -> linopy.Model:
    """The programme with the pooled shortage of one rank as objective."""
    with linopy.options:
        linopy.options(semantics="v1")
        return _Model(scope, claims, linopy.Model(sparse=sparse)).written(rank)


def handed_over(model: linopy.Model) -> Any:
    """The same model as HiGHS has it, by the direct way."""
    with linopy.options:
        linopy.options(semantics="v1")
        return model.to_highspy(set_names=False)


class _Model(Terms):
    """Columns, then one constraint after another."""

    def written(self, rank: int) -> linopy.Model:
        """Everything that must hold, and the objective."""
        self._columns()
        self._balance()
        self._doors()
        self._lanes_and_sites()
        self._discarding()
        self._pools()
        self._agreements()
        self._commitments()
        self._demands()
        short = self.m["short"]
        which = np.flatnonzero(self.claims.rank == rank)
        share = xr.DataArray(self.claims.share[which], coords={"short": which})
        self.m.add_objective((share * short.isel(short=which)).sum())
        return self.m

    def _columns(self) -> None:
        s, net = self.scope, self.scope.net
        open_share = s.means.way_open[self.sends["period"], self.sends["lane"]]
        self._add("sent", s.sends.size, np.where(open_share > 0.0, np.inf, 0.0))
        d = self.doors
        shut = s.means.site_open[d["period"], s.cell_site[d["cell"]]] <= 0.0
        self._add("waits", s.waits.size, np.where(s.doors.free[d["door"]] | shut, np.inf, 0.0))
        self._add("stock", s.stocks.size)
        ramp = np.diff(net.making.ramps.started(s.grid.edges[:, None]), axis=0) * s.means.line_open
        self._add("starts", s.starts.size, np.maximum(ramp[s.starts.period, s.starts.entity], 0.0))
        self._add("fills", s.fills.size)
        self._add("hands", s.hands.size)
        self.lying = np.zeros(s.cell_of.shape)
        np.add.at(self.lying, (net.holdings.site, net.holdings.item), net.holdings.quantity)
        own = self.lying[s.cell_site, s.cell_item]
        comes = np.zeros(len(own))
        made = s.cell_of[net.making.site, net.making.item]
        np.add.at(comes, made[made >= 0], self._in_hand()[made >= 0].sum(axis=1))
        loose = s.stored[s.cell_site] & (own + comes > 0.0)
        self.kept = np.flatnonzero(loose[s.stocks.entity])
        self._add("discards", len(self.kept))
        self._add("short", len(self.claims.kind), 1.0)
        self._add("largest", len(self.claims.ranks))

    def _balance(self) -> None:
        s, net = self.scope, self.scope.net
        cell, period = s.stocks.entity, s.stocks.period
        number = s.stocks.number
        stock, own = self._each("stock")
        before = number(cell, period - 1)
        survives = s.means.site_survives[period, s.cell_site[cell]]
        into = s.cell_of[self.sends["destination"], self.sends["item"]]
        into_of_flow = s.cell_of[net.lanes.destination[s.flows.lane], s.flows.item]
        out_of = s.cell_of[self.sends["origin"], self.sends["item"]]
        assert len(into) == s.sends.size
        terms: list[Term] = [
            (stock, own, own, 1.0),
            (stock, np.maximum(before, 0), np.where(before >= 0, own, -1), -survives),
            (*self._each("sent"), number(out_of, s.sends.period), 1.0),
            (*self._each("fills"), number(s.uses.cell[s.fills.entity], s.fills.period), 1.0),
            (*self._each("hands"), number(s.handings.cell[s.hands.entity], s.hands.period), 1.0),
            (*self._each("discards"), self.kept, 1.0),
            *self._taken(into_of_flow, s.stocks, -1.0),
        ]
        standing = self.doors["flow"].to_numpy() < 0
        at = number(self.doors["cell"].to_numpy(), self.doors["period"].to_numpy())
        terms += self._waiting(np.where(standing, at, -1), np.full(len(at), -1.0))
        made = s.cell_of[net.making.site, net.making.item][self.finished["line"]]
        out = -self.finished["share"].to_numpy()
        terms.append(
            (self.m["starts"], self.finished["column"].to_numpy(), number(made, self.finished["came"].to_numpy()), out)
        )
        terms.append(self._bills())
        self._rows("balance", s.stocks.size, terms, "=", self._given())

    def _bills(self) -> Term:
        s, making = self.scope, self.scope.net.making
        bill = pd.DataFrame(
            {
                "line": np.repeat(np.arange(len(making.ids)), np.diff(making.bill)),
                "component": making.component,
                "quantity": making.quantity,
            }
        )
        starts = pd.DataFrame(
            {"column": np.arange(s.starts.size), "line": s.starts.entity, "period": s.starts.period}
        ).merge(bill, on="line")
        cell = s.cell_of[making.site[starts["line"]], starts["component"]]
        row = s.stocks.number(cell, starts["period"].to_numpy())
        return self.m["starts"], starts["column"].to_numpy(), row, starts["quantity"].to_numpy()

    def _given(self) -> Floats:
        """What comes in whatever is decided: what lay there at day 0, work in hand, goods under way."""
        s, net = self.scope, self.scope.net
        table = np.zeros((len(s.cell_site), s.grid.count))
        opening = self.lying
        lasts = np.cumprod(s.means.site_survives, axis=0)
        first = s.stocks.first
        some = np.flatnonzero(s.stocks.count > 0)
        table[some, first[some]] = opening[s.cell_site, s.cell_item][some] * lasts[first[some], s.cell_site[some]]
        made = s.cell_of[net.making.site, net.making.item]
        np.add.at(table, made[made >= 0], self._in_hand()[made >= 0])
        d = self.doors
        np.add.at(table, (d["cell"].to_numpy(), d["period"].to_numpy()), d["came"].to_numpy())
        site = net.lanes.destination[net.transits.lane]
        cell = s.cell_of[site, net.transits.item]
        works = [net.works(int(a), int(b)) for a, b in zip(site, net.transits.item, strict=True)]
        direct = (cell >= 0) & ~np.isin(np.arange(len(site)), s.doors.transit) & np.array(works, dtype=bool)
        np.add.at(table, cell[direct], self._under_way()[direct])
        return table[s.stocks.entity, s.stocks.period]

    def _doors(self) -> None:
        """Nothing is taken in that has not come; nothing at all while the site is shut."""
        s, d = self.scope, self.doors
        door_of = np.full(len(s.flows.lane), -1)
        moved = np.flatnonzero(s.doors.flow >= 0)
        door_of[s.doors.flow[moved]] = moved
        standing = np.where(d["flow"] < 0, np.arange(len(d)), -1)
        terms = [*self._taken(door_of, s.waits, 1.0), *self._waiting(standing, np.ones(len(d)))]
        shut = s.means.site_open[d["period"], s.cell_site[d["cell"]]] <= 0.0
        for name, which, sign in (("door", ~shut, ">="), ("shut", shut, "=")) if len(d) else ():
            there = [(v, c, np.where((r >= 0) & which[np.maximum(r, 0)], r, -1), k) for v, c, r, k in terms]
            self._rows(name, len(d), there, sign, -d["came"].to_numpy())

    def _lanes_and_sites(self) -> None:
        """Lift, handling, storage and explosives."""
        s, net = self.scope, self.scope.net
        lanes, sites = net.lanes, net.sites
        every = self._periods(np.isfinite(lanes.lift_t))
        most = lanes.lift_t[every.entity] * s.means.way_open[every.period, every.entity] * s.grid.length[every.period]
        loaded = every.number(self.sends["lane"].to_numpy(), s.sends.period)
        self._rows("lift", every.size, [(*self._each("sent"), loaded, self.sends["mass"].to_numpy())], "<=", most)
        every = self._periods(np.isfinite(sites.handling_t))
        most = (
            sites.handling_t[every.entity] * s.means.site_open[every.period, every.entity] * s.grid.length[every.period]
        )
        mass = net.items.mass_t[s.flows.item]
        terms = self._taken(lanes.destination[s.flows.lane], every, 1.0, mass)
        d = self.doors
        heavy = net.items.mass_t[s.cell_item[d["cell"]]]
        row = every.number(s.cell_site[d["cell"]], d["period"].to_numpy())
        terms += self._waiting(np.where(d["flow"] < 0, row, -1), heavy)
        came = np.zeros(every.size)
        np.add.at(came, row[row >= 0], (heavy * d["came"].to_numpy())[row >= 0])
        self._rows("handling", every.size, terms, "<=", most - came)
        for name, limit, weight in (
            ("storage", sites.storage_t, net.items.mass_t),
            ("explosives", sites.explosive_kg, net.items.neq_kg),
        ):
            every = self._periods(np.isfinite(limit))
            held = np.zeros(len(limit))
            np.add.at(held, net.holdings.site, net.holdings.quantity * weight[net.holdings.item])
            row = every.number(s.cell_site[s.stocks.entity], s.stocks.period)
            terms = [(*self._each("stock"), row, weight[s.cell_item[s.stocks.entity]])]
            self._rows(name, every.size, terms, "<=", np.maximum(limit, held)[every.entity])

    def _discarding(self) -> None:
        """Until the end of any period no more is discarded than lay there and came out of work in hand."""
        s, net = self.scope, self.scope.net
        entity, period = s.stocks.entity[self.kept], s.stocks.period[self.kept]
        loose = np.isin(np.arange(len(s.cell_site)), entity)
        every = spans(s.stocks.first, np.where(loose, s.stocks.first + s.stocks.count, s.stocks.first))
        made = s.cell_of[net.making.site, net.making.item]
        right = np.zeros((len(s.cell_site), s.grid.count))
        np.add.at(right, made[made >= 0], self._in_hand()[made >= 0])
        first = period == s.stocks.first[entity]
        right[entity[first], period[first]] += self.lying[s.cell_site, s.cell_item][entity[first]]
        gone = (*self._each("discards"), every.number(entity, period), 1.0)
        self._rows("discard", every.size, [*self._running("discardable", every), gone], "=", right[entity, period])

    def _pools(self) -> None:
        """A reserve is never exported: per holder and item, wherever something can leave and not all of it may."""
        s, net, flows = self.scope, self.scope.net, self.scope.flows
        items = len(net.items.ids)
        sender = net.sites.holder[net.lanes.origin[flows.lane]]
        receiver = net.sites.holder[net.lanes.destination[flows.lane]]
        crosses = flows.carrier >= 0
        out_of_flow = np.where(crosses & ~flows.frees, sender * items + flows.item, -1)
        into_flow = np.where(flows.onward, receiver * items + flows.item, -1)
        cell = s.handings.cell
        out_of_hand = np.where(s.handings.frees, -1, net.sites.holder[s.cell_site[cell]] * items + s.cell_item[cell])
        some = np.zeros(len(net.nations) * items, dtype=bool)
        some[out_of_flow[out_of_flow >= 0]] = True
        some[out_of_hand[out_of_hand >= 0]] = True
        some &= self._held_back(crosses & ~flows.onward, receiver)
        every = self._periods(some)
        made = (net.sites.holder[net.making.site] * items + net.making.item)[self.finished["line"]]
        terms = [
            *self._running("sendable", every),
            (*self._each("sent"), every.number(out_of_flow[s.sends.entity], s.sends.period), 1.0),
            (*self._each("hands"), every.number(out_of_hand[s.hands.entity], s.hands.period), 1.0),
            (
                self.m["starts"],
                self.finished["column"].to_numpy(),
                every.number(made, self.finished["came"].to_numpy()),
                -self.finished["share"].to_numpy(),
            ),
            *self._taken(into_flow, every, -1.0),
        ]
        given = np.zeros((len(some), s.grid.count))
        free = np.maximum(net.holdings.quantity - net.holdings.reserve, 0.0)
        np.add.at(given[:, 0], net.sites.holder[net.holdings.site] * items + net.holdings.item, free)
        np.add.at(given, net.sites.holder[net.making.site] * items + net.making.item, self._in_hand())
        self._rows("pool", every.size, terms, "=", given[every.entity, every.period])

    def _held_back(self, comes: Floats, receiver: Ints) -> Floats:
        """Holders and items of which something is reserve, or came from somebody else."""
        net, flows = self.scope.net, self.scope.flows
        found = np.zeros((len(net.nations), len(net.items.ids)), dtype=bool)
        kept = (net.holdings.reserve > 0) & (net.holdings.quantity > 0)
        found[net.sites.holder[net.holdings.site[kept]], net.holdings.item[kept]] = True
        found[receiver[comes], flows.item[comes]] = True
        found[net.sites.holder[net.lanes.destination[net.transits.lane]], net.transits.item] = True
        return found.ravel()

    def _agreements(self) -> None:
        s, flows, start = self.scope, self.scope.flows, self.scope.net.start
        ceiling = np.array([a.ceiling_per_year for a in flows.agreements])
        used = np.isin(np.arange(len(ceiling)), flows.agreement[s.sends.count > 0])
        every = self._periods(np.isfinite(ceiling) & used)
        begin = np.array(
            [0.0 if a.start is None else max(0.0, float((a.start - start).days)) for a in flows.agreements]
        )
        elapsed = np.maximum(s.grid.edges - begin[:, None], 0.0) if len(begin) else np.zeros((0, s.grid.count + 1))
        right = ceiling[every.entity] / YEAR * np.diff(elapsed, axis=1)[every.entity, every.period]
        sent = (*self._each("sent"), every.number(flows.agreement[s.sends.entity], s.sends.period), 1.0)
        self._rows("ceiling", every.size, [*self._running("allowed", every), sent], "=", right)

    def _commitments(self) -> None:
        s, dues, claims = self.scope, self.scope.net.commitments, self.claims
        claim = claims.claim_of(COMMITMENT, len(dues.ids))
        every = self._periods(claim >= 0)
        share = due_share(dues.begin[:, None], dues.end[:, None], s.grid.edges[None, :])
        share[:, 0] = 0.0
        fallen = np.maximum(dues.quantity[:, None] * share - dues.met[:, None], 0.0)
        hands = every.number(s.handings.commitment[s.hands.entity], s.hands.period)
        terms = [*self._running("open", every), *self._taken(s.flows.commitment, every, 1.0)]
        terms.append((*self._each("hands"), hands, 1.0))
        self._rows("due", every.size, terms, "=", np.diff(fallen, axis=1)[every.entity, every.period])
        which = np.flatnonzero(claim >= 0)
        last = every.number(which, np.full(len(which), s.grid.count - 1))
        rows = np.arange(len(which))
        late: list[Term] = [
            (self.m["short"], claim[which], rows, claims.owed[claim[which]]),
            (self.m["open"], last, rows, -1.0),
        ]
        self._rows("late", len(which), late, "=", 0.0)

    def _demands(self) -> None:
        """What is served in a period, what is short of demands and of called promises, and the largest of each rank."""
        s, demands, claims = self.scope, self.scope.net.demands, self.claims
        begin = np.searchsorted(s.grid.edges, demands.begin + 1e-9, side="right") - 1
        every = spans(begin, np.searchsorted(s.grid.begin, demands.end - 1e-9))
        use = s.fills.entity
        of, worth = s.uses.demand[use], 1.0 / s.uses.ratio[use]
        owed = demands.per_day[every.entity] * s.grid.overlap(demands.begin, demands.end)[every.entity, every.period]
        self._rows("served", every.size, [(*self._each("fills"), every.number(of, s.fills.period), worth)], "<=", owed)
        claim = claims.claim_of(DEMAND, len(demands.ids))
        which = claims.of(DEMAND)
        short = self.m["short"]
        fills = (*self._each("fills"), claim[of], worth)
        self._rows("unmet", len(claims.kind), [fills, (short, which, which, claims.owed[which])], "=", claims.owed)
        which = claims.of(PROMISE)
        place = {a.agreement: k for k, a in enumerate(s.flows.agreements)}
        row = np.full(len(place) + 1, -1)
        for c in which:
            row[place.get(s.net.promises.ids[claims.number[c]], len(place))] = c
        row[-1] = -1
        whole = spans(np.zeros(len(claims.kind), dtype=np.int64), np.full(len(claims.kind), s.grid.count))
        came = [
            (v, column, np.where(at >= 0, whole.entity[np.maximum(at, 0)], -1), value)
            for v, column, at, value in self._taken(row[s.flows.agreement], whole, 1.0)
        ]
        owing: Term = (short, which, which, claims.owed[which])
        self._rows("uncalled", len(claims.kind), [*came, owing], ">=", claims.owed)
        each, numbers = np.arange(len(claims.kind)), claims.place
        self._rows("pooled", len(claims.ranks), [(short, each, numbers, claims.share)], "<=", float(len(each)))
        largest: Term = (self.m["largest"], numbers, each, -1.0)
        self._rows("above", len(each), [(short, each, each, 1.0), largest], "<=", 0.0)
