"""What can each partner give, who runs short of what, when, and what is left after: as one document?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipir.briefing.capability import BriefOptions
from pipir.briefing.document import Document, Reference, Section
from pipir.briefing.material import Material
from pipir.briefing.sections import (
    behaviour,
    best_plan,
    changes,
    giving,
    headlines,
    left,
    limits,
    own_headlines,
    partners,
    places,
    promises,
    reaching,
    seat,
    shortage,
    sourcing,
    standardising,
    weak_points,
)
from pipir.briefing.words import calendar, capital, day_of, number
from pipir.case.case import Case
from pipir.case.refusal import refuse
from pipir.runs.asking import first_scenario, ready
from pipir.runs.record import record

SectionOf = Callable[[Material], Section]

OF_ALL: tuple[SectionOf, ...] = (
    headlines.section,
    giving.section,
    shortage.section,
    left.section,
    places.section,
    reaching.section,
    best_plan.section,
    promises.section,
    standardising.section,
    partners.section,
    weak_points.section,
    behaviour.section,
    sourcing.section,
    changes.section,
    limits.section,
)
"""Sections of the partnership's brief in order; adding one touches its file and this tuple."""

OF_ONE: tuple[SectionOf, ...] = (own_headlines.section, seat.hold, seat.owe, seat.expect, *OF_ALL[1:])
"""Sections of a brief from one nation's seat."""

DEFAULT = BriefOptions()


@dataclass(frozen=True)
class BriefResult:
    """A brief: the document, and the record of how it came about."""

    run: Mapping[str, Any]
    document: Document

    def html(self) -> str:
        """The brief as one self-contained HTML page: nothing from outside."""
        from pipir.briefing.html import html

        return html(self.document)

    def pdf(self) -> bytes:
        """The brief as a PDF."""
        from pipir.briefing.paper import pdf

        return pdf(self.document)

    def write(self, path: str | Path) -> None:
        """Write the brief, complete or not at all: `.html` or `.pdf` by the name. Raises Refused for another ending."""
        from pipir.runs.files import write_whole
        from pipir.runs.places import check_parent

        target = Path(path)
        makers: dict[str, Callable[[], bytes]] = {".html": lambda: self.html().encode("utf-8"), ".pdf": self.pdf}
        maker = makers.get(target.suffix.lower())
        if maker is None:
            raise refuse(
                "options", "is no kind of brief", "a name ending in .html or .pdf", column="--out", value=str(path)
            )
        check_parent(target)
        write_whole(target, maker())


def brief(case: Case | str | Path, options: BriefOptions = DEFAULT) -> BriefResult:
    """The brief on a case: every question asked once, told in words, tables, charts and maps.

    Raises
    ------
    Refused
        Where the case is at fault, has no scenario, or an option names what it does not have.
    """
    from pipir.briefing.gathering import gathered

    case = ready(case, options)
    scenario = first_scenario(case, options.scenario)
    if scenario is None:
        raise refuse("scenarios", "has no row", "a brief tells of a crisis: add a scenario and its demands")
    run = record("brief", case, options, scenario=scenario)
    material = gathered(case, scenario, options)
    return BriefResult(run, document(material, run))


def document(material: Material, run: Mapping[str, Any]) -> Document:
    """The document that tells the material."""
    sections = tuple(section(material) for section in (OF_ONE if material.seat else OF_ALL))
    title = "Who can help, who runs short, and what is left"
    if material.seat:
        title = f"{material.nation(material.seat)}: what it holds, owes and may expect"
    return Document(title, material.case.title, _facts(material, run), sections, _references(material))


def _facts(material: Material, run: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    case = material.case
    end = f"from {calendar(material.start)} to {day_of(material.start, material.days)}"
    command = f"pipir brief {case.name} --scenario {material.scenario} --runs {material.runs} --seed {run['seed']}"
    return (
        ("Crisis", f"{capital(str(material.crisis['name']))}; {end}"),
        ("Figures stand for", calendar(case.as_of)),
        ("Account", material.window_words),
        ("Runs", f"{number(material.runs)}, each a possible course of the crisis"),
        ("Case", f"{case.name} {case.version}, fingerprint {case.hash[:12]}"),
        (
            "Made by",
            f"{command}{f' --for {material.seat}' if material.seat else ''} (pipir {run['versions']['pipir']})",
        ),
    )


def _references(material: Material) -> tuple[Reference, ...]:
    """Sources of the case, and those of public outcomes that it does not name itself."""
    own = [
        Reference(
            row["source"],
            row["title"],
            row["publisher"],
            None if row["date"] is None else calendar(row["date"]),
            row["url"],
        )
        for row in material.case["sources"].iter_rows(named=True)
        if row["source"] != "assumption"
    ]
    known = {one.source for one in own}
    other = {one.outcome.reference.source: one.outcome.reference for one in material.results.compared}
    return (*own, *(reference for source, reference in other.items() if source not in known))
