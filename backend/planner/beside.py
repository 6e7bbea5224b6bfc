"""Which bucket of an earlier window stands beside each bucket of the current one.

Comes in: two windows with their buckets. Goes out: places, None where the earlier window has no such bucket. A year
before is the same date (29 February has none), 364 days before the same weekday, an hour the same hour of the clock.
Of the days just before, which begin anywhere in a month, a bucket stands beside the one that most of its days fall in;
any other comparison goes bucket by bucket from its start.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from datetime import date

from backend.planner.plan import Bucket, Note, Window
from backend.planner.spans import UNIT_OF, weeks_back, year_back
from backend.question import ComparisonKind, Period, Question
from druid.calendar import DAY, Calendar, moment_of
from druid.catalog.model import Grain

Back = Callable[[date], date | None]
Places = tuple[int | None, ...]


def places_beside(now: Window, then: Window, question: Question, calendar: Calendar) -> Places:
    """For each bucket of `now` the place of its bucket in `then`."""
    back = _back(then, question)
    if question.grain is Grain.HOUR:
        days = (then.first_day - now.first_day).days
        known = {key: place for place, key in enumerate(_hours(then, calendar, lambda day: day))}
        return tuple(known.get(key) for key in _hours(now, calendar, back or (lambda day: day + DAY * days)))
    if _is_just_before(then, question):
        return _by_days(now, then, calendar)
    if back is None or (back is weeks_back and question.grain not in {Grain.DAY, Grain.WEEK}):
        return tuple(place if place < len(then.buckets) else None for place in range(len(now.buckets)))
    found = {day: place for place, day in enumerate(_days(then, calendar))}
    return tuple(None if (day := back(first)) is None else found.get(day) for first in _days(now, calendar))


def _back(then: Window, question: Question) -> Back | None:
    kind = then.comparison.kind if then.comparison else None
    if kind is ComparisonKind.PREVIOUS_YEAR and question.period is not Period.WEEK:
        return weeks_back if question.grain is Grain.WEEK else _same_date
    if kind in {ComparisonKind.PREVIOUS_YEAR, ComparisonKind.SAME_WEEKDAYS_LAST_YEAR}:
        return weeks_back
    return None


def _is_just_before(then: Window, question: Question) -> bool:
    """Whether the earlier window is as many days, wherever they begin; days themselves go one by one."""
    kind = then.comparison.kind if then.comparison else None
    is_counted = kind is ComparisonKind.PREVIOUS_PERIOD and question.period not in UNIT_OF
    return is_counted and question.grain is not Grain.DAY


def _by_days(now: Window, then: Window, calendar: Calendar) -> Places:
    """The earlier bucket with most of a bucket's days, which stands beside one alone: that of most days."""
    days_back = (now.first_day - then.first_day).days
    spans = [_span(bucket, calendar) for bucket in then.buckets]
    ends = [end for _, end in spans]
    taken: dict[int, tuple[int, int]] = {}
    for index, bucket in enumerate(now.buckets):
        start, end = (day - days_back for day in _span(bucket, calendar))
        met = range(bisect_left(ends, start), min(bisect_left(ends, end) + 1, len(spans)))
        shared = {place: min(end, spans[place][1]) - max(start, spans[place][0]) + 1 for place in met}
        if shared:
            place = max(shared, key=shared.__getitem__)
            taken[place] = max(taken.get(place, (0, 0)), (shared[place], -index))
    found = {-index: place for place, (_, index) in taken.items()}
    return tuple(found.get(index) for index in range(len(now.buckets)))


def _span(bucket: Bucket, calendar: Calendar) -> tuple[int, int]:
    """The numbers of the first and the last local day of a bucket."""
    return calendar.day_of(bucket.start_ms).toordinal(), calendar.day_of(bucket.end_ms - 1).toordinal()


def _same_date(day: date) -> date | None:
    return None if (day.month, day.day) == (2, 29) else year_back(day)


def _days(window: Window, calendar: Calendar) -> list[date]:
    """The first local day of each bucket's whole unit."""
    return [calendar.day_of(b.start_ms if b.unit_ms is None else b.unit_ms) for b in window.buckets]


def _hours(window: Window, calendar: Calendar, back: Back) -> list[tuple[date | None, int, int]]:
    """Day, hour of the clock, and which hour of that name on the day: clocks set back have one twice."""
    seen: Counter[tuple[date, int]] = Counter()
    keys = []
    for bucket in window.buckets:
        moment = moment_of(bucket.start_ms if bucket.unit_ms is None else bucket.unit_ms, calendar.zone)
        name = (moment.date(), moment.hour)
        seen[name] += 1
        keys.append((back(name[0]), name[1], seen[name]))
    return keys


def cut_notes(windows: tuple[Window, ...]) -> tuple[Note, ...]:
    """COMPARISON_CUT for each loaded comparison some of whose buckets stand beside none of the period's."""
    return tuple(note for window in windows if (note := _cut_note(window)) is not None)


def _cut_note(window: Window) -> Note | None:
    left = len(window.buckets) - len(window.pairs)
    if left <= 0 or not window.covered_days:
        return None
    told = f"{left} of the {len(window.buckets)} buckets of {window.first_day} to {window.last_day}"
    return Note("COMPARISON_CUT", f"{told} stand beside no bucket of the period: totals hold them.", window.name)
