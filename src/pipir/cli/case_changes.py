"""How does a person change a case in a terminal? Begin one, set cells, merge sheets; told what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click
import polars as pl

from pipir.case.case import schema
from pipir.case.editing.provenance import Provenance
from pipir.case.refusal import refuse
from pipir.cli.case_answers import answer, give, say
from pipir.cli.case_tables import CHANGES, MERGED
from pipir.cli.errors import DONE
from pipir.cli.terminal import printable


def begin_case(name: str, base: str | None, title: str | None, as_json: bool) -> int:
    """Begin a new case."""
    from pipir.case.editing.new import new_case

    case = new_case(name, base, title)
    if as_json:
        click.echo(answer("new", case, [], written=name).to_json())
        return DONE
    rests = f"; it rests on {base} and holds only what differs" if base else "; its tables are empty"
    click.echo(printable(f"{name}{rests}"))
    say(f"change it with: pipir case set {name} TABLE KEY COLUMN=VALUE --source TITLE")
    return DONE


def set_row(assignments: Sequence[str], words: Mapping[str, Any]) -> int:
    """Write cells of a row, or take it out."""
    from pipir.case.editing.setting import remove_row, set_cells

    case, table, key = words["case"], words["table"], words["key"]
    if words["remove"]:
        if assignments:
            raise refuse("options", "does not go with cells", "remove the row, or write cells of it", column="--remove")
        now = remove_row(case, table, key)
        removed = [(table, key, "", None, None, None)]
        done = answer(
            "set", now, [(CHANGES, pl.DataFrame(removed, schema=schema(CHANGES), orient="row"))], removed=True
        )
        click.echo(done.to_json() if words["as_json"] else printable(f"{table} {key} is taken out of {case}"))
        return DONE
    if not assignments:
        raise refuse("options", "names no cell", "add COLUMN=VALUE, as quantity=40, or --remove")
    changed = set_cells(case, table, key, assignments, provenance(words))
    rows = [(c.table, c.key, c.column, c.before, c.after, changed.source) for c in changed.cells]
    frame = pl.DataFrame(rows, schema=schema(CHANGES), orient="row")
    if words["as_json"]:
        click.echo(answer("set", changed.case, [(CHANGES, frame)], new=changed.new).to_json())
        return DONE
    click.echo(printable(f"{table} {key}: " + ("new row" if changed.new else "no change" if not rows else "changed")))
    for cell in changed.cells:
        click.echo(printable(f"  {cell.column}: {_shown(cell.before)} -> {_shown(cell.after)}"))
    if changed.source is not None:
        say(f"source recorded: {changed.source}" + (" (name one with --source)" if words["source"] is None else ""))
    return DONE


def merge_file(case: str, file: str, words: Mapping[str, Any]) -> int:
    """Merge rows from elsewhere."""
    from pipir.case.editing.merging import merge

    done = merge(case, file, provenance(words))
    rows = [(name, *(counts[kind] for kind in MERGED.names[1:])) for name, counts in done.counts.items()]
    frame = pl.DataFrame(rows, schema=schema(MERGED), orient="row").sort("table")
    give(answer("merge", done.case, [(MERGED, frame)], emptied=done.emptied), [MERGED], words["as_json"])
    if done.emptied:
        say(f"{done.emptied:,} cell{'' if done.emptied == 1 else 's'} of known rows emptied")
    return DONE


def provenance(words: Mapping[str, Any]) -> Provenance:
    """Where the figures come from, as the options say."""
    stated = {
        name: words.get(name) for name in ("source", "url", "date", "low", "high", "confidence", "as_of", "reason")
    }
    if stated["source"] is None:
        for name in ("url", "date"):
            if stated[name] is not None:
                raise refuse("options", "tells of a source that is not named", "add --source TITLE", column=f"--{name}")
        if stated["confidence"] in ("high", "medium", "low"):
            rule = "trusts a figure for which no source is named: without one it is assumed"
            raise refuse("options", rule, "add --source TITLE", column="--confidence", value=stated["confidence"])
    return Provenance(**stated)


def _shown(value: str | None) -> str:
    return "(empty)" if value is None else value
