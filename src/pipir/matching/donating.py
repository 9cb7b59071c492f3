"""What does a gift leave its donor with, against what the donor itself is to hold?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pipir.accounting.account import amounts
from pipir.accounting.holding import holdings
from pipir.accounting.output import line_output
from pipir.accounting.window import Window
from pipir.case.case import Case
from pipir.case.words import capital, figure, percent
from pipir.matching.book import Standing
from pipir.matching.outcomes import Outcome

Row = dict[str, Any]
Key = tuple[str, str]


def donors(case: Case, outcome: Outcome) -> Iterator[Row]:
    """The table `donors`: one row for each nation and item that is offered.

    The day is that on which the last of the gift leaves; where nothing is given, day 0. Output, use and commitments
    are those of `account` from day 0 to the end of that day; stock is the case's.
    """
    given, last = _gifts(outcome)
    held = {(n, i): stock for n, i, stock in holdings(case).select("nation", "item", "inventory").iter_rows()}
    known: dict[float, dict[Key, Row]] = {}
    for key in sorted({(offered.nation, offered.item) for offered in outcome.book.offers}):
        days = float(last[key] + 1) if key in last else 0.0
        if days not in known:
            window = Window(outcome.book.day_0, days)
            rows = amounts(case, window, line_output(case, window, surge=False))
            known[days] = {(row["nation"], row["item"]): row for row in rows.iter_rows(named=True)}
        row = known[days].get(key, {})
        yield _donor(outcome, key, held.get(key, 0.0), given.get(key, 0.0), row)


def _gifts(outcome: Outcome) -> tuple[dict[Key, float], dict[Key, int]]:
    """Units given by nation and item, those under a commitment apart, and the day on which the last leaves."""
    given: dict[Key, float] = defaultdict(float)
    last: dict[Key, int] = {}
    for chance, quantity in zip(outcome.chances, outcome.sent.quantity, strict=True):
        deal = chance.way.deal
        key = (deal.offer.nation, deal.offer.item)
        for trip, units in zip(chance.way.trips, quantity.tolist(), strict=True):
            if units > 0.0:
                last[key] = max(last.get(key, 0), trip.leaves)
                under = isinstance(deal, Standing) and deal.commitment is not None
                given[key] += 0.0 if under else units
    return given, last


def _donor(outcome: Outcome, key: Key, stock: float, given: float, row: Row) -> Row:
    output, used = row.get("capacity", 0.0), row.get("used", 0.0)
    committed, level = row.get("committed", 0.0), row.get("levels", 0.0)
    without = stock + output - used - committed
    after = without - given
    told = {
        "nation": key[0],
        "item": key[1],
        "stock_before": stock,
        "output": output,
        "used": used,
        "committed": committed,
        "given": given,
        "stock_after": max(0.0, after),
        "missing": max(0.0, -after),
        "reserve": row.get("reserves", 0.0),
        "requirement": level if level > 0.0 else None,
        **{
            f"readiness_{name}": min(1.0, max(0.0, units) / level) if level > 0.0 else None
            for name, units in (("before", stock), ("without", without), ("after", after))
        },
    }
    return told | {"sentence": _sentence(outcome, told)}


def _sentence(outcome: Outcome, told: Row) -> str:
    nation, item = capital(outcome.names.nation(told["nation"])), told["item"]
    if told["given"] == 0.0:
        return f"{nation} gives no {outcome.names.item(item)} beyond its commitments."
    words = f"{nation} gives {outcome.names.amount(told['given'], item)} and is left with {figure(told['stock_after'])}"
    if told["requirement"] is None:
        words += "; no level that it is to hold is stated"
    else:
        words += f", {percent(told['readiness_after'])} of the {figure(told['requirement'])} that it is to hold"
        words += f" ({percent(told['readiness_without'])} without the gift)"
    words += "."
    if told["missing"] > 0.0:
        return words + f" {figure(told['missing'])} of what it gives and owes it neither holds nor makes by then."
    if told["stock_after"] < told["reserve"]:
        return words + f" That is {figure(told['reserve'] - told['stock_after'])} below its reserve."
    return words
