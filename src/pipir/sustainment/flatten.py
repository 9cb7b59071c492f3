"""How do lists of lists become arrays? Flat values with the place at which each list begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from pipir.sustainment.layout import Ints


def flat(lists: Iterable[Sequence[Any]], kind: type = np.int64) -> tuple[Ints, Any]:
    """Offsets and values of a list of lists."""
    held = [list(x) for x in lists]
    at = np.concatenate([[0], np.cumsum([len(x) for x in held])]).astype(np.int64)
    return at, np.array([value for x in held for value in x], dtype=kind)


def grouped(groups: Sequence[int], count: int) -> tuple[Ints, Ints]:
    """Offsets and members of groups 0..count-1, given the group of each member."""
    members = np.argsort(np.asarray(groups, dtype=np.int64), kind="stable").astype(np.int64)
    ordered = np.asarray(groups, dtype=np.int64)[members]
    return np.searchsorted(ordered, np.arange(count + 1)).astype(np.int64), members


def ints(values: Iterable[int]) -> Ints:
    """An array of whole numbers, also when there are none."""
    return np.array(list(values), dtype=np.int64)


def by_rank(ranks: Sequence[int], last: int) -> Ints:
    """Offsets of ranks 0..last in a list that is ordered by rank."""
    return np.searchsorted(np.asarray(ranks, dtype=np.int64), np.arange(last + 1)).astype(np.int64)
