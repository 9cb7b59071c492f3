"""How does a command end when something is wrong? In plain lines, with the right exit code, never a traceback."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import click

from pipir.case.refusal import Fault, Refused
from pipir.cli.terminal import printable

DONE = 0
FINDINGS = 1
REFUSED = 2
UNFINISHED = 3
INTERNAL = 70
INTERRUPTED = 130
PIPE_CLOSED = 141

DEBUG = "PIPIR_DEBUG"
ASKS_FOR_HELP = getattr(click.exceptions, "NoArgsIsHelpError", ())
"""A group named without a command: what click raises for it, where it raises."""


def run_guarded(command: Callable[[], int | None], arguments: Sequence[str]) -> int:
    """Exit code of a command, after telling on standard error what went wrong.

    `arguments` are the words of the command line: with `--json` among them refusals go to standard output.
    """
    as_json = "--json" in arguments
    _prepare_streams(as_json)
    try:
        code = command() or DONE
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else DONE
    except BrokenPipeError:
        code = _close_pipe()
    except (KeyboardInterrupt, click.Abort):
        _say("\ninterrupted, nothing was left half-written")
        code = INTERRUPTED
    except BaseException as error:  # the last place that can turn an error into a line
        code = _tell(error, as_json)
    return code


def _tell(error: BaseException, as_json: bool) -> int:
    """Say what went wrong; gives the exit code."""
    try:
        if isinstance(error, Refused):
            _refusal(error, as_json)
        elif isinstance(error, ASKS_FOR_HELP):
            _say(error.format_message())
        elif isinstance(error, click.ClickException):
            _refusal(Refused([_usage_fault(error)]), as_json)
        elif isinstance(error, OSError) and error.strerror:
            if error.errno == errno.EPIPE:
                return _close_pipe()
            named = error.filename is not None
            if not named:  # it was the output itself: nothing more can be said there
                _close_pipe(sys.stdout)
            _refusal(Refused([_file_fault(error)]), as_json and named)
        else:
            return _internal(error)
        sys.stdout.flush()
    except OSError:
        _close_pipe()
    return REFUSED


def _refusal(refused: Refused, as_json: bool) -> None:
    if as_json:
        document = {"refused": [fault.as_row() for fault in refused.faults]}
        click.echo(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
        return
    for fault in refused.faults:
        _say(str(fault))
    count = len(refused.faults)
    _say(f"{count} fault{'' if count == 1 else 's'}, nothing was written")


def _usage_fault(error: click.ClickException) -> Fault:
    """A wrong use of the command line, in the form of every other refusal."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "pipir"
    rule = error.format_message().strip().rstrip(".")
    rule = rule[:1].lower() + rule[1:]
    remedy = f"see {path} --help"
    if isinstance(error, click.NoSuchOption):
        rule = f"{error.option_name} is not an option"
        if error.possibilities:
            remedy = f"nearest: {sorted(error.possibilities)[0]}; {remedy}"
    return Fault(path, None, None, None, rule, remedy)


def _file_fault(error: OSError) -> Fault:
    remedies = {
        errno.ENOENT: "check the path",
        errno.EACCES: "check who may read and write there",
        errno.EPERM: "check who may read and write there",
        errno.ENOSPC: "make room or choose another place",
        errno.EROFS: "choose a place that can be written to",
    }
    name = str(error.filename) if error.filename is not None else "output"
    strerror = str(error.strerror)
    rule = strerror[:1].lower() + strerror[1:]
    return Fault(name, None, None, None, rule, remedies.get(error.errno or 0, "choose another path"))


def _internal(error: BaseException) -> int:
    """An error of the program itself: one line for the user, the traceback only for who asks for it."""
    if os.environ.get(DEBUG, "0") not in ("", "0"):
        traceback.print_exception(error, file=sys.stderr)
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    _say(f"an error inside pipir, not in your input: {what} (please report it with what {DEBUG}=1 prints)")
    return INTERNAL


def _say(text: str) -> None:
    click.echo(printable(text), err=True)


def _close_pipe(*streams: TextIO) -> int:
    """Whoever read our output has left: say nothing, and give the interpreter nowhere to complain about it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams or (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError, AttributeError):
            continue
    return PIPE_CLOSED


def _prepare_streams(as_json: bool) -> None:
    """No character that a terminal cannot show may end a run; JSON is always UTF-8; a closed stream swallows all."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # Python's word for a stream that was closed before the start (`>&-`)
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - it stays to the end
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace", **({"encoding": "utf-8"} if as_json else {}))
