"""A question as a value: what is asked, not how it is answered.

Built by reports from checked parameters; `backend.planner` resolves it against a snapshot. Names are the
catalog's snake_case names; days are local days of `timezone`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from druid.catalog.model import Grain


class Period(StrEnum):
    TODAY = "TODAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"
    CUSTOM = "CUSTOM"
    LAST_7_DAYS = "LAST_7_DAYS"
    LAST_30_DAYS = "LAST_30_DAYS"
    LAST_90_DAYS = "LAST_90_DAYS"
    LAST_12_MONTHS = "LAST_12_MONTHS"
    ALL = "ALL"


class ComparisonKind(StrEnum):
    PREVIOUS_PERIOD = "PREVIOUS_PERIOD"
    PREVIOUS_YEAR = "PREVIOUS_YEAR"
    SAME_WEEKDAYS_LAST_YEAR = "SAME_WEEKDAYS_LAST_YEAR"
    CUSTOM = "CUSTOM"


class Anchor(StrEnum):
    """What "now" means: the newest loaded moment, or the wall clock."""

    DATA = "DATA"
    NOW = "NOW"


class SourceChoice(StrEnum):
    AUTO = "AUTO"
    BASE = "BASE"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Custom dates. `start` and `end` are local days (end included) or instants with an offset (end excluded)."""

    start: date | datetime
    end: date | datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    kind: ComparisonKind
    span: DateSpan | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Members of one dimension, and-ed with other filters. `members` and `excluded` may hold None (no member).

    `contains` is a case-insensitive substring of the member; `is_null` asks for (or without) a missing member.
    An excluding filter keeps lines without a member unless None is excluded too.
    """

    dimension: str
    members: tuple[str | None, ...] | None = None
    excluded: tuple[str | None, ...] = ()
    contains: str | None = None
    is_null: bool | None = None

    def passes(self, member: str | None) -> bool:
        """Whether a line with this member may be in the answer."""
        if self.is_null is not None and self.is_null is not (member is None):
            return False
        if self.contains is not None and (member is None or self.contains.casefold() not in member.casefold()):
            return False
        return member not in self.excluded and (self.members is None or member in self.members)


@dataclass(frozen=True, slots=True)
class Question:
    """Measures by dimensions and, with `grain`, by time buckets, over a period and its comparisons.

    `start_of_week` is 1 (Monday) to 7; `fiscal_start` the month (1-12) in which the fiscal year begins.
    Sorting, limits and pages are the report's: a question answers with every group. With grain HOUR, `of_week` lays
    the hours of all weeks on each other, as clocks show them.
    """

    measures: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    period: Period = Period.MONTH
    span: DateSpan | None = None
    grain: Grain | None = None
    timezone: str = "Africa/Nairobi"
    compare: tuple[Comparison, ...] = (Comparison(ComparisonKind.PREVIOUS_PERIOD),)
    anchor: Anchor = Anchor.DATA
    source: SourceChoice = SourceChoice.AUTO
    start_of_week: int = 1
    fiscal_start: int = 1
    of_week: bool = False


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Members of `dimension` by the stretch in which they first had `moment`, and what they did in each stretch.

    `edges` are epoch milliseconds, rising: where the question's buckets begin, and where the last ends. Cohorts are
    told by all of them, what members did by the stretches numbered in `shown`. The question gives the lines: its
    window, filters and grain; its measures and dimensions are not read.
    """

    question: Question
    dimension: str
    moment: str
    edges: tuple[int, ...]
    shown: range


@dataclass(frozen=True, slots=True)
class Listing:
    """The newest base lines of a question's window that pass its filters: these columns, at most `limit` lines.

    Lines equal in moment and all columns are one row with their number.
    """

    question: Question
    columns: tuple[str, ...]
    limit: int
