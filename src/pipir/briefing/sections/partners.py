"""What is each partner and its word worth? What goes with it, by its answers, and which two matter together."""

from __future__ import annotations

from dataclasses import dataclass

from pipir.briefing import words
from pipir.briefing.charts.partners import Lost, lost
from pipir.briefing.charts.style import figure
from pipir.briefing.document import (
    Block,
    DataTable,
    Heading,
    Note,
    Paragraph,
    Points,
    Row,
    Section,
    Strong,
    TableColumn,
    Text,
    say,
)
from pipir.briefing.material import Material
from pipir.briefing.sections.partner_words import LEAST, much, word_blocks
from pipir.briefing.together import Partner
from pipir.planning.gaining import Gain

MOST_LACKS, MOST_PAIRS = 4, 6


@dataclass(frozen=True)
class Missed:
    """A partner with what is lost without it, as shares of what is reached with it, and what is lacking then."""

    nation: str
    share: float
    others: float
    lacks: tuple[Gain, ...]


def section(material: Material) -> Section:
    """The bars, the table, the pairs; from a seat, only what the seat itself loses."""
    found = material.results.partners
    name = material.the_nation(material.seat) if material.seat else ""
    title = f"What each partner's word is worth to {name}" if name else "What each partner's word is worth"
    if found.too_many:
        text = say(f"{found.too_many} nations hold sites here, too many to plan without each of them.")
        return Section("partners", title, (Paragraph(text),))
    rows, whole = missed(material), reached(material)
    if whole <= 0.0:
        whose = f"need of {name} and no promise to it" if name else "need and no promise"
        return Section("partners", title, (Paragraph(say(f"No {whose} can be met here, so nothing can be lost.")),))
    blocks: list[Block] = [Paragraph(_opening(material, rows)), Note(_how_to_read())]
    if rows:
        blocks += [_picture(material, rows), _table(material, rows)]
    return Section("partners", title, (*blocks, *word_blocks(material, whole), *_pairs(material)))


def reached(material: Material) -> float:
    """The worth of what is met with everybody: of all needs and promises, or of the seat's."""
    found = material.results.partners
    return found.worth if material.seat is None else found.met.get(material.seat, 0.0)


def missed(material: Material) -> list[Missed]:
    """Partners without whom something is lost, most first."""
    whole, seat = reached(material), material.seat
    rows = []
    for one in material.results.partners.partners if whole > 0.0 else ():
        if one.nation == seat:
            continue
        value, others = (one.value, one.to_others) if seat is None else (one.by_claimant.get(seat, 0.0),) * 2
        if value / whole >= LEAST:
            rows.append(Missed(one.nation, value / whole, others / whole, _lacks(one, seat)))
    return sorted(rows, key=lambda row: (-row.share, row.nation))


def _lacks(one: Partner, seat: str | None) -> tuple[Gain, ...]:
    """What others lack more, the most days of supply first."""
    own = [gain for gain in one.lacks if seat in (None, gain.nation)]
    return tuple(
        sorted(own, key=lambda gain: (gain.days if gain.days is not None else gain.units / gain.owed, gain.item))
    )


def _opening(material: Material, rows: list[Missed]) -> Text:
    held = [one.nation for one in material.results.partners.partners if one.nation != material.seat]
    whose = f" of what {material.the_nation(material.seat)} gets" if material.seat else ""
    if not rows:
        return say(f"Without any one of the {len(held)} nations that hold sites, nothing{whose} is lost.")
    lost = {row.nation for row in rows}
    none = [material.the_nation(nation) for nation in held if nation not in lost]
    beside = f" {words.capital(words.listing(none, 8))} could be missed here without loss." if none else ""
    if material.seat:
        told = f"{material.the_nation(rows[0].nation)} it would lose {words.percent(rows[0].share)} of what it gets"
        return say(
            f"Of {words.some(len(held), 'other nation')} that hold sites, {material.the_nation(material.seat)} would "
            f"miss {'one' if len(rows) == 1 else len(rows)}; ",
            Strong(f"without {told}"),
            f", the most of all.{beside}",
        )
    helpful = max(rows, key=lambda row: (row.others, row.share))
    return say(
        f"Of all that is reached together, {words.percent(rows[0].share)} goes with "
        f"{material.the_nation(rows[0].nation)}, its own needs included. ",
        Strong(
            f"What others need and are promised loses most without {material.the_nation(helpful.nation)}: "
            f"{words.percent(helpful.others)} of all that is reached"
        )
        if helpful.others >= LEAST
        else Strong("Nobody brings anything to the needs of others"),
        f".{beside}",
    )


def _how_to_read() -> Text:
    return say(
        Strong("How to read it. "),
        "The crisis is planned with everybody, then without each nation: without what it holds, makes, sends and "
        "claims. Others still work on its soil and pass over it; what its leave for that is worth stands under its "
        "answers. What is reached is a sum over needs and promises: each item counts with the share of it that is met, "
        "and an item of a later rank half as much as one of the rank before. So a loss is a part of that sum, not of "
        "tonnes or money. Answers that are not known are taken as no.",
    )


def _picture(material: Material, rows: list[Missed]) -> Block:
    bars = [
        Lost(material.nation(row.nation), row.others, max(0.0, row.share - max(0.0, row.others)), much(row.share))
        for row in rows
    ]
    told = "; ".join(f"{bar.label}, {bar.words}" for bar in bars)
    whose = f"what {material.the_nation(material.seat)} reaches" if material.seat else "what all reach together"
    caption = say(
        f"What is lost of {whose} if a nation is missing from the start, each alone. Losses of several do not add up."
    )
    title = f"share of {whose}"
    return figure(
        "partners-bars", lambda look: lost(bars, title, look), f"Losses without each nation. {told}.", caption
    )


def _table(material: Material, rows: list[Missed]) -> DataTable:
    seat = material.seat
    columns = (
        TableColumn("Without"),
        TableColumn("Lost", "share of what is reached", numeric=True),
        *(() if seat else (TableColumn("Of that, by others", "share of what is reached", numeric=True),)),
        TableColumn("What goes short more", "units, and days of supply"),
    )
    body = []
    for row in rows:
        others = "others gain" if row.others < -LEAST else much(max(0.0, row.others))
        cells = (
            say(material.nation(row.nation)),
            say(much(row.share)),
            *(() if seat else (say(others),)),
            say(_lacking(material, row.lacks)),
        )
        body.append(Row(cells))
    whose = f"of {material.the_nation(seat)}" if seat else "of others"
    caption = say(
        f"What goes short more {whose} without each nation, the most days of supply first, in one of the best plans: "
        "where several are as good, another may share the shortage differently."
        + (" Others gain where what the nation would use serves them instead." if not seat else "")
    )
    return DataTable(caption, columns, tuple(body))


def _lacking(material: Material, lacks: tuple[Gain, ...]) -> str:
    """Who lacks how much more of what; what is beyond the most that are told is counted."""
    told = "; ".join(_lack(material, gain) for gain in lacks[:MOST_LACKS])
    more = f"; and {len(lacks) - MOST_LACKS} more" if len(lacks) > MOST_LACKS else ""
    return f"{told}{more}" or "nothing of others"


def _lack(material: Material, gain: Gain) -> str:
    who = "" if material.seat else f"{material.nation(gain.nation)}: "
    days = "" if gain.days is None else f", {words.count(-gain.days, 'day')}"
    return f"{who}{material.amount(-gain.units, gain.item)}{days}"


def _pairs(material: Material) -> list[Block]:
    """Pairs that are worth more or less together than one by one."""
    found = material.results.partners
    rows = [
        (one, other, size / found.worth)
        for (one, other), size in found.synergy.items()
        if abs(size) >= LEAST * found.worth and material.seat in (None, one, other)
    ]
    rows.sort(key=lambda row: (-abs(row[2]), row[:2]))
    if not rows:
        return []
    points = []
    for one, other, size in rows[:MOST_PAIRS]:
        both = f"{words.capital(material.the_nation(one))} and {material.the_nation(other)}"
        if size < 0.0:
            told = f" complete each other: {much(-size)} of what all reach takes both."
        else:
            told = f" stand in for each other: without both, {much(size)} more is lost than without each alone."
        points.append(say(Strong(both), told))
    more = f" The first {len(points)} of {len(rows)} pairs are told." if len(rows) > len(points) else ""
    text = say(
        "Two complete each other where what is reached takes both, as when one delivers what the other needs; they "
        f"stand in for each other where either could serve, or where both want the same.{more}"
    )
    return [Heading("Who matters together"), Paragraph(text), Points(tuple(points))]
