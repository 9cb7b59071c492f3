"""What would each initiative mend, and does that add up where several touch one item?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipir.case.words import counted, figure, listing, percent
from pipir.matching.efforts import Effort
from pipir.matching.initiative_columns import ADD_UP, HELP, NOTHING, OVERLAP, UNKNOWN
from pipir.matching.mending import Mends
from pipir.matching.told import Told

SAME = 1e-3
"""Share of a value by which two of them may differ and be the same."""
Row = dict[str, Any]


def overlaps(told: Told) -> Iterator[Row]:
    """The table `overlaps`: see its declaration."""
    items = sorted({item for effort in told.efforts for item in effort.touches})
    for item in items:
        touching = told.touching(item)
        if len(touching) < 2:
            continue
        names = [effort.name for effort in touching]
        written = [name for name in names if told.effects[name].written]
        alone = [told.mending.mends([name]) for name in written]
        together = told.mending.mends(written)
        value, units = sum(one.value for one in alone), sum(one.units(item) for one in alone)
        verdict = _verdict(len(written), value, together.value)
        yield {
            "item": item,
            "initiatives": " ".join(names),
            "leads": " ".join(sorted({effort.row["lead"] for effort in touching})),
            "alone": value,
            "together": together.value,
            "mended_alone": units,
            "mended_together": together.units(item),
            "verdict": verdict,
            "sentence": _overlap(told, item, written, verdict),
        }


def _verdict(written: int, alone: float, together: float) -> str:
    if written < 2:
        return UNKNOWN
    if together <= 0.0:
        return NOTHING
    if abs(alone - together) <= SAME * together:
        return ADD_UP
    return OVERLAP if alone > together else HELP


def _overlap(told: Told, item: str, written: list[str], verdict: str) -> str:
    names = [effort.name for effort in told.touching(item)]
    who = f"{listing(told.called(name) for name in names)} touch {told.names.item(item)}"
    if verdict == UNKNOWN:
        return f"{who}; fewer than two of them can be planned anew."
    each = "what each would mend alone"
    words = {
        NOTHING: "in this scenario they mend nothing, alone or together",
        ADD_UP: f"{each} adds up",
        OVERLAP: f"together they mend less than {each}, added up: they stand in for each other",
        HELP: f"together they mend more than {each}, added up: they need each other",
    }[verdict]
    unwritten = [told.called(name) for name in names if name not in written]
    return f"{who}: {words}" + (f" ({listing(unwritten)} not counted)." if unwritten else ".")


def mended(told: Told) -> Iterator[Row]:
    """The table `mended`: see its declaration."""
    missing = told.mending.best(()).missing
    for effort in told.efforts:
        effect, row = told.effects[effort.name], effort.row
        mends = told.mending.mends([effort.name])
        in_time = "no" if not effort.live else "unknown"
        if effort.ready is not None:
            in_time = "yes" if effort.ready <= told.start else "no"
        yield {
            "initiative": effort.name,
            "workstream": row["workstream"],
            "written": effect.written,
            "as_if": effect.sentence,
            "value": mends.value if effect.written else None,
            "of_missing": _over(mends.value, missing) if effect.written else None,
            "items": " ".join(_less(mends)),
            "ready": effort.ready,
            "in_time": in_time,
            "sentence": _mends(told, effort, mends, missing),
        }


def _over(value: float, missing: float) -> float:
    return value / missing if missing > 0.0 else 0.0


def _less(mends: Mends) -> list[str]:
    """Items of which less goes short, where there is any gain at all."""
    return [item for item, found in mends.items.items() if found.mended > 0.0] if mends.value > 0.0 else []


def _mends(told: Told, effort: Effort, mends: Mends, missing: float) -> str:
    effect = told.effects[effort.name]
    if not effect.written:
        return f"It cannot be planned anew: {effect.sentence}."
    if mends.value <= 0.0:
        return (
            f"Complete on day 0 ({effect.sentence}) it would mend nothing: {_idle(told, effort)}{_when(told, effort)}."
        )
    less = [told.names.amount(mends.units(item), item) for item in _less(mends)]
    gain = f"{listing(less, most=4)} less would go short, {percent(mends.value / missing)} of all that is lacking"
    return f"Complete on day 0 ({effect.sentence}): {gain}{_when(told, effort)}."


def _idle(told: Told, effort: Effort) -> str:
    """Why an initiative that is planned anew mends nothing."""
    if not told.short(effort.touches):
        return "nothing that it touches goes short in this scenario"
    if not told.mending.reaches(effort.name):
        return "nothing of it could come to a claim in time by a way that is open"
    return "something else limits what goes short of that"


def _when(told: Told, effort: Effort) -> str:
    if not effort.live:
        return "; it has ended"
    if effort.ready is None:
        return "; when it is complete is not known"
    late = (effort.ready - told.start).days
    return "; it is complete in time" if late <= 0 else f"; it is complete {counted(figure(late), 'day')} after day 0"


def mended_items(told: Told) -> Iterator[Row]:
    """The table `mended_items`: see its declaration."""
    for effort in told.efforts:
        mends = told.mending.mends([effort.name])
        for item, found in mends.items.items() if mends.value > 0.0 else ():
            if found.mended != 0.0:
                yield {
                    "initiative": effort.name,
                    "item": item,
                    "owed": found.owed,
                    "short_without": found.short,
                    "short_with": found.short - found.mended,
                    "mended": found.mended,
                    "days_of_supply": found.days,
                }
