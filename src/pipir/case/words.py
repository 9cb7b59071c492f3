"""How is a quantity said in words? With its unit, in the plural where it belongs."""

from __future__ import annotations

SYMBOLS = frozenset({"t", "kg", "g", "l", "m", "m3", "km", "each", "ea"})
"""Units that take no plural."""


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
