"""What does a plan say, whoever makes it? The plain formulation and the programme, told in the same words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from pipir.case.case import Case
from planning.best import best
from planning.plain import Name
from planning.reading import Asked, Reading

near = partial(pytest.approx, rel=1e-6, abs=1e-5)
"""Equal as far as stages may worsen each other."""


@dataclass(frozen=True)
class Outcome:
    """Share short of each claim by (kind, id), weighed share short of each rank, cost, and the columns of `plain`."""

    shorts: Mapping[tuple[str, str], float]
    ranks: Mapping[int, float]
    cost_usd: float
    tonne_days: float
    columns: Mapping[Name, float]

    def short(self, claim: str) -> float:
        """Share short of the only claim of that id."""
        (found,) = [value for (_, name), value in self.shorts.items() if name == claim]
        return found

    def total(self, *begins: str | int) -> float:
        """Sum of the columns whose names begin so, over all periods: `sent`, `lane`; `fill`, `demand`, `good`."""
        return sum(value for name, value in self.columns.items() if name[: len(begins)] == begins)


Answer = Callable[..., Outcome]


def plainly(case: Case, **options: Any) -> Outcome:
    """The answer of the plain formulation."""
    asked = Asked(**options)
    found = best(case, asked)
    said = Reading(case, asked)
    ranks = dict.fromkeys((claim.rank for claim in said.claims() if claim.owed > 0), 0.0) | found.ranks
    return Outcome(found.shorts, ranks, found.cost_usd, found.tonne_days, found.columns)


ANSWERS: tuple[Answer, ...] = (plainly,)
"""Whom a question may be asked."""

QUICK: tuple[Answer, ...] = (plainly,)
"""Whom many questions may be asked."""
