"""What does `import pipir` offer? Each question as a function, its options and its answer, loaded when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipir.accounting.account import AccountResult as AccountResult
    from pipir.accounting.account import account as account
    from pipir.accounting.capability import AccountOptions as AccountOptions
    from pipir.accounting.capability import RequirementOptions as RequirementOptions
    from pipir.accounting.requirement import RequirementResult as RequirementResult
    from pipir.accounting.requirement import requirement as requirement
    from pipir.briefing.brief import BriefResult as BriefResult
    from pipir.briefing.brief import brief as brief
    from pipir.briefing.capability import BriefOptions as BriefOptions
    from pipir.case.case import Case as Case
    from pipir.case.reading import read_case as read_case
    from pipir.case.refusal import Fault as Fault
    from pipir.case.refusal import Refused as Refused
    from pipir.findings.find import FindingsResult as FindingsResult
    from pipir.findings.find import find as find
    from pipir.network.compile import compile_network as compile_network
    from pipir.reaching.capability import ReachOptions as ReachOptions
    from pipir.reaching.reach import ReachResult as ReachResult
    from pipir.reaching.reach import reach as reach
    from pipir.sustainment.capability import SustainOptions as SustainOptions
    from pipir.sustainment.sustain import SustainResult as SustainResult
    from pipir.sustainment.sustain import sustain as sustain

__version__ = "0.1.0"

EXPORTS = {
    "AccountOptions": "pipir.accounting.capability",
    "AccountResult": "pipir.accounting.account",
    "BriefOptions": "pipir.briefing.capability",
    "BriefResult": "pipir.briefing.brief",
    "Case": "pipir.case.case",
    "Fault": "pipir.case.refusal",
    "FindingsResult": "pipir.findings.find",
    "ReachOptions": "pipir.reaching.capability",
    "ReachResult": "pipir.reaching.reach",
    "Refused": "pipir.case.refusal",
    "RequirementOptions": "pipir.accounting.capability",
    "RequirementResult": "pipir.accounting.requirement",
    "SustainOptions": "pipir.sustainment.capability",
    "SustainResult": "pipir.sustainment.sustain",
    "account": "pipir.accounting.account",
    "brief": "pipir.briefing.brief",
    "compile_network": "pipir.network.compile",
    "find": "pipir.findings.find",
    "reach": "pipir.reaching.reach",
    "read_case": "pipir.case.reading",
    "requirement": "pipir.accounting.requirement",
    "sustain": "pipir.sustainment.sustain",
}
"""Where each public name lives. No folder has the name of a function, so that neither hides the other."""

__all__ = list(EXPORTS)


def __getattr__(name: str) -> Any:
    """The public name, from where it lives. Raises AttributeError for any other."""
    if name not in EXPORTS:
        raise AttributeError(f"module 'pipir' has no attribute {name!r}")
    value = getattr(import_module(EXPORTS[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
