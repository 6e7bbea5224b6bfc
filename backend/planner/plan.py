"""What the planner hands over: windows in real dates, statements for one table each, and why others were rejected.

Only values; no engine, no frame. Times are epoch milliseconds UTC, half-open. A plan's statements together hold
every group of the question: their leaf columns are added by group, then derived measures are computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlglot import exp
from sqlglot.dialects.druid import Druid

from backend.question import Comparison, Question
from druid.catalog.model import Grain


class Reason(StrEnum):
    """Why a rollup cannot serve a part of a question. Named, shown in answers, counted in metrics."""

    BASE_ASKED = "BASE_ASKED"
    DIMENSION_MISSING = "DIMENSION_MISSING"
    FILTER_MISSING = "FILTER_MISSING"
    GRAIN_TOO_COARSE = "GRAIN_TOO_COARSE"
    ZONE_NOT_ALIGNED = "ZONE_NOT_ALIGNED"
    MEASURE_NOT_DERIVABLE = "MEASURE_NOT_DERIVABLE"
    STATUS_ASKED = "STATUS_ASKED"
    ORDERS_NOT_EXACT = "ORDERS_NOT_EXACT"
    NOT_BUILT = "NOT_BUILT"
    PROOF_FAILED = "PROOF_FAILED"
    WINDOW_TOO_SHORT = "WINDOW_TOO_SHORT"
    MORE_ROWS = "MORE_ROWS"


@dataclass(frozen=True, slots=True)
class Rejection:
    table: str
    reason: Reason
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """One time bucket cut to its window. `label` is the local day, month... as shown; `status` its coverage.

    `unit_ms` is where the whole day, month... begins; `running` says that the data end in it, so that it may grow.
    """

    start_ms: int
    end_ms: int
    label: str
    status: str  # COMPLETE | PARTIAL | NOT_LOADED
    unit_ms: int | None = None
    running: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """A resolved stretch of time. `name` is "current" or "comparison[i]"; `covered` is how much of it was loaded.

    `first_day` and `last_day` are local days of the question's zone, both included.
    `buckets` is filled when the question has a grain; of a comparison `beside` holds, for each bucket of the current
    window, the place of the bucket that it is compared with.
    """

    name: str
    start_ms: int
    end_ms: int
    first_day: date
    last_day: date
    covered_days: int
    days: int
    comparison: Comparison | None = None
    buckets: tuple[Bucket, ...] = ()
    whole: bool = True  # the period is complete (not running)
    beside: tuple[int | None, ...] | None = None

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The place of a bucket in the current window, and its own here, where there are both."""
        own = range(len(self.buckets)) if self.beside is None else self.beside
        return tuple((place, index) for place, index in enumerate(own) if index is not None)

    def index_beside(self, place: int) -> int | None:
        """The place here of what stands beside that bucket of the current window; None without one."""
        own = range(len(self.buckets)) if self.beside is None else self.beside
        return own[place] if place < len(own) else None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed value for a `?` in the statement, in order: VARCHAR, BIGINT or TIMESTAMP (epoch ms)."""

    type: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Statement:
    """One Druid SELECT over one table for one window. `leaves` maps result columns to leaf measures of the catalog.

    Result columns: `bucket` (TIMESTAMP, when the question has a grain), each dimension by name, each leaf measure
    by name. `counted` are leaf measures that are no columns, but counted from the rows: pairs from lines of baskets.
    """

    table: str
    window: str
    intervals: tuple[Interval, ...]
    sql: exp.Select
    parameters: tuple[Parameter, ...]
    dimensions: tuple[str, ...]
    leaves: tuple[str, ...]
    has_bucket: bool
    counted: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The statement in Druid's dialect."""
        return self.sql.sql(dialect=Druid)


@dataclass(frozen=True, slots=True)
class Note:
    """A coded warning for the answer. With `is_partial` the answer may not be whole, and must not be kept."""

    code: str
    message: str
    field: str | None = None
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A resolved question. `nulls` maps measures that cannot be answered to the code that says why."""

    question: Question
    grain: Grain | None
    windows: tuple[Window, ...]
    statements: tuple[Statement, ...]
    rejections: tuple[Rejection, ...]
    notes: tuple[Note, ...]
    nulls: dict[str, str]
