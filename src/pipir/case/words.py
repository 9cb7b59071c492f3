"""How are quantities, nations, agreements and lists said in words? With plurals and articles where they belong."""

from __future__ import annotations

from collections.abc import Sequence

SYMBOLS = frozenset({"t", "kg", "g", "l", "m", "m3", "km", "each", "ea"})
"""Units that take no plural."""
_WITH_ARTICLE = ("United ", "Philippines", "Netherlands", "Republic of ", "Czech Republic")
_AGREED = {
    "fms": "foreign military sale",
    "acsa": "acquisition and cross-servicing",
    "sosa": "security of supply",
    "coproduction": "co-production",
}


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


def listing(parts: Sequence[str], most: int = 6) -> str:
    """Words joined as a list: `a, b and c`; beyond `most` the rest is counted."""
    shown = list(parts[:most])
    if len(parts) > most:
        shown.append(f"{len(parts) - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return ", ".join(shown[:-1]) + " and " + shown[-1]
