"""Which promises can be kept together, which clash and over what, what would mend it, and how words were kept?"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipir.briefing import words
from pipir.briefing.charts.promises import Fates, fates
from pipir.briefing.charts.style import figure
from pipir.briefing.document import (
    Block,
    Cite,
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
from pipir.briefing.sections import clashing

KEPT, CRISIS, CLASHES, BARRED = range(4)
"""Fates of a promise, by their places among those of the chart."""
TOLD = 0.005
"""Share short below which a promise counts as kept."""
MOST_BARS, MOST_ROWS = 14, 25
Facts = dict[str, Any]


def section(material: Material) -> Section:
    """The answer, bars by supplier, promises that are not kept, clashes with their mends, records."""
    name = material.the_nation(material.seat) if material.seat else ""
    title = f"Which promises of {name}, and to it, can be kept" if name else "Which promises can be kept together"
    rows = due(material)
    blocks: list[Block] = [Paragraph(opening(material, rows))]
    if rows:
        blocks += [Note(_how_to_read()), _picture(material, rows), *_unkept(material, rows)]
        blocks += [*clashing.blocks(material), *_records(material)]
    return Section("promises", title, tuple(blocks))


def due(material: Material) -> list[Facts]:
    """Promises that fall due, with their `fate` and `planned`: the share kept in the best plan; None where not called.

    An agreement that promises so much a year is called by whoever it favours, which the best plan leaves open.
    """
    judged = material.results.promises.judged
    clashing = {(row["kind"], row["claim"]) for row in judged.clashes}
    plan = material.results.plans.together.shortfall.iter_rows(named=True)
    kept = {
        row["claim"]: 1.0 - row["short"] / row["owed"] for row in plan if row["kind"] == "commitment" and row["owed"]
    }
    rows = []
    for row in judged.promises:
        if material.seat in (None, row["supplier"], row["recipient"]):
            planned = kept.get(row["claim"]) if row["kind"] == "commitment" else None
            rows.append({**row, "planned": planned, "fate": _fate(row, planned, clashing)})
    return rows


def _fate(row: Facts, planned: float | None, clashing: set[tuple[str, str]]) -> int:
    if row["barred_by"] is not None:
        return BARRED
    if row["kept_alone"] < 1.0 or (row["kind"], row["claim"]) in clashing:
        return CLASHES
    return CRISIS if planned is not None and planned < 1.0 - TOLD else KEPT


def opening(material: Material, rows: list[Facts]) -> Text:
    """How many fall due, how far they can be kept at once, how many go short only because of the crisis."""
    whose = f" of {material.the_nation(material.seat)} or to it" if material.seat else ""
    within = f"{_span(material)} of {material.crisis_name}"
    if not rows:
        return say(f"No promise{whose} falls due within {within}.")
    count = Counter(row["fate"] for row in rows)
    free = len(rows) - count[BARRED]
    fall = "falls" if len(rows) == 1 else "fall"
    first = f"Within {within} {words.some(len(rows), 'promise')}{whose} {fall} due"
    barred = (
        f", of which answers of nations bar {words.some(count[BARRED], 'promise').split()[0]}" if count[BARRED] else ""
    )
    if not free:
        return say(f"{first}{barred}: none is left to be kept.")
    beside = ""
    if count[CRISIS]:
        goes = "goes" if count[CRISIS] == 1 else "go"
        further = words.some(count[CRISIS], "further promise")
        beside = f" {words.capital(further)} {goes} short only because the needs and dangers of the crisis come first."
    if material.seat:
        told = _certain(free, free - count[CLASHES], "other " if barred else "")
        return say(f"{first}{barred}. Were no crisis, ", Strong(told), f".{beside}")
    return say(f"{first}{barred}. ", *_together(material, free, bool(barred)), _likely(material), beside)


def _likely(material: Material) -> str:
    """How likely the binding ones hold, where that is not certain: words may fail, or promises clash."""
    judged = material.results.promises.judged
    impossible = any(row["barred_by"] is None and row["kept_alone"] < 1.0 for row in judged.promises)
    chance = judged.chance_possible if impossible else judged.chance
    if chance is None or chance.low >= 1.0:
        return ""
    which = "all binding ones that can be kept in full alone hold" if impossible else "all binding ones hold"
    much = words.percent(chance.low)
    if chance.settled is None:
        much = f"between {much} and {words.percent(chance.high)}"
    return f" As far as each word is known to hold, the chance that {which} is {much}."


def _span(material: Material) -> str:
    return "the day" if material.days == 1 else f"the {material.days} days"


def _certain(free: int, kept: int, other: str) -> str:
    """How many of a seat's promises could be kept whatever else is promised, so many of which no answer bars."""
    if free == 1:
        return f"the {other or 'one '}could {'' if kept else 'not '}be kept in full beside all other promises"
    count = "all" if kept == free else str(kept) if kept else "none"
    return f"{count} of the {other}{free} could be kept in full beside all other promises"


def _together(material: Material, free: int, others: bool) -> Text:
    """How far all that no answer bars can be kept at once; `others` where some are barred."""
    judged = material.results.promises.judged
    them = (f"the {free} others" if others else "them") if free > 1 else "the other" if others else "it"
    every, once = (f"each of {them}", " at once") if free > 1 else (them, "")
    fraction = 1.0 if judged.fraction is None else judged.fraction
    if fraction >= 1.0:
        return say("Were nothing else asked, ", Strong(f"{every} could be kept in full{once}"), ".")
    much = f"no more than {words.percent(fraction)}" if fraction > 0.0 else "nothing"
    alone = [row for row in judged.promises if row["barred_by"] is None and row["kept_alone"] < 1.0]
    rest = ""
    if alone and judged.fraction_possible is not None:
        which = "one" if len(alone) == 1 else str(len(alone))
        full = "in full" if judged.fraction_possible >= 1.0 else f"to {words.percent(judged.fraction_possible)}"
        rest = f"; without the {which} that cannot be kept in full even alone, the rest could be kept {full}"
    return say("Even if nothing else were asked, ", Strong(f"{much} of {every} could be kept{once}"), f"{rest}.")


def _how_to_read() -> Text:
    return say(
        Strong("How to read it. "),
        "Promises are looked at twice. First as if nothing else were asked: no needs of the crisis, no attacks, "
        "reserves kept; what is still under way on the last day counts as short. What fails there cannot be kept "
        "whatever the crisis does. Then in the best plan, where needs of an earlier rank come first. A clash is a set "
        "of promises that cannot all be kept, though any of them could be if another were dropped; a clash of one "
        "cannot be kept even alone.",
    )


def _picture(material: Material, rows: list[Facts]) -> Block:
    by_supplier: dict[str, list[Facts]] = {}
    for row in rows:
        by_supplier.setdefault(row["supplier"], []).append(row)
    order = sorted(by_supplier, key=lambda one: (-len(by_supplier[one]), material.nation(one)))
    bars = [_bar(material, supplier, by_supplier[supplier]) for supplier in order[:MOST_BARS]]
    told = "; ".join(f"{bar.label}, {bar.words}" for bar in bars)
    more = f" The {len(bars)} suppliers with most promises are shown." if len(order) > len(bars) else ""
    caption = say(
        f"What becomes of promises that fall due in the crisis, by who has given them.{more} Each counts once, "
        "whatever it is counted in."
    )
    return figure("promises-bars", lambda look: fates(bars, look), f"Promises by supplier and fate. {told}.", caption)


def _bar(material: Material, supplier: str, rows: list[Facts]) -> Fates:
    count = Counter(row["fate"] for row in rows)
    parts = (count[KEPT], count[CRISIS], count[CLASHES], count[BARRED])
    return Fates(material.nation(supplier), parts, f"{count[KEPT]} of {len(rows)} kept in full")


def _unkept(material: Material, rows: list[Facts]) -> list[Block]:
    head = Heading("Promises that are not kept in full")
    unkept = sorted((row for row in rows if row["fate"] != KEPT), key=lambda row: -row["fate"])
    if not unkept:
        return [head, Paragraph(say("None: every one of them is kept in full."))]
    columns = (
        TableColumn("Promise"),
        TableColumn("Falls due", "units", numeric=True),
        TableColumn("Kept if nothing else is asked", "share", numeric=True),
        TableColumn("Kept in the best plan", "share", numeric=True),
        TableColumn("Why not in full"),
    )
    body = []
    for row in unkept[:MOST_ROWS]:
        ends = f"{material.nation(row['supplier'])} to {material.the_nation(row['recipient'])}"
        cells = (
            say(f"{ends}: {material.item(row['item'])}", _cite(material, row)),
            say(words.count(row["owed"], material.unit(row["item"]))),
            say(words.percent(row["kept_alone"])),
            say("not called" if row["planned"] is None else words.percent(row["planned"])),
            say(_reason(material, row)),
        )
        body.append(Row(cells, material.evidence.is_assumed(row["supplier"], row["item"])))
    shown = f" The first {len(body)} of {len(unkept)} are shown." if len(unkept) > len(body) else ""
    called = " An agreement to sell so much a year is called by whom it favours; the best plan leaves that open."
    open_ = any(row["planned"] is None for row in unkept[:MOST_ROWS])
    caption = say(
        f"Shares are of what falls due within {_span(material)}; a hatched row rests on an assumed stock."
        f"{shown}{called if open_ else ''}"
    )
    return [head, DataTable(caption, columns, tuple(body))]


def _cite(material: Material, row: Facts) -> Cite:
    if row["kind"] == "commitment":
        return material.cite_row("commitments", row["claim"])
    return material.cite_row("agreements", row["claim"], "promised_per_year")


def _reason(material: Material, row: Facts) -> str:
    if row["fate"] == BARRED:
        return words.capital(plain_words(material, row["barred_by"].removesuffix(" in this situation")))
    if row["fate"] == CLASHES:
        return "Not in full even alone" if row["kept_alone"] < 1.0 else "Clashes with other promises"
    return "Needs or dangers of the crisis come before it"


def _records(material: Material) -> list[Block]:
    """How suppliers kept their word, where the case records deliveries."""
    named = {row["supplier"] for row in due(material)}
    rows = [one for one in material.results.promises.records if material.seat is None or one.supplier in named]
    head = Heading("How suppliers have kept their word so far")
    if not rows:
        whose = " of these suppliers" if material.seat else ""
        return [head, Paragraph(say(f"The case records no delivery under a promise{whose}: nothing is known of it."))]
    columns = (
        TableColumn("Supplier"),
        TableColumn("Promises that had fallen due", numeric=True),
        TableColumn("No delivery on record", "of them", numeric=True),
        TableColumn("Kept of what had fallen due", "share, mean", numeric=True),
        TableColumn("Late", "days, mean", numeric=True),
    )
    body = tuple(
        Row(
            (
                say(material.nation(one.supplier), _delivered(material, one.supplier)),
                say(str(one.commitments)),
                say(str(one.without_delivery)),
                say(words.percent(one.kept_share)),
                say(words.number(one.days_late)),
            )
        )
        for one in rows
    )
    caption = say(
        f"What had fallen due by {words.calendar(material.case.as_of)}, each promise counted once; what is still open "
        "counts as late until then. The share kept is taken as the chance that a best-effort promise is kept."
    )
    return [head, DataTable(caption, columns, body)]


def _delivered(material: Material, supplier: str) -> Cite:
    """Sources of the deliveries of a supplier, four at most."""
    own = {name for name, row in _commitments(material).items() if row["supplier"] == supplier}
    found = [
        source
        for name, day in material.case["deliveries"].select("commitment", "date").iter_rows()
        if name in own
        for source in material.cite_row("deliveries", f"{name}/{day}").sources
    ]
    return Cite(tuple(dict.fromkeys(found))[:4])


def _commitments(material: Material) -> dict[str, Facts]:
    return {row["commitment"]: row for row in material.case["commitments"].iter_rows(named=True)}
