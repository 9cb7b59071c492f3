"""What do the tests of runs and commands ask? A made-up capability of a small case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.columns import Column, Kind, Table
from pipir.runs.capability import Capability
from pipir.runs.files import write_whole
from pipir.runs.options import option, required
from pipir.runs.places import FileKind
from pipir.runs.progress import listener
from pipir.runs.record import record
from pipir.runs.result import Result, table

TALLY = b"tally"


def is_tally(path: Path) -> bool:
    """Is the file one that `count` wrote?"""
    return path.read_bytes().startswith(TALLY)


@dataclass(frozen=True)
class CountOptions:
    """Every kind of option there is."""

    item: str = required("--item", "Item counted.", ref="items")
    times: int = option(3, "--times", "How often.", least=1, most=100)
    window: float = option(12.0, "--window", "Months.", least=0.0, most=1200.0, metavar="MONTHS")
    from_date: date | None = option(None, "--from", "First day.")
    rate: str = option("current", "--rate", "Pace.", choices=("current", "max"))
    nation: str | None = option(None, "--nation", "Only this nation.", ref="nations")
    between: tuple[str, str] | None = option(
        None, "--between", "Two nations, or everyone.", ref="nations", besides=("everyone",), metavar="FROM TO"
    )
    ranges: tuple[float, float] = option((0.5, 2.0), "--ranges", "Least and most.", least=0.0)
    loud: bool = option(False, "--loud", "Tell more.")
    workers: int = option(1, "--workers", "Processes.", least=1, recorded=False)
    tally: str | None = option(
        None, "--tally", "Also write a tally.", metavar="FILE", recorded=False, writes=FileKind("tally", is_tally)
    )


COUNT = Table(
    "count",
    "How much each nation holds.",
    (
        Column("nation", Kind.NATION, "The nation.", key=True),
        Column("held", Kind.NUMBER, "What it holds.", unit="item's unit"),
        Column("first", Kind.DATE, "First day.", unit="date", required=False),
        Column("sure", Kind.BOOLEAN, "Is it sure?"),
        Column("why", Kind.TEXT, "The reason.", required=False),
    ),
)
DAILY = Table(
    "daily",
    "What is held each day.",
    (Column("day", Kind.INTEGER, "Day.", unit="day", key=True), Column("held", Kind.NUMBER, "Held.", unit="unit")),
    bulky=True,
)


LOUD = Table("loud", "What is told more.", (Column("word", Kind.TEXT, "A word.", key=True),))


@dataclass(frozen=True)
class CountResult(Result):
    """Answer of `count`."""

    count: pl.DataFrame
    daily: pl.DataFrame
    loud: pl.DataFrame | None = None


def count(case: Case, options: CountOptions) -> CountResult:
    """Stock of an item by nation, over and over."""
    told = listener()
    told.start("counting", options.times)
    for _ in range(options.times):
        told.advance()
    told.done()
    held = (
        case["stocks"]
        .filter(pl.col("item") == options.item)
        .join(case["sites"], on="site")
        .group_by("nation")
        .agg(held=pl.col("quantity").sum())
        .with_columns(first=pl.lit(options.from_date), sure=pl.lit(True), why=pl.lit("counted\x1b[31m"))
    )
    daily = pl.DataFrame({"day": list(range(options.times)), "held": [0.5] * options.times})
    run = record("count", case, options, notes=["counted by hand"])
    if options.tally is not None:
        write_whole(Path(options.tally), TALLY)
    loud = table(LOUD, pl.DataFrame({"word": ["more"]})) if options.loud else None
    return CountResult(run, table(COUNT, held), table(DAILY, daily), loud)


def broken(case: Case, options: CountOptions) -> CountResult:
    """A capability with a fault of its own."""
    raise KeyError("powder")


def interrupted(case: Case, options: CountOptions) -> CountResult:
    """A capability that somebody stops."""
    raise KeyboardInterrupt


CAPABILITIES = (
    Capability(
        "count",
        "How much is there?",
        CountOptions,
        "runs.asked:count",
        (COUNT, DAILY, LOUD),
        ("sites", "stocks"),
        {LOUD.name: ("loud", "nation")},
    ),
    Capability("broken", "Does it break?", CountOptions, "runs.asked:broken", (COUNT,)),
    Capability("interrupted", "Does it stop?", CountOptions, "runs.asked:interrupted", (COUNT,)),
)


def small_case(**more: Any) -> Case:
    """Two nations, a site each, one item, 1,234.5 and 7 units of it."""
    tables: dict[str, list[dict[str, Any]]] = {
        "nations": [
            {"nation": "JPN", "name": "Japan", "role": "participant"},
            {"nation": "USA", "name": "United States", "role": "participant"},
        ],
        "sites": [_site("jp-sasebo", "JPN"), _site("us-guam", "USA")],
        "items": [
            {
                "item": "shell-155",
                "name": "155 mm shell",
                "kind": "munition",
                "family": "shells",
                "mission": "fires",
                "unit": "round",
                "mass_kg": 46,
            }
        ],
        "stocks": [
            {"site": "jp-sasebo", "item": "shell-155", "quantity": 1234.5},
            {"site": "us-guam", "item": "shell-155", "quantity": 7, "reserve": 2},
        ],
    }
    return from_frames("small", tables | more)


def _site(site: str, nation: str) -> dict[str, Any]:
    place = {"site": site, "name": site, "nation": nation, "host": nation, "kind": "base"}
    return place | {"latitude": 13.4, "longitude": 144.6, "storage_t": 500}
