"""Is an option checked against its declaration and the case, all faults at once?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from pipir.case.refusal import Refused
from pipir.runs.asking import check, parsed
from pipir.runs.options import declared, option
from runs.asked import CountOptions, small_case

GOOD = CountOptions(item="shell-155")


def faults(words: dict[str, str | bool | None]) -> dict[str, tuple[str | None, str, str]]:
    with pytest.raises(Refused) as refused:
        parsed(CountOptions, words)
    return {fault.column or "": (fault.value, fault.rule, fault.remedy) for fault in refused.value.faults}


def test_words_become_values() -> None:
    words = {"item": "shell-155", "times": "7", "window": "1.5", "from_date": "2025-06-01", "loud": True}
    assert parsed(CountOptions, words) == CountOptions("shell-155", 7, 1.5, date(2025, 6, 1), loud=True)


def test_what_is_not_given_has_its_default() -> None:
    assert parsed(CountOptions, {"item": "shell-155", "times": None}) == GOOD


def test_all_faults_are_told_at_once() -> None:
    found = faults({"times": "many", "window": "-1", "from_date": "2025-02-30", "rate": "maxx", "nation": "JPN"})
    assert found == {
        "--item": (None, "is required", "give --item ITEM"),
        "--times": ("many", "is not what it takes", "a whole number such as 12"),
        "--window": ("-1", "is below 0", "give 0 or more"),
        "--from": ("2025-02-30", "is not what it takes", "a date such as 2025-06-01"),
        "--rate": ("maxx", "is not a choice", "nearest: 'max'"),
    }


def test_a_bound_is_told_with_all_its_digits() -> None:
    @dataclass(frozen=True)
    class Seeded:
        seed: int = option(0, "--seed", "Seed.", most=2**63 - 1)

    with pytest.raises(Refused, match="is above 9,223,372,036,854,775,807 "):
        check(small_case(), Seeded(seed=2**63))


@pytest.mark.parametrize(
    ("name", "flag", "word"),
    [
        ("window", "--window", "nan"),
        ("window", "--window", "inf"),
        ("window", "--window", "1e999"),
        ("window", "--window", "1_000"),
        ("window", "--window", " 12"),
        ("window", "--window", "１２"),
        ("window", "--window", ""),
        ("window", "--window", "1200.5"),
        ("times", "--times", "1.5"),
        ("times", "--times", "0"),
        ("times", "--times", "101"),
        ("from_date", "--from", "20250601"),
        ("from_date", "--from", "2025-W10-1"),
        ("from_date", "--from", "0001-01-01"),
        ("from_date", "--from", "9999-12-31"),
        ("rate", "--rate", ""),
    ],
)
def test_a_hostile_word_is_refused(name: str, flag: str, word: str) -> None:
    assert list(faults({"item": "shell-155", name: word})) == [flag]


def test_a_name_that_the_case_lacks_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused) as refused:
        check(small_case(), replace(GOOD, item="shel-155", nation="JAP"))
    told = [(fault.column, fault.value, fault.rule, fault.remedy) for fault in refused.value.faults]
    assert told == [
        ("--item", "shel-155", "is not in items of small", "nearest: 'shell-155'"),
        ("--nation", "JAP", "is not in nations of small", "nearest: 'JPN'"),
    ]


@pytest.mark.parametrize(
    "change", [{"window": float("nan")}, {"window": -1.0}, {"times": "3"}, {"times": True}, {"from_date": "2025-01-01"}]
)
def test_python_callers_are_checked_too(change: dict[str, object]) -> None:
    with pytest.raises(Refused):
        check(small_case(), replace(GOOD, **change))


def test_sound_options_pass() -> None:
    check(small_case(), replace(GOOD, nation="USA", window=3, from_date=date(2025, 1, 1)))


def test_an_option_of_a_kind_that_no_flag_carries_is_an_error() -> None:
    @dataclass(frozen=True)
    class Odd:
        several: list[str] = option(None, "--several", "Several.")

    with pytest.raises(TypeError, match="several"):
        declared(Odd)
