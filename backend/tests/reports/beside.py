"""Which bucket of an earlier window stands beside each bucket of the current one, worked out from dates alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.question import Comparison, ComparisonKind, Period, Question
from druid.catalog.model import Grain

COUNTED = {
    Period.CUSTOM,
    Period.LAST_7_DAYS,
    Period.LAST_30_DAYS,
    Period.LAST_90_DAYS,
    Period.LAST_12_MONTHS,
}


@dataclass(frozen=True)
class Dated:
    """A window's first and last day, and the first days of the buckets' whole days, weeks, months...; no hours."""

    first: date
    last: date
    starts: Sequence[date]

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def place(self, day: date) -> int:
        return sum(start <= day for start in self.starts) - 1


def expected_places(question: Question, comparison: Comparison, window: Dated, earlier: Dated) -> list[int | None]:
    """For each bucket of the current window the place of the earlier one beside it."""
    kind, grain = comparison.kind, question.grain
    now, then = window.starts, earlier.starts
    if kind is ComparisonKind.PREVIOUS_PERIOD and question.period in COUNTED:
        return most_days(window, earlier)
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


def most_days(window: Dated, earlier: Dated) -> list[int | None]:
    """Day by day from both starts: a bucket wants the one that holds most of its days; who has most there gets it."""
    shared = Counter(
        (window.place(day), earlier.place(other)) for day, other in zip(window.days(), earlier.days(), strict=True)
    )
    wanted = {}
    for (place, other), _ in sorted(shared.items(), key=lambda pair: (pair[1], -pair[0][1])):
        wanted[place] = other
    by_days = sorted(wanted.items(), key=lambda pair: (shared[pair], -pair[0]))
    given = {other: place for place, other in by_days}
    found = {place: other for other, place in given.items()}
    return [found.get(place) for place in range(len(window.starts))]
