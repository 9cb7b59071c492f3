"""How is a value said? The sentences of `partners` and `share`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipir.case.names import Names
from pipir.case.words import capital, figure, listing, percent

Row = Mapping[str, Any]
CLOSE = 5e-7
"""Values that differ by less read as the same."""
MOST_NAMED = 16
SPOKEN = {
    "export": "exports under agreements",
    "deliver": "delivers under commitments",
    "backfill": "backfills",
    "host": "lets others work on its soil",
    "transit": "lets goods pass",
    "produce": "makes more",
    "release_reserve": "lets its reserve go",
    "reexport": "consents to re-exports",
}
"""Acts as they are said of a nation."""


def told(names: Names, sentence: str) -> str:
    """A sentence with the names of nations in place of their codes, beginning with a capital."""
    return capital(names.spelled(sentence))


def left_out(names: Names, nations: Sequence[str]) -> list[str]:
    """Which holders of sites are in no coalition."""
    if not nations:
        return []
    who = listing((names.nation(nation) for nation in nations), MOST_NAMED)
    return [f"In no coalition, as they are no players but hold sites: {who}."]


def of_all(value: float, total: float) -> str:
    """A value with its part of another."""
    return f"{figure(value)} of {figure(total)} ({percent(value / total)})" if total > CLOSE else figure(value)


def share_sentence(row: Row, most_added: float, total: float) -> str:
    """What a player adds, and between what its share lies."""
    who, alone, marginal = row["nation"], row["alone"], row["marginal"]
    if most_added < CLOSE:
        return f"{who} adds nothing to any coalition."
    if abs(most_added - alone) < CLOSE:
        return f"{who} reaches {figure(alone)} alone and adds no more to anybody."
    said = f"{who} reaches {figure(alone)} alone; without it all together lose {of_all(marginal, total)}."
    if row["most"] - row["least"] < CLOSE:
        return f"{said} What it gets is settled: {figure(row['least'])}."
    return f"{said} A sharing that nobody leaves gives it {figure(row['least'])} to {figure(row['most'])}."


def core_sentence(row: Row) -> str:
    """Who would leave, or who gains least."""
    rule, who, size = row["rule"], listing(row["coalition"].split(), MOST_NAMED), row["largest_objection"]
    if row["in_core"] == "no":
        return f"{who} would do better by {figure(size)} without the others than by the {rule} shares."
    if size > -CLOSE:
        return f"Nobody does better alone than by the {rule} shares; {who} just as well."
    return f"Nobody does better alone than by the {rule} shares; {who} gains least, {figure(-size)}."


def settled_sentence(row: Row) -> str:
    """Is there a sharing that nobody would leave?"""
    together = f"Together the {row['players']} reach {figure(row['value'])}, one by one {figure(row['alone'])}"
    if row["core"] == "empty":
        return (
            f"{together}. Whatever the sharing, some coalition objects by {figure(row['least_objection'])} or more; "
            f"{figure(row['subsidy'])} from outside would settle it."
        )
    return f"{together}. There are sharings that nobody would leave."


def partner_sentence(row: Row, scenario: str) -> str:
    """What goes with a nation."""
    who, value, others = row["nation"], row["value"], row["to_others"]
    if value < CLOSE:
        return f"Without {who} nothing is lost in {scenario}."
    said = f"Without {who} {of_all(value, row['with_value'])} is lost in {scenario}"
    if others > CLOSE:
        own = "all" if row["own_claims"] < CLOSE else figure(others)
        return f"{said}; {own} of it is what {who} does for others."
    if others < -CLOSE:
        return f"{said}: {figure(row['own_claims'])} of its own claims, while others gain {figure(-others)}."
    return f"{said}; all of it is its own claims."


def expected_sentence(row: Row, least_in: str, most_in: str) -> str:
    """A nation's value over the scenarios."""
    who = row["nation"]
    if row["most"] < CLOSE:
        return f"{who} is missed in no scenario."
    if row["scenarios"] == 1:
        return f"{who} is worth {figure(row['most'])} in {most_in}."
    mean = "" if row["expected"] is None else f"{figure(row['expected'])} on average, "
    return f"{who} is worth {mean}{figure(row['least'])} in {least_in} and {figure(row['most'])} in {most_in}."


def synergy_sentence(row: Row) -> str:
    """Do two nations complete or replace each other?"""
    one, other, size = row["nation"], row["other"], row["synergy"]
    if size > 0:
        return f"{one} and {other} stand in for each other: without both {figure(size)} more is lost than one by one."
    return f"{one} and {other} complete each other: {figure(-size)} takes both."


def assurance_sentence(row: Row, scenario: str) -> str:
    """What a nation's word is worth."""
    who = row["nation"]
    if row["word"] < CLOSE:
        return f"What {who} answers changes nothing in {scenario}."
    return f"The word of {who} is worth {figure(row['word'])} in {scenario}: {_ends(row, 'everything', 'all that is')}."


def answer_sentence(row: Row, scenario: str) -> str:
    """What a nation's answers to one act are worth."""
    who, what = row["nation"], SPOKEN[row["act"]]
    return f"Whether {who} {what} in {scenario} is worth {figure(row['word'])}: {_ends(row, 'it', 'what of it is')}."


def _ends(row: Row, all_: str, open_: str) -> str:
    said = []
    if row["at_stake"] > CLOSE:
        said.append(f"a no to {all_} would lose {figure(row['at_stake'])} of what counts on it")
    if row["to_win"] > CLOSE:
        said.append(f"a yes to {open_} open or refused would bring {figure(row['to_win'])}")
    return "; ".join(said)


def expected_word_sentence(row: Row, word_in: str, lost_in: str, won_in: str) -> str:
    """A nation's word over the scenarios."""
    who, lost, won = row["nation"], row["most_at_stake"], row["most_to_win"]
    if row["most_word"] < CLOSE:
        return f"What {who} answers changes nothing in any scenario."
    one = row["scenarios"] == 1
    mean = "" if one else f"{figure(row['expected_word'])} on average, "
    said = [f"The word of {who} is worth {mean}{figure(row['most_word'])} in {word_in}"]
    if lost > CLOSE:
        said.append(f"a no loses {figure(lost)}" + ("" if one else f" in {lost_in}"))
    if won > CLOSE:
        said.append(f"a yes brings {figure(won)}" + ("" if one else f" in {won_in}"))
    return "; ".join(said) + "."
