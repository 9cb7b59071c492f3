"""Is an option checked against its declaration and the case, all faults at once?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, make_dataclass, replace
from datetime import date
from typing import Any

import pytest

from pipir.case.refusal import Refused
from pipir.runs.asking import Word, check, parsed
from pipir.runs.options import declared, option
from runs.asked import CountOptions, small_case

GOOD = CountOptions(item="shell-155")


def faults(words: Mapping[str, Word]) -> dict[str, tuple[str | None, str, str]]:
    with pytest.raises(Refused) as refused:
        parsed(CountOptions, words)
    return {fault.column or "": (fault.value, fault.rule, fault.remedy) for fault in refused.value.faults}


def test_words_become_values() -> None:
    words = {"item": "shell-155", "times": "7", "window": "1.5", "from_date": "2025-06-01", "loud": True}
    assert parsed(CountOptions, words) == CountOptions("shell-155", 7, 1.5, date(2025, 6, 1), loud=True)


def test_what_is_not_given_has_its_default() -> None:
    assert parsed(CountOptions, {"item": "shell-155", "times": None}) == GOOD


def test_two_words_after_one_flag_become_a_pair() -> None:
    words = {"item": "shell-155", "between": ("JPN", "USA"), "ranges": ("1", "1.5")}
    assert parsed(CountOptions, words) == replace(GOOD, between=("JPN", "USA"), ranges=(1.0, 1.5))


def test_each_word_of_a_pair_is_checked_by_itself() -> None:
    with pytest.raises(Refused) as refused:
        parsed(CountOptions, {"item": "shell-155", "ranges": ("-1", "many")})
    told = [(fault.column, fault.value, fault.rule) for fault in refused.value.faults]
    assert told == [("--ranges", "-1", "is below 0"), ("--ranges", "many", "is not what it takes")]


@pytest.mark.parametrize("given", [("JPN",), ("JPN", "USA", "USA"), (), "JPN"])
def test_a_pair_of_another_size_is_refused(given: tuple[str, ...] | str) -> None:
    fault = faults({"item": "shell-155", "between": given})["--between"]
    assert fault[1:] == ("is not 2 values", "give --between FROM TO")


@pytest.mark.parametrize("given", [("JPN",), ["JPN", "USA"], "US", ("JPN", "USA", "USA")])
def test_a_python_caller_gives_a_pair_as_a_tuple_of_two(given: object) -> None:
    with pytest.raises(Refused, match="is not 2 values"):
        check(small_case(), replace(GOOD, between=given))


def test_each_of_a_pair_must_be_in_the_case_or_a_word_that_is_taken_besides() -> None:
    check(small_case(), replace(GOOD, between=("JPN", "everyone")))
    with pytest.raises(Refused) as refused:
        check(small_case(), replace(GOOD, between=("JAP", "nobody")))
    told = [(fault.value, fault.rule, fault.remedy) for fault in refused.value.faults]
    assert told == [
        ("JAP", "is not in nations of small", "nearest: 'JPN'"),
        ("nobody", "is not in nations of small", "one of JPN, USA, everyone"),
    ]


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


@pytest.mark.parametrize("kind", [list[str], tuple[str, int], tuple[bool, bool], tuple[()], str | int])
def test_an_option_of_a_kind_that_no_flag_carries_is_an_error(kind: Any) -> None:
    odd = make_dataclass("Odd", [("several", kind, option(None, "--several", "Several."))], frozen=True)
    with pytest.raises(TypeError, match="several"):
        declared(odd)


def test_how_many_values_an_option_takes_is_declared_by_its_type() -> None:
    found = {entry.name: (entry.type, entry.count, entry.optional) for entry in declared(CountOptions)}
    assert (found["between"], found["ranges"], found["nation"]) == ((str, 2, True), (float, 2, False), (str, 1, True))
