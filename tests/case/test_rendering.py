"""Do the renderings of the declarations say what a reader of each needs?"""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from jsonschema import Draft202012Validator

from pipir.case.checking import from_frames
from pipir.case.columns import Column, Kind, Rule, Table
from pipir.case.reading import read_case
from pipir.case.rendering.descriptor import field, resource, table_schema
from pipir.case.rendering.documentation import page
from pipir.case.rendering.excel import letters, sheet
from pipir.case.rendering.json_schema import json_schema
from pipir.case.rendering.sql import create
from pipir.case.rendering.words import remark
from pipir.case.tables import TABLES
from pipir.case.writing.workbook import write_workbook

CAPPED = Table(
    "capped",
    "A table with a rule against a constant.",
    (Column("key", Kind.SLUG, "Key.", key=True), Column("x", Kind.NUMBER, "A figure.", unit="t")),
    rules=(Rule("x", "<=", 10, "no more than ten"),),
)


def test_a_rule_against_a_constant_is_a_bound_everywhere() -> None:
    assert json_schema(CAPPED)["properties"]["x"]["maximum"] == 10
    assert field(CAPPED.column("x"), CAPPED.rules)["constraints"]["maximum"] == 10
    assert 'CHECK ("x" <= 10)' in create(CAPPED)
    assert [rule.formula for rule in sheet(CAPPED).rules] == ['=AND($B2<>"",NOT($B2<=10))']


@pytest.mark.parametrize("name", TABLES)
def test_the_rows_of_the_bundled_case_fit_the_json_schema(name: str) -> None:
    rows = json.loads(json.dumps(read_case("indo-pacific")[name].head(50).to_dicts(), default=str))
    validator = Draft202012Validator(json_schema(TABLES[name]))
    assert [error.message for row in rows for error in validator.iter_errors(row)] == []


def test_the_json_schema_refuses_what_a_check_would() -> None:
    good = {"site": "us-guam", "item": "sm-6", "condition": "serviceable", "quantity": 1}
    row = dict.fromkeys(TABLES["stocks"].names) | good
    validator = Draft202012Validator(json_schema(TABLES["stocks"]))
    assert validator.is_valid(row)
    for bad in ({"site": "US Guam"}, {"condition": "broken"}, {"quantity": -1}, {"quantity": "1"}, {"other": 1}):
        assert not validator.is_valid(row | bad)


def test_foreign_keys_name_tables_of_the_package_only() -> None:
    stocks = TABLES["stocks"]
    keys = table_schema(stocks, ("stocks", "sites"))["foreignKeys"]
    assert keys == [{"fields": "site", "reference": {"resource": "sites", "fields": "site"}}]
    assert "foreignKeys" not in table_schema(stocks)


def test_a_table_of_an_overlay_asks_for_its_key_only() -> None:
    schema = resource(TABLES["stocks"], "csv", tuple(TABLES), overlay=True)["schema"]
    required = [entry["name"] for entry in schema["fields"] if entry.get("constraints", {}).get("required")]
    assert required == ["site", "item"]
    assert schema["fields"][-1]["name"] == "remove"
    assert "foreignKeys" not in schema


def test_a_remark_tells_unit_values_and_meaning_of_empty() -> None:
    text = remark(TABLES["lines"].column("max_rate_per_year"))
    assert "Unit: unit/year." in text
    assert "Empty means: as rate_per_year." in text
    assert "Allowed: 0 or more." in text
    assert "Allowed: sea, air, land." in remark(TABLES["lanes"].column("mode"))
    assert "in items, a family of items or *" in remark(TABLES["agreements"].column("item"))


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_of_a_sheet_have_their_letters(place: int, name: str) -> None:
    assert letters(place) == name


def test_a_cell_of_the_page_never_ends_its_column() -> None:
    odd = Table("odd", "Odd.", (Column("a", Kind.TEXT, "One | two.", key=True),))
    common = tuple(TABLES["nations"].column(name) for name in ("release", "source", "note"))
    text = page([Table(odd.name, odd.doc, odd.columns + common)])
    assert "| `a` * | text |  |  | required |  | One \\| two. |" in text


def test_a_workbook_helps_to_fill_it_in(tmp_path: Path) -> None:
    rows = {
        "nations": [{"nation": "USA", "name": "=cmd()", "role": "participant"}],
        "memberships": [{"nation": "USA", "body": "PIPIR", "status": "member"}],
    }
    path = write_workbook(from_frames("small", rows), tmp_path / "small.xlsx")
    names = ["case", *TABLES]
    with ZipFile(path) as book:
        pages = {name: book.read(f"xl/worksheets/sheet{place}.xml").decode() for place, name in enumerate(names, 1)}
        remarks = book.read("xl/comments1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in pages["nations"]  # nothing that was given as text is a formula
    assert "=cmd()" in strings
    assert 'sqref="C2:C1002"' in pages["nations"]
    assert '"participant,partner,third,adversary"' in pages["nations"]
    assert "nations!$A$2:$A$1002" in pages["memberships"]
    assert "Empty means" in remarks
    assert '<conditionalFormatting sqref="A2:' in pages["lanes"]
    assert all('<pane ySplit="1"' in page for page in pages.values())
