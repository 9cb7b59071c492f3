"""Does a nation see what it holds, owes and may expect?"""

from __future__ import annotations

from datetime import date

from briefing.synthetic import material, small_case
from briefing.test_sections import row_of, said, spoken, tables
from pipir.briefing.brief import OF_ALL, OF_ONE, document
from pipir.briefing.document import KeySentences
from pipir.briefing.sections import own_headlines, seat


def test_holdings_last_as_long_as_stock_over_mean_need() -> None:
    rows = {row["item"]: row for row in seat.holdings(material(seat="USA"))}
    assert rows["lrasm"]["quantity"] == 450
    assert rows["lrasm"]["lasts"] == 7.5
    assert row_of(tables(seat.hold(material(seat="JPN")))[0], "SM-6")[1:5] == ["80 missiles", "10", "180", "40"]


def test_a_stock_lasts_by_the_need_of_each_day_and_not_by_the_mean() -> None:
    windows = [(0, 10, 30.0), (10, 60, 3.0)]
    demands = [
        {
            "scenario": "crisis", "demand": f"d-{start}", "nation": "USA", "site": "us-guam", "item": "lrasm",
            "from_day": start, "to_day": end, "per_day": rate, "tier": 1,
        }
        for start, end, rate in windows
    ]  # fmt: skip
    told = material(small_case(demands=demands), seat="USA")
    assert seat.cover(told, "lrasm", 240) == (450, 8)
    assert seat.cover(told, "lrasm", 330) == (450, 20)
    assert seat.cover(told, "lrasm", 450) == (450, None)
    assert seat.cover(told, "sm-6", 1) == (0, None)


def test_a_supplier_sees_what_it_owes_and_what_is_too_much() -> None:
    section = seat.owe(material(seat="KOR"))
    table = tables(section)[0]
    assert [spoken(cell) for cell in table.rows[0].cells] == [
        "United States",
        "155 mm shell",
        "300,000 rounds",
        "1 January 2026",
        "contract",
        "74,000",
        "10,000 (8,000 to 12,000)",
    ]
    assert "50,000 rounds (155 mm shell) beyond what it holds and makes" in said(section)


def test_a_recipient_sees_from_whom_and_by_when() -> None:
    table = tables(seat.expect(material(seat="USA")))[0]
    assert [spoken(cell) for cell in table.rows[0].cells][:4] == [
        "Republic of Korea",
        "155 mm shell",
        "300,000 rounds",
        "1 January 2026",
    ]


def test_recorded_deliveries_replace_what_the_promise_says() -> None:
    case = small_case(deliveries=[{"commitment": "kor-usa-shells", "date": date(2024, 12, 1), "quantity": 120_000}])
    (row,) = seat.open_commitments(material(case, seat="KOR"), "supplier")
    assert row["due"] == 180_000


def test_a_kept_promise_is_no_longer_owed() -> None:
    case = small_case(deliveries=[{"commitment": "kor-usa-shells", "date": date(2024, 12, 1), "quantity": 300_000}])
    assert seat.open_commitments(material(case, seat="KOR"), "supplier") == []


def test_ways_tell_what_the_supplier_could_spare_and_would_answer() -> None:
    agreement = {
        "agreement": "a", "supplier": "USA", "beneficiary": "JPN", "item": "anti-ship", "kind": "fms",
        "binding": "binding", "status": "in_force",
    }  # fmt: skip
    stance = {"nation": "USA", "situation": "crisis", "act": "export", "answer": "no"}
    for stances, answer in (([], "would send"), ([stance], "would not send")):
        section = seat.expect(material(small_case(agreements=[agreement], stances=stances), seat="JPN"))
        cells = [spoken(cell) for cell in tables(section)[-1].rows[0].cells]
        assert cells == [
            "United States",
            "LRASM",
            "foreign military sale",
            "none",
            "270 missiles (LRASM)",
            answer,
        ]


def test_agreements_that_lapsed_are_no_way() -> None:
    agreement = {
        "agreement": "a", "supplier": "USA", "beneficiary": "JPN", "item": "*", "kind": "fms",
        "binding": "binding", "status": "in_force", "end": date(2025, 6, 1),
    }  # fmt: skip
    assert tables(seat.expect(material(small_case(agreements=[agreement]), seat="JPN"))) == []


def test_page_one_of_a_seat_has_five_sentences_of_its_own() -> None:
    block = own_headlines.section(material(seat="USA")).blocks[0]
    assert isinstance(block, KeySentences)
    told = [spoken(one.text) for one in block.sentences]
    assert len(told) == 5
    assert "450 missiles (LRASM) last until day 7.5 (range 6.7 to 8.3) if nothing comes in" in told[0]
    assert "300,000 rounds (155 mm shell) from the Republic of Korea by 1 January 2026" in told[2]
    assert "of 74,000 that fall due in the crisis, 10,000 (8,000 to 12,000) would not come" in told[2]


def test_an_assumed_stock_is_no_headline_of_its_own_seat() -> None:
    block = own_headlines.section(material(seat="JPN")).blocks[0]
    assert isinstance(block, KeySentences)
    assert not [one for one in block.sentences if "80 missiles" in spoken(one.text)]


def test_a_seat_adds_its_own_sections() -> None:
    assert len(OF_ONE) == len(OF_ALL) + 3
    told = document(material(seat="JPN"), {"seed": 0, "versions": {"pipir": "0"}})
    assert [section.key for section in told.sections[:4]] == ["answers", "hold", "owe", "expect"]
    assert told.title == "Japan: what it holds, owes and may expect"
