"""How does the audit read? A sentence for each situation, promise and unknown answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipir.assurance.assuring.gaining import told as changed
from pipir.assurance.assuring.windows import NO_SITUATION
from pipir.assurance.assuring.wording import several
from pipir.case.names import Names
from pipir.case.words import capital, listing, percent

Row = dict[str, Any]
ACTS = {
    "export": "export {item}{to}",
    "deliver": "deliver {item}{to} under its commitments",
    "backfill": "backfill {item}{to}",
    "host": "let its soil be used for {item}{to}",
    "transit": "let {item} pass{to}",
    "produce": "have more made of {item}{to}",
    "release_reserve": "release its reserve of {item}{to}",
    "reexport": "consent to a re-export of {item}{to}",
}
"""What each act is, after `would`, of what and towards whom."""
TOWARDS = {"transit": "for", "host": "by", "produce": "for"}
"""The word before those whom an act is for, where it is not `to`."""
BARRED = " that no stance bars"
NOTHING = "The best plan is worth the same with either answer."


def situation(row: Row, promises: Sequence[Row], cuts: Sequence[Row], names: Names) -> str:
    """Can all be kept, how far, what bars and what cannot be kept even alone, and the least cut that mends all."""
    if not promises:
        return f"Nothing is owed {_when(row, names)}."
    parts = [_together(row, names)]
    barred = [names.spelled(p["barred_by"]) for p in promises if p["barred_by"] is not None]
    if barred:
        others = f"; `promises` tells of the other{'s' if len(barred) > 2 else ''}" if len(barred) > 1 else ""
        parts.append(f"Stances bar {several(len(barred), 'promise')}: {barred[0]}{others}.")
    worst = sorted(
        (p["kept_alone"], _name(p, names, percent(p["kept_alone"])))
        for p in promises
        if p["barred_by"] is None and p["kept_alone"] < 1.0
    )
    if worst:
        parts.append(f"Not in full even alone: {listing((name for _, name in worst), 3)}.")
    if cuts and all(cut["holds"] for cut in cuts):
        told = listing((_name(cut, names, f"by {percent(cut['cut_share'])}") for cut in cuts), 3)
        parts.append(f"The least cut with which all can be kept: {told}.")
    if row["binding_claims"]:
        parts.append(_chance(row, bool(worst)))
    return " ".join(parts)


def _chance(row: Row, some_cannot: bool) -> str:
    """How likely it is that all binding ones can be kept, and all of which each could be kept alone."""
    binding = row["binding_claims"]
    which = "the binding one" if binding == 1 else f"all {binding} binding ones"
    rest = ""
    if some_cannot and row["chance_possible_binding_high"]:
        rest = f", without those that cannot be kept even alone {_between(row, 'chance_possible_binding')}"
    return f"The chance that {which} can be kept is {_between(row, 'chance_all_binding')}{rest}."


def _between(row: Row, name: str) -> str:
    if row[name] is not None:
        return percent(row[name])
    return f"between {percent(row[f'{name}_low'])} and {percent(row[f'{name}_high'])}"


def _together(row: Row, names: Names) -> str:
    free = row["claims"] - row["barred"]
    if not free:
        return f"No promise is left to be kept {_when(row, names)}."
    if row["fraction"] == 1.0:
        told = ("The one promise" if free == 1 else f"All {free} promises") + (BARRED if row["barred"] else "")
        return f"{told} can be kept in full {_when(row, names)}."
    that = BARRED if row["barred"] else ""
    if free == 1:
        return f"The one promise{that} can be kept to {percent(row['fraction'])} {_when(row, names)}."
    possible, without = row["fraction_possible"], ""
    if row["impossible"] and possible is not None:
        rest = "all the others can" if possible == 1.0 else f"of the others {percent(possible)}"
        without = f"; without those that cannot be kept even alone, {rest}"
    every = f"the {several(free, 'promise')}{that}"
    when = f"{_when(row, names)}{without}"
    told = f"No part of all of {every} can be kept at once {when}."
    if row["fraction"]:
        told = f"Of {every}, no more than {percent(row['fraction'])} of each can be kept at once {when}."
    least = "" if row["all_clashes"] else "at least "
    return f"{told} There {'is' if row['clashes'] == 1 else 'are'} {least}{several(row['clashes'], 'clash')}."


def _when(row: Row, names: Names) -> str:
    days = several(row["days"], "day")
    if row["situation"] == NO_SITUATION:
        return f"within {days} from the date of the case"
    scenario = row["scenario"]
    return f"within {days} of {names.situation(row['situation']) if scenario is None else names.scenario(scenario)}"


def _name(row: Row, names: Names, told: str) -> str:
    ends = f"from {names.nation(row['supplier'])} to {names.nation(row['recipient'])}"
    return f"{names.item(row['item'])} {ends} ({row['kind']} {row['claim']}, {told})"


def of_rank(row: Row) -> str:
    """How much of the promises of a rank is kept, and is to be expected."""
    one = row["claims"] == 1
    who = f"Of the one promise of rank {row['rank']}" if one else f"Of {row['claims']} promises of rank {row['rank']}"
    kept, expected = percent(row["kept_share"]), percent(row["expected_kept_share"])
    word = "" if kept == expected else f", and {expected} is to be expected as words hold"
    return f"{who}, {kept} is kept{'' if one else ' on average'}{word}."


def promise(row: Row, names: Names) -> str:
    """Who owes whom how much, what bars it, how far it can be kept and is kept."""
    owes = f"{capital(names.nation(row['supplier']))} owes {names.nation(row['recipient'])} "
    under = "agreement" if row["kind"] == "promise" else "commitment"
    owes += f"{names.amount(row['owed'], row['item'])} under the {under} {row['claim']}"
    if row["barred_by"] is not None:
        return f"{owes}, but {names.spelled(row['barred_by'])}."
    told = f"{owes}. {_how_far(row['kept_alone'], row['kept_share'])}"
    if row["probability"] < 1.0:
        source = "by its record" if row["probability_from"] == "record" else "as the agreement states"
        told += f" Its word holds with a chance of {percent(row['probability'])} ({source}): "
        told += f"{percent(row['expected_kept_share'])} is to be expected."
    return told


def _how_far(alone: float, kept: float) -> str:
    """What can be kept of it alone, and what is kept under the sequence."""
    if alone == kept == 1.0:
        return "It is kept in full."
    can = "Alone it can be kept in full"
    if alone < 1.0:
        much = f"no more than {percent(alone)}" if alone > 0.0 else "nothing"
        can = f"Even alone {much} can be kept"
    does = "all of it" if kept == 1.0 else percent(kept) if kept > 0.0 else "nothing"
    return f"{can}; under the sequence {does} is kept."


def unknown(row: Row, names: Names) -> str:
    """What is not known, what a yes would bring whom and cost whom, and whether it is worth asking for."""
    to = "" if row["to"] == "*" else f" {TOWARDS.get(row['act'], 'to')} {names.nation(row['to'])}"
    what = f"anything of the family {row['item']}" if row["of_family"] else names.item(row["item"])
    told = ACTS[row["act"]].format(item=what, to=to)
    said = f"{capital(names.nation(row['nation']))} has not said whether it would {told}"
    said += f" in {names.situation(row['situation'])} (chance of a yes {percent(row['probability'])})."
    frees = f"no longer bar {several(row['frees'], 'promise')}" if row["frees"] else ""
    gains = changed(row["gains"], names)
    parts = " and ".join(part for part in (frees, gains) if part)
    if gains:
        said += f" A yes would {parts}."
    elif row["beyond"] > 0.0 or row["extra"] > 0.0:
        said += f" A yes alone would {frees}{', and ' if frees else ''}change nothing in the best plan."
    else:
        nothing = "and change nothing in the best plan"
        return f"{said} A yes would {frees}, {nothing}." if frees else f"{said} {NOTHING}"
    if row["extra"] > 0.0:
        said += " Yes to everything that it has not said would bring more."
    if row["beyond"] > 0.0:
        both = changed(row["with_gains"], names)
        said += f" With a yes of {names.nation(row['with_nation'])} too, they would {both}."
    return said
