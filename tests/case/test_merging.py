"""Do rows from elsewhere come in by key, only in the columns that they have, all of them or none?"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from case.worlds import KEY, base_case, contents
from pipir.case.case import Case
from pipir.case.checking import from_frames
from pipir.case.editing.diff import DIFFERENCES, difference_lines, differences
from pipir.case.editing.merging import merge
from pipir.case.editing.new import new_case
from pipir.case.editing.provenance import Provenance
from pipir.case.editing.setting import set_cells
from pipir.case.evidence import figures
from pipir.case.reading import read_case
from pipir.case.refusal import Refused
from pipir.case.writing.folder import write_folder
from pipir.case.writing.workbook import write_workbook


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A case `mine` that rests on the base case beside it."""
    write_folder(base_case(), tmp_path / "base")
    new_case(tmp_path / "mine", tmp_path / "base")
    return tmp_path / "mine"


def csv(place: Path, name: str, text: str) -> Path:
    path = place.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def stock(case: Case, key: str = KEY, column: str = "quantity") -> dict[str, object]:
    """What is known of a figure of a stock."""
    return figures(case, ["stocks"]).row(by_predicate=(pl.col("row") == key) & (pl.col("column") == column), named=True)


def test_only_the_columns_that_are_there_change(place: Path) -> None:
    file = csv(place, "stocks.csv", "site,item,quantity\nus-guam,sm-6,12\nus-hawaii,sm-6,20\n")
    done = merge(place, file, Provenance("Count of May"))
    assert done.counts == {"stocks": {"new": 0, "changed": 1, "same": 1, "removed": 0}}
    assert stock(done.case)["value"] == 12
    assert stock(done.case)["source"] == "count-of-may"
    assert stock(done.case, column="reserve")["value"] == 4
    assert read_case(place).hash == done.case.hash


def test_an_empty_cell_empties_an_optional_one(place: Path) -> None:
    done = merge(place, csv(place, "stocks.csv", "site,item,reserve\nus-guam,sm-6,\n"))
    assert done.emptied == 1
    assert done.case["stocks"]["reserve"].to_list() == [None, 5.0]


def test_new_rows_need_what_every_row_needs(place: Path) -> None:
    text = "site,item,condition,reserve\nus-guam,sm-6,repairable,1\n"
    before = contents(place)
    with pytest.raises(Refused, match=r"stocks\.csv line 2: quantity is empty"):
        merge(place, csv(place, "stocks.csv", text))
    assert contents(place) == before
    text = "site,item,condition,quantity\nus-guam,sm-6,repairable,1\n"
    done = merge(place, csv(place, "stocks.csv", text))
    assert (done.counts["stocks"]["new"], done.case["stocks"].height) == (1, 3)


def test_without_a_source_a_changed_figure_counts_as_assumed(place: Path) -> None:
    done = merge(place, csv(place, "stocks.csv", "site,item,quantity\nus-guam,sm-6,12\n"))
    known = stock(done.case)
    assert (known["source"], known["confidence"]) == ("assumption", "assumed")
    assert known["reason"] == "merged from stocks.csv without a source"


def test_the_source_of_a_merged_row_is_its_own(place: Path) -> None:
    (place.parent / "sheets").mkdir()
    csv(place, "sheets/sources.csv", "source,title\ncount,Count of June\n")
    csv(place, "sheets/stocks.csv", "site,item,quantity,source\nus-guam,sm-6,12,count\n")
    done = merge(place, place.parent / "sheets")
    assert stock(done.case)["source"] == "count"


def test_claims_that_come_along_are_taken(place: Path) -> None:
    (place.parent / "sheets").mkdir()
    csv(place, "sheets/stocks.csv", "site,item,quantity\nus-guam,sm-6,12\n")
    csv(
        place,
        "sheets/evidence.csv",
        "table,row,column,source,value,low,high,confidence,chosen\n"
        f"stocks,{KEY},quantity,assumption,12.0,8,16,assumed,true\n",
    )
    done = merge(place, place.parent / "sheets")
    known = stock(done.case)
    assert (known["source"], known["low"], known["high"]) == ("assumption", 8, 16)
    chosen = done.case["evidence"].select("source", "chosen").rows()
    assert sorted(chosen) == [("assumption", True), ("report", False)]


def test_a_row_is_removed_with_its_claims(place: Path) -> None:
    text = "site,item,condition,remove\nus-guam,sm-6,serviceable,true\n"
    done = merge(place, csv(place, "stocks.csv", text))
    assert done.counts["stocks"]["removed"] == 1
    assert done.case["stocks"]["site"].to_list() == ["us-hawaii"]
    assert done.case["evidence"].height == 0
    with pytest.raises(Refused, match=r"line 2: .* cannot be removed"):
        merge(place, place.parent / "stocks.csv")


def test_an_exported_workbook_merges_into_no_change(place: Path) -> None:
    set_cells(place, "stocks", KEY, ["quantity=40"], Provenance("x"))
    case = read_case(place)
    done = merge(place, write_workbook(case, place.parent / "mine.xlsx"))
    assert done.case.hash == case.hash
    assert all(counts["same"] == sum(counts.values()) for counts in done.counts.values())


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("stocks.csv", "site,item,quantity\nus-guam,sm-6,x\nus-gua,sm-6,1\n", r"stocks\.csv line 2: quantity = 'x'"),
        ("stocks.csv", "site,item,quantity\nus-gua,sm-6,1\n", r"stocks\.csv line 2: site = 'us-gua' .* 'us-guam'"),
        ("stocks.csv", "site,quantity\nus-guam,1\n", "item is missing .*rows are matched by it"),
        ("stocks.csv", "site,item,amount\nus-guam,sm-6,1\n", "amount is not a column of stocks"),
        ("stocks.csv", "site,item,quantity\nus-guam,sm-6,1\nus-guam,sm-6,2\n", "line 3: .*repeats the key of line 2"),
        ("stock.csv", "site\n", "is not named after a table .*'stocks'"),
        ("stocks.txt", "site\n", "is no file that can be merged"),
    ],
)
def test_anything_wrong_is_refused_and_nothing_is_written(place: Path, name: str, text: str, said: str) -> None:
    before = contents(place)
    with pytest.raises(Refused, match=said):
        merge(place, csv(place, name, text))
    assert contents(place) == before


def test_what_is_not_there_or_holds_nothing_is_refused(place: Path) -> None:
    (place.parent / "empty").mkdir()
    for name, said in (("nowhere.csv", "is not there"), ("empty", "holds no table")):
        with pytest.raises(Refused, match=said):
            merge(place, place.parent / name)


def test_the_difference_of_two_cases_is_every_cell(place: Path) -> None:
    set_cells(place, "stocks", KEY, ["quantity=40"], Provenance("x"))
    set_cells(place, "stocks", "us-guam/sm-6/repairable", ["quantity=1"])
    found = differences(read_case(place.parent / "base"), read_case(place))
    stocks = found.filter(pl.col("table") == "stocks").drop("table").rows()
    assert stocks == [
        ("us-guam/sm-6/repairable", "quantity", "added", None, "1"),
        (KEY, "quantity", "changed", "10", "40"),
    ]
    assert found.filter(pl.col("table") == "case")["row"].to_list() == ["name", "title", "version"]
    assert found.columns == list(DIFFERENCES.names)
    back = differences(read_case(place), read_case(place.parent / "base"))
    assert back.filter(pl.col("table") == "stocks")["change"].to_list() == ["removed", "changed"]
    lines = difference_lines(found)
    assert f"  ~ {KEY}  quantity: 10 -> 40" in lines
    assert "  + us-guam/sm-6/repairable  quantity=1" in lines


def test_a_row_of_keys_alone_is_a_difference() -> None:
    frames = {"situations": [{"situation": "war", "name": "War"}]}
    one, two = from_frames("a", {}), from_frames("a", frames)
    assert differences(one, two).rows() == [("situations", "war", "name", "added", None, "War")]
    assert differences(two, two).height == 0
