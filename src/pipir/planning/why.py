"""Why is a claim short, and what would mend it? Every limit is lifted alone, and the claim planned anew without it."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from pipir.case.words import counted, figure, listing
from pipir.network.network import Terms
from pipir.planning.alone import PRICED, Alone, Least, Name, known, names
from pipir.planning.capability import PlanOptions
from pipir.planning.consents import consents
from pipir.planning.limits import EACH, Candidate, amount, limits, stocked
from pipir.planning.parts import of_line, parts
from pipir.planning.solved import Solved
from pipir.planning.tables import days_short

SMALL = 1e-4
"""Share of what is owed below which a shortage, or what mends it, is a rest of rounding."""

MOST_NAMED = 3
"""Claims that are named where several take what one needs."""

Row = dict[str, Any]


def reasons(plan: Solved, options: PlanOptions) -> pl.DataFrame:
    """See `capability.WHY`. First what the claim lacks, then what would mend it alone, the most first.

    No claim of its rank or an earlier one may be worse off for it than in the plan.
    """
    asked = known(plan.built.net, str(options.why))
    every = names(plan.built.net, plan.built.claims)
    owing = [every.index(name) for name in asked if name in every]
    if not owing:
        kind, name = asked[0]
        return _table([_row(name, f"The {kind} {name} is owed nothing in the scenario.", None, None)])
    terms = Terms.of(options)
    alone = max((Alone(plan, number, terms) for number in owing), key=lambda a: a.short)
    if alone.short <= SMALL * alone.owed:
        return _table([_row(alone.name[1], f"{_owed(alone)}; it is not short.", None, None)])
    if plan.order.stopped is not None:
        unasked = "The solver was stopped before its time: what would mend this is not known."
        return _table([_first(alone), _row(alone.name[1], unasked, None, "A longer time limit, or none.")])
    least = alone.least()
    rows = [*_served_before(alone, least)]
    for candidate in [*limits(alone, least), *consents(alone, least)]:
        row = _tried(alone, least, candidate)
        rows += [row] if candidate.told or row["mends"] else []
    rows += _together(alone, least)
    rows.sort(key=lambda row: (row["mends"] is None, -(row["mends"] or 0.0)))
    return _table([_first(alone), *rows])


def _table(rows: list[Row]) -> pl.DataFrame:
    steps = [{"step": step, **row} for step, row in enumerate(rows, start=1)]
    kinds = {"subject": pl.String, "sentence": pl.String, "mends": pl.Float64, "remedy": pl.String}
    return pl.DataFrame(steps, schema={"step": pl.Int64, **kinds})


def _row(subject: str, sentence: str, mends: float | None, remedy: str | None) -> Row:
    return {"subject": subject, "sentence": sentence, "mends": mends, "remedy": remedy}


def _units(alone: Alone, value: float) -> str:
    """So many units of what it is owed; of what, where that is one item."""
    if len(alone.items) == 1 or alone.name[0] == "demand":
        return amount(alone.net, alone.items[0], value)
    return counted(figure(value), "unit")


def _owed(alone: Alone) -> str:
    got = alone.owed - alone.short
    return f"The {alone.name[0]} {alone.name[1]} is owed {_units(alone, alone.owed)} and gets {figure(got)}"


def _first(alone: Alone) -> Row:
    """What the claim is owed, gets and lacks."""
    days = days_short(alone.net, alone.kind, alone.place, alone.short)
    supply = "" if days is None else f", which is {counted(figure(days), 'day')} of supply"
    return _row(alone.name[1], f"{_owed(alone)}; it lacks {figure(alone.short)}{supply}.", None, None)


def _served_before(alone: Alone, least: Least) -> list[Row]:
    """What claims of earlier ranks, and others of its own, take of what it needs."""
    mine = int(alone.plan.built.claims.rank[alone.number])
    rows = []
    for words, earlier in (("earlier ranks", True), ("the same rank", False)):
        freed = [name for name, (rank, _, _) in alone.others.items() if (rank < mine) == earlier]
        mends = _fall(alone, least, alone.least(freed=freed).short) if freed else 0.0
        if mends > 0:
            dear = _dearest(alone, least, freed)
            rows.append(
                _row(
                    words,
                    f"Claims of {words} take {counted(figure(mends), 'unit')} that this one (rank {mine}) could have"
                    f"{dear}.",
                    mends,
                    f"A place in the sequence before the claims of {words}.",
                )
            )
    return rows


def _dearest(alone: Alone, least: Least, freed: list[Name]) -> str:
    """Those of the claims that stand in the way most, by name."""
    prices = least.columns[least.built.programme.columns["short"].all]
    dear = sorted(
        (float(price), name)
        for price, name in zip(prices, names(alone.net, least.built.claims), strict=True)
        if name in freed and price < -PRICED
    )
    more = f" and {len(dear) - MOST_NAMED} more" if len(dear) > MOST_NAMED else ""
    return f": {', '.join(name for _, (_, name) in dear[:MOST_NAMED])}{more}" if dear else ""


def _tried(alone: Alone, least: Least, candidate: Candidate) -> Row:
    """A limit with what it mends when it alone is lifted, where the case has all that it takes to try."""
    if candidate.without is None:
        untried = " It was not tried, as the case knows no such lane."
        return _row(candidate.subject, candidate.sentence, None, candidate.remedy + untried)
    beside = least if candidate.beside is None else alone.least(candidate.beside())
    mends = _fall(alone, beside, alone.least(candidate.without()).short)
    return _row(candidate.subject, candidate.sentence, mends, candidate.remedy + _much(alone, candidate, mends))


def _together(alone: Alone, least: Least) -> list[Row]:
    """The parts of a line of which several together mend more than one alone."""
    net, every, rows = alone.net, parts(alone, least), list[Row]()

    def mended(places: list[tuple[int, int]]) -> float:
        return _fall(alone, least, alone.least(stocked(alone, least, places)).short) if places else 0.0

    bills = [of_line(alone, every, line) for line in np.flatnonzero(np.isin(net.making.item, alone.items)).tolist()]
    for bill in [b for b in bills if len(b) > 1 and any(part.wanted for part in b)][:EACH]:
        needed = [(part.site, part.item) for part in bill]
        mends = mended(needed)
        if mends <= 0.0 or any(mended([(p.site, p.item)]) >= mends * (1.0 - SMALL) for p in bill if p.wanted):
            continue
        for place in list(needed):
            fewer = [other for other in needed if other != place]
            needed = fewer if mended(fewer) >= mends * (1.0 - SMALL) else needed
        site, told = net.sites.ids[bill[0].site], listing([net.items.ids[item] for _, item in needed], len(needed))
        sentence = f"Of {told} at {site} none mends as much alone as all of them together."
        remedy = f"More {told} at {site} on day 0. It mends {figure(mends)} of the {figure(alone.short)} short."
        rows.append(_row(site, sentence, mends, remedy))
    return rows


def _much(alone: Alone, candidate: Candidate, mends: float) -> str:
    """How much it mends, and how much of it that takes: at least so many units, as each mends its price at most."""
    if mends <= 0:
        return " Alone it mends nothing."
    told = f" It mends {figure(mends)} of the {figure(alone.short)} short"
    per_unit, (unit, what) = candidate.price * alone.owed, candidate.measure
    if per_unit <= 0:
        return told + "."
    return f"{told}; that takes at least {counted(figure(mends / per_unit), f'more {unit}')}{what}."


def _fall(alone: Alone, least: Least, short: float) -> float:
    """By how much the shortage falls: at most what is short, and nothing where it is a rest of rounding."""
    fall = min(least.short - short, alone.short)
    return fall if fall > SMALL * alone.owed else 0.0
