"""Is a misspelt word led to the one that was meant, and to what there is where none was?"""

from __future__ import annotations

from pipir.case.nearest import MANY, MOST_SHOWN, nearest, nearest_of


def test_the_nearest_name_is_found_among_few_and_among_many() -> None:
    assert nearest("changwan", ["kor-changwon", "us-guam"]) == "kor-changwon"
    assert nearest("zzzz", ["kor-changwon", "us-guam"]) is None
    assert nearest("site-12x", [f"site-{place}" for place in range(2 * MANY)]) is not None


def test_a_word_in_capitals_is_near_to_itself() -> None:
    assert nearest("KOR", ["kor"]) == "kor"


def test_where_nothing_is_near_some_of_what_there_is_are_named() -> None:
    assert nearest_of("gaum", ["guam", "palau"]) == "nearest: 'guam'"
    assert nearest_of("zzzz", ["palau", "guam"]) == "one of guam, palau"
    assert nearest_of("zzzz", [f"site-{place}" for place in range(MOST_SHOWN + 2)]).endswith(" and 2 more")
    assert nearest_of("zzzz", []) == "there are none"
