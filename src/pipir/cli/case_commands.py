"""What can be done with a case in a terminal? List, show, check, export, compare, begin, change, complete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from pipir.cli.commands import CASE, JSON, SET, STRICT

Command = Callable[..., Any]


_PROVENANCE = (
    click.Option(["--source"], metavar="TITLE", help="Title or id of the source; without it the figure is assumed."),
    click.Option(["--url"], help="Address of the source."),
    click.Option(["--date"], metavar="DATE", help="Date of publication."),
    click.Option(["--low"], metavar="NUMBER", help="Low end of the figure's range."),
    click.Option(["--high"], metavar="NUMBER", help="High end of the figure's range."),
    click.Option(["--confidence"], help="high, medium, low or assumed.  [default: low; assumed without a source]"),
    click.Option(["--as-of", "as_of"], metavar="DATE", help="Date that the figure holds for."),
    click.Option(["--reason"], metavar="TEXT", help="Why this claim is chosen."),
)


def _with(*options: click.Parameter) -> Callable[[click.Command], click.Command]:
    """Add parameters that several commands share to a command."""

    def add(command: click.Command) -> click.Command:
        command.params.extend(options)
        return command

    return add


@click.group()
def case_group() -> None:
    """List, show, check, export, compare and change cases.

    CASE is the name of a bundled case, a path, or left out where it may be: indo-pacific.
    """


@_with(JSON)
@case_group.command("list", short_help="Cases that come with pipir.")
def list_command(as_json: bool) -> int:
    """Which cases come with pipir?"""
    from pipir.cli.case_answers import list_cases

    return list_cases(as_json)


@_with(CASE, SET, JSON)
@case_group.command("show", short_help="What is in a case.")
@click.option("--table", "table_name", metavar="TABLE", help="Show the rows of this table.")
def show_command(case: str, table_name: str | None, overrides: tuple[str, ...], as_json: bool) -> int:
    """What is in a case? Its description, how many rows each table has, its scenarios."""
    from pipir.cli.case_answers import show_case

    return show_case(case, table_name, overrides, as_json)


@_with(CASE, SET, JSON, STRICT)
@case_group.command("check", short_help="Refuse what is wrong, list what is worrying.")
def check_command(case: str, overrides: tuple[str, ...], as_json: bool, strict: bool) -> int:
    """Is a case sound? What is wrong is refused, what is true but worrying is listed, worst first."""
    from pipir.cli.case_answers import check_case

    return check_case(case, overrides, as_json, strict)


@_with(CASE, SET, JSON)
@case_group.command("export", short_help="Write a case as CSV, workbook or Parquet.")
@click.option("--out", required=True, metavar="DIR", help="Folder to write into, or a file that ends with .xlsx.")
@click.option("--as", "form", default="csv", show_default=True, help="csv, xlsx or parquet.")
def export_command(case: str, out: str, form: str, overrides: tuple[str, ...], as_json: bool) -> int:
    """Write the whole case, bases included, as a folder of CSV or Parquet files or as one workbook."""
    from pipir.cli.case_answers import export_case

    return export_case(case, (out, form), overrides, as_json)


@_with(JSON)
@case_group.command("diff", short_help="What differs between two cases.")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
def diff_command(before: str, after: str, as_json: bool) -> int:
    """What differs from case A to case B? Rows added, removed and changed, cell by cell."""
    from pipir.cli.case_answers import compare_cases

    return compare_cases(before, after, as_json)


@_with(JSON)
@case_group.command("new", short_help="Begin a case of your own.")
@click.argument("name")
@click.option("--from", "base", metavar="CASE", help="Case to rest on: the new one holds only what differs.")
@click.option("--title", help="Title, as reports print it.")
def new_command(name: str, base: str | None, title: str | None, as_json: bool) -> int:
    """Begin a case of your own in the folder NAME, on top of another case or with empty tables."""
    from pipir.cli.case_changes import begin_case

    return begin_case(name, base, title, as_json)


@_with(*_PROVENANCE, JSON)
@case_group.command("set", short_help="Write cells of one row with their source.")
@click.argument("case")
@click.argument("table")
@click.argument("key")
@click.argument("assignments", nargs=-1, metavar="[COLUMN=VALUE]...")
@click.option("--remove", is_flag=True, help="Take the row out instead.")
def set_command(assignments: tuple[str, ...], **words: Any) -> int:
    """Write cells of one row of your case, with their source and evidence, or add the row.

    KEY is the key of the row, its values joined by /, as jp-sasebo/sm-3-iia; an empty VALUE clears an optional cell.
    """
    from pipir.cli.case_changes import set_row

    return set_row(assignments, words)


@_with(*(option for option in _PROVENANCE if option.name not in ("low", "high")), JSON)
@case_group.command("merge", short_help="Merge a sheet or folder by key.")
@click.argument("case")
@click.argument("file")
def merge_command(case: str, file: str, **words: Any) -> int:
    """Merge rows of a workbook, of a CSV or Parquet file named after its table, or of a folder into your case.

    Rows are matched by key; of known rows only the columns that are there change.
    """
    from pipir.cli.case_changes import merge_file

    return merge_file(case, file, words)


@_with(CASE, JSON)
@case_group.command("lanes", short_help="Propose lanes that a case lacks.")
@click.option("--site", help="Only lanes from or to this site.")
@click.option("--sea-knots", default=14.0, show_default=True, help="Speed of ships.")
@click.option("--air-kmh", default=750.0, show_default=True, help="Speed of aircraft.")
@click.option("--land-km-per-day", default=500.0, show_default=True, help="Pace on land.")
@click.option("--handling-days", default=1.0, show_default=True, help="Days of handling at each end.")
@click.option("--port-km", default=4000.0, show_default=True, help="Ports farther apart are not joined.")
@click.option("--write", metavar="FILE", help="Write the rows to this CSV file; as lanes.csv, `case merge` takes it.")
def lanes_command(case: str, site: str | None, write: str | None, as_json: bool, **assumed: float) -> int:
    """Which lanes does a case lack? Proposes them from distances and stated speeds; nothing in the case changes."""
    from pipir.cli.case_answers import propose_lanes

    return propose_lanes(case, site, assumed, (write, as_json))


@case_group.command("tables", short_help="All tables, columns and units.")
@click.option("--as", "form", default="page", show_default=True, help="page, descriptor, json-schema or sql.")
def tables_command(form: str) -> int:
    """Which tables, columns and units are there? As a page (docs/tables.md), descriptor, JSON Schema or SQL."""
    from pipir.cli.case_answers import render_tables

    return render_tables(form)
