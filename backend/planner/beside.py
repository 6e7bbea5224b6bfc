"""Which bucket of an earlier window stands beside each bucket of the current one.

Comes in: two windows with their buckets. Goes out: places, None where the earlier window has no such bucket. A year
before is the same date (29 February has none), 364 days before the same weekday, an hour the same hour of the clock;
any other comparison goes bucket by bucket from its start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from backend.planner.plan import Note, Window
from backend.planner.spans import weeks_back, year_back
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
