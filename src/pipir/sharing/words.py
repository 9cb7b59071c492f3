"""How is a value said? The sentences of `partners` and `share`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

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


class Reached(NamedTuple):
    """A scenario by its name, and the value that is reached in it."""

    scenario: str
    value: float


class Ends(NamedTuple):
    """How a no and a yes to the same are said."""

    no: str
    yes: str


ALL = Ends("if no to everything", "if yes to all that is open or refused")
ONE = Ends("if not", "if it does so wherever that is open or refused")
"""A no and a yes of a nation to all that it is asked, and to one act."""


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
    return f"{figure(value)} of {figure(total)}{_part(value, total)}" if total > CLOSE else figure(value)


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


def expected_sentence(row: Row, reached: float, least: Reached, most: Reached) -> str:
    """A nation's value over the scenarios; `reached` is the mean of what all together reach."""
    who, count = row["nation"], row["scenarios"]
    if row["most"] < CLOSE:
        return f"{who} is missed in no scenario."
    largest = of_all(row["most"], most.value)
    if count == 1:
        return f"Without {who} {largest} is lost in {most.scenario}."
    mean = of_all(row["expected"], reached)
    if figure(row["least"]) == figure(row["most"]):
        each = "both scenarios" if count == 2 else f"each of {count} scenarios"
        return f"Without {who} {mean} is lost on average, as much in {each}."
    smallest = "nothing" if row["least"] < CLOSE else of_all(row["least"], least.value)
    return (
        f"Without {who} {mean} is lost on average: least in {least.scenario}, {smallest}, and most in "
        f"{most.scenario}, {largest}."
    )


def synergy_sentence(row: Row) -> str:
    """Do two nations complete or replace each other?"""
    one, other, size = row["nation"], row["other"], row["synergy"]
    if size > 0:
        return f"{one} and {other} stand in for each other: without both {figure(size)} more is lost than one by one."
    return f"{one} and {other} complete each other: {figure(-size)} takes both."


def assurance_sentence(row: Row, scenario: str) -> str:
    """What a nation's word is worth."""
    who = row["nation"]
    if said := _ends(row, ALL):
        return f"It matters in {scenario} what {who} answers: {said}."
    return f"What {who} answers changes nothing in {scenario}."


def answer_sentence(row: Row, scenario: str) -> str:
    """What a nation's answers to one act are worth."""
    who, what = row["nation"], SPOKEN[row["act"]]
    if said := _ends(row, ONE):
        return f"It matters in {scenario} whether {who} {what}: {said}."
    return f"It changes next to nothing in {scenario} whether {who} {what}."


def expected_word_sentence(row: Row, reached: float, lost_in: Reached, won_in: Reached) -> str:
    """A nation's word over the scenarios; `reached` is the mean of what is reached as answers are."""
    who, one = row["nation"], row["scenarios"] == 1
    lost, won = row["expected_at_stake"], row["expected_to_win"]
    how, said = "" if one else " on average", []
    if row["most_at_stake"] > CLOSE:
        most = _at_most(lost, row["most_at_stake"], lost_in)
        said.append(f"{ALL.no}, {_lost(lost, reached, how)}{most}")
    if row["most_to_win"] > CLOSE:
        most = _at_most(won, row["most_to_win"], won_in)
        said.append(f"{ALL.yes}, {_won(won, reached, how)}{most}")
    if not said:
        return f"What {who} answers changes nothing in any scenario."
    where = f" in {lost_in.scenario}" if one else ""
    return f"It matters{where} what {who} answers: {'; '.join(said)}."


def _at_most(mean: float, most: float, there: Reached) -> str:
    """The largest, with where it is; empty where it is as large in each."""
    if figure(mean) == figure(most):
        return ""
    return f", at most {of_all(most, there.value)} in {there.scenario}"


def _ends(row: Row, ends: Ends) -> str:
    """What a no loses of what is reached as answers are, and what a yes adds to it; empty where both are nothing."""
    lost, won, reached = row["at_stake"], row["to_win"], row["as_stated"]
    said = []
    if lost > CLOSE:
        said.append(f"{ends.no}, {_lost(lost, reached)}")
    if won > CLOSE:
        said.append(f"{ends.yes}, {_won(won, reached)}")
    return "; ".join(said)


def _lost(lost: float, reached: float, how: str = "") -> str:
    return (
        f"{figure(lost)} of the {figure(reached)} that is reached, weighed by rank, is lost{how}{_part(lost, reached)}"
    )


def _won(won: float, reached: float, how: str = "") -> str:
    if reached > CLOSE:
        whole = f"the {figure(reached)} that is reached, weighed by rank"
        return f"{figure(won)} is added{how} to {whole}{_part(won, reached)}"
    return f"{figure(won)}, weighed by rank, is reached{how} in place of nothing"


def _part(value: float, total: float) -> str:
    return f" ({percent(value / total)})" if total > CLOSE else ""
