"""Periods and comparisons as stretches of time: the calendar rules, before coverage and buckets.

Comes in: the period, custom dates or comparison asked, the reader's calendar, the anchor day. Goes out: `Stretch`.
Windows are whole local days; only custom instants, and TODAY against the wall clock, cut inside a day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from backend.errors import InvalidParameter, InvalidRange
from backend.question import Comparison, ComparisonKind, DateSpan, Period
from druid.calendar import DAY, Calendar, add_years, instant_ms, moment_of, to_ms
from druid.catalog.model import Grain

FIRST_YEAR = 1990
LAST_YEAR = 2100
UNIT_OF: Mapping[Period, Grain] = {
    Period.TODAY: Grain.DAY,
    Period.WEEK: Grain.WEEK,
    Period.MONTH: Grain.MONTH,
    Period.QUARTER: Grain.QUARTER,
    Period.YEAR: Grain.YEAR,
}
ROLLING_DAYS: Mapping[Period, int] = {Period.LAST_7_DAYS: 7, Period.LAST_30_DAYS: 30, Period.LAST_90_DAYS: 90}
SAME_WEEKDAYS = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open instants and the local days they touch. `whole` is False for a running period and its comparisons."""

    start_ms: int
    end_ms: int
    first_day: date
    last_day: date
    whole: bool = True

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


def of_days(calendar: Calendar, first: date, last: date, *, whole: bool = True) -> Stretch:
    return Stretch(calendar.start_ms(first), calendar.start_ms(last + DAY), first, last, whole)


def of_instants(calendar: Calendar, start_ms: int, end_ms: int, *, whole: bool = True) -> Stretch:
    return Stretch(start_ms, end_ms, calendar.day_of(start_ms), calendar.day_of(end_ms - 1), whole)


def current_stretch(period: Period, anchor: date, calendar: Calendar) -> Stretch:
    """A calendar period up to the anchor day, or a rolling one that ends with it."""
    if (grain := UNIT_OF.get(period)) is not None:
        first, last = calendar.first_day(anchor, grain), calendar.last_day(anchor, grain)
        return of_days(calendar, first, anchor, whole=anchor == last)
    if period is Period.LAST_12_MONTHS:
        first = calendar.step(anchor.replace(day=1), Grain.MONTH, -11)
        return of_days(calendar, first, anchor, whole=anchor == calendar.last_day(anchor, Grain.MONTH))
    return of_days(calendar, anchor - DAY * (ROLLING_DAYS[period] - 1), anchor)


def today_so_far(now_ms: int, calendar: Calendar) -> Stretch:
    """The running day up to now; never empty, so that it can be asked at midnight."""
    start = calendar.start_ms(calendar.day_of(now_ms))
    return of_instants(calendar, start, max(now_ms, start + 1), whole=False)


def custom_stretch(span: DateSpan | None, calendar: Calendar) -> Stretch:
    """Custom dates: days are whole and included, instants are cut exactly with the end excluded."""
    if span is None:
        raise InvalidParameter(
            "Custom dates were asked without a start and an end.", "Give both startDate and endDate."
        )
    check_years(span)
    start, end = _start_ms(span.start, calendar), _end_ms(span.end, calendar)
    if start == end and span.start == span.end and not isinstance(span.start, datetime):
        raise InvalidRange(f"Clocks in {calendar.zone} skipped {span.start}: it has no moment.", "Ask for another day.")
    if end <= start:
        raise InvalidRange(f"The dates end ({span.end}) before they start ({span.start}).", "Swap start and end.")
    return of_instants(calendar, start, end)


def check_years(span: DateSpan) -> None:
    for moment in (span.start, span.end):
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise InvalidRange(
                f"The year {moment.year} is outside {FIRST_YEAR} to {LAST_YEAR}.", "Ask for years with sales."
            )


def _start_ms(moment: date | datetime, calendar: Calendar) -> int:
    return _instant_ms(moment, calendar) if isinstance(moment, datetime) else calendar.start_ms(moment)


def _end_ms(moment: date | datetime, calendar: Calendar) -> int:
    return _instant_ms(moment, calendar) if isinstance(moment, datetime) else calendar.start_ms(moment + DAY)


def _instant_ms(moment: datetime, calendar: Calendar) -> int:
    return instant_ms(moment, calendar.zone) if moment.tzinfo is None else to_ms(moment)


def earlier_stretch(current: Stretch, comparison: Comparison, period: Period, calendar: Calendar) -> Stretch | None:
    """The stretch a comparison means; None for the whole history, which has nothing before it."""
    if period is Period.ALL:
        return None
    if comparison.kind is ComparisonKind.CUSTOM:
        return custom_stretch(comparison.span, calendar)
    return _with_a_moment(_earlier(current, comparison.kind, period, calendar), calendar)


def _earlier(current: Stretch, kind: ComparisonKind, period: Period, calendar: Calendar) -> Stretch:
    match kind:
        case ComparisonKind.SAME_WEEKDAYS_LAST_YEAR:
            return _shifted(current, weeks_back, calendar)
        case ComparisonKind.PREVIOUS_YEAR:
            return _shifted(current, weeks_back if period is Period.WEEK else year_back, calendar)
        case _:
            return _previous(current, period, calendar)


def _with_a_moment(stretch: Stretch, calendar: Calendar) -> Stretch:
    """The stretch, or the last day before it that has one: Samoa had no 30 December 2011."""
    while stretch.end_ms <= stretch.start_ms:
        day = stretch.first_day - DAY
        stretch = of_days(calendar, day, day, whole=stretch.whole)
    return stretch


def weeks_back(day: date) -> date:
    return day - SAME_WEEKDAYS


year_back = partial(add_years, years=-1)


def _previous(current: Stretch, period: Period, calendar: Calendar) -> Stretch:
    if not _is_whole_days(current, calendar):
        if period is Period.TODAY:
            return _shifted(current, lambda day: day - DAY, calendar)
        return of_instants(calendar, 2 * current.start_ms - current.end_ms, current.start_ms)
    before = current.first_day - DAY
    grain = UNIT_OF.get(period)
    if grain is None:
        return of_days(calendar, current.first_day - DAY * current.days, before, whole=current.whole)
    first = calendar.first_day(before, grain)
    last = before if current.whole else min(before, first + DAY * (current.days - 1))
    return of_days(calendar, first, last, whole=current.whole)


def _shifted(current: Stretch, shift: Callable[[date], date], calendar: Calendar) -> Stretch:
    """The same days elsewhere, or the same times of the clock on them."""
    if _is_whole_days(current, calendar):
        return of_days(calendar, shift(current.first_day), shift(current.last_day), whole=current.whole)
    start, end = (
        instant_ms(datetime.combine(shift(wall.date()), wall.time()), calendar.zone)
        for wall in (moment_of(ms, calendar.zone).replace(tzinfo=None) for ms in (current.start_ms, current.end_ms))
    )
    return of_instants(calendar, start, max(end, start + 1), whole=current.whole)


def _is_whole_days(stretch: Stretch, calendar: Calendar) -> bool:
    return stretch.start_ms == calendar.start_ms(stretch.first_day) and stretch.end_ms == calendar.start_ms(
        stretch.last_day + DAY
    )
