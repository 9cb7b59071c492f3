"""What can be asked in a terminal? One command for each capability, and `case` for the figures behind them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from pipir import __version__
from pipir.case.nearest import nearest_of
from pipir.cli.errors import run_guarded
from pipir.runs.capability import capabilities, capability

ELSEWHERE = {
    "case": ("pipir.cli.case_commands:case_group", "List, show, check, export, compare and change cases."),
}
"""Commands that are no capabilities: where they live and their line in the help; imported only when used."""


class Commands(click.Group):
    """Commands made from the registry of capabilities when they are asked for, so that help stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """Names in the order of the documentation."""
        return [*(entry.name for entry in capabilities()), *ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name; None when there is none."""
        if cmd_name in ELSEWHERE:
            module, name = ELSEWHERE[cmd_name][0].split(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        try:
            entry = capability(cmd_name)
        except KeyError:
            return None
        from pipir.cli.commands import command_of

        return command_of(entry)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names, or a refusal with the nearest one."""
        name = args[0]
        if self.get_command(ctx, name) is None:
            raise click.UsageError(f"{name!r} is not a command ({nearest_of(name, self.list_commands(ctx))})", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """A line for each command, without loading any."""
        rows = [(entry.name, entry.question) for entry in capabilities()]
        rows += [(name, words) for name, (_, words) in ELSEWHERE.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="pipir", message="%(prog)s %(version)s")
def pipir() -> None:
    """Who runs short of what, who can help, and what is left.

    CASE is the name of a bundled case, a path, or left out: indo-pacific.

    Exit codes: 0 done, 1 findings with --strict, 2 bad input or use, 3 a solver did not finish, 70 an error inside
    pipir, 130 interrupted.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(run_guarded(lambda: _invoke(words), words))


def _invoke(words: list[str]) -> int | None:
    with pipir.make_context("pipir", list(words) or ["--help"]) as context:
        code: int | None = pipir.invoke(context)
        return code if isinstance(code, int) else None
