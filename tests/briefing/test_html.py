"""Is the page whole in itself, safe, and the same for everyone?"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from briefing.synthetic import RUN, material, small_case
from pipir.briefing.brief import document
from pipir.briefing.html import html

VOID = {"meta", "img", "source", "br", "hr", "link", "input"}
LOADING = {"src", "srcset", "data", "action", "poster", "background"}


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.ids: Counter[str] = Counter()
        self.headings: list[int] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids.update(value for name, value in attrs if name == "id" and value)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)


def read(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    return page


@pytest.fixture(scope="module", params=[None, "JPN"])
def text(request: pytest.FixtureRequest) -> str:
    return html(document(material(seat=request.param), RUN))


def test_nothing_is_asked_from_outside(text: str) -> None:
    page = read(text)
    loaded = [value for _, name, value in page.attributes if name in LOADING]
    assert loaded
    assert all(value.startswith("data:image/svg+xml;base64,") for value in loaded)
    links = [value for _, name, value in page.attributes if name == "href"]
    assert links
    assert all(value.startswith("#") for value in links)
    assert "@import" not in text
    assert "url(" not in text


def test_no_script_runs_but_the_one_that_its_hash_names() -> None:
    text = html(document(material(), RUN))
    page = read(text)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert text.lower().count("<script") == len(scripts) == 1
    assert not re.search(r"fetch|import|XMLHttp|eval|innerHTML|https?:", scripts[0])
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    digest = b64encode(sha256(scripts[0].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"
    assert ("meta", "content", policy) in page.attributes


def test_a_page_whose_map_stands_still_has_no_script() -> None:
    quiet = small_case(lanes=[])
    told = html(document(material(quiet), RUN))
    assert "<script" not in told.lower()
    assert ("meta", "content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:") in read(told).attributes


def test_the_slider_has_a_width_for_every_label() -> None:
    page = read(html(document(material(), RUN)))
    [slider] = [
        i for i, (tag, name, value) in enumerate(page.attributes) if (tag, name, value) == ("input", "type", "range")
    ]
    values = {name: value for tag, name, value in page.attributes[slider - 1 :] if tag == "input"}
    labels = values["data-labels"].split("|")
    assert values["max"] == str(len(labels) - 1)
    assert values["value"] == "0"
    assert values["aria-valuetext"] == labels[0]
    assert ("figcaption", "id", values["aria-describedby"]) in page.attributes
    assert ("output", "aria-live", "off") in page.attributes  # the slider itself tells its label
    widths = [value.split(" ") for _, name, value in page.attributes if name == "data-widths"]
    assert widths
    assert {len(each) for each in widths} == {len(labels)}


def test_every_element_is_closed_and_every_id_is_unique(text: str) -> None:
    page = read(text)
    assert page.unbalanced == []
    assert page.open == []
    assert [key for key, times in page.ids.items() if times > 1] == []


def test_every_link_leads_somewhere(text: str) -> None:
    page = read(text)
    assert {value[1:] for _, name, value in page.attributes if name == "href"} <= set(page.ids)


def test_headings_go_down_one_step_at_a_time(text: str) -> None:
    levels = read(text).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_says_what_it_shows(text: str) -> None:
    told = [value for tag, name, value in read(text).attributes if (tag, name) == ("img", "alt")]
    assert told
    assert all(len(value) > 40 for value in told)


def test_the_same_material_gives_the_same_bytes() -> None:
    assert html(document(material(), RUN)) == html(document(material(), RUN))


def test_words_of_the_case_are_never_markup() -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    nations: list[dict[str, Any]] = small_case()["nations"].select("nation", "name", "role").to_dicts()
    names = [{**row, "name": row["name"] + hostile if row["nation"] == "USA" else row["name"]} for row in nations]
    rows = small_case()["items"].to_dicts()
    items = [{key: value for key, value in row.items() if value is not None} for row in rows]
    items[0]["name"] = hostile
    page = read(html(document(material(small_case(nations=names, items=items)), RUN)))
    assert not [name for _, name, _ in page.attributes if name == "onerror"]
    assert "<script>alert" not in html(document(material(small_case(nations=names, items=items)), RUN))
    assert page.unbalanced == []
