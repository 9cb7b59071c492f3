"""What weakens the answer? Findings, ranked by the days of supply that first-tier claims lost where they bite."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipir.briefing import words
from pipir.briefing.document import Block, DataTable, Note, Paragraph, Row, Section, Strong, TableColumn, Text, say
from pipir.briefing.losses import Loss, Reader, first_tier, loss
from pipir.briefing.material import Material
from pipir.briefing.naming import plain_words

MOST_ROWS, MOST_ALIKE = 25, 4
SEVERITIES = ("high", "medium", "low")


@dataclass(frozen=True)
class Weakness:
    """A finding with what was lost where it bites, and how many items, nations and sites it concerns."""

    finding: str
    severity: str
    sentence: str
    loss: Loss | None
    breadth: int


def weaknesses(material: Material) -> list[Weakness]:
    """Findings, the costliest first, then the gravest, then those that concern the fewest things."""
    reader, claims = Reader(material), first_tier(material)
    found = []
    for row in material.results.findings.iter_rows(named=True):
        if not _of_other_crises(material, row["table"], row["row"] or ""):
            touch = reader.touch(row["table"], row["row"] or "")
            sentence = words.capital(plain_words(material, row["sentence"]))
            breadth = len(touch.items) + len(touch.nations) + len(touch.sites)
            found.append(Weakness(row["finding"], row["severity"], sentence, loss(claims, touch), breadth))
    if material.seat:
        found = [one for one in found if _concerns(material, one)]
    return sorted(found, key=_order)


def section(material: Material) -> Section:
    """The ranked table, with how the days are counted."""
    found = weaknesses(material)
    if not found:
        return Section("weak-points", "What weakens the answer", (Paragraph(say("No finding was made.")),))
    kinds = Counter(one.severity for one in found)
    told = words.listing([f"{kinds[severity]} of {severity} severity" for severity in SEVERITIES if kinds[severity]])
    whole = material.results.findings.height
    upon = f"{material.nation(material.seat)} and this crisis" if material.seat else "this crisis"
    bearing = f", of which {len(found)} bear on {upon}" if whole > len(found) else ""
    costly = [one for one in found if one.loss is not None and one.loss.days > 0]
    blocks: list[Block] = [
        Paragraph(
            say(
                f"Reading the case turned up {words.some(whole, 'thing')} true but worrying{bearing}: {told}. ",
                Strong(f"A first-tier need that was not met is touched by {words.some(len(costly), 'finding')}."),
            )
        ),
        Note(_how_to_read()),
        _table(material, _shown(found)),
    ]
    if len(found) > len(_shown(found)):
        blocks.append(Paragraph(say(f"All {whole} are listed by: pipir case check {material.case.name}")))
    return Section("weak-points", "What weakens the answer", tuple(blocks))


def _how_to_read() -> Text:
    return say(
        Strong("How the days are counted. "),
        "For each finding, the first-tier needs that it touches are looked up: those of the nation, item or site in "
        "question. Days of supply lost is what these needs did not get in the crisis, divided by what they need on a "
        "mean day of need; where several items or nations are touched, the one that lost most is named. The figure "
        "shows where a weakness lies beside a loss. It does not prove that the weakness caused it.",
    )


def _shown(found: list[Weakness]) -> list[Weakness]:
    """The costliest, with at most a few of one kind, so that no kind fills the table."""
    seen: Counter[str] = Counter()
    out = []
    for one in found:
        seen[one.finding] += 1
        if seen[one.finding] <= MOST_ALIKE:
            out.append(one)
    return out[:MOST_ROWS]


def _table(material: Material, found: list[Weakness]) -> DataTable:
    columns = (
        TableColumn("Rank"),
        TableColumn("Finding"),
        TableColumn("Severity"),
        TableColumn("Days of supply lost", "middle (range)", numeric=True),
        TableColumn("By"),
    )
    body = []
    for place, one in enumerate(found, start=1):
        days = words.around(one.loss.days, one.loss.low, one.loss.high) if one.loss else "none"
        by = material.label(one.loss.nation, one.loss.item) if one.loss else ""
        body.append(Row((say(str(place)), say(one.sentence), say(one.severity), say(days), say(by))))
    caption = say(
        f"Findings, the costliest first, at most {MOST_ALIKE} of a kind; days lost over {material.days} days from "
        f"{words.calendar(material.start)}, eight runs in ten in brackets."
    )
    return DataTable(caption, columns, tuple(body))


def _order(one: Weakness) -> tuple[float, int, int, str, str]:
    days = one.loss.days if one.loss else -1.0
    return (-days, SEVERITIES.index(one.severity), one.breadth, one.finding, one.sentence)


def _of_other_crises(material: Material, table: str, rows: str) -> bool:
    """Is a finding only about other scenarios, or other situations, than the one told?"""
    keys = rows.split()
    if table == "stances":
        return bool(keys) and not any(key.split("/")[1:2] == [material.crisis["situation"]] for key in keys)
    return (
        table in ("demands", "hazards")
        and bool(keys)
        and not any(key.startswith(f"{material.scenario}/") for key in keys)
    )


def _concerns(material: Material, one: Weakness) -> bool:
    """Does a finding concern the seat: does it lose by it, or is it named?"""
    assert material.seat is not None
    named = material.nation(material.seat) in one.sentence or material.seat in one.sentence
    return named or (one.loss is not None and one.loss.nation == material.seat)
