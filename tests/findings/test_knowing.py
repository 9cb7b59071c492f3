"""Are assumed figures, sources that disagree and rows that nothing uses found?"""

from __future__ import annotations

from typing import Any

import pytest

from findings.asking import found, sentence
from pipir.case.case import Case
from reaching.world import agreement, item, world

STOCKS = [{"site": site, "item": "dart", "quantity": 40} for site in ("us-west", "us-guam", "us-okinawa")]
SOURCES = [{"source": name, "title": name} for name in ("paper", "ministry")]


def claim(source: str, value: str, chosen: bool, **more: Any) -> dict[str, Any]:
    start = {"table": "stocks", "row": "us-west/dart", "column": "quantity", "source": source, "value": value}
    return {**start, "confidence": "low", "chosen": chosen, **more}


def stocks_assumed(case: Case) -> list[tuple[str, ...]]:
    from pipir.findings.find import find

    rows = find(case).findings.filter(finding="assumed-figures", table="stocks")
    return list(rows.select("severity", "sentence").iter_rows())


def test_the_share_of_assumed_figures_is_told_for_each_table() -> None:
    ((severity, words),) = stocks_assumed(world(stocks=STOCKS, sources=SOURCES))
    assert severity == "medium"
    assert words.startswith("All 3 figures in stocks are assumed")
    two = [{**row, "source": "paper"} if row["site"] != "us-west" else row for row in STOCKS]
    ((severity, words),) = stocks_assumed(world(stocks=two, sources=SOURCES))
    assert severity == "low"
    assert words.startswith("1 of 3 figures in stocks (33 %) are assumed")


def test_a_table_without_assumed_figures_is_no_finding() -> None:
    sourced = [{**row, "source": "paper"} for row in STOCKS]
    assert stocks_assumed(world(stocks=sourced, sources=SOURCES)) == []


@pytest.mark.parametrize(("other", "expected"), [("40", []), ("50", ["low"]), ("61", ["medium"]), ("20", ["medium"])])
def test_sources_that_disagree(other: str, expected: list[str]) -> None:
    evidence = [claim("paper", "40", True, reason="The latest."), claim("ministry", other, False)]
    case = world(stocks=STOCKS, sources=SOURCES, evidence=evidence)
    assert found(case, "conflicting-evidence") == [(severity, "us-west/dart/serviceable") for severity in expected]
    if expected:
        assert "40 is used (The latest)" in sentence(case, "conflicting-evidence")


def test_a_choice_without_a_reason_asks_for_one() -> None:
    evidence = [claim("paper", "40", True), claim("ministry", "1000", False)]
    case = world(stocks=STOCKS, sources=SOURCES, evidence=evidence)
    assert "Sources give 40 and 1,000" in sentence(case, "conflicting-evidence")
    assert "nothing says why" in sentence(case, "conflicting-evidence")


@pytest.mark.parametrize(("earlier", "expected"), [("2024-05-01", []), ("2024-08-01", ["medium"]), (None, ["medium"])])
def test_a_state_of_an_earlier_day_is_a_step_and_no_contradiction(earlier: str | None, expected: list[str]) -> None:
    of_state = {"table": "commitments", "row": "owed", "column": "state"}
    evidence = [
        claim("paper", "contract", True, as_of="2024-07-01", **of_state),
        claim("ministry", "pledge", False, as_of=earlier, **of_state),
    ]
    owed = {"commitment": "owed", "supplier": "USA", "recipient": "JPN", "item": "dart", "quantity": 1}
    owed |= {"start": "2024-01-01", "end": "2026-01-01", "state": "contract"}
    case = world(stocks=STOCKS, sources=SOURCES, commitments=[owed], evidence=evidence)
    assert found(case, "conflicting-evidence") == [(severity, "owed") for severity in expected]


def test_rows_that_nothing_refers_to() -> None:
    case = world(
        items=[item("dart"), item("spear")],
        stocks=STOCKS,
        situations=[{"situation": name, "name": name} for name in ("war", "peace")],
        sources=SOURCES,
        standards=[{"standard": "stanag", "title": "A standard"}],
        evidence=[claim("paper", "40", True)],
    )
    assert found(case, "unused-row") == [
        ("low", "spear"),
        ("low", "CHN"),
        ("low", "peace"),
        ("low", "ministry"),
        ("low", "stanag"),
    ]


def test_a_mention_in_any_table_is_use() -> None:
    case = world(stocks=STOCKS, agreements=[agreement("a", "CHN", "USA", item="dart")])
    assert found(case, "unused-row") == []
