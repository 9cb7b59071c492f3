"""What does the dispatcher of the SimPy model send? Goods under way first, then orders rank by rank, nearest first."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from peers.outcome import TINY, YEAR
from peers.simpy_things import Agreement, Cell, Due, Lane, Leg, Source, Want, Way

if TYPE_CHECKING:
    import simpy

    from peers.simpy_model import Run


class Dispatcher:
    """Sends once a day."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.world = run.world

    def work(self) -> Generator[simpy.Event, None, None]:
        """Day after day."""
        from peers.simpy_model import ARRIVE, DAY, SHIP

        self.to_door, self.a_day = ARRIVE - SHIP, DAY
        yield self.run.env.timeout(SHIP)
        while True:
            self.forward()
            if self.order():
                self.forward()
            yield self.run.env.timeout(DAY)

    def open_lanes(self) -> None:
        """What each lane can carry today: nothing where it, or a site at its end, is closed."""
        self.day = self.run.day
        for lane in self.world.lanes:
            lane.share = lane.open * lane.origin.open * lane.destination.open
            lane.lift_left = lane.lift * lane.share if lane.share > 0.0 else 0.0

    def due(self, want: Want) -> float:
        """What a commitment or promise that goes by lane still has to send today, as far as its pool allows."""
        way = want.sources[0].way
        assert want.due is not None
        assert way is not None
        open_due = want.due.quantity * want.target[self.day] - want.due.given
        return max(0.0, open_due if way.pool is None else min(open_due, way.pool.left))

    def forward(self) -> None:
        """Goods that wait between two lanes go on, farthest from their end first, each lane shared by tonnes."""
        for legs in self.world.stages:
            going = [g for g in legs if g.waiting > 0.0 and g.lane.share > 0.0 and self.in_force(g.way)]
            asked: dict[Lane, float] = {}
            for leg in going:
                asked[leg.lane] = asked.get(leg.lane, 0.0) + leg.waiting * leg.mass
            shares = {lane: lane.lift_left / a if a > lane.lift_left else 1.0 for lane, a in asked.items()}
            for leg in going:
                quantity = leg.waiting * shares[leg.lane]
                leg.waiting -= quantity
                if quantity > 0.0:
                    self.send(leg, quantity)

    def in_force(self, way: Way | None) -> bool:
        """Does an agreement of the way let goods leave today? A commitment's way needs none."""
        if way is None or not way.agreements:
            return True
        return any(a.begin <= self.day < a.end for a in way.agreements)

    def send(self, leg: Leg, quantity: float) -> bool:
        """Put goods on a lane. True when part of them arrived at once."""
        lane, run = leg.lane, self.run
        lane.lift_left = max(0.0, lane.lift_left - quantity * leg.mass)
        if lane.ship_survives < 1.0:
            gone = quantity * (1.0 - lane.ship_survives)
            leg.ends.coming -= gone
            leg.owe_again(gone)
            quantity -= gone
        if leg.pair is not None:
            leg.pair.afloat += quantity
        hours = leg.whole * self.a_day + self.to_door
        if leg.part > 0.0:
            run.env.process(run.voyage(leg, quantity * leg.part, hours + self.a_day))
        if leg.whole > 0:
            run.env.process(run.voyage(leg, quantity * (1.0 - leg.part), hours))
            return False
        leg.door += quantity * (1.0 - leg.part)
        return self.at_once(leg)

    def at_once(self, leg: Leg) -> bool:
        """Take in what has arrived on the day it left, as far as the site still allows today."""
        site, quantity = leg.lane.destination, leg.door
        if site.open > 0.0 and site.limited:
            tonnes, explosive = site.room()
            tonnes = min(tonnes, site.handling * site.open - site.taken_t)
            if leg.mass > 0.0:
                quantity = min(quantity, max(0.0, tonnes) / leg.mass)
            if leg.neq > 0.0:
                quantity = min(quantity, explosive / leg.neq)
            site.taken_t += quantity * leg.mass
        site.door.add(leg)
        if site.open <= 0.0 or quantity <= 0.0:
            return False
        self.run.take_in(leg, quantity)
        return True

    def order(self) -> bool:
        """Place and send today's orders. True when something arrived at once."""
        for cell in self.world.cells:
            cell.avail, cell.hope = cell.stock, max(cell.coming, 0.0)
            cell.ask = 0.0
        arrived = False
        for wants in self.world.wants:
            lacking = self.lacking(wants)
            turn = 0
            while lacking:
                requests = self.ask(lacking, turn)
                if requests is None:
                    break
                arrived = self.grant(requests) or arrived
                turn += 1
            for want in wants:
                for (cell, _), kept in zip(want.cells, want.kept, strict=True):
                    cell.keep = 0.0
                    cell.avail = max(0.0, cell.avail - kept)
        return arrived

    def lacking(self, wants: list[Want]) -> list[Want]:
        """Those that lack something once goods on the way and stock at their own sites are counted.

        The own item of all of them is counted before any substitute.
        """
        for want in wants:
            want.need = want.target[self.day]
            if want.due is not None:
                want.need = want.due.quantity * want.need - want.due.given
            elif want.sources and want.sources[0].same_day > 0.0:
                want.need += sum(demand.left for demand in want.demands)
            want.kept = [self.count(want, *own) for own in want.cells[:1]]
        for want in wants:
            want.kept += [self.count(want, *other) for other in want.cells[1:]]
        return [want for want in wants if want.need > TINY]

    def count(self, want: Want, cell: Cell, ratio: float) -> float:
        """Count what is on the way to a cell, then what it holds, against what a want lacks; gives what is kept."""
        need = want.need * ratio
        counted = max(0.0, min(cell.hope, need))
        kept = max(0.0, min(cell.avail - cell.keep, need - counted))
        cell.hope -= counted
        cell.keep += kept
        want.need -= (counted + kept) / ratio
        return kept

    def ask(self, wants: list[Want], turn: int) -> list[tuple[Want, Source]] | None:
        """Requests of this round: dues ask all their sources, others one by one. None when nobody has one left."""
        requests: list[tuple[Want, Source]] = []
        more = False
        for want in wants:
            if want.need <= TINY:
                continue
            sources = want.sources[turn : turn + 1] if want.due is None else want.sources if turn == 0 else []
            if not sources:
                continue
            more = True
            usable = [source for source in sources if source.cell.avail > TINY and self.usable(source)]
            held = sum(source.cell.avail for source in usable)
            for source in usable:
                source.request = want.need * source.ratio * source.cell.avail / held
                requests.append((want, source))
        return requests if more else None

    def usable(self, source: Source) -> bool:
        """Could something be sent from a source today? Also chooses the agreement that carries it."""
        source.chosen = None
        lane, way = source.leg.lane, source.way
        if lane.share <= 0.0 or lane.lift_left <= TINY:
            return False
        if way is None:
            return True
        if way.pool is not None and way.pool.left <= TINY:
            return False
        if not way.agreements:
            return True
        source.chosen = next((a for a in way.agreements if self.allowance(a) > TINY), None)
        return source.chosen is not None

    def allowance(self, agreement: Agreement) -> float:
        """Units that an agreement still lets go today."""
        if not agreement.begin <= self.day < agreement.end:
            return 0.0
        elapsed = self.day + 1.0 - max(0.0, agreement.begin)
        return agreement.ceiling * elapsed / YEAR - agreement.sent

    def grant(self, requests: list[tuple[Want, Source]]) -> bool:
        """Cut each request to its share of its source, then to its share of the scarcest other limit, and send it."""
        for _, source in requests:
            source.cell.ask = source.leg.lane.ask = 0.0
            if source.way is not None and source.way.pool is not None:
                source.way.pool.ask = 0.0
            if source.chosen is not None:
                source.chosen.ask = 0.0
        for _, source in requests:
            source.cell.ask += source.request
        for _, source in requests:
            cell = source.cell
            source.request *= min(1.0, cell.avail / (cell.ask + cell.keep))
            source.leg.lane.ask += source.request * source.leg.mass
            if source.way is not None and source.way.pool is not None:
                source.way.pool.ask += source.request
            if source.chosen is not None:
                source.chosen.ask += source.request
        granted = [(want, source, source.request * self.share(source)) for want, source in requests]
        arrived = False
        for want, source, asked in granted:
            quantity = min(asked, source.cell.stock)
            if quantity > 0.0:
                self.take(source, quantity, want.due)
                want.need -= quantity / source.ratio
                arrived = self.send(source.leg, quantity) or arrived
        return arrived

    def share(self, source: Source) -> float:
        """The share of a request that the scarcest of lane, pool and agreement grants."""
        lane, share = source.leg.lane, 1.0
        if lane.ask > lane.lift_left:
            share = lane.lift_left / lane.ask
        pool = source.way.pool if source.way is not None else None
        if pool is not None and pool.ask > pool.left:
            share = min(share, pool.left / pool.ask)
        if source.chosen is not None:
            most = self.allowance(source.chosen)
            if source.chosen.ask > most:
                share = min(share, most / source.chosen.ask)
        return share

    def take(self, source: Source, quantity: float, due: Due | None) -> None:
        """Take from stock and book an export: on the supplier's pool, the agreement, the due that it meets."""
        cell, way = source.cell, source.way
        cell.stock -= quantity
        cell.avail = max(0.0, cell.avail - quantity)
        source.leg.ends.coming += quantity
        if way is None:
            return
        if way.pool is not None:
            way.pool.left -= quantity
        if source.chosen is not None:
            source.chosen.sent += quantity
        met = due if due is not None else way.due
        if met is not None:
            met.given += quantity
