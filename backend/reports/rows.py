"""Frames to JSON rows: exact numbers in plain units, a total order, pages by cursor.

Money (scale 4) and units (scale 3) become numbers by one correctly rounded division of integers, so that the
shortest text of the number is the exact decimal. Polars divides by a scalar less exactly, so Python divides. Whole
units are whole numbers, and zero has no sign.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
import polars as pl

from backend.envelope import iso
from backend.errors import InvalidCursor
from backend.reports.fields import TYPE_OF_UNIT
from backend.reports.spec import FieldType, Page, SortOrder
from druid.catalog.model import Catalog


@dataclass(frozen=True, slots=True)
class Column:
    """A frame column on its way into rows: where it is, what it is called there, how it is written."""

    source: str
    field: str
    type: FieldType


def measure_columns(catalog: Catalog, fields: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, field, TYPE_OF_UNIT[catalog.measure[name].unit]) for name, field in fields.items())


def values(series: pl.Series, kind: FieldType, zone: str) -> list[Any]:
    """A column's values as JSON writes them.

    >>> values(pl.Series([261_9600, None]), FieldType.MONEY, "UTC"), values(pl.Series([2000]), FieldType.UNITS, "UTC")
    ([261.96, None], [2])
    """
    if kind is FieldType.INSTANT:
        return _instants(series, zone)
    write = _WRITTEN.get(kind)
    if write is None or series.dtype == pl.Null:
        return series.to_list()
    return [None if value is None else write(value) for value in series.to_list()]


def written(value: float, kind: FieldType) -> float:
    """One number as JSON writes it."""
    write = _WRITTEN.get(kind)
    number: float = value if write is None else write(value)
    return number


class LongNumber(float):
    """A number of more digits than a float keeps: the nearest float, and the exact decimal as `text`."""

    __slots__ = ("text",)

    text: str

    @classmethod
    def of(cls, value: int, scale: int) -> LongNumber:
        number = cls(value / 10**scale)
        whole, part = divmod(abs(value), 10**scale)
        number.text = f"{'-' if value < 0 else ''}{whole}.{part:0{scale}}"
        return number


def exact_json(value: object) -> orjson.Fragment:
    """What orjson writes for a number that it does not know; every digit of it."""
    if isinstance(value, LongNumber):
        return orjson.Fragment(value.text)
    raise TypeError(f"{type(value).__name__} is not a JSON value")


_SURE = 10**15
"""A float keeps every decimal of fifteen digits."""


def money(value: int) -> float:
    return value / 10_000 if -_SURE < value < _SURE else LongNumber.of(value, 4)


def units(value: int) -> int | float:
    if value % 1_000 == 0:
        return value // 1_000
    return value / 1_000 if -_SURE < value < _SURE else LongNumber.of(value, 3)


def unsigned_zero(value: float) -> float:
    """Zero instead of minus zero.

    >>> unsigned_zero(-0.0), unsigned_zero(-0.5)
    (0.0, -0.5)
    """
    return value + 0.0


_WRITTEN: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.MONEY: money,
    FieldType.UNITS: units,
    FieldType.FRACTION: unsigned_zero,
    FieldType.NUMBER: unsigned_zero,
}


def _instants(series: pl.Series, zone: str) -> list[str | None]:
    moments = series.cast(pl.Datetime("ms")).cast(pl.Int64).to_list()
    return [None if ms is None else iso(ms, zone) for ms in moments]


def to_rows(frame: pl.DataFrame, columns: Sequence[Column], zone: str) -> list[dict[str, Any]]:
    """One dict a row, keys in the order of `columns`."""
    names = [column.field for column in columns]
    written = [values(frame[column.source], column.type, zone) for column in columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*written, strict=True)]


def in_order(frame: pl.DataFrame, by: str, order: SortOrder, names: Sequence[str]) -> pl.DataFrame:
    """A total order: by one column, nulls last, ties by the member names in code-point order."""
    keys = [by, *(name for name in names if name != by)]
    descending = [order is SortOrder.DESC, *(False for _ in keys[1:])]
    return frame.sort(keys, descending=descending, nulls_last=True)


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a page starts and how long it may be; `digest` names the question that a cursor belongs to."""

    start: int
    limit: int
    digest: str


def cut(after: str | None, limit: int, question: object) -> Cut:
    """The page after a cursor; raises InvalidCursor for one of another question or data version, cut or altered."""
    digest = sha256(repr(question).encode()).hexdigest()[:16]
    if after is None:
        return Cut(0, limit, digest)
    return Cut(_offset(after, digest), limit, digest)


def _offset(cursor: str, digest: str) -> int:
    try:
        body = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
        offset, owner, seal = int(body["o"]), str(body["q"]), str(body["s"])
    except (binascii.Error, orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise InvalidCursor("The cursor is not one that this service gave.", field="after") from error
    if seal != _seal(offset, owner):
        raise InvalidCursor("The cursor has been altered.", field="after")
    if owner != digest:
        raise InvalidCursor(
            "The cursor belongs to another question, or the data has changed since.",
            "Ask the same question, or begin again without `after`.",
            field="after",
        )
    return offset


def _seal(offset: int, owner: str) -> str:
    return sha256(f"{offset}:{owner}:page".encode()).hexdigest()[:12]


def _cursor(offset: int, digest: str) -> str:
    body = orjson.dumps({"o": offset, "q": digest, "s": _seal(offset, digest)})
    return base64.urlsafe_b64encode(body).decode()


def page_of(frame: pl.DataFrame, where: Cut) -> tuple[pl.DataFrame, Page]:
    """The rows of one page, and where the next begins."""
    rows = frame.slice(where.start, where.limit)
    end = where.start + rows.height
    cursor = _cursor(end, where.digest) if rows.height else None
    return rows, Page(frame.height, cursor, end < frame.height)
