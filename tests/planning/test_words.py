"""Does what a plan says of its limits name nations, places and agreements, and who truly gains?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

import pipir
from pipir.case.case import Case
from sustainment.world import YEAR, agreement, commitment, demand, lane, line, row, stock, world

MONTH = YEAR / 12
near = pytest.approx
Row = dict[str, Any]


def limits(case: Case) -> pl.DataFrame:
    return pipir.plan(case).binding


def test_a_sentence_says_what_more_is_worth_to_whom_in_days_of_supply() -> None:
    case = world(10, lines=[line("usa-a", 2)], demands=[demand("usa-a", 4, tier=1)])
    (told,) = limits(case).filter(pl.col("resource") == "line usa-a-shell").iter_rows(named=True)
    assert told["unit"] == "round begun a month"
    assert told["days"] == near(10 / MONTH / 4)  # a third of a shell, and four are a day of supply
    assert told["sentence"] == (
        "One more round of shell begun a month at the line at usa-a is worth 0.0821 days of supply "
        "to tier 1 demands for it, which USA lacks."
    )


def test_nations_lines_and_agreements_are_told_by_their_names() -> None:
    """No id where a name will do; the id too where two lines of a site, or two agreements, are the same to a reader."""
    named = {"USA": "United States", "JPN": "Japan"}

    def said(case: Case, kind: str) -> list[str]:
        nations = case["nations"].with_columns(pl.col("nation").replace(named).alias("name"))
        found = limits(case.replace({"nations": nations})).filter(pl.col("resource").str.starts_with(kind))
        return [sentence.split(" is worth ")[0] for sentence in found["sentence"]]

    def lends(*more: Row) -> Case:
        ways = {"lanes": [lane("jpn-a", "usa-a", 0)], "stocks": [stock("jpn-a", 90)], "demands": [demand("usa-a", 9)]}
        return world(10, **ways, agreements=[agreement("JPN", "USA", ceiling_per_year=YEAR), *more])

    (one,) = said(lends(), "ceiling")
    assert one.endswith(" under the ceiling of the agreement (transfer) on all items from Japan to the United States")
    again = agreement("JPN", "USA", agreement="again", ceiling_per_year=YEAR)
    assert [told.split(" (transfer)")[0].split(" the ")[-1] for told in said(lends(again), "ceiling")] == [
        "agreement again",
        "agreement jpn-usa",
    ]
    kept = world(
        10,
        lanes=[lane("jpn-a", "usa-a", 0)],
        stocks=[stock("jpn-a", 90, reserve=80)],
        demands=[demand("usa-a", 9)],
        agreements=[agreement("JPN", "USA")],
    )
    assert said(kept, "release") == ["One more round of shell that Japan may send to others, such as from its reserve,"]
    two = world(10, lines=[line("usa-a", 1), line("usa-a", 2, line="second")], demands=[demand("usa-a", 9)])
    assert [told.split(" month at ")[1] for told in said(two, "line")] == [
        "the line second at usa-a",
        "the line usa-a-shell at usa-a",
    ]


def gaining(case: Case, resource: str) -> str:
    """What the sentence about a resource says after the rank: who gains."""
    sentence: str = row(limits(case), resource=resource)["sentence"]
    return sentence.split(" demands", 1)[1].strip(" .")


def falls(case: Case, more: Case) -> set[str]:
    """Items of which less goes short in another case."""
    before, after = (dict(pipir.plan(one).ranks.select("item", "share_short").iter_rows()) for one in (case, more))
    return {item for item, share in before.items() if share - after[item] > 1e-6}


def stands_in(lies: float) -> Case:
    """Darts do the work of shells."""
    usual = {"nation": "USA", "item": "shell", "substitute": "dart", "ratio": 1.0}
    gates = dict.fromkeys(("technical", "safety", "permission"), "yes")
    return world(
        10,
        stocks=[stock("usa-a", lies, "dart"), stock("jpn-a", 1, "fuze")],
        substitutes=[usual | gates],
        demands=[demand("usa-a", 5), demand("jpn-a", 3, "fuze")],
    )


def made(lies: float) -> Case:
    """Of fuzes either is made; a dart is a larger share of what is needed."""
    return world(
        10,
        stocks=[stock("usa-a", lies, "fuze")],
        lines=[line("usa-a", 10), line("usa-a", 10, "dart")],
        bills=[{"item": item, "component": "fuze", "quantity": 1.0} for item in ("shell", "dart")],
        demands=[demand("usa-a", 5), demand("usa-a", 0.5, "dart")],
    )


def carried(lies: float) -> Case:
    """A dart that lies there already leaves the ship's room to a shell."""
    return world(
        10,
        items={"dart": {"mass_kg": 1000}},
        stocks=[stock("usa-a", 90), stock("usa-a", 90, "dart"), stock("jpn-a", lies, "dart")],
        lanes=[lane("usa-a", "jpn-a", 0, lift_t_per_day=5)],
        agreements=[agreement("USA", "JPN")],
        demands=[demand("jpn-a", 5), demand("jpn-a", 2, "dart")],
    )


@pytest.mark.parametrize(
    ("case", "resource", "words"),
    [
        (stands_in, "stock dart at usa-a", "for shell, which USA lacks"),
        (made, "stock fuze at usa-a", "for shell, which USA lacks"),
        (carried, "stock dart at jpn-a", "for shell, which JPN lacks"),
    ],
    ids=["stands in", "made", "carried"],
)
def test_another_item_gains_that_it_stands_in_for_is_made_into_or_leaves_the_ship_to(
    case: Callable[[float], Case], resource: str, words: str
) -> None:
    """What the sentence says is what a plan with one unit more does."""
    assert gaining(case(8), resource) == words
    assert falls(case(8), case(9)) == {"shell"}


def test_all_who_lack_what_gains_are_named_and_no_other() -> None:
    demands = [demand("usa-a", 3), demand("jpn-a", 3), demand("kor-a", 1), demand("jpn-a", 9, "dart", tier=2)]
    stocks = [stock("usa-a", 4), stock("jpn-a", 4), stock("kor-a", 20), stock("jpn-a", 1, "dart")]
    assert (
        gaining(world(10, stocks=stocks, demands=demands), "stock shell at jpn-a") == "for it, which JPN and USA lack"
    )


def test_an_item_that_loses_what_another_gains_is_told_too() -> None:
    """With one motor more a dart more is made, of a fuze that a shell was made of."""
    case = world(
        10,
        stocks=[stock("usa-a", 5, "fuze"), stock("usa-a", 2, "motor")],
        lines=[line("usa-a", 10), line("usa-a", 10, "dart")],
        bills=[
            {"item": item, "component": part, "quantity": 1.0}
            for item, part in (("shell", "fuze"), ("dart", "fuze"), ("dart", "motor"))
        ],
        demands=[demand("usa-a", 1), demand("usa-a", 0.5, "dart")],
    )
    told = row(limits(case), resource="stock motor at usa-a")
    assert told["value"] == near(1 / 5 - 1 / 10)
    assert told["days"] == near(2 - 1)
    assert told["sentence"].endswith(
        "2 days of supply to tier 1 demands for dart, which USA lacks, and costs them 1 day of shell."
    )


def test_commitments_are_told_by_their_rank() -> None:
    case = world(10, stocks=[stock("usa-a", 30)], commitments=[commitment("USA", "XAA", 100)])
    told = row(limits(case), resource="stock shell at usa-a")
    assert told["days"] == near(10 / 100)
    assert told["sentence"].endswith(f"to commitments of rank {told['rank']} for it, which XAA lacks.")
