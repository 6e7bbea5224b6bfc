"""Which bucket of an earlier window stands beside each bucket of the current one, worked out from dates alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from backend.question import Comparison, ComparisonKind, Period, Question
from druid.catalog.model import Grain


def expected_places(
    question: Question, comparison: Comparison, now: Sequence[date], then: Sequence[date]
) -> list[int | None]:
    """`now` and `then` are the first days of the buckets' whole days, weeks, months...; no hours."""
    kind, grain = comparison.kind, question.grain
    is_year = kind is ComparisonKind.PREVIOUS_YEAR and question.period is not Period.WEEK
    if is_year and grain is not Grain.WEEK:
        wanted = [None if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1) for day in now]
    elif kind in {ComparisonKind.PREVIOUS_YEAR, ComparisonKind.SAME_WEEKDAYS_LAST_YEAR} and grain in {
        Grain.DAY,
        Grain.WEEK,
    }:
        wanted = [day - timedelta(days=364) for day in now]
    else:
        return [place if place < len(then) else None for place in range(len(now))]
    return [then.index(day) if day in then else None for day in wanted]
