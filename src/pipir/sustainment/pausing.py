"""How does a run stand between two days? Read from the memory of the kernels, in the words of the network."""

from __future__ import annotations

import numpy as np

from pipir.network.resuming import Output, Pause, UnderWay
from pipir.sustainment import arena
from pipir.sustainment.layout import Floats, Ints, Model
from pipir.sustainment.prepare import Prepared
from pipir.sustainment.streams import uniform


def paused(prepared: Prepared, memory: Model, day: int, run: int | None) -> Pause:
    """How a run stands when `day` days are over; `run` is None where means take the place of draws."""
    f, labels = prepared.fixed, prepared.labels
    stock = arena.view(memory, "stock", len(f.cell_site))
    under_way = _under_way(prepared, memory, day)
    coming, gained = _coming(prepared, under_way)
    met = arena.view(memory, "counted", len(f.due_share)) + coming
    pool = arena.view(memory, "pool", f.pools) + gained
    commitments = len(prepared.net.commitments.ids)
    return Pause(
        day=day,
        stock={place: float(q) for place, q in zip(labels.cells, stock, strict=True)},
        free={pair: max(0.0, float(pool[k])) for pair, k in labels.pools.items()},
        sent=dict(zip(prepared.agreements, map(float, arena.view(memory, "sent", len(f.agree_begin))), strict=True)),
        met=met[:commitments],
        called=met[commitments:],
        under_way=under_way,
        output=_output(prepared, memory, day),
        closed=() if run is None else _closed(prepared, memory, day, run),
        room_t=np.where(np.isfinite(f.storage), arena.view(memory, "limit_t", len(f.storage)), np.inf),
        thinned=run is None,
        room_kg=np.where(np.isfinite(f.explosive), arena.view(memory, "limit_kg", len(f.explosive)), np.inf),
    )


def _under_way(prepared: Prepared, memory: Model, day: int) -> UnderWay:
    """What is on every leg: at the door of its end, or to arrive on a day."""
    f = prepared.fixed
    door = arena.view(memory, "door", len(f.leg_lane))
    ring = arena.view(memory, "ring", int((f.leg_ring + f.leg_room).max(initial=0)))
    found: list[tuple[int, int, float]] = [(int(leg), 0, float(door[leg])) for leg in np.flatnonzero(door > 0.0)]
    for leg in range(len(f.leg_lane)):
        slots = ring[f.leg_ring[leg] : f.leg_ring[leg] + f.leg_room[leg]]
        for slot in np.flatnonzero(slots > 0.0):
            found.append((leg, int((slot - day) % f.leg_room[leg]), float(slots[slot])))
    found.sort()
    legs = np.array([leg for leg, _, _ in found], dtype=np.int64)
    return UnderWay(
        lane=f.leg_lane[legs],
        item=f.leg_item[legs],
        day=np.array([ahead for _, ahead, _ in found], dtype=np.int64),
        quantity=np.array([quantity for _, _, quantity in found], dtype=np.float64),
        leg=legs,
    )


def _coming(prepared: Prepared, under_way: UnderWay) -> tuple[Floats, Floats]:
    """Units under way that a due will count when they arrive, and that will add to a pool: per due, per pool."""
    f = prepared.fixed
    due, gives = f.leg_due[under_way.leg], f.leg_gives[under_way.leg]
    counted, gained = np.zeros(len(f.due_share)), np.zeros(f.pools)
    np.add.at(counted, due[due >= 0], under_way.quantity[due >= 0])
    np.add.at(gained, gives[gives >= 0], under_way.quantity[gives >= 0])
    return counted, gained


def _output(prepared: Prepared, memory: Model, day: int) -> Output:
    """What comes out from now on of starts that are made and of work in hand at day 0."""
    f, net = prepared.fixed, prepared.net
    days, lines = f.days, len(f.line_cell)
    started = arena.view(memory, "started", days * lines).reshape(days, lines)
    hand = _figure(memory, "hand", days * lines).reshape(days, lines)
    whole = _figure(memory, "lead_whole", lines).astype(np.int64)
    part = _figure(memory, "lead_part", lines)
    out = hand.copy()
    for line in np.flatnonzero(f.line_on):
        for begun in np.flatnonzero(started[:day, line] > 0.0):
            first = int(begun + whole[line])
            for at, share in ((first, 1.0 - part[line]), (first + 1, part[line])):
                if day <= at < days:
                    out[at, line] += started[begun, line] * share
    out[:day] = 0.0
    out[:, ~f.line_on] = 0.0
    on, of = np.nonzero(out)
    return Output(net.making.site[of], net.making.item[of], on.astype(np.int64) - day, out[on, of])


def _figure(memory: Model, name: str, size: int) -> Floats:
    """A figure of the run."""
    begin = getattr(memory, name)
    found: Floats = np.asarray(memory.r[begin : begin + size])
    return found


def _closed(prepared: Prepared, memory: Model, day: int, run: int) -> tuple[tuple[int, int, int], ...]:
    """Targets that strikes before today still close, with the days until they open: later strikes are not known."""
    f = prepared.fixed
    chance = _figure(memory, "probability", len(f.hazard_kind))
    until: dict[tuple[int, int], int] = {}
    for h in range(len(f.hazard_kind)):
        struck: Ints = np.arange(f.hazard_begin[h], min(f.hazard_end[h], day))
        for t in struck[struck + f.hazard_outage[h] > day].tolist():
            if uniform(f.group_key[f.hazard_group[h]], run, t) < chance[h]:
                target = int(f.hazard_kind[h]), int(f.hazard_target[h])
                until[target] = max(until.get(target, 0), t + int(f.hazard_outage[h]) - day)
    return tuple((kind, target, left) for (kind, target), left in sorted(until.items()))
