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
    from pipir.assurance.assuring.assure import AssureResult as AssureResult
    from pipir.assurance.assuring.assure import assure as assure
    from pipir.assurance.assuring.declared import AssureOptions as AssureOptions
    from pipir.assurance.resequencing.declared import ResequenceOptions as ResequenceOptions
    from pipir.assurance.resequencing.resequence import ResequenceResult as ResequenceResult
    from pipir.assurance.resequencing.resequence import resequence as resequence
    from pipir.assurance.sequencing.declared import SequenceOptions as SequenceOptions
    from pipir.assurance.sequencing.sequence import SequenceResult as SequenceResult
    from pipir.assurance.sequencing.sequence import sequence as sequence
    from pipir.briefing.brief import BriefResult as BriefResult
    from pipir.briefing.brief import brief as brief
    from pipir.briefing.capability import BriefOptions as BriefOptions
    from pipir.case.case import Case as Case
    from pipir.case.reading import read_case as read_case
    from pipir.case.refusal import Fault as Fault
    from pipir.case.refusal import Refused as Refused
    from pipir.findings.find import FindingsResult as FindingsResult
    from pipir.findings.find import find as find
    from pipir.matching.capability import InitiativesOptions as InitiativesOptions
    from pipir.matching.capability import MatchOptions as MatchOptions
    from pipir.matching.initiatives import InitiativesResult as InitiativesResult
    from pipir.matching.initiatives import initiatives as initiatives
    from pipir.matching.match import MatchResult as MatchResult
    from pipir.matching.match import match as match
    from pipir.network.compile import compile_network as compile_network
    from pipir.planning.capability import PlanOptions as PlanOptions
    from pipir.planning.plan import PlanResult as PlanResult
    from pipir.planning.plan import plan as plan
    from pipir.reaching.capability import ReachOptions as ReachOptions
    from pipir.reaching.reach import ReachResult as ReachResult
    from pipir.reaching.reach import reach as reach
    from pipir.sharing.capability import PartnersOptions as PartnersOptions
    from pipir.sharing.capability import ShareOptions as ShareOptions
    from pipir.sharing.partners import PartnersResult as PartnersResult
    from pipir.sharing.partners import partners as partners
    from pipir.sharing.share import ShareResult as ShareResult
    from pipir.sharing.share import share as share
    from pipir.standardisation.capability import StandardiseOptions as StandardiseOptions
    from pipir.standardisation.standardise import StandardiseResult as StandardiseResult
    from pipir.standardisation.standardise import standardise as standardise
    from pipir.sustainment.capability import SustainOptions as SustainOptions
    from pipir.sustainment.sustain import SustainResult as SustainResult
    from pipir.sustainment.sustain import sustain as sustain

__version__ = "0.1.0"

OTHERS = {
    "Case": "pipir.case.case",
    "Fault": "pipir.case.refusal",
    "FindingsResult": "pipir.findings.find",
    "Refused": "pipir.case.refusal",
    "compile_network": "pipir.network.compile",
    "find": "pipir.findings.find",
    "read_case": "pipir.case.reading",
}
"""Where public names live that belong to no capability; the others come from the registry."""


def exports() -> dict[str, str]:
    """Public names and the modules they live in. No folder has the name of a function, so that neither hides the other.

    Each capability brings its function, its options and its result.
    """
    from pipir.runs.capability import capabilities

    return OTHERS | {name: module for entry in capabilities() for name, module in entry.exports.items()}


def __getattr__(name: str) -> Any:
    """The public name, from where it lives. Raises AttributeError for any other."""
    if name == "__all__":
        return sorted(exports())
    module = None if name.startswith("_") else exports().get(name)
    if module is None:
        raise AttributeError(f"module 'pipir' has no attribute {name!r}")
    value = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(exports())
