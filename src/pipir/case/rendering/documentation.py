"""How does a person read the tables? On one page: what each is for, its columns, units, empties and examples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipir.case.columns import Column, Kind, Table
from pipir.case.rendering import words

HEAD = ("Column", "Kind", "Unit", "Allowed", "Empty means", "Example", "Meaning")
RESULT_HEAD = ("Column", "Kind", "Unit", "Empty means", "Meaning")

INTRODUCTION = """# Tables

A case is a set of these tables: a folder with `datapackage.json` and one CSV file per table, the same tables as sheets
of one workbook, or as Parquet files. A table without rows may be left out. This page is made from the declarations in
`src/pipir/case/tables` and `src/pipir/*/capability.py`; `pipir case tables > docs/tables.md` makes it anew.

**Reading the page.** `*` marks a key column: a key occurs once in its table. "required" means that a cell may not be
empty; elsewhere the meaning of an empty cell is stated. One unit per quantity and no conversions: quantities in the
item's unit, rates per year, expenditure per day, durations in days, mass in kg, lift, storage and handling in tonnes,
money in constant US dollars of the case's `price_year`. Ranges hold from their first day to the day before their last.

**Kinds of values.**

{kinds}

**Files.** CSV is UTF-8 with a comma, a decimal point and one header line. Numbers are written as short as they can be
without loss (`40`, `0.1`), rows are sorted by key. A text is kept exactly as it is, also one that begins with `=`, `+`,
`-` or `@`: a spreadsheet that opens such a CSV may take it for a formula, so give people the workbook, where it is a
text. In the workbook ids are text, dates are dates, key columns are dark, headers carry these remarks, and a row that
breaks a rule turns red. The sheet `case` holds the description of the case as names and values.

**Overlays.** A case with a `base` holds only rows that differ: a row replaces the one with the same key, and a row with
only its key and `remove` = `true` takes it out.

Every table also takes the three columns `release`, `source` and `note`:

{common}
"""

COMMON = ("release", "source", "note")


def page(tables: Iterable[Table], results: Iterable[tuple[str, str, Sequence[Table]]] = ()) -> str:
    """The page in Markdown. `results` gives a name, a question and result tables per capability."""
    tables = tuple(tables)
    kinds = "\n".join(f"- {words.SHORT[kind]}: {kind.words}" for kind in Kind)
    common = _rows(HEAD, (_case_row(tables[0].column(name)) for name in COMMON))
    parts = [INTRODUCTION.format(kinds=kinds, common=common), "## Tables of a case\n"]
    parts += [section(table) for table in tables]
    results = tuple(results)
    if results:
        parts.append("## Tables of results\n")
        parts.append("Rows come sorted by key. Tables marked *bulky* are printed with `--json` only when named.\n")
    for name, question, found in results:
        parts.append(f"### `pipir {name}`\n\n{question}\n")
        parts += [result_section(table) for table in found]
    return "\n".join(parts).rstrip() + "\n"


def section(table: Table) -> str:
    """One case table: what it is for, its columns, what holds for its rows."""
    own = (column for column in table.columns if column.name not in COMMON or column.key)
    lines = [f"### `{table.name}`\n", f"{table.doc}\n", _rows(HEAD, map(_case_row, own))]
    held = [words.rule(rule) for rule in table.rules] + [check.words for check in table.checks]
    if held:
        lines.append("\nHeld by every row: " + "; ".join(held) + ".")
    return "\n".join(lines) + "\n"


def result_section(table: Table) -> str:
    """One result table: what it says and its columns."""
    bulky = " *Bulky.*" if table.bulky else ""
    return "\n".join(
        (f"#### `{table.name}`\n", f"{table.doc}{bulky}\n", _rows(RESULT_HEAD, map(_row, table.columns)), "")
    )


def _case_row(column: Column) -> tuple[str, ...]:
    example = words.example(column)
    return (
        _name(column),
        words.SHORT[column.kind],
        _unit(column),
        words.allowed(column),
        column.empty_means or "required",
        f"`{example}`" if example else "",
        column.doc,
    )


def _row(column: Column) -> tuple[str, ...]:
    return (_name(column), words.SHORT[column.kind], _unit(column), column.empty_means or "never empty", column.doc)


def _name(column: Column) -> str:
    return f"`{column.name}`" + (" *" if column.key else "")


def _unit(column: Column) -> str:
    return "" if column.kind is Kind.DATE else column.unit or ""


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)
