"""Does a case that rests on another one hold exactly what it changes?"""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree

import pytest

from case.small import TABLES, one, places, refusal, small, write, write_overlay
from pipir.case.evidence import figures
from pipir.case.reading import read_case

STOCKS = "site,item,condition,quantity,remove\n"


def overlay(tmp_path: Path, tables: dict[str, str], **described: object) -> Path:
    write(tmp_path / "small")
    rmtree(tmp_path / "mine", ignore_errors=True)
    return write_overlay(tmp_path / "mine", tables, **described)


def test_rows_are_replaced_added_and_removed_by_key(tmp_path: Path) -> None:
    text = STOCKS + "jp-sasebo,sm-6,serviceable,99,\njp-sasebo,sm-3,,7,false\nus-guam,sm-6,,,true\n"
    case = read_case(overlay(tmp_path, {"stocks": text}))
    assert case["stocks"].select("site", "item", "quantity").rows() == [
        ("jp-sasebo", "sm-3", 7.0),
        ("jp-sasebo", "sm-6", 99.0),
    ]
    assert case["lanes"].equals(small(tmp_path)["lanes"])
    assert case.base == "../small"


def test_a_replaced_row_is_replaced_as_a_whole(tmp_path: Path) -> None:
    case = read_case(overlay(tmp_path, {"stocks": "site,item,quantity\nus-guam,sm-6,120\n"}))
    assert case["stocks"].filter(site="us-guam")["reserve"].to_list() == [None]


def test_an_overlay_without_rows_is_its_base(tmp_path: Path) -> None:
    case = read_case(overlay(tmp_path, {}))
    whole = small(tmp_path)
    assert all(case[name].equals(whole[name]) for name in whole.tables)
    assert (case.as_of, case.price_year) == (whole.as_of, whole.price_year)


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        ("us-gum,sm-6,,,true\n", (2, "site/item/condition"), "nearest: 'us-guam/sm-6/serviceable'"),
        ("us-guam,sm-6,,5,true\n", (2, "quantity"), "leave everything but the key empty"),
        ("us-guam,sm-6,,,maybe\n", (2, "remove"), "true or false"),
        ("us-guam,sm-6,,1,\nus-guam,sm-6,,,true\n", (2, "site/item/condition"), "both removed and given"),
        ("us-guam,sm-6,,,true\nus-guam,sm-6,serviceable,,true\n", (3, "site/item/condition"), "key of line 2"),
    ],
)
def test_a_bad_removal_is_refused(tmp_path: Path, row: str, place: tuple[int, str], words: str) -> None:
    faults = refusal(overlay(tmp_path, {"stocks": STOCKS + row}))
    said = [str(fault) for fault in faults if (fault.row, fault.column) == place and fault.file == "stocks.csv"]
    assert any(words in line for line in said), faults


def test_references_are_checked_on_the_merged_case_and_name_the_file_of_the_row(tmp_path: Path) -> None:
    faults = refusal(overlay(tmp_path, {"items": "item,remove\nsm-6,true\n"}))
    assert ("small/stocks.csv", 2, "item") in places(faults)
    assert ("small/bills.csv", 2, "item") in places(faults)
    tables = {
        "stocks": "site,item,quantity\nkr-busan,sm-6,1\n",
        "sites": TABLES["sites"].replace("us-guam", "kr-busan"),
    }
    assert read_case(overlay(tmp_path, tables))["stocks"].height == 3


def test_a_case_without_a_base_removes_nothing(tmp_path: Path) -> None:
    fault = one(refusal(write(tmp_path, {"stocks": TABLES["stocks"].replace("as_of", "remove")})))
    assert (fault.row, fault.column) == (1, "remove")


@pytest.mark.parametrize(
    ("described", "words"),
    [
        ({"base": "../smal"}, "is no case"),
        ({"base": "."}, "rests on this case itself"),
        ({"base": "/somewhere"}, "not a relative path"),
        ({"price_year": 2020}, "differs from 2025 of the base small"),
    ],
)
def test_a_base_that_does_not_fit_is_refused_alone(tmp_path: Path, described: dict[str, object], words: str) -> None:
    text = STOCKS + "us-guam,sm-6,,,true\n"
    fault = one(refusal(overlay(tmp_path, {"stocks": text}, **described)))
    assert fault.file == "datapackage.json"
    assert words in fault.rule


def test_bases_that_rest_on_each_other_are_refused(tmp_path: Path) -> None:
    write_overlay(tmp_path / "a", {}, base="../b")
    write_overlay(tmp_path / "b", {}, base="../a")
    assert one(refusal(tmp_path / "a")).rule == "rests on this case itself"


def test_a_chain_of_overlays_is_laid_one_over_the_other(tmp_path: Path) -> None:
    overlay(tmp_path, {"stocks": "site,item,quantity\njp-sasebo,sm-3,1\n"})
    top = write_overlay(tmp_path / "top", {"stocks": STOCKS + "jp-sasebo,sm-6,,,true\n"}, base="../mine")
    assert read_case(top)["stocks"]["item"].to_list() == ["sm-3", "sm-6"]


def test_an_endless_chain_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "c0")
    for place in range(1, 30):
        write_overlay(tmp_path / f"c{place}", {}, base=f"../c{place - 1}")
    assert "rests on over 20 cases" in one(refusal(tmp_path / "c29")).rule


def test_a_bundled_case_can_be_a_base(tmp_path: Path) -> None:
    text = "nation,name,role\nXZZ,Somebody,third\n"
    case = read_case(write_overlay(tmp_path / "mine", {"nations": text}, base="indo-pacific"))
    assert "XZZ" in case["nations"]["nation"]
    assert case["stocks"].equals(read_case("indo-pacific")["stocks"])


CLAIMS = "table,row,column,source,value,confidence,chosen\n"


def grade(case_folder: Path) -> tuple[str, str | None]:
    """Confidence and source of the stock at Guam."""
    known = figures(read_case(case_folder), ["stocks"]).filter(row="us-guam/sm-6/serviceable", column="quantity")
    confidence, source = known.select("confidence", "source").row(0)
    return confidence, source


def test_what_the_base_claims_about_a_changed_figure_no_longer_holds(tmp_path: Path) -> None:
    assert grade(overlay(tmp_path, {"stocks": "site,item,quantity\nus-guam,sm-6,120\n"})) == ("medium", "census")
    assert grade(overlay(tmp_path, {"stocks": "site,item,quantity\nus-guam,sm-6,121\n"})) == ("assumed", None)
    sourced = "site,item,quantity,source\nus-guam,sm-6,121,census\n"
    assert grade(overlay(tmp_path, {"stocks": sourced})) == ("low", "census")


def test_a_claim_that_the_overlay_chooses_outdoes_that_of_the_base(tmp_path: Path) -> None:
    tables = {
        "stocks": "site,item,quantity\nus-guam,sm-6,121\n",
        "sources": "source,title\nown,Own count\n",
        "evidence": CLAIMS + "stocks,us-guam/sm-6,quantity,own,121,high,true\n",
    }
    folder = overlay(tmp_path, tables)
    assert grade(folder) == ("high", "own")
    claims = read_case(folder)["evidence"].select("source", "chosen").rows()
    assert claims == [("census", False), ("own", True)]


def test_claims_about_a_removed_row_go_with_it(tmp_path: Path) -> None:
    case = read_case(overlay(tmp_path, {"stocks": STOCKS + "us-guam,sm-6,,,true\n"}))
    assert case["evidence"].height == 0


def test_a_claim_of_the_overlay_that_differs_from_the_cell_is_refused(tmp_path: Path) -> None:
    tables = {
        "sources": "source,title\nown,Own count\n",
        "evidence": CLAIMS + "stocks,us-guam/sm-6,quantity,own,121,high,true\n",
    }
    fault = one(refusal(overlay(tmp_path, tables)))
    assert (fault.file, fault.row, fault.column) == ("evidence.csv", 2, "value")
