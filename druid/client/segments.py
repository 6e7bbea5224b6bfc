"""Which segments of our tables the cluster has, and when a broker answers from them.

In: a router, the tables' datasource names and months as intervals. Out: `Segment` values. What the metadata say and
what a broker answers from are two things: `wait_served` ends when both name the same segments and rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from druid.calendar import to_ms
from druid.client.errors import Malformed, TimedOut
from druid.client.router import Router
from druid.ingestion_spec import datasource

_SEGMENTS = """
    SELECT segment_id, datasource, "start", "end", version, partition_num, num_rows, "size",
           is_available, is_active, is_overshadowed
    FROM sys.segments WHERE datasource IN ({marks}) AND is_published = 1
"""

_REPLACED = """
    SELECT datasource, "start", "end", version, is_published
    FROM sys.segments WHERE datasource IN ({marks}) AND is_active = 0 AND is_realtime = 0
"""

Pulse = Callable[[int], None]
"""Told, again and again, how many rows are served so far; what it raises ends the waiting."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment in the cluster's metadata. `is_active`: it is the newest of its month; `is_available`: it is loaded.

    `rows` is 0 until a broker has seen the segment.
    """

    id: str
    table: str
    start_ms: int
    end_ms: int
    version: str
    partition: int
    rows: int
    size: int
    is_available: bool
    is_active: bool
    is_overshadowed: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """Months of a table, by name as intervals, that must be served from segments made at or after `since`.

    `since` is when their task was created, by the cluster's clock.
    """

    table: str
    months: Mapping[str, str]
    since: str


def served_segments(router: Router, prefix: str, tables: Collection[str]) -> tuple[Segment, ...]:
    """Every published segment of these tables, in the order of table and time."""
    named = {datasource(prefix, table): table for table in tables}
    question = {
        "query": _SEGMENTS.format(marks=", ".join("?" * len(named))),
        "parameters": [{"type": "VARCHAR", "value": name} for name in named],
        "resultFormat": "array",
        "context": {"timeout": int(router.patience.answer * 1000)},
    }
    rows = router.rows("POST", "/druid/v2/sql", question) if named else []
    segments = (_segment(row, named) for row in rows)
    return tuple(sorted(segments, key=lambda segment: (segment.table, segment.start_ms, segment.version, segment.id)))


def answering_segments(router: Router, name: str, intervals: Iterable[str]) -> dict[str, int]:
    """Rows by segment id of a datasource, as a broker finds them when it asks whoever serves them, past its caches."""
    question = {
        "queryType": "segmentMetadata",
        "dataSource": name,
        "intervals": list(intervals),
        "analysisTypes": [],
        "toInclude": {"type": "none"},
        "merge": False,
        "context": {"useCache": False, "populateCache": False, "timeout": int(router.patience.answer * 1000)},
    }
    return {str(found["id"]): int(found["numRows"]) for found in router.rows("POST", "/druid/v2", question)}


def wait_served(
    router: Router, prefix: str, awaited: Awaited, seconds: float, pulse: Pulse
) -> dict[str, tuple[Segment, ...]]:
    """The segments of each month once a broker answers from exactly the newest; TimedOut after `seconds`."""
    for _ in router.patience.attempts(seconds):
        found = _newest(router, prefix, awaited)
        rows = sum(segment.rows for segments in found.values() for segment in segments)
        pulse(rows)
        if all(found.values()) and _is_answered(router, prefix, awaited, found):
            return found
    late = ", ".join(sorted(month for month, segments in found.items() if not segments)[:3])
    raise TimedOut(f"Druid does not serve what was built of {awaited.table} ({late or 'not yet answered from'}).")


def wait_gone(router: Router, prefix: str, intervals: Mapping[str, Collection[str]], seconds: float) -> None:
    """Wait until no broker answers from these intervals of tables any more; TimedOut after `seconds`."""
    for _ in router.patience.attempts(seconds):
        left = [
            table
            for table, spans in intervals.items()
            if spans and answering_segments(router, datasource(prefix, table), spans)
        ]
        if not left:
            return
    raise TimedOut(f"Druid goes on to serve what was taken away of {', '.join(sorted(left))}.")


def retire_replaced(router: Router, prefix: str, tables: Collection[str], seconds: float) -> None:
    """Wait until no server holds what newer segments replace; TimedOut after `seconds`.

    Were the newer ones lost, a broker would answer from the older again and call nothing uncovered. A coordinator
    takes those away by itself only when it has led for a quarter of an hour.
    """
    for _ in router.patience.attempts(seconds):
        left = _replaced(router, [datasource(prefix, table) for table in tables])
        if not left:
            return
        for name, start, end, version, is_published in left:
            if is_published:
                body = {"interval": f"{start}/{end}", "versions": [version]}
                router.ask("POST", f"/druid/coordinator/v1/datasources/{quote(name, safe='')}/markUnused", body)
    raise TimedOut(f"Druid goes on to hold what was replaced of {', '.join(sorted({row[0] for row in left}))}.")


def _replaced(router: Router, names: list[str]) -> list[list[Any]]:
    question = {
        "query": _REPLACED.format(marks=", ".join("?" * len(names))),
        "parameters": [{"type": "VARCHAR", "value": name} for name in names],
        "resultFormat": "array",
        "context": {"timeout": int(router.patience.answer * 1000)},
    }
    return router.rows("POST", "/druid/v2/sql", question) if names else []


def _newest(router: Router, prefix: str, awaited: Awaited) -> dict[str, tuple[Segment, ...]]:
    """The active segments of each month; none when one is older than the task, or not yet served with its rows."""
    segments = served_segments(router, prefix, [awaited.table])
    return {month: _complete(segments, interval, awaited.since) for month, interval in awaited.months.items()}


def _complete(segments: Iterable[Segment], interval: str, since: str) -> tuple[Segment, ...]:
    start, end = (_ms(moment) for moment in interval.split("/"))
    active = tuple(s for s in segments if s.is_active and s.start_ms < end and start < s.end_ms)
    ready = all(s.is_available and s.rows > 0 and s.version >= since for s in active)
    return active if ready else ()


def _is_answered(router: Router, prefix: str, awaited: Awaited, found: Mapping[str, tuple[Segment, ...]]) -> bool:
    expected = {segment.id: segment.rows for segments in found.values() for segment in segments}
    name = datasource(prefix, awaited.table)
    return answering_segments(router, name, awaited.months.values()) == expected


def _segment(row: list[Any], named: Mapping[str, str]) -> Segment:
    try:
        identity, name, start, end, version, partition, rows, size, *states = row
        is_available, is_active, is_overshadowed = (bool(state) for state in states)
        return Segment(
            id=identity,
            table=named[name],
            start_ms=_ms(start),
            end_ms=_ms(end),
            version=version,
            partition=partition,
            rows=rows,
            size=size,
            is_available=is_available,
            is_active=is_active,
            is_overshadowed=is_overshadowed,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed("Druid's list of segments lacks a field.") from error


def _ms(moment: str) -> int:
    """Epoch milliseconds of an ISO moment.

    >>> _ms("2024-02-29T21:00:00.000Z")
    1709240400000
    """
    return to_ms(datetime.fromisoformat(moment).astimezone(UTC))
