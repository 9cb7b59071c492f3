"""How are numbers, dates and names written for people? Rounded, with unit, in whole words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import floor, log10

from pipir.case import words as plain
from pipir.case.words import counted, plural
from pipir.network.capacity import YEAR

the, listing, percent, capital = plain.the, plain.listing, plain.percent, plain.capital
"""Articles, lists, shares and beginnings as the rest of the program writes them."""
MEASURES = ("t", "kg", "l", "m3", "day", "month", "year")
"""Units that can be divided."""


def number(value: float, digits: int = 3) -> str:
    """A number rounded to so many significant digits, thousands apart: `12,300`, `45.2`, `0.03`."""
    if value == 0:
        return "0"
    size = floor(log10(abs(value)))
    rounded = round(value, digits - 1 - size)
    if rounded == round(rounded):
        return f"{rounded:,.0f}"
    return f"{rounded:,.{max(0, digits - 1 - size)}f}".rstrip("0").rstrip(".")


def units(value: float) -> str:
    """A quantity of things that come whole, as a whole number; what is less than half of one is `under 1`."""
    if 0 < abs(value) < 0.5:
        return "under 1"
    return number(value) if abs(value) >= 100 else str(floor(value + 0.5))


def span(low: float, high: float, write: Callable[[float], str] = number) -> str:
    """A range of numbers: `8 to 12`, or one number where both ends are written alike."""
    first, last = write(low), write(high)
    return first if first == last else f"{first} to {last}"


def around(middle: float, low: float, high: float, write: Callable[[float], str] = number) -> str:
    """A number with its range: `10 (8 to 12)`, or the number alone where the range is written like it."""
    within = span(low, high, write)
    return write(middle) if within == write(middle) else f"{write(middle)} ({within})"


def count(value: float, unit: str) -> str:
    """A quantity with its unit, whole where the unit comes whole: `1 missile`, `12,000 rounds`, `4.2 years`."""
    written = number(value) if unit in MEASURES else units(value)
    return counted(written, unit)


def some(amount: int, noun: str) -> str:
    """A count of things in words: `no site`, `one site`, `12 sites`."""
    few = {0: "no", 1: "one"}
    return f"{few[amount]} {noun}" if amount in few else f"{number(amount)} {plural(noun)}"


def day_of(start: date, day: float) -> str:
    """The calendar date of a day of the scenario, day 0 being its start: `6 June 2025`."""
    return calendar(_later(start, day))


def month_of(start: date, days: float) -> str:
    """The month that lies so many days after a date: `June 2027`."""
    return month(_later(start, days))


def _later(start: date, days: float) -> date:
    """So many days later; what lies beyond the calendar's end is its last day."""
    return start + timedelta(days=int(min(days, (date.max - start).days)))


def calendar(when: date) -> str:
    """A date in words: `6 June 2025`."""
    return f"{when.day} {when:%B} {when.year}"


def month(when: date) -> str:
    """A date's month in words: `June 2025`."""
    return f"{when:%B} {when.year}"


def duration(days: float) -> str:
    """A time in the unit that a reader would use: `12 days`, `7 months`, `4.2 years`."""
    if days < 60:
        return count(round(days), "day")
    if days < 730:
        return count(round(days / 30.4375), "month")
    return count(round(days / YEAR, 1), "year")


def short_days(low: int | None, middle: int | None, high: int | None, days: int) -> str:
    """Three quantiles of a day as a cell: `6 (4 to 9)`; what is not reached within the scenario is `later`."""
    if low is None:
        return "not reached"
    if low == high:
        return str(low)
    late = f"after {days}"
    centre = late if middle is None else str(middle)
    return f"{centre} ({low} to {late if high is None else high})"
