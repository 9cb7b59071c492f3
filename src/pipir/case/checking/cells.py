"""What does each cell mean? Text of a column turned into typed values, and which cells cannot be.

Every function is vectorised: a column of a million cells costs a few passes of the table library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from pipir.case.case import TYPES
from pipir.case.checking.nations import ISO_3166, UNNAMED
from pipir.case.checking.sheet import kind_words
from pipir.case.columns import Column, Kind
from pipir.case.nearest import nearest_words

SLUG = r"^[a-z0-9]+(-+[a-z0-9]+)*$"
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
INTEGER = r"^[+-]?\d+(\.0*)?$"
DATE = r"^\d{4}-\d{2}-\d{2}$"
FIRST_YEAR, LAST_YEAR = 1900, 2200
UNPRINTABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{FFFE}\x{FFFF}]"
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
SUSPECT = r"^\s+$|[\x00-\x08\x0b-\x1f\x7f\x{FFFE}\x{FFFF}]"
"""Finds every text that may hold only blanks, a control character or another line end than a line feed."""
WORD = 200
"""Longest id, in characters."""
CELL = 1_000_000
"""Longest cell, in characters."""
LARGEST = 1e15
"""Largest number either way: whole numbers up to it are exact, and sums and squares of them stay finite."""


@dataclass(frozen=True)
class Problem:
    """Cells of a column that break one rule: a mask over the rows, and the words (made from the value) for them."""

    mask: pl.Series
    rule: str
    remedy: str | Callable[[str], str]

    def remedy_for(self, value: str) -> str:
        """The way out for a cell with this value."""
        return self.remedy if isinstance(self.remedy, str) else self.remedy(value)


@dataclass
class Cells:
    """A column on its way from what was given (text, null where empty) to typed values; `text` is what still counts."""

    column: Column
    given: pl.Series
    text: pl.Series
    typed: pl.Series
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, mask: pl.Series, rule: str, remedy: str | Callable[[str], str]) -> None:
        """Note the cells of the mask as faulty."""
        if mask.any():
            self.problems.append(Problem(mask, rule, remedy))


def parse(column: Column, given: pl.Series, decimal_comma: bool = False) -> Cells:
    """The cells of a column as typed values, null where empty or refused, with what was wrong.

    `given` holds text as a CSV has it, or values of the column's own type. With `decimal_comma` a number may be
    written `12,5`.
    """
    wanted = TYPES[column.kind]
    if given.null_count() == len(given):
        nothing = pl.Series(given.name, [None] * len(given), wanted)
        return Cells(column, nothing, nothing, nothing)
    if wanted != pl.String() and _has_type(given, wanted):
        typed = given.cast(wanted, strict=False)
        cells = Cells(column, given, given, _without_negative_zero(typed) if wanted == pl.Float64() else typed)
        cells.refuse(given.is_not_null() & typed.is_null(), "is too large", "write a smaller number")
    else:
        text = _clean(given)
        cells = Cells(column, text, text, text)
        _PARSERS[column.kind](cells, decimal_comma)
        if cells.problems and column.kind is not Kind.TEXT:
            _blame_blanks(cells)
            _PARSERS[column.kind](cells, decimal_comma)
    _refuse_out_of_range(cells)
    return cells


def encodable(text: str) -> str:
    """The text with a character that is refused in place of those that no file can hold."""
    return LONE_SURROGATE.sub("\uffff", text)


def _has_type(given: pl.Series, wanted: pl.DataType) -> bool:
    if wanted == pl.Float64():
        return given.dtype.is_numeric()
    if wanted == pl.Int64():
        return given.dtype.is_integer()
    return given.dtype == wanted


def _clean(given: pl.Series) -> pl.Series:
    """As text, null where empty."""
    if isinstance(given.dtype, pl.List):
        given = given.cast(pl.List(pl.String())).list.join(" ")
    elif isinstance(given.dtype, pl.Datetime):
        midnight = given.dt.truncate("1d") == given
        days = given.dt.date().cast(pl.String())
        given = days.zip_with(midnight.fill_null(True), given.cast(pl.String()))
    text = given if given.dtype == pl.String() else given.cast(pl.String())
    empty = text == ""
    return text.set(empty, None) if empty.any() else text


def _blame_blanks(cells: Cells) -> None:
    """Where a column has faulty cells: refuse those with blanks around them for just that."""
    cells.problems.clear()
    padded = cells.text != cells.text.str.strip_chars()
    cells.refuse(padded, "has blanks around it", "remove the blanks before and after the value")
    cells.text = cells.text.set(padded, None)


def _slug(cells: Cells, _: bool) -> None:
    words = _literal_words(cells.column)
    good = cells.text.str.contains(SLUG)
    if words:
        good = good | cells.text.is_in(words)
    cells.refuse(~good, "is not an id", _slug_remedy(cells.column))
    if _longest(cells.text) > WORD:
        cells.refuse(cells.text.str.len_bytes() > WORD, f"has over {WORD} characters", "shorten it")
    cells.typed = cells.text


def _longest(text: pl.Series) -> int:
    return int(str(text.str.len_bytes().max() or 0))


def _literal_words(column: Column) -> list[str]:
    return [word for word in column.also if word not in ("family", "body")]


def _slug_remedy(column: Column) -> Callable[[str], str]:
    def remedy(value: str) -> str:
        if value.replace(".", "", 1).isdigit():
            return "format the column as text: an id that a spreadsheet took for a number has changed"
        return f"write {kind_words(Kind.SLUG, column.example or 'us-guam')}, at most {WORD} characters"

    return remedy


@cache
def _iso_3166() -> pl.Series:
    return pl.Series(sorted(ISO_3166)).implode()


def _nation(cells: Cells, _: bool) -> None:
    good = cells.text.is_in(_iso_3166()) | cells.text.str.contains(UNNAMED)
    cells.refuse(
        ~good,
        "is not a nation code",
        lambda value: nearest_words(value.upper(), ISO_3166, f"write {kind_words(Kind.NATION, 'KOR')}"),
    )
    cells.typed = cells.text


def _text(cells: Cells, _: bool) -> None:
    text = cells.text
    key = cells.column.key and cells.column.name != "row"
    if text.str.contains(SUSPECT).any():
        text = text.str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True)
        cells.refuse(text.str.contains(r"^\s+$"), "holds only blanks", "leave the cell empty or fill it")
        control = text.str.contains(UNPRINTABLE)
        cells.refuse(control, "holds a character that cannot be printed", "remove the control characters")
    if key:
        cells.refuse(text.str.contains("/", literal=True), "holds /, which joins key values", "write it without /")
    if _longest(text) > CELL:
        cells.refuse(text.str.len_chars() > CELL, f"has over {CELL:,} characters", "shorten it")
    cells.typed = text


def _number(cells: Cells, decimal_comma: bool) -> None:
    text = cells.text
    if decimal_comma and text.str.contains(",", literal=True).any():
        # In a table that writes 12,5 a point can only group thousands, which nobody can tell from 12.5.
        both = text.str.contains(".", literal=True)
        cells.refuse(both, "mixes decimal points and commas", "write every number of the file as 1234,5")
        text = text.set(both, None).str.replace(",", ".", literal=True)
    good = text.str.contains(NUMBER)
    cells.refuse(~good, "is not a number", _number_remedy)
    typed = text.set(~good, None).cast(pl.Float64(), strict=False)
    cells.typed = _without_negative_zero(typed)


def _without_negative_zero(numbers: pl.Series) -> pl.Series:
    """The same numbers; what equals zero also prints like zero."""
    zero = numbers == 0
    return numbers.set(zero, 0.0) if zero.any() else numbers


def _number_remedy(value: str) -> str:
    if value.lower().strip("+-") in ("nan", "inf", "infinity"):
        return "write a finite number, or leave an optional cell empty"
    if "," in value or "'" in value or " " in value or "_" in value:
        return "write 1234.5: a decimal point, and nothing between thousands"
    return "write digits with a decimal point, as 1234.5, without a unit"


def _integer(cells: Cells, _: bool) -> None:
    words = {cells.column.empty.value} if cells.column.empty and isinstance(cells.column.empty.value, str) else set()
    text = cells.text.set(cells.text.is_in(sorted(words)), None) if words else cells.text
    good = text.str.contains(INTEGER)
    cells.refuse(~good, "is not a whole number", "write digits only, as 180")
    typed = text.set(~good, None).str.replace(r"\.0*$", "").str.strip_prefix("+").cast(pl.Int64(), strict=False)
    cells.refuse(good & typed.is_null(), "is too large", "write a whole number below 9,000,000,000,000,000,000")
    cells.typed = typed


def _date(cells: Cells, _: bool) -> None:
    good = cells.text.str.contains(DATE)
    cells.refuse(~good, "is not a date", "write year-month-day, as 2025-01-31")
    typed = cells.text.set(~good, None).str.to_date("%Y-%m-%d", strict=False)
    cells.refuse(good & typed.is_null(), "is no day of the calendar", "write a day that exists, as 2025-01-31")
    cells.typed = typed


def _boolean(cells: Cells, _: bool) -> None:
    lower = cells.text.str.to_lowercase()
    good = cells.text.is_in(["true", "false", "TRUE", "FALSE"])
    cells.refuse(~good, "is neither true nor false", "write true or false")
    cells.typed = (lower == "true").set(~good, None)


def _choice(cells: Cells, _: bool) -> None:
    choices = cells.column.choices
    cells.refuse(
        ~cells.text.is_in(choices),
        f"is not one of {', '.join(choices)}",
        lambda value: nearest_words(value, choices, f"write one of {', '.join(choices)}"),
    )
    cells.typed = cells.text


def _list(cells: Cells, _: bool) -> None:
    cells.typed = cells.text.str.extract_all(r"\S+")


_PARSERS: dict[Kind, Callable[[Cells, bool], None]] = {
    Kind.SLUG: _slug,
    Kind.NATION: _nation,
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.INTEGER: _integer,
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
}


def _inside(column: Column, typed: pl.Series) -> bool:
    """Whether all values keep to the range: quick, since this is so in nearly every column."""
    least, most = typed.min(), typed.max()
    if not isinstance(least, (int, float)) or not isinstance(most, (int, float)):
        return True
    return (
        (column.least is None or least >= column.least)
        and (column.above is None or least > column.above)
        and (column.most is None or most <= column.most)
    )


def _refuse_out_of_range(cells: Cells) -> None:
    column, typed = cells.column, cells.typed
    if column.kind is Kind.NUMBER and not typed.is_finite().all():
        cells.refuse(~typed.is_finite(), "is not a finite number", "write a number, or leave an optional cell empty")
    if column.kind is Kind.NUMBER and bool((typed.abs() > LARGEST).any()):
        beyond = typed.is_finite() & (typed.abs() > LARGEST)
        cells.refuse(beyond, f"is beyond {LARGEST:g}", "write what can be counted, in the unit of the column")
    if column.kind in (Kind.NUMBER, Kind.INTEGER) and not _inside(column, typed):
        if column.least is not None:
            cells.refuse(typed < column.least, f"is below {column.least:g}", f"write {column.least:g} or more")
        if column.above is not None:
            cells.refuse(typed <= column.above, f"is not above {column.above:g}", f"write more than {column.above:g}")
        if column.most is not None:
            cells.refuse(typed > column.most, f"is above {column.most:g}", f"write {column.most:g} or less")
    if column.kind is Kind.DATE:
        outside = (typed.dt.year() < FIRST_YEAR) | (typed.dt.year() > LAST_YEAR)
        cells.refuse(outside, "is not in our time", f"write a date from {FIRST_YEAR} to {LAST_YEAR}")
