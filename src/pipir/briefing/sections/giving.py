"""Who can give what? Supply of each partner against its own need and its promises, in the window of the account."""

from __future__ import annotations

from typing import Any

from pipir.briefing import picks, words
from pipir.briefing.charts.giving import Division, giving
from pipir.briefing.charts.style import figure
from pipir.briefing.document import (
    Block,
    Cite,
    DataTable,
    Heading,
    Link,
    Note,
    Paragraph,
    Row,
    Section,
    Strong,
    TableColumn,
    say,
)
from pipir.briefing.material import Material
from pipir.case.tables import ASSUMPTION
from pipir.case.words import plural

MOST_BARS, MOST_ROWS = 16, 30
SOURCES = ("stocks", "lines", "requirements", "commitments")


def section(material: Material) -> Section:
    """Bars, the table behind them, and promises by how firm they are."""
    rows = picks.accounts(material)
    blocks: list[Block] = [Paragraph(_opening(material, rows))]
    if rows:
        blocks += [Note(_how_to_read(material)), *_picture(material, rows), _table(material, rows[:MOST_ROWS])]
        if len(rows) > MOST_ROWS:
            more = words.some(len(rows) - MOST_ROWS, "further row")
            blocks.append(Paragraph(say(f"The account itself has {more}: pipir account {material.case.name}")))
        blocks += _promises(material, [row for row in rows if row["committed"] > 0])
    title = f"What {material.the_nation(material.seat)} can give" if material.seat else "Who can give what"
    return Section("giving", title, tuple(blocks))


def _opening(material: Material, rows: list[dict[str, Any]]) -> tuple[Any, ...]:
    free = [row for row in rows if row["exportable"] > 0]
    over = [row for row in rows if row["overcommitted"] > 0]
    short = {row["item"] for row in picks.likely(picks.shortest(material, seat_only=False))}
    helpful = {row["item"] for row in free} & short
    return say(
        f"In {material.window_words}, after each nation's own need and its promises, ",
        Strong(f"something is left to give in {words.some(len(free), 'case')}"),
        f" (a case being a nation and an item), and in {words.some(len(over), 'case')} more is promised than there "
        f"is. Of {words.some(len(short), 'kind')} of item that run short in this crisis, somebody can give "
        f"{words.some(len(helpful), 'kind')}.",
    )


def _how_to_read(material: Material) -> tuple[Any, ...]:
    return say(
        Strong("How to read it. "),
        "A nation's supply is its serviceable stock above the reserves it keeps for itself, plus what its lines put "
        f"out in the window (to {words.calendar(material.window_end)}). From it come its own need, then what it has "
        "promised in any form. What is left is free to give (the surplus). A hatched bar or row rests on a stock "
        "that somebody assumed: no public source gives it.",
    )


def _picture(material: Material, rows: list[dict[str, Any]]) -> list[Block]:
    divisions = [one for row in rows if (one := _division(material, row))][:MOST_BARS]
    if not divisions:
        return []
    best = "; ".join(f"{one.label}, {one.words}" for one in divisions[:5])
    caption = say(
        f"How supply divides, {material.window_words}. The line at 100 % is all there is; a bar that ends at 200 % "
        "goes on. Items that run short in the crisis come first. Source: account; "
        "sources of each figure in the table below."
    )
    return [figure("giving-bars", lambda look: giving(divisions, look), f"Bars of supply by use. {best}.", caption)]


def _division(material: Material, row: dict[str, Any]) -> Division | None:
    supply = row["releasable_stock"] + row["capacity"]
    if supply <= 0:
        return None
    home = min(1.0, row["own_requirement"] / supply)
    promised = min(1.0 - home, row["committed"] / supply)
    return Division(
        material.tag(row["nation"], row["item"]),
        home,
        promised,
        row["exportable"] / supply,
        max(0.0, (row["own_requirement"] + row["committed"]) / supply - 1.0),
        outcome(material, row),
        material.evidence.is_assumed(row["nation"], row["item"]),
    )


def outcome(material: Material, row: dict[str, Any]) -> str:
    """What an account comes to, in a few words."""
    unit = material.unit(row["item"])
    if row["overcommitted"] > 0:
        return f"{words.count(row['overcommitted'], unit)} too many promised"
    if row["exportable"] > 0:
        return f"{words.count(row['exportable'], unit)} free"
    return "nothing free"


def _table(material: Material, rows: list[dict[str, Any]]) -> DataTable:
    over = any(row["overcommitted"] > 0 for row in rows)
    columns = (
        TableColumn("Nation and item"),
        TableColumn("Counted in"),
        TableColumn("Stock above reserve", "units", numeric=True),
        TableColumn("Output", "units in the window", numeric=True),
        TableColumn("Own need", "units", numeric=True),
        TableColumn("Promised", "units", numeric=True),
        TableColumn("Free to give", "units (range)", numeric=True),
        *([TableColumn("Promised too much", "units", numeric=True)] if over else []),
        TableColumn("Confidence"),
    )
    caption = say(
        f"The account, {material.window_words}, stocks as of {words.calendar(material.case.as_of)}. The range is "
        "what is free with every figure at its unfavourable and at its favourable end."
    )
    return DataTable(caption, columns, tuple(_row(material, row, over) for row in rows))


def _row(material: Material, row: dict[str, Any], over: bool) -> Row:
    nation, item = row["nation"], row["item"]
    amounts = [row[name] for name in ("releasable_stock", "capacity", "own_requirement", "committed")]
    free = words.around(row["exportable"], row["low"], row["high"], words.units)
    cells = [
        say(material.label(nation, item), cited(material, row)),
        say(plural(material.unit(item))),
        *[say(words.units(amount)) for amount in amounts],
        say(free),
        *([say(words.units(row["overcommitted"]))] if over else []),
        say(row["grade"]),
    ]
    return Row(tuple(cells), material.evidence.is_assumed(nation, item))


def cited(material: Material, row: dict[str, Any]) -> Cite:
    """The sources behind a row of the account, marked as assumed where any figure that it rests on is."""
    named = material.cite(row["nation"], row["item"], *SOURCES).sources
    marks = (ASSUMPTION,) if row["assumed_share"] > 0.0 else ()
    return Cite((*(source for source in named if source != ASSUMPTION), *marks))


def _promises(material: Material, rows: list[dict[str, Any]]) -> list[Block]:
    if not rows:
        return []
    states = ("pledge", "allocation", "contract", "delivery")
    columns = (
        TableColumn("Supplier and item"),
        *(TableColumn(state.capitalize(), "units", numeric=True) for state in states),
        TableColumn("All promises", "units", numeric=True),
        TableColumn("Stock and output", "units", numeric=True),
    )
    body = tuple(
        Row(
            (
                say(
                    material.label(row["nation"], row["item"]), material.cite(row["nation"], row["item"], "commitments")
                ),
                *(say(words.units(row[f"committed_{state}"])) for state in states),
                say(words.units(row["committed"])),
                say(words.units(row["releasable_stock"] + row["capacity"])),
            ),
            material.evidence.is_assumed(row["nation"], row["item"]),
        )
        for row in rows[:MOST_ROWS]
    )
    opening = say(
        "A pledge is a word given, an allocation a decision to give certain things, a contract a signed order, a "
        "delivery is under way. The steps are kept apart, because few pledges become deliveries in time. See also ",
        Link("what weakens the answer", "weak-points"),
        ".",
    )
    caption = say(f"Promises that fall due in {material.window_words}, what is overdue included.")
    return [Heading("Promises, by how firm they are"), Paragraph(opening), DataTable(caption, columns, body)]
