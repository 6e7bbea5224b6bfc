"""Days and months as people write them in small files.

In: text cells and which of day and month comes first. Out: a `date`, or the code of what is wrong. Whether 3/4/2024
is in March or in April is decided by the file's other cells, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)
_CLOCK = re.compile(r"[T ]0?0:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?$")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(\d\d)?")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.0*)?")
_ORIGIN = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Reading:
    """How numeric dates are read: day first or not, None where the file does not say; whether numbers are serials."""

    day_first: bool | None = None
    has_serials: bool = False


def order_of(cells: Iterable[str | None]) -> bool | None:
    """Whether days come first in 3/4/2024, proved by a cell with a number above 12; None when nothing or both do."""
    found = [match for cell in cells if cell and (match := _NUMERIC.fullmatch(_CLOCK.sub("", cell)))]
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[2]) > 12 for match in found)
    return None if day_first == month_first else day_first


def read_day(text: str, reading: Reading) -> date | str:
    """The day that a cell names, or NOT_A_DATE, AMBIGUOUS_DATE, YEAR_RANGE.

    >>> read_day("31/12/2024", Reading()), read_day("3/4/2024", Reading()), read_day("1 March 2024", Reading())
    (datetime.date(2024, 12, 31), 'AMBIGUOUS_DATE', datetime.date(2024, 3, 1))
    """
    text = _CLOCK.sub("", text)
    found = _numeric_day(text, reading) or _written(text)
    if found is None or isinstance(found, str):
        return found or "NOT_A_DATE"
    year, month, day = found
    return "NOT_A_DATE" if day is None else _ranged(year, month, day, "NOT_A_DATE")


def read_month(text: str, reading: Reading) -> date | str:
    """The first day of the month that a cell names or lies in, or the code of what is wrong.

    >>> read_month("2024-02", Reading()), read_month("Feb 2024", Reading()), read_month("2024-02-29", Reading())
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 1), datetime.date(2024, 2, 1))
    """
    text = _CLOCK.sub("", text)
    if match := _MONTH_YEAR.fullmatch(text):
        return _ranged(int(match[2]), int(match[1]), 1, "NOT_A_MONTH")
    found = _numeric_day(text, reading) or _written(text)
    if isinstance(found, str):
        return found
    if found is None:
        return "NOT_A_MONTH"
    year, month, day = found
    whole = _ranged(year, month, day or 1, "NOT_A_MONTH")
    return whole if isinstance(whole, str) else whole.replace(day=1)


_Numbers = tuple[int, int, int | None]


def _numeric_day(text: str, reading: Reading) -> _Numbers | str | None:
    """Year, month and day of digits and marks, the day missing where none is written."""
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[3]), int(match[4]) if match[4] else None
    if match := _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    if reading.has_serials and _SERIAL.fullmatch(text):
        day = _ORIGIN + timedelta(days=int(float(text)))
        return day.year, day.month, day.day
    match = _NUMERIC.fullmatch(text)
    return _ordered(int(match[1]), int(match[2]), int(match[3]), reading) if match else None


def _ordered(first: int, second: int, year: int, reading: Reading) -> _Numbers | str:
    if first == second:
        return year, first, second
    if max(first, second) <= 12 and reading.day_first is None:
        return "AMBIGUOUS_DATE"
    is_day_first = reading.day_first if max(first, second) <= 12 else first > 12
    return (year, second, first) if is_day_first else (year, first, second)


def _written(text: str) -> _Numbers | None:
    """`1 March 2024`, `Mar-2024`, `March 1, 2024`, `2024 March`: one name of a month and at most two numbers."""
    words = re.findall(r"[^\W\d_]+|\d+", text.casefold())
    if not 2 <= len(words) <= 3 or re.sub(r"[\s,./-]+", "", text.casefold()) != "".join(words):
        return None
    months = [number for word in words if (number := _month_number(word))]
    years = [int(word) for word in words if re.fullmatch(r"\d{4}", word)]
    days = [int(word) for word in words if re.fullmatch(r"\d{1,2}", word)]
    if len(months) != 1 or len(years) != 1 or len(months) + len(years) + len(days) != len(words):
        return None
    return years[0], months[0], days[0] if days else None


def _month_number(word: str) -> int | None:
    if word in _FULL:
        return _FULL.index(word) + 1
    short = "sep" if word == "sept" else word
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _ranged(year: int, month: int, day: int, code: str) -> date | str:
    try:
        found = date(year, month, day)
    except ValueError:
        return code
    return found if 1990 <= year <= 2100 else "YEAR_RANGE"
