"""The slow, plain truth: any question answered from the base lines by filtering rows and adding in Python.

Comes in: base lines, a question, what the snapshot covers. Goes out: for each window, leaf measures by group. Nothing
of the planner, the engine or the rollups is used; windows are counted out again from the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl

from backend.question import ComparisonKind, DateSpan, Filter, Period, Question
from druid.catalog.model import Catalog, Distinct, DistinctDays, DistinctOrders, Earliest, Grain, Latest, Sum

Key = tuple[object, ...]
Row = dict[str, object]
Groups = dict[Key, dict[str, object]]
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Whole local days (both included), or instants (end excluded)."""

    first: date | datetime
    last: date | datetime

    def holds(self, row: Row) -> bool:
        if isinstance(self.first, datetime):
            assert isinstance(self.last, datetime)
            moment = row["__time"]
            assert isinstance(moment, datetime)
            return self.first <= moment.replace(tzinfo=UTC) < self.last
        day = row["day"]
        assert isinstance(day, date)
        return self.first <= day <= self.last


def month_start(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def unit_start(day: date, grain: Grain, question: Question) -> date:
    """The first day of the unit a day is in, found by walking back."""
    starts = {
        Grain.WEEK: lambda d: d.isoweekday() == question.start_of_week,
        Grain.MONTH: lambda d: d.day == 1,
        Grain.QUARTER: lambda d: d.day == 1 and (d.month - question.fiscal_start) % 3 == 0,
        Grain.YEAR: lambda d: d.day == 1 and d.month == question.fiscal_start,
    }
    is_start = starts.get(grain)
    while is_start is not None and not is_start(day):
        day -= ONE
    return day


def unit_end(day: date, grain: Grain, question: Question) -> date:
    """The last day of the unit a day is in, found by walking on."""
    here = unit_start(day, grain, question)
    while unit_start(day + ONE, grain, question) == here:
        day += ONE
    return day


UNITS = {
    Period.TODAY: Grain.DAY,
    Period.WEEK: Grain.WEEK,
    Period.MONTH: Grain.MONTH,
    Period.QUARTER: Grain.QUARTER,
    Period.YEAR: Grain.YEAR,
}
ROLLING = {Period.LAST_7_DAYS: 7, Period.LAST_30_DAYS: 30, Period.LAST_90_DAYS: 90}


def stretches(question: Question, anchor: date, covered: tuple[date, date]) -> dict[str, Stretch]:
    """The windows of a question by name, from the newest completed line's local day."""
    now = _current(question, anchor, covered)
    found = {"current": now}
    if question.period is Period.ALL:
        return found
    for index, comparison in enumerate(question.compare):
        match comparison.kind:
            case ComparisonKind.CUSTOM:
                assert comparison.span is not None
                earlier = _custom(comparison.span, question.timezone)
            case ComparisonKind.PREVIOUS_PERIOD:
                earlier = _previous(now, question)
            case ComparisonKind.PREVIOUS_YEAR if question.period is not Period.WEEK:
                earlier = _moved(now, _last_year, question.timezone)
            case _:
                earlier = _moved(now, _weeks_before, question.timezone)
        found[f"comparison[{index}]"] = earlier
    return found


def _current(question: Question, anchor: date, covered: tuple[date, date]) -> Stretch:
    if question.period is Period.CUSTOM:
        assert question.span is not None
        return _custom(question.span, question.timezone)
    if question.period is Period.ALL:
        return Stretch(*covered)
    if question.period in ROLLING:
        return Stretch(anchor - (ROLLING[question.period] - 1) * ONE, anchor)
    if question.period is Period.LAST_12_MONTHS:
        return Stretch(month_start(anchor.year - 1, anchor.month + 1), anchor)
    return Stretch(unit_start(anchor, UNITS[question.period], question), anchor)


def _custom(span: DateSpan, zone: str) -> Stretch:
    """Instants only when one of the ends is one."""
    if not isinstance(span.start, datetime) and not isinstance(span.end, datetime):
        return Stretch(span.start, span.end)
    start = span.start if isinstance(span.start, datetime) else _midnight(span.start, zone)
    end = span.end if isinstance(span.end, datetime) else _midnight(span.end + ONE, zone)
    return Stretch(start.astimezone(UTC), end.astimezone(UTC))


def _midnight(day: date, zone: str) -> datetime:
    """Where midnight is skipped, the round trip through UTC lands on the first moment after it."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _previous(now: Stretch, question: Question) -> Stretch:
    if isinstance(now.first, datetime):
        assert isinstance(now.last, datetime)
        return Stretch(now.first - (now.last - now.first), now.first)
    assert not isinstance(now.last, datetime)
    days = (now.last - now.first).days + 1
    before = now.first - ONE
    grain = UNITS.get(question.period)
    if grain is None:
        return Stretch(now.first - days * ONE, before)
    start = unit_start(before, grain, question)
    is_whole = now.last == unit_end(now.last, grain, question)
    return Stretch(start, before if is_whole else min(before, start + (days - 1) * ONE))


def _last_year(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)


def _weeks_before(day: date) -> date:
    return day - 364 * ONE


def _moved(now: Stretch, move: object, zone: str) -> Stretch:
    assert callable(move)
    if not isinstance(now.first, datetime):
        return Stretch(move(now.first), move(now.last))
    assert isinstance(now.last, datetime)
    walls = [moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in (now.first, now.last)]
    moved = [datetime.combine(move(wall.date()), wall.time(), ZoneInfo(zone)).astimezone(UTC) for wall in walls]
    return Stretch(moved[0], moved[1])


class Oracle:
    """Answers over one store's base lines; local days are found once for each zone. `zone` is the business's own."""

    def __init__(self, lines: pl.DataFrame, catalog: Catalog, covered: tuple[date, date], zone: str) -> None:
        self.rows: list[Row] = lines.to_dicts()
        self.catalog = catalog
        self.covered = covered
        self.zone = zone
        self._local: dict[str, list[Row]] = {}

    def anchor(self, zone: str) -> date:
        column, value = self.catalog.completed
        days = [row["day"] for row in self.local(zone) if row[column] == value]
        return max(day for day in days if isinstance(day, date))

    def local(self, zone: str) -> list[Row]:
        """The lines with their local day and the start of their local hour (UTC, by elapsed time)."""
        if zone not in self._local:
            self._local[zone] = [row | _wall(row["__time"], zone) for row in self.rows]
        return self._local[zone]

    def answer(self, question: Question, leaves: tuple[str, ...]) -> dict[str, Groups]:
        """Window -> group -> leaf measure -> value. A group's key is its bucket, if any, then its members."""
        windows = stretches(question, self.anchor(question.timezone), self.covered)
        column, value = self.catalog.completed
        touches_status = column in question.dimensions or any(f.dimension == column for f in question.filters)
        kept = [
            row
            for row in self.local(question.timezone)
            if (touches_status or row[column] == value) and all(passes(row, f) for f in question.filters)
        ]
        return {
            name: self._grouped([row for row in kept if stretch.holds(row)], question, leaves)
            for name, stretch in windows.items()
        }

    def _grouped(self, rows: list[Row], question: Question, leaves: tuple[str, ...]) -> Groups:
        groups: dict[Key, list[Row]] = {}
        for row in rows:
            key = (*_bucket(row, question), *(row[d] for d in question.dimensions))
            groups.setdefault(key, []).append(row)
        if not groups and question.grain is None and not question.dimensions:
            groups[()] = []
        return {key: {leaf: self._value(leaf, members) for leaf in leaves} for key, members in groups.items()}

    def _value(self, leaf: str, rows: list[Row]) -> object:
        expression = self.catalog.measure[leaf].expression if leaf in self.catalog.measure else Sum(leaf)
        match expression:
            case Sum(column=column):
                return _total([row[column] for row in rows])
            case DistinctOrders(positive=positive):
                return len({row[self.catalog.order_key] for row in rows if positive is None or _is_purchase(row)})
            case DistinctDays(dimension=dimension):
                bought = [row for row in rows if _is_purchase(row) and row[dimension] is not None]
                return len({(row[dimension], _wall_of(_moment(row), self.zone)[0]) for row in bought})
            case Distinct(dimension=dimension):
                return len({row[dimension] for row in rows} - {None})
            case Earliest(moment=name):
                return min(_moments(rows, name), default=None)
            case Latest(moment=name):
                return max(_moments(rows, name), default=None)
            case _:
                raise AssertionError(leaf)


def _moment(row: Row) -> datetime:
    moment = row["__time"]
    assert isinstance(moment, datetime)
    return moment


def _moments(rows: list[Row], name: str) -> list[datetime]:
    """The moments of all lines, or of those that sold something."""
    moments = [row["__time"] for row in rows if name == "__time" or _is_purchase(row)]
    return [moment for moment in moments if isinstance(moment, datetime)]


def _is_purchase(row: Row) -> bool:
    value = row["gross_revenue"]
    return isinstance(value, int) and value > 0


def _total(values: list[object]) -> int | None:
    known = [value for value in values if isinstance(value, int)]
    return sum(known) if known else None


@lru_cache(maxsize=1 << 16)
def _wall_of(moment: datetime, zone: str) -> tuple[date, datetime]:
    wall = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    into = timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
    return wall.date(), moment - into


def _wall(moment: object, zone: str) -> Row:
    assert isinstance(moment, datetime)
    day, hour = _wall_of(moment, zone)
    return {"day": day, "hour": hour}


def _bucket(row: Row, question: Question) -> tuple[object, ...]:
    """The bucket as its first local day, or its hour's UTC start."""
    if question.grain is None:
        return ()
    if question.grain is Grain.HOUR:
        return (row["hour"],)
    day = row["day"]
    assert isinstance(day, date)
    return (_start(day, question.grain, question.start_of_week, question.fiscal_start),)


@lru_cache(maxsize=1 << 14)
def _start(day: date, grain: Grain, start_of_week: int, fiscal_start: int) -> date:
    return unit_start(day, grain, Question(("lines",), start_of_week=start_of_week, fiscal_start=fiscal_start))


def passes(row: Row, restriction: Filter) -> bool:
    member = row[restriction.dimension]
    if restriction.members is not None and member not in restriction.members:
        return False
    if member in restriction.excluded:
        return False
    if restriction.contains is not None and (member is None or folded(restriction.contains) not in folded(str(member))):
        return False
    return restriction.is_null is None or restriction.is_null == (member is None)


def folded(text: str) -> str:
    """Letters by their capital's small letter, one for one: what has two capitals stays as it is (ß)."""
    capitals = (letter.upper() if len(letter.upper()) == 1 else letter for letter in text)
    return "".join(capital.lower()[0] for capital in capitals)
