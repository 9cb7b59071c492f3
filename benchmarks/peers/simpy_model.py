"""How fast is the same model in SimPy, written as its users write it?

A process for every threat, outage, shipment, port, plant and demand; one for the staff that serve claims in order, one
for the dispatcher (`simpy_orders.py`), one that reads. The hour of the day keeps the steps of a day in order. Work is
done only where there is some: idle legs cost nothing. Like the NumPy model it keeps no mass balance and no first site.
"""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from random import Random
from typing import Any

import numpy as np
import simpy

from peers.outcome import PASSES, SHORT, Outcome, Task
from peers.simpy_orders import Dispatcher
from peers.simpy_things import Cell, Demand, Hazard, Leaving, Leg, Line, Place, Shipment, Site, Want
from peers.simpy_world import World

STRIKE, ARRIVE, PORT, FINISH, MAKE, NEED, SERVE, SHIP, LATE, READ, DAY = range(0, 110, 10)
"""Hours of the day at which its steps are taken, and the length of a day."""

Process = Generator[simpy.Event, None, None]
Claim = tuple[Demand, Cell, float]


def simulate(task: Task, runs: int, seed: int = 0) -> Outcome:
    """Run one after another, each in a world of its own."""
    worlds = [Run(task, seed + run) for run in range(runs)]
    for run in worlds:
        run.env.run(until=task.fixed.days * DAY)
    pairs = [run.world.pairs for run in worlds]
    return Outcome(
        stock=np.array([run.stock for run in worlds]),
        short=np.array([[pair.short for pair in own] for own in pairs]),
        out=np.array([[pair.out for pair in own] for own in pairs]),
        owed=np.array([run.owed() for run in worlds]),
        unmet=np.array([run.unmet() for run in worlds]),
    )


class Run:
    """One run: its world, its clock and its processes."""

    def __init__(self, task: Task, seed: int) -> None:
        self.mean = task.mean
        self.world = World(task)
        self.env = simpy.Environment()
        self.chance = Random(seed)
        self.stock: list[list[float]] = []
        self.active: list[list[Demand]] = [[] for _ in self.world.leaving]
        world, process = self.world, self.env.process
        if self.mean is None:
            for hazards in world.hazards:
                process(self.threat(hazards))
        else:
            process(self.climate())
        for leg, day, quantity in world.under_way:
            leg.ends.coming += quantity
            if leg.pair is not None:
                leg.pair.afloat += quantity
            process(self.voyage(leg, quantity, day * DAY + ARRIVE))
        for site in dict.fromkeys(leg.lane.destination for leg in world.legs):
            process(self.port(site))
        for site in world.sites:
            if site.lines:
                process(self.plant(site))
        for demand in world.demands:
            process(self.demand(demand))
        process(self.claims())
        self.dispatcher = Dispatcher(self)
        process(self.dispatcher.work())
        process(self.reading())

    @property
    def day(self) -> int:
        """Day of the scenario."""
        return int(self.env.now // DAY)

    def threat(self, hazards: list[Hazard]) -> Process:
        """Hazards of one group share the draw of a day, and so strike together."""
        begin, end = min(h.begin for h in hazards), max(h.end for h in hazards)
        yield self.env.timeout(begin * DAY + STRIKE)
        while self.day < end:
            draw = self.chance.random()
            for h in hazards:
                if h.begin <= self.day < h.end and draw < h.chance:
                    self.strike(h.target, 1.0 - h.loss)
                    if h.outage:
                        self.env.process(self.outage(h.target, h.outage))
            yield self.env.timeout(DAY)

    def outage(self, target: Place, days: int) -> Process:
        """A struck target is closed for some days."""
        target.close()
        yield self.env.timeout(days * DAY)
        target.reopen()

    def climate(self) -> Process:
        """What hazards do on average, day by day."""
        world, w = self.world, self.mean
        assert w is not None
        while True:
            t = self.day
            for site, is_open, survives in zip(world.sites, w.site_open[t], w.site_survives[t], strict=True):
                site.open = float(is_open)
                self.strike(site, float(survives))
            lanes = zip(world.lanes, w.lane_open[t], w.lane_survives[t], w.ship_survives[t], strict=True)
            for lane, is_open, survives, leaving in lanes:
                lane.open, lane.ship_survives = float(is_open), float(leaving)
                self.strike(lane, float(survives))
            for line, is_open in zip(world.lines, w.line_open[t], strict=True):
                line.open = float(is_open)
            yield self.env.timeout(DAY)

    def strike(self, target: Place, survives: float) -> None:
        """Destroy what lies at a site or is on a lane."""
        if survives >= 1.0 or isinstance(target, Line):
            return
        if isinstance(target, Site):
            for cell in target.cells:
                cell.stock *= survives
            for leg in target.legs_out:
                gone = leg.waiting * (1.0 - survives)
                leg.waiting -= gone
                leg.ends.coming -= gone
                leg.owe_again(gone)
            return
        for shipment in target.aboard:  # type: ignore[attr-defined]
            self.lose(shipment.leg, shipment.quantity * (1.0 - survives))
            shipment.quantity *= survives
        for leg in target.legs:  # type: ignore[attr-defined]
            self.lose(leg, leg.door * (1.0 - survives))
            leg.door *= survives

    def lose(self, leg: Leg, quantity: float) -> None:
        leg.ends.coming -= quantity
        leg.owe_again(quantity)
        if leg.pair is not None:
            leg.pair.afloat -= quantity

    def voyage(self, leg: Leg, quantity: float, hours: int) -> Process:
        """Goods are on a lane, then at the door of the site at its end."""
        shipment = Shipment(leg, quantity)
        leg.lane.aboard.add(shipment)
        yield self.env.timeout(hours)
        leg.lane.aboard.remove(shipment)
        leg.door += shipment.quantity
        leg.lane.destination.door.add(leg)

    def port(self, site: Site) -> Process:
        """Take in what stands at the door, as far as the site allows."""
        yield self.env.timeout(PORT)
        while True:
            site.taken_t = 0.0
            if site.door:
                self.take_in_all(site)
            yield self.env.timeout(DAY)

    def take_in_all(self, site: Site) -> None:
        share = is_open = 1.0 if site.open > 0.0 else 0.0
        if site.limited:
            tonnes = sum(leg.door * leg.mass for leg in site.door)
            explosive = sum(leg.door * leg.neq for leg in site.door)
            most_t, most_kg = site.room()
            most_t = min(most_t, site.handling * site.open)
            if tonnes > most_t:
                share = min(share, most_t / tonnes)
            if explosive > most_kg:
                share = min(share, most_kg / explosive)
            site.taken_t = tonnes * share if share > 0.0 else tonnes
        for leg in list(site.door):
            self.take_in(leg, leg.door * (share if leg.mass + leg.neq > 0.0 else is_open))

    def take_in(self, leg: Leg, quantity: float) -> None:
        """Goods become stock of their end, or wait there for the next lane."""
        leg.door -= quantity
        if leg.door <= 0.0:
            leg.lane.destination.door.discard(leg)
        if leg.pair is not None:
            leg.pair.afloat -= quantity
        if leg.gives is not None:
            leg.gives.left += quantity
        if leg.due is not None:
            leg.due.counted += quantity
        if leg.follows is not None:
            leg.follows.waiting += quantity
        else:
            leg.ends.stock += quantity
            leg.ends.coming -= quantity

    def plant(self, site: Site) -> Process:
        """Finish what was started and start what capacity and components allow."""
        yield self.env.timeout(FINISH)
        while True:
            for line in site.lines:
                if line.on:
                    self.finish(line)
            yield self.env.timeout(MAKE - FINISH)
            self.make(site)
            yield self.env.timeout(DAY - MAKE + FINISH)

    def finish(self, line: Line) -> None:
        day = self.day
        out = line.hand[day]
        if line.whole >= 1 and day >= line.whole:
            out += line.started[day - line.whole] * (1.0 - line.part)
        if day > line.whole:
            out += line.started[day - line.whole - 1] * line.part
        self.comes_out(line, out)

    def comes_out(self, line: Line, quantity: float) -> None:
        line.cell.stock += quantity
        if line.owner is not None:
            line.owner.left += quantity

    def make(self, site: Site) -> None:
        """Lines of a site share a component by what each would use, in rounds."""
        day = self.day
        for line in site.lines:
            fits = line.on and self.fits(line, site) > 0.0
            line.wanted = line.starts[day] * line.open if fits else 0.0
        for _ in range(PASSES):
            waiting = [line for line in site.lines if line.wanted > 0.0]
            for line in waiting:
                for cell, _quantity in line.bill:
                    cell.ask, cell.avail = 0.0, cell.stock
            for line in waiting:
                for cell, quantity in line.bill:
                    cell.ask += line.wanted * quantity
            moved = False
            for line in waiting:
                moved = self.start(line, site) or moved
            if not moved:
                break

    def fits(self, line: Line, site: Site) -> float:
        """Units that the site has room for, once what they are made of is gone from it."""
        tonnes, explosive = site.room()
        most_t = tonnes / line.grows_t if line.grows_t > 0.0 else inf
        most_kg = explosive / line.grows_kg if line.grows_kg > 0.0 else inf
        return min(most_t, most_kg)

    def start(self, line: Line, site: Site) -> bool:
        share = 1.0
        for cell, _ in line.bill:
            if cell.ask > cell.avail:
                share = min(share, cell.avail / cell.ask)
        begun = line.wanted * share
        if line.whole == 0:
            begun = min(begun, self.fits(line, site))
        if begun <= 1e-12 * line.wanted:
            return False
        line.wanted -= begun
        line.started[self.day] += begun
        for cell, quantity in line.bill:
            cell.stock = max(0.0, cell.stock - begun * quantity)
        if line.whole == 0:
            self.comes_out(line, begun * (1.0 - line.part))
        return True

    def demand(self, demand: Demand) -> Process:
        """What is needed each day of the window: its rate, times a gamma of mean 1."""
        group = self.active[demand.rank]
        yield self.env.timeout(int(demand.begin) * DAY + NEED)
        group.append(demand)
        while self.day < demand.end:
            part = min(demand.end, self.day + 1.0) - max(demand.begin, float(self.day))
            demand.need = demand.per_day * part
            if self.mean is None and demand.cv > 0.0:
                shape = 1.0 / demand.cv**2
                demand.need *= self.chance.gammavariate(shape, 1.0 / shape)
            demand.left = demand.need
            yield self.env.timeout(DAY)
        demand.need = demand.left = 0.0
        group.remove(demand)

    def claims(self) -> Process:
        """Serve claims in order, before and after the day's shipments."""
        nobody: list[list[Any]] = [[] for _ in self.world.leaving]
        yield self.env.timeout(SERVE)
        while True:
            self.dispatcher.open_lanes()
            self.serve(self.world.leaving, self.world.by_lane)
            yield self.env.timeout(LATE - SERVE)
            self.serve(nobody, nobody)
            yield self.env.timeout(DAY - LATE + SERVE)

    def serve(self, leaving: list[list[Leaving]], by_lane: list[list[Want]]) -> None:
        """Rank by rank; within one in proportion to what is owed, own item before substitutes.

        What is to leave by lane today is set aside from later ranks.
        """
        for cell in self.world.cells:
            cell.aside = 0.0
        for demands, dues, wants in zip(self.active, leaving, by_lane, strict=True):
            use = 0
            while True:
                open_now = [(d, *d.uses[use]) for d in demands if d.left > 0.0 and use < len(d.uses)]
                going = self.going(dues) if use == 0 else []
                sending = [want for want in wants if self.dispatcher.due(want) > 0.0] if use == 0 else []
                if not open_now and not going and not sending:
                    break
                self.serve_round(open_now, going, sending)
                use += 1

    def serve_round(self, claims: list[Claim], going: list[Leaving], sending: list[Want]) -> None:
        cells = {cell for _, cell, _ in claims} | {cell for due in going for cell in due.cells}
        cells |= {source.cell for want in sending for source in want.sources}
        for cell in cells:
            cell.ask, cell.avail = 0.0, max(0.0, cell.stock - cell.aside)
        for _, cell, asked in self.asked(going, sending):
            cell.ask += asked
        for demand, cell, ratio in claims:
            cell.ask += demand.left * ratio
        for demand, cell, ratio in claims:
            if cell.avail > 0.0:
                taken = demand.left * ratio * min(1.0, cell.avail / cell.ask)
                cell.stock = max(0.0, cell.stock - taken)
                demand.left = max(0.0, demand.left - taken / ratio)
        for due in going:
            self.hand_over(due)
        for _, cell, asked in self.asked([], sending):
            cell.aside += asked * min(1.0, cell.avail / cell.ask)

    def asked(self, going: list[Leaving], sending: list[Want]) -> list[tuple[object, Cell, float]]:
        """What dues ask of each cell, by what it holds."""
        found: list[tuple[object, Cell, float]] = []
        for owner, units, cells in [(due, due.asked, due.cells) for due in going] + [
            (want, self.dispatcher.due(want), [s.cell for s in want.sources if self.dispatcher.usable(s)])
            for want in sending
        ]:
            held = sum(cell.avail for cell in cells)
            found += [(owner, cell, units * cell.avail / held) for cell in cells if cell.avail > 0.0]
        return found

    def hand_over(self, due: Leaving) -> None:
        """Goods leave the network, from each site in proportion to what it holds."""
        held = sum(cell.avail for cell in due.cells)
        for cell in due.cells:
            if cell.avail > 0.0:
                taken = due.asked * cell.avail / held * min(1.0, cell.avail / cell.ask)
                cell.stock = max(0.0, cell.stock - taken)
                due.due.given += taken
                due.due.counted += taken
                if due.pool is not None:
                    due.pool.left -= taken

    def going(self, dues: list[Leaving]) -> list[Leaving]:
        """Commitments of a rank that leave the network today: never early, never from the reserve."""
        for due in dues:
            due.asked = max(0.0, due.due.quantity * due.due.share[self.day] - due.due.given)
        total: dict[object, float] = {}
        for due in dues:
            total[due.pool] = total.get(due.pool, 0.0) + due.asked
        for due in dues:
            if due.pool is not None and total[due.pool] > due.pool.left:
                due.asked *= max(0.0, due.pool.left) / total[due.pool]
        return [due for due in dues if due.asked > 0.0]

    def reading(self) -> Process:
        """Stock of each nation and item at the end of the day, and who is short or out for the first time."""
        yield self.env.timeout(READ)
        while True:
            row = []
            for pair in self.world.pairs:
                held = sum(c.stock for c in pair.cells) + sum(g.waiting for g in pair.legs)
                row.append(held)
                if pair.out < 0 < pair.first and held + pair.afloat < SHORT * pair.first:
                    pair.out = self.day
                if pair.short < 0 and pair.demands:
                    unmet = sum(d.left for d in pair.demands)
                    if unmet > SHORT * sum(d.need for d in pair.demands):
                        pair.short = self.day
            self.stock.append(row)
            for group in self.active:
                for demand in group:
                    demand.owed += demand.need
                    demand.unmet += demand.left
            yield self.env.timeout(DAY)

    def owed(self) -> list[float]:
        """What each claim was owed."""
        return [d.owed for d in self.world.demands] + [d.quantity * d.share[-1] for d in self.world.dues]

    def unmet(self) -> list[float]:
        """What of it was not met."""
        dues = [max(0.0, d.quantity * d.share[-1] - d.counted) for d in self.world.dues]
        return [d.unmet for d in self.world.demands] + dues
