"""Which small cases have promises that fight? Random ones, over stock, lines, components, lift, handling, ceilings."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pipir.case.case import Case
from sustainment.crises import several, some
from sustainment.world import agreement, commitment, lane, line, stock, world

Row = dict[str, Any]
DAYS = 20
SUPPLIERS = ("kor-a", "jpn-a")
RECIPIENTS = ("usa-a", "phl-a")
amounts = st.integers(1, 40).map(float)


@st.composite
def contests(draw: st.DrawFn) -> Case:
    """Two suppliers that make and hold shells and darts of shared motors, two recipients and a buyer without sites."""
    held = [stock(site, draw(amounts), item, **draw(reserve)) for site in SUPPLIERS for item in ("shell", "motor")]
    making = several(draw, PAIRS, 3, 1)
    made = [line(site, draw(st.integers(1, 3)) / 2, item, lead_days=draw(st.integers(0, 4))) for site, item in making]
    ways = [
        lane(one, other, draw(st.sampled_from((0, 1, 4.5))), **draw(lift)) for one in SUPPLIERS for other in RECIPIENTS
    ]
    return world(
        DAYS,
        sites={"usa-a": some(draw, handling_t_per_day=st.floats(0.5, 5))},
        stocks=held,
        lines=made,
        bills=[{"item": item, "component": "motor", "quantity": 1} for item in ("shell", "dart")],
        lanes=ways,
        commitments=_commitments(draw),
        agreements=_agreements(draw),
    )


PAIRS = [(site, item) for site in SUPPLIERS for item in ("shell", "dart", "motor")]
reserve = st.fixed_dictionaries({}, optional={"reserve": amounts})
lift = st.fixed_dictionaries({}, optional={"lift_t_per_day": st.floats(0.3, 4)})


def _commitments(draw: st.DrawFn) -> list[Row]:
    pairs = [
        (one, other, item) for one in ("KOR", "JPN") for other in ("USA", "PHL", "XAA") for item in ("shell", "dart")
    ]
    rows = []
    for k, (supplier, recipient, item) in enumerate(several(draw, pairs, 5, 2)):
        begin = draw(st.integers(0, 8))
        window = begin, begin + draw(st.integers(0, DAYS - 8))
        row = commitment(supplier, recipient, draw(amounts), window, item, commitment=f"c-{k}")
        rows.append(row | {"binding": draw(st.sampled_from(("binding", "best_effort")))})
    return rows


def _agreements(draw: st.DrawFn) -> list[Row]:
    rows = []
    for k, (supplier, recipient) in enumerate(several(draw, [("KOR", "USA"), ("JPN", "USA"), ("KOR", "JPN")], 2)):
        row = agreement(supplier, recipient, draw(st.sampled_from(("*", "shell", "motor"))), agreement=f"a-{k}")
        cells = {"promised_per_year": st.floats(20, 400), "ceiling_per_year": st.floats(40, 600)}
        rows.append(row | some(draw, **cells))
    return rows
