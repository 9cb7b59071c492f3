"""How likely is each scenario of a case, and what does each count for where several are weighed?"""

from __future__ import annotations

from collections.abc import Sequence

from pipir.case.case import Case


def chances(case: Case) -> dict[str, float | None]:
    """The chance of each scenario, as it is stated; 1 for a lone scenario that states none, else None."""
    stated = dict(case["scenarios"].select("scenario", "probability").iter_rows())
    alone = len(stated) == 1
    return {name: 1.0 if alone and chance is None else chance for name, chance in stated.items()}


def by_chance(stated: Sequence[float | None]) -> list[float]:
    """What each of several scenarios counts for, 1 in all, by their chances.

    One that states no chance counts for nothing beside others that do. Where none does, or all of them are 0, each
    counts alike.
    """
    total = sum(chance or 0.0 for chance in stated)
    return [(chance or 0.0) / total if total > 0.0 else 1.0 / len(stated) for chance in stated]
