"""Is the chance that all binding promises can be kept what adding up every outcome gives?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipir
from assurance.assuring.contests import contests
from assurance.assuring.test_audit import audited
from pipir.assurance.assuring.audit import Audit
from pipir.assurance.assuring.chances import Word, all_binding, words
from pipir.assurance.assuring.recording import Record
from pipir.case.case import Case
from pipir.planning.alone import Name
from sustainment.world import YEAR, agreement, commitment, lane, line, stock, world

Row = dict[str, Any]
ANY = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def parts(needed: float) -> Case:
    """Shells of one motor each are owed; ten motors each are promised, with chances of 0.5 and 0.8."""
    ways = [
        agreement(one, "KOR", "motor", agreement=f"{one}-motors".lower(), promised_per_year=YEAR, binding="best_effort")
        | {"probability": chance}
        for one, chance in (("JPN", 0.5), ("AUS", 0.8))
    ]
    return world(
        10,
        commitments=[commitment("KOR", "XAA", needed, (9, 10))],
        lines=[line("kor-a", 100)],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
        stocks=[stock("jpn-a", 10, "motor"), stock("aus-a", 10, "motor")],
        lanes=[lane("jpn-a", "kor-a", 0), lane("aus-a", "kor-a", 0)],
        agreements=ways,
    )


@pytest.mark.parametrize(("needed", "chance"), [(20.0, 0.5 * 0.8), (10.0, 1 - 0.5 * 0.2), (0.5, 0.9), (21.0, 0.0)])
def test_shells_can_be_kept_as_often_as_the_motors_come(needed: float, chance: float) -> None:
    found = pipir.assure(parts(needed)).situations
    assert found["chance_all_binding"].item() == pytest.approx(chance)
    assert found["chance_possible_binding"].item() == pytest.approx(chance if needed <= 20.0 else 1.0)


def test_another_way_between_the_same_nations_stays_open_when_a_word_fails() -> None:
    case = parts(20.0)
    other = agreement("JPN", "KOR", "motor", agreement="z-another-way")
    rows = [*case["agreements"].iter_rows(named=True), {**dict.fromkeys(case["agreements"].columns), **other}]
    both = case.replace({"agreements": pl.DataFrame(rows, schema=case["agreements"].schema)})
    assert pipir.assure(both).situations["chance_all_binding"].item() == pytest.approx(0.8)


def test_what_is_promised_with_a_chance_is_expected_with_it() -> None:
    found = pipir.assure(parts(20.0)).promises
    told = {row["claim"]: (row["probability"], row["probability_from"]) for row in found.iter_rows(named=True)}
    assert told == {"kor-xaa": (1.0, "binding"), "jpn-motors": (0.5, "agreement"), "aus-motors": (0.8, "agreement")}
    for row in found.iter_rows(named=True):
        assert row["expected_kept_share"] == pytest.approx(row["probability"] * row["kept_share"])


def test_a_record_goes_before_what_an_agreement_states_and_binds_nothing_that_is_binding() -> None:
    case = world(
        10,
        commitments=[
            commitment("KOR", "USA", 5, commitment="firm"),
            commitment("KOR", "USA", 5, commitment="loose", binding="best_effort"),
            commitment("JPN", "USA", 5, commitment="other", binding="best_effort"),
        ],
        agreements=[
            agreement("KOR", "USA", agreement="stated", binding="best_effort", probability=0.9),
            agreement("JPN", "USA", agreement="likely", binding="best_effort", probability=0.9),
            agreement("JPN", "USA", agreement="doubtful", probability=0.7),
        ],
    )
    found = words(case, [Record("KOR", 2, 0.6, 3.0)])
    assert found["commitment", "firm"] == Word("binding", 1.0, "binding")
    assert found["commitment", "loose"] == Word("best_effort", 0.6, "record")
    assert found["commitment", "other"] == Word("best_effort", 1.0, "assumed")
    assert found["promise", "stated"] == Word("best_effort", 0.6, "record")
    assert found["promise", "likely"] == Word("best_effort", 0.9, "agreement")
    assert found["promise", "doubtful"] == Word("binding", 0.7, "agreement")


def enumerated(audit: Audit, every: Mapping[Name, Word]) -> float:
    """Every outcome of the best-effort ones, by its chance."""
    binding = [claim for claim in audit.open if every[audit.names[claim]].binding == "binding"]
    loose = [claim for claim in audit.open if claim not in binding]
    total = 0.0
    for outcome in product((True, False), repeat=len(loose)):
        chances = [
            every[audit.names[c]].chance if kept else 1 - every[audit.names[c]].chance
            for c, kept in zip(loose, outcome, strict=True)
        ]
        closed = [audit.carriers(c) for c, kept in zip(loose, outcome, strict=True) if not kept]
        columns = np.concatenate([np.zeros(0, dtype=np.int64), *closed])
        with audit.bounded(columns, np.zeros(len(columns))):
            total += float(np.prod(chances)) * audit.kept(binding)
    return total * float(np.prod([every[audit.names[claim]].chance for claim in binding]))


@ANY
@given(contests(), st.lists(st.sampled_from((0.0, 0.25, 0.5, 0.9, 1.0)), min_size=12, max_size=12))
def test_the_chance_is_the_sum_over_all_outcomes(case: Case, chances: Sequence[float]) -> None:
    audit = audited(case)
    every = {
        name: Word("best_effort" if k % 2 else "binding", chance if k % 2 else 1.0 - chance / 4, "assumed")
        for k, (name, chance) in enumerate(zip(audit.names, chances, strict=False))
    }
    assert all_binding(audit, every, audit.names) == pytest.approx(enumerated(audit, every), abs=1e-9)


def test_it_is_left_open_where_no_solve_is_allowed() -> None:
    audit = audited(parts(20.0))
    assert all_binding(audit, words(audit.net.case, []), audit.names, most=0) is None
