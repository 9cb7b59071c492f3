"""In which order are unknown answers worth asking for? Over all scenarios of a situation, the most worth first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipir.assurance.assuring.asking import KEY, Swing, unknown_answers
from pipir.assurance.assuring.telling import unknown
from pipir.assurance.assuring.windows import Window
from pipir.case.likelihood import by_chance
from pipir.case.names import Names

NO_CHANCE = 0.5
"""Chance of a yes where none is stated."""

Row = dict[str, Any]


def unknowns(places: Sequence[Window], swings: Sequence[list[Swing]], assumed: str, names: Names) -> list[Row]:
    """See `declared.UNKNOWNS`; over several scenarios the mean by their chances. `assumed` is yes or no."""
    found: dict[tuple[str, ...], Row] = {}
    for window, swung, weight in zip(places, swings, weights(places), strict=True):
        for answer, one in zip(unknown_answers(window), swung, strict=True):
            row = found.setdefault(one.key, _empty(one.key, answer["probability"]))
            row["swing"] += weight * one.swing
            row["swing_together"] += weight * one.together
            row["extra"] += weight * one.extra
            row["frees"] = max(row["frees"], one.frees)
            row["gains"] += one.gains
    for row in found.values():
        row["value"] = row["swing"] * (row["probability"] if assumed == "no" else 1.0 - row["probability"])
    for place, row in enumerate(sorted(found.values(), key=_order), 1):
        row |= {"place": place, "sentence": unknown(row, names)}
        del row["gains"], row["extra"]
    return list(found.values())


def weights(places: Sequence[Window]) -> list[float]:
    """The weight of each window among those of its situation: 1 in all, by their chances."""
    found = [0.0] * len(places)
    for situation in dict.fromkeys(window.situation for window in places):
        among = [k for k, window in enumerate(places) if window.situation == situation]
        for k, weight in zip(among, by_chance([places[k].likely for k in among]), strict=True):
            found[k] = weight
    return found


def _empty(key: tuple[str, ...], chance: float | None) -> Row:
    told: Row = dict(zip(KEY, key, strict=True))
    return told | {
        "probability": NO_CHANCE if chance is None else chance,
        "swing": 0.0,
        "swing_together": 0.0,
        "extra": 0.0,
        "frees": 0,
        "gains": [],
    }


def _order(row: Row) -> tuple[Any, ...]:
    return -row["value"], -row["extra"], -row["frees"], *(row[name] for name in KEY)
