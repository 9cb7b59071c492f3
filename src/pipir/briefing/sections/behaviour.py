"""Does it behave? The model beside what was seen in public, with its misses."""

from __future__ import annotations

from pipir.briefing import words
from pipir.briefing.charts.behaviour import Comparison as Mark
from pipir.briefing.charts.behaviour import behaviour
from pipir.briefing.charts.style import figure
from pipir.briefing.document import (
    Block,
    Cite,
    DataTable,
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
from pipir.briefing.outcomes import Comparison

TITLE = "Does it behave: the model beside what was seen"


def section(material: Material) -> Section:
    """The ratios, the table; nothing where the case has nothing to compare."""
    found = material.results.compared
    if not found:
        text = say(
            "No public outcome is known for the scenarios and items of this case, so there is nothing to compare."
        )
        return Section("behaviour", TITLE, (Paragraph(text),))
    blocks: list[Block] = [Paragraph(_opening(found)), Note(_beware()), _picture(found), _table(found)]
    return Section("behaviour", TITLE, tuple(blocks))


def _opening(found: tuple[Comparison, ...]) -> Text:
    missed = [one for one in found if not one.agrees]
    if not missed:
        told = "The middle of the runs lies in the range that was seen, give or take a tenth, for all of them."
    else:
        told = f"The model misses {words.some(len(missed), 'outcome')}: "
        told += "; ".join(f"{one.outcome.title}, {_verdict(one)}" for one in missed) + "."
    return say(f"The case can be held against {words.some(len(found), 'public outcome')}. ", Strong(told))


def _beware() -> Text:
    return say(
        Strong("Beware. "),
        "These are few, and not all are independent: where the need of a scenario was taken from the same war game "
        "or the same days, agreement shows only that stocks and transport allow it. The last column of the table "
        "says what each comparison tests.",
    )


def _picture(found: tuple[Comparison, ...]) -> Block:
    marks = []
    for one in found:
        middle = one.outcome.seen[1]
        seen = (one.outcome.seen[0] / middle, 1.0, one.outcome.seen[2] / middle)
        low, model, high = (part / middle for part in one.model)
        marks.append(Mark(one.outcome.title, seen, (low, model, high)))
    told = "; ".join(f"{one.outcome.title}: {_verdict(one)}" for one in found)
    caption = say("Seen or published (square, black) and model (circle, red), both as a multiple of what was seen.")
    return figure("behaviour-marks", lambda look: behaviour(marks, look), f"Model beside outcomes. {told}.", caption)


def _table(found: tuple[Comparison, ...]) -> DataTable:
    columns = (
        TableColumn("Outcome"),
        TableColumn("Seen", "(range)", numeric=True),
        TableColumn("Model", "(range)", numeric=True),
        TableColumn("Verdict"),
        TableColumn("What was said, and what the comparison tests"),
    )
    body = tuple(
        Row(
            (
                say(one.outcome.title, Cite((one.outcome.reference.source,))),
                say(_ranged(one.outcome.seen), f" {one.outcome.unit}"),
                say(_ranged(one.model)),
                say(_verdict(one)),
                say(f"{one.outcome.said} {one.outcome.tests}"),
            )
        )
        for one in found
    )
    return DataTable(
        say("Public outcomes and what the model gives for them; the model's range holds eight runs in ten."),
        columns,
        body,
    )


def _ranged(values: tuple[float, float, float]) -> str:
    low, middle, high = values
    return words.around(middle, low, high, words.units)


def _verdict(one: Comparison) -> str:
    if one.agrees:
        return "agrees"
    ratio = one.model[1] / one.outcome.seen[1]
    size = f"{words.percent(ratio)} of it" if ratio < 2 else f"{words.number(ratio, 2)} times it"
    middle = f"too {'low' if ratio < 1 else 'high'} in the middle run, {size}"
    return f"{middle}, though some runs reach it" if one.reaches else f"{middle}, and out of reach of eight runs in ten"
