"""The small words of a mapping file: one reader a kind of value, each refusing what it cannot mean.

In: a dict of a mapping and a key. Out: the typed value, None or empty where the key is absent, or a `MappingError`
that says what is expected there.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from ingestion.errors import MappingError
from ingestion.mapping.names import suggestion
from ingestion.mapping.strict_yaml import Value

GROUPING = ".,' ’\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Marks:
    """The decimal and thousands marks that were named; None where the data decides."""

    decimal: str | None
    thousands: str | None


def bad(key: str, value: Value, expected: str) -> MappingError:
    return MappingError("BAD_VALUE", f"`{key}` cannot be {value!r}.", f"It takes {expected}.")


def known(code: str, what: str, word: str, names: Iterable[str]) -> None:
    """Refuse a word that is not one of the names, suggesting the nearest."""
    names = list(names)
    if word not in names:
        raise MappingError(code, f"The mapping has an unknown {what}: {word!r}.", suggestion(word, names))


def text(data: Mapping[str, Value], key: str) -> str | None:
    value = data.get(key)
    if value is None or (isinstance(value, str) and value.strip()):
        return value
    raise bad(key, value, "one text")


def texts(data: Mapping[str, Value], key: str) -> tuple[str, ...]:
    """A text or a list of texts, no text twice."""
    value = data.get(key, [])
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list):
        raise bad(key, value, "a text or a list of texts")
    found = [item for item in items if isinstance(item, str) and item.strip()]
    if len(found) != len(items) or len(set(found)) != len(found):
        raise bad(key, value, "a text or a list of different texts")
    return tuple(found)


def branch(data: Mapping[str, Value], key: str) -> dict[str, Value]:
    value = data.get(key, {})
    if isinstance(value, dict):
        return value
    raise bad(key, value, "`name: value` lines below it")


def renames(data: Mapping[str, Value], key: str) -> dict[str, str]:
    """Member names as they stand in the file, with the names to keep; in the order of the names."""
    pairs = branch(data, key)
    for member in pairs:
        text(pairs, member)
    return {member.strip(): str(pairs[member]).strip() for member in sorted(pairs)}


def character(data: Mapping[str, Value], key: str) -> str | None:
    value = data.get(key)
    if value is None or (isinstance(value, str) and len(value) == 1):
        return value
    if value in ("tab", "\\t"):
        return "\t"
    raise bad(key, value, "one character in quotes")


def whole_number(data: Mapping[str, Value], key: str) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, str) and re.fullmatch(r"[1-9][0-9]{0,8}", value):
        return int(value)
    raise bad(key, value, "a whole number from 1")


def decimal_number(data: Mapping[str, Value], key: str) -> Decimal | None:
    value = data.get(key)
    if value is None:
        return None
    try:
        number = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise bad(key, value, "a number with a decimal point")
    return number


def encoding(data: Mapping[str, Value], key: str) -> str | None:
    name = text(data, key)
    try:
        return name and codecs.lookup(name).name
    except LookupError as error:
        raise bad(key, name or "", "an encoding such as utf-8, cp1252 or utf-16") from error


def zone(data: Mapping[str, Value], key: str) -> str | None:
    name = text(data, key)
    try:
        return name and ZoneInfo(name).key
    except (ValueError, OSError, KeyError) as error:
        raise MappingError(
            "UNKNOWN_TIMEZONE", f"There is no time zone {name!r}.", "Use an IANA name such as Africa/Nairobi."
        ) from error


def marks(data: Mapping[str, Value], place: str) -> Marks:
    """The marks of numbers: `decimal` is a point or a comma, `thousands` any grouping marks besides it."""
    decimal, thousands = data.get("decimal"), data.get("thousands")
    if decimal not in (None, ".", ","):
        raise bad("decimal", decimal or "", "'.' or ','")
    if thousands is not None and not (isinstance(thousands, str) and set(thousands) <= set(GROUPING)):
        raise bad("thousands", thousands, "grouping marks such as ',' or ' ', or '' for none")
    if decimal and thousands and str(decimal) in thousands:
        raise MappingError(
            "BAD_VALUE", f"In {place} one mark is both decimal and thousands.", "Give them different marks."
        )
    return Marks(decimal, thousands)
