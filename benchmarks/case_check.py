"""How long does it take to read and check a case of a million stock rows, and how much memory?

``python benchmarks/case_check.py [--rows 1000000] [--as csv|parquet|xlsx] [--bad]`` makes the case in a temporary
folder, reads it in a process of its own and prints seconds, rows a second and peak memory. With ``--bad`` every
row names a site that does not exist and holds an ill-formed number: the worst case for messages.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

ITEMS = 250
MEASURE = """
import sys, time
start = time.perf_counter()
from pipir.case.reading import read_case
from pipir.case.refusal import Refused
loaded = time.perf_counter()
try:
    said = f"{read_case(sys.argv[1])['stocks'].height:,} rows in the case"
except Refused as refused:
    said = f"refused with {len(refused.faults)} messages"
took = time.perf_counter() - loaded
try:
    import resource
    unit = 1 if sys.platform == "darwin" else 1024
    peak = f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30:.2f} GiB"
except ImportError:
    peak = "not measured here"
rate = int(sys.argv[2]) / took
print(f"{said}: {took:.2f} s, {rate:,.0f} rows/s, peak memory {peak}; import {loaded - start:.2f} s")
"""


def frames(rows: int, bad: bool) -> dict[str, pl.DataFrame]:
    """The tables of a case with so many stock rows."""
    sites = -(-rows // ITEMS)
    site, item = pl.int_range(sites, eager=True), pl.int_range(ITEMS, eager=True)
    stock = pl.int_range(rows, eager=True)
    prefix = "no-such-site-" if bad else "site-"
    return {
        "nations": pl.DataFrame({"nation": ["USA"], "name": ["United States"], "role": ["participant"]}),
        "sources": pl.DataFrame({"source": ["census"], "title": ["Census"]}),
        "sites": pl.select(
            site=pl.lit("site-") + site.cast(pl.String),
            name=pl.lit("Site"),
            nation=pl.lit("USA"),
            host=pl.lit("USA"),
            kind=pl.lit("depot"),
            latitude=pl.lit(13.45),
            longitude=pl.lit(144.66),
        ),
        "items": pl.select(
            item=pl.lit("item-") + item.cast(pl.String),
            name=pl.lit("Item"),
            kind=pl.lit("munition"),
            family=pl.lit("family"),
            mission=pl.lit("strike"),
            unit=pl.lit("missile"),
            mass_kg=pl.lit(1500.0),
        ),
        "stocks": pl.select(
            site=pl.lit(prefix) + (stock // ITEMS).cast(pl.String),
            item=pl.lit("item-") + (stock % ITEMS).cast(pl.String),
            condition=pl.lit("serviceable"),
            quantity=pl.lit("1,5") if bad else (stock % 997) * 1.5,
            reserve=stock % 40,
            as_of=pl.lit("2025-01-01"),
            source=pl.lit("census"),
            note=pl.lit("counted"),
        ),
    }


def write(folder: Path, form: str, rows: int, bad: bool) -> Path:
    """The case on disk."""
    described = {"name": "big", "title": "Big", "version": "1", "as_of": "2025-01-01", "price_year": 2025}
    tables = frames(rows, bad)
    if form == "xlsx":
        return write_workbook(folder / "big.xlsx", described, tables)
    for name, frame in tables.items():
        if form == "csv":
            frame.write_csv(folder / f"{name}.csv")
        else:
            frame.write_parquet(folder / f"{name}.parquet")
    resources = [{"name": name, "path": f"{name}.{form}"} for name in tables]
    (folder / "datapackage.json").write_text(json.dumps({**described, "resources": resources}), "utf-8")
    return folder


def write_workbook(path: Path, described: dict[str, object], tables: dict[str, pl.DataFrame]) -> Path:
    """The case as a workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("case")
        for line, pair in enumerate(described.items()):
            page.write_row(line, 0, pair)
        for name, frame in tables.items():
            page = book.add_worksheet(name)
            page.write_row(0, 0, frame.columns)
            for line, row in enumerate(frame.iter_rows(), 1):
                page.write_row(line, 0, row)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--as", dest="form", choices=("csv", "parquet", "xlsx"), default="csv")
    parser.add_argument("--bad", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        path = write(Path(folder), given.form, given.rows, given.bad)
        print(f"{given.rows:,} stock rows as {given.form} made in {time.perf_counter() - start:.1f} s")
        subprocess.run([sys.executable, "-c", MEASURE, str(path), str(given.rows)], check=True)


if __name__ == "__main__":
    main()
