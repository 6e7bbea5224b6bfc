"""The windows of a question: the period and its comparisons with their coverage and time buckets.

Comes in: a question, the snapshot's facts, now. Goes out: `Window`s, and notes where a comparison has no base.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import islice

from backend.errors import IllegalCombination, InvalidParameter, NoData, TooManyBuckets, UnknownTimezone
from backend.planner.beside import places_beside
from backend.planner.coverage import CoveredDays, covered_days
from backend.planner.facts import Facts
from backend.planner.labels import label_of
from backend.planner.plan import Bucket, Note, Window
from backend.planner.spans import (
    Stretch,
    current_stretch,
    custom_stretch,
    earlier_stretch,
    of_days,
    today_so_far,
)
from backend.question import Anchor, DateSpan, Filter, Period, Question, SourceChoice
from druid.calendar import DAY, Calendar, Unit, UnknownZone, has_odd_shift, to_ms, zone_info
from druid.catalog.model import Grain

MAX_BUCKETS = 10_000
BRANCH = "branch"
# Shortest length of a bucket in days: refuses absurd spans before any calendar arithmetic
_SHORTEST: Mapping[Grain, float] = {
    Grain.HOUR: 1 / 24,
    Grain.DAY: 1,
    Grain.WEEK: 7,
    Grain.MONTH: 28,
    Grain.QUARTER: 90,
    Grain.YEAR: 365,
}


@dataclass(frozen=True, slots=True)
class _Told:
    """The days that were loaded, and the moment up to which sales are told: data may still come for what it cuts."""

    covered: CoveredDays
    reached: int


def calendar_of(question: Question) -> Calendar:
    """The reader's calendar; raises UnknownTimezone."""
    try:
        zone_info(question.timezone)
    except UnknownZone as error:
        raise UnknownTimezone(f"'{question.timezone}' is not a time zone.", field="timezone") from error
    return Calendar(question.timezone, question.start_of_week, question.fiscal_start)


def resolve_windows(question: Question, facts: Facts, now: datetime) -> tuple[Window, ...]:
    """The current window, then one for each comparison that has one, named by its place in the question."""
    bare = replace(question, measures=(), dimensions=(), filters=(), source=SourceChoice.AUTO)
    return _windows(bare, _branches(question.filters), facts, now if question.anchor is Anchor.NOW else None)


@lru_cache(maxsize=16)
def _windows(
    question: Question, branches: frozenset[str | None] | None, facts: Facts, now: datetime | None
) -> tuple[Window, ...]:
    """The same for all that is asked of a page's period; `now` is given where it counts."""
    calendar = calendar_of(question)
    covered = covered_days(facts.coverage, facts.zone, question.timezone, branches)
    current = _current(question, facts, now, calendar)
    told = _Told(covered, _reached(facts, now, calendar))
    windows = [_window("current", current, question.grain, calendar, told)]
    for index, comparison in enumerate(question.compare):
        _refuse_absurd(comparison.span, question.grain)
        earlier = earlier_stretch(current, comparison, question.period, calendar)
        if earlier is not None:
            window = _window(f"comparison[{index}]", earlier, question.grain, calendar, told)
            compared = replace(window, comparison=comparison)
            beside = None if question.grain is None else places_beside(windows[0], compared, question, calendar)
            windows.append(replace(compared, beside=beside))
    return tuple(windows)


def base_code(window: Window) -> str | None:
    """Why growth against a window is null: NO_BASE when none of it was loaded, BASE_PARTIAL when a day is missing."""
    if window.covered_days == 0:
        return "NO_BASE"
    return "BASE_PARTIAL" if window.covered_days < window.days else None


def base_notes(question: Question, windows: tuple[Window, ...]) -> tuple[Note, ...]:
    """A note for each comparison that cannot stand as a base of growth."""
    by_name = {window.name: window for window in windows}
    notes = []
    for index in range(len(question.compare)):
        window = by_name.get(f"comparison[{index}]")
        code = "NO_BASE" if window is None else base_code(window)
        if code is not None:
            notes.append(Note(code, _base_message(window), f"comparison[{index}]"))
    return tuple(notes)


def _base_message(window: Window | None) -> str:
    if window is None:
        return "The whole history has nothing before it to compare with."
    span = f"{window.first_day} to {window.last_day}"
    if window.covered_days == 0:
        return f"No day of {span} was loaded, so there is nothing to compare with."
    return f"Only {window.covered_days} of the {window.days} days of {span} were loaded, so growth is not shown."


def _branches(filters: tuple[Filter, ...]) -> frozenset[str | None] | None:
    """The branches that filters include by name, None when all may be in the answer."""
    asked = [f for f in filters if f.dimension == BRANCH]
    included = [frozenset(f.members) for f in asked if f.members is not None]
    included += [frozenset({None}) for f in asked if f.is_null]
    return frozenset.intersection(*included) if included else None


def _current(question: Question, facts: Facts, now: datetime | None, calendar: Calendar) -> Stretch:
    if (question.span is None) == (question.period is Period.CUSTOM):
        raise InvalidParameter("Dates and the period CUSTOM belong together.", "Give dates only with CUSTOM.")
    if question.period is Period.CUSTOM:
        _refuse_absurd(question.span, question.grain)
        return custom_stretch(question.span, calendar)
    if question.period is Period.ALL:
        bounds = covered_days(facts.coverage, facts.zone, question.timezone, None).bounds()
        if bounds is None:
            raise NoData("Nothing was loaded yet.")
        return of_days(calendar, *bounds)
    if now is not None and question.period is Period.TODAY:
        return today_so_far(to_ms(now), calendar)
    return current_stretch(question.period, _anchor_day(question, facts, now, calendar), calendar)


def _anchor_day(question: Question, facts: Facts, now: datetime | None, calendar: Calendar) -> date:
    """The local day of the newest completed line; where no line is completed, the last covered day."""
    if now is not None:
        return calendar.day_of(to_ms(now))
    if facts.newest_ms is not None:
        return calendar.day_of(facts.newest_ms)
    bounds = covered_days(facts.coverage, facts.zone, question.timezone, None).bounds()
    if bounds is None:
        raise NoData("Nothing was loaded yet.")
    return bounds[1]


def _reached(facts: Facts, now: datetime | None, calendar: Calendar) -> int:
    """Now where that is asked, else the end of the day of the newest sale."""
    if now is not None:
        return to_ms(now)
    return 0 if facts.newest_ms is None else calendar.start_ms(calendar.day_of(facts.newest_ms) + DAY)


def _refuse_absurd(span: DateSpan | None, grain: Grain | None) -> None:
    if span is None or grain is None:
        return
    days = span.end.toordinal() - span.start.toordinal() - 1
    if days / _SHORTEST[grain] > MAX_BUCKETS:
        raise _too_many(grain)


def _too_many(grain: Grain) -> TooManyBuckets:
    return TooManyBuckets(f"The period has more than {MAX_BUCKETS} buckets of one {grain.lower()}.", field="grain")


def _window(name: str, stretch: Stretch, grain: Grain | None, calendar: Calendar, told: _Told) -> Window:
    return Window(
        name=name,
        start_ms=stretch.start_ms,
        end_ms=stretch.end_ms,
        first_day=stretch.first_day,
        last_day=stretch.last_day,
        covered_days=told.covered.count(stretch.first_day, stretch.last_day),
        days=stretch.days,
        buckets=() if grain is None else _buckets(stretch, grain, calendar, told),
        whole=stretch.whole,
    )


@lru_cache(maxsize=16)
def _buckets(stretch: Stretch, grain: Grain, calendar: Calendar, told: _Told) -> tuple[Bucket, ...]:
    if grain is Grain.HOUR and has_odd_shift(stretch.start_ms, stretch.end_ms, calendar.zone):
        raise IllegalCombination(
            f"Clocks in {calendar.zone} move by less than an hour in this period, so its hours overlap.",
            "Ask by day, or in another time zone.",
        )
    units = tuple(islice(calendar.units(stretch.start_ms, stretch.end_ms, grain), MAX_BUCKETS + 1))
    if len(units) > MAX_BUCKETS:
        raise _too_many(grain)
    states = (_status(unit, stretch, _last_day(unit, grain, calendar), told.covered) for unit in units)
    return tuple(
        Bucket(
            max(unit.start_ms, stretch.start_ms),
            min(unit.end_ms, stretch.end_ms),
            label_of(unit, grain, calendar),
            status,
            unit.start_ms,
            running=status == "PARTIAL" and unit.start_ms < told.reached < unit.end_ms,
        )
        for unit, status in zip(units, states, strict=True)
    )


def _last_day(unit: Unit, grain: Grain, calendar: Calendar) -> date:
    return unit.first_day if grain is Grain.HOUR else calendar.step(unit.first_day, grain) - DAY


def _status(unit: Unit, stretch: Stretch, unit_last: date, covered: CoveredDays) -> str:
    """COMPLETE only when the whole unit is in the window and every day of it was loaded."""
    first, last = max(unit.first_day, stretch.first_day), min(unit_last, stretch.last_day)
    count = covered.count(first, last)
    if count == 0:
        return "NOT_LOADED"
    is_cut = unit.start_ms < stretch.start_ms or unit.end_ms > stretch.end_ms
    return "PARTIAL" if is_cut or count <= (last - first).days else "COMPLETE"
