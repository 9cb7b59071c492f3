"""Who slips if one customer moves up, one more is taken in, or one cancels?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipir.assurance.resequencing.chains import chain
from pipir.assurance.resequencing.dating import Entry, done, held_against
from pipir.assurance.resequencing.declared import CHAINS, LATENESS, ORDERS, RATINGS, REQUESTS, ResequenceOptions
from pipir.assurance.resequencing.line_days import LineDays
from pipir.assurance.resequencing.using import Uses, daily_use
from pipir.assurance.resequencing.wording import answered, dated, undated
from pipir.case.case import Case
from pipir.case.names import Names
from pipir.case.nearest import nearest_of
from pipir.case.refusal import Fault, Refused, refuse
from pipir.runs.asking import first_scenario, ready
from pipir.runs.record import record
from pipir.runs.result import Result, table

DEFAULT = ResequenceOptions()
Row = dict[str, Any]
Dated = dict[str, tuple[int, date | None]]


@dataclass(frozen=True)
class ResequenceResult(Result):
    """Old and new dates, lateness by rating, what requests can be offered, and backfills exposed."""

    orders: pl.DataFrame
    lateness: pl.DataFrame
    requests: pl.DataFrame
    chains: pl.DataFrame


@dataclass(frozen=True)
class Book:
    """The orders of one line: its rows by order, what the rule sees of them, and the days of the line."""

    line: str
    rows: Mapping[str, Row]
    entries: Mapping[str, Entry]
    days: LineDays

    def accepted(self) -> list[Entry]:
        """Orders that stand in the book."""
        return [entry for name, entry in self.entries.items() if self.rows[name]["state"] == "accepted"]

    def dated(self, book: list[Entry]) -> Dated:
        """Place in the line and date of each order."""
        ends = done(book)
        dates = self.days.days_of(list(ends.values()))
        return {name: (place, day) for place, (name, day) in enumerate(zip(ends, dates, strict=True), start=1)}

    def offered(self) -> dict[str, date | None]:
        """Earliest date on which each requested order can be done beside the accepted ones."""
        asked = [entry for name, entry in self.entries.items() if self.rows[name]["state"] == "requested"]
        held = {rating: held_against(self.accepted(), rating) for rating in {entry.rating for entry in asked}}
        units = [held[entry.rating].earliest(entry.units) for entry in asked]
        return dict(zip((entry.order for entry in asked), self.days.days_of(units), strict=True))


def resequence(case: Case | str | Path, options: ResequenceOptions = DEFAULT) -> ResequenceResult:
    """Dates of every order on a line before and after a change, by the precedence of 15 CFR 700.

    Raises
    ------
    Refused
        Where the case is at fault, an option names what it does not have, an order named is on another line or in the
        wrong state, or one order is named twice.
    """
    case = ready(case, options)
    lines = _lines(case, options)
    uses = daily_use(case, first_scenario(case, options.scenario), case.as_of)
    names = Names(case)
    orders: list[Row] = []
    requests: list[Row] = []
    for book in _books(case, lines, options.rate == "max"):
        orders += [{**row, "sentence": dated(row, names)} for row in _orders(book, options, uses)]
        requests += [_request(book.rows[name], offered) for name, offered in book.offered().items()]
    scenario = first_scenario(case, options.scenario)
    run = record("resequence", case, options, scenario=scenario) | {
        "notes": [*_notes(case, lines, options), *undated(orders)]
    }
    return ResequenceResult(
        run,
        table(ORDERS, _frame(orders)),
        table(LATENESS, _frame(list(_lateness(orders)))),
        table(REQUESTS, _frame(requests)),
        table(CHAINS, _frame(list(_chains(case, orders)))),
    )


def _frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


def _lines(case: Case, options: ResequenceOptions) -> list[str]:
    """The lines whose books are dated. Raises Refused where the orders named do not fit."""
    named = {flag: getattr(options, flag) for flag in ("first", "accept", "cancel") if getattr(options, flag)}
    rows = {row["order"]: row for row in case["orders"].iter_rows(named=True)}
    faults = [*_faults(rows, named, options.line), *_unrated(rows, options)]
    if faults:
        raise Refused(faults)
    if options.line is None:
        chosen = [rows[name]["line"] for name in named.values()] or [row["line"] for row in rows.values()]
    else:
        chosen = [row["line"] for row in rows.values() if row["line"] == options.line]
        if not chosen:
            remedy = nearest_of(options.line, sorted({row["line"] for row in rows.values()}))
            raise refuse("options", "has no orders", remedy, column="--line", value=options.line)
    return sorted(set(chosen))


def _faults(rows: Mapping[str, Row], named: Mapping[str, str], line: str | None) -> Iterator[Fault]:
    states = {"accept": "requested", "cancel": "accepted"}
    for flag, name in named.items():
        state, wanted = rows[name]["state"], states.get(flag)
        if wanted not in (None, state):
            others = [order for order, row in rows.items() if row["state"] == wanted]
            yield Fault("options", None, f"--{flag}", name, f"is {state}, not {wanted}", nearest_of(name, others))
        if line not in (None, rows[name]["line"]):
            yield Fault("options", None, f"--{flag}", name, f"is not on {line}", f"it is on {rows[name]['line']}")
        if list(named.values()).count(name) > 1:
            yield Fault("options", None, f"--{flag}", name, "is named twice", "name an order for one change only")


def _unrated(rows: Mapping[str, Row], options: ResequenceOptions) -> Iterator[Fault]:
    """What is wrong with the rating by which an order is to move up."""
    if options.rated is None:
        return
    if options.first is None:
        yield Fault("options", None, "--rated", options.rated, "moves no order up", "name one with --first")
        return
    own = rows[options.first]["rating"]
    if RATINGS.index(own) <= RATINGS.index(options.rated):
        yield Fault("options", None, "--rated", options.rated, f"is not above {own}, its rating", "leave it out")


def _books(case: Case, lines: list[str], surge: bool) -> Iterator[Book]:
    filled = case.filled("lines")
    orders = case["orders"]
    for line in lines:
        of_line = filled.filter(pl.col("line") == line)
        days = LineDays.of(of_line, case.as_of, surge)
        item = of_line["item"].item()
        rows = {row["order"]: row | {"item": item} for row in orders.filter(line=line).iter_rows(named=True)}
        yield Book(line, rows, {name: _entry(row, days) for name, row in rows.items()}, days)


def _entry(row: Row, days: LineDays) -> Entry:
    required = row["required_date"]
    return Entry(row["order"], row["rating"], row["quantity"], days.by(required), required, row["receipt_date"])


def _changed(book: Book, options: ResequenceOptions) -> list[Entry]:
    """The book after the change."""
    kept = {entry.order: entry for entry in book.accepted() if entry.order != options.cancel}
    if options.accept is not None and options.accept in book.entries:
        entry, offered = book.entries[options.accept], book.offered()[options.accept]
        if offered is not None and offered > entry.required:
            entry = replace(entry, required=offered, room=book.days.by(offered))
        kept[entry.order] = entry
    if options.first is not None and options.first in book.entries:
        entry = book.entries[options.first]
        up = {"directed": True} if options.rated is None else {"rating": options.rated}
        kept[options.first] = replace(entry, **up)
    return list(kept.values())


def _orders(book: Book, options: ResequenceOptions, uses: Uses) -> Iterator[Row]:
    before, after = book.dated(book.accepted()), book.dated(_changed(book, options))
    for name in before | after:
        row = book.rows[name]
        (old_place, old), (new_place, new) = before.get(name, (None, None)), after.get(name, (None, None))
        slipped = (new - old).days if old and new else None
        copied = {key: row[key] for key in ("line", "order", "customer", "item", "rating", "quantity", "required_date")}
        yield copied | {
            "old_place": old_place,
            "new_place": new_place,
            "old_date": old,
            "new_date": new,
            "days_slipped": slipped,
            "days_late_before": max((old - row["required_date"]).days, 0) if old else None,
            "days_late_after": max((new - row["required_date"]).days, 0) if new else None,
            "days_of_supply_lost": _lost(row, slipped, uses),
        }


def _lost(row: Row, slipped: int | None, uses: Uses) -> float | None:
    """Days of the slip on which the order would have been used: no more than it holds; None where use is unknown."""
    use = uses.get((row["customer"], row["item"]))
    if use is None or slipped is None:
        return None
    return min(float(max(slipped, 0)), float(row["quantity"]) / use)


def _lateness(orders: list[Row]) -> Iterator[Row]:
    for line in sorted({row["line"] for row in orders}):
        for rating in RATINGS:
            rows = [row for row in orders if (row["line"], row["rating"]) == (line, rating)]
            before, after = (
                [row[f"days_late_{when}"] for row in rows if row[f"{age}_place"] is not None]
                for when, age in (("before", "old"), ("after", "new"))
            )
            yield {
                "line": line,
                "rating": rating,
                "orders": len(rows),
                "late_before": sum(days != 0 for days in before),
                "late_after": sum(days != 0 for days in after),
                "worst_before": _worst(before),
                "worst_after": _worst(after),
                "slipped": sum((row["days_slipped"] or 0) > 0 for row in rows),
            }


def _worst(late: Sequence[int | None]) -> int | None:
    """The most days late; None where an order has no date: nobody knows then how late the latest is."""
    known = [days for days in late if days is not None]
    return max(known, default=0) if len(known) == len(late) else None


def _request(row: Row, offered: date | None) -> Row:
    taken = offered is not None and offered <= row["required_date"]
    copied = {key: row[key] for key in ("line", "order", "customer", "item", "rating", "quantity", "required_date")}
    return copied | {
        "answer": "accept" if taken else "reject",
        "earliest_date": offered,
        "sentence": answered(row, offered, taken),
    }


def _chains(case: Case, orders: list[Row]) -> Iterator[Row]:
    filled = dict(case["orders"].select("order", "commitment").iter_rows())
    for row in orders:
        if filled[row["order"]] is None or (row["days_slipped"] or 0) <= 0:
            continue
        for step, relation, owed in chain(case["commitments"], filled[row["order"]]):
            yield {
                "line": row["line"],
                "order": row["order"],
                "step": step,
                "commitment": owed["commitment"],
                "relation": relation,
                **{key: owed[key] for key in ("supplier", "recipient", "item")},
                "days_slipped": row["days_slipped"],
            }


def _notes(case: Case, lines: list[str], options: ResequenceOptions) -> Iterator[str]:
    if options.rated:
        yield f"{options.first} is dated as an order rated {options.rated}; its own rating stands in the tables"
    elif options.first:
        yield (
            f"{options.first} goes before all others, whatever their rating: that takes a directive of the authority "
            "(15 CFR 700.62), no rating does it"
        )
    if options.accept:
        (asked,) = case["orders"].filter(order=options.accept).iter_rows(named=True)
        yield f"{asked['order']}: taken in on its date where `requests` says accept, else on the earliest date offered"
    if lines:
        yield f"{', '.join(lines)}: lines at the {options.rate} rate; components and hazards are not counted"
    else:
        yield "the case has no orders"
