"""Room at the end of a day: what came in today and does not fit stands at the door again."""

from __future__ import annotations

from pipir.sustainment.compiled import part
from pipir.sustainment.layout import Model, Orders


@part
def put_back(m: Model, o: Orders) -> None:
    """Storage is measured at the end of the day: of what came in by lane and is still there as much as is too much
    stands outside again, in proportion.
    """
    for site in range(m.sites):
        tonnes, explosive = -m.s[m.limit_t + site], -m.s[m.limit_kg + site]
        for cell in range(m.n[m.cell_at + site], m.n[m.cell_at + site + 1]):
            tonnes += m.s[m.stock + cell] * m.x[m.mass + m.n[m.cell_item + cell]]
            explosive += m.s[m.stock + cell] * m.x[m.neq + m.n[m.cell_item + cell]]
        if tonnes > 0.0 or explosive > 0.0:
            _put_back(m, o, site, tonnes, explosive)


@part
def _put_back(m: Model, o: Orders, site: int, tonnes: float, explosive: float) -> None:
    """Put so many tonnes, or kg of net explosives, of what came in today outside again."""
    came_t, came_kg = 0.0, 0.0
    for k in range(m.n[m.legs_in_at + site], m.n[m.legs_in_at + site + 1]):
        leg = m.n[m.legs_in + k]
        there = min(o.s[o.entered + leg], m.s[m.stock + m.n[m.leg_ends + leg]])
        came_t += there * m.x[m.mass + m.n[m.leg_item + leg]]
        came_kg += there * m.x[m.neq + m.n[m.leg_item + leg]]
    share_t = min(1.0, tonnes / came_t) if tonnes > 0.0 and came_t > 0.0 else 0.0
    share_kg = min(1.0, explosive / came_kg) if explosive > 0.0 and came_kg > 0.0 else 0.0
    for k in range(m.n[m.legs_in_at + site], m.n[m.legs_in_at + site + 1]):
        leg = m.n[m.legs_in + k]
        item = m.n[m.leg_item + leg]
        share = max(share_t if m.x[m.mass + item] > 0.0 else 0.0, share_kg if m.x[m.neq + item] > 0.0 else 0.0)
        there = min(o.s[o.entered + leg], m.s[m.stock + m.n[m.leg_ends + leg]])
        _undo(m, leg, there * share)


@part
def _undo(m: Model, leg: int, quantity: float) -> None:
    """The opposite of `take_in`, as far as what may be sent on has not been."""
    if m.n[m.leg_gives + leg] >= 0:
        quantity = min(quantity, max(0.0, m.s[m.pool + m.n[m.leg_gives + leg]]))
        m.s[m.pool + m.n[m.leg_gives + leg]] -= quantity
    m.s[m.door + leg] += quantity
    m.s[m.stock + m.n[m.leg_ends + leg]] -= quantity
    m.s[m.coming + m.n[m.leg_ends + leg]] += quantity
    if m.n[m.leg_pair + leg] >= 0:
        m.s[m.afloat + m.n[m.leg_pair + leg]] += quantity
    if m.n[m.leg_due + leg] >= 0:
        m.s[m.counted + m.n[m.leg_due + leg]] -= quantity
