"""In which order are unknown answers worth asking for? By what knowing them is worth over all that may come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipir.assurance.assuring.asking import KEY, Swing, unknown_answers
from pipir.assurance.assuring.gaining import weighed
from pipir.assurance.assuring.telling import unknown
from pipir.assurance.assuring.windows import Window
from pipir.case.likelihood import by_chance
from pipir.case.names import Names

NO_CHANCE = 0.5
"""Chance of a yes where none is stated."""

HIDDEN = ("of_family", "gains", "with_gains", "extra", "beyond")
"""What only the sentence tells."""
Row = dict[str, Any]


def unknowns(places: Sequence[Window], swings: Sequence[list[Swing]], assumed: str, names: Names) -> list[Row]:
    """See `declared.UNKNOWNS`; over several scenarios the mean by their chances. `assumed` is yes or no."""
    found: dict[tuple[str, ...], list[tuple[float, Swing]]] = {}
    chance: dict[tuple[str, ...], float | None] = {}
    for window, swung, weight in zip(places, swings, weights(places), strict=True):
        for answer, one in zip(unknown_answers(window), swung, strict=True):
            found.setdefault(one.key, []).append((weight, one))
            chance[one.key] = answer["probability"]
    likely = _likely(places)
    items = {"*", *(item for window in places[:1] for item in window.case["items"]["item"])}
    rows = []
    for key, every in found.items():
        row = _row(every) | dict(zip(KEY, key, strict=True))
        row["of_family"] = row["item"] not in items
        row["probability"] = NO_CHANCE if chance[key] is None else chance[key]
        row["value"] = row["loss"] * (row["probability"] if assumed == "no" else 1.0 - row["probability"])
        row["situation_chance"] = likely[row["situation"]]
        comes = 1.0 if row["situation_chance"] is None else row["situation_chance"]
        rows.append(row | {"expected_value": comes * row["value"]})
    for place, row in enumerate(sorted(rows, key=_order), 1):
        row |= {"place": place, "sentence": unknown(row, names)}
        for name in HIDDEN:
            del row[name]
    return rows


def _row(every: Sequence[tuple[float, Swing]]) -> Row:
    """What an answer changes, the mean over scenarios by their weights; with whom is told of the one it matters in."""
    most = max((one for _, one in every), key=lambda one: one.beyond)
    return {
        "swing": sum(weight * one.alone.swing for weight, one in every),
        "swing_together": sum(weight * one.together for weight, one in every),
        "loss": sum(weight * one.alone.loss for weight, one in every),
        "with_nation": most.other,
        "swing_with": None if most.other is None else sum(w * one.both.swing for w, one in every if one.other),
        "frees": max(one.alone.frees for _, one in every),
        "gains": weighed((weight, one.alone.gains) for weight, one in every),
        "with_gains": weighed((weight, one.both.gains) for weight, one in every if one.other == most.other),
        "extra": sum(weight * one.extra for weight, one in every),
        "beyond": sum(weight * one.beyond for weight, one in every),
    }


def _likely(places: Sequence[Window]) -> dict[str, float | None]:
    """How likely each situation is: the chances of its scenarios added up.

    None where no scenario of any situation states one, and for a situation without a scenario: that a year comes for
    sure says nothing of how likely the situation is in it.
    """
    stated = any(window.scenario is not None and window.likely is not None for window in places)
    found: dict[str, float | None] = {}
    for window in places:
        before = found.get(window.situation) or 0.0
        foreseen = stated and window.scenario is not None
        found[window.situation] = min(before + (window.likely or 0.0), 1.0) if foreseen else None
    return found


def weights(places: Sequence[Window]) -> list[float]:
    """The weight of each window among those of its situation: 1 in all, by their chances."""
    found = [0.0] * len(places)
    for situation in dict.fromkeys(window.situation for window in places):
        among = [k for k, window in enumerate(places) if window.situation == situation]
        for k, weight in zip(among, by_chance([places[k].likely for k in among]), strict=True):
            found[k] = weight
    return found


def _order(row: Row) -> tuple[Any, ...]:
    key = (row[name] for name in KEY)
    return -row["expected_value"], -row["value"], -max(row["extra"], row["beyond"]), -row["frees"], *key
