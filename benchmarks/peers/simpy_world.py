"""How does the world of a SimPy run come about? From the arrays that pipir's kernels read too."""

from __future__ import annotations

from peers.outcome import Task
from peers.simpy_things import (
    Agreement,
    Cell,
    Demand,
    Due,
    Hazard,
    Lane,
    Leaving,
    Leg,
    Line,
    Pair,
    Place,
    Pool,
    Site,
    Source,
    Want,
    Way,
)


class World:
    """Everything of one run at day 0, made from the arrays of a task."""

    def __init__(self, task: Task) -> None:
        f = task.fixed
        self.task = task
        self.days: int = f.days
        self._places()
        self._ways()
        self._legs()
        self._lines()
        self._claims()
        self._wants()
        self._hazards()
        for cell, quantity, reserve, pool in zip(
            f.hold_cell.tolist(),
            task.figures.hold[0].tolist(),
            f.hold_reserve.tolist(),
            f.hold_pool.tolist(),
            strict=True,
        ):
            self.cells[cell].stock += quantity
            if pool >= 0:
                self.pools[pool].left += max(0.0, quantity - reserve)
        for site, storage, explosive in zip(self.sites, f.storage.tolist(), f.explosive.tolist(), strict=True):
            site.limit_t = max(storage, sum(c.stock * c.mass for c in site.cells))
            site.limit_kg = max(explosive, sum(c.stock * c.neq for c in site.cells))
        self.under_way = list(
            zip((self.legs[k] for k in f.way_leg.tolist()), f.way_day.tolist(), task.way.tolist(), strict=True)
        )
        for pair in self.pairs:
            pair.first = sum(c.stock for c in pair.cells)
        for leg, _, quantity in self.under_way:
            if leg.pair is not None:
                leg.pair.first += quantity

    def _places(self) -> None:
        f, d = self.task.fixed, self.task.figures
        mass, neq = f.mass.tolist(), f.neq.tolist()
        self.sites = [
            Site(handling=h, limited=limited)
            for h, limited in zip(f.handling.tolist(), f.limited.tolist(), strict=True)
        ]
        self.pairs = [Pair() for _ in range(f.pairs)]
        self.cells = [Cell(mass[item], neq[item]) for item in f.cell_item.tolist()]
        for cell, site, pair in zip(self.cells, f.cell_site.tolist(), f.cell_pair.tolist(), strict=True):
            self.sites[site].cells.append(cell)
            if pair >= 0:
                self.pairs[pair].cells.append(cell)
        self.lanes = [
            Lane(origin=self.sites[a], destination=self.sites[b], lift=lift)
            for a, b, lift in zip(f.lane_from.tolist(), f.lane_to.tolist(), d.lift[0].tolist(), strict=True)
        ]

    def _ways(self) -> None:
        f, d = self.task.fixed, self.task.figures
        self.pools = [Pool() for _ in range(f.pools)]
        self.dues = [Due(q, share) for q, share in zip(d.due[0].tolist(), f.due_share.tolist(), strict=True)]
        self.agreements = [
            Agreement(begin, end, ceiling)
            for begin, end, ceiling in zip(
                f.agree_begin.tolist(), f.agree_end.tolist(), d.ceiling[0].tolist(), strict=True
            )
        ]
        at, which = f.agree_at.tolist(), f.agree.tolist()
        self.ways = [
            Way(
                None if frees else self.pools[pool],
                self.dues[due] if due >= 0 else None,
                [self.agreements[k] for k in which[at[way] : at[way + 1]]],
            )
            for way, (pool, frees, due) in enumerate(
                zip(f.way_pool.tolist(), f.way_frees.tolist(), f.way_due.tolist(), strict=True)
            )
        ]

    def _legs(self) -> None:
        f = self.task.fixed
        mass, neq = f.mass.tolist(), f.neq.tolist()
        self.legs = [
            Leg(
                self.lanes[f.leg_lane[k]],
                self.cells[f.leg_ends[k]],
                mass[f.leg_item[k]],
                neq[f.leg_item[k]],
                int(f.leg_whole[k]),
                float(f.leg_part[k]),
                int(f.leg_stage[k]),
                self.pairs[f.leg_pair[k]] if f.leg_pair[k] >= 0 else None,
                self.pools[f.leg_gives[k]] if f.leg_gives[k] >= 0 else None,
                self.dues[f.leg_due[k]] if f.leg_due[k] >= 0 else None,
                self.dues[f.leg_given[k]] if f.leg_given[k] >= 0 else None,
                self.ways[f.leg_way[k]] if f.leg_way[k] >= 0 else None,
            )
            for k in range(len(f.leg_lane))
        ]
        through = set()
        for leg, follows in zip(self.legs, f.leg_follows.tolist(), strict=True):
            if follows >= 0:
                leg.follows = self.legs[follows]
                through.add(follows)
            leg.lane.legs.append(leg)
        for k in sorted(through):
            leg = self.legs[k]
            leg.lane.origin.legs_out.append(leg)
            if f.leg_from_pair[k] >= 0:
                self.pairs[f.leg_from_pair[k]].legs.append(leg)
        self.stages = [
            [leg for k, leg in enumerate(self.legs) if k in through and leg.stage == stage]
            for stage in range(f.stages, 0, -1)
        ]

    def _lines(self) -> None:
        f, d = self.task.fixed, self.task.figures
        self.lines = []
        for k in range(len(f.line_cell)):
            bill = range(f.bill_at[k], f.bill_at[k + 1])
            line = Line(
                cell=self.cells[f.line_cell[k]],
                owner=self.pools[f.line_owner[k]] if f.line_owner[k] >= 0 else None,
                on=bool(f.line_on[k]),
                bill=[(self.cells[f.bill_cell[b]], float(f.bill_quantity[b])) for b in bill],
                starts=d.starts[0, k].tolist(),
                hand=d.hand[0, k].tolist(),
                whole=int(d.lead_whole[0, k]),
                part=float(d.lead_part[0, k]),
                started=[0.0] * f.days,
            )
            line.grows_t = line.cell.mass - sum(cell.mass * quantity for cell, quantity in line.bill)
            line.grows_kg = line.cell.neq - sum(cell.neq * quantity for cell, quantity in line.bill)
            self.lines.append(line)
            self.sites[f.cell_site[f.line_cell[k]]].lines.append(line)

    def _claims(self) -> None:
        f, d = self.task.fixed, self.task.figures
        self.demands = [
            Demand(
                float(f.demand_begin[k]),
                float(f.demand_end[k]),
                float(d.demand[0, k]),
                float(f.demand_cv[k]),
                next(rank for rank in range(f.ranks) if k < f.demand_rank_at[rank + 1]),
                [(self.cells[f.use_cell[u]], float(f.use_ratio[u])) for u in range(f.use_at[k], f.use_at[k + 1])],
            )
            for k in range(len(f.demand_begin))
        ]
        for demand, pair in zip(self.demands, f.demand_pair.tolist(), strict=True):
            if pair >= 0:
                self.pairs[pair].demands.append(demand)
        self.leaving = [
            [
                Leaving(
                    self.dues[f.leaving[k]],
                    self.ways[f.leaving_way[k]].pool,
                    [self.cells[c] for c in f.leaving_cell[f.leaving_at[k] : f.leaving_at[k + 1]]],
                )
                for k in range(f.leaving_rank_at[rank], f.leaving_rank_at[rank + 1])
            ]
            for rank in range(f.ranks)
        ]

    def _wants(self) -> None:
        f = self.task.fixed
        target = f.want_target.tolist()
        wants = [
            Want(
                self.dues[f.want_due[i]] if f.want_due[i] >= 0 else None,
                [
                    (self.cells[f.want_cell[c]], float(f.want_ratio[c]))
                    for c in range(f.want_cell_at[i], f.want_cell_at[i + 1])
                ],
                [self.demands[k] for k in f.want_demand[f.want_demand_at[i] : f.want_demand_at[i + 1]]],
                target[i],
                [self._source(k) for k in range(f.source_at[i], f.source_at[i + 1])],
            )
            for i in range(len(f.want_kind))
        ]
        self.by_lane = [
            [w for w in wants[f.want_rank_at[rank] : f.want_rank_at[rank + 1]] if w.due is not None and w.sources]
            for rank in range(f.ranks)
        ]
        self.wants = [wants[f.want_rank_at[rank] : f.want_rank_at[rank + 1]] for rank in range(f.ranks)]

    def _source(self, k: int) -> Source:
        f = self.task.fixed
        way = self.ways[f.source_way[k]] if f.source_way[k] >= 0 else None
        return Source(
            self.cells[f.source_cell[k]],
            self.legs[f.source_leg[k]],
            float(f.source_ratio[k]),
            way,
            float(f.source_same_day[k]),
        )

    def _hazards(self) -> None:
        f, d = self.task.fixed, self.task.figures
        targets: tuple[list[Place], ...] = (list(self.sites), list(self.lanes), list(self.lines))
        self.hazards: list[list[Hazard]] = [[] for _ in f.group_key]
        for h in range(len(f.hazard_kind)):
            hazard = Hazard(
                targets[f.hazard_kind[h]][f.hazard_target[h]],
                int(f.hazard_begin[h]),
                int(f.hazard_end[h]),
                float(d.probability[0, h]),
                float(d.loss[0, h]),
                int(f.hazard_outage[h]),
            )
            self.hazards[f.hazard_group[h]].append(hazard)
