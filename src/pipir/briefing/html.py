"""How does a brief become one page that asks nothing from outside? By one template, with its pictures inside."""

from __future__ import annotations

import base64
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment
from markupsafe import Markup, escape

from pipir.briefing.document import Cite, Document, Link, MovingMap, Strong, Text

ASSETS = files("pipir.briefing") / "assets"
SCRIPT = (ASSETS / "slider.js").read_text(encoding="utf-8")
"""The one script of a page with a map that moves. It holds no word of a case, so its hash is always the same."""
DIGEST = base64.b64encode(sha256(SCRIPT.encode("utf-8")).digest()).decode("ascii")
STILL = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
MOVES = f"{STILL}; script-src 'sha256-{DIGEST}'"
"""What a page may load: nothing from outside, and no script but that one, known by its hash, where a map moves."""


def html(document: Document) -> str:
    """The document as one HTML page; the same document gives the same bytes."""
    numbers = document.numbers()
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["inline"] = lambda text: inline(text, numbers)
    environment.filters["picture"] = picture
    environment.filters["drawing"] = Markup
    environment.tests["kind"] = lambda block, name: type(block).__name__ == name
    template = environment.from_string((ASSETS / "page.html.j2").read_text(encoding="utf-8"))
    style = (ASSETS / "style.css").read_text(encoding="utf-8")
    moves = any(isinstance(block, MovingMap) for section in document.sections for block in section.blocks)
    script, policy = (Markup(SCRIPT), MOVES) if moves else (None, STILL)
    return template.render(document=document, style=Markup(style), policy=policy, script=script) + "\n"


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
