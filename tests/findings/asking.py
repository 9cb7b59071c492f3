"""How does a test ask for findings of one kind?"""

from __future__ import annotations

from pipir.case.case import Case
from pipir.findings.find import find


def found(case: Case, kind: str) -> list[tuple[str, str]]:
    """Severity and rows of the findings of a kind, in order."""
    rows = find(case).findings.filter(finding=kind)
    return list(rows.select("severity", "row").iter_rows())


def sentence(case: Case, kind: str) -> str:
    """The sentence of the one finding of a kind."""
    (only,) = find(case).findings.filter(finding=kind)["sentence"]
    return str(only)
