"""Does the page check see everything that a browser would fetch, and nothing else?"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

CHECK: Any = runpy.run_path(str(Path(__file__).resolve().parents[2] / ".ci" / "page.py"))["main"]
FILLING = "<p>" + "a figure with its source " * 3000 + "</p>"


def page(folder: Path, body: str) -> Path:
    path = folder / "page.html"
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "load",
    [
        '<script src="https://host.example/a.js"></script>',
        '<img src="//host.example/a.png">',
        '<link rel="stylesheet" href="https://host.example/a.css">',
        '<style>body { background: url("http://host.example/a.png") }</style>',
        "<style>@import 'https://host.example/a.css';</style>",
        '<p style="background: url(https://host.example/a.png)">x</p>',
        '<svg><image xlink:href="https://host.example/a.png"/></svg>',
    ],
)
def test_what_a_browser_would_fetch_is_refused(load: str, tmp_path: Path) -> None:
    assert CHECK(page(tmp_path, FILLING + load)) == 1


@pytest.mark.parametrize(
    "harmless",
    [
        '<a href="https://host.example/report">the report</a>',
        '<script>const namespace = "https://host.example/schema"; // url(https://host.example)</script>',
        '<img src="data:image/png;base64,AAAA">',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="#site"/></svg>',
    ],
)
def test_links_and_words_are_no_loads(harmless: str, tmp_path: Path) -> None:
    assert CHECK(page(tmp_path, FILLING + harmless)) == 0


def test_a_page_that_says_next_to_nothing_is_refused(tmp_path: Path) -> None:
    assert CHECK(page(tmp_path, "<p>nothing</p>")) == 1
