"""Local time of any IANA zone: when days, weeks, months, quarters and years begin, as epoch milliseconds.

Comes in: a zone's name, the first day of the week, the first month of the fiscal year. Goes out: days and instants,
half-open. A day whose midnight does not exist starts at its first existing moment; hours are hours that pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from druid.catalog.model import Grain

HOUR_MS = 3_600_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
_MILLISECOND = timedelta(milliseconds=1)
_NOT_A_PLACE = frozenset(("Factory", "localtime", "posixrules"))


class UnknownZone(ValueError):
    """A name that is not in the IANA time zone database."""


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    return frozenset(available_timezones()) - _NOT_A_PLACE


@lru_cache(maxsize=1024)
def zone_info(zone: str) -> ZoneInfo:
    if zone not in zone_names():
        raise UnknownZone(zone)
    return ZoneInfo(zone)


def to_ms(moment: datetime) -> int:
    """Epoch milliseconds of an aware moment, rounded up: with half-open windows no line changes sides."""
    return -((EPOCH - moment) // _MILLISECOND)


def moment_of(ms: int, zone: str) -> datetime:
    return (EPOCH + timedelta(milliseconds=ms)).astimezone(zone_info(zone))


def offset_ms(ms: int, zone: str) -> int:
    """How far local time is ahead of UTC at an instant."""
    return (moment_of(ms, zone).utcoffset() or timedelta()) // _MILLISECOND


def instant_ms(wall: datetime, zone: str) -> int:
    """The first instant at which clocks of `zone` show `wall` (naive), or the first one after it where they skip it.

    >>> instant_ms(datetime(2024, 1, 1), "Africa/Nairobi") == to_ms(datetime(2023, 12, 31, 21, tzinfo=UTC))
    True
    """
    info = zone_info(zone)
    late = to_ms(wall.replace(tzinfo=info, fold=0))
    if moment_of(late, zone).replace(tzinfo=None) == wall:
        return late
    return _first_after_gap(to_ms(wall.replace(tzinfo=info, fold=1)), late, zone)


def _first_after_gap(before: int, after: int, zone: str) -> int:
    """The moment between two instants at which the clock jumped."""
    offset = offset_ms(after, zone)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if offset_ms(middle, zone) == offset else (middle, after)
    return after


@lru_cache(maxsize=1 << 17)
def day_start_ms(day: date, zone: str) -> int:
    return instant_ms(datetime.combine(day, time.min), zone)


def local_day(ms: int, zone: str) -> date:
    """The day an instant belongs to: the last one that has begun."""
    day = moment_of(ms, zone).date()
    while ms >= day_start_ms(day + DAY, zone):
        day += DAY
    while ms < day_start_ms(day, zone):
        day -= DAY
    return day


def add_months(first: date, months: int) -> date:
    """The first day of a month `months` later.

    >>> add_months(date(2024, 11, 1), 3), add_months(date(2024, 1, 1), -1)
    (datetime.date(2025, 2, 1), datetime.date(2023, 12, 1))
    """
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def month_bounds(month: str, zone: str) -> tuple[int, int]:
    """First moment of a business-zone month ("2024-03") and of the next, in epoch milliseconds.

    >>> month_bounds("2024-03", "Africa/Nairobi")
    (1709240400000, 1711918800000)
    """
    first = date.fromisoformat(f"{month}-01")
    return day_start_ms(first, zone), day_start_ms(add_months(first, 1), zone)


def add_years(day: date, years: int) -> date:
    """The same date in another year; 29 February becomes 28 February where it does not exist."""
    if (day.month, day.day) == (2, 29) and not _is_leap(day.year + years):
        return date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def hour_start_ms(ms: int, zone: str) -> int:
    """The start of the hour that shows on the wall at an instant, counted back by the time that really passed."""
    return ms - (ms + offset_ms(ms, zone)) % HOUR_MS


def has_odd_shift(start_ms: int, end_ms: int, zone: str) -> bool:
    """Whether clocks move by less than a whole hour inside a stretch of time, so that its hours overlap."""
    days = range(start_ms, end_ms, 24 * HOUR_MS)
    return len({offset_ms(ms, zone) % HOUR_MS for ms in (*days, max(start_ms, end_ms - 1))}) > 1


@dataclass(frozen=True, slots=True)
class Unit:
    """One whole hour, day, week, month, quarter or year, with the local day it begins on."""

    start_ms: int
    end_ms: int
    first_day: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a reader counts days: zone, first day of the week (1 is Monday), first month of the year."""

    zone: str
    start_of_week: int = 1
    fiscal_start: int = 1

    def start_ms(self, day: date) -> int:
        return day_start_ms(day, self.zone)

    def day_of(self, ms: int) -> date:
        return local_day(ms, self.zone)

    def first_day(self, day: date, grain: Grain) -> date:
        """The first day of the week, month, quarter or year that `day` is in."""
        if grain is Grain.WEEK:
            return day - timedelta(days=(day.isoweekday() - self.start_of_week) % 7)
        months = _MONTHS.get(grain)
        if months is None:
            return day
        return add_months(day.replace(day=1), -((day.month - self.fiscal_start) % months))

    def step(self, first: date, grain: Grain, count: int = 1) -> date:
        """The first day of the unit `count` after the one that begins on `first`."""
        months = _MONTHS.get(grain)
        if months is not None:
            return add_months(first, months * count)
        return first + timedelta(days=(7 if grain is Grain.WEEK else 1) * count)

    def last_day(self, day: date, grain: Grain) -> date:
        return self.step(self.first_day(day, grain), grain) - DAY

    def units(self, start_ms: int, end_ms: int, grain: Grain) -> Iterator[Unit]:
        """The whole units of `grain` that overlap a stretch of time, in order; days without a moment are left out."""
        if grain is Grain.HOUR:
            yield from self._hours(start_ms, end_ms)
            return
        first = self.first_day(self.day_of(start_ms), grain)
        begin = self.start_ms(first)
        while begin < end_ms:
            following = self.step(first, grain)
            end = self.start_ms(following)
            if end > begin:
                yield Unit(begin, end, first)
            first, begin = following, end

    def _hours(self, start_ms: int, end_ms: int) -> Iterator[Unit]:
        for begin in range(hour_start_ms(start_ms, self.zone), end_ms, HOUR_MS):
            yield Unit(begin, begin + HOUR_MS, moment_of(begin, self.zone).date())


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
