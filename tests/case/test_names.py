"""Does a sentence name what a case holds as people know it?"""

from __future__ import annotations

import polars as pl
import pytest

from pipir.case.names import Names
from sustainment.world import stock, world

NAMED = {
    "USA": "United States",
    "JPN": "Japan",
    "shell": "155 mm shell",
    "jpn-a": "Kure",
    "usa-b": "Guam",
    "usa-c": "Guam",
}


@pytest.fixture
def names() -> Names:
    case = world(1, stocks=[stock("usa-b", 9), stock("usa-c", 9), stock("jpn-a", 5, "fuze")])
    given = {
        table: case[table].with_columns(pl.col(key).replace(NAMED).alias("name"))
        for table, key in (("nations", "nation"), ("items", "item"), ("sites", "site"))
    }
    return Names(case.replace(given))


def test_nations_have_their_article_and_bodies_their_word(names: Names) -> None:
    assert names.nations(["USA", "JPN", "NATO"]) == "the United States, Japan and NATO"
    assert (
        names.spelled("JPN gives USA what NATO and XYZ lack.")
        == "Japan gives the United States what NATO and XYZ lack."
    )


def test_a_name_that_stands_for_two_has_its_id(names: Names) -> None:
    assert [names.site(site) for site in ("jpn-a", "usa-b", "usa-c")] == ["Kure", "Guam (usa-b)", "Guam (usa-c)"]


def test_items_are_named_families_stay_and_what_is_broken_is_said(names: Names) -> None:
    assert names.items(["shell", "shell:repairable", "*", "artillery"]) == (
        "155 mm shell, 155 mm shell to be repaired, anything and artillery"
    )


def test_quantities_have_the_unit_of_their_item(names: Names) -> None:
    assert names.amount(1.0, "shell") == "1 round of 155 mm shell"
    assert names.amount(1234.0, "shell:repairable") == "1,234 rounds of 155 mm shell to be repaired"
    assert names.counted(0.5, "artillery") == "0.5 units"


def test_crises_are_named_in_quotes(names: Names) -> None:
    assert (names.scenario("war"), names.situation("war")) == ('"War"', '"War"')
