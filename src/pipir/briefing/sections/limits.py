"""What does the model leave out, and what do its words mean?"""

from __future__ import annotations

import polars as pl

from pipir.briefing import words
from pipir.briefing.document import Block, Heading, Paragraph, Points, Section, Strong, Text, say
from pipir.briefing.material import Material
from pipir.briefing.naming import table_words
from pipir.case.tables import TABLES

LEFT_OUT = (
    "What an opponent has, makes and loses. The crisis is a list of needs and dangers, not a duel.",
    "Whether a weapon hits. A need is a number of units a day; how well they work is the scenario's business.",
    "Crews, launchers, ships and aircraft. A missile counts as usable where it lies.",
    "Money and law beyond the agreements listed: no budget stops a shipment, no parliament delays one.",
    "Prices, strikes, panic buying, and firms that fail. Lines ramp as stated or not at all.",
    "Goods at sea escape the dangers of the port that they have left, unless the lane itself may be attacked.",
    "Stock lots: age, shelf life and hidden faults. A unit is serviceable or to be repaired.",
    "Classified counts. Every figure is public or assumed, and the true ones may differ widely.",
    "Clever use. Each base orders a month's cover from the nearest permitted source; a better plan could be made.",
)

TERMS = (
    ("Short", "some of a day's need was not met."),
    ("Out", "nothing is left, at any site of the nation or on the way to one."),
    ("Claim", "anything that is owed a quantity: a promise to another nation, or a need in the crisis."),
    ("Tier", "whose need is served first; the first tier goes before the second."),
    (
        "Surplus, free to give",
        "stock above the reserve plus output, less own need, less promises; never below nothing.",
    ),
    ("Reserve", "stock that a nation keeps for itself and never sends abroad unless it says so."),
    ("Clash", "promises that cannot all be kept, though any of them could be if another were dropped."),
    (
        "Gate",
        "what one thing needs to be used in place of another: technical fit, safety data and permission.",
    ),
    ("Days of supply", "a quantity divided by what is needed in a day."),
    (
        "Range",
        "where runs differ, eight in ten lie within it; for the account, all figures at their worst and at their best.",
    ),
    (
        "Stance",
        "a nation's answer, in a given situation, to sending, passing through, hosting or agreeing to a re-export.",
    ),
)


def section(material: Material) -> Section:
    """The list, what empty cells were taken to mean, the words."""
    points: list[Text] = [say(text) for text in LEFT_OUT] + _of_this_case(material)
    blocks: list[Block] = [
        Paragraph(say("A reader should know what is not in these numbers:")),
        Points(tuple(points)),
        Heading("Cells left empty, and what they were taken to mean"),
        Paragraph(say("An empty cell is never taken for zero in silence. In this case these mattered:")),
        Points(_empties(material)),
        Heading("Words used here"),
        Points(tuple(say(Strong(word), f": {meaning}") for word, meaning in TERMS)),
    ]
    return Section("limits", "What the model leaves out, and its words", tuple(blocks))


def _of_this_case(material: Material) -> list[Text]:
    unknown = material.case["stances"].filter(
        (pl.col("situation") == material.crisis["situation"]) & (pl.col("answer") == "unknown")
    )
    if not unknown.height:
        return []
    nations = words.listing([material.nation(code) for code in sorted(set(unknown["nation"]))], 8)
    return [
        say(
            f"What nobody knows yet: {words.some(unknown.height, 'answer')} of {nations} in this situation. Unknown "
            "is taken as no, so help may come that is not counted here."
        )
    ]


def _empties(material: Material) -> tuple[Text, ...]:
    out = []
    for key, entry in sorted(material.results.empties.items(), key=lambda one: (-one[1]["rows"], one[0])):
        table, column = key.split(".")
        if entry["means"] == "none" or table not in TABLES:
            continue
        meaning = TABLES[table].column(column).doc.rstrip(".")
        rows = words.some(entry["rows"], "row")
        out.append(say(f"{meaning} ({table_words(table)}): empty in {rows}, taken as {entry['means']}."))
    return tuple(out[:12]) or (say("None."),)
