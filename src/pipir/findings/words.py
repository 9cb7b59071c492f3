"""How is a finding put into words? Numbers with units, names instead of ids, lists that stay short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipir.case.case import Case
from pipir.case.words import counted


def names(case: Case, table: str) -> dict[str, str]:
    """Name of every id of a table that has a `name` column."""
    frame = case[table]
    return dict(zip(frame[frame.columns[0]], frame["name"], strict=True))


def units(case: Case) -> dict[str, str]:
    """Unit of every item."""
    return dict(zip(case["items"]["item"], case["items"]["unit"], strict=True))


def number(value: float) -> str:
    """A number with thousands separators and no more digits than a reader needs."""
    if value == 0 or abs(value) >= 100 or float(value).is_integer():
        return f"{value:,.0f}"
    if abs(value) >= 1:
        return f"{value:,.1f}".removesuffix(".0")
    return f"{value:.2g}"


def amount(value: float, unit: str) -> str:
    """A number with its unit, in the plural where it belongs."""
    return counted(number(value), unit)


def listed(words: Iterable[str], most: int = 5) -> str:
    """The words as a list in a sentence: `a, b and c`, or the first few and how many more there are."""
    all_words: Sequence[str] = list(dict.fromkeys(words))
    if len(all_words) > most:
        return f"{', '.join(all_words[:most])} and {len(all_words) - most} more"
    if len(all_words) > 1:
        return f"{', '.join(all_words[:-1])} and {all_words[-1]}"
    return "".join(all_words)


def percent(share: float) -> str:
    """A share as a whole percentage; what is not quite nothing or all is not rounded to it."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{share:.0%}".replace("%", " %")
