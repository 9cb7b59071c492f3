"""What happens when a capability is asked in a terminal? Read, check, run, show, write, in that order."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipir.case.nearest import nearest_of
from pipir.case.refusal import Fault, Refused, refuse
from pipir.case.words import counted
from pipir.cli.errors import DONE, FINDINGS, UNFINISHED
from pipir.cli.terminal import printable
from pipir.runs.asking import check, parsed
from pipir.runs.capability import Capability
from pipir.runs.files import all_or_nothing
from pipir.runs.options import declared
from pipir.runs.places import FORMAT, OUT, check_apart, check_folder, check_parent
from pipir.runs.workbook import SUFFIX, check_workbook

if TYPE_CHECKING:
    from pipir.case.case import Case

DOCUMENTS = (".html", ".pdf")


@dataclass(frozen=True)
class Asked:
    """What was asked on the command line, checked as far as that goes without a case."""

    entry: Capability
    case: str
    overrides: tuple[str, ...]
    options: Any
    tables: tuple[str, ...] | None
    out: Path | None
    as_json: bool
    strict: bool

    @classmethod
    def of(cls, entry: Capability, words: Mapping[str, Any]) -> Asked:
        """From the words of the command line. Raises Refused with every fault that can be seen yet."""
        faults: list[Fault] = []
        options: Any = None
        tables: tuple[str, ...] | None = None
        try:
            options = parsed(entry.options, words)
        except Refused as refused:
            faults += refused.faults
        try:
            tables = _tables(entry, words.get("tables"))
        except Refused as refused:
            faults += refused.faults
        for check_words in (_check_given, _check_out, _check_apart):
            try:
                check_words(entry, words)
            except Refused as refused:
                faults += refused.faults
        if faults:
            raise Refused(faults)
        return cls(
            entry=entry,
            case=words["case"],
            overrides=tuple(words["overrides"]),
            options=options,
            tables=tables,
            out=None if words.get("out") is None else Path(words["out"]),
            as_json=words["as_json"],
            strict=words["strict"],
        )

    @property
    def files(self) -> list[str]:
        """What options have written beside the result."""
        values = ((entry.flag.writes, getattr(self.options, entry.name)) for entry in declared(type(self.options)))
        return [value for kind, value in values if kind is not None and value is not None]

    def read(self) -> Case:
        """The case that is asked about. Raises Refused when it, an override or an option is not sound."""
        from pipir.case.reading import read_case

        case = read_case(self.case, overrides=self.overrides)
        check(case, self.options)
        return case

    def run(self, case: Case) -> Any:
        """The capability's answer; long work tells on standard error how far it is."""
        from pipir.cli.progress import Told
        from pipir.runs.progress import telling

        with telling(Told(self.entry.name)):
            result = self.entry.load()(case, self.options)
        if not self.overrides:
            return result
        return replace(result, run={**result.run, "overrides": list(self.overrides)})


def run_tables(asked: Asked) -> int:
    """Run a capability, show or print its tables, write them when asked to; gives the exit code."""
    watch = Watch()
    case = asked.read()
    watch.lap("read")
    with all_or_nothing():
        result = asked.run(case)
        watch.lap("run")
        _show(asked, case, result)
        if asked.out is not None:
            result.write(asked.out, times=watch.times())
    for place in (*asked.files, *([] if asked.out is None else [asked.out])):
        _say(f"written to {place}")
    return _close(asked, case, result.run)


def _show(asked: Asked, case: Case, result: Any) -> None:
    """The tables asked for on standard output, or the document that `--json` prints."""
    bulky = tuple(table.name for table in asked.entry.tables if table.bulky)
    if asked.as_json:
        click.echo(result.to_json(asked.tables, bulky))
        return
    from pipir.cli.showing import show

    wanted = asked.tables or tuple(name for name in result.tables if name not in bulky)
    units = dict(case["items"].select("item", "unit").iter_rows())
    show(result, [table for table in asked.entry.tables if table.name in wanted], units)


def run_document(asked: Asked) -> int:
    """Run a capability that writes a document; prints the path written and gives the exit code."""
    assert asked.out is not None
    case = asked.read()
    with all_or_nothing():
        result = asked.run(case)
        result.write(asked.out)
    if asked.as_json:
        document = {"format": FORMAT, "run": dict(result.run), "written": str(asked.out)}
        click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
    else:
        click.echo(printable(str(asked.out)))
    return _close(asked, case, result.run)


class Watch:
    """Clock times of a run, for `run.json` only: no result depends on them."""

    def __init__(self) -> None:
        self._started = datetime.now(UTC)
        self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Seconds since the last lap, under this name."""
        now = time.perf_counter()
        self._laps[name], self._last = round(now - self._last, 3), now

    def times(self) -> dict[str, Any]:
        """When it began and the seconds of each lap."""
        return {"started": self._started.isoformat(timespec="seconds"), "seconds": dict(self._laps)}


def _close(asked: Asked, case: Case, run: Mapping[str, Any]) -> int:
    """Tell the notes of the run and how many findings the case has; gives the exit code."""
    sys.stdout.flush()
    solver = run.get("solver", {})
    unfinished = solver.get("status", "optimal") != "optimal"
    if unfinished:
        _say(_stopped(solver))
    for note in run.get("notes", ()):
        _say(f"note: {note}")
    from pipir.findings.find import find

    findings = find(case).findings
    done = UNFINISHED if unfinished else DONE
    if findings.height == 0:
        return done
    high = findings["severity"].to_list().count("high")
    found = counted(f"{findings.height:,}", "finding")
    _say(f"{found} about the case, {high:,} of high severity: pipir case check {asked.case}")
    return FINDINGS if asked.strict and not unfinished else done


def _stopped(solver: Mapping[str, Any]) -> str:
    """What a solve that did not finish leaves: which ranks are exact, and what the stage has that it was in."""
    said = f"the solver stopped ({solver['status']}): "
    if not solver["ranks_left"]:
        return f"{said}all ranks are exact; only {solver['stage']} and the choice among equal plans are not"
    ranks = ", ".join(str(rank) for rank in solver["ranks_finished"]) or "none"
    value, bound = solver["stage_value"], solver["stage_bound"]
    found = "nothing found yet" if value is None else f"{value:.6g} found"
    least = "no bound known" if bound is None else f"at least {bound:.6g}"
    return f"{said}ranks finished {ranks}; {solver['stage']}: {found}, {least}"


def _tables(entry: Capability, words: str | None) -> tuple[str, ...] | None:
    """Names of the result tables asked for; None where nothing is said. Raises Refused for one that is none."""
    if words is None:
        return None
    names = tuple(dict.fromkeys(name.strip() for name in words.split(",")))
    known = [table.name for table in entry.tables]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Refused(
            Fault("options", None, "--tables", name, "is not a result table", nearest_of(name, known))
            for name in unknown
        )
    return names


def _check_given(entry: Capability, words: Mapping[str, Any]) -> None:
    """Raise Refused where a table is asked for without the option that it is there for."""
    options = {option.name: option for option in declared(entry.options)}
    for table in (words.get("tables") or "").split(","):
        names = entry.only_with.get(table.strip(), ())
        if names and not any(words.get(name) for name in names):
            remedy = f"give {' or '.join(options[name].shown for name in names)}"
            raise refuse("options", "is not there of itself", remedy, column="--tables", value=table.strip())


def _check_apart(entry: Capability, words: Mapping[str, Any]) -> None:
    """Raise Refused where a result and what an option has written would take each other's place."""
    flags = {option.flag.flag: option.name for option in declared(entry.options) if option.flag.writes is not None}
    check_apart({flag: Path(words[name]) for flag, name in {OUT: "out", **flags}.items() if words.get(name)})


def _check_out(entry: Capability, words: Mapping[str, Any]) -> None:
    """Raise Refused before the run rather than after it when its result could not be written there."""
    if words.get("out") is None:
        return
    if not words["out"]:
        raise refuse("options", "names no place", f"give {OUT} a name, or leave it out", column=OUT, value="")
    out = Path(words["out"])
    if entry.tables:
        check = check_workbook if out.suffix.lower() == SUFFIX else check_folder
        check(out)
        return
    fault = None
    if out.suffix.lower() not in DOCUMENTS:
        fault = ("is neither a page nor a print", "end it with .html or .pdf")
    elif out.is_dir():
        fault = ("is a folder", "name a file in it")
    if fault:
        raise refuse("options", *fault, column=OUT, value=str(out))
    check_parent(out)


def _say(text: str) -> None:
    click.echo(printable(text), err=True)
