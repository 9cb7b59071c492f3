"""Which known word did a misspelt one probably mean?"""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

MANY = 5_000
"""Above this number of candidates only those that begin alike are compared, so that a refusal stays quick."""
MOST_SHOWN = 8


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that looks most like this one; None where none looks like it."""
    candidates: Collection[str] = known
    if len(known) > MANY:
        start = word[:4].lower()
        candidates = [name for name in known if name[:4].lower() == start][:MANY]
    folded: dict[str, str] = {}
    for name in candidates:
        folded.setdefault(name.lower(), name)
    found = get_close_matches(word.lower()[:200], folded, 1, 0.55)
    return folded[found[0]] if found else None


def nearest_words(word: str, known: Collection[str], all_words: str) -> str:
    """A remedy: the nearest word, or what to do where nothing is near."""
    found = nearest(word, known)
    return f"nearest: {found!r}" if found else all_words


def nearest_of(word: str, known: Collection[str]) -> str:
    """A remedy: the nearest word, or the words there are (at most `MOST_SHOWN`) where nothing is near."""
    if not known:
        return "there are none"
    more = f" and {len(known) - MOST_SHOWN} more" if len(known) > MOST_SHOWN else ""
    return nearest_words(word, known, f"one of {', '.join(sorted(known)[:MOST_SHOWN])}{more}")
