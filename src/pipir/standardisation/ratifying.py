"""Where do nations stand on the standards that pairs rest on? Ratified, with a reservation, or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipir.case.case import Case
from pipir.case.words import capital, listing
from pipir.standardisation.gates import Pair
from pipir.standardisation.words import Words

SAID = {
    "ratified": "has ratified {}",
    "reserved": "has ratified {} with a reservation",
    "none": "has not ratified {}",
    "not stated": "is not said to have ratified {}",
}


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
                parts.append(f"{self._words.nations(those)} {_plural(words.format(standard), len(those))}")
        return listing(parts)

    def rows(self, pairs: Sequence[Pair]) -> Iterator[dict[str, Any]]:
        """A row for each standard behind a pair, and each nation that stands on it or that a pair is closed to."""
        for standard in sorted({name for pair in pairs for name in pair.standards}):
            those = [pair for pair in pairs if standard in pair.standards]
            users = {nation for pair in those for nation in pair.nations}
            for nation in sorted(users | {n for n, name in self._rows if name == standard}):
                yield self._row(standard, nation, [pair.name for pair in those if nation in pair.nations])

    def _row(self, standard: str, nation: str, closed: list[str]) -> dict[str, Any]:
        row, status = self._rows.get((nation, standard)), self.status(nation, standard)
        reservation = None if row is None else row["reservation"]
        deviates = f" ({reservation})" if reservation else ""
        rest = "1 pair closed to it rests" if len(closed) == 1 else f"{len(closed)} pairs closed to it rest"
        waits = f"; {rest} on it" if closed else ""
        said = f"{self._words.nations([nation])} {SAID[status].format(standard)}{deviates}{waits}."
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
