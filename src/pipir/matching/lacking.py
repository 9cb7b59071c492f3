"""Why is a request not met in full? By what keeps each offer, and each match that stands, from giving more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from pipir.case.names import Names
from pipir.case.words import capital, figure
from pipir.matching.book import Standing
from pipir.matching.match_columns import CLOSED, NO_OFFER, REASONS
from pipir.matching.outcomes import Outcome, barred

Row = dict[str, Any]


def unmatched(outcome: Outcome, of_pairs: Sequence[Row]) -> Iterator[Row]:
    """The table `unmatched`: see its declaration."""
    lacking, names = outcome.lacking, outcome.names
    of_standing = list(_standing(outcome))
    for asked in outcome.book.requests:
        lacks = lacking[asked.request]
        if lacks == 0.0:
            continue
        rows = _rows(outcome, asked.request, of_standing, of_pairs)
        reason = max((row["reason"] for row in rows if row["reason"] != CLOSED), key=REASONS.index, default=NO_OFFER)
        because = [row["sentence"] for row in rows] or [
            f"No partner offers {names.item(asked.item)}, or what may stand in for it."
        ]
        have = asked.quantity - lacks
        amount, by = names.amount(asked.quantity, asked.item), outcome.book.day_0 + timedelta(days=asked.needed)
        who = f"{capital(names.nation(asked.nation))} asks for {amount} at {names.site(asked.site)} by {by}"
        part = "all is missing" if have == 0 else f"{figure(lacks)} missing"
        yield {
            "request": asked.request,
            "nation": asked.nation,
            "site": asked.site,
            "item": asked.item,
            "needed_by": by,
            "asked": asked.quantity,
            "matched": have,
            "unmatched": lacks,
            "reason": reason,
            "sentence": f"{who}: {part}. " + " ".join(because),
        }


def _rows(outcome: Outcome, request: str, of_standing: Sequence[Row], of_pairs: Sequence[Row]) -> list[Row]:
    """What keeps each match that stands, and each offer, from giving a request more.

    An offer that is given away by a match that cannot come is told once, as that match.
    """
    stuck = [row for row in of_standing if row["request"] == request]
    told = {row["offer"] for row in stuck if outcome.book.left[row["offer"]] == 0.0}
    return stuck + [row for row in of_pairs if row["request"] == request and row["offer"] not in told]


def _standing(outcome: Outcome) -> Iterator[Row]:
    """Matches that stand and do not do all their work: what cannot come in time, what may not be used instead."""
    for chance in outcome.chances:
        match, names = chance.way.deal, outcome.names
        if not isinstance(match, Standing):
            continue
        told = {"request": match.request.request, "offer": match.offer.offer}
        waits = outcome.unplaced[match.match]
        if match.gate is not None:
            yield told | {"reason": CLOSED, "sentence": f"{match.match} stands, but {of_no_use(match, names)}."}
        elif waits > 0.0:
            reason, words = barred(outcome, chance)
            amount = names.amount(waits, match.offer.item)
            yield told | {
                "reason": reason,
                "sentence": f"{match.match} stands, but {amount} of it cannot come in time: {words}.",
            }


def of_no_use(match: Standing, names: Names) -> str:
    """That a nation may not use what a match gives it, in words."""
    asked, given = names.item(match.request.item), names.item(match.offer.item)
    return f"{names.nation(match.request.nation)} may not use {given} in place of {asked} ({match.gate})"
