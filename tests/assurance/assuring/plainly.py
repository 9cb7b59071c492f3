"""How far can promises be kept together? By a second formulation, that of the tests of plans, all promises called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations

from pipir.case.case import Case
from planning.best import solve
from planning.plain import programme
from planning.reading import Asked

Name = tuple[str, str]
KEPT = 1e-5
"""Share short of a set, added up, that is none: a hundred times what the solver leaves, far below any real one."""


def calm(case: Case) -> Case:
    """Without demands and hazards."""
    return case.replace({name: case[name].clear() for name in ("demands", "hazards")})


class Plainly:
    """The promises of a case in the plain programme."""

    def __init__(self, case: Case, unknown: str = "no") -> None:
        self._case, self._asked = calm(case), Asked(unknown=unknown, call_promises=True)
        self.names = [(claim.kind, claim.name) for claim in programme(self._case, self._asked)[1]]

    def missing(self, names: Collection[Name]) -> float:
        """The least that these go short, shares added up."""
        plain, _ = programme(self._case, self._asked)
        return solve(plain, {("short", *name): 1.0 for name in names})[0] if names else 0.0

    def fraction(self, names: Collection[Name]) -> float:
        """The largest fraction at which all of these are kept."""
        plain, _ = programme(self._case, self._asked)
        top = plain.column("largest of all")
        for name in names:
            plain.row(("below", *name), {("short", *name): 1.0, top: -1.0}, high=0.0)
        return 1.0 - solve(plain, {top: 1.0})[0] if names else 1.0

    def least_cut(self, weights: Mapping[Name, float]) -> float:
        """The least weighted share to cut so that all can be kept: less of each falls due, on every day alike."""
        plain, claims = programme(self._case, self._asked)
        for name, (terms, _, high) in plain.rows.items():
            if name[0] == "never early":
                terms["short", "commitment", name[1]] = high
        return solve(plain, {("short", c.kind, c.name): weights[c.kind, c.name] for c in claims})[0]

    def ranks(self) -> dict[Name, int]:
        """The rank of each promise."""
        return {(claim.kind, claim.name): claim.rank for claim in programme(self._case, self._asked)[1]}

    def smallest(self, names: Collection[Name]) -> int | None:
        """Members of the smallest set that cannot be kept; None where all can."""
        for size in range(1, len(names) + 1):
            if any(self.missing(some) > KEPT for some in combinations(sorted(names), size)):
                return size
        return None
