"""How does a capability become a command? From its entry: flags from the options, help from the questions."""

from __future__ import annotations

from typing import Any

import click

from pipir.case.columns import Table
from pipir.runs.capability import Capability
from pipir.runs.options import Option, declared

CASE = click.Argument(["case"], required=False, default="indo-pacific", metavar="[CASE]")
SET = click.Option(
    ["--set", "overrides"],
    multiple=True,
    metavar="TABLE:KEY.COLUMN=VALUE",
    help="Run with another value in one cell; may be given several times.",
)
JSON = click.Option(["--json", "as_json"], is_flag=True, help="One JSON document on standard output.")
STRICT = click.Option(["--strict"], is_flag=True, help="Exit with 1 when the case has findings.")
TABLES = click.Option(["--tables"], metavar="A,B", help="Only these result tables; the only way to see a bulky one.")
OUT_FOLDER = click.Option(
    ["--out"],
    metavar="DIR",
    help="Also write Parquet files and run.json into this folder; one workbook where it ends in .xlsx.",
)
OUT_FILE = click.Option(
    ["--out"],
    metavar="FILE",
    default="brief.html",
    show_default=True,
    help="Document to write: .html or .pdf.",
)


def command_of(entry: Capability) -> click.Command:
    """The command of a capability. One without result tables writes a document."""
    everywhere = [SET, TABLES, OUT_FOLDER, JSON, STRICT] if entry.tables else [SET, OUT_FILE, JSON, STRICT]

    def callback(**words: Any) -> int:
        from pipir.cli.running import Asked, run_document, run_tables

        asked = Asked.of(entry, words)
        return run_tables(asked) if entry.tables else run_document(asked)

    return click.Command(
        entry.name,
        callback=callback,
        params=[CASE, *(_flag(option) for option in declared(entry.options)), *everywhere],
        help=entry.question,
        epilog=_epilog(entry.tables),
    )


def _flag(option: Option) -> click.Option:
    """The flag of an option. Its value stays a word here: all that is wrong with all of them is told at once."""
    names = [option.flag.flag, option.name]
    if option.type is bool:
        return click.Option(names, is_flag=True, default=None, help=option.flag.doc)
    words = f"{option.flag.doc}{_default(option)}"
    return click.Option(
        names, metavar=option.metavar, nargs=option.count, default=None, help=words, callback=_not_a_flag
    )


def _not_a_flag(_context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """The value as it is. Raises UsageError where the next flag was taken for a value that is missing."""
    words = value if isinstance(value, tuple) else (value,)
    taken = [word for word in words if isinstance(word, str) and word.startswith("--")]
    if taken:
        needs = "a value" if parameter.nargs == 1 else f"{parameter.nargs} values"
        raise click.UsageError(f"{parameter.opts[0]} needs {needs}, and {taken[0]} is a flag")
    return value


def _default(option: Option) -> str:
    if option.required:
        return "  [required]"
    if option.default is None:
        return ""
    values = option.default if isinstance(option.default, tuple) else (option.default,)
    words = (f"{value:g}" if isinstance(value, float) else str(value) for value in values)
    return f"  [default: {' '.join(words)}]"


def _epilog(tables: tuple[Table, ...]) -> str:
    """Which result tables there are, a paragraph each."""
    rows = (f"{table.name}{' (only when named by --tables)' if table.bulky else ''}: {table.doc}" for table in tables)
    return "\n\n".join(["Result tables:", *rows]) if tables else ""
