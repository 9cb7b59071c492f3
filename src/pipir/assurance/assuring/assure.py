"""Can all promises be kept at once? Every situation audited, planned and asked about, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipir.assurance.assuring.chances import Chance, Word, words
from pipir.assurance.assuring.declared import (
    CLASHES,
    CONTESTED,
    LEAST_CUT,
    MATRIX,
    PROMISES,
    RANKS,
    RECORD,
    REPAIR,
    SITUATIONS,
    UNKNOWNS,
    AssureOptions,
)
from pipir.assurance.assuring.jobs import Answers, answered
from pipir.assurance.assuring.judging import Judged
from pipir.assurance.assuring.postures import matrix, once
from pipir.assurance.assuring.recording import Record, records
from pipir.assurance.assuring.telling import of_rank, promise, situation
from pipir.assurance.assuring.turning import Kept
from pipir.assurance.assuring.unknowns import unknowns
from pipir.assurance.assuring.windows import NO_SITUATION, Window, windows
from pipir.case.case import Case
from pipir.case.names import Names
from pipir.planning.alone import Name
from pipir.runs.asking import ready
from pipir.runs.record import record
from pipir.runs.result import Result, table_of

DEFAULT = AssureOptions()
Row = dict[str, Any]


@dataclass(frozen=True)
class AssureResult(Result):
    """How far promises can be kept together, which clash over what, what mends it, and what each word is worth."""

    situations: pl.DataFrame
    promises: pl.DataFrame
    ranks: pl.DataFrame
    clashes: pl.DataFrame
    contested: pl.DataFrame
    repairs: pl.DataFrame
    least_cut: pl.DataFrame
    record: pl.DataFrame
    matrix: pl.DataFrame
    unknowns: pl.DataFrame


def assure(case: Case | str | Path, options: AssureOptions = DEFAULT) -> AssureResult:
    """Audit every promise of a case in every situation. Raises Refused for options that the case cannot answer."""
    case = ready(case, options)
    about = record("assure", case, options)
    kept_word = records(case)
    every, places = words(case, kept_word), windows(case, options)
    answers = answered(places, every, options.workers)
    names = Names(case)
    promises = [
        row
        for window, judged, kept in zip(places, answers.judged, answers.kept, strict=True)
        for row in _promises(window, judged, (kept, every), names)
    ]
    return AssureResult(
        run=about | {"notes": list(_notes(case, options, promises))},
        situations=table_of(SITUATIONS, _situations(places, answers, promises, names)),
        promises=table_of(PROMISES, promises),
        ranks=table_of(RANKS, _ranks(places, promises)),
        clashes=table_of(CLASHES, _keyed(places, [j.clashes for j in answers.judged])),
        contested=table_of(CONTESTED, _keyed(places, [j.contested for j in answers.judged])),
        repairs=table_of(REPAIR, _keyed(places, [j.repairs for j in answers.judged])),
        least_cut=table_of(LEAST_CUT, _keyed(places, [j.least_cut for j in answers.judged])),
        record=table_of(RECORD, [_record(one) for one in kept_word]),
        matrix=table_of(MATRIX, _matrix(case, options, places, promises)),
        unknowns=table_of(UNKNOWNS, unknowns(places, answers.swings, options.unknown, names)),
    )


def _of(row: Row, window: Window) -> bool:
    """Is it a row of this window?"""
    return all(row[key] == value for key, value in window.key.items())


def _keyed(places: Sequence[Window], found: Sequence[list[Row]]) -> list[Row]:
    return [window.key | row for window, rows in zip(places, found, strict=True) for row in rows]


def _promises(window: Window, judged: Judged, known: tuple[Kept, Mapping[Name, Word]], names: Names) -> Iterator[Row]:
    """Each promise with what is kept of it under the sequence, and the chance of its word."""
    kept, every = known
    for facts in judged.promises:
        name = (facts["kind"], facts["claim"])
        word, share = every[name], kept[name]
        row: Row = {**window.key, **facts}
        row |= {"binding": word.binding, "kept_share": share, "probability": word.chance}
        row |= {"probability_from": word.source, "expected_kept_share": word.chance * share}
        yield row | {"sentence": promise(row, names)}


def _situations(places: Sequence[Window], answers: Answers, promises: Sequence[Row], names: Names) -> Iterator[Row]:
    for window, judged in zip(places, answers.judged, strict=True):
        own = [row for row in promises if _of(row, window)]
        free = [row for row in own if row["barred_by"] is None]
        row: Row = {
            **window.key,
            "days": window.days,
            "claims": len(own),
            "barred": len(own) - len(free),
            "fraction": judged.fraction,
            "fraction_possible": judged.fraction_possible,
            "impossible": sum(row["kept_alone"] < 1.0 for row in free),
            "clashes": len({row["clash"] for row in judged.clashes}),
            "all_clashes": judged.all_clashes,
            "least_cut": sum(row["cut_share"] for row in judged.least_cut),
            "binding_claims": sum(row["binding"] == "binding" for row in free),
            **_chance("all", judged.chance),
            **_chance("possible", judged.chance_possible),
            "expected_kept_share": sum(row["expected_kept_share"] for row in own) / len(own) if own else None,
        }
        yield row | {"sentence": situation(row, own, judged.least_cut, names)}


def _ranks(places: Sequence[Window], promises: Sequence[Row]) -> Iterator[Row]:
    """The promises of each window by their rank in the sequence."""
    for window in places:
        own = [row for row in promises if _of(row, window)]
        for rank in sorted({row["rank"] for row in own}):
            rows = [row for row in own if row["rank"] == rank]
            row: Row = {
                **window.key,
                "rank": rank,
                "claims": len(rows),
                "barred": sum(row["barred_by"] is not None for row in rows),
                "kept_share": sum(row["kept_share"] for row in rows) / len(rows),
                "expected_kept_share": sum(row["expected_kept_share"] for row in rows) / len(rows),
            }
            yield row | {"sentence": of_rank(row)}


def _chance(which: str, found: Chance | None) -> Row:
    """A chance, and its bounds; nothing where there are no binding ones."""
    name = f"chance_{which}_binding"
    if found is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {name: found.settled, f"{name}_low": found.low, f"{name}_high": found.high}


def _record(one: Record) -> Row:
    return {
        "supplier": one.supplier,
        "commitments": one.commitments,
        "without_delivery": one.without_delivery,
        "kept_share": one.kept_share,
        "days_late": one.days_late,
        "probability": one.kept_share,
    }


def _matrix(case: Case, options: AssureOptions, places: Sequence[Window], promises: Sequence[Row]) -> list[Row]:
    by_window = [(window.situation, window.likely, [row for row in promises if _of(row, window)]) for window in places]
    return matrix(case, once(by_window), options.unknown, Names(case))


def _notes(case: Case, options: AssureOptions, promises: Sequence[Row]) -> Iterator[str]:
    """What a reader must know of the result."""
    yield (
        "What is under way at the end of the days looked at counts as short: a promise that falls due evenly from a "
        "place days away lacks the last of them."
    )
    if case["situations"].is_empty():
        yield f"The case has no situations: promises are looked at as {NO_SITUATION!r}, with no stances."
    if options.unknown == "yes":
        yield "Unknown answers are taken as yes."
    due = {
        (row["claim"], row["supplier"], row["recipient"], row["item"])
        for row in promises
        if row["kind"] == "commitment"
    }
    pairs, names = {one[1:]: one[0] for one in sorted(due, reverse=True)}, Names(case)
    for row in {row["claim"]: row for row in promises if row["kind"] == "promise"}.values():
        other = pairs.get((row["supplier"], row["recipient"], row["item"]))
        if other is not None:
            yield (
                f"The agreement {row['claim']} promises {names.nation(row['recipient'])} a quantity of "
                f"{names.item(row['item'])} a year, and {names.nation(row['supplier'])} is committed to the same by "
                f"{other}: both count. If they are one promise, empty `promised_per_year` of the agreement."
            )
