"""Which commands are there, with which flags and result columns? The page docs/commands.md, made from the registry.

`python -m pipir.cli.documenting > docs/commands.md` writes it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module

import click

from pipir.case.columns import Column, Table
from pipir.cli.commands import command_of
from pipir.cli.main import ELSEWHERE
from pipir.runs.capability import Capability, capabilities
from pipir.runs.options import declared

HEAD = """\
# Commands

Made from the registry of capabilities by `python -m pipir.cli.documenting`: do not edit it by hand.

`CASE` is the name of a bundled case, the path of a folder or of a workbook, or left out: `indo-pacific`. Every command
takes `--help`. Exit codes: 0 done, 1 findings with `--strict`, 2 bad input or use, 3 a solver did not finish, 70 an
error inside pipir (`PIPIR_DEBUG=1` prints where), 130 interrupted, 141 the reader of the output left.

With `--json` a result is one document on standard output, `{"format": "pipir-result/1", "run": {...}, "<table>":
[rows]}`: rows sorted by key, empty cells `null`, no clock times, never NaN or infinity; a refusal is `{"refused":
[{"file", "row", "column", "value", "rule", "remedy"}]}`. Notes and progress go to standard error. `--out DIR` writes
every table as Parquet and the record as `run.json`, complete or not at all; it replaces an earlier result and nothing
else.

In Python each capability is a function of the same name: `pipir.account(case, AccountOptions(window=12))`. It takes a
case, a bundled name or a path, and gives a frozen result with one polars frame per table under its name, the record
`.run`, `.to_json()` and `.write(folder)`.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD.rstrip("\n")]
    parts += ["\n".join(_capability(entry)) for entry in capabilities()]
    parts += ["\n".join(_group(name, words)) for name, (_, words) in ELSEWHERE.items()]
    return "\n\n".join(parts) + "\n"


def _capability(entry: Capability) -> Iterator[str]:
    yield f"## {entry.name}"
    yield ""
    yield f"{entry.question} In Python: `pipir.{entry.name}(case, {entry.options.__name__}(...))`."
    yield ""
    fields = {option.flag.flag: option.name for option in declared(entry.options)}
    command = command_of(entry)
    rows = [
        [f"`{_flag(option)}`", f"`{fields[option.opts[0]]}`" if option.opts[0] in fields else "", _said(option)]
        for option in command.params
        if isinstance(option, click.Option)
    ]
    yield from _grid(["flag", "in Python", "meaning"], rows)
    for table in entry.tables:
        yield ""
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"### Result table `{table.name}`"
    yield ""
    yield table.doc + (" In JSON and on screen only when named by `--tables`." if table.bulky else "")
    yield ""
    rows = [[f"`{column.name}`" + ("*" if column.key else ""), _unit(column), column.doc] for column in table.columns]
    yield from _grid(["column (* key)", "unit or words", "meaning"], rows)


def _group(name: str, words: str) -> Iterator[str]:
    """A group of commands that are no capabilities."""
    module, attribute = ELSEWHERE[name][0].split(":")
    group: click.Group = getattr(import_module(module), attribute)
    yield f"## {name}"
    yield ""
    yield words
    for command in group.commands.values():
        context = click.Context(command, info_name=f"pipir {name} {command.name}")
        yield ""
        yield f"### {name} {command.name}"
        yield ""
        yield f"`{' '.join(context.command_path.split() + command.collect_usage_pieces(context))}`"
        yield ""
        yield " ".join((command.help or "").split())
        options = [option for option in command.params if isinstance(option, click.Option)]
        if options:
            yield ""
            yield from _grid(["flag", "meaning"], [[f"`{_flag(option)}`", _said(option)] for option in options])


def _flag(option: click.Option) -> str:
    if option.is_flag:
        return option.opts[0]
    kind = (
        "|".join(map(str, option.type.choices)) if isinstance(option.type, click.Choice) else option.type.name.upper()
    )
    return f"{option.opts[0]} {option.metavar or kind}"


def _said(option: click.Option) -> str:
    return " ".join((option.help or "").split())


def _unit(column: Column) -> str:
    words = ", ".join(f"`{choice}`" for choice in column.choices) or column.unit or ""
    return words if column.required else f"{words or 'text'}; may be empty"


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


if __name__ == "__main__":
    click.echo(page(), nl=False)
