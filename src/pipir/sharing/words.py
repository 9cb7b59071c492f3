"""How is a value said? The sentences of `partners` and `share`, with the names of nations in place of their codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipir.case.case import Case
from pipir.case.words import listing, the

Row = Mapping[str, Any]
CLOSE = 5e-7
"""Values that differ by less read as the same."""
CODE = re.compile(r"\b[A-Z]{3}\b")
"""A nation's code in a sentence."""
MOST_NAMED = 16


def amount(value: float) -> str:
    """A value to four digits, 0 for what is next to nothing."""
    return "0" if abs(value) < CLOSE else f"{value:.4g}"


class Spelling:
    """Names of the nations, scenarios and situations of a case."""

    def __init__(self, case: Case) -> None:
        self._nations = dict(case["nations"].select("nation", "name").iter_rows())
        self._scenarios = dict(case["scenarios"].select("scenario", "name").iter_rows())

    def __call__(self, told: str) -> str:
        """A sentence with names of nations in place of their codes, beginning with a capital."""
        said = CODE.sub(lambda code: the(self._nations.get(code[0], code[0])), told)
        return said[:1].upper() + said[1:]

    def scenario(self, scenario: str) -> str:
        """Name of a scenario, in quotes."""
        return f'"{self._scenarios[scenario]}"'


def left_out(nations: Sequence[str]) -> list[str]:
    """Which holders of sites are in no coalition."""
    if not nations:
        return []
    return [f"In no coalition, as they are no players but hold sites: {', '.join(nations)}."]


def of_all(value: float, total: float) -> str:
    """A value with its part of another."""
    return f"{amount(value)} of {amount(total)} ({100 * value / total:.1f} %)" if total > CLOSE else amount(value)


def share_sentence(row: Row, most_added: float, total: float) -> str:
    """What a player adds, and between what its share lies."""
    who, alone, marginal = row["player"], row["alone"], row["marginal"]
    if most_added < CLOSE:
        return f"{who} adds nothing to any coalition."
    if abs(most_added - alone) < CLOSE:
        return f"{who} reaches {amount(alone)} alone and adds no more to anybody."
    said = f"{who} reaches {amount(alone)} alone; without it all together lose {of_all(marginal, total)}."
    if row["most"] - row["least"] < CLOSE:
        return f"{said} What it gets is settled: {amount(row['least'])}."
    return f"{said} A sharing that nobody leaves gives it {amount(row['least'])} to {amount(row['most'])}."


def core_sentence(row: Row) -> str:
    """Who would leave, or who gains least."""
    rule, who, size = row["rule"], listing(row["coalition"].split(), MOST_NAMED), row["largest_objection"]
    if row["in_core"] == "no":
        return f"{who} would do better by {amount(size)} without the others than by the {rule} shares."
    if size > -CLOSE:
        return f"Nobody does better alone than by the {rule} shares; {who} just as well."
    return f"Nobody does better alone than by the {rule} shares; {who} gains least, {amount(-size)}."


def settled_sentence(row: Row) -> str:
    """Is there a sharing that nobody would leave?"""
    together = f"Together the {row['players']} reach {amount(row['value'])}, one by one {amount(row['alone'])}"
    if row["core"] == "empty":
        return (
            f"{together}. Whatever the sharing, some coalition objects by {amount(row['least_objection'])} or more; "
            f"{amount(row['subsidy'])} from outside would settle it."
        )
    return f"{together}. There are sharings that nobody would leave."


def partner_sentence(row: Row, scenario: str) -> str:
    """What goes with a nation."""
    who, value, others = row["nation"], row["value"], row["to_others"]
    if value < CLOSE:
        return f"Without {who} nothing is lost in {scenario}."
    said = f"Without {who} {of_all(value, row['with_value'])} is lost in {scenario}"
    if others > CLOSE:
        own = "all" if row["own_claims"] < CLOSE else amount(others)
        return f"{said}; {own} of it is what {who} does for others."
    if others < -CLOSE:
        return f"{said}: {amount(row['own_claims'])} of its own claims, while others gain {amount(-others)}."
    return f"{said}; all of it is its own claims."


def expected_sentence(row: Row, least_in: str, most_in: str) -> str:
    """A nation's value over the scenarios."""
    who = row["nation"]
    if row["most"] < CLOSE:
        return f"{who} is missed in no scenario."
    if row["scenarios"] == 1:
        return f"{who} is worth {amount(row['most'])} in {most_in}."
    mean = "" if row["expected"] is None else f"{amount(row['expected'])} on average, "
    return f"{who} is worth {mean}{amount(row['least'])} in {least_in} and {amount(row['most'])} in {most_in}."


def synergy_sentence(row: Row) -> str:
    """Do two nations complete or replace each other?"""
    one, other, size = row["nation"], row["other"], row["synergy"]
    if size > 0:
        return f"{one} and {other} stand in for each other: without both {amount(size)} more is lost than one by one."
    return f"{one} and {other} complete each other: {amount(-size)} takes both."


def assurance_sentence(row: Row, scenario: str) -> str:
    """What a nation's word is worth."""
    who, said = row["nation"], []
    if row["word"] < CLOSE:
        return f"What {who} answers changes nothing in {scenario}."
    if row["at_stake"] > CLOSE:
        said.append(f"a no to everything would lose {amount(row['at_stake'])} of what counts on it")
    if row["to_win"] > CLOSE:
        said.append(f"a yes to all that is open or refused would bring {amount(row['to_win'])}")
    return f"The word of {who} is worth {amount(row['word'])} in {scenario}: {'; '.join(said)}."
