"""Is every table, column and rule declared in full, and rendered in every back end?"""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest
from jsonschema import Draft202012Validator

from pipir.case.checking.references import rule_faults
from pipir.case.checking.rows import Raw, typed_rows
from pipir.case.columns import Column, Kind, Rule, Table
from pipir.case.rendering import words
from pipir.case.rendering.descriptor import resource
from pipir.case.rendering.documentation import page, result_section, section
from pipir.case.rendering.excel import letters, sheet
from pipir.case.rendering.json_schema import json_schema
from pipir.case.rendering.sql import comments, create, quoted, sql
from pipir.case.tables import TABLES
from pipir.cli.case_answers import result_tables
from pipir.runs.capability import Capability, capabilities
from pipir.runs.options import declared

DOCS = Path(__file__).resolve().parents[1] / "docs" / "tables.md"
RESULTS = [(f"{command}: {table.name}", table) for command, _, tables in result_tables() for table in tables]
ALL = [*TABLES.items(), *RESULTS]
KEYLESS = {"findings"}
"""Tables in an order of their own: findings come worst first, and a row may have two of a kind."""
NUMBERS = (Kind.NUMBER, Kind.INTEGER)
ASKED = [entry for entry in capabilities() if entry.tables]

every_table = pytest.mark.parametrize("table", [table for _, table in ALL], ids=[name for name, _ in ALL])
every_case_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
every_rule = pytest.mark.parametrize(
    ("table", "rule"),
    [(table, rule) for table in TABLES.values() for rule in table.rules],
    ids=lambda it: getattr(it, "name", ""),
)


def columns(table: Table) -> dict[str, Column]:
    return {column.name: column for column in table.columns}


@every_table
def test_every_column_says_what_it_is(table: Table) -> None:
    assert table.doc.endswith(".")
    assert table.keys or table.name in KEYLESS
    for column in table.columns:
        assert column.doc.endswith((".", "?"))
        assert column.unit or column.kind not in NUMBERS, f"{column.name} is a number without a unit"
        assert column.required == (column.empty_means is None)
        assert column.choices or column.kind is not Kind.CHOICE
    assert len(set(table.names)) == len(table.names)


@pytest.mark.parametrize("entry", ASKED, ids=lambda entry: entry.name)
def test_a_table_that_is_not_always_there_says_which_option_brings_it(entry: Capability) -> None:
    names = {table.name for table in entry.tables}
    result = next(name for name in entry.exports if name.endswith("Result"))
    frames = fields(getattr(import_module(entry.exports[result]), result))
    assert {frame.name for frame in frames if frame.name in names and frame.default is None} == set(entry.only_with)
    options = {option.name for option in declared(entry.options)}
    assert options.issuperset(name for given in entry.only_with.values() for name in given)


@every_case_table
def test_every_column_can_be_filled_from_its_example(table: Table) -> None:
    row = {name: words.example(column) or None for name, column in columns(table).items()}
    sheet_of_one, faults = typed_rows(Raw(table, table.name, pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))))
    assert faults == []
    assert [name for name, column in columns(table).items() if column.key and row[name] is None] == []
    assert [column.name for column in table.columns if column.ref and column.ref not in TABLES] == []
    assert sheet_of_one.frame.height == 1


@every_case_table
def test_every_check_in_code_is_there(table: Table) -> None:
    for check in table.checks:
        module, name = check.function.split(":")
        assert callable(getattr(import_module(module), name))
        assert check.words in section(table)


@every_table
def test_every_table_is_on_the_page(table: Table) -> None:
    text = section(table) if table.name in TABLES and TABLES[table.name] is table else result_section(table)
    for column in table.columns:
        if column.name in ("release", "source", "note") and not column.key:
            continue
        (line,) = (line for line in text.splitlines() if line.startswith(f"| `{column.name}`"))
        assert column.doc.replace("|", "\\|") in line
        assert column.kind is Kind.DATE or (column.unit or "") in line
        assert (column.empty_means or "") in line


@every_table
def test_every_table_has_a_descriptor(table: Table) -> None:
    fields = resource(table, "csv")["schema"]["fields"]
    assert [field["name"] for field in fields] == list(table.names)
    for field, column in zip(fields, table.columns, strict=True):
        assert field["description"] == column.doc
        assert field.get("unit") == column.unit
        assert field.get("emptyMeans") == column.empty_means
        assert field.get("constraints", {}).get("required", False) == column.required


@every_table
def test_every_table_has_a_json_schema(table: Table) -> None:
    schema = json_schema(table)
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == schema["required"] == list(table.names)
    nothing = dict.fromkeys(table.names)
    refused = {error.path[0] for error in Draft202012Validator(schema).iter_errors(nothing)}
    assert refused == {column.name for column in table.columns if column.required}


@every_table
def test_every_table_has_sql(table: Table) -> None:
    statement, said = create(table), "\n".join(comments(table))
    for column in table.columns:
        assert f"\n  {quoted(column.name)} " in statement
        assert f"{quoted(table.name)}.{quoted(column.name)} IS " in said
    keys = statement.count("PRIMARY KEY") + statement.count("UNIQUE NULLS NOT DISTINCT")
    assert keys == (1 if table.keys else 0)


@every_table
def test_every_table_has_a_sheet(table: Table) -> None:
    layout = sheet(table)
    assert [column.name for column in layout.columns] == list(table.names)
    for column, laid in zip(table.columns, layout.columns, strict=True):
        assert column.doc in laid.remark
        assert laid.validation or laid.refers or column.kind in (Kind.TEXT, Kind.LIST)
        options = laid.validation or {}
        assert len(",".join(options.get("source", []))) <= 255
        assert len(options.get("error_message", "")) <= 255


@every_rule
def test_every_rule_is_said_in_every_back_end(table: Table, rule: Rule) -> None:
    assert words.rule(rule) in section(table)
    field = next(field for field in resource(table, "csv")["schema"]["fields"] if field["name"] == rule.column)
    assert words.rule(rule) in field["rules"]
    assert words.rule(rule) in json_schema(table)["$comment"]
    operator = {"!=": "<>"}.get(rule.op, rule.op)
    assert f"CHECK ({quoted(rule.column)} {operator} {quoted(str(rule.other))})" in create(table)
    left, right = (letters(table.names.index(str(name))) for name in (rule.column, rule.other))
    formulas = [entry.formula for entry in sheet(table).rules]
    assert f'=AND(${left}2<>"",${right}2<>"",NOT(${left}2{operator}${right}2))' in formulas


@every_rule
def test_every_rule_refuses_a_row_that_breaks_it(table: Table, rule: Rule) -> None:
    row = {name: words.example(column) or None for name, column in columns(table).items()}
    column = table.column(rule.column)
    low, high = ("2025-01-01", "2025-01-02") if column.kind is Kind.DATE else ("1", "2")
    pairs = {"!=": ("a", "a"), ">=": (low, high), ">": (low, low), "<=": (high, low), "<": (low, low)}
    if column.kind is Kind.NATION:
        pairs["!="] = ("USA", "USA")
    row[rule.column], row[str(rule.other)] = pairs[rule.op]
    broken, faults = typed_rows(Raw(table, table.name, pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))))
    assert faults == []
    assert any(rule.words in fault.rule for fault in rule_faults(broken))


def test_sql_names_each_table_before_it_refers_to_it() -> None:
    text = sql(TABLES.values())
    assert text.count("CREATE TABLE") == len(TABLES)
    assert text.rindex("CREATE TABLE") < text.index("FOREIGN KEY")
    wanted = sum(
        1 for table in TABLES.values() for c in table.columns if c.ref and not c.also and c.kind is not Kind.LIST
    )
    assert text.count("FOREIGN KEY") == wanted


def test_the_page_of_tables_is_up_to_date() -> None:
    """Make it anew with: pipir case tables > docs/tables.md."""
    assert DOCS.read_text("utf-8") == page(TABLES.values(), result_tables())
