"""Does a run do what a script says, as far as the day lets it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

import pipir
from pipir.case.case import Case
from pipir.network.network import Floats, Network
from pipir.network.resuming import Pause
from pipir.sustainment.blocks import Model, model
from pipir.sustainment.capability import SustainOptions
from pipir.sustainment.layout import BALANCE, Trace
from pipir.sustainment.moves import Leg, Moves, Way, standing_cells
from pipir.sustainment.scripts import Script
from sustainment.world import YEAR, agreement, commitment, demand, hazard, held, lane, line, short, stock, world

Days = Mapping[int, float]
SIGNS = np.array([{"start": 1.0, "made": 1.0}.get(name, -1.0) for name in BALANCE])


@dataclass(frozen=True)
class Told:
    """A policy that says by name, for each day, what happens; shells are sent and served unless it says otherwise.

    `send` and `hold` are by lane, `start` by line, `fill` by demand, `hand` by commitment (at the site `usa-a`),
    `discard` by site, `keep` by demand, `carrier` of lanes: an agreement or a commitment.
    """

    send: Mapping[str, Days] = field(default_factory=dict)
    hold: Mapping[str, Days] = field(default_factory=dict)
    start: Mapping[str, Days] = field(default_factory=dict)
    fill: Mapping[str, Days] = field(default_factory=dict)
    hand: Mapping[str, Days] = field(default_factory=dict)
    discard: Mapping[str, Days] = field(default_factory=dict)
    keep: Mapping[str, Days] = field(default_factory=dict)
    carrier: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    again: Anew | None = None

    def moves(self, net: Network) -> Moves:
        moves = Moves(standing_cells(net))
        for name in self.send:
            lane, item = net.lanes.ids.index(name), net.items.ids.index(self.items.get(name, "shell"))
            moves.cells(int(net.lanes.origin[lane]), item)
            way, due = self._way(net, moves, name, item)
            end = moves.cells(int(net.lanes.destination[lane]), item)
            moves.legs.append(Leg(lane, item, -1, end, 1, due, way, way >= 0))
        moves.script = self.script(net, moves)
        return moves

    def script(self, net: Network, moves: Moves) -> Script:
        uses = [(d, item) for d, options in enumerate(net.demands.uses) for item, _ in options]
        names = [net.demands.ids[d] for d, _ in uses]
        shell = net.items.ids.index("shell")
        cells = [net.sites.ids[s] if i == shell else "" for s, i in moves.cells.places()]
        handed = list(self.hand)
        return Script(
            first=0,
            uses=tuple(uses),
            handings=tuple((net.commitments.ids.index(c), net.sites.ids.index("usa-a")) for c in handed),
            send=sheet(net, self.send, list(self.send)),
            hold=sheet(net, self.hold, [*self.send, *(f"under-way-{k}" for k in range(len(net.transits.lane)))]),
            start=sheet(net, self.start, net.making.ids),
            fill=sheet(net, self.fill, names),
            lies=sheet(net, self.keep, names),
            wanted=sheet(net, self.keep, names),
            hand=sheet(net, self.hand, handed),
            discard=sheet(net, self.discard, cells),
            again=self.again,
        )

    def _way(self, net: Network, moves: Moves, name: str, item: int) -> tuple[int, int]:
        if name not in self.carrier:
            return -1, -1
        carrier, supplier = self.carrier[name], net.nations.index(name[:3].upper())
        under = tuple(
            a
            for to in net.nations
            for a in net.permissions.covering(net.nations[supplier], to, net.items.ids[item])
            if a.agreement == carrier
        )
        moves.ways.append(Way(supplier, item, under, False, any(a.onward for a in under)))
        due = -1 if under else net.commitments.ids.index(carrier)
        return len(moves.ways) - 1, due


def sheet(net: Network, told: Mapping[str, Days], names: Sequence[str]) -> Floats:
    """What is told by name and day as a table: shape (days, names); a use that is not the first of its demand is 0."""
    table = np.zeros((net.days, len(names)))
    for name, days in told.items():
        for day, quantity in days.items():
            table[day, list(names).index(name)] = quantity
    return table


def runs(case: Case, policy: Told, **options: object) -> tuple[Model, Trace]:
    asked = SustainOptions(**({"expected": True} | options))  # type: ignore[arg-type]
    found = model(case, asked, policy)
    return found, found(0)


def lies(case: Case, policy: Told, nation: str = "USA", **options: object) -> list[float]:
    asked = SustainOptions(**({"expected": True} | options))  # type: ignore[arg-type]
    _, trace = runs(case, policy, **options)
    throughput = np.maximum(trace.balance[:, :, :2].sum(axis=2), 1.0)
    assert np.abs(trace.balance @ SIGNS / throughput).max() <= 1e-9
    return held(pipir.sustain(case, asked, policy=policy), nation)


def left(case: Case, policy: Told, claim: str) -> float:
    return short(pipir.sustain(case, SustainOptions(expected=True), policy=policy), claim)


def every(quantity: float, days: int, first: int = 0) -> dict[int, float]:
    return dict.fromkeys(range(first, days), quantity)


def test_only_what_is_told_is_sent_and_it_arrives_a_lane_later() -> None:
    case = world(
        6,
        stocks=[stock("usa-a", 20), stock("jpn-a", 0)],
        lanes=[lane("usa-a", "jpn-a", 1.5)],
        agreements=[agreement("USA", "JPN")],
    )
    policy = Told(send={"usa-a-to-jpn-a": {1: 8.0}}, carrier={"usa-a-to-jpn-a": "usa-jpn"})
    assert lies(case, policy) == pytest.approx([20, 12, 12, 12, 12, 12])
    assert lies(case, policy, "JPN") == pytest.approx([0, 0, 4, 8, 8, 8])


def test_what_a_lane_cannot_lift_leaves_when_it_can() -> None:
    lanes = [lane("usa-a", "jpn-a", 1, lift_t_per_day=4)]
    case = world(5, stocks=[stock("usa-a", 20)], lanes=lanes, agreements=[agreement("USA", "JPN")])
    policy = Told(send={"usa-a-to-jpn-a": {0: 10.0}}, carrier={"usa-a-to-jpn-a": "usa-jpn"})
    assert lies(case, policy) == pytest.approx([16, 12, 10, 10, 10])


def test_what_a_closed_lane_keeps_back_leaves_when_it_opens() -> None:
    case = world(
        6,
        stocks=[stock("usa-a", 20)],
        lanes=[lane("usa-a", "usa-b", 1)],
        demands=[demand("usa-b", 5, days=(4, 6))],
        hazards=[hazard("usa-a-to-usa-b", 1.0, 0.0, (0, 1), kind="lane", outage_days=3)],
    )
    policy = Told(send={"usa-a-to-usa-b": {0: 10.0}}, fill={"usa-b-shell": every(5.0, 6, 4)})
    assert left(case, policy, "usa-b-shell") == 0
    assert lies(case, policy) == pytest.approx([20, 20, 20, 10, 15, 10])


def test_goods_that_come_are_made_into_others_that_leave_and_serve_on_one_day() -> None:
    case = world(
        2,
        stocks=[stock("usa-a", 6, "motor")],
        lanes=[lane("usa-a", "usa-plant", 0), lane("usa-plant", "usa-b", 0)],
        lines=[line("usa-plant", 3)],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
        demands=[demand("usa-b", 3)],
    )
    policy = Told(
        send={"usa-a-to-usa-plant": every(3.0, 2), "usa-plant-to-usa-b": every(3.0, 2)},
        items={"usa-a-to-usa-plant": "motor"},
        start={"usa-plant-shell": every(3.0, 2)},
        fill={"usa-b-shell": every(3.0, 2)},
    )
    assert left(case, policy, "usa-b-shell") == 0


def test_no_more_is_begun_than_a_line_can_and_what_it_could_not_is_begun_later() -> None:
    case = world(4, lines=[line("usa-a", 3)])
    assert lies(case, Told(start={"usa-a-shell": {0: 5.0}})) == pytest.approx([3, 5, 5, 5])


def test_no_more_is_served_than_is_needed_and_no_day_is_made_up_for() -> None:
    case = world(3, stocks=[stock("usa-a", 20)], demands=[demand("usa-a", 4)])
    policy = Told(fill={"usa-a-shell": {0: 9.0, 2: 3.0}}, keep={"usa-a-shell": every(99.0, 3)})
    assert lies(case, policy) == pytest.approx([16, 16, 13])
    assert left(case, policy, "usa-a-shell") == pytest.approx(5)


def test_what_is_still_needed_is_served_from_above_what_is_kept() -> None:
    case = world(3, stocks=[stock("usa-a", 20)], demands=[demand("usa-a", 8)])
    policy = Told(fill={"usa-a-shell": every(2.0, 3)}, keep={"usa-a-shell": {0: 12.0, 1: 12.0, 2: 1.0}})
    assert lies(case, policy) == pytest.approx([12, 10, 2])


def test_what_has_still_to_leave_is_kept_too() -> None:
    case = world(
        2,
        stocks=[stock("usa-a", 10)],
        lanes=[lane("usa-a", "usa-b", 1, lift_t_per_day=4)],
        demands=[demand("usa-a", 8)],
    )
    policy = Told(send={"usa-a-to-usa-b": {0: 10.0}})
    assert left(case, policy, "usa-a-shell") == pytest.approx(16)


def door(**more: object) -> Case:
    return world(
        5,
        sites={"usa-b": more},
        stocks=[stock("usa-a", 20), stock("usa-b", 3, "mine")],
        lanes=[lane("usa-a", "usa-b", 1)],
        demands=[demand("usa-b", 10, days=(1, 3))],
    )


SENT = {"usa-a-to-usa-b": {0: 10.0, 1: 10.0}}


def test_what_is_to_stand_at_the_door_is_not_taken_in() -> None:
    served = {"usa-b-shell": {1: 6.0, 2: 10.0}}
    policy = Told(send=SENT, hold={"usa-a-to-usa-b": {1: 4.0, 2: 4.0}}, fill=served)
    assert left(door(), policy, "usa-b-shell") == pytest.approx(4)
    assert lies(door(), policy) == pytest.approx([10, 0, 0, 4, 4])


def test_no_more_is_taken_in_than_can_be_handled() -> None:
    policy = Told(send=SENT, fill={"usa-b-shell": every(10.0, 3, 1)})
    assert left(door(handling_t_per_day=7.0), policy, "usa-b-shell") == pytest.approx(6)


def test_what_passes_through_a_full_store_in_a_day_needs_no_room() -> None:
    policy = Told(send=SENT, fill={"usa-b-shell": every(10.0, 3, 1)})
    assert left(door(storage_t=3.0), policy, "usa-b-shell") == 0


def test_what_does_not_fit_at_the_end_of_the_day_stands_outside_again() -> None:
    case = door(storage_t=5.0)
    policy = Told(
        send={"usa-a-to-usa-b": {1: 10.0}}, fill={"usa-b-shell": {2: 1.0}}, keep={"usa-b-shell": every(99.0, 5)}
    )
    assert lies(case, policy) == pytest.approx([20, 10, 12, 12, 12])  # 2 t of room; 7 of the 9 left wait on the lane


def test_a_reserve_stays_and_a_ceiling_holds_whatever_is_told() -> None:
    tables = {"stocks": [stock("usa-a", 20, reserve=12)], "lanes": [lane("usa-a", "jpn-a", 0)]}
    policy = Told(send={"usa-a-to-jpn-a": {0: 20.0}}, carrier={"usa-a-to-jpn-a": "usa-jpn"})
    free = world(3, **tables, agreements=[agreement("USA", "JPN")])
    assert lies(free, policy) == pytest.approx([12, 12, 12])
    capped = world(3, **tables, agreements=[agreement("USA", "JPN", ceiling_per_year=2 * YEAR)])
    assert lies(capped, policy) == pytest.approx([18, 16, 14])


def test_commitments_that_leave_are_handed_over_late_but_never_early() -> None:
    case = world(5, stocks=[stock("usa-a", 20)], commitments=[commitment("USA", "XAA", 10, (0, 5))])
    assert lies(case, Told(hand={"usa-xaa": {0: 10.0}})) == pytest.approx([18, 16, 14, 12, 10])
    assert lies(case, Told(hand={"usa-xaa": {3: 5.0}})) == pytest.approx([20, 20, 20, 15, 15])


def test_what_arrives_under_a_commitment_counts_for_it() -> None:
    case = world(
        4,
        stocks=[stock("usa-a", 20)],
        lanes=[lane("usa-a", "jpn-a", 1)],
        commitments=[commitment("USA", "JPN", 6, (0, 3))],
    )
    policy = Told(send={"usa-a-to-jpn-a": {1: 4.0}}, carrier={"usa-a-to-jpn-a": "usa-jpn"})
    assert left(case, policy, "usa-jpn") == pytest.approx(2)


def test_what_is_thrown_away_is_gone_and_counts_as_lost() -> None:
    case = world(3, stocks=[stock("usa-a", 20)])
    policy = Told(discard={"usa-a": {1: 5.0}})
    assert lies(case, policy) == pytest.approx([20, 15, 15])
    _, trace = runs(case, policy)
    assert trace.balance[0, 0, BALANCE.index("lost")] == 5


@dataclass(frozen=True)
class Anew:
    """Sends all that it finds at the first site, every so many days; remembers what it was shown."""

    every: int
    seen: list[Pause] = field(default_factory=list)
    told: list[Script] = field(default_factory=list)

    def script(self, pause: Pause) -> Script:
        self.seen.append(pause)
        first = self.told[0]
        return replace(first, first=pause.day, **{n: getattr(first, n)[pause.day :] for n in SHEETS})


SHEETS = ("send", "hold", "start", "fill", "lies", "wanted", "hand", "discard")


def test_a_script_made_anew_is_shown_how_the_run_stands() -> None:
    case = world(
        9,
        stocks=[stock("usa-a", 20, reserve=5), stock("usa-a", 9, "motor")],
        lanes=[lane("usa-a", "jpn-a", 2.5)],
        lines=[line("usa-a", 1, lead_days=1.5)],
        bills=[{"item": "shell", "component": "motor", "quantity": 2}],
        agreements=[agreement("USA", "JPN", ceiling_per_year=1e6)],
        hazards=[hazard("usa-a", 1.0, 0.5, (3, 4), outage_days=3)],
    )
    again = Anew(4)
    policy = Told(
        send={"usa-a-to-jpn-a": {1: 6.0}},
        start={"usa-a-shell": {0: 1.0, 3: 1.0}},
        carrier={"usa-a-to-jpn-a": "usa-jpn"},
        again=again,
    )
    net = model(case, SustainOptions(runs=1)).network(())
    again.told.append(policy.moves(net).script)  # type: ignore[arg-type]
    model(case, SustainOptions(runs=1), policy)(0)
    pause = again.seen[0]
    assert [p.day for p in again.seen] == [4, 8]
    site, item = net.sites.ids.index("usa-a"), net.items.ids.index("shell")
    # 20 + 1.5 from work in hand + 0.5 and 0.5 of day 0 - 6 sent, half of what lay there lost on day 3
    assert pause.stock[site, item] == pytest.approx((20 + 1.5 + 1 - 6) / 2)
    assert pause.free[net.nations.index("USA"), item] == pytest.approx(15 + 1.5 + 1 - 6)
    assert pause.sent == {"usa-jpn": 6}
    assert pause.under_way.day.tolist() == [0]
    assert pause.under_way.quantity.tolist() == [3]
    assert pause.stock[net.sites.ids.index("jpn-a"), item] == 3
    assert pause.output.day.tolist() == [0, 1]
    assert pause.output.quantity.tolist() == [0.5, 0.5]
    assert pause.closed == ((0, site, 2),)
