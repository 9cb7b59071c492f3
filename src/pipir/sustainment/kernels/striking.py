"""Step 1 of a day: what hazards destroy, and what they close."""

from __future__ import annotations

from pipir.sustainment.compiled import part
from pipir.sustainment.layout import Drawn, Fixed, Floats, State, Weather
from pipir.sustainment.streams import uniform


@part
def clear(w: Weather) -> None:
    """A run in which nothing is struck."""
    w.site_survives[:] = 1.0
    w.lane_survives[:] = 1.0
    w.ship_survives[:] = 1.0
    w.site_open[:] = 1.0
    w.lane_open[:] = 1.0
    w.line_open[:] = 1.0


@part
def draw_strikes(f: Fixed, d: Drawn, row: int, run: int, w: Weather) -> None:
    """Draw every strike of a run. Hazards of one group share the draw of a day, and so strike together."""
    clear(w)
    for h in range(f.hazard_kind.shape[0]):
        kind, target, key = f.hazard_kind[h], f.hazard_target[h], f.group_key[f.hazard_group[h]]
        chance = d.probability[row if d.probability.shape[0] > 1 else 0, h]
        loss = d.loss[row if d.loss.shape[0] > 1 else 0, h]
        for t in range(f.hazard_begin[h], f.hazard_end[h]):
            if uniform(key, run, t) >= chance:
                continue
            if kind == 0:
                w.site_survives[t, target] *= 1.0 - loss
            elif kind == 1:
                w.lane_survives[t, target] *= 1.0 - loss
            for closed in range(t, min(t + f.hazard_outage[h], f.days)):
                if kind == 0:
                    w.site_open[closed, target] = 0.0
                elif kind == 1:
                    w.lane_open[closed, target] = 0.0
                else:
                    w.line_open[closed, target] = 0.0


@part
def strike(f: Fixed, s: State, w: Weather, t: int, lost: Floats) -> None:
    """Destroy what was in stock the day before and what is on lanes."""
    for site in range(w.site_survives.shape[1]):
        survives = w.site_survives[t, site]
        if survives < 1.0:
            for cell in range(f.cell_at[site], f.cell_at[site + 1]):
                lost[f.cell_item[cell]] += s.stock[cell] * (1.0 - survives)
                s.stock[cell] *= survives
    for leg in range(f.leg_lane.shape[0]):
        if s.waiting[leg] > 0.0:
            survives = w.site_survives[t, f.lane_from[f.leg_lane[leg]]]
            if survives < 1.0:
                gone = s.waiting[leg] * (1.0 - survives)
                s.waiting[leg] -= gone
                s.coming[f.leg_ends[leg]] -= gone
                lost[f.leg_item[leg]] += gone
    for lane in range(w.lane_survives.shape[1]):
        survives = w.lane_survives[t, lane]
        if survives < 1.0:
            for k in range(f.lane_legs_at[lane], f.lane_legs_at[lane + 1]):
                leg = f.lane_legs[k]
                on_lane = s.door[leg]
                s.door[leg] *= survives
                for slot in range(f.leg_ring[leg], f.leg_ring[leg] + f.leg_room[leg]):
                    on_lane += s.ring[slot]
                    s.ring[slot] *= survives
                gone = on_lane * (1.0 - survives)
                s.coming[f.leg_ends[leg]] -= gone
                lost[f.leg_item[leg]] += gone
                if f.leg_pair[leg] >= 0:
                    s.afloat[f.leg_pair[leg]] -= gone
