"""What the engine needs of a cluster's SQL: one question, one whole answer.

`Cluster` is the seam that tests answer by hand; the real one is `backend.engine.druid.sql_cluster`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from backend.planner.plan import Interval, Parameter


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer by columns. `types` are SQL types; `uncovered` are stretches asked that no server held.

    `is_uncovered_known` is false when there were more such stretches than the cluster names.
    """

    names: tuple[str, ...]
    types: tuple[str, ...]
    columns: tuple[Sequence[object], ...]
    uncovered: tuple[Interval, ...] = ()
    is_uncovered_known: bool = True

    def rows(self) -> list[dict[str, object]]:
        """For small answers about the cluster itself."""
        return [dict(zip(self.names, row, strict=True)) for row in zip(*self.columns, strict=True)]


@dataclass(frozen=True, slots=True)
class Way:
    """`breaker` is 0 closed, 1 half open, 2 open; `truncated` counts answers that did not come whole."""

    breaker: int = 0
    truncated: int = 0


class TableMissing(Exception):
    """The cluster has no such datasource, or not yet."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A statement with typed parameters. Answers are exact, their times UTC."""

    sql: str
    parameters: tuple[Parameter, ...] = ()


class Cluster(Protocol):
    """Raises TableMissing, or a SalesError: EngineUnavailable, EngineTimeout, EngineTruncated, Overloaded or
    EngineFailed.
    """

    @property
    def slots(self) -> int:
        """How many questions it takes at once now."""
        ...

    async def ask(self, inquiry: Inquiry, deadline: float) -> Reply:
        """`deadline` is `time.monotonic()` seconds; cancelling the task cancels the question on the cluster."""
        ...

    def state(self) -> dict[str, object]:
        """How the way to the cluster is: breaker and the like."""
        ...

    def figures(self) -> Way:
        """The same in numbers, for metrics."""
        ...

    async def close(self) -> None: ...
