"""Is a CSV file read as its writer meant it, and is every bad cell named with its place?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from case.small import TABLES, describe, one, places, refusal, small, write
from pipir.case.reading import csv_file, read_case

STOCKS = "site,item,condition,quantity,reserve,as_of\n"
GOOD = "us-guam,sm-6,,120,40,2025-01-01\n"


def test_a_folder_becomes_typed_sorted_rows_with_keys_filled(tmp_path: Path) -> None:
    stocks = small(tmp_path)["stocks"].select("site", "item", "condition", "quantity", "reserve", "as_of")
    assert stocks.rows() == [
        ("jp-sasebo", "sm-6", "serviceable", 15.5, None, None),
        ("us-guam", "sm-6", "serviceable", 120.0, 40.0, date(2025, 1, 1)),
    ]
    assert small(tmp_path)["lanes"]["via"].to_list() == [["JPN", "KOR"]]
    assert small(tmp_path)["sites"].filter(site="jp-sasebo")["name"].item() == "Sasebo, Kyushu"


@pytest.mark.parametrize(
    ("table", "text", "row", "column", "words"),
    [
        ("stocks", STOCKS + "us-gum,sm-6,,1,,\n" + GOOD, 2, "site", "nearest: 'us-guam'"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,../../etc/passwd,,1,,\n", 3, "item", "not an id"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,=cmd(),,1,,\n", 3, "item", "not an id"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,standard,,1,,\n", 3, "item", "not in items"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,,,1,,\n", 3, "item", "is empty"),
        ("stocks", STOCKS + GOOD + "jp-sasebo, sm-6,,1,,\n", 3, "item", "blanks around it"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,servicable,1,,\n", 3, "condition", "nearest: 'serviceable'"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,,,\n", 3, "quantity", "is empty"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,-1,,\n", 3, "quantity", "below 0"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,NaN,,\n", 3, "quantity", "not a number"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,inf,,\n", 3, "quantity", "finite"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,1e999,,\n", 3, "quantity", "finite"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,1e300,,\n", 3, "quantity", "beyond 1e+15"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,12 missiles,,\n", 3, "quantity", "not a number"),
        ("stocks", STOCKS + GOOD + 'jp-sasebo,sm-6,,"12,5",,\n', 3, "quantity", "decimal point"),
        ("stocks", STOCKS + GOOD + 'jp-sasebo,sm-6,,"1,000",,\n', 3, "quantity", "between thousands"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,1_000,,\n", 3, "quantity", "between thousands"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,0x10,,\n", 3, "quantity", "not a number"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,1,,01/02/2025\n", 3, "as_of", "not a date"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,1,,2025-02-30\n", 3, "as_of", "no day of the calendar"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,1,,0000-01-01\n", 3, "as_of", "date"),
        ("stocks", STOCKS + GOOD + "jp-sasebo,sm-6,,1,,9999-01-01\n", 3, "as_of", "from 1900 to 2200"),
        ("stocks", STOCKS + GOOD + "us-guam,sm-6,serviceable,1,,\n", 3, "site/item/condition", "key of line 2"),
        ("nations", TABLES["nations"] + "ZZZ,Z,third\n", 5, "nation", "nation code"),
        ("nations", TABLES["nations"] + "XA,Z,third\n", 5, "nation", "nation code"),
        ("nations", TABLES["nations"] + "aus,Z,third\n", 5, "nation", "nearest: 'AUS'"),
        ("nations", TABLES["nations"] + "AUS,a\x1b[2Jb,third\n", 5, "name", "cannot be printed"),
        ("nations", TABLES["nations"] + 'AUS,"  ",third\n', 5, "name", "only blanks"),
        ("nations", TABLES["nations"] + "AUS,Australia,friend\n", 5, "role", "not one of"),
        ("lanes", TABLES["lanes"] + "back,jp-sasebo,jp-sasebo,sea,6.5,\n", 3, "origin", "a lane joins two sites"),
        ("lanes", TABLES["lanes"] + 'back,jp-sasebo,us-guam,sea,6.5,"JPN,KOR"\n', 3, "via", "not in nations"),
        ("sites", TABLES["sites"].replace("13.45", "103.45"), 2, "latitude", "above 90"),
        ("bills", "item,component,quantity\nsm-6,motor,0\n", 2, "quantity", "not above 0"),
        ("memberships", "nation,body,status\nUSA,a/b,member\n", 2, "body", "joins key values"),
        ("items", TABLES["items"] + "x,X,munition,f,m,u,1e3\nsm-3,X,munition,f,m,u,1\n", 6, "item", "key of line 3"),
        (
            "commitments",
            TABLES["commitments"] + "late,USA,JPN,sm-6,1,2025-02-01,2025-01-01,contract,\n",
            3,
            "end",
            "move end later or start earlier",
        ),
    ],
)
def test_a_bad_cell_is_refused_with_its_place_and_the_way_out(
    tmp_path: Path, table: str, text: str, row: int, column: str, words: str
) -> None:
    fault = one(refusal(write(tmp_path, {table: text})))
    assert (fault.file, fault.row, fault.column) == (f"{table}.csv", row, column)
    assert words in str(fault)


@pytest.mark.parametrize(
    ("header", "column", "words"),
    [
        ("site,item,condition,quantity,reserve", "quantity", "second time"),
        ("site,itm,condition,quantity,reserve,as_of", "itm", "nearest: 'item'"),
        ("site,item,condition,quantity,reserve,quantity", "quantity", "second time"),
        ("site,item,condition,quantity,reserve,remove", "remove", "not a column"),
        ("site,item,condition,quantity,reserve,", "", "no name"),
        ("site,item,condition,reserve,as_of,note", "quantity", "is missing"),
        ("site\titem\tquantity", None, "tabs"),
    ],
)
def test_a_bad_header_is_refused_in_line_1(tmp_path: Path, header: str, column: str | None, words: str) -> None:
    if column == "quantity" and "second" in words and header.count("quantity") == 1:
        header += ",quantity"
    faults = [fault for fault in refusal(write(tmp_path, {"stocks": header + "\n"})) if fault.column == column]
    assert [(fault.file, fault.row) for fault in faults] == [("stocks.csv", 1)]
    assert words in str(faults[0])


@pytest.mark.parametrize(
    ("data", "row", "words"),
    [
        (b"", 1, "no header"),
        (b"\n\n", 1, "no header"),
        (STOCKS.encode() + b"us-guam,sm-6,,1\n", 2, "has 4 cells where the header has 6"),
        (STOCKS.encode() + GOOD.encode() + b"jp-sasebo,sm-6,,12,5,,\n", 3, "has 7 cells"),
        (STOCKS.encode() + GOOD.encode() + b'jp-sasebo,"sm-6,,1', 3, "cut off"),
        (STOCKS.encode() + b'us-guam,"sm"-6,,1,,\n', 2, "closing quote"),
        (STOCKS.encode() + b"us-guam,sm-6,,1\x00,,\n", 2, "NUL"),
        (STOCKS.encode() + b"us-guam,sm-6,,1,,\n" + b"us-gu\xe9m,sm-6,,1,,\n", 3, "not UTF-8"),
        (STOCKS.encode("utf-16"), 1, "not UTF-8"),
        (STOCKS.encode() + b"us-guam," + b"x" * 1_000_001 + b",,1,,\n", 2, "1,000,000 characters"),
    ],
)
def test_a_broken_file_is_refused_at_the_line_where_it_breaks(
    tmp_path: Path, data: bytes, row: int, words: str
) -> None:
    write(tmp_path)
    (tmp_path / "stocks.csv").write_bytes(data)
    faults = [fault for fault in refusal(tmp_path) if words in str(fault)]
    assert places(tuple(faults)) == [("stocks.csv", row, None)]


def test_nobody_is_blamed_for_naming_rows_of_a_table_that_could_not_be_read(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "sites.csv").write_bytes(b"\xff\xfe")
    assert places(refusal(tmp_path)) == [("sites.csv", 1, None)]


def test_nobody_is_blamed_for_naming_a_row_whose_line_has_a_comma_too_many(tmp_path: Path) -> None:
    write(tmp_path, {"sites": TABLES["sites"].replace("144.66,", "144,66,")})
    assert places(refusal(tmp_path)) == [("sites.csv", 2, None)]


def test_a_huge_file_is_refused_by_name_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    with (tmp_path / "stocks.csv").open("r+b") as file:
        file.truncate(csv_file.FILE_BYTES + 1)
    fault = one(refusal(tmp_path))
    assert (fault.file, fault.row) == ("stocks.csv", None)
    assert "4,000,000,001 bytes" in fault.rule


def test_lines_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = (
        'nation,name,role\r\nUSA,"United\nStates",participant\r\n\r\n,,\r\nJPN,Japan,participant\r\nKOR,Korea,foe\r\n'
    )
    assert places(refusal(write(tmp_path, {"nations": text}))) == [("nations.csv", 6, "role")]


def test_all_faults_of_all_files_come_at_once_in_order_of_place(tmp_path: Path) -> None:
    tables = {
        "stocks": STOCKS + "us-gum,sm-6,x,-1,y,z\n",
        "lanes": TABLES["lanes"].replace("sea", "see").replace("KOR", "KRO"),
    }
    assert places(refusal(write(tmp_path, tables))) == [
        ("evidence.csv", 2, "row"),
        ("lanes.csv", 2, "mode"),
        ("lanes.csv", 2, "via"),
        ("stocks.csv", 2, "as_of"),
        ("stocks.csv", 2, "condition"),
        ("stocks.csv", 2, "quantity"),
        ("stocks.csv", 2, "reserve"),
        ("stocks.csv", 2, "site"),
    ]


def test_many_like_faults_are_listed_in_part_and_counted(tmp_path: Path) -> None:
    rows = "".join(f"no-{place},sm-6,,x,,\n" for place in range(1000))
    faults = refusal(write(tmp_path, {"stocks": STOCKS + GOOD + rows}))
    assert len(faults) == 42
    last = [fault for fault in faults if fault.row == 23]
    assert [fault.column for fault in last] == ["quantity", "site"]
    assert all("and 979 more lines like it" in fault.rule for fault in last)


def test_a_byte_order_mark_and_semicolons_with_decimal_commas_are_read(tmp_path: Path) -> None:
    same = write(tmp_path / "plain")
    write(tmp_path / "german")
    for name, text in TABLES.items():
        german = text.replace(",", ";").replace("Sasebo; Kyushu", "Sasebo, Kyushu")
        for number in ("13.45", "144.66", "33.16", "129.72", "15.5", "6.5"):
            german = german.replace(number, number.replace(".", ","))
        (tmp_path / "german" / f"{name}.csv").write_bytes(b"\xef\xbb\xbf" + german.replace("\n", "\r\n").encode())
    assert read_case(tmp_path / "german").hash == read_case(same).hash


def test_a_point_among_decimal_commas_is_refused_because_it_may_group_thousands(tmp_path: Path) -> None:
    text = TABLES["stocks"].replace(",", ";").replace("15.5", "15,5").replace("120", "1.200")
    fault = refusal(write(tmp_path, {"stocks": text}))[0]
    assert (fault.file, fault.row, fault.column) == ("stocks.csv", 2, "quantity")
    assert "mixes decimal points and commas" in fault.rule


def test_truth_is_read_as_a_spreadsheet_writes_it(tmp_path: Path) -> None:
    write(tmp_path, {"evidence": TABLES["evidence"].replace("true", "TRUE")})
    assert read_case(tmp_path)["evidence"]["chosen"].to_list() == [True]
    assert one(refusal(write(tmp_path, {"evidence": TABLES["evidence"].replace("true", "yes")}))).column == "chosen"


def test_the_order_of_rows_and_columns_changes_nothing(tmp_path: Path) -> None:
    turned = "reserve,quantity,condition,item,site,as_of\n,15.50,,sm-6,jp-sasebo,\n40,1.2e2,,sm-6,us-guam,2025-01-01\n"
    assert read_case(write(tmp_path / "a", {"stocks": turned})).hash == read_case(write(tmp_path / "b")).hash


def test_the_limit_of_cells_leaves_the_limit_of_the_process_alone(tmp_path: Path) -> None:
    import csv

    before = csv.field_size_limit()
    small(tmp_path)
    assert csv.field_size_limit() == before


def test_nothing_is_written_by_reading(tmp_path: Path) -> None:
    write(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    read_case(tmp_path)
    describe(tmp_path, name="../evil")
    refusal(tmp_path)
    describe(tmp_path, resources=[{"name": name, "path": f"{name}.csv"} for name in TABLES])
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
