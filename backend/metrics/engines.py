"""Queries that went to an engine, and what an engine tells of itself when it is asked.

Comes in: names of tables, outcomes of a closed set, seconds. `Measured` is an engine that has figures.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from backend.metrics.counting import Counted, Timed

ANSWERED = "answered"
SEVERAL = "several"
"""The table of a query that reads more than one."""
FAILED = "failed"
ENDS = {
    "Stopped": "stopped",
    "CancelledError": "stopped",
    "ShuttingDown": "stopped",
    "FileMissing": "gone",
    "TableMissing": "gone",
    "EngineTimeout": "timeout",
    "Overloaded": "busy",
    "EngineUnavailable": "unavailable",
    "EngineTruncated": "truncated",
    "TooManyGroups": "refused",
}
"""How a query ended, by the failure's name."""


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """`breaker` is that of the way to a cluster, None where there is none; `unavailable` counts segments by table."""

    slots_in_use: int
    waiting: int
    breaker: int | None = None
    truncated: int = 0
    unavailable: Mapping[str, int] = field(default_factory=dict)


@runtime_checkable
class Measured(Protocol):
    def figures(self) -> EngineFigures:
        """What it is doing now; asks nobody."""
        ...


_queries = Counted("engine_queries_total")
_durations = Timed("engine_query_duration_seconds")
_fallbacks = Counted("snapshot_fallbacks_total")


@contextmanager
def asking(engine: str, tables: Iterable[str]) -> Iterator[None]:
    """Around one query over these tables, in any thread."""
    names = frozenset(tables)
    started = time.perf_counter()
    outcome = ANSWERED
    try:
        yield
    except BaseException as error:
        outcome = ENDS.get(type(error).__name__, FAILED)
        raise
    finally:
        _queries.add(engine, outcome)
        _durations.add(engine, *(names if len(names) == 1 else (SEVERAL,)), seconds=time.perf_counter() - started)


def fell_back() -> None:
    """An older snapshot was opened than the newest."""
    _fallbacks.add()
