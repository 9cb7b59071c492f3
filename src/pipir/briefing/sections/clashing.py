"""Which sets of promises clash, over what, and what is the least that would mend it? Told without ids."""

from __future__ import annotations

import re
from typing import Any

from pipir.briefing import words
from pipir.briefing.document import Block, Heading, Paragraph, Points, Strong, Text, say
from pipir.briefing.material import Material
from pipir.briefing.naming import plain_words

MOST_CLASHES = 6
REPAIRS = ("cut", "add", "release", "sign")
"""Kinds of mend, in the order in which they are told."""
NOUNS = re.compile(r"\b(Line|line|lane|agreement|commitment|promise) ([a-z0-9]+(?:-[a-z0-9]+)*)\b")
SIGNED = re.compile(r"^With \S+ signed, for ")
Facts = dict[str, Any]


def blocks(material: Material) -> list[Block]:
    """Each clash with what it is over and the least that would mend it, of each kind of mend."""
    judged = material.results.promises.judged
    every = sorted({row["clash"] for row in judged.clashes})
    mine = [number for number in every if _concerns(material, number)]
    if not mine:
        return []
    points = tuple(_clash(material, number) for number in mine[:MOST_CLASHES])
    many = len(mine) if judged.all_clashes else f"at least {len(mine)}"
    more = f" The first {len(points)} of {many} are told." if len(mine) > len(points) else ""
    text = say(
        f"The smallest sets of promises that cannot be kept, were nothing else asked; every mend was tried.{more}",
        _least_cut(material),
    )
    return [Heading("What clashes, over what, and what would mend it"), Paragraph(text), Points(points)]


def _least_cut(material: Material) -> str:
    """The least that would have to be given up for all clashes together; nothing from a seat, or where one is all."""
    judged = material.results.promises.judged
    clashes = {row["clash"] for row in judged.clashes}
    if material.seat is not None or len(clashes) < 2 or not all(row["holds"] for row in judged.least_cut):
        return ""
    cuts = [
        f"{material.the_nation(row['supplier'])} to {material.the_nation(row['recipient'])}, "
        f"{material.amount(row['quantity'], row['item'])}, {words.percent(row['cut_share'])} of it"
        for row in judged.least_cut
    ]
    return f" The least that would have to be cut for all to be kept at once: {'; '.join(cuts)}."


def _concerns(material: Material, number: int) -> bool:
    rows = [row for row in material.results.promises.judged.clashes if row["clash"] == number]
    return material.seat is None or any(material.seat in (row["supplier"], row["recipient"]) for row in rows)


def _clash(material: Material, number: int) -> Text:
    judged = material.results.promises.judged
    members = [row for row in judged.clashes if row["clash"] == number]
    named = words.listing([_promise(material, row) for row in members], 6)
    share = members[0]["kept_share_together"]
    much = f"no more than {words.percent(share)}" if share > 0.0 else "nothing"
    kept = f"{much} of {'each ' if len(members) > 1 else 'it '}can be kept"
    unproven = "" if members[0]["smallest"] != "unknown" else " (a smaller clash may exist)"
    many = len(members) > 1
    over = [row["sentence"] for row in judged.contested if row["clash"] == number][:2]
    mends = [
        row for row in judged.repairs if row["clash"] == number and row["holds"] and (many or row["change"] != 1.0)
    ]
    first = [next((row for row in mends if row["kind"] == kind), None) for kind in REPAIRS]
    told = [row["sentence"] + _price(row["cost_usd"]) for row in first if row is not None]
    limits = "".join(f" {spoken(material, sentence, many)}" for sentence in over)
    mended = "".join(f" {spoken(material, sentence, many)}" for sentence in told)
    either = " Any of these mends it:" if len(told) > 1 else " This mends it:"
    mended = f"{either}{mended}" if told else " Nothing that was tried mends it but to give it up."
    return say(Strong(f"{words.capital(named)}: {kept}"), f"{unproven}.{limits}{mended}")


def _promise(material: Material, row: Facts) -> str:
    ends = f"{material.the_nation(row['supplier'])} to {material.the_nation(row['recipient'])}"
    return f"{ends}, {material.amount(row['owed'], row['item'])}"


def _price(usd: float | None) -> str:
    return "" if usd is None else f" This costs {words.number(usd)} US dollars."


def spoken(material: Material, sentence: str, many: bool) -> str:
    """A sentence of the audit without ids: what it names by an id it also names in words, or stands between nations.

    Where the clash has one member only, that is `the promise`.
    """
    told = SIGNED.sub("With the proposed agreement signed, for ", sentence)
    told = NOUNS.sub(lambda found: _noun(material, found, many), told)
    return words.capital(plain_words(material, told))


def _noun(material: Material, found: re.Match[str], many: bool) -> str:
    noun, name = found[1], found[2]
    if noun.lower() in ("line", "lane", "agreement"):
        known = material.row(f"{noun.lower()}s", name) is not None
        return ("The line" if noun == "Line" else noun) if known else found[0]
    row = material.row("commitments" if noun == "commitment" else "agreements", name)
    if row is None:
        return found[0]
    if not many:
        return "promise"
    other = row["recipient"] if noun == "commitment" else row["beneficiary"]
    between = f"{material.the_nation(row['supplier'])} to {material.the_nation(other)}"
    return f"promise of {between} ({material.item(row['item'])})"
