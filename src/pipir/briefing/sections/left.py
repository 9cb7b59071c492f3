"""What is left after, and how long does the refill take? Against what the next contingency would need."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipir.briefing import picks, words
from pipir.briefing.charts.left import Remainder, left
from pipir.briefing.charts.style import figure
from pipir.briefing.document import Block, DataTable, Note, Paragraph, Row, Section, Strong, TableColumn, Text, say
from pipir.briefing.material import Material

MOST_MARKS, MOST_ROWS = 18, 30


def section(material: Material) -> Section:
    """The marks, the table behind them, each nation's worst."""
    rows = picks.remainders(material)
    title = "What is left after, and how long the refill takes"
    if not rows:
        text = say(
            "No contingency is named to follow this one, and no requirement is given: nothing to measure what is "
            "left by."
        )
        return Section("left", title, (Paragraph(text),))
    blocks: list[Block] = [
        Paragraph(_opening(material, rows)),
        Note(_how_to_read(material)),
        _picture(material, sorted(rows, key=lambda row: material.evidence.is_assumed(row["nation"], row["item"]))),
        _table(material, rows[:MOST_ROWS]),
    ]
    return Section("left", title, tuple(blocks))


def ends(material: Material, nation: str, item: str) -> tuple[float, float] | None:
    """What a nation holds of an item on the last day, in one run of ten and in nine of ten [item's unit]."""
    frame = material.results.stock.filter((pl.col("nation") == nation) & (pl.col("item") == item)).sort("day")
    return (float(frame["p10"][-1]), float(frame["p90"][-1])) if frame.height else None


def index_range(material: Material, row: dict[str, Any]) -> tuple[float, float]:
    """The index with what is held on the last day at the ends of its range, the rest as in the middle."""
    need = material.results.needs.get((row["nation"], row["item"]))
    held = ends(material, row["nation"], row["item"])
    if not need or held is None:
        return row["pyrrhic_index"], row["pyrrhic_index"]
    low, high = ((end - row["end_stock"]) / need for end in held)
    return max(0.0, row["pyrrhic_index"] + min(0.0, low)), row["pyrrhic_index"] + max(0.0, high)


def next_name(material: Material) -> str:
    """The next contingency's name, or the words for a requirement."""
    following = material.row("scenarios", str(material.crisis["next"]))
    return f"“{following['name']}”" if following else "the stated requirements"


def _opening(material: Material, rows: list[dict[str, Any]]) -> Text:
    less = [row for row in rows if row["pyrrhic_index"] < 1]
    never = [row for row in less if row["reconstitution_days"] is None]
    nations = {row["nation"] for row in less}
    return say(
        f"After {material.days} days, on {words.day_of(material.start, material.days)}, ",
        Strong(f"{len(less)} of {len(rows)} stocks would not meet what may come next"),
        f" ({next_name(material)}), even with all that is made in the {material.crisis['gap_days']} days until then. "
        f"This touches {words.some(len(nations), 'nation')}. The rates known today never bring back "
        f"{words.some(len(never), 'stock')}.",
    )


def _how_to_read(material: Material) -> Text:
    return say(
        Strong("How to read it. "),
        "A war can be won and leave the winner unable to contest the next one. The measure of that (the Pyrrhic index) "
        "is what is held at the end, plus what is on the way, plus what is made in the next "
        f"{material.crisis['gap_days']} days, divided by what the next contingency needs. 1 means just enough; 0.5 "
        "means half. A nation is as ready as its scarcest item.",
    )


def _picture(material: Material, rows: list[dict[str, Any]]) -> Block:
    marks = []
    for row in rows[:MOST_MARKS]:
        low, high = index_range(material, row)
        marks.append(
            Remainder(
                material.tag(row["nation"], row["item"]),
                low,
                row["pyrrhic_index"],
                high,
                multiple(row["pyrrhic_index"]),
                material.evidence.is_assumed(row["nation"], row["item"]),
            )
        )
    told = "; ".join(f"{one.label}, {one.words}" for one in marks[:6])
    caption = say(
        f"What is left and made by the next contingency, as a multiple of what that needs. The line at 1 means enough; "
        f"a mark at 2 may stand for more. State on {words.day_of(material.start, material.days)}. "
        "Line: eight runs in ten. Published stocks come first; hollow marks rest on an assumed one."
    )
    return figure("left-marks", lambda look: left(marks, look), f"What is left against the next need. {told}.", caption)


def multiple(index: float) -> str:
    """What is left beside the next need, in words."""
    return f"{words.percent(index)} of the need" if index < 2 else f"{words.number(index, 2)} times the need"


def _table(material: Material, rows: list[dict[str, Any]]) -> DataTable:
    columns = (
        TableColumn("Nation and item"),
        TableColumn("Left at the end", "units (range)", numeric=True),
        TableColumn("Next need", "units", numeric=True),
        TableColumn("Index", "(range)", numeric=True),
        TableColumn("Refill takes"),
        TableColumn("Refilled by"),
    )
    caption = say(
        f"What is left on {words.day_of(material.start, material.days)}, against {next_name(material)}; the index "
        "counts what is made until then. The refill is to the same requirement, at the rates known, other claims "
        "served."
    )
    return DataTable(caption, columns, tuple(_row(material, row) for row in rows))


def _row(material: Material, row: dict[str, Any]) -> Row:
    nation, item = row["nation"], row["item"]
    held = ends(material, nation, item)
    low, high = index_range(material, row)
    need = material.results.needs.get((nation, item))
    amount = words.around(row["end_stock"], *held, words.units) if held else words.units(row["end_stock"])
    cells = (
        say(material.label(nation, item), material.cite(nation, item, "stocks", "lines", "demands")),
        say(amount),
        say(words.count(need, material.unit(item)) if need else "not known"),
        say(words.around(row["pyrrhic_index"], low, high, lambda index: f"{index:.2f}")),
        *refill(material, row["reconstitution_days"]),
    )
    return Row(cells, material.evidence.is_assumed(nation, item))


def refill(material: Material, days: float | None) -> tuple[Text, Text]:
    """How long the refill takes and when it ends, as two cells."""
    if days is None:
        return say("never, at the rates known"), say("not in sight")
    if days == 0:
        return say("already there"), say(words.day_of(material.start, material.days))
    return say(words.duration(days)), say(words.day_of(material.start, material.days + days))
