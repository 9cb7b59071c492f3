"""What is short and what is out, when? Bands over all runs, the amounts not met, and what the doubt comes from."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipir.briefing import picks, words
from pipir.briefing.charts.shortage import Depletion, Span, shortage
from pipir.briefing.charts.stocks import Panel, stocks
from pipir.briefing.charts.style import figure
from pipir.briefing.document import (
    Block,
    DataTable,
    Heading,
    Note,
    Paragraph,
    Row,
    Section,
    Strong,
    TableColumn,
    Text,
    say,
)
from pipir.briefing.material import Material
from pipir.case.words import plural

MOST_LINES, MOST_ROWS, MOST_PANELS, MOST_SPREADS = 18, 40, 6, 8


def section(material: Material) -> Section:
    """Lines on a time axis, run-down of the scarcest items, the table, war against ignorance."""
    rows = picks.shortest(material)
    if not rows:
        text = say(f"Nothing runs short in any of {words.number(material.runs)} runs over {material.days} days.")
        return Section("shortage", "What runs short, what runs out, and when", (Paragraph(text),))
    blocks: list[Block] = [
        Paragraph(_opening(material, rows)),
        Note(_how_to_read()),
        _lines(material, rows[:MOST_LINES]),
        *_panels(material, rows),
        _table(material, rows[:MOST_ROWS]),
        *_spread(material, rows),
    ]
    return Section("shortage", "What runs short, what runs out, and when", tuple(blocks))


def _opening(material: Material, rows: list[dict[str, Any]]) -> Text:
    first = [row for row in rows if row["tier"] == 1]
    early = [row for row in first if row["short_p50"] is not None and row["short_p50"] < 30]
    out = [row for row in rows if row["share_out"] >= 0.5]
    return say(
        f"{material.crisis_name} was run {words.number(material.runs)} times, from {words.calendar(material.start)} "
        f"for {material.days} days. ",
        Strong(f"Something runs short in {words.some(len(rows), 'case')}"),
        f", a case being a nation and an item that it needs; first-tier needs among them: {len(first)}. Short within "
        f"30 days in at least half of the runs: {words.some(len(early), 'first-tier need')}. Nothing left by the end "
        f"in at least half of the runs: {words.some(len(out), 'case')}.",
    )


def _how_to_read() -> Text:
    return say(
        Strong("How to read it. "),
        "Short means that some need of that day was not met. Out means that nothing is left, neither at any of the "
        "nation's sites nor on the way to them. Tiers say whose need is served first: the first tier before the "
        "second, the second before the third. A band runs from the day by which one run in ten has come to it to the "
        "day by which nine in ten have; the mark is the day by which half have. Each run draws daily use, losses to "
        "attack, and every figure that has a published range.",
    )


def _lines(material: Material, rows: list[dict[str, Any]]) -> Block:
    drawn = [
        Depletion(
            material.tag(row["nation"], row["item"]),
            Span(row["short_p10"], row["short_p50"], row["short_p90"]),
            Span(row["out_p10"], row["out_p50"], row["out_p90"]),
            f"{words.percent(row['missed_share'])} not met",
            material.evidence.is_assumed(row["nation"], row["item"]),
        )
        for row in rows
    ]
    told = "; ".join(
        f"{one.label}, short on day {words.short_days(one.short.low, one.short.middle, one.short.high, material.days)}"
        for one in drawn[:6]
    )
    caption = say(
        "First day short (circle) and first day with nothing left (diamond): first-tier needs first, and among them "
        "those that go without the largest share of what they need (written at the right). Line: eight runs in ten. "
        "Arrow: in some of those runs not before the crisis ends. Striped: the stock is assumed."
    )
    return figure(
        "shortage-lines",
        lambda look: shortage(drawn, material.days, material.start, look),
        f"Days on which needs are first short and stocks are out. {told}.",
        caption,
    )


def _panels(material: Material, rows: list[dict[str, Any]]) -> list[Block]:
    panels: list[Panel] = []
    for row in sorted(rows, key=lambda one: material.evidence.is_assumed(one["nation"], one["item"])):
        held = material.results.stock.filter((pl.col("nation") == row["nation"]) & (pl.col("item") == row["item"]))
        if held.height and held["p90"].max() and len(panels) < MOST_PANELS:
            title = material.tag(row["nation"], row["item"])
            panels.append(Panel(title, plural(material.unit(row["item"])), held))
    if not panels:
        return []
    caption = say(
        f"What is held at the end of each day, from day 0 ({words.calendar(material.start)}); goods on the way are not "
        "counted, and much sets out for the bases on the first days. Line: half of the runs hold no more. Band: "
        "eight runs in ten."
    )
    told = "; ".join(f"{panel.title}, {_run_down(panel)}" for panel in panels)
    return [figure("stocks", lambda look: stocks(panels, look), f"Stock by day. {told}.", caption)]


def _run_down(panel: Panel) -> str:
    """How a stock runs down, in words: held at first and at last, half of the runs holding no more."""
    stock = panel.stock.sort("day")
    first, last = (f"{words.number(stock['p50'][end])} {panel.unit} on day {stock['day'][end]}" for end in (0, -1))
    return f"from {first} to {last}"


def _table(material: Material, rows: list[dict[str, Any]]) -> DataTable:
    columns = (
        TableColumn("Nation and item"),
        TableColumn("Tier"),
        TableColumn("Short first at"),
        TableColumn("First day short", "middle (range)", numeric=True),
        TableColumn("Runs short", "share", numeric=True),
        TableColumn("First day out", "middle (range)", numeric=True),
        TableColumn("Runs out", "share", numeric=True),
        TableColumn("Needed", "units", numeric=True),
        TableColumn("Not met", "units (range)", numeric=True),
    )
    caption = say(
        f"First days short and out, counted from day 0 ({words.calendar(material.start)}), and what is not met in "
        f"{material.days} days. Ranges hold eight runs in ten."
    )
    return DataTable(caption, columns, tuple(_row(material, row) for row in rows))


def _row(material: Material, row: dict[str, Any]) -> Row:
    nation, item = row["nation"], row["item"]
    cells = (
        say(material.label(nation, item), material.cite(nation, item, "stocks", "lines", "demands")),
        say(str(row["tier"])),
        say(material.site(row["first_site"]) if row["first_site"] else ""),
        say(words.short_days(row["short_p10"], row["short_p50"], row["short_p90"], material.days)),
        say(words.percent(row["share_short"])),
        say(words.short_days(row["out_p10"], row["out_p50"], row["out_p90"], material.days)),
        say(words.percent(row["share_out"])),
        say(words.count(row["owed"], material.unit(item))),
        say(words.around(row["missed"], row["missed_low"], row["missed_high"], words.units)),
    )
    return Row(cells, material.evidence.is_assumed(nation, item))


def _spread(material: Material, rows: list[dict[str, Any]]) -> list[Block]:
    plain = {(row["nation"], row["item"]): row for row in material.results.war_only.iter_rows(named=True)}
    body: list[Row] = []
    for row in rows:
        alone = plain.get((row["nation"], row["item"]))
        known = alone is not None and row["short_p10"] is not None and alone["short_p10"] is not None
        if alone is None or not known or row["short_p10"] == row["short_p90"] or len(body) == MOST_SPREADS:
            continue
        cells = (
            say(material.label(row["nation"], row["item"])),
            say(words.short_days(alone["short_p10"], alone["short_p50"], alone["short_p90"], material.days)),
            say(words.short_days(row["short_p10"], row["short_p50"], row["short_p90"], material.days)),
            say(_share_of_doubt(alone, row, material.days)),
        )
        body.append(Row(cells, material.evidence.is_assumed(row["nation"], row["item"])))
    if not body:
        return []
    columns = (
        TableColumn("Nation and item"),
        TableColumn("First day short, chance of war only", "middle (range)", numeric=True),
        TableColumn("With doubt about figures", "middle (range)", numeric=True),
        TableColumn("Of the spread, ignorance"),
    )
    text = say(
        "A wide band can come from war itself, which no better figure would narrow, or from not knowing the stocks and "
        "rates, which better figures would. The runs were made twice to tell the two apart: once with every figure at "
        "its chosen value, once with each drawn from its published range."
    )
    caption = say("The same crisis with figures at their chosen values, and with figures drawn from their ranges.")
    return [
        Heading("How much of the spread is war, how much is ignorance"),
        Paragraph(text),
        DataTable(caption, columns, tuple(body)),
    ]


def _share_of_doubt(alone: dict[str, Any], row: dict[str, Any], days: int) -> str:
    def width(one: dict[str, Any]) -> int:
        return int((days if one["short_p90"] is None else one["short_p90"]) - one["short_p10"])

    whole, chance = width(row), width(alone)
    if whole <= chance:
        return "none seen"
    return f"{words.percent(1 - chance / whole)} ({words.count(whole - chance, 'day')} of {whole})"
