"""How long does it take to date a long book of orders anew when one customer moves up?

``python benchmarks/resequence.py`` makes books of the case ``patriot-queue`` of some lengths, moves their last order
up, and prints the CPU seconds of ``pipir.resequence``, beside strict queueing (DX, then DO, then unrated, whoever is
late). The exit code is 1 where the orders of the highest rating are later by the rule, all together, than by strict
queueing.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

LENGTHS = (50, 100, 250, 500)
YEARS = 8.0
"""How long the line works on a book."""
AIM = 1.0
"""Seconds within which a book of 500 orders should be answered."""
RATINGS = ("DX", "DO", "unrated")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lengths", nargs="*", type=int, default=list(LENGTHS))
    parser.add_argument("--repeat", type=int, default=3, help="times that each is dated; the best counts")
    given = parser.parse_args(arguments)
    print(f"CPU seconds to date a book anew when its last order moves up; aim at 500 orders: {AIM} s")
    print(f"{'orders':>8}{'by the rule':>13}{'strict':>9}{'late by the rule':>18}{'late in strict order':>22}")
    sound = True
    for length in given.lengths:
        sound = measure(length, given.repeat) and sound
    return 0 if sound else 1


def measure(length: int, repeat: int) -> bool:
    """One book: print its row; are orders of the highest rating no later than by strict queueing?"""
    import pipir

    case = book(length)
    asked = pipir.ResequenceOptions(first=f"o{length - 1:04}")
    took = []
    for _ in range(repeat):
        start = time.process_time()
        found = pipir.resequence(case, asked)
        took.append(time.process_time() - start)
    orders = found.orders
    start = time.process_time()
    strict = strictly(case)
    queued = time.process_time() - start
    late = int((orders["days_late_before"] > 0).sum())
    print(f"{length:>8,}{min(took):>13.3f}{queued:>9.3f}{late:>18}{sum(day > 0 for day in strict.values()):>22}")
    top = orders.filter(pl.col("rating") == RATINGS[0])
    return int(top["days_late_before"].sum()) <= sum(max(strict[order], 0) for order in top["order"])


def book(length: int) -> Any:
    """`patriot-queue` with so many orders on its line, drawn alike each time: a third more than can be on time.

    The line is as fast as makes them in `YEARS`.
    """
    import pipir

    case = pipir.read_case("patriot-queue")
    draw = random.Random(length)
    line = case["lines"].row(0, named=True)
    span = YEARS * 365.25 * 0.75
    rows = []
    for number in range(length):
        receipt = case.as_of - timedelta(days=draw.randrange(1, 1000))
        required = case.as_of + timedelta(days=draw.randrange(30, int(span) + 60))
        rating = draw.choices(RATINGS, (1, 4, 3))[0]
        rows.append((f"o{number:04}", line["line"], draw.choice(("USA", "CHE", "DEU")), draw.randrange(1, 8), required,
                     receipt, rating, "accepted"))  # fmt: skip
    names = ("order", "line", "customer", "quantity", "required_date", "receipt_date", "rating", "state")
    empty = case["orders"].clear()
    frame = pl.DataFrame(rows, schema=list(names), orient="row")
    full = frame.with_columns(pl.lit(None).alias(name) for name in empty.columns if name not in names)
    fast = pl.lit(float(frame["quantity"].sum()) / YEARS)
    lines = case["lines"].with_columns(rate_per_year=fast, max_rate_per_year=fast)
    return case.replace({"orders": full.select(empty.columns).cast(dict(empty.schema)), "lines": lines})


def strictly(case: Any) -> dict[str, int]:
    """Days after its required date on which each order is done if rating goes before date: one pass."""
    line = case["lines"].row(0, named=True)
    rows = sorted(
        case["orders"].iter_rows(named=True),
        key=lambda o: (RATINGS.index(o["rating"]), o["required_date"], o["receipt_date"], o["order"]),
    )
    made, late = 0.0, {}
    for order in rows:
        made += order["quantity"]
        late[order["order"]] = (done(case.as_of, made / line["rate_per_year"]) - order["required_date"]).days
    return late


def done(start: date, years: float) -> date:
    """The day on which so many years of output are made."""
    return start + timedelta(days=int(years * 365.25))


if __name__ == "__main__":
    sys.exit(main())
