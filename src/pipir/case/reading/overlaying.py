"""What does a case that rests on another one change? Rows replaced, added and removed, by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from pipir.case.checking.building import checked_rows
from pipir.case.checking.cells import parse
from pipir.case.checking.evidence import CELL, differing
from pipir.case.checking.rows import Raw
from pipir.case.checking.sheet import FILE, KEY, Sheet, stacked
from pipir.case.columns import Column, Kind
from pipir.case.nearest import nearest_words
from pipir.case.refusal import Fault

REMOVE = "remove"
"""Column that only a case with a base may have: true removes the row of the base with this key."""
REMOVE_COLUMN = Column(REMOVE, Kind.BOOLEAN, "Remove the row of the base with this key.", required=False)


def split_removals(raw: Raw) -> tuple[Raw, Sheet, list[Fault]]:
    """The rows that stay, the keys to remove, and what is wrong with the latter."""
    cells = parse(REMOVE_COLUMN, raw.cells[REMOVE])
    lines = raw.line_numbers()
    faults = [
        Fault(raw.file, lines[place], REMOVE, str(cells.given[place]), problem.rule, str(problem.remedy))
        for problem in cells.problems
        for place in problem.mask.arg_true().to_list()[:20]
    ]
    gone = cells.typed.fill_null(False)
    plain = raw.cells.drop(REMOVE)
    rest = replace(raw, cells=plain.filter(~gone), lines=lines.filter(~gone))
    going = replace(raw, cells=plain.filter(gone), lines=lines.filter(gone))
    faults.extend(_more_than_key(going))
    keys_only = replace(raw.table, columns=tuple(column for column in raw.table.columns if column.key))
    names = [name for name in going.cells.columns if name in keys_only.names]
    removed, wrong = checked_rows(replace(going, table=keys_only, cells=going.cells.select(names)))
    return rest, removed, [*faults, *wrong]


def _more_than_key(going: Raw) -> list[Fault]:
    faults = []
    for name in going.cells.columns:
        if name in going.table.keys:
            continue
        cells = going.cells[name].cast(pl.String)
        for place in (cells.is_not_null() & (cells != "")).arg_true().to_list()[:20]:
            rule = "is given in a row that removes"
            remedy = "leave everything but the key empty"
            faults.append(Fault(going.file, going.line_numbers()[place], name, str(cells[place])[:80], rule, remedy))
    return faults


def laid_over(base: Sheet | None, sheet: Sheet, removed: Sheet | None) -> tuple[Sheet, list[Fault]]:
    """The rows of the base without those removed or replaced, then the rows of the sheet."""
    faults: list[Fault] = []
    if removed is not None and removed.frame.height:
        known = base.with_keys() if base is not None else removed.with_keys().clear()
        going = removed.with_keys()
        bad = going.join(known, on=KEY, how="anti")
        keys = known[KEY].drop_nulls().to_list() if bad.height else []
        faults.extend(
            removed.faults(
                bad,
                KEY,
                "removes a row that the base lacks",
                lambda row: nearest_words(row[KEY] or "", keys, "take the row out"),
            )
        )
        both = sheet.with_keys().join(going, on=KEY, how="semi")
        faults.extend(sheet.faults(both, KEY, "is both removed and given", "keep one of the two rows"))
        if base is not None:
            base = replace(base, frame=known.join(going, on=KEY, how="anti").drop(KEY))
    if base is None or not base.frame.height:
        return sheet, [_named(fault, sheet) for fault in faults]
    kept = base.with_keys().join(sheet.with_keys(), on=KEY, how="anti").drop(KEY)
    return stacked([replace(base, frame=kept), sheet]), [_named(fault, sheet) for fault in faults]


def settle_claims(sheets: dict[str, Sheet], base: Mapping[str, Sheet]) -> None:
    """Let what the base claims about changed cells go, so that nobody has to take it back claim by claim.

    What the base says of a removed row goes. Where the overlay chooses a claim, that of the base is no longer chosen.
    Where a cell has changed and the overlay claims nothing about it, the base's claims about it go: the new value
    has the grade that its row gives it, by `source`, or counts as assumed.
    """
    if "evidence" not in base or not base["evidence"].frame.height:
        return
    sheet = sheets["evidence"]
    of_base = pl.col(FILE) < len(base["evidence"].files)
    mine = sheet.frame.filter(~of_base & pl.col("chosen")).select(CELL).unique()
    old = sheet.frame.filter(of_base)
    dropped = [pl.DataFrame(schema=dict.fromkeys(CELL, pl.String))]
    for name, merged in sheets.items():
        if name in base and merged is not base[name]:
            gone = base[name].with_keys().join(merged.with_keys(), on=KEY, how="anti").select(pl.col(KEY).alias("row"))
            about = old.filter(pl.col("table") == name)
            dropped.append(about.join(gone, on="row", how="semi").select(CELL))
            held = about.filter(pl.col("chosen")).join(mine, on=CELL, how="anti")
            for (column,), claims in held.group_by("column"):
                if column in merged.table.names:
                    dropped.append(differing(claims, merged, str(column)).select(CELL))
    old = old.join(pl.concat(dropped), on=CELL, how="anti")
    outdone = old.join(mine, on=CELL, how="semi").with_columns(chosen=pl.lit(False))
    kept = old.join(mine, on=CELL, how="anti")
    sheets["evidence"] = replace(sheet, frame=pl.concat([kept, outdone, sheet.frame.filter(~of_base)]))


def _named(fault: Fault, sheet: Sheet) -> Fault:
    return replace(fault, column="/".join(sheet.table.keys) if fault.column == KEY else fault.column)
