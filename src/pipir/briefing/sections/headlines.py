"""What must a reader know who reads one page? Five sentences, each with a number, a range, a date and a grade."""

from __future__ import annotations

import re
from math import inf
from typing import Any

import polars as pl

from pipir.briefing import picks, words
from pipir.briefing.backing import weakest
from pipir.briefing.document import Block, KeySentence, KeySentences, Note, Section, Strong, Text, say
from pipir.briefing.material import Material
from pipir.briefing.sections.giving import cited
from pipir.briefing.sections.left import index_range, next_name
from pipir.briefing.sections.sourcing import assumed_share
from pipir.briefing.sections.weak_points import weaknesses

NO_NEXT = "the case names no contingency that may follow, and no requirement"
CLAUSE = re.compile(r"[;:] |\. ")
"""Where the first clause of a finding's sentence ends."""
NEEDING = ("stocks", "lines", "demands")


def section(material: Material) -> Section:
    """The five sentences. A nation's stock that is assumed never makes one of them."""
    sentences = (_gives(material), _owes(material), short(material), left(material), _weakest(material))
    blocks: list[Block] = [KeySentences(sentences), Note(doubt(material))]
    return Section("answers", "The answers on one page", tuple(blocks))


def _firm(material: Material, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows whose stock somebody published."""
    return [row for row in rows if not material.evidence.is_assumed(row["nation"], row["item"])]


def _gives(material: Material) -> KeySentence:
    heading = "What partners can really give"
    rows = picks.accounts(material)
    free = [row for row in rows if row["exportable"] > 0 and material.is_partner(row["nation"])]
    short = {row["item"] for row in picks.likely(picks.shortest(material, seat_only=False))}
    wanted = [row for row in free if row["item"] in short]
    best = _largest(material, _firm(material, wanted) or _firm(material, free))
    kinds = len({row["item"] for row in wanted})
    runs = "runs" if len(short) == 1 else "run"
    opening = (
        f"Of the {words.some(len(short), 'kind')} of item that {runs} short in at least half of the runs, partners "
        f"have something free to give of {kinds}"
    )
    if best is None:
        text = say(f"{opening}, none of it from a stock that is published, {_to(material)}.")
        return KeySentence(heading, text, "assumed", "Every stock that could give rests on an assumption.")
    text = say(
        f"{opening}; the largest in money among published stocks is ",
        Strong(f"{material.amount(best['exportable'], best['item'])} from {material.the_nation(best['nation'])}"),
        f", {_range(best['low'], best['high'])}, {_to(material)}.",
        cited(material, best),
    )
    return KeySentence(heading, text, *_account_grade(material, best))


def _owes(material: Material) -> KeySentence:
    heading = "Who has promised more than there is"
    rows = picks.overcommitted(material)
    firm = _firm(material, rows)
    if not firm:
        return _tightest(material, heading, len(rows))
    worst = firm[0]
    text = say(
        f"In {words.some(len(rows), 'case')} more is promised than there is; worst, ",
        Strong(
            f"{material.the_nation(worst['nation'])} owes {material.amount(worst['committed'], worst['item'])} against "
            f"{words.units(supply_of(worst))} held and made"
        ),
        f", {words.units(worst['overcommitted'])} too many, {_to(material)}.",
        cited(material, worst),
    )
    return KeySentence(heading, text, *_account_grade(material, worst))


def _tightest(material: Material, heading: str, assumed: int) -> KeySentence:
    """Where nobody is known to have promised too much: who has promised most of what there is."""
    rows = [row for row in _firm(material, picks.accounts(material)) if row["committed"] > 0]
    tight = max(rows, key=lambda row: (row["committed"] / supply_of(row), row["nation"], row["item"]), default=None)
    opening = f"No partner whose stock is published has promised more than it holds and makes, {_to(material)}"
    beside = f"Of those whose stock is assumed, {words.some(assumed, 'case')} would be over-promised."
    if tight is None:
        return KeySentence(heading, say(f"{opening}."), "assumed", beside)
    text = say(
        f"{opening}; closest to it, ",
        Strong(
            f"{material.the_nation(tight['nation'])} has promised "
            f"{words.percent(tight['committed'] / supply_of(tight))} of its "
            f"{words.count(supply_of(tight), material.unit(tight['item']))} ({material.item(tight['item'])})"
        ),
        ".",
        cited(material, tight),
    )
    grade, why = _account_grade(material, tight)
    return KeySentence(heading, text, grade, f"{why} {beside}" if assumed else why)


def supply_of(row: dict[str, Any]) -> float:
    """Stock above the reserve plus output in the window [item's unit], never 0."""
    return float(max(row["releasable_stock"] + row["capacity"], 1e-9))


def short(material: Material) -> KeySentence:
    """The first need to go short, tier by tier, among those that rest on a published stock."""
    heading = "What runs short, and when" if material.seat else "Who runs short of what, and when"
    likely = picks.likely(picks.shortest(material))
    rows = _firm(material, likely)
    if not rows:
        text = say(
            f"No need that rests on a published stock goes short in half of the runs before {_end(material)}; of those "
            f"that rest on an assumed stock, {words.some(len(likely), 'need')} would."
        )
        return KeySentence(heading, text, "assumed", "Assumed stocks are told in the tables and never here.")
    first = rows[0]
    soon = {(row["nation"], row["item"]) for row in rows if row["tier"] == 1 and (row["short_p50"] or 999) < 30}
    last = f"after {material.days}" if first["short_p90"] is None else first["short_p90"]
    band = f"day {last}" if last == first["short_p10"] else f"day {first['short_p10']} to {last}"
    missed = words.around(first["missed"], first["missed_low"], first["missed_high"], words.units)
    out = ""
    if first["out_p50"] is not None:
        out = f" and has nothing left by {material.dated(first['out_p50'])}"
    text = say(
        f"{words.capital(material.the_nation(first['nation']))} is ",
        Strong(f"short of {material.item(first['item'])} by {material.dated(first['short_p50'])}"),
        f" in half of the runs ({band} in eight of ten){out}; by {_end(material)} "
        f"{words.percent(first['missed_share'])} of what it needs is missing, {missed} of some "
        f"{words.count(first['owed'], material.unit(first['item']))}. Within 30 days "
        f"{words.some(len(soon), 'first-tier need')} with a published stock "
        f"{'goes' if len(soon) == 1 else 'go'} short.",
        material.cite(first["nation"], first["item"], *NEEDING),
    )
    return KeySentence(heading, text, *_grade(material, first, NEEDING, until=first["short_p50"]))


def left(material: Material) -> KeySentence:
    """The stock that is least fit for what comes next, among those that are published."""
    heading = "What is left after, and how long the refill takes"
    rows = picks.remainders(material)
    needy = {(row["nation"], row["item"]) for row in material.demands.filter(pl.col("tier") == 1).iter_rows(named=True)}
    firm = _firm(material, rows)
    firm = [row for row in firm if (row["nation"], row["item"]) in needy] or firm
    if not firm:
        less = sum(row["pyrrhic_index"] < 1 for row in rows)
        beside = f"of those that are assumed, {less} of {len(rows)} fall below their next need" if rows else NO_NEXT
        text = say(f"No published stock can be measured against what follows {_end(material)}; {beside}.")
        return KeySentence(heading, text, "assumed", "Assumed stocks are told in the tables and never here.")
    worst = firm[0]
    low, high = (words.percent(end) for end in index_range(material, worst))
    band = f"range {low} to {high}" if low != high else "the same in eight of ten runs"
    days = worst["reconstitution_days"]
    refill = "at the rates known the stock never comes back to what is needed"
    if days is not None:
        refill = (
            f"the refill takes {words.duration(days)}, until {words.month_of(material.start, material.days + days)}"
        )
    less = sum(row["pyrrhic_index"] < 1 for row in rows)
    text = say(
        f"On {_end(material)} {material.the_nation(worst['nation'])} would have ",
        Strong(
            f"{words.percent(worst['pyrrhic_index'])} of the {material.item(worst['item'])} that the next "
            "contingency needs"
        ),
        f" ({band}; {next_name(material)}), a year's output counted; "
        f"{refill}. {less} of {len(rows)} stocks fall below their next need.",
        material.cite(worst["nation"], worst["item"], *NEEDING),
    )
    return KeySentence(heading, text, *_grade(material, worst, NEEDING))


def _weakest(material: Material) -> KeySentence:
    heading = "The weakness that bites hardest"
    costly = [one for one in weaknesses(material) if one.loss is not None and one.loss.days > 0]
    firm = [one for one in costly if one.loss and not material.evidence.is_assumed(one.loss.nation, one.loss.item)]
    if not firm or firm[0].loss is None:
        text = say(
            "No weakness found touches a first-tier need with a published stock that goes unmet before "
            f"{_end(material)}; where the stock is assumed, {words.some(len(costly), 'finding')} would."
        )
        return KeySentence(
            heading, text, "assumed" if costly else "low", "The table further down ranks what was found."
        )
    worst = next((one for one in firm if one.severity == "high"), firm[0])
    loss = worst.loss or firm[0].loss
    text = say(
        Strong(CLAUSE.split(worst.sentence, maxsplit=1)[0].rstrip(".")),
        f". Where this bites, {material.the_nation(loss.nation)} goes without {words.number(loss.days)} days of "
        f"supply of {material.item(loss.item)} (range {words.span(loss.low, loss.high)}) by {_end(material)}.",
        material.cite(loss.nation, loss.item, *NEEDING),
    )
    row = {"nation": loss.nation, "item": loss.item}
    return KeySentence(heading, text, *_grade(material, row, NEEDING))


def _largest(material: Material, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The row with the largest value at the item's unit cost; without costs, the largest quantity."""

    def value(row: dict[str, Any]) -> tuple[float, float, str]:
        cost = material.items[row["item"]]["unit_cost_usd"] or 0.0
        return row["exportable"] * cost, row["exportable"], row["nation"]

    return max(rows, key=value, default=None)


def _grade(material: Material, row: dict[str, Any], tables: tuple[str, ...], until: float = inf) -> tuple[str, str]:
    """The grade of an answer and why: the stock's own, and the weakest of what else stands behind it up to a day.

    The share that is assumed is of everything behind the sentence, as its marks are: it also speaks of the last day.
    """
    nation, item = row["nation"], row["item"]
    stock = material.evidence.stock_grade(nation, item)
    held = material.evidence.behind(nation, item, ("stocks",)).figures
    rest = material.evidence.behind(nation, item, [name for name in tables if name != "stocks"], until)
    whole = material.evidence.behind(nation, item, tables)
    grade = weakest([stock, rest.grade]) if rest.figures else stock
    why = f"Confidence in the stock: {stock}" if held else "No stock is held"
    if rest.figures:
        why += f"; in the weakest other figure{'' if until == inf else ' up to that day'}: {rest.grade}"
    return grade, f"{why}; {words.percent(whole.assumed_share)} of the {whole.figures} figures behind it are assumed."


def _account_grade(material: Material, row: dict[str, Any]) -> tuple[str, str]:
    """The grade of an answer of the account and why: the account's own, over all figures that it rests on."""
    held = material.evidence.behind(row["nation"], row["item"], ("stocks",)).figures
    stock = material.evidence.stock_grade(row["nation"], row["item"])
    why = f"Confidence in the stock: {stock}" if held else "No stock is held"
    return row["grade"], f"{why}; {words.percent(row['assumed_share'])} of all figures of its account are assumed."


def _range(low: float, high: float) -> str:
    """The range of a quantity in words."""
    return "no range known" if low == high else f"range {words.span(low, high, words.units)}"


def _to(material: Material) -> str:
    return f"{words.calendar(material.case.as_of)} to {words.calendar(material.window_end)}"


def _end(material: Material) -> str:
    return words.day_of(material.start, material.days)


def doubt(material: Material) -> Text:
    """What the reader of one page must know of its doubts."""
    return say(
        Strong("How sure is this? "),
        "Of the stocks, rates, needs and promises behind these answers, "
        f"{words.percent(1 - assumed_share(material))} have a public source; the others are assumed and marked so. "
        f"Dates and ranges come from {words.number(material.runs)} runs in which daily use, losses to attack, and "
        "every figure with a published range were drawn by chance. The grade beside each answer is that of the "
        "weakest figure behind it. Nothing here is a forecast: it is what follows if the scenario and the figures "
        "hold.",
    )
