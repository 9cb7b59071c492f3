"""Does every public name do its work, also after every module of the package has been imported?

A module with the name of a function would hide it once imported: `pipir.account` must stay a function.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import pipir

CASE = "indo-pacific"
RUN_ONLY = "pipir.__main__"


def _account() -> Any:
    return pipir.account(CASE, pipir.AccountOptions(item="sm-6")).to_json()


def _requirement() -> Any:
    return pipir.requirement(CASE, pipir.RequirementOptions(nation="USA")).to_json()


def _reach() -> Any:
    return pipir.reach(CASE, pipir.ReachOptions(item="sm-6", to="us-guam")).to_json()


def _sustain() -> Any:
    return pipir.sustain(CASE, pipir.SustainOptions(runs=2)).to_json()


def _plan() -> Any:
    return pipir.plan("missing-motor", pipir.PlanOptions(daily=True)).to_json()


def _assure() -> Any:
    return pipir.assure("korea-155mm").to_json()


def _resequence() -> Any:
    return pipir.resequence(CASE, pipir.ResequenceOptions(first="pac-3-twn")).to_json()


def _sequence() -> Any:
    return pipir.sequence("korea-155mm", pipir.SequenceOptions(daily=True)).to_json()


def _match() -> Any:
    return pipir.match(CASE, pipir.MatchOptions(late=60.0)).to_json()


def _partners() -> Any:
    return pipir.partners("korea-155mm", pipir.PartnersOptions(unknown="yes")).to_json()


def _share() -> Any:
    return pipir.share("korea-155mm", pipir.ShareOptions(players="KOR USA")).to_json()


def _standardise() -> Any:
    return pipir.standardise("korea-155mm", pipir.StandardiseOptions(pairs=1)).to_json()


def _initiatives() -> Any:
    return pipir.initiatives("p8-radar-repair", pipir.InitiativesOptions(unknown="yes")).to_json()


def _brief() -> Any:
    return pipir.brief("korea-155mm", pipir.BriefOptions(runs=2)).html()


def _compile_network() -> Any:
    return sorted(vars(pipir.compile_network(pipir.read_case(CASE), "taiwan")))


CALLS: dict[str, Callable[[], Any]] = {
    "account": _account,
    "requirement": _requirement,
    "reach": _reach,
    "sustain": _sustain,
    "plan": _plan,
    "assure": _assure,
    "resequence": _resequence,
    "sequence": _sequence,
    "match": _match,
    "partners": _partners,
    "share": _share,
    "standardise": _standardise,
    "initiatives": _initiatives,
    "brief": _brief,
    "compile_network": _compile_network,
    "find": lambda: pipir.find(CASE).to_json(),
    "read_case": lambda: pipir.read_case(CASE).hash,
    "Fault": lambda: str(pipir.Fault("stocks.csv", 2, "quantity", "x", "is no number", "write 12")),
    "Refused": lambda: str(pipir.Refused([pipir.Fault("a.csv", None, None, None, "is missing", "add it")])),
}
BY_OTHERS = {
    "Case": "read_case",
    "AccountOptions": "account",
    "AccountResult": "account",
    "RequirementOptions": "requirement",
    "RequirementResult": "requirement",
    "ReachOptions": "reach",
    "ReachResult": "reach",
    "SustainOptions": "sustain",
    "SustainResult": "sustain",
    "PlanOptions": "plan",
    "PlanResult": "plan",
    "AssureOptions": "assure",
    "AssureResult": "assure",
    "ResequenceOptions": "resequence",
    "ResequenceResult": "resequence",
    "SequenceOptions": "sequence",
    "SequenceResult": "sequence",
    "MatchOptions": "match",
    "MatchResult": "match",
    "PartnersOptions": "partners",
    "PartnersResult": "partners",
    "ShareOptions": "share",
    "ShareResult": "share",
    "StandardiseOptions": "standardise",
    "StandardiseResult": "standardise",
    "InitiativesOptions": "initiatives",
    "InitiativesResult": "initiatives",
    "BriefOptions": "brief",
    "BriefResult": "brief",
    "FindingsResult": "find",
}
"""Classes that the call of a function makes."""


def import_every_module() -> None:
    for module in pkgutil.walk_packages(pipir.__path__, "pipir."):
        if module.name != RUN_ONLY:
            import_module(module.name)


def test_every_public_name_is_called_here() -> None:
    assert set(CALLS) | set(BY_OTHERS) == set(pipir.__all__)
    assert set(BY_OTHERS.values()) <= set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_a_public_name_gives_the_same_after_every_module_is_imported(name: str) -> None:
    first = CALLS[name]()
    before = getattr(pipir, name)
    import_every_module()
    assert getattr(pipir, name) is before
    assert CALLS[name]() == first


@pytest.mark.parametrize("name", BY_OTHERS)
def test_public_classes_stay_classes(name: str) -> None:
    import_every_module()
    assert inspect.isclass(getattr(pipir, name))


def test_no_folder_of_the_package_has_a_public_name() -> None:
    folder = Path(pipir.__path__[0])
    assert not {path.stem for path in folder.iterdir()} & set(pipir.__all__)


def test_an_unknown_name_is_an_error_and_the_known_ones_are_listed() -> None:
    with pytest.raises(AttributeError, match="acount"):
        pipir.__getattr__("acount")
    assert dir(pipir) == sorted(pipir.__all__)


def test_type_checkers_and_the_running_program_see_the_same_names() -> None:
    lines = inspect.getsource(pipir).splitlines()
    told = {
        (line.split()[1], line.split()[-1]) for line in lines if line.startswith("    from pipir.") and " as " in line
    }
    assert told == {(module, name) for name, module in pipir.exports().items()}


def test_a_result_is_frozen_and_its_tables_are_polars_frames() -> None:
    result = pipir.account(CASE, pipir.AccountOptions(item="sm-6"))
    assert isinstance(result.account, pl.DataFrame)
    with pytest.raises(AttributeError):
        result.account = result.account.head(0)  # type: ignore[misc]
