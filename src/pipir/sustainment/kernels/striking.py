"""Step 1 of a day: what hazards destroy, and what they close."""

from __future__ import annotations

from pipir.sustainment.compiled import part
from pipir.sustainment.kernels.shipping import owe_again
from pipir.sustainment.layout import Model
from pipir.sustainment.streams import uniform


@part
def draw_strikes(m: Model, run: int) -> None:
    """Draw every strike of a run. Hazards of one group share the draw of a day, and so strike together."""
    m.w[:] = 1.0
    for h in range(m.hazards):
        kind, target = m.n[m.hazard_kind + h], m.n[m.hazard_target + h]
        key = m.k[m.group_key + m.n[m.hazard_group + h]]
        chance = m.r[m.probability + h]
        loss = m.r[m.loss + h]
        for t in range(m.n[m.hazard_begin + h], m.n[m.hazard_end + h]):
            if uniform(key, run, t) >= chance:
                continue
            if kind == 0:
                m.w[m.site_survives + t * m.sites + target] *= 1.0 - loss
            elif kind == 1:
                m.w[m.lane_survives + t * m.lanes + target] *= 1.0 - loss
            for closed in range(t, min(t + m.n[m.hazard_outage + h], m.days)):
                if kind == 0:
                    m.w[m.site_open + closed * m.sites + target] = 0.0
                elif kind == 1:
                    m.w[m.lane_open + closed * m.lanes + target] = 0.0
                else:
                    m.w[m.line_open + closed * m.lines + target] = 0.0


@part
def strike(m: Model, t: int) -> None:
    """Destroy what was in stock the day before and what is on lanes."""
    for site in range(m.sites):
        survives = m.w[m.site_survives + t * m.sites + site]
        if survives < 1.0:
            _strike_site(m, site, survives)
    for lane in range(m.lanes):
        survives = m.w[m.lane_survives + t * m.lanes + lane]
        if survives < 1.0:
            for k in range(m.n[m.lane_legs_at + lane], m.n[m.lane_legs_at + lane + 1]):
                _strike_leg(m, m.n[m.lane_legs + k], survives)


@part
def _strike_site(m: Model, site: int, survives: float) -> None:
    """Every stock at the site, and what waits there to go on."""
    for cell in range(m.n[m.cell_at + site], m.n[m.cell_at + site + 1]):
        m.s[m.lost + m.n[m.cell_item + cell]] += m.s[m.stock + cell] * (1.0 - survives)
        m.s[m.stock + cell] *= survives
    for k in range(m.n[m.legs_out_at + site], m.n[m.legs_out_at + site + 1]):
        leg = m.n[m.legs_out + k]
        gone = m.s[m.waiting + leg] * (1.0 - survives)
        m.s[m.waiting + leg] -= gone
        m.s[m.coming + m.n[m.leg_ends + leg]] -= gone
        m.s[m.lost + m.n[m.leg_item + leg]] += gone
        owe_again(m, leg, gone)


@part
def _strike_leg(m: Model, leg: int, survives: float) -> None:
    """What is on a lane, or has arrived and not been taken in."""
    on_lane = m.s[m.door + leg]
    m.s[m.door + leg] *= survives
    ring = m.ring + m.n[m.leg_ring + leg]
    for slot in range(ring, ring + m.n[m.leg_room + leg]):
        on_lane += m.s[slot]
        m.s[slot] *= survives
    gone = on_lane * (1.0 - survives)
    m.s[m.coming + m.n[m.leg_ends + leg]] -= gone
    m.s[m.lost + m.n[m.leg_item + leg]] += gone
    owe_again(m, leg, gone)
    if m.n[m.leg_pair + leg] >= 0:
        m.s[m.afloat + m.n[m.leg_pair + leg]] -= gone
