"""What is each partner's word worth here? What a no to all would lose, what a yes would bring, which answer decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipir.briefing import words
from pipir.briefing.answers import Ends, Word
from pipir.briefing.charts.partners import Answered, answered
from pipir.briefing.charts.style import figure
from pipir.briefing.document import (
    Block,
    DataTable,
    Heading,
    Paragraph,
    Row,
    Strong,
    TableColumn,
    Text,
    say,
)
from pipir.briefing.material import Material
from pipir.planning.gaining import Gain

LEAST = 0.0005
"""Part of what all reach that is worth a bar: a twentieth of a per cent."""
MOST_GAINS, MOST_BARS, MOST_ROWS = 3, 12, 8
SPOKEN = {
    "export": "to send under its agreements",
    "deliver": "to keep its commitments",
    "backfill": "to make up for what others give",
    "host": "to let others work on its soil",
    "transit": "to let goods pass",
    "produce": "to make more",
    "release_reserve": "to let its reserve go",
    "reexport": "to let what it designed be passed on",
}
"""What a nation can be asked, as it stands in a table."""


@dataclass(frozen=True)
class Weighed:
    """A nation's answers as parts of what is reached: lost by a no, won by a yes, and what decides most of it."""

    word: Word
    lost: float
    won: float
    most: Ends | None


def word_blocks(material: Material, whole: float) -> list[Block]:
    """The answers of this crisis beside what is reached (`whole`)."""
    rows = weighed(material, whole)
    found: list[Block] = [Heading("What their answers are worth"), Paragraph(_opening(material, rows))]
    if rows:
        found += [_picture(material, rows), _table(material, rows, whole)]
    return found


def weighed(material: Material, whole: float) -> list[Weighed]:
    """Nations whose answers change something, most first; from a seat, what it gets itself."""
    rows = []
    for word in material.results.partners.words:
        lost, won = (amount / whole for amount in _amounts(word.every, material.seat))
        if word.nation != material.seat and max(lost, won) >= LEAST:
            single = [ends for ends in word.single if sum(_amounts(ends, material.seat)) >= LEAST * whole]
            most = max(single, key=lambda ends: sum(_amounts(ends, material.seat)), default=None)
            rows.append(Weighed(word, lost, won, most))
    return sorted(rows, key=lambda row: (-row.lost - row.won, row.word.nation))


def _amounts(ends: Ends, seat: str | None) -> tuple[float, float]:
    if seat is None:
        return ends.lost, ends.won
    return max(0.0, ends.lost_by.get(seat, 0.0)), max(0.0, ends.won_by.get(seat, 0.0))


def _opening(material: Material, rows: Sequence[Weighed]) -> Text:
    seat = material.seat
    what = f"what {material.the_nation(seat)} gets" if seat else "what all reach together"
    asked = (
        "Partners are asked to send, to keep their commitments, to let others work on their soil and goods pass, to "
        "make more, to let reserves go, and to let what they designed be passed on. "
    )
    if not rows:
        return say(f"{asked}No single nation's answers change {what}.")
    counts = max(rows, key=lambda row: row.lost)
    wins = max(rows, key=lambda row: row.won)
    told: list[str | Strong] = [asked]
    if counts.lost >= LEAST:
        most = (
            f"{words.capital(what)} counts most on {material.the_nation(counts.word.nation)}: if it said no to all "
            f"that it is asked, {much(counts.lost)} would be lost"
        )
        told += [Strong(most), ". "]
    if wins.won >= LEAST:
        told.append(
            f"A yes to all that is open or refused would bring most from {material.the_nation(wins.word.nation)}: "
            f"{much(wins.won)} more."
        )
    else:
        told.append("A yes of a single nation to all that is open or refused would bring nothing more.")
    return say(*told)


def _picture(material: Material, rows: Sequence[Weighed]) -> Block:
    shown = rows[:MOST_BARS]
    bars = [Answered(material.nation(row.word.nation), row.lost, row.won, _ends(row)) for row in shown]
    what = f"what {material.the_nation(material.seat)} reaches" if material.seat else "what all reach together"
    told = "; ".join(f"{bar.label}, {bar.words}" for bar in bars)
    more = f" The first {len(shown)} of {len(rows)} nations are shown." if len(rows) > len(shown) else ""
    caption = say(
        f"What is lost of {what} if a nation says no to all that it is asked, and what is gained if it says yes, "
        f"against its answers as they stand; each nation alone.{more}"
    )
    return figure(
        "answers-bars",
        lambda look: answered(bars, f"share of {what}", look),
        f"What each nation's answers are worth. {told}.",
        caption,
    )


def _ends(row: Weighed) -> str:
    parts = [f"no: −{much(row.lost)}"] if row.lost >= LEAST else []
    parts += [f"yes: +{much(row.won)}"] if row.won >= LEAST else []
    return ", ".join(parts)


def much(share: float) -> str:
    """A share with one decimal where it is small."""
    return words.percent(share) if share >= 0.095 else f"{words.number(100 * share, 2)} %"


def _table(material: Material, rows: Sequence[Weighed], whole: float) -> DataTable:
    shown = rows[:MOST_ROWS]
    columns = (
        TableColumn("Partner"),
        TableColumn("The answer that matters most", "share of what is reached"),
        TableColumn("What changes by all its answers", "units, and days of supply"),
    )
    body = [
        Row(
            (
                say(material.nation(row.word.nation)),
                say(_decides(material, row, whole)),
                say(_changes(material, row)),
            )
        )
        for row in shown
    ]
    more = f" The first {len(shown)} of {len(rows)} nations are told." if len(rows) > len(shown) else ""
    caption = say(
        "The one answer by which most is lost or gained, the nation's others as they stand; and what goes short more "
        "if it says no to all, or less if it says yes, the most days of supply first, in one of the best plans." + more
    )
    return DataTable(caption, columns, tuple(body))


def _changes(material: Material, row: Weighed) -> str:
    told = []
    for answer, gains, share, way in (("no", row.word.by_no, row.lost, -1), ("yes", row.word.by_yes, row.won, 1)):
        if share < LEAST:  # too little to be told
            continue
        with_it = _units(material, [gain for gain in gains if gain.units * way > 0])
        against = _units(material, [gain for gain in gains if gain.units * way < 0])
        short, other = ("more", "less") if way < 0 else ("less", "more")
        some = [f"short {short}: {with_it}"] if with_it else []
        some += [f"short {other}: {against}"] if against else []
        told += [f"If {answer}, {'; and '.join(some)}."] if some else []
    return " ".join(told) or "Nothing that comes in whole units."


def _units(material: Material, gains: Sequence[Gain]) -> str:
    """Who lacks how much more, or less, of what."""
    own = [gain for gain in gains if material.seat in (None, gain.nation)]
    own.sort(key=lambda gain: (-abs(gain.units / gain.owed if gain.days is None else gain.days), gain.item))
    told = []
    for gain in own[:MOST_GAINS]:
        who = "" if material.seat else f"{material.nation(gain.nation)}: "
        days = "" if gain.days is None else f", {words.count(abs(gain.days), 'day')}"
        told.append(f"{who}{material.amount(abs(gain.units), gain.item)}{days}")
    more = f"; and {len(own) - MOST_GAINS} more" if len(own) > MOST_GAINS else ""
    return "; ".join(told) + more


def _decides(material: Material, row: Weighed, whole: float) -> str:
    if row.most is None:
        return "None alone: only several together change something"
    lost, won = (amount / whole for amount in _amounts(row.most, material.seat))
    return f"Whether it agrees {SPOKEN[row.most.act]} ({_ends(Weighed(row.word, lost, won, None))})"
