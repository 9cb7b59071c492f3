"""How does a table look in PostgreSQL 15? As text: tables, checks, keys, references and comments."""

from __future__ import annotations

from collections.abc import Iterable

from pipir.case.columns import PATTERNS, Column, Kind, Rule, Table
from pipir.case.rendering import words

TYPES: dict[Kind, str] = {
    Kind.SLUG: "text",
    Kind.NATION: "text",
    Kind.TEXT: "text",
    Kind.CHOICE: "text",
    Kind.NUMBER: "double precision",
    Kind.INTEGER: "bigint",
    Kind.DATE: "date",
    Kind.BOOLEAN: "boolean",
    Kind.LIST: "text[]",
}

OPERATORS = {"!=": "<>", "==": "="}


def sql(tables: Iterable[Table]) -> str:
    """The statements that make the tables; references come last, so that tables may name each other."""
    tables = tuple(tables)
    present = {table.name: table for table in tables}
    parts = [create(table) for table in tables]
    parts += [statement for table in tables for statement in references(table, present)]
    parts += [statement for table in tables for statement in comments(table)]
    return "\n\n".join(parts) + "\n"


def create(table: Table) -> str:
    """The `CREATE TABLE` statement with every check that holds within a row, and the key."""
    lines = [_column(column) for column in table.columns]
    lines += [
        f"CONSTRAINT {quoted(f'{table.name}_rule_{number}')} CHECK ({_rule(rule)})"
        for number, rule in enumerate(table.rules, start=1)
    ]
    if table.keys:
        lines.append(_key(table))
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n);"


def references(table: Table, present: dict[str, Table]) -> list[str]:
    """Foreign keys to tables that are present, checked at commit, so that rows may be loaded in any order."""
    return [
        f"ALTER TABLE {quoted(table.name)} ADD CONSTRAINT {quoted(f'{table.name}_{column.name}_ref')}"
        f" FOREIGN KEY ({quoted(column.name)})"
        f" REFERENCES {quoted(column.ref)} ({quoted(present[column.ref].keys[0])}) DEFERRABLE INITIALLY DEFERRED;"
        for column in table.columns
        if column.ref is not None and column.ref in present and not column.also and column.kind is not Kind.LIST
    ]


def comments(table: Table) -> list[str]:
    """What the table and its columns mean, with unit and meaning of empty."""
    said = [f"COMMENT ON TABLE {quoted(table.name)} IS {literal(table.doc)};"]
    for column in table.columns:
        target = f"{quoted(table.name)}.{quoted(column.name)}"
        said.append(f"COMMENT ON COLUMN {target} IS {literal(words.remark(column))};")
    return said


def quoted(name: str) -> str:
    """A name in double quotes: columns are called `to`, `end` and `order`."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | float) -> str:
    """A constant of SQL."""
    return words.number(value) if isinstance(value, int | float) else "'" + value.replace("'", "''") + "'"


def _key(table: Table) -> str:
    """The primary key; where a key column may be empty, a unique constraint for which empty equals empty."""
    names = ", ".join(quoted(name) for name in table.keys)
    nullable = any(_nullable(table.column(name)) for name in table.keys)
    return f"UNIQUE NULLS NOT DISTINCT ({names})" if nullable else f"PRIMARY KEY ({names})"


def _nullable(column: Column) -> bool:
    """An empty key stands for a word, which the column holds in its place, unless its type cannot hold a word."""
    return not column.required and not (column.key and column.kind in (Kind.SLUG, Kind.TEXT, Kind.CHOICE, Kind.NATION))


def _column(column: Column) -> str:
    parts = [quoted(column.name), TYPES[column.kind]]
    if not _nullable(column):
        parts.append("NOT NULL")
        if not column.required and column.empty is not None:
            parts.append(f"DEFAULT {literal(str(column.empty.value))}")
    checks = _checks(column)
    if checks:
        parts.append(f"CHECK ({' AND '.join(checks)})")
    return " ".join(parts)


def _checks(column: Column) -> list[str]:
    name = quoted(column.name)
    found: list[str] = []
    if column.choices:
        found.append(f"{name} IN ({', '.join(literal(word) for word in (*column.choices, *column.also))})")
    elif column.kind in PATTERNS and not set(column.also) - {"*"}:
        star = r"|\*" if "*" in column.also else ""
        found.append(f"{name} ~ {literal(f'^({PATTERNS[column.kind]}{star})$')}")
    bounds = (("<=", column.most), (">=", column.least), (">", column.above))
    found += [f"{name} {op} {literal(bound)}" for op, bound in bounds if bound is not None]
    if column.kind is Kind.NUMBER:
        # PostgreSQL holds NaN above every number, so that this refuses NaN too.
        found.append(f"{name} < 'Infinity'")
        if column.least is None and column.above is None:
            found.append(f"{name} > '-Infinity'")
    return found


def _rule(rule: Rule) -> str:
    """A rule as a condition; it is unknown, and so passes, where either side is empty."""
    other = quoted(rule.other) if isinstance(rule.other, str) else literal(rule.other)
    return f"{quoted(rule.column)} {OPERATORS.get(rule.op, rule.op)} {other}"
