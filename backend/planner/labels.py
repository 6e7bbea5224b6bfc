"""How a time bucket is called in answers: "14:00 Tue 31 Dec 2024", "30 Dec–5 Jan 2025 (W1)", "FY25 Q2 (Oct–Dec)".

Comes in: a whole unit of a grain and the reader's calendar. Goes out: text, the same whatever the machine's locale.
"""

from __future__ import annotations

from datetime import date, timedelta

from druid.calendar import DAY, Calendar, Unit, moment_of
from druid.catalog.model import Grain

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def label_of(unit: Unit, grain: Grain, calendar: Calendar) -> str:
    """The bucket's name.

    >>> label_of(Unit(0, 1, date(2024, 10, 1)), Grain.QUARTER, Calendar("UTC", fiscal_start=7))
    'FY25 Q2 (Oct–Dec)'
    >>> label_of(Unit(0, 1, date(2024, 12, 30)), Grain.WEEK, Calendar("UTC"))
    '30 Dec–5 Jan 2025 (W1)'
    """
    first = unit.first_day
    match grain:
        case Grain.HOUR:
            return _hour(unit, calendar.zone)
        case Grain.DAY:
            return _day(first)
        case Grain.WEEK:
            return _week(first, calendar.start_of_week)
        case Grain.MONTH:
            return f"{MONTHS[first.month - 1]} {first.year}"
        case Grain.QUARTER:
            return _quarter(first, calendar)
        case Grain.YEAR:
            return _year(first, calendar)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _hour(unit: Unit, zone: str) -> str:
    """An hour that the clock shows twice carries the name of its offset."""
    moment = moment_of(unit.start_ms, zone)
    twin = moment.replace(fold=1 - moment.fold)
    offset = "" if twin.utcoffset() == moment.utcoffset() else f" {moment.tzname()}"
    return f"{moment.hour:02}:{moment.minute:02}{offset} {WEEKDAYS[moment.weekday()]} {_day(moment.date())}"


def _week(first: date, start_of_week: int) -> str:
    """ISO week numbers belong to weeks that start on Monday; others go without."""
    last = first + timedelta(days=6)
    number = f" (W{first.isocalendar().week})" if start_of_week == 1 else ""
    year = f" {first.year}" if start_of_week != 1 and first.year != last.year else ""
    return f"{first.day} {MONTHS[first.month - 1]}{year}–{_day(last)}{number}"


def _quarter(first: date, calendar: Calendar) -> str:
    number = (first.month - calendar.fiscal_start) % 12 // 3 + 1
    if calendar.fiscal_start == 1:
        return f"Q{number} {first.year}"
    last = calendar.step(first, Grain.QUARTER) - DAY
    return f"{_fiscal(first, calendar)} Q{number} ({MONTHS[first.month - 1]}–{MONTHS[last.month - 1]})"


def _year(first: date, calendar: Calendar) -> str:
    if calendar.fiscal_start == 1:
        return str(first.year)
    last = calendar.step(first, Grain.YEAR) - DAY
    return f"{_fiscal(first, calendar)} ({MONTHS[first.month - 1]} {first.year}–{MONTHS[last.month - 1]} {last.year})"


def _fiscal(day: date, calendar: Calendar) -> str:
    """A fiscal year is named by the calendar year in which it ends."""
    return f"FY{calendar.last_day(day, Grain.YEAR).year % 100:02}"
