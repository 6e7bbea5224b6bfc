"""Reads one answer of Druid's SQL API: arrayLines with three header lines and a closing blank line.

Comes in: the HTTP headers and the body as it arrives. Goes out: a `WireResult`, or Malformed, Truncated, TooLarge.
An answer is only whole when its coverage is told, every row has every column in its type, and the blank line came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import Any

import orjson

from druid.client.errors import Malformed, TooLarge, Truncated

HEADER_INCLUDED = "x-druid-sql-header-included"
RESPONSE_CONTEXT = "x-druid-response-context"
QUERY_ID = "x-druid-sql-query-id"
HEADER_LINES = 3

_is_instant = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z").fullmatch
_INTEGER, _REAL = frozenset({int}), frozenset({float, int})
# NaN and infinity come as text, so that they never pass for a number
_TYPES: Mapping[str, frozenset[type]] = {
    "BIGINT": _INTEGER,
    "INTEGER": _INTEGER,
    "SMALLINT": _INTEGER,
    "TINYINT": _INTEGER,
    "DOUBLE": _REAL,
    "FLOAT": _REAL,
    "REAL": _REAL,
    "DECIMAL": _REAL,
    "BOOLEAN": frozenset({bool}),
    "VARCHAR": frozenset({str}),
    "CHAR": frozenset({str}),
    "TIMESTAMP": frozenset({str}),
    "DATE": frozenset({str}),
    "ARRAY": frozenset({str, list}),
}
_INSTANTS = frozenset({"TIMESTAMP", "DATE"})
_PROMISE_NOTHING = frozenset({"OTHER", "ANY", "NULL"})
_ABSENT = frozenset({type(None)})
_INT64 = 1 << 63
_YEAR = re.compile(r"([-+]?\d{4,9})-\d\d-\d\dT[\d:.]+Z$")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Stretches of the asked time that no server answered for, epoch ms, half-open; `overflowed`: there are more."""

    uncovered: tuple[tuple[int, int], ...] = ()
    overflowed: bool = False


@dataclass(frozen=True, slots=True)
class WireResult:
    """A whole answer. `values` holds one tuple a column; columns are found by name, never by position.

    TIMESTAMP values are ISO text as Druid writes them. An answer with `uncovered` time, or `overflowed`, lacks rows.
    """

    columns: tuple[str, ...]
    sql_types: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    uncovered: tuple[tuple[int, int], ...]
    overflowed: bool
    query_id: str
    row_count: int
    byte_count: int

    @property
    def rows(self) -> list[list[Any]]:
        return [list(row) for row in zip(*self.values, strict=True)]

    @property
    def by_name(self) -> dict[str, tuple[Any, ...]]:
        return dict(zip(self.columns, self.values, strict=True))


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """Most rows and body bytes of one answer."""

    rows: int = 1_000_000
    size: int = 256 * 1024 * 1024


class AnswerDecoder:
    """One answer: `feed` each piece of the body, then `finish`. Raises as soon as the answer cannot be right."""

    def __init__(self, headers: Mapping[str, str], query_id: str, limits: AnswerLimits) -> None:
        self._query_id = query_id
        self._limits = limits
        self._coverage = read_coverage(headers, query_id)
        self._rest = bytearray()
        self._size = 0
        self._head: list[list[Any]] = []
        self._columns: list[list[Any]] = []
        self._ended = False
        self.rows_seen = 0

    def feed(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limits.size:
            raise TooLarge("Druid's answer has more bytes than allowed.", query_id=self._query_id)
        whole, newline, rest = piece.rpartition(b"\n")
        if newline:
            lines = bytes(self._rest + whole).split(b"\n")
            self._rest.clear()
            self._take(lines)
        self._rest += rest
        if self._ended and self._rest:
            raise self._malformed("goes on after its end")

    def finish(self) -> WireResult:
        if not self._ended:
            raise Truncated(
                "Druid's answer broke off before its end.", rows_seen=self.rows_seen, query_id=self._query_id
            )
        names, _, sql_types = self._head
        return WireResult(
            columns=tuple(names),
            sql_types=tuple(sql_types),
            values=tuple(map(tuple, self._columns)),
            uncovered=self._coverage.uncovered,
            overflowed=self._coverage.overflowed,
            query_id=self._query_id,
            row_count=self.rows_seen,
            byte_count=self._size,
        )

    def _take(self, lines: list[bytes]) -> None:
        if self._ended:
            raise self._malformed("goes on after its end")
        if b"" in lines:
            if lines.index(b"") != len(lines) - 1:
                raise self._malformed("goes on after its end")
            lines.pop()
            self._ended = True
        try:
            rows = [orjson.loads(line) for line in lines]
        except orjson.JSONDecodeError as error:
            raise self._malformed("holds a line that is not JSON") from error
        if not set(map(type, rows)) <= {list}:
            raise self._malformed("holds a line that is not a row")
        self._keep(rows)

    def _keep(self, rows: list[list[Any]]) -> None:
        missing = HEADER_LINES - len(self._head)
        if missing:
            self._head += rows[:missing]
            rows = rows[missing:]
            if len(self._head) == HEADER_LINES or self._ended:
                self._check_head()
        if not set(map(len, rows)) <= {len(self._columns)}:
            raise self._malformed("holds a row with more or fewer values than columns")
        self.rows_seen += len(rows)
        if self.rows_seen > self._limits.rows:
            raise TooLarge("Druid's answer has more rows than allowed.", query_id=self._query_id)
        if rows:
            self._keep_columns(zip(*rows, strict=True))

    def _keep_columns(self, columns: Iterable[tuple[Any, ...]]) -> None:
        """By column and piece by piece: whole columns are checked and copied at the speed of C, rows are not kept."""
        for sql_type, kept, column in zip(self._head[2], self._columns, columns, strict=True):
            if not is_typed(sql_type, column):
                raise self._malformed(f"has a value that is not {sql_type}")
            kept.extend(column)

    def _check_head(self) -> None:
        head = self._head
        if len(head) != HEADER_LINES or len({len(line) for line in head}) != 1 or not head[0]:
            raise self._malformed("lacks its three header lines")
        if any(type(cell) is not str for line in head for cell in line) or len(set(head[0])) != len(head[0]):
            raise self._malformed("has column names or types that cannot be told apart")
        self._columns = [[] for _ in head[0]]

    def _malformed(self, what: str) -> Malformed:
        return Malformed(f"Druid's answer {what}.", query_id=self._query_id)


def is_typed(sql_type: str, column: tuple[Any, ...]) -> bool:
    """Whether every value is null or of the column's SQL type; the types OTHER and ANY promise nothing.

    >>> is_typed("BIGINT", (1, None)), is_typed("BIGINT", (1, True)), is_typed("TIMESTAMP", ("today",))
    (True, False, False)
    """
    if sql_type in _PROMISE_NOTHING:
        return True
    found = set(map(type, column)) - _ABSENT
    if sql_type not in _TYPES or not found <= _TYPES[sql_type]:
        return False
    if sql_type in _INSTANTS:
        return all(_is_instant(value) for value in set(column) if value is not None)
    return _TYPES[sql_type] is not _INTEGER or max(filter(None, column), default=0) < _INT64


def read_coverage(headers: Mapping[str, str], query_id: str) -> Coverage:
    """What the response headers say of the answer; raises Malformed when they do not say it of this question."""
    if headers.get(HEADER_INCLUDED) != "yes":
        raise Malformed("Druid's answer lacks the mark of its header lines.", query_id=query_id)
    if headers.get(QUERY_ID) != query_id:
        raise Malformed("Druid's answer belongs to another question.", query_id=query_id)
    try:
        context = orjson.loads(headers[RESPONSE_CONTEXT])
        intervals = context.get("uncoveredIntervals") or []
        return Coverage(
            tuple(_interval(text) for text in intervals),
            context.get("uncoveredIntervalsOverflowed", False) is not False or "truncated" in context,
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Malformed("Druid's answer does not say what data it covers.", query_id=query_id) from error


def _interval(text: str) -> tuple[int, int]:
    start, end = (_epoch_ms(part) for part in text.split("/"))
    return start, end


def _epoch_ms(text: str) -> int:
    """Instants beyond the calendar, as in an unbounded question, become its first or last one."""
    found = _YEAR.match(text)
    if found is None:
        raise ValueError("an interval of Druid begins with a year and is in UTC")
    if int(found[1]) < MINYEAR:
        return DISTANT_PAST
    if int(found[1]) > MAXYEAR:
        return DISTANT_FUTURE
    return _milliseconds(datetime.fromisoformat(text))


def _milliseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(milliseconds=1)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DISTANT_PAST = _milliseconds(datetime(MINYEAR, 1, 1, tzinfo=UTC))
DISTANT_FUTURE = _milliseconds(datetime(MAXYEAR, 12, 31, tzinfo=UTC))
