"""Hours of the week: a question by HOUR with `of_week` has 168 buckets, each of all weeks of its window together.

In: the same as of any question. Out: windows whose buckets are those hours, from Monday 00:00 on as so many hours after
the epoch; statements that lay every line on the hour that its local clock showed, so that an hour that clocks skipped
is empty and one that they repeated holds both. Counts are of distinct things in an hour over all weeks.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from sqlglot import exp

from backend.planner.ask import Ask, read_question
from backend.planner.coverage import covered_days
from backend.planner.facts import Facts, facts_of
from backend.planner.plan import Bucket, Plan, Reason, Statement, Window
from backend.planner.route import Choice, choose_rollup
from backend.planner.scene import PRICES, Part
from backend.planner.sql import BUCKET, write_statement
from backend.planner.steps import Draft, note_bases, note_orders
from backend.planner.view import View
from backend.planner.windows import resolve_windows
from backend.question import DateSpan, Period, Question
from druid.calendar import DAY, HOUR_MS, hour_start_ms, local_day, offset_ms
from druid.catalog.model import Catalog, Grain
from druid.store.manifest import OrderException

HOURS = 168
NOT_LOADED, COMPLETE = "NOT_LOADED", "COMPLETE"
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_STEP_MS = 24 * HOUR_MS


def plan_hours(question: Question, catalog: Catalog, view: View, now: datetime) -> Plan:
    """The plan of a question by hours of the week."""
    facts = facts_of(view.manifest, catalog)
    ask = read_question(question, catalog, facts.loaded, view.policy)
    windows = resolve_windows(replace(question, grain=None), facts, now)
    choices = tuple(_choose(ask, window, facts) for window in windows)
    statements = tuple(
        _statement(ask, window, part) for window, choice in zip(windows, choices, strict=True) for part in choice.parts
    )
    draft = Draft(question, facts, now, PRICES, ask, windows, choices, statements)
    rejections = dict.fromkeys(rejection for choice in choices for rejection in choice.rejections)
    return Plan(
        question=question,
        grain=question.grain,
        windows=tuple(replace(window, buckets=_buckets(question, window, facts, now)) for window in windows),
        statements=statements,
        rejections=tuple(rejections),
        notes=note_bases(note_orders(draft)).notes,
        nulls=dict(ask.nulls),
    )


def loaded_weekdays(question: Question, window: Window, facts: Facts, now: datetime) -> tuple[int, ...]:
    """How many Mondays, Tuesdays... of a window some load spoke for."""
    bounds = covered_days(facts.coverage, facts.zone, question.timezone, None).bounds()
    first, last = (window.first_day, window.last_day) if bounds is None else _within(window, bounds)
    counts = [0] * 7
    if bounds is None or last < first:
        return tuple(counts)
    daily = replace(question, grain=Grain.DAY, period=Period.CUSTOM, span=DateSpan(first, last), compare=())
    (days,) = resolve_windows(daily, facts, now)
    for bucket in days.buckets:
        if bucket.status != NOT_LOADED:
            counts[local_day(bucket.start_ms, question.timezone).weekday()] += 1
    return tuple(counts)


def _within(window: Window, bounds: tuple[date, date]) -> tuple[date, date]:
    return max(window.first_day, bounds[0]), min(window.last_day, bounds[1])


def _buckets(question: Question, window: Window, facts: Facts, now: datetime) -> tuple[Bucket, ...]:
    """A weekday of the window that was never loaded is unknown; one that the window has not is empty."""
    loaded = loaded_weekdays(question, window, facts, now)
    shown = {(window.first_day + DAY * n).weekday() for n in range(min(window.days, 7))}
    holes = {day for day in range(7) if not loaded[day] and (day in shown or not window.covered_days)}
    return tuple(
        Bucket(
            hour * HOUR_MS,
            (hour + 1) * HOUR_MS,
            f"{NAMES[hour // 24]} {hour % 24:02}:00",
            NOT_LOADED if hour // 24 in holes else COMPLETE,
        )
        for hour in range(HOURS)
    )


def _choose(ask: Ask, window: Window, facts: Facts) -> Choice:
    """Rows of hours serve where both zones' hours begin together; markers where no order has lines in two hours."""
    zone = ask.question.timezone
    if not ask.base_only and not _begin_together(window, zone, facts.zone):
        choice = choose_rollup(replace(ask, base_only=True), window, facts)
        told = (replace(one, reason=Reason.ZONE_NOT_ALIGNED, field=zone) for one in choice.rejections)
        return replace(choice, rejections=tuple(told))
    if not any(_has_two_hours(order, facts.zone) for order in facts.touching(window.start_ms, window.end_ms)):
        return choose_rollup(ask, window, facts)
    choice = choose_rollup(replace(ask, markers={}), window, facts)
    return replace(choice, orders_split=bool(ask.markers) and not ask.base_only)


def _begin_together(window: Window, zone: str, other: str) -> bool:
    phases = {
        offset % HOUR_MS for name in (zone, other) for _, offset in stretches(window.start_ms, window.end_ms, name)
    }
    return len(phases) == 1


def _has_two_hours(order: OrderException, zone: str) -> bool:
    return hour_start_ms(order.first_ms, zone) != hour_start_ms(order.last_ms, zone)


def _statement(ask: Ask, window: Window, part: Part) -> Statement:
    """The statement by hours that pass, its bucket replaced by the hour of the week."""
    plain = write_statement(ask, window, part)
    first, last = part.intervals[0].start_ms, part.intervals[-1].end_ms
    clock = stretches(min(first, part.rows_from or first), last, ask.question.timezone)
    hour = exp.alias_(hour_of_week(ask.catalog.time, clock), BUCKET, quoted=True)
    _, *others = (item.copy() for item in plain.sql.expressions)
    return replace(plain, sql=plain.sql.select(hour, *others, append=False, copy=True))


Clock = tuple[tuple[int | None, int], ...]


@lru_cache(maxsize=256)
def stretches(start_ms: int, end_ms: int, zone: str) -> Clock:
    """How far clocks are ahead of UTC, and until when (None: to the end)."""
    marks = (*range(start_ms, end_ms, _STEP_MS), max(start_ms, end_ms - 1))
    found: list[tuple[int | None, int]] = []
    for early, late in pairwise(marks):
        before, after = offset_ms(early, zone), offset_ms(late, zone)
        if before != after:
            found.append((_change(early, late, zone), before))
    return (*found, (None, offset_ms(marks[-1], zone)))


def _change(early: int, late: int, zone: str) -> int:
    """The first instant of the later offset."""
    offset = offset_ms(late, zone)
    while late - early > 1:
        middle = (early + late) // 2
        early, late = (early, middle) if offset_ms(middle, zone) == offset else (middle, late)
    return late


def hour_of_week(column: str, clock: Clock) -> exp.Expr:
    """The hour of the week that local clocks show, as that many hours after the epoch.

    Our own offsets are written out, so that every engine has the same clock.
    """
    local = _call("MILLIS_TO_TIMESTAMP", _local(column, clock))
    day = exp.paren(exp.Sub(this=_part(local, "DOW"), expression=exp.Literal.number(1)))
    hours = exp.Add(this=exp.Mul(this=day, expression=exp.Literal.number(24)), expression=_part(local, "HOUR"))
    return _call("MILLIS_TO_TIMESTAMP", exp.Mul(this=exp.paren(hours), expression=exp.Literal.number(HOUR_MS)))


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _part(local: exp.Expr, field: str) -> exp.Expr:
    return _call("TIME_EXTRACT", local.copy(), exp.Literal.string(field), exp.Literal.string("UTC"))


def _local(column: str, clock: Clock) -> exp.Expr:
    """What clocks show, as milliseconds: by the stretch of one offset that an instant is in."""
    *changes, (_, last) = clock
    case = exp.Case()
    for until, offset in changes:
        before = exp.LT(this=_millis(column), expression=exp.Literal.number(until))
        case = case.when(before, _shifted(column, offset), copy=False)
    shown = _shifted(column, last)
    return case.else_(shown, copy=False) if changes else shown


def _millis(column: str) -> exp.Expr:
    return _call("TIMESTAMP_TO_MILLIS", exp.column(column, quoted=True))


def _shifted(column: str, offset: int) -> exp.Expr:
    kind = exp.Add if offset >= 0 else exp.Sub
    return kind(this=_millis(column), expression=exp.Literal.number(abs(offset)))
