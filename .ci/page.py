"""Does a page stand alone? It is long enough to say something and loads nothing from elsewhere."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

LEAST_BYTES = 50_000
OUTSIDE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"""(?:url\(\s*|@import\s+)["']?\s*((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
LOADS = {"src", "srcset", "poster", "data", "background", "xlink:href"}


class Loads(HTMLParser):
    """Collects what a browser would fetch without a click: links in the text are no loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.styling = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element loads, and whether a style sheet follows."""
        self.styling = tag == "style"
        for name, value in attrs:
            loads = name in LOADS or (name == "href" and tag in ("link", "image", "use", "base"))
            if value and loads and OUTSIDE.match(value):
                self.found.append(f"<{tag} {name}={value}>")
            if value and name == "style":
                self.found += IN_STYLE.findall(value)

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet behind."""
        self.styling = self.styling and tag != "style"

    def handle_data(self, data: str) -> None:
        """Note what a style sheet loads."""
        if self.styling:
            self.found += IN_STYLE.findall(data)


def main(path: Path) -> int:
    """Exit code 1 with the reason where the page is too short or loads something."""
    page = path.read_text(encoding="utf-8")
    loads = Loads()
    loads.feed(page)
    if len(page.encode()) <= LEAST_BYTES:
        print(f"{path} has only {len(page.encode())} bytes")
        return 1
    if loads.found:
        print(f"{path} loads from elsewhere: {loads.found[:5]}")
        return 1
    print(f"{path.name}: {len(page.encode()) / 1e3:.0f} kB, loads nothing from elsewhere")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
