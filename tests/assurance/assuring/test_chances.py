"""Is the chance that all binding promises can be kept what adding up every outcome gives?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from math import comb
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
from pipir.assurance.assuring.chances import Chance, Word, all_binding, words
from pipir.assurance.assuring.recording import Record
from pipir.case.case import Case
from pipir.planning.alone import Name
from sustainment.world import YEAR, agreement, commitment, lane, line, stance, stock, world

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
    possible = found["chance_possible_binding"].item()
    assert possible == (pytest.approx(chance) if needed <= 20.0 else None)


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
    found = all_binding(audit, every, audit.names)
    if found is None:
        assert not any(every[audit.names[claim]].binding == "binding" for claim in audit.open)
        return
    whole = enumerated(audit, every)
    assert found.settled == pytest.approx(whole, abs=1e-9)
    for most in range(4):
        some = all_binding(audit, every, audit.names, most=most)
        assert some is not None
        assert some.low - 1e-9 <= whole <= some.high + 1e-9


def test_it_is_told_between_bounds_where_solves_do_not_suffice() -> None:
    audit = audited(parts(20.0))
    every = words(audit.net.case, [])
    assert all_binding(audit, every, audit.names, most=0) == Chance(0.0, 1.0)
    told = [all_binding(audit, every, audit.names, most=most) for most in range(12)]
    bounds = [(found.low, found.high) for found in told if found is not None]
    assert all(low <= 0.4 + 1e-9 and high >= 0.4 - 1e-9 for low, high in bounds)
    assert all(one[0] <= two[0] and one[1] >= two[1] for one, two in pairwise(bounds))
    assert bounds[-1] == (pytest.approx(0.4), pytest.approx(0.4))


GIVERS = ("AUS", "JPN", "CAN", "DEU", "FRA", "GBR", "ITA", "NLD")


def test_many_alike_promises_of_which_some_are_needed_take_no_more_solves_than_sets_that_decide(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ways = [agreement(one, "KOR", "motor", promised_per_year=YEAR, binding="best_effort") for one in GIVERS]
    case = world(
        10,
        commitments=[commitment("KOR", "XAA", 40, (9, 10))],
        lines=[line("kor-a", 1000)],
        bills=[{"item": "shell", "component": "motor", "quantity": 1}],
        stocks=[stock(f"{one}-a".lower(), 10, "motor") for one in GIVERS],
        lanes=[lane(f"{one}-a".lower(), "kor-a", 0) for one in GIVERS],
        agreements=[way | {"probability": 0.5} for way in ways],
    )
    asked = 0

    def counted(audit: Audit, claims: Sequence[int]) -> bool:
        nonlocal asked
        asked += 1
        return kept(audit, claims)

    kept = Audit.kept
    monkeypatch.setattr(Audit, "kept", counted)
    found = pipir.assure(case).situations
    # Four of eight have to come. Five that fail spoil it, four that fail do not: 56 and 70 sets.
    assert found["chance_all_binding"].item() == pytest.approx(sum(comb(8, k) for k in range(4, 9)) / 2**8)
    assert asked < 56 + 70 + 100
    audit = audited(case)
    some = all_binding(audit, words(case, []), audit.names, most=80)
    assert some is not None
    assert some.settled is None
    assert 0.0 < some.low < some.high


def test_where_nothing_binding_is_left_there_is_no_chance() -> None:
    barred = stance("KOR", "deliver", "no")
    case = world(10, commitments=[commitment("KOR", "USA", 5)], stocks=[stock("kor-a", 9)], stances=[barred])
    (told,) = pipir.assure(case).situations.iter_rows(named=True)
    assert told["binding_claims"] == 0
    names = [f"chance_{which}_binding{end}" for which in ("all", "possible") for end in ("", "_low", "_high")]
    assert all(told[name] is None for name in names)
    assert "chance" not in told["sentence"]
