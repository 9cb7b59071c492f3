"""Is a description that is missing, ill-typed or hostile refused with its place?"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from case.small import DESCRIPTION, TABLES, describe, one, places, refusal, small, write
from pipir.case import bundled
from pipir.case.reading import as_case, read_case


def listed(**changed: str) -> list[dict[str, str]]:
    """Resources of the small case with some of the paths changed."""
    return [{"name": name, "path": changed.get(name, f"{name}.csv")} for name in TABLES]


def test_the_description_comes_with_the_case(tmp_path: Path) -> None:
    write(tmp_path, description="Two sites.\nOne lane.", licenses=[{"name": "CC0-1.0"}, {"path": "x"}])
    case = read_case(tmp_path)
    assert (case.name, case.title, case.version) == ("small", "Small", "1")
    assert (case.as_of, case.price_year) == (date(2025, 1, 1), 2025)
    assert case.licenses == ("CC0-1.0", "x")
    assert case.text == "Two sites.\nOne lane."


@pytest.mark.parametrize(
    ("entry", "value", "words"),
    [
        ("name", None, "missing"),
        ("name", "My case", "not an id"),
        ("name", "../x", "not an id"),
        ("name", 7, "not a text"),
        ("title", None, "missing"),
        ("title", "\ud800", "not a text"),
        ("title", "a\x1b[2J", "not a text"),
        ("version", None, "missing"),
        ("version", 1.0, "not a text"),
        ("as_of", None, "missing"),
        ("as_of", "2025-02-30", "not a date"),
        ("as_of", "20250101", "not a date"),
        ("as_of", 2025, "not a date"),
        ("as_of", "0001-01-01", "not a date"),
        ("price_year", None, "missing"),
        ("price_year", "2025", "not a year"),
        ("price_year", True, "not a year"),
        ("price_year", 10**30, "not a year"),
        ("licenses", [7], "not a licence"),
        ("base", ["indo-pacific"], "not a text"),
    ],
)
def test_an_ill_typed_entry_is_refused(tmp_path: Path, entry: str, value: Any, words: str) -> None:
    fault = one(refusal(write(tmp_path, **{entry: value})))
    assert (fault.file, fault.row, fault.column) == ("datapackage.json", None, entry)
    assert words in fault.rule


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("../stocks.csv", "not a path inside"),
        ("/etc/passwd", "not a path inside"),
        ("a/../../stocks.csv", "not a path inside"),
        ("C:/stocks.csv", "not a path inside"),
        ("C:stocks.csv", "not a path inside"),
        ("..\\stocks.csv", "not a path inside"),
        ("\\\\host\\stocks.csv", "not a path inside"),
        ("https://example.org/stocks.csv", "not a path inside"),
        ("stocks\x00.csv", "not a path inside"),
        ("\ud800.csv", "not a path inside"),
        ("gone.csv", "is missing"),
        ("x" * 5000 + ".csv", "is missing"),
        ("stocks.xls", "neither a .csv nor a .parquet"),
        ("", "neither a .csv nor a .parquet"),
        (".", "neither a .csv nor a .parquet"),
    ],
)
def test_a_path_that_leads_elsewhere_or_nowhere_is_refused(tmp_path: Path, path: str, words: str) -> None:
    fault = one(refusal(write(tmp_path, resources=listed(stocks=path))))
    assert (fault.file, fault.row, fault.column) == ("datapackage.json", None, "resources")
    assert words in fault.rule
    str(fault).encode()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "case")
    stocks = tmp_path / "case" / "stocks.csv"
    stocks.rename(tmp_path / "stocks.csv")
    stocks.symlink_to(tmp_path / "stocks.csv")
    assert one(refusal(tmp_path / "case")).rule == "leads outside the folder"
    stocks.unlink()
    stocks.symlink_to(stocks)
    assert one(refusal(tmp_path / "case")).column == "resources"


@pytest.mark.parametrize(
    ("resources", "words"),
    [
        ({}, "not a list"),
        ([7], "one name and one path"),
        ([{"name": "stocks", "path": ["a.csv", "b.csv"]}], "one name and one path"),
        ([{"name": "stoks", "path": "stocks.csv"}], "nearest: 'stocks'"),
        ([*listed(), {"name": "stocks", "path": "stocks.csv"}], "listed twice"),
    ],
)
def test_resources_that_are_no_list_of_tables_are_refused(tmp_path: Path, resources: Any, words: str) -> None:
    assert any(words in str(fault) for fault in refusal(write(tmp_path, resources=resources)))


def test_a_table_that_lies_there_unlisted_is_refused_and_nobody_is_blamed_for_naming_its_rows(tmp_path: Path) -> None:
    resources = [resource for resource in listed() if resource["name"] != "sites"]
    fault = one(refusal(write(tmp_path, resources=resources)))
    assert fault.value == "sites.csv"
    assert 'add {"name": "sites", "path": "sites.csv"}' in fault.remedy


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b"", 1),
        (b"{\n\n nope", 3),
        (b"[1, 2]", None),
        (b"\xff\xfe", None),
        (b"[" * 100_000, None),
        (b'{"price_year": ' + b"9" * 5000 + b"}", None),
    ],
)
def test_a_descriptor_that_is_no_json_object_is_refused(tmp_path: Path, data: bytes, row: int | None) -> None:
    write(tmp_path)
    (tmp_path / "datapackage.json").write_bytes(data)
    assert places(refusal(tmp_path)) == [("datapackage.json", row, None)]


def test_a_folder_that_is_no_case_is_named(tmp_path: Path) -> None:
    fault = one(refusal(tmp_path))
    assert (fault.file, fault.rule) == (str(tmp_path), "is no case: a folder without datapackage.json")


@pytest.mark.parametrize(
    "name", ["indo-pacifik", "no/such/folder", "", "a\x00b", "\udcff", "x" * 10_000, "datapackage.json"]
)
def test_a_case_that_is_not_there_is_refused(name: str, tmp_path: Path) -> None:
    fault = one(refusal(lambda: read_case(name, tmp_path)))
    assert "case" in fault.rule or "datapackage" in fault.remedy
    str(fault).encode()


def test_a_misspelt_bundled_case_is_named(tmp_path: Path) -> None:
    assert "nearest: 'indo-pacific'" in one(refusal(lambda: read_case("indo-pacifik", tmp_path))).remedy


def test_a_folder_its_descriptor_and_a_relative_name_lead_to_the_same_case(tmp_path: Path) -> None:
    case = small(tmp_path)
    assert read_case(tmp_path / "small" / "datapackage.json").hash == case.hash
    assert read_case("small", tmp_path).hash == case.hash
    assert read_case(str(tmp_path / "small")).hash == case.hash
    assert as_case(case) is case


def test_tables_may_lie_in_a_folder_below(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "stocks.csv").rename(tmp_path / "data" / "stocks.csv")
    describe(tmp_path, resources=listed(stocks="data/stocks.csv"))
    assert read_case(tmp_path)["stocks"].height == 2
    (tmp_path / "data" / "stocks.csv").write_text("site\n")
    assert ("data/stocks.csv", 1, "item") in places(refusal(tmp_path))


def test_every_bundled_case_is_read_by_its_name() -> None:
    assert "indo-pacific" in bundled.names()
    for name in bundled.names():
        assert read_case(name).name == name


def test_what_frictionless_says_besides_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, profile="tabular-data-package", contributors=[{"title": "x"}])
    given = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    given["resources"][0]["schema"] = {"fields": [{"name": "nation", "type": "any"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(given), "utf-8")
    assert read_case(tmp_path).name == DESCRIPTION["name"]
