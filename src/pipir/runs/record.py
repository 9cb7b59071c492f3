"""How did a result come about? The case, the options, the seed, the versions and the empty cells that were used."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from pipir.case.columns import Column, Kind
from pipir.case.tables import NOTE, RELEASE, SOURCE, TABLES
from pipir.runs.asking import check
from pipir.runs.capability import capability
from pipir.runs.options import declared

if TYPE_CHECKING:
    from pipir.case.case import Case

PACKAGES = ("pipir", "polars", "numpy", "numba", "highspy")
"""Distributions whose version may change a figure."""
ABOUT_FIGURES = ("evidence", "sources")
"""Tables that say how sure a figure is: an empty cell there stands for no figure."""
REMARKS = {RELEASE.name, SOURCE.name, NOTE.name}


def record(
    capability_name: str,
    case: Case,
    options: Any,
    seed: int | None = None,
    scenario: str | None = None,
    **extra: Any,
) -> dict[str, Any]:
    """The record of a run: plain values only, no clock times, equal for equal inputs.

    Without `seed` and `scenario` the options' own are recorded. `extra` adds entries of the capability's own (plain
    values); `notes`, a list of sentences, is always there. Raises Refused when the options cannot be asked of the case.
    """
    check(case, options)
    entry = capability(capability_name)
    return {
        "capability": capability_name,
        "case": described(case),
        "options": plain_options(options),
        "seed": seed if seed is not None else getattr(options, "seed", None),
        "scenario": scenario if scenario is not None else getattr(options, "scenario", None),
        "versions": versions(),
        "empties": empties(case, entry.reads),
        "notes": [],
    } | extra


def described(case: Case) -> dict[str, Any]:
    """What tells one case from another: name, version, hash, date, year of prices, and the case it is built on."""
    return {
        "name": case.name,
        "version": case.version,
        "hash": case.hash,
        "as_of": case.as_of.isoformat(),
        "price_year": case.price_year,
        "base": case.base,
    }


def plain_options(options: Any) -> dict[str, Any]:
    """The options by field name as plain values, without those that never change a result."""
    values = ((entry.name, getattr(options, entry.name)) for entry in declared(type(options)) if entry.flag.recorded)
    return {
        name: [_plain(each) for each in value] if isinstance(value, tuple) else _plain(value) for name, value in values
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    return ("python", platform.python_version()), *((name, _version(name)) for name in PACKAGES)


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that may change a figure; none is imported for it."""
    return dict(_versions())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def empties(case: Case, reads: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Which empty cells of these tables a run took as what: `table.column` to what it means and in how many rows."""
    used: dict[str, dict[str, Any]] = {}
    for table in reads:
        if table in ABOUT_FIGURES:
            continue
        frame = case[table]
        for column in TABLES[table].columns:
            rows = int(frame[column.name].null_count()) if _is_figure(column) else 0
            if rows:
                used[f"{table}.{column.name}"] = {"means": column.empty_means, "rows": rows}
    return used


def _is_figure(column: Column) -> bool:
    """May an empty cell of the column change a result? Not when it is a remark or a text."""
    return not column.required and column.kind is not Kind.TEXT and column.name not in REMARKS
