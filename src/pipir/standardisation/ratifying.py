"""Where do nations stand on the standards that pairs rest on? Adopted, with a reservation, or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipir.case.case import Case
from pipir.case.words import capital, listing
from pipir.standardisation.gates import Use
from pipir.standardisation.words import Words

SAID = {
    "ratified": "has adopted {}",
    "reserved": "has adopted {} with a reservation",
    "none": "has not adopted {}",
    "not stated": "is not said to have adopted {}",
}
"""Standings in words: agreements are ratified, launchers are not."""


class Standing:
    """Ratifications of a case by nation and standard."""

    def __init__(self, case: Case) -> None:
        self._titles = dict(case["standards"].select("standard", "title").iter_rows())
        rows = case["ratifications"].iter_rows(named=True)
        self._rows = {(row["nation"], row["standard"]): row for row in rows}
        self._words = Words(case)

    def status(self, nation: str, standard: str) -> str:
        """Standing of a nation's ratification; `not stated` where the case has no row for it."""
        row = self._rows.get((nation, standard))
        return "not stated" if row is None else str(row["status"])

    def said(self, nations: Sequence[str], standard: str) -> str:
        """Where nations stand on a standard, in words: only those who have not simply ratified it."""
        parts = []
        for status, words in SAID.items():
            those = [nation for nation in nations if self.status(nation, standard) == status]
            if those and status != "ratified":
                named = words.format(f"the standard {self._words.standard(standard)}")
                parts.append(f"{self._words.nations(those)} {_plural(named, len(those))}")
        return listing(parts)

    def rows(self, uses: Sequence[Use]) -> Iterator[dict[str, Any]]:
        """A row for each standard behind a pair, and each nation that stands on it or that a pair is closed to."""
        for standard in sorted({use.standard for use in uses if use.standard is not None}):
            those = [use for use in uses if use.standard == standard]
            users = {use.nation for use in those}
            for nation in sorted(users | {n for n, name in self._rows if name == standard}):
                closed = [f"{use.item}/{use.substitute}" for use in those if use.nation == nation]
                yield self._row(standard, nation, closed)

    def _row(self, standard: str, nation: str, closed: list[str]) -> dict[str, Any]:
        row, status = self._rows.get((nation, standard)), self.status(nation, standard)
        reservation = None if row is None else row["reservation"]
        deviates = f" ({reservation})" if reservation else ""
        rest = "1 pair closed to it rests" if len(closed) == 1 else f"{len(closed)} pairs closed to it rest"
        waits = f"; {rest} on it" if closed else ""
        named = SAID[status].format(f"the standard {self._words.standard(standard)}")
        said = f"{self._words.nations([nation])} {named}{deviates}{waits}."
        return {
            "standard": standard,
            "nation": nation,
            "title": self._titles[standard],
            "status": status,
            "reservation": reservation,
            "pairs": closed,
            "sentence": capital(said),
        }


def _plural(words: str, count: int) -> str:
    if count == 1:
        return words
    return words.replace("has ", "have ", 1).replace("is ", "are ", 1) if count > 1 else words
