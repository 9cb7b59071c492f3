"""What is in a case, what is wrong with it, what does it lack? Questions that leave it as it is."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import click
import polars as pl

from pipir.case import bundled
from pipir.case.case import Case, schema
from pipir.case.columns import Column, Kind, Table
from pipir.case.nearest import nearest_of
from pipir.case.reading import read_case
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.tables import TABLES
from pipir.cli.case_tables import BACK_ENDS, CHANGES, FORMS, MERGED
from pipir.cli.errors import DONE, FINDINGS
from pipir.cli.showing import show_table
from pipir.cli.terminal import printable
from pipir.runs.capability import capabilities
from pipir.runs.record import described, versions
from pipir.runs.result import Result, table

CASES = Table(
    "cases",
    "Cases that come with the package.",
    (
        Column("case", Kind.SLUG, "Name of the case.", key=True),
        Column("title", Kind.TEXT, "Title."),
        Column("as_of", Kind.DATE, "Date that its figures hold for.", unit="date"),
        Column("text", Kind.TEXT, "What it is about.", required=False),
    ),
)

ROWS = Table(
    "tables",
    "Tables of the case that have rows.",
    (
        Column("table", Kind.SLUG, "Name of the table.", key=True),
        Column("rows", Kind.INTEGER, "Number of rows.", unit="row"),
        Column("meaning", Kind.TEXT, "What it is for."),
    ),
)


@dataclass(frozen=True)
class Answer(Result):
    """Tables that answer a question about a case."""

    frames: Mapping[str, pl.DataFrame]

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Result tables by name."""
        return dict(self.frames)


def say(text: str) -> None:
    """A line for a person, on standard error."""
    click.echo(printable(text), err=True)


def answer(command: str, case: Case | None, tables: Sequence[tuple[Table, pl.DataFrame]], **extra: Any) -> Answer:
    """The answer of a command with its record: which case, which versions, what was asked."""
    run: dict[str, Any] = {"capability": f"case {command}", "versions": versions()} | extra
    if case is not None:
        run["case"] = described(case)
    return Answer(run, {declared.name: frame for declared, frame in tables})


def give(found: Answer, tables: Sequence[Table], as_json: bool) -> int:
    """Print an answer, as JSON or for a person."""
    if as_json:
        click.echo(found.to_json())
        return DONE
    for declared in tables:
        show_table(declared, found.tables[declared.name])
    return DONE


def list_cases(as_json: bool) -> int:
    """The bundled cases."""
    rows = []
    for name in bundled.names():
        said = json.loads((bundled.folder(name) / "datapackage.json").read_text("utf-8"))
        rows.append({"case": name, "title": said["title"], "as_of": said["as_of"], "text": said.get("description")})
    frame = pl.DataFrame(rows, schema=dict.fromkeys(CASES.names, pl.String))
    frame = frame.with_columns(pl.col("as_of").str.to_date())
    return give(answer("list", None, [(CASES, table(CASES, frame))]), [CASES], as_json)


def show_case(name: str, table_name: str | None, overrides: Sequence[str], as_json: bool) -> int:
    """The description of a case with rows by table and its scenarios, or the rows of one table."""
    if table_name is not None and table_name not in TABLES:
        raise refuse(
            "options",
            "is not a table of a case",
            nearest_of(table_name, TABLES),
            column="--table",
            value=table_name,
        )
    case = read_case(name, overrides=overrides)
    if table_name is not None:
        declared = TABLES[table_name]
        return give(answer("show", case, [(declared, case[table_name])]), [declared], as_json)
    held = [(name, frame.height, TABLES[name].doc) for name, frame in case.tables.items() if frame.height]
    rows = pl.DataFrame(held, schema=schema(ROWS), orient="row")
    scenarios = TABLES["scenarios"]
    found = answer("show", case, [(ROWS, rows), (scenarios, case["scenarios"])])
    if not as_json:
        rests = f", resting on {case.base}" if case.base else ""
        click.echo(printable(f"{case.title}\n{case.name} version {case.version}{rests}, as of {case.as_of}"))
        click.echo(f"money in US dollars of {case.price_year}; licences: {', '.join(case.licenses) or 'none stated'}")
        click.echo(printable(f"hash {case.hash}" + (f"\n\n{case.text}" if case.text else "")))
    return give(found, [ROWS, scenarios], as_json)


def check_case(name: str, overrides: Sequence[str], as_json: bool, strict: bool) -> int:
    """The findings of a case; reading it refuses what is wrong."""
    from pipir.findings.find import find

    case = read_case(name, overrides=overrides)
    result = find(case)
    count = result.findings.height
    if as_json:
        click.echo(result.to_json())
    else:
        rows = sum(frame.height for frame in case.tables.values())
        sound = f"{rows:,} row is" if rows == 1 else f"{rows:,} rows are"
        click.echo(printable(f"{case.name}: {sound} sound; {count:,} finding{'' if count == 1 else 's'}"))
        for row in result.findings.iter_rows(named=True):
            click.echo(printable(f"{row['severity']:6}  {row['finding']}: {row['sentence']}"))
    return FINDINGS if strict and count else DONE


def export_case(name: str, to: tuple[str, str], overrides: Sequence[str], as_json: bool) -> int:
    """Write a case in another form."""
    from pipir.case.writing.folder import Form, write_folder
    from pipir.case.writing.workbook import write_workbook

    out, form = to
    if form not in FORMS:
        raise refuse("options", "is not a form of a case", nearest_of(form, FORMS), column="--as", value=form)
    case = read_case(name, overrides=overrides)
    path = Path(out)
    if path.suffix.lower() == ".xlsx":
        written = write_workbook(case, path)
    elif form == "xlsx":
        written = write_workbook(case, path / f"{case.name}.xlsx")
    else:
        written = write_folder(case, path, Form(form))
    if as_json:
        click.echo(answer("export", case, [], written=str(written)).to_json())
    else:
        click.echo(printable(str(written)))
    return DONE


def compare_cases(before: str, after: str, as_json: bool) -> int:
    """What differs between two cases."""
    from pipir.case.editing.diff import DIFFERENCES, difference_lines, differences

    first, second = read_case(before), read_case(after)
    found = differences(first, second)
    if as_json:
        click.echo(answer("diff", second, [(DIFFERENCES, found)], before=described(first)).to_json())
        return DONE
    for line in difference_lines(found):
        click.echo(printable(line))
    if not found.height:
        click.echo("no difference")
    return DONE


def propose_lanes(name: str, site: str | None, assumed: Mapping[str, Any], to: tuple[str | None, bool]) -> int:
    """Lanes that a case lacks."""
    from pipir.case.editing.lanes import Assumptions, proposed_lanes
    from pipir.case.writing.folder import Form, write_table
    from pipir.case.writing.placing import place_files, staged

    write, as_json = to
    _check_assumed(assumed)
    case = read_case(name)
    sites = case["sites"]["site"].to_list()
    if site is not None and site not in sites:
        raise refuse("options", "is not a site of the case", nearest_of(site, sites), column="--site", value=site)
    found = proposed_lanes(case, Assumptions(**assumed), site)
    lanes = TABLES["lanes"]
    if write is not None:
        path = Path(write)
        if path.is_dir():
            raise refuse("options", "is a folder", "name a file in it, as lanes.csv", column="--write", value=write)
        if path.exists() or path.is_symlink():  # it may be the lanes of a case, of which these are only some
            remedy = "name a new file, or remove this one"
            raise refuse("options", "is there already", remedy, column="--write", value=write)
        with staged(path) as stage:
            write_table(found, stage / path.name, Form.CSV)
            place_files(stage, path.parent)
        say(f"{found.height:,} lanes written to {write}; take them over with: pipir case merge CASE {write}")
    give(answer("lanes", case, [(lanes, found)], assumed=dict(assumed)), [lanes], as_json)
    if not as_json and found.height:
        say("Every lane is an assumption: see its note, and set days, lift and cost where you know better.")
    return DONE


def _check_assumed(assumed: Mapping[str, Any]) -> None:
    faults = [
        Fault("options", None, f"--{name.replace('_', '-')}", f"{value:g}", "is no speed, distance or time", "raise it")
        for name, value in assumed.items()
        if not isfinite(value) or value < 0 or (value == 0 and name != "handling_days")
    ]
    if faults:
        raise Refused(faults)


def render_tables(form: str) -> int:
    """Every declaration in one of its renderings."""
    from pipir.case.rendering.descriptor import resource
    from pipir.case.rendering.documentation import page
    from pipir.case.rendering.json_schema import DRAFT, json_schema
    from pipir.case.rendering.sql import sql

    if form not in BACK_ENDS:
        raise refuse("options", "is not a rendering", nearest_of(form, BACK_ENDS), column="--as", value=form)
    tables = tuple(TABLES.values())
    if form == "page":
        text = page(tables, result_tables())
    elif form == "sql":
        text = sql(tables)
    elif form == "descriptor":
        text = _json({"resources": [resource(entry, "csv", tuple(TABLES)) for entry in tables]})
    else:
        text = _json({"$schema": DRAFT, "$defs": {entry.name: json_schema(entry) for entry in tables}})
    sys.stdout.write(text)
    return DONE


def result_tables() -> list[tuple[str, str, tuple[Table, ...]]]:
    """Command, question and result tables of everything that answers with tables."""
    from pipir.case.editing.diff import DIFFERENCES
    from pipir.findings.finding import FINDINGS as FOUND

    return [
        *((entry.name, entry.question, entry.tables) for entry in capabilities() if entry.tables),
        ("case list", "Which cases come with pipir?", (CASES,)),
        ("case show", "What is in a case?", (ROWS,)),
        ("case check", "What is true of a case but worrying?", (FOUND,)),
        ("case diff", "What differs between two cases?", (DIFFERENCES,)),
        ("case set", "Which cells were written?", (CHANGES,)),
        ("case merge", "Which rows were merged?", (MERGED,)),
    ]


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
