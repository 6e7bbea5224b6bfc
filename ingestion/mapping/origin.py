"""Where one canonical column comes from, as a mapping's `columns` entry says it.

In: the column's name and its entry: a header, or keys. Out: an `Origin`, or a `MappingError`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from druid.catalog.model import SCALE, Catalog, Kind
from ingestion.errors import MappingError
from ingestion.mapping import words
from ingestion.mapping.strict_yaml import Value

EXCEL_SERIAL = "excel_serial"

ORIGINS = ("header", "expression", "constant")
_KEYS = (*ORIGINS, "format", "time", "decimal", "thousands", "values")
_FOR_KIND = {"format": (Kind.INSTANT,), "time": (Kind.INSTANT,), "values": (Kind.TEXT,)}
_NUMBER_KEYS = ("decimal", "thousands", "expression")
_DATE_DIRECTIVES = "YymdbBeFjaA"
_TIME_DIRECTIVES = "HIMSpTRfz"


@dataclass(frozen=True, slots=True)
class Origin:
    """One canonical column's origin as its author wrote it: exactly one of header, expression, constant."""

    column: str
    header: str | None = None
    expression: str | None = None
    constant: str | None = None
    formats: tuple[str, ...] = ()
    time_header: str | None = None
    time_formats: tuple[str, ...] = ()
    decimal: str | None = None
    thousands: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


def mappable(catalog: Catalog) -> list[str]:
    """Columns that a file may carry; those without any header of their own are counted by the load."""
    return [column.name for column in catalog.columns if column.headers]


def read_origin(column: str, entry: Value, catalog: Catalog) -> Origin:
    """The origin that one entry under `columns` describes."""
    words.known("UNKNOWN_COLUMN", "column", column, mappable(catalog))
    keys: dict[str, Value] = {"header": entry} if isinstance(entry, str) else words.branch({column: entry}, column)
    _check_shape(column, keys, catalog.column[column].kind)
    marks = words.marks(keys, f"`{column}`")
    time = _time(keys)
    return Origin(
        column,
        header=words.text(keys, "header"),
        expression=words.text(keys, "expression"),
        constant=_constant(keys, catalog.column[column].kind),
        formats=date_formats(keys),
        time_header=words.text(time, "header"),
        time_formats=_formats(words.texts(time, "format"), _TIME_DIRECTIVES, "HIT"),
        decimal=marks.decimal,
        thousands=marks.thousands,
        values=words.renames(keys, "values"),
    )


def _check_shape(column: str, keys: Mapping[str, Value], kind: Kind) -> None:
    for key in keys:
        words.known("UNKNOWN_KEY", f"key in `{column}`", key, _KEYS)
        allowed = tuple(SCALE) if key in _NUMBER_KEYS else _FOR_KIND.get(key)
        if allowed and kind not in allowed:
            raise MappingError(
                "BAD_VALUE", f"`{column}` holds {kind.value}, so `{key}` says nothing about it.", f"Remove `{key}`."
            )
    origins = [key for key in ORIGINS if key in keys]
    if len(origins) != 1:
        code, count = ("TWO_ORIGINS", "more than one origin") if origins else ("NO_ORIGIN", "no origin")
        raise MappingError(code, f"`{column}` has {count}.", "Give exactly one of header, expression and constant.")


def _constant(keys: Mapping[str, Value], kind: Kind) -> str | None:
    constant = words.text(keys, "constant")
    if constant is not None and kind is Kind.INSTANT:
        raise words.bad("constant", constant, "a text or a number; a moment comes from the file")
    if kind in SCALE:
        number = words.decimal_number(keys, "constant")
        if number is not None and -int(number.normalize().as_tuple().exponent) > SCALE[kind]:
            raise words.bad("constant", str(constant), f"at most {SCALE[kind]} decimals")
    return constant and constant.strip()


def _time(keys: Mapping[str, Value]) -> dict[str, Value]:
    time = keys.get("time", {})
    entry: dict[str, Value] = {"header": time} if isinstance(time, str) else words.branch(keys, "time")
    for key in entry:
        words.known("UNKNOWN_KEY", "key in `time`", key, ("header", "format"))
    if entry and "header" not in entry:
        raise words.bad("time", list(entry), "a header")
    return entry


def date_formats(keys: Mapping[str, Value], key: str = "format") -> tuple[str, ...]:
    """The date formats of an entry; `excel_serial` stands alone."""
    if keys.get(key) == EXCEL_SERIAL:
        return (EXCEL_SERIAL,)
    formats = _formats(words.texts(keys, key), _DATE_DIRECTIVES + _TIME_DIRECTIVES, "YyF")
    for pattern in formats:
        if not _is_whole_date(set(_directives(pattern))):
            raise words.bad("format", pattern, "a year, a month and a day, such as %d/%m/%Y")
    return formats


def _is_whole_date(named: set[str]) -> bool:
    has_day = bool(named & {"d", "e"}) and bool(named & {"m", "b", "B"})
    return "F" in named or (bool(named & {"Y", "y"}) and (has_day or "j" in named))


def _formats(patterns: tuple[str, ...], allowed: str, needed: str) -> tuple[str, ...]:
    formats = tuple(re.sub(r"\.%f", "%.f", pattern) for pattern in patterns)
    for pattern in formats:
        named = _directives(pattern)
        if not set(named) <= set(allowed) or not set(named) & set(needed):
            raise words.bad("format", pattern, "strptime directives such as %Y-%m-%d %H:%M:%S")
    return formats


def _directives(pattern: str) -> list[str]:
    return re.findall(r"%\.?(.|$)", pattern.replace("%%", ""))
