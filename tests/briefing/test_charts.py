"""Do the charts show what they are given, and tell it apart without colour?"""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import polars as pl
import pytest

from pipir.briefing.charts.behaviour import Comparison, behaviour
from pipir.briefing.charts.giving import Division, giving
from pipir.briefing.charts.left import Remainder, left
from pipir.briefing.charts.shortage import Depletion, Span, shortage
from pipir.briefing.charts.sourcing import sourcing
from pipir.briefing.charts.stocks import Panel, stocks
from pipir.briefing.charts.style import HATCH, NARROW, SHADE, WIDE, Look, room_for, shortened

LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW], ids=["wide", "narrow"])
DIVISIONS = [
    Division("Japan: SM-6", 0.2, 0.3, 0.5, 0.0, "40 missiles free", True),
    Division("Korea: shell", 0.0, 1.0, 0.0, 0.5, "100,000 rounds too many promised", False),
]
DEPLETIONS = [
    Depletion("A: x", Span(3, 5, 9), Span(20, None, None), "88 % not met", False),
    Depletion("B: y", Span(None, None, None), Span(None, None, None), "0 % not met", True),
]


def words_of(svg: str) -> str:
    return " ".join(text for element in ElementTree.fromstring(svg).iter() for text in element.itertext())


def width_of(svg: str) -> float:
    return float(ElementTree.fromstring(svg).attrib["width"])


@LOOKS
def test_supply_is_drawn_with_its_words_and_hatched_where_assumed(look: Look) -> None:
    svg = giving(DIVISIONS, look)
    assert "40 missiles free" in words_of(svg)
    assert "100,000 rounds too many promised" in words_of(svg)
    assert f'fill="{HATCH}"' in svg
    assert f'fill="{HATCH}"' not in giving(DIVISIONS[1:], look)


@LOOKS
def test_days_are_drawn_with_shapes_and_stripes(look: Look) -> None:
    svg = shortage(DEPLETIONS, 180, date(2025, 6, 1), look)
    assert f'fill="{SHADE}"' in svg
    assert f'fill="{SHADE}"' not in shortage(DEPLETIONS[:1], 180, date(2025, 6, 1), look)
    for word in ("first short", "nothing left", "1 Jun", "A: x", "B: y", "88 % not met"):
        assert word in words_of(svg)


@LOOKS
def test_what_is_left_is_drawn_with_a_line_at_enough(look: Look) -> None:
    rows = [
        Remainder("A: x", 0.1, 0.2, 0.4, "0.2 of the need", False),
        Remainder("B: y", 1, 5, 9, "5 of the need", True),
    ]
    text = words_of(left(rows, look))
    assert "0.2 of the need" in text
    assert "5 of the need (stock assumed)" in text
    assert "less than the next contingency needs" in text


@LOOKS
def test_sourcing_hatches_what_is_assumed(look: Look) -> None:
    shares = pl.DataFrame(
        {
            "table": ["stocks"] * 4,
            "figures": [10] * 4,
            "grade": ["high", "medium", "low", "assumed"],
            "share": [0.1, 0.2, 0.3, 0.4],
        }
    )
    svg = sourcing(shares, look)
    assert f'fill="{HATCH}"' in svg
    assert "assumed (no source)" in words_of(svg)


@LOOKS
def test_stocks_have_a_panel_each(look: Look) -> None:
    run = pl.DataFrame({"day": [0, 1, 2], "p10": [5.0, 2.0, 0.0], "p50": [6.0, 3.0, 1.0], "p90": [7.0, 4.0, 2.0]})
    text = words_of(stocks([Panel(f"Stock {number}", "missiles", run) for number in range(4)], look))
    assert all(f"Stock {number}" in text for number in range(4))


@LOOKS
def test_outcomes_are_drawn_beside_the_model(look: Look) -> None:
    text = words_of(behaviour([Comparison("LRASM", (0.9, 1.0, 1.1), (0.0, 0.5, 50.0))], look))
    assert "seen or published" in text
    assert "this model" in text


@LOOKS
def test_a_picture_is_no_wider_than_its_place(look: Look) -> None:
    assert width_of(giving(DIVISIONS, look)) == pytest.approx(look.width, abs=2)
    assert width_of(shortage(DEPLETIONS, 180, date(2025, 6, 1), look)) == pytest.approx(look.width, abs=2)


def test_same_chart_same_bytes() -> None:
    assert giving(DIVISIONS, WIDE) == giving(DIVISIONS, WIDE)


def test_words_beside_a_mark_find_room() -> None:
    end = room_for([(1.0, "x" * 40)], 600)
    assert 600 * 1.0 / end + 40 * 6 < 600
    assert room_for([(1.0, "")], 600) == pytest.approx(1.0, rel=0.05)


def test_a_long_name_is_cut_before_its_words() -> None:
    line = shortened("A very long name of a nation and of an item beside it", "40 missiles free", NARROW)
    assert line.endswith("…: 40 missiles free")
    assert shortened("A: x", "free", NARROW) == "A: x: free"
