"""What does each nation answer in each situation, and what of its promises survives that?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from pipir.assurance.assuring.declared import ACTS
from pipir.assurance.assuring.wording import several
from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.words import capital, percent
from pipir.network.stances import Stances

GIVING = ("export", "deliver", "backfill")
"""Acts by which a nation gives of its own."""

Row = dict[str, Any]


def matrix(case: Case, promises: Sequence[Row], situations: Sequence[str], unknown: str, names: Names) -> list[Row]:
    """See `declared.MATRIX`: nations that answer for anything in a situation, owe or are owed something."""
    rows: list[Row] = []
    for situation in situations:
        stances = Stances(case, situation, unknown)
        here = [row for row in promises if row["situation"] == situation]
        stated = case["stances"].filter(pl.col("situation") == situation)
        nations = {row[side] for row in here for side in ("supplier", "recipient")} | set(stated["nation"])
        for nation in sorted(nations):
            rows.append(_row(nation, situation, here, (stances, stated.filter(pl.col("nation") == nation)), names))
    return rows


def _row(nation: str, situation: str, here: Sequence[Row], answers: tuple[Stances, pl.DataFrame], names: Names) -> Row:
    stances, stated = answers
    owes = [row for row in here if row["supplier"] == nation]
    owed = [row for row in here if row["recipient"] == nation]
    return {
        "nation": nation,
        "situation": situation,
        **{act: said(stances, stated, nation, act) for act in ACTS},
        "posture": posture(stances, nation),
        "owes": len(owes),
        "barred": sum(row["barred_by"] is not None for row in owes),
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


def posture(stances: Stances, nation: str) -> str:
    """What the general answers come to, unknown ones as they are taken; exceptions do not count."""
    gives = {act: stances.allows(nation, act) for act in GIVING}
    hosts, consents = stances.allows(nation, "host"), stances.allows(nation, "reexport")
    others = stances.allows(nation, "transit") and stances.allows(nation, "produce")
    if all(gives.values()):
        if not consents:
            return "refuses re-export" if hosts and others else "mixed"
        return "helps" if hosts and others else "mixed"
    if not any(gives.values()):
        return "hosts but does not export" if hosts else "stays out"
    if gives["backfill"] and not gives["export"] and not gives["deliver"]:
        return "only backfills"
    return "hosts but does not export" if hosts and not gives["export"] else "mixed"


def _mean(rows: Sequence[Row]) -> float | None:
    return sum(row["kept_share"] for row in rows) / len(rows) if rows else None


def _survives(nation: str, owes: Sequence[Row], owed: Sequence[Row]) -> str:
    """What it owes and what it is owed that is kept under the sequence, in words."""
    if not owes and not owed:
        return f"{nation} owes and is owed nothing."
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


def _full(rows: Sequence[Row]) -> int:
    return sum(row["kept_share"] == 1.0 for row in rows)


def _kept(rows: Sequence[Row], whole: str, some: str) -> str:
    """All in full, or so many, with the mean and how many a stance bars."""
    if _full(rows) == len(rows):
        return f"{whole} in full"
    barred = sum(row["barred_by"] is not None for row in rows)
    told = f", a stance bars {barred}" if barred else ""
    return f"{some} in full ({percent(_mean(rows) or 0.0)} on average{told})"
