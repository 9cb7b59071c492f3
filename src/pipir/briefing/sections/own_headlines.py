"""What must one nation know on one page? Five sentences from its own seat: held, owed, expected, short, left."""

from __future__ import annotations

from typing import Any

from pipir.briefing import words
from pipir.briefing.document import KeySentence, KeySentences, Note, Section, Strong, say
from pipir.briefing.material import Material
from pipir.briefing.sections.headlines import doubt, left, short
from pipir.briefing.sections.seat import cover, holdings, open_commitments, seat_of


def section(material: Material) -> Section:
    """The five sentences. An assumed stock never makes one of them; a published promise goes before others."""
    sentences = (
        _holds(material),
        _promises(material, "supplier", "What it owes"),
        _promises(material, "recipient", "What it may expect"),
        short(material),
        left(material),
    )
    return Section("answers", "The answers on one page", (KeySentences(sentences), Note(doubt(material))))


def _holds(material: Material) -> KeySentence:
    seat = seat_of(material)
    held = holdings(material)
    firm = [row for row in held if not material.evidence.is_assumed(seat, row["item"])]
    name = words.capital(material.the_nation(seat))
    as_of = words.calendar(material.case.as_of)
    opening = (
        f"{name} holds {words.some(len(held), 'kind')} of end item; a count is published for {len(firm)}, as of {as_of}"
    )
    heading = "What it holds"
    if not firm:
        return KeySentence(heading, say(f"{opening}."), "assumed", "Every stock rests on an assumption; see the table.")
    first = next((row for row in firm if row["quantity"] > 0), firm[0])
    lasts = "are not needed in this crisis" if not first["needed"] else "last to the end of this crisis"
    if first["lasts"] is not None:
        low, high = (
            cover(material, first["item"], amount)[1] for amount in material.evidence.stock_range(seat, first["item"])
        )
        ends = f"{words.number(low or 0.0, 2)} to {material.days if high is None else words.number(high, 2)}"
        lasts = f"last until day {words.number(first['lasts'], 2)} (range {ends}) if nothing comes in"
    text = say(
        f"{opening}; ",
        Strong(f"{material.amount(first['quantity'], first['item'])} {lasts}"),
        ".",
        material.cite(seat, first["item"], "stocks", "demands"),
    )
    grade = material.evidence.stock_grade(seat, first["item"])
    return KeySentence(heading, text, grade, f"Stock {grade}; the daily need is the scenario's.")


def _promises(material: Material, side: str, heading: str) -> KeySentence:
    other = "recipient" if side == "supplier" else "supplier"
    rows = open_commitments(material, side)
    name = words.capital(material.the_nation(seat_of(material)))
    verb = "owes" if side == "supplier" else "is owed"
    if not rows:
        text = say(f"{name} {verb} nothing that is still open after {words.calendar(material.case.as_of)}.")
        return KeySentence(heading, text, "low", "The case names no such promise; there may be others.")
    published = [row for row in rows if row["grade"] != "assumed"] or rows
    first = max(published, key=lambda row: (_value(material, row), row["commitment"]))
    to_from = "to" if side == "supplier" else "from"
    late = ", overdue" if first["end"] <= material.case.as_of else ""
    claim = material.claim(first["commitment"])
    missed = ""
    if claim is not None and claim["owed"] > 0:
        unmet = words.around(claim["short_p50"], claim["short_p10"], claim["short_p90"], words.units)
        missed = f"; of {words.units(claim['owed'])} that fall due in the crisis, {unmet} would not come"
    text = say(
        f"{name} {verb} {words.some(len(rows), 'promise')} still open; the most valuable: ",
        Strong(
            f"{material.amount(first['due'], first['item'])} {to_from} {material.the_nation(first[other])} "
            f"by {words.calendar(first['end'])}"
        ),
        f" ({first['state']}{late}){missed}.",
        material.cite_row("commitments", first["commitment"]),
    )
    return KeySentence(heading, text, first["grade"], f"The promised quantity is graded {first['grade']}.")


def _value(material: Material, row: dict[str, Any]) -> float:
    return float(row["due"] * (material.items[row["item"]]["unit_cost_usd"] or 0.0))
