"""Step 5 of a day: goods leave, those under way go on first, then orders rank by rank."""

from __future__ import annotations

from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.arriving import room_of, take_in
from pipir.sustainment.layout import Drawn, Fixed, Floats, State, Weather

TINY = 1e-9
"""Orders below this many units are not placed."""
YEAR = 365.25


@part
def lift_today(f: Fixed, d: Drawn, row: int, s: State, w: Weather, t: int) -> None:
    """What each lane can carry today: nothing where it, or a site at its end, is closed."""
    r = row if d.lift.shape[0] > 1 else 0
    for lane in range(f.lane_from.shape[0]):
        share = w.lane_open[t, lane] * w.site_open[t, f.lane_from[lane]] * w.site_open[t, f.lane_to[lane]]
        s.lift_left[lane] = d.lift[r, lane] * share if share > 0.0 else 0.0


@part
def send(f: Fixed, s: State, w: Weather, t: int, leg: int, quantity: float, lost: Floats) -> bool:
    """Put goods on the lane of a leg. True when part of them arrived at once.

    They arrive evenly over the day that begins `days` later: parts on two days where that is not a whole number.
    """
    lane = f.leg_lane[leg]
    s.lift_left[lane] = max(0.0, s.lift_left[lane] - quantity * f.mass[f.leg_item[leg]])
    survives = w.ship_survives[t, lane]
    if survives < 1.0:
        gone = quantity * (1.0 - survives)
        s.coming[f.leg_ends[leg]] -= gone
        lost[f.leg_item[leg]] += gone
        quantity -= gone
    if f.leg_pair[leg] >= 0:
        s.afloat[f.leg_pair[leg]] += quantity
    whole, part, ring, room = f.leg_whole[leg], f.leg_part[leg], f.leg_ring[leg], f.leg_room[leg]
    if whole > f.days:
        s.ring[ring + f.days] += quantity
        return False
    s.ring[ring + (t + whole + 1) % room] += quantity * part
    if whole > 0:
        s.ring[ring + (t + whole) % room] += quantity * (1.0 - part)
        return False
    s.door[leg] += quantity * (1.0 - part)
    return _at_once(f, s, w, t, leg)


@part
def _at_once(f: Fixed, s: State, w: Weather, t: int, leg: int) -> bool:
    """Take in what has arrived on the day it left, as far as the site still allows today."""
    site, item = f.lane_to[f.leg_lane[leg]], f.leg_item[leg]
    quantity = s.door[leg]
    if w.site_open[t, site] <= 0.0 or quantity <= 0.0:
        return False
    if f.limited[site]:
        tonnes, explosive = room_of(f, s, site)
        tonnes = min(tonnes, f.handling[site] * w.site_open[t, site] - s.site_in[site])
        if f.mass[item] > 0.0:
            quantity = min(quantity, max(0.0, tonnes) / f.mass[item])
        if f.neq[item] > 0.0:
            quantity = min(quantity, explosive / f.neq[item])
        s.site_in[site] += quantity * f.mass[item]
    s.door[leg] -= quantity
    take_in(f, s, leg, quantity)
    return quantity > 0.0


@part
def in_force(f: Fixed, way: int, t: int) -> bool:
    """Does an agreement of the way let goods leave today? A commitment's way needs none."""
    if way < 0 or f.agree_at[way] == f.agree_at[way + 1]:
        return True
    for k in range(f.agree_at[way], f.agree_at[way + 1]):
        if f.agree_begin[f.agree[k]] <= t < f.agree_end[f.agree[k]]:
            return True
    return False


@part
def forward(f: Fixed, s: State, w: Weather, t: int, lost: Floats) -> bool:
    """Goods that wait between two lanes go on, farthest from their end first. True when some arrived at once."""
    count = f.legs_by_stage.shape[0]
    arrived = False
    begin = 0
    while begin < count:
        stage = f.leg_stage[f.legs_by_stage[begin]]
        end = begin
        waiting = False
        while end < count and f.leg_stage[f.legs_by_stage[end]] == stage:
            waiting = waiting or s.waiting[f.legs_by_stage[end]] > 0.0
            end += 1
        if waiting:
            arrived = _forward_stage(f, s, w, t, (begin, end), lost) or arrived
        begin = end
    return arrived


@part
def _forward_stage(f: Fixed, s: State, w: Weather, t: int, between: tuple[int, int], lost: Floats) -> bool:
    """Goods with equally many lanes to go; where a lane cannot carry all, each is cut in the same proportion."""
    s.lane_ask[:] = 0.0
    for k in range(between[0], between[1]):
        leg = f.legs_by_stage[k]
        if s.waiting[leg] > 0.0 and in_force(f, f.leg_way[leg], t):
            s.lane_ask[f.leg_lane[leg]] += s.waiting[leg] * f.mass[f.leg_item[leg]]
    for lane in range(f.lane_from.shape[0]):
        ask = s.lane_ask[lane]
        s.lane_ask[lane] = 1.0 if ask <= s.lift_left[lane] else s.lift_left[lane] / ask
    arrived = False
    for k in range(between[0], between[1]):
        leg = f.legs_by_stage[k]
        if s.waiting[leg] > 0.0 and passable(f, w, t, leg) and in_force(f, f.leg_way[leg], t):
            quantity = s.waiting[leg] * s.lane_ask[f.leg_lane[leg]]
            s.waiting[leg] -= quantity
            if quantity > 0.0:
                arrived = send(f, s, w, t, leg, quantity, lost) or arrived
    return arrived


@part
def passable(f: Fixed, w: Weather, t: int, leg: int) -> bool:
    """Are the lane of a leg and both its ends open, at least in part?"""
    lane = f.leg_lane[leg]
    return w.lane_open[t, lane] * w.site_open[t, f.lane_from[lane]] * w.site_open[t, f.lane_to[lane]] > 0.0  # type: ignore[no-any-return]
