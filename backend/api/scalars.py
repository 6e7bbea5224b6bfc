"""Single values as callers write them, read exactly or refused: whole numbers, days, instants, zones, texts.

Comes in: one raw value and the name of its parameter. Goes out: a Python value; a coded refusal names the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from backend.errors import InvalidParameter, InvalidRange, UnknownTimezone, did_you_mean
from backend.question import DateSpan
from druid.calendar import zone_names

MAX_TEXT = 1000
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,3})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_Enum = TypeVar("_Enum", bound=StrEnum)


def whole_number(text: str, name: str) -> int:
    """A number in its one exact form.

    >>> whole_number("10", "limit")
    10
    """
    if not _WHOLE.fullmatch(text):
        raise InvalidParameter(f"{name} is not a whole number.", "Write digits only, such as 10.", field=name)
    return int(text)


def plain_text(value: object, name: str) -> str:
    """A text without control characters, at most a thousand characters long."""
    if not isinstance(value, str):
        raise InvalidParameter(f"{name} is not a text.", field=name)
    if _CONTROL.search(value):
        raise InvalidParameter(f"{name} holds a control character.", "Remove it.", field=name)
    if len(value) > MAX_TEXT:
        raise InvalidParameter(f"{name} is longer than {MAX_TEXT:,} characters.", field=name)
    return value


def moment(value: object, name: str) -> date | datetime:
    """A local day (`2024-03-01`) or an instant with its offset (`2024-03-01T12:00:00+03:00`).

    >>> moment("2024-02-29", "startDate")
    datetime.date(2024, 2, 29)
    """
    text = plain_text(value, name)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _INSTANT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidParameter(f"{name} is not a date of the calendar.", "Check day and month.", field=name) from error
    hint = "Write a date such as 2024-03-01, or an instant with its offset such as 2024-03-01T12:00:00Z."
    if " " in text:
        hint += " In an address a plus sign is written %2B."
    raise InvalidParameter(f"{name} is not a date.", hint, field=name)


def span(start: object, end: object) -> DateSpan:
    """Two moments in order; a day as the end is included, an instant is not."""
    if start is None or end is None:
        missing = "startDate" if start is None else "endDate"
        raise InvalidParameter(f"{missing} is missing.", "Give both dates or neither.", field=missing)
    first, last = moment(start, "startDate"), moment(end, "endDate")
    if _is_reversed(first, last):
        raise InvalidRange("The end lies before the start.", "Exchange the dates.", field="endDate")
    return DateSpan(first, last)


def _is_reversed(first: date | datetime, last: date | datetime) -> bool:
    if isinstance(first, datetime) and isinstance(last, datetime):
        return last <= first
    if isinstance(first, datetime) or isinstance(last, datetime):
        return False
    return last < first


def zone(value: object) -> str:
    """The name of an IANA zone, as the zone database writes it."""
    if not isinstance(value, str) or value not in zone_names():
        hint = did_you_mean(value, zone_names()) if isinstance(value, str) and len(value) < 50 else None
        raise UnknownTimezone("The time zone is not known.", hint, field="timezone")
    return value


def choice(kind: type[_Enum], value: object, name: str) -> _Enum:
    """A member of an enumeration by its exact name."""
    known = [member.value for member in kind]
    if isinstance(value, str) and value in known:
        return kind(value)
    raise InvalidParameter(f"{name} is not one of its values.", one_of(value, known), field=name)


def one_of(value: object, known: Iterable[str]) -> str:
    """A hint: the nearest known value, or all of them."""
    names = list(known)
    near = did_you_mean(value, names) if isinstance(value, str) and len(value) < 100 else None
    return near or f"Use one of {', '.join(names)}."
