"""What does each nation answer in each situation, and what of its promises survives that?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipir.assurance.assuring.declared import ACTS
from pipir.assurance.assuring.wording import several
from pipir.case.case import Case
from pipir.case.likelihood import by_chance
from pipir.case.names import Names
from pipir.case.words import capital, percent
from pipir.network.stances import Stances

GIVING = ("export", "deliver", "backfill")
"""Acts by which a nation gives of its own."""
REFUSING = ("stays out", "only backfills", "hosts but does not export")
"""Postures of which a yes to some is an exception."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """A promise in a situation: the share kept under the sequence, the mean over its scenarios by their chances.

    `whole`: is it kept in full in all that count? `barred`: does a stance bar it in one of them?
    """

    supplier: str
    recipient: str
    share: float
    whole: bool
    barred: bool


def matrix(case: Case, kept: Mapping[str, Sequence[Kept]], unknown: str, names: Names) -> list[Row]:
    """See `declared.MATRIX`: nations that answer for anything in a situation, owe or are owed something."""
    rows: list[Row] = []
    for situation, here in kept.items():
        stances = Stances(case, situation, unknown)
        stated = case["stances"].filter(pl.col("situation") == situation)
        nations = {nation for one in here for nation in (one.supplier, one.recipient)} | set(stated["nation"])
        for nation in sorted(nations):
            rows.append(_row(nation, situation, here, (stances, stated.filter(pl.col("nation") == nation)), names))
    return rows


def once(windows: Sequence[tuple[str, float | None, Sequence[Row]]]) -> dict[str, list[Kept]]:
    """Each promise once a situation, from rows of `promises` by situation and chance of a scenario.

    Scenarios in which it is owed count by their chances: see `by_chance`.
    """
    found: dict[str, dict[tuple[str, str], list[tuple[float | None, Row]]]] = {}
    for situation, likely, rows in windows:
        here = found.setdefault(situation, {})
        for row in rows:
            here.setdefault((row["kind"], row["claim"]), []).append((likely, row))
    return {situation: [_once(every) for every in here.values()] for situation, here in found.items()}


def _once(every: Sequence[tuple[float | None, Row]]) -> Kept:
    weights = by_chance([likely for likely, _ in every])
    rows = [row for _, row in every]
    counts = [row for weight, row in zip(weights, rows, strict=True) if weight > 0.0]
    return Kept(
        supplier=rows[0]["supplier"],
        recipient=rows[0]["recipient"],
        share=sum(weight * row["kept_share"] for weight, row in zip(weights, rows, strict=True)),
        whole=all(row["kept_share"] == 1.0 for row in counts),
        barred=any(row["barred_by"] is not None for row in counts),
    )


def _row(nation: str, situation: str, here: Sequence[Kept], answers: tuple[Stances, pl.DataFrame], names: Names) -> Row:
    stances, stated = answers
    owes = [one for one in here if one.supplier == nation]
    owed = [one for one in here if one.recipient == nation]
    return {
        "nation": nation,
        "situation": situation,
        **{act: said(stances, stated, nation, act) for act in ACTS},
        "posture": posture(stances, stated, nation),
        "owes": len(owes),
        "barred": sum(one.barred for one in owes),
        "kept_share": _mean(owes),
        "received_share": _mean(owed),
        "survives": _survives(names.nation(nation), owes, owed),
    }


def said(stances: Stances, stated: pl.DataFrame, nation: str, act: str) -> str:
    """The general answer, then exceptions towards nations and for items: `no, yes to USA for patriot`."""
    general = stances.answer(nation, act)
    parts = [general]
    for row in stated.filter(pl.col("act") == act).sort("to", "item").iter_rows(named=True):
        if (row["to"], row["item"]) != ("*", "*") and row["answer"] != general:
            to = "" if row["to"] == "*" else f" to {row['to']}"
            parts.append(f"{row['answer']}{to}" + ("" if row["item"] == "*" else f" for {row['item']}"))
    return ", ".join(parts)


def posture(stances: Stances, stated: pl.DataFrame, nation: str) -> str:
    """What the general answers come to; what is not said is told where it decides, and yeses to some where all else is.

    `stated` are its stances in the situation.
    """
    general = {act: stances.answer(nation, act) for act in ACTS}
    no, yes = (_posture({act: _taken(answer, assumed) for act, answer in general.items()}) for assumed in ("no", "yes"))
    if no != yes:
        return "has not said"
    gives = stated.filter(pl.col("act").is_in(GIVING[:2]) & (pl.col("answer") == "yes"))
    return "helps only some" if no in REFUSING and not gives.is_empty() else no


def _taken(answer: str, unknown: str) -> bool:
    return (unknown if answer == "unknown" else answer) == "yes"


def _posture(allows: Mapping[str, bool]) -> str:
    """What answers come to when all are given."""
    gives = [allows[act] for act in GIVING]
    hosts, consents = allows["host"], allows["reexport"]
    others = allows["transit"] and allows["produce"]
    if all(gives):
        if not consents:
            return "refuses re-export" if hosts and others else "mixed"
        return "helps" if hosts and others else "mixed"
    if not any(gives):
        return "hosts but does not export" if hosts else "stays out"
    if allows["backfill"] and not allows["export"] and not allows["deliver"]:
        return "only backfills"
    return "hosts but does not export" if hosts and not allows["export"] else "mixed"


def _mean(rows: Sequence[Kept]) -> float | None:
    return sum(one.share for one in rows) / len(rows) if rows else None


def _survives(nation: str, owes: Sequence[Kept], owed: Sequence[Kept]) -> str:
    """What it owes and what it is owed that is kept under the sequence, in words."""
    if not owes and not owed:
        return f"{capital(nation)} owes and is owed nothing."
    parts = []
    if owes:
        whole = "its one promise" if len(owes) == 1 else f"all {len(owes)} of its promises"
        some = f"{_full(owes)} of {several(len(owes), 'promise')}"
        parts.append(f"{nation} keeps {_kept(owes, whole, some)}")
    if owed:
        who = "it" if owes else nation
        whole = f"the one promise to {who} is kept" if len(owed) == 1 else f"all {len(owed)} promises to {who} are kept"
        verb = "is" if _full(owed) == 1 else "are"
        parts.append(_kept(owed, whole, f"of {several(len(owed), 'promise')} to {who} {_full(owed)} {verb} kept"))
    return f"{capital('; '.join(parts))}."


def _full(rows: Sequence[Kept]) -> int:
    return sum(one.whole for one in rows)


def _kept(rows: Sequence[Kept], whole: str, some: str) -> str:
    """All in full, or so many, with the mean and how many a stance bars."""
    if _full(rows) == len(rows):
        return f"{whole} in full"
    barred = sum(one.barred for one in rows)
    told = f", a stance bars {barred}" if barred else ""
    return f"{some} in full ({percent(_mean(rows) or 0.0)} on average{told})"
