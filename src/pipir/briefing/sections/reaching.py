"""From where can what is short come, how fast, and is it permitted? The nearest sources of the scarcest items."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipir.briefing import words
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
from pipir.briefing.naming import plain_words

MOST_PERMITTED, MOST_BARRED = 4, 3


def section(material: Material) -> Section:
    """For each needy site: sources that may send, nearest first; then the nearest that may not, and why."""
    blocks: list[Block] = [Paragraph(_opening(material))]
    if material.results.routes:
        blocks.append(Note(_how_to_read()))
    for (item, site), frame in material.results.routes.items():
        rows = [row for row in frame.iter_rows(named=True) if row["site"] != site]
        blocks += [Heading(f"{material.item(item)} to {material.place(site)}"), *_sources(material, item, rows)]
    return Section("reach", "From where help can come, and how fast", tuple(blocks))


def _opening(material: Material) -> Text:
    routes = material.results.routes
    if not routes:
        return say("Nothing runs short, so no source was looked for.")
    elsewhere = [frame.filter(pl.col("site") != site) for (_, site), frame in routes.items()]
    barred = sum(not frame["permitted"].any() for frame in elsewhere)
    told = "Each has a permitted source."
    if barred:
        told = f"Without any permitted source: {words.some(barred, 'need')}."
    return say(
        f"Where could help come from for {words.some(len(routes), 'need')} that go short first? From these stocks and "
        "production lines. ",
        Strong(told),
    )


def _how_to_read() -> Text:
    return say(
        Strong("How to read it. "),
        "Days run from a finished unit at the source to the site that needs it, along the fastest lanes. Permitted "
        "means that an agreement or a promise opens the way, that the nations concerned say yes in this crisis, and "
        "that the nation which designed the item consents where it must. Only stock above the source's own reserve "
        "counts, and what lies at the needy site itself is left out.",
    )


def _sources(material: Material, item: str, rows: list[dict[str, Any]]) -> list[Block]:
    open_ways = [row for row in rows if row["permitted"]]
    barred = [row for row in rows if not row["permitted"]]
    shown = open_ways[:MOST_PERMITTED] + barred[:MOST_BARRED]
    if not shown:
        return [Paragraph(say("No stock and no line of it is known elsewhere."))]
    columns = (
        TableColumn("From"),
        TableColumn("There"),
        TableColumn("Days", numeric=True),
        TableColumn("Route"),
        TableColumn("Permitted"),
    )
    caption = say(
        f"The nearest permitted sources ({len(open_ways)} in all) and the nearest that are not permitted "
        f"({len(barred)} in all), with stances on {words.calendar(material.start)}."
    )
    body = tuple(_row(material, item, row) for row in shown)
    return [DataTable(caption, columns, body)]


def _row(material: Material, item: str, row: dict[str, Any]) -> Row:
    unit = material.unit(item)
    there = (
        words.count(row["quantity"], unit)
        if row["origin_kind"] == "stock"
        else f"{words.count(row['quantity'], unit)} a year"
    )
    kind = "stock" if row["origin_kind"] == "stock" else "production line"
    cells = (
        say(
            f"{material.bare(row['site'])}, {material.nation(row['nation'])} ({kind})",
            material.cite(row["nation"], item, "stocks" if row["origin_kind"] == "stock" else "lines"),
        ),
        say(there),
        say(words.number(row["days"]) if row["days"] is not None else "no way"),
        say(_route(material, row)),
        say("yes" if row["permitted"] else f"no: {plain_words(material, row['why_not'])}"),
    )
    assumed = row["origin_kind"] == "stock" and material.evidence.is_assumed(row["nation"], item)
    return Row(cells, assumed)


def _route(material: Material, row: dict[str, Any]) -> str:
    """The route by the places it passes and how: `by sea to Guam, by air to Sasebo`."""
    if not row["route"]:
        return ""
    lanes = {lane["lane"]: lane for lane in material.case["lanes"].iter_rows(named=True)}
    steps = [lanes[name] for name in row["route"].split(" > ") if name in lanes]
    return ", then ".join(f"by {step['mode']} to {material.place(step['destination'])}" for step in steps)
