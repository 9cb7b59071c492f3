"""What does one nation hold, owe, and may expect from whom by when? The brief from its own seat."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import Any

import polars as pl

from pipir.briefing import picks, words
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
from pipir.case.words import agreed
from pipir.network.stances import Stances

MOST_ROWS = 40
ANSWERS = {"yes": "would send", "no": "would not send", "unknown": "not known, taken as no"}


def hold(material: Material) -> Section:
    """Stocks of the seat by item, with the days that they last in this crisis."""
    seat = seat_of(material)
    rows = holdings(material)
    name = material.the_nation(seat)
    title = f"What {name} holds"
    if not rows:
        return Section("hold", title, (Paragraph(say(f"No stock of {name} is in the case.")),))
    assumed = sum(material.evidence.is_assumed(seat, row["item"]) for row in rows)
    text = say(
        f"{words.capital(name)} holds {words.some(len(rows), 'kind')} of end item, as of "
        f"{words.calendar(material.case.as_of)}. ",
        Strong(f"Most of the stock is assumed for {words.some(assumed, 'kind')}"),
        " (hatched): no public source gives it.",
    )
    columns = (
        TableColumn("Item"),
        TableColumn("Held", "units", numeric=True),
        TableColumn("Of that, reserve", "units", numeric=True),
        TableColumn("Needed in this crisis", "units", numeric=True),
        TableColumn("Lasts until day", numeric=True),
        TableColumn("Where"),
    )
    body = tuple(_held_row(material, seat, row) for row in rows[:MOST_ROWS])
    caption = say(
        "Serviceable stock, and until which day of the crisis it lasts if nothing comes in and nothing is lost."
    )
    return Section("hold", title, (Paragraph(text), DataTable(caption, columns, body)))


def holdings(material: Material) -> list[dict[str, Any]]:
    """End items that the seat holds: item, quantity, reserve, sites, what is needed, how long it lasts [day]."""
    seat = seat_of(material)
    sites = [site for site, row in material.sites.items() if row["nation"] == seat]
    stocks = material.case.filled("stocks").filter(pl.col("site").is_in(sites) & (pl.col("condition") == "serviceable"))
    rows = []
    for row in stocks.group_by("item").agg(pl.col("quantity", "reserve").sum(), pl.col("site")).iter_rows(named=True):
        if material.items[row["item"]]["kind"] in picks.END_ITEMS:
            needed, lasts = cover(material, row["item"], row["quantity"])
            rows.append({**row, "needed": needed, "lasts": lasts})
    return sorted(rows, key=lambda row: (inf if row["lasts"] is None else row["lasts"], not row["needed"], row["item"]))


def cover(material: Material, item: str, quantity: float) -> tuple[float, float | None]:
    """What the seat needs of an item in the crisis, and the day until which a quantity meets that; None: to the end."""
    own = material.demands.filter(
        (pl.col("nation") == seat_of(material)) & (pl.col("item") == item) & (pl.col("owed") > 0)
    )
    windows = [
        (row["from_day"], min(row["to_day"], material.days), row["per_day"]) for row in own.iter_rows(named=True)
    ]
    edges = sorted({edge for start, end, _ in windows for edge in (start, end)})
    used = 0.0
    for start, end in pairwise(edges):
        rate = sum(per_day for begin, last, per_day in windows if begin <= start and end <= last)
        if used + rate * (end - start) > quantity:
            return float(own["owed"].sum()), start + (quantity - used) / rate
        used += rate * (end - start)
    return used, None


def owe(material: Material) -> Section:
    """What the seat has promised and not delivered, by when it is due."""
    seat = seat_of(material)
    rows = open_commitments(material, "supplier")
    name = material.the_nation(seat)
    blocks: list[Block] = [Paragraph(_owed_words(material, rows, f"{words.capital(name)} owes"))]
    over = picks.overcommitted(material)
    if over:
        told = words.listing([material.amount(row["overcommitted"], row["item"]) for row in over])
        blocks.append(
            Note(
                say(
                    Strong("More than there is: "), f"{told} beyond what it holds and makes in {material.window_words}."
                )
            )
        )
    if rows:
        blocks.append(_commitments(material, rows, "recipient", "Promises still open, the earliest first."))
    return Section("owe", f"What {name} owes", tuple(blocks))


def expect(material: Material) -> Section:
    """What is owed to the seat, by whom and when; and the ways that stand open beyond that."""
    seat = seat_of(material)
    rows = open_commitments(material, "recipient")
    name = material.the_nation(seat)
    blocks: list[Block] = [Paragraph(_owed_words(material, rows, f"{words.capital(name)} is owed"))]
    if rows:
        blocks.append(_commitments(material, rows, "supplier", "Promises still open, the earliest first."))
    ways = _ways(material, seat)
    if ways:
        text = say(
            "Beyond what is promised, an agreement only opens a way: it says who may send, not that anything will "
            "come. What the supplier could spare is its surplus, and in a crisis its own answer decides."
        )
        columns = (
            TableColumn("From"),
            TableColumn("What"),
            TableColumn("Legal form"),
            TableColumn("Promised", "units a year", numeric=True),
            TableColumn("Spare there", "units in the window", numeric=True),
            TableColumn("In this crisis"),
        )
        caption = say(f"Agreements in force on {words.calendar(material.start)} under which something may come.")
        stances = Stances(material.case, material.crisis["situation"])
        body = tuple(_way_row(material, row, stances) for row in ways[:MOST_ROWS])
        blocks += [Heading("Ways that stand open"), Paragraph(text), DataTable(caption, columns, body)]
    return Section("expect", f"What {name} may expect, from whom, by when", tuple(blocks))


def open_commitments(material: Material, side: str) -> list[dict[str, Any]]:
    """Commitments of the seat on one side still to deliver, with `due`, that quantity, and its `grade`; by end."""
    sent = material.case["deliveries"].group_by("commitment").agg(pl.col("quantity").sum().alias("recorded"))
    frame = material.case.filled("commitments").filter(pl.col(side) == material.seat)
    joined = frame.join(sent, on="commitment", how="left")
    due = joined.with_columns(due=pl.col("quantity") - pl.coalesce("recorded", "delivered"))
    rows = due.filter(pl.col("due") > 0).sort("end", "commitment").to_dicts()
    return [{**row, "grade": material.grade_of("commitments", row["commitment"])} for row in rows]


def seat_of(material: Material) -> str:
    """The nation that the brief is for."""
    assert material.seat is not None
    return material.seat


def _held_row(material: Material, seat: str, row: dict[str, Any]) -> Row:
    item = row["item"]
    places = sorted({material.site(site) for site in row["site"]})
    cells = (
        say(material.item(item), material.cite(seat, item, "stocks")),
        say(words.count(row["quantity"], material.unit(item))),
        say(words.units(row["reserve"])),
        say(words.units(row["needed"]) if row["needed"] else "none"),
        say(_lasting(row)),
        say(words.listing(places, 4)),
    )
    return Row(cells, material.evidence.is_assumed(seat, item))


def _lasting(row: dict[str, Any]) -> str:
    if not row["needed"]:
        return ""
    return "to the end" if row["lasts"] is None else words.number(row["lasts"], 2)


def _owed_words(material: Material, rows: list[dict[str, Any]], opening: str) -> Text:
    if not rows:
        return say(f"{opening} nothing that is still open.")
    states = words.listing(sorted({row["state"] for row in rows}))
    items = {row["item"] for row in rows}
    late = [row for row in rows if row["end"] <= material.case.as_of]
    return say(
        f"{opening} ",
        Strong(f"{words.some(len(rows), 'promise')} of {words.some(len(items), 'kind')} of item"),
        f" ({states}); due before {words.calendar(material.case.as_of)}: {words.some(len(late), 'promise')}.",
    )


def _commitments(material: Material, rows: list[dict[str, Any]], other: str, caption: str) -> DataTable:
    columns = (
        TableColumn("To whom" if other == "recipient" else "From whom"),
        TableColumn("Item"),
        TableColumn("Still open", "units", numeric=True),
        TableColumn("Due by"),
        TableColumn("Step"),
        TableColumn("Falls due in this crisis", "units", numeric=True),
        TableColumn("Of that, not met", "units (range)", numeric=True),
    )
    body = []
    for row in rows[:MOST_ROWS]:
        run = material.claim(row["commitment"])
        missed = words.around(run["short_p50"], run["short_p10"], run["short_p90"], words.units) if run else ""
        cells = (
            say(material.nation(row[other])),
            say(material.item(row["item"]), material.cite_row("commitments", row["commitment"])),
            say(words.count(row["due"], material.unit(row["item"]))),
            say(words.calendar(row["end"])),
            say(row["state"] + ("" if row["binding"] == "binding" else ", best effort")),
            say(words.units(run["owed"]) if run else "none"),
            say(missed),
        )
        body.append(Row(cells, material.evidence.is_assumed(row["supplier"], row["item"])))
    return DataTable(say(f"{caption} Not met: in the runs of {material.crisis_name}."), columns, tuple(body))


def _ways(material: Material, seat: str) -> list[dict[str, Any]]:
    frame = material.case.filled("agreements").filter(
        (pl.col("beneficiary") == seat) & (pl.col("status") == "in_force")
    )
    start, end = pl.col("start"), pl.col("end")
    live = frame.filter((start.is_null() | (start <= material.start)) & (end.is_null() | (end > material.start)))
    return live.sort("supplier", "item", "agreement").to_dicts()


def _way_row(material: Material, row: dict[str, Any], stances: Stances) -> Row:
    covered = [item for item, one in material.items.items() if row["item"] in ("*", item, one["family"])]
    spare = material.results.account.filter(
        (pl.col("nation") == row["supplier"]) & pl.col("item").is_in(covered) & (pl.col("exportable") > 0)
    ).sort("exportable", "item", descending=[True, False])
    named = [material.amount(amount, item) for item, amount in spare.select("item", "exportable").iter_rows()]
    item = None if row["item"] == "*" else row["item"]
    cells = (
        say(material.nation(row["supplier"])),
        say("anything" if item is None else words.listing([material.item(one) for one in covered], 3)),
        say(agreed(row["kind"])),
        say(words.number(row["promised_per_year"]) if row["promised_per_year"] else "none"),
        say(words.listing(named, 3) or "nothing"),
        say(ANSWERS[stances.answer(row["supplier"], "export", material.seat, item)]),
    )
    return Row(cells)
