"""Which efforts are under way in which work stream, what do they touch, and which gap has none?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipir.case.words import capital, figure, listing, percent
from pipir.matching.efforts import Effort, furthest
from pipir.matching.initiative_columns import DECIDED, ENDED, PROPOSED, UNCLEAR, WORKSTREAMS
from pipir.matching.told import Gap, Told

Row = dict[str, Any]
WORDS = ("decided", "proposed", "unclear", "ended")
"""Columns that count how far efforts are."""


def register(told: Told) -> Iterator[Row]:
    """The table `register`: see its declaration."""
    for effort in told.efforts:
        row, short = effort.row, told.short(effort.touches)
        copied = ("initiative", "workstream", "name", "lead", "item", "kind", "status", "start", "end", "option")
        yield {name: row[name] for name in copied} | {
            "partners": " ".join(row["partners"] or ()),
            "effort": effort.effort,
            "touches": " ".join(effort.touches),
            "touches_short": " ".join(gap.item for gap in short),
            "touched_share": sum(gap.weight for gap in short),
            "sentence": _touches(told, effort, short),
        }


def _touches(told: Told, effort: Effort, short: list[Gap]) -> str:
    who = capital(told.names.nations([effort.row["lead"], *(effort.row["partners"] or ())]))
    if not effort.touches:
        return f"{who}: it names no item."
    if not short:
        return f"{who}: nothing that it touches goes short ({told.names.items(effort.touches)})."
    parts = [f"{told.names.amount(gap.short, gap.item)} ({percent(gap.short / gap.owed)})" for gap in short]
    return f"{who}: of what it touches {listing(parts, most=4)} go short."


def streams(told: Told) -> Iterator[Row]:
    """The table `streams`: see its declaration."""
    for stream in WORKSTREAMS:
        members = [effort for effort in told.efforts if effort.row["workstream"] == stream]
        touched = told.short({item for effort in members if effort.live for item in effort.touches})
        yield {
            "workstream": stream,
            "initiatives": len(members),
            **{
                name: sum(effort.effort == word for effort in members)
                for name, word in zip(WORDS, (DECIDED, PROPOSED, UNCLEAR, ENDED), strict=True)
            },
            "touches_short": " ".join(gap.item for gap in touched),
            "touched_share": sum(gap.weight for gap in touched),
        }


def gaps(told: Told) -> Iterator[Row]:
    """The table `gaps`: see its declaration."""
    together = told.mending.mends(effort.name for effort in told.efforts if effort.live)
    by_value = told.mending.short()
    for place, gap in enumerate(told.short(told.gaps), start=1):
        touching = told.touching(gap.item)
        mended = max(0.0, together.units(gap.item))
        yield {
            "place": place,
            "item": gap.item,
            "rank": gap.rank,
            "nations": " ".join(gap.nations),
            "owed": gap.owed,
            "short": gap.short,
            "share_short": gap.short / gap.owed,
            "short_by_value": by_value[gap.item].short,
            "weight": gap.weight,
            "effort": furthest(touching),
            "initiatives": " ".join(effort.name for effort in touching),
            "behind_gates": " ".join(effort.name for effort in told.behind_gates(gap.item)),
            "mended_by_all": mended,
            "sentence": _gap(told, gap, touching, mended),
        }


def _gap(told: Told, gap: Gap, touching: list[Effort], mended: float) -> str:
    who, owed = capital(told.names.nations(gap.nations)), told.names.amount(gap.owed, gap.item)
    lacks = f"{who}: {figure(gap.short)} of {owed} go short"
    behind = listing([told.called(effort.name) for effort in told.behind_gates(gap.item)])
    gates = f" {behind} would, if gates that nobody has answered for opened." if behind else ""
    if not touching:
        return f"{lacks}, and no effort touches it.{gates}"
    by = listing([f"{told.called(effort.name)} ({effort.effort})" for effort in touching])
    return f"{lacks}, touched by {by}; {_mending(told, touching, mended)}.{gates}"


def _mending(told: Told, touching: list[Effort], mended: float) -> str:
    """What all initiatives would mend; of those that touch an item, some may be such that this cannot be planned."""
    unwritten = [told.called(effort.name) for effort in touching if not told.effects[effort.name].written]
    if mended <= 0.0 and len(unwritten) == len(touching):
        return "what that would mend cannot be planned anew"
    gives = f"all initiatives together would mend {figure(mended)}" if mended > 0.0 else "no initiative would mend any"
    told_apart = f" ({listing(unwritten)} cannot be planned anew)" if unwritten else ""
    return f"were they complete on day 0, {gives}{told_apart}"
