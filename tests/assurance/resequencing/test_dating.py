"""Are orders dated by the precedence that the regulation states? Shown beside every permutation."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from pipir.assurance.resequencing.dating import Entry, done, held_against, promises, sequence
from pipir.assurance.resequencing.declared import RATINGS

DAY = date(2026, 1, 1)


def entry(name: str, rating: str, units: float, due: float, received: int = 0, directed: bool = False) -> Entry:
    """An order on a line that makes one unit a day; `due` counts days and so units."""
    required = DAY + timedelta(days=int(due))
    return Entry(name, rating, units, due, required, DAY + timedelta(days=received), directed)


@st.composite
def books(draw: st.DrawFn, most: int = 6, ratings: tuple[str, ...] = RATINGS) -> list[Entry]:
    """A book of a few orders of whole units."""
    count = draw(st.integers(1, most))
    return [
        entry(
            f"o{k}",
            draw(st.sampled_from(ratings)),
            draw(st.integers(1, 6)),
            draw(st.integers(0, 20)),
            draw(st.integers(0, 3)),
        )
        for k in range(count)
    ]


def ended(order: tuple[Entry, ...] | list[Entry]) -> dict[str, float]:
    """When each order of a sequence is done."""
    total, ends = 0.0, {}
    for each in order:
        total += each.units
        ends[each.order] = total
    return ends


def late(book: list[Entry], ends: dict[str, float]) -> list[float]:
    """Days late in order of precedence."""
    return [max(0.0, ends[each.order] - each.room) for each in sorted(book, key=lambda each: each.precedence)]


def worst(book: list[Entry], ends: dict[str, float]) -> list[float]:
    """The latest order of each rating."""
    return [
        max((max(0.0, ends[e.order] - e.room) for e in book if e.rating == rating), default=0) for rating in RATINGS
    ]


def by_date(book: list[Entry]) -> list[Entry]:
    return sorted(book, key=lambda each: each.by_date)


def test_a_rated_order_moves_an_unrated_one_and_no_rated_one_that_can_be_on_time() -> None:
    book = [
        entry("o1", "unrated", 150, 300),
        entry("o2", "DO", 150, 300),
        entry("o3", "DX", 120, 400),
        entry("o4", "DO", 80, 200),
    ]
    ends = done(book)
    assert [ends[name] / 100 for name in ("o4", "o2", "o3", "o1")] == [0.8, 2.3, 3.5, 5.0]
    assert worst(book, dict(ends)) == [0, 0, 200]


def test_the_regulations_own_example_changes_nothing() -> None:
    # 700.14(b): a DX order for 15 July and a DO order for 2 June that can both be met.
    book = [entry("dx", "DX", 10, 45), entry("do", "DO", 2, 2)]
    assert [each.order for each in sequence(book)] == ["do", "dx"]


@given(books())
def test_no_sequence_serves_the_orders_better_in_order_of_precedence(book: list[Entry]) -> None:
    assert late(book, dict(done(book))) == min(late(book, ended(each)) for each in permutations(book))


@given(books())
def test_the_first_rating_that_is_late_is_as_little_late_at_worst_as_any_sequence_allows(book: list[Entry]) -> None:
    ours = worst(book, dict(done(book)))
    best = min(worst(book, ended(each)) for each in permutations(book))
    first = next((k for k, days in enumerate(ours) if days > 0), 2)
    assert ours[: first + 1] == best[: first + 1]


def test_where_two_of_a_higher_rating_are_late_the_smallest_worst_lateness_is_another_sequence() -> None:
    book = [entry("a", "DX", 5, 1), entry("b", "DX", 3, 5), entry("c", "DO", 1, 1)]
    assert worst(book, dict(done(book))) == [4, 8, 0]
    # Holding back `b`, which is late anyway, costs the worst DX nothing; the rule gives DX preference all the same.
    assert min(worst(book, ended(each)) for each in permutations(book)) == [4, 5, 0]


def test_the_smallest_sum_of_days_late_is_another_sequence_within_one_rating() -> None:
    book = [entry("long", "DO", 6, 1), entry("short", "DO", 1, 2)]
    assert sum(late(book, dict(done(book)))) == 5 + 5
    assert min(sum(late(book, ended(each))) for each in permutations(book)) == 6


@given(books())
def test_the_book_stands_as_it_is_where_every_date_holds(book: list[Entry]) -> None:
    plain = by_date(book)
    if not any(late(book, ended(plain))):
        assert sequence(book) == plain


@given(books())
def test_the_book_stands_as_it_is_where_only_unrated_dates_are_missed(book: list[Entry]) -> None:
    plain = by_date(book)
    ends = ended(plain)
    if all(ends[each.order] <= each.room for each in book if each.rating != "unrated"):
        assert sequence(book) == plain


@given(books(), st.data())
def test_an_order_moved_up_is_done_first_and_never_later_than_before(book: list[Entry], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(book))
    moved = [entry_directed(each) if each is chosen else each for each in book]
    assert done(moved)[chosen.order] == chosen.units <= done(book)[chosen.order]


def entry_directed(each: Entry) -> Entry:
    return Entry(each.order, each.rating, each.units, each.room, each.required, each.receipt, directed=True)


@given(books(), st.data())
def test_a_cancelled_order_makes_nobody_later_against_the_date_required(book: list[Entry], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(book))
    rest = [each for each in book if each is not gone]
    before, after = done(book), done(rest)
    for each in rest:
        assert max(after[each.order], each.room) <= max(before[each.order], each.room)


@given(books(ratings=("DO",)), st.data())
def test_a_cancelled_order_delays_no_date_in_a_book_of_one_rating(book: list[Entry], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(book))
    rest = [each for each in book if each is not gone]
    assert all(done(rest)[each.order] <= done(book)[each.order] for each in rest)


def test_a_cancelled_order_may_cost_another_its_lead_but_not_its_date() -> None:
    book = [entry("gone", "DX", 2, 2), entry("early", "DX", 1, 9), entry("late", "DO", 7, 1)]
    assert done(book) == {"gone": 2, "early": 3, "late": 10}
    assert done(book[1:]) == {"late": 7, "early": 8}


@given(books(), st.randoms())
def test_names_and_the_order_of_rows_change_nothing(book: list[Entry], chance: object) -> None:
    unlike = [Entry(e.order, e.rating, e.units, e.room, e.required, DAY + timedelta(k)) for k, e in enumerate(book)]
    renamed = [Entry(f"z{9 - k}", e.rating, e.units, e.room, e.required, e.receipt) for k, e in enumerate(unlike)]
    chance.shuffle(shuffled := list(renamed))  # type: ignore[attr-defined]
    names = {new.order: old.order for new, old in zip(renamed, unlike, strict=True)}
    assert {names[name]: end for name, end in done(shuffled).items()} == done(unlike)


@given(books(most=5), st.sampled_from(RATINGS), st.integers(1, 6))
def test_the_offer_is_the_earliest_date_that_keeps_every_order_of_equal_or_higher_rating(
    book: list[Entry], rating: str, units: int
) -> None:
    peers = [each for each in book if RATINGS.index(each.rating) <= RATINGS.index(rating)]
    kept = {each.order: max(each.room, done(peers)[each.order]) for each in peers}
    new = entry("new", rating, units, 0)

    def holds(order: tuple[Entry, ...]) -> bool:
        ends = ended(order)
        return all(ends[each.order] <= kept[each.order] for each in peers)

    possible = [ended(order)["new"] for order in permutations([*peers, new]) if holds(order)]
    assert held_against(book, rating).earliest(units) == min(possible)


@given(books(most=5), st.sampled_from(("DX", "DO")), st.integers(1, 6))
def test_an_order_accepted_on_the_date_offered_is_on_time_and_moves_none_of_its_rating_or_above(
    book: list[Entry], rating: str, units: int
) -> None:
    due = held_against(book, rating).earliest(units)
    new = entry("new", rating, units, due)
    ends = done([*book, new])
    assert ends["new"] <= due
    before, after = promises(book)[0], promises([*book, new])[0]
    for each in book:
        if RATINGS.index(each.rating) <= RATINGS.index(rating):
            assert after[each.order] == before[each.order]


def test_an_empty_book_has_no_dates() -> None:
    assert done([]) == {}


def test_five_hundred_orders_are_dated() -> None:
    book = [entry(f"o{k}", RATINGS[k % 3], 1 + k % 7, (k * 37) % 900) for k in range(500)]
    ends = done(book)
    assert max(ends.values()) == sum(each.units for each in book)
