"""How does a brief become one page that asks nothing from outside? By one template, with its pictures inside."""

from __future__ import annotations

import base64
from importlib.resources import files

from jinja2 import Environment
from markupsafe import Markup, escape

from pipir.briefing.document import Cite, Document, Link, Strong, Text

ASSETS = files("pipir.briefing") / "assets"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What the page may load: nothing from outside, and no script at all."""


def html(document: Document) -> str:
    """The document as one HTML page; the same document gives the same bytes."""
    numbers = document.numbers()
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["inline"] = lambda text: inline(text, numbers)
    environment.filters["picture"] = picture
    environment.tests["kind"] = lambda block, name: type(block).__name__ == name
    template = environment.from_string((ASSETS / "page.html.j2").read_text(encoding="utf-8"))
    style = (ASSETS / "style.css").read_text(encoding="utf-8")
    return template.render(document=document, style=Markup(style), policy=POLICY) + "\n"


def inline(text: Text, numbers: dict[str, int]) -> Markup:
    """Running text with its marks; whatever comes from the case is escaped."""
    out = Markup("")
    for part in text:
        match part:
            case Strong():
                out += Markup("<strong>{}</strong>").format(part.text)
            case Link():
                out += Markup('<a href="#{}">{}</a>').format(part.section, part.text)
            case Cite():
                out += _marks(part, numbers)
            case _:
                out += escape(part)
    return out


def picture(svg: str) -> str:
    """A picture as an address that holds all of it."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")


def _marks(cite: Cite, numbers: dict[str, int]) -> Markup:
    links = [
        Markup('<a href="#source-{0}">{0}</a>').format(number)
        for number in sorted(numbers[source] for source in cite.sources if source in numbers)
    ]
    if "assumption" in cite.sources:
        links.append(Markup('<a href="#assumed">assumed</a>'))
    if not links:
        return Markup("")
    return Markup(' <span class="cite">[{}]</span>').format(Markup(", ").join(links))
