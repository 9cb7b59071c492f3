"""Which closed gate between two variants is worth opening first? What it avoids, what stands in the way, who gains."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pipir.briefing import words
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
from pipir.case.tables import ASSUMPTION
from pipir.standardisation.words import SAID

MOST_ROWS = 12
ANSWERS = {"no": "answered no", "unknown": "not known"}
Facts = dict[str, Any]


def section(material: Material) -> Section:
    """The opening, the pairs that avoid anything, what the others lack."""
    name = material.the_nation(material.seat) if material.seat else ""
    title = f"What to standardise first for {name}" if name else "What to standardise first"
    rows = ranked(material)
    if not rows:
        whose = f" to {name}" if name else ""
        text = say(f"No gate between two variants is closed{whose}: there is nothing to open.")
        return Section("standardise", title, (Paragraph(text),))
    useful = [row for row in rows if row["avoided"] > 0.0]
    blocks: list[Block] = [Paragraph(_opening(material, rows, useful))]
    if useful:
        blocks += [Note(_how_to_read()), _table(material, useful[:MOST_ROWS])]
    if len(rows) > len(useful):
        blocks.append(Paragraph(_idle(material, len(rows) - len(useful), bool(useful))))
    return Section("standardise", title, tuple(blocks))


def ranked(material: Material) -> list[Facts]:
    """Pairs by what they avoid, with `gains`: what goes short less or more, by nation and item.

    From a seat, pairs whose gates are closed to it, and those by which it gains or loses.
    """
    frames = material.results.variants
    gains: dict[str, list[Facts]] = defaultdict(list)
    for row in frames.gains.iter_rows(named=True):
        gains[row["pair"]].append(row)
    rows = [
        {**row, "gains": gains[f"{row['item']}/{row['substitute']}"]} for row in frames.ranking.iter_rows(named=True)
    ]
    seat = material.seat
    return [
        row
        for row in rows
        if seat is None or seat in row["nations"] or any(gain["nation"] == seat for gain in row["gains"])
    ]


def _opening(material: Material, rows: list[Facts], useful: list[Facts]) -> Text:
    closed = f"{words.capital(words.some(len(rows), 'pair'))} of variants {'has' if len(rows) == 1 else 'have'}"
    to = f" a gate that is closed to {material.the_nation(material.seat)} or bears on it" if material.seat else ""
    first = f"{closed}{to or ' a gate that keeps one from standing in for the other'}. "
    if not useful:
        which = "it" if len(rows) == 1 else "any of them alone"
        return say(first, Strong(f"Opening {which} would avoid no shortage in this crisis"), ".")
    best = useful[0]
    return say(
        first,
        Strong(f"First, {_letting(material, best)}"),
        f": {_gained(material, best)} would no longer go short{_instead(material, best)}. ",
        f"In all, {words.some(len(useful), 'pair')} would avoid some shortage in this crisis.",
    )


def _users(row: Facts) -> list[str]:
    """Those to whom it is opened in the figures: whose gates are worth it; all where it avoids nothing."""
    users: list[str] = row["worth_opening"] or row["nations"]
    return users


def _letting(material: Material, row: Facts) -> str:
    users = words.listing([material.the_nation(nation) for nation in _users(row)])
    return f"let {users} use {material.item(row['substitute'])} in place of {material.item(row['item'])}"


def _gained(material: Material, row: Facts) -> str:
    return words.listing([_much(material, one, 1.0) for one in _summed(row) if one["avoided"] > 0.0], 3)


def _instead(material: Material, row: Facts) -> str:
    lost = [_much(material, one, -1.0) for one in _summed(row) if one["avoided"] < 0.0]
    return f", while {words.listing(lost, 3)} would instead" if lost else ""


def _summed(row: Facts) -> list[Facts]:
    """What goes short less of each item for all who gain of it, and more for all who lose; what is required first.

    Of that the figures are those of the ranking: where anybody gains of it, the gainers', at their own need together.
    """
    found: dict[tuple[str, bool], Facts] = {}
    for gain in row["gains"]:
        one = found.setdefault(
            (gain["item"], gain["avoided"] > 0.0),
            {"item": gain["item"], "avoided": 0.0, "nations": [], "days": gain["days_of_supply"]},
        )
        one["avoided"] += gain["avoided"]
        one["nations"].append(gain["nation"])
    for (item, gains), one in found.items():
        if len(one["nations"]) > 1:
            told = item == row["item"] and gains == (row["avoided_units"] > 0.0)
            one["days"] = row["days_of_supply"] if told else None
    return sorted(found.values(), key=lambda one: (one["item"] != row["item"], one["item"]))


def _much(material: Material, one: Facts, sign: float) -> str:
    """So many units, for whom, and the days of their supply where they are known."""
    amount = f"{words.count(sign * one['avoided'], material.unit(one['item']))} of {material.item(one['item'])}"
    whose = words.listing([material.the_nation(nation) for nation in one["nations"]])
    if one["days"] is None:
        return f"{amount} for {whose}"
    its = "its" if len(one["nations"]) == 1 else "their"
    return f"{amount} for {whose} ({words.count(sign * one['days'], 'day')} of {its} supply)"


def _how_to_read() -> Text:
    return say(
        Strong("How to read it. "),
        "A user may use one thing in place of another only if it fits (technical fit), is safe (safety data) and is "
        "permitted (permission). Each pair is opened alone, from day 0, to those of its users whose gates are worth "
        "it, and the crisis planned anew: so work must begin that much earlier. The share avoided is of all that goes "
        "short with the gates as they are, needs of a later rank counting half as much as those of the rank before. "
        "Days of supply are at the mean daily need of those who gain or lose.",
    )


def _table(material: Material, rows: list[Facts]) -> DataTable:
    columns = (
        TableColumn("Whose use of what"),
        TableColumn("What stands in the way"),
        TableColumn("Goes short less", "units, days of supply"),
        TableColumn("Goes short instead", "units, days of supply"),
        TableColumn("Avoided", "of what goes short", numeric=True),
        TableColumn("Cost", "US dollars", numeric=True),
        TableColumn("Gains"),
    )
    body = []
    for row in rows:
        parts = _summed(row)
        less, more = ([_much(material, one, s) for one in parts if s * one["avoided"] > 0.0] for s in (1.0, -1.0))
        cells = (
            say(_use(material, row)),
            say(_obstacles(material, row), _cite(material, row)),
            say(words.listing(less, 3) or "a little"),
            say(words.listing(more, 3) or "nothing"),
            say(_share(material, row)),
            say("not known" if row["cost_usd"] is None else words.number(row["cost_usd"])),
            say(words.listing([material.nation(nation) for nation in row["nations_gain"]]) or "nobody much"),
        )
        body.append(Row(cells))
    caption = say(
        f"The first {len(body)} pairs by what opening each alone would avoid in {material.crisis_name}."
        if len(body) > 1
        else f"The one pair that would avoid anything in {material.crisis_name}."
    )
    return DataTable(caption, columns, tuple(body))


def _use(material: Material, row: Facts) -> str:
    users = words.listing([material.nation(nation) for nation in _users(row)])
    others = words.listing([material.the_nation(nation) for nation in row["nations"] if nation not in _users(row)])
    more = f" (nothing more for opening it to {others} too)" if others else ""
    return f"{users}: {material.item(row['substitute'])} in place of {material.item(row['item'])}{more}"


def _share(material: Material, row: Facts) -> str:
    """What is avoided, of all that goes short by worth."""
    found = material.results.partners
    missing = found.most - found.worth
    return "not known" if missing <= 0.0 else f"{words.number(100 * min(1.0, row['avoided'] / missing), 2)} %"


def _obstacles(material: Material, row: Facts) -> str:
    """The gates that are closed, the hardest first, each with its answers."""
    answers: dict[str, set[str]] = defaultdict(set)
    for gate in material.results.variants.gates.iter_rows(named=True):
        if (gate["item"], gate["substitute"]) == (row["item"], row["substitute"]) and gate["nation"] in _users(row):
            answers[gate["gate"]].add(ANSWERS[gate["answer"]])
    order = sorted(row["gates"], key=lambda gate: gate != row["obstacle"])
    return words.listing([f"{SAID[gate]} ({' or '.join(sorted(answers[gate]))})" for gate in order])


def _cite(material: Material, row: Facts) -> Cite:
    """Sources of the rows that say so, four at most."""
    keys = [f"{nation}/{row['item']}/{row['substitute']}" for nation in _users(row)]
    held = [found for key in keys if (found := material.row("substitutes", key)) is not None]
    return Cite(tuple(dict.fromkeys(found["source"] or ASSUMPTION for found in held))[:4])


def _idle(material: Material, number: int, others: bool) -> Text:
    which = (f"The other {number}" if number > 1 else "The other one") if others else "They" if number > 1 else "It"
    return say(
        f"{which} {'avoid' if number > 1 else 'avoids'} nothing in this crisis: what would be replaced is not needed "
        "or is met as it is, what could replace it cannot be there in time, or it counts as much where it goes now. "
        f"Which it is, is told by: pipir standardise {material.case.name} --scenario {material.scenario}"
    )
