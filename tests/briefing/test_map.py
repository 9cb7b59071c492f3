"""Is the map whole across the Pacific, and can its names be read?"""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.synthetic import material, small_case
from pipir.briefing.document import Figure
from pipir.briefing.map.atlas import rings, unrolled
from pipir.briefing.map.drawing import Extent, Mark, Sheet, Way, drawn, radius
from pipir.briefing.map.labels import LETTER, LINE, Label, placed
from pipir.briefing.sections import places

WORLD = Extent(-20, 300, -50, 66)


def test_no_coast_draws_a_stripe_across_the_map() -> None:
    for ring in rings():
        assert max(x for x, _ in ring) - min(x for x, _ in ring) < 200
        assert max(abs(after[0] - before[0]) for before, after in pairwise(ring)) < 60


@pytest.mark.parametrize(
    ("place", "latitude", "longitude"),
    [("Singapore", 1.35, 103.82), ("Guam", 13.44, 144.79), ("Palau", 7.5, 134.58), ("Oahu", 21.47, -157.98)],
)
def test_small_islands_are_on_the_map(place: str, latitude: float, longitude: float) -> None:
    x = unrolled(longitude)
    assert any(abs(px - x) < 0.6 and abs(py - latitude) < 0.6 for ring in rings() for px, py in ring), place


def test_the_pacific_is_in_the_middle() -> None:
    assert unrolled(144.66) < unrolled(-157.9) < unrolled(-95.8)
    assert unrolled(-5.0) == -5.0


def test_north_is_up_and_east_is_right() -> None:
    sheet = Sheet(WORLD, 900)
    assert sheet.at(10, 50)[1] < sheet.at(10, -20)[1]
    assert sheet.at(10, 0)[0] < sheet.at(200, 0)[0]


def test_area_follows_what_a_site_holds() -> None:
    base = radius(0)
    assert (radius(1.0) - base) ** 2 == pytest.approx(4 * (radius(0.25) - base) ** 2)


def test_a_map_is_sound_and_shows_what_befalls_a_site() -> None:
    marks = [Mark("A & <B>", 144.7, 13.5, 0.5, struck=True, short=True, weight=1.0), Mark("Far", 500.0, 0.0, 1.0)]
    text = drawn(WORLD, marks, [Way((144.7, 13.5), (129.7, 33.2), "air", struck=True)], 900, 10)
    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert "A &amp; &lt;B&gt;" in text
    assert "stroke-dasharray" in text
    assert "Far" not in text


names = st.lists(
    st.builds(
        Label,
        st.text("abcdefgh", min_size=1, max_size=20),
        st.floats(0, 900),
        st.floats(0, 400),
        st.floats(1, 14),
    ),
    max_size=25,
)


@given(names)
def test_names_never_cover_each_other_and_stay_on_the_map(labels: list[Label]) -> None:
    boxes = []
    for label in placed(labels, 900, 400):
        boxes.append((label.x, label.y - LINE + 2, label.x + LETTER * len(label.text), label.y + 2))
    for number, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[1] >= 0
        assert one[2] <= 900
        assert one[3] <= 400
        for other in boxes[:number]:
            assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]


def test_the_theatre_holds_what_may_be_struck() -> None:
    pictures = [block for block in places.section(material()).blocks if isinstance(block, Figure)]
    assert [one.key for one in pictures] == ["map-theatre", "map-network"]
    assert "May be struck: Apra Harbor, Guam." in pictures[0].alt
    assert "Apra Harbor, Guam" in pictures[0].wide


def test_sites_of_one_name_are_told_apart_by_their_holder_and_others_stay_short() -> None:
    names = {"us-guam": "Sasebo (US fleet)", "jp-sasebo": "Sasebo (Japanese fleet)", "us-mcalester": "McAlester (OK)"}

    def told(**more: str) -> dict[str, str]:
        case = small_case()
        sites = case["sites"].with_columns(
            name=pl.col("site").replace_strict(names | more, default=pl.col("name"), return_dtype=pl.String)
        )
        seen = material(case.replace({"sites": sites}))
        return {site: seen.place(site) for site in seen.sites}

    plain = {"us-guam": "Sasebo (United States)", "jp-sasebo": "Sasebo (Japan)", "us-mcalester": "McAlester"}
    assert told() == plain | {"kr-changwon": "Changwon"}
    same_holder = told(**{"us-mcalester": "Sasebo (west pier)"})
    assert (same_holder["us-guam"], same_holder["us-mcalester"]) == ("Sasebo (US fleet)", "Sasebo (west pier)")
    assert same_holder["jp-sasebo"] == "Sasebo (Japan)"
