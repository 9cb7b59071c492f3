"""How are numbers, units, shares, agreements and lists said in words? With plurals and articles where they belong."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

SYMBOLS = frozenset({"t", "kg", "g", "l", "m", "m3", "km", "each", "ea"})
"""Units that take no plural."""
ROUNDING = 1e-6
"""Part of a number, or of one, that is a rest of rounding."""
CERTAIN = 1e-9
"""Share by which nothing or all may be missed."""
_WITH_ARTICLE = ("United ", "Philippines", "Netherlands", "Republic of ", "Czech Republic")
_AGREED = {
    "fms": "foreign military sale",
    "acsa": "acquisition and cross-servicing",
    "sosa": "security of supply",
    "coproduction": "co-production",
}


def figure(value: float) -> str:
    """A number as people read it: thousands apart, whole from a thousand on or where it is next to whole; else three
    digits that count, without a power of ten.
    """
    whole = round(value)
    if abs(value - whole) <= ROUNDING * max(1.0, abs(value)):
        return f"{whole:,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{Decimal(f'{value:.3g}'):,f}"


def percent(share: float) -> str:
    """A share in whole per cent; what is not quite nothing or all is not rounded to it."""
    if CERTAIN < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1.0 - CERTAIN:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def plural(unit: str) -> str:
    """The plural of a noun, of the last word where there are several. Symbols and what is plural already stay."""
    if unit.rpartition(" ")[2] in SYMBOLS or not unit[-1:].isalpha() or unit.endswith("s"):
        return unit
    if unit.endswith(("x", "ch", "sh")):
        return unit + "es"
    if unit.endswith("y") and unit[-2:-1] not in "aeiou":
        return unit[:-1] + "ies"
    return unit + "s"


def counted(written: str, unit: str) -> str:
    """A number as it is written, with its unit: `1 day`, `0 days`, `1,200 rounds`, `3 t`."""
    return f"{written} {unit if written == '1' else plural(unit)}"


def the(name: str) -> str:
    """A nation's name as it stands inside a sentence: `the United States`, `Japan`."""
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def agreed(kind: str) -> str:
    """A kind of agreement in words: `foreign military sale`."""
    return _AGREED.get(kind, kind.replace("_", " "))


def listing(parts: Iterable[str], most: int = 6) -> str:
    """Words joined as a list, each once: `a, b and c`; beyond `most` the rest is counted."""
    every = list(dict.fromkeys(parts))
    shown = every[:most]
    if len(every) > most:
        shown.append(f"{len(every) - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return ", ".join(shown[:-1]) + " and " + shown[-1]


def capital(sentence: str) -> str:
    """The text with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]
