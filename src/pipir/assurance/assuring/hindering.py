"""Which promises does a host or a nation on the way bar, though their own supplier would send?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pipir.assurance.assuring.audit import Audit
from pipir.assurance.assuring.windows import Window

ACTS = ("host", "transit")


def hindered(window: Window, audit: Audit) -> Mapping[int, str]:
    """Claims of which nothing can be kept as nations answer for their soil, and something if they said yes: by whom.

    One nation is named where its yes alone would do, else all that do not say yes, together.
    """
    nothing = [claim for claim in audit.open if audit.alone(claim) == 0.0]
    answers = _answers(window)
    if not nothing or not answers:
        return {}
    freed = _keepable(window, audit, nothing, list(answers))
    found: dict[int, str] = {}
    for nation, answer in answers.items() if freed else ():
        for claim in _keepable(window, audit, [c for c in freed if c not in found], [nation]):
            found[claim] = f"{nation} {answer} host or let pass what it needs"
    together = f"{' and '.join(answers)} do not say yes to hosting or letting pass what it needs"
    return found | {claim: together for claim in freed if claim not in found}


def _answers(window: Window) -> dict[str, str]:
    """What nations say in the situation that do not let others use their soil or pass, in words."""
    rows = window.case["stances"].filter(
        (pl.col("situation") == window.situation) & pl.col("act").is_in(ACTS) & (pl.col("answer") != "yes")
    )
    said: dict[str, str] = {}
    for nation, answer in rows.select("nation", "answer").sort("nation").iter_rows():
        if answer == "no":
            said[nation] = "does not"
        elif window.options.unknown == "no":
            said.setdefault(nation, "has not said whether it would")
    return said


def _keepable(window: Window, audit: Audit, claims: Sequence[int], nations: Sequence[str]) -> list[int]:
    """Those of the claims of which something can be kept when these nations let others use their soil and pass."""
    if not claims:
        return []
    stances = window.calm["stances"]
    gone = (pl.col("situation") == window.situation) & pl.col("act").is_in(ACTS) & pl.col("nation").is_in(list(nations))
    case = window.calm.replace({"stances": stances.filter(~gone)})
    other = Audit(window.network(case), audit.built.writing.grid)
    return [claim for claim in claims if other.alone(other.names.index(audit.names[claim])) > 0.0]
