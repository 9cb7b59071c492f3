"""Does the record of a run tell all that a figure depends on, and nothing that changes from call to call?"""

from __future__ import annotations

import json
import platform
from dataclasses import replace
from datetime import date

import pytest

import pipir
from pipir.case.refusal import Refused
from pipir.runs import capability
from pipir.runs.record import empties, record
from runs.asked import CountOptions, small_case

OPTIONS = CountOptions(item="shell-155", from_date=date(2025, 6, 1))


@pytest.fixture(autouse=True)
def _registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capability, "MODULES", ("runs.asked",))


def test_the_record_is_plain_and_the_same_every_time() -> None:
    first = json.dumps(record("count", small_case(), OPTIONS), allow_nan=False)
    assert first == json.dumps(record("count", small_case(), OPTIONS), allow_nan=False)


def test_the_record_names_case_options_and_versions() -> None:
    case = small_case()
    told = record("count", case, OPTIONS, seed=4, scenario="taiwan", notes=["a note"])
    assert told["capability"] == "count"
    assert told["case"]["name"] == "small"
    assert told["case"]["hash"] == case.hash
    assert told["options"]["from_date"] == "2025-06-01"
    assert (told["seed"], told["scenario"], told["notes"]) == (4, "taiwan", ["a note"])
    assert told["versions"]["pipir"] == pipir.__version__
    assert told["versions"]["python"] == platform.python_version()
    assert set(told["versions"]) == {"pipir", "python", "polars", "numpy", "numba", "highspy"}


def test_how_many_processes_shared_the_work_is_not_recorded() -> None:
    one, many = (record("count", small_case(), replace(OPTIONS, workers=n)) for n in (1, 8))
    assert one == many


def test_empties_tell_what_an_empty_cell_was_taken_for() -> None:
    used = empties(small_case(), ("sites", "stocks"))
    assert used["sites.handling_t_per_day"] == {"means": "unlimited", "rows": 2}
    assert used["stocks.reserve"] == {"means": "0", "rows": 1}
    assert "sites.storage_t" not in used
    assert not {name for name in used if name.endswith((".note", ".source", ".release"))}


def test_options_that_cannot_be_asked_of_the_case_are_not_recorded() -> None:
    with pytest.raises(Refused):
        record("count", small_case(), replace(OPTIONS, nation="KOR"))
