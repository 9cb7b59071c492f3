"""Does every match of an offer and a request say how far it is, and does it give what can be used?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.nearest import nearest_of
from pipir.case.words import listing
from pipir.findings.finding import Finding, Severity
from pipir.matching.book import book
from pipir.matching.lacking import of_no_use
from pipir.matching.match_columns import STATES, SUGGESTED


def unusable_match(case: Case) -> Iterator[Finding]:
    """A match that stands, of what the asking nation may not use in place of what it asks for."""
    names = Names(case)
    for match in book(case, case.as_of).standing:
        if match.gate is not None:
            yield Finding(
                "unusable-match",
                Severity.HIGH,
                "matches",
                match.match,
                f"{match.match} gives {match.request.request} {names.amount(match.quantity, match.offer.item)}, but "
                f"{of_no_use(match, names)}: the request is not met by it. Match another offer, or enter the "
                "substitute once its gates are open.",
            )


def unknown_match_state(case: Case) -> Iterator[Finding]:
    """A match whose state is no step from word to deed, so that it binds nobody."""
    known = (*STATES, SUGGESTED)
    odd = case["matches"].filter(~pl.col("state").is_in(known)).sort("match")
    for match, state in odd.select("match", "state").iter_rows():
        yield Finding(
            "unknown-match-state",
            Severity.MEDIUM,
            "matches",
            match,
            f"{match} stands at {state!r}, which is no step ({listing(STATES)}): it binds nobody, and what it matches "
            f"is matched anew. Write the step it has reached ({nearest_of(state, known)}), or {SUGGESTED} where it has "
            "reached none.",
        )
