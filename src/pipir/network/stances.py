"""What does a nation answer in a situation? The most specific stance, and what is assumed where none is given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipir.case.case import Case

ACTS = ("export", "deliver", "backfill", "host", "transit", "produce", "release_reserve", "reexport")
DEFAULT = {act: "no" if act == "release_reserve" else "yes" for act in ACTS}
"""The answer where no row applies."""

STRICTNESS = {"no": 0, "unknown": 1, "yes": 2}


@dataclass(frozen=True)
class Stance:
    """One row of `stances` that may apply: how specific it is, what it answers."""

    to: str
    item: str
    answer: str
    probability: float | None


class Stances:
    """Answers of every nation in one situation.

    `unknown` says how an unknown answer is taken: `no` or `yes`. `drawn` overrules it for single pairs of nation and
    act (true for yes), as one run of a simulation draws them. Without a situation no row applies. Bodies are those that
    a nation belongs to on `day`, the case's date where none is given.
    """

    def __init__(
        self,
        case: Case,
        situation: str | None,
        unknown: str = "no",
        drawn: Mapping[tuple[str, str], bool] | None = None,
        day: date | None = None,
    ) -> None:
        self._unknown = unknown == "yes"
        self._drawn = dict(drawn or {})
        self._nations = set(case["nations"]["nation"])
        self._family = dict(zip(case["items"]["item"], case["items"]["family"], strict=True))
        self._bodies = bodies(case, day)
        self._rows: dict[tuple[str, str], list[Stance]] = defaultdict(list)
        for row in case["stances"].iter_rows(named=True):
            if row["situation"] == situation:
                stance = Stance(row["to"], row["item"], row["answer"], row["probability"])
                self._rows[row["nation"], row["act"]].append(stance)

    def stance(self, nation: str, act: str, to: str | None = None, item: str | None = None) -> Stance | None:
        """The row that wins: `to` before `item`, nation before body before any; on a tie the stricter."""
        best: tuple[int, int, int] | None = None
        winner = None
        for row in self._rows.get((nation, act), ()):
            levels = self._level_to(row.to, to), self._level_item(row.item, item)
            if min(levels) < 0:
                continue
            rank = (*levels, -STRICTNESS[row.answer])
            if best is None or rank > best:
                best, winner = rank, row
        return winner

    def answer(self, nation: str, act: str, to: str | None = None, item: str | None = None) -> str:
        """`yes`, `no` or `unknown`, before an unknown is decided."""
        row = self.stance(nation, act, to, item)
        return DEFAULT[act] if row is None else row.answer

    def allows(self, nation: str, act: str, to: str | None = None, item: str | None = None) -> bool:
        """Does the nation do it, an unknown answer being decided?"""
        answer = self.answer(nation, act, to, item)
        if answer == "unknown":
            return self._drawn.get((nation, act), self._unknown)
        return answer == "yes"

    def unknowns(self) -> dict[tuple[str, str], float]:
        """Pairs of nation and act with an unknown answer, and the chance of a yes.

        It is 0.5 where a row states none, and the smallest where the rows of a pair differ.
        """
        found: dict[tuple[str, str], float] = {}
        for pair in sorted(self._rows):
            chances = [
                0.5 if r.probability is None else r.probability for r in self._rows[pair] if r.answer == "unknown"
            ]
            if chances:
                found[pair] = min(chances)
        return found

    def _level_to(self, stated: str, asked: str | None) -> int:
        if stated == "*":
            return 0
        if asked is None:
            return -1
        if stated in self._nations:
            return 2 if stated == asked else -1
        return 1 if stated in self._bodies.get(asked, ()) else -1

    def _level_item(self, stated: str, asked: str | None) -> int:
        if stated == "*":
            return 0
        if asked is None:
            return -1
        if stated == asked:
            return 2
        return 1 if stated == self._family.get(asked) else -1


def bodies(case: Case, day: date | None = None) -> dict[str, set[str]]:
    """Bodies that each nation is a member of on a day, the case's date where none is given.

    Observers, reported members and those that join later do not count.
    """
    on = case.as_of if day is None else day
    found: dict[str, set[str]] = defaultdict(set)
    for row in case["memberships"].iter_rows(named=True):
        if row["status"] == "member" and (row["since"] is None or row["since"] <= on):
            found[row["nation"]].add(row["body"])
    return found
