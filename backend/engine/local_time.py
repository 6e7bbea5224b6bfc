"""Druid's time functions as DuckDB expressions: floor, shift and extract in any zone, without the session's zone.

Comes in: an instant column (naive UTC), a period, an origin and the zone's stretches. Goes out: sqlglot nodes over
epoch microseconds. In each stretch of one offset local time is a constant away, so a floor is integer arithmetic;
only going back to UTC asks whether the clocks changed in between. A day without a midnight starts at its first
existing moment. Instants are 1970 or later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from sqlglot import exp

from backend.engine.zones import DAY_MS, Stretch

HOUR_MS = 3_600_000
WEEK_MS = 7 * DAY_MS
MONDAY_MS = 4 * DAY_MS
_LONGEST_MS = {1: 32 * DAY_MS, 3: 93 * DAY_MS, 12: 367 * DAY_MS}

Local = Callable[[exp.Expression], exp.Expression]


def call(name: str, *arguments: exp.Expression) -> exp.Expression:
    return exp.Anonymous(this=name, expressions=[argument.copy() for argument in arguments])


def number(value: int) -> exp.Expression:
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


def _span(ms: int) -> exp.Expression:
    """Milliseconds as the microseconds that DuckDB stores: reading those costs nothing."""
    return number(ms * 1000)


def plus(expression: exp.Expression, ms: int) -> exp.Expression:
    """`expression` moved by a constant, unchanged when that is 0."""
    if ms == 0:
        return expression.copy()
    node = exp.Add if ms > 0 else exp.Sub
    return exp.paren(node(this=expression.copy(), expression=_span(abs(ms))), copy=False)


def epoch(instant: exp.Expression) -> exp.Expression:
    return call("epoch_us", instant)


def moment(microseconds: exp.Expression) -> exp.Expression:
    return call("make_timestamp", microseconds)


def _multiple(expression: exp.Expression, length: int, phase: int) -> exp.Expression:
    """The last whole multiple of `length` since `phase`."""
    whole = exp.IntDiv(this=plus(expression, -phase), expression=_span(length))
    return plus(exp.paren(exp.Mul(this=exp.paren(whole), expression=_span(length))), phase)


def local_floor(period: str, origin_ms: int | None) -> tuple[Local, int]:
    """A floor over the local clock, and the longest a bucket of it can be."""
    if period == "P1D":
        return lambda local: _multiple(local, DAY_MS, 0), DAY_MS
    if period == "P1W":
        phase = MONDAY_MS if origin_ms is None else origin_ms % WEEK_MS
        return lambda local: _multiple(local, WEEK_MS, phase), WEEK_MS
    months = {"P1M": 1, "P3M": 3, "P1Y": 12}[period]
    return _month_floor(months, origin_ms), _LONGEST_MS[months]


def _month_floor(months: int, origin_ms: int | None) -> Local:
    late = 0 if origin_ms is None else _month_of(origin_ms) % months
    unit = exp.Literal.string({1: "month", 3: "quarter", 12: "year"}[months])

    def floor(local: exp.Expression) -> exp.Expression:
        if late == 0:
            return epoch(call("date_trunc", unit, moment(local)))
        step = call("to_months", number(late))
        earlier = exp.Sub(this=moment(local), expression=step.copy())
        return epoch(exp.Add(this=call("date_trunc", unit, earlier), expression=step))

    return floor


def _month_of(local_ms: int) -> int:
    """Months since January of a local instant."""
    return datetime.fromtimestamp(local_ms / 1000, UTC).month - 1


def floor_instant(instant: exp.Expression, floor: tuple[Local, int], zone: Sequence[Stretch]) -> exp.Expression:
    """The UTC instant at which the local bucket of `instant` starts."""
    ms = epoch(instant)
    to_start, longest = floor
    starts = [
        to_utc(to_start(_reached(plus(ms, stretch.offset_ms), stretch)), zone, index, longest)
        for index, stretch in enumerate(zone)
    ]
    return moment(by_stretch(ms, starts, zone))


def floor_hour(instant: exp.Expression, zone: Sequence[Stretch]) -> exp.Expression:
    """The start of the hour on the wall, counted back by the time that really passed, so a repeated hour is two."""
    ms = epoch(instant)
    phases = [stretch.offset_ms % HOUR_MS for stretch in zone]
    if len(set(phases)) == 1:
        return moment(_multiple(ms, HOUR_MS, -phases[0] % HOUR_MS))
    return moment(by_stretch(ms, [_multiple(ms, HOUR_MS, -phase % HOUR_MS) for phase in phases], zone))


def local_clock(instant: exp.Expression, zone: Sequence[Stretch]) -> exp.Expression:
    """What clocks of the zone show, as microseconds."""
    ms = epoch(instant)
    return by_stretch(ms, [plus(ms, stretch.offset_ms) for stretch in zone], zone)


def shift_instant(instant: exp.Expression, step: exp.Expression, offset: int) -> exp.Expression:
    """`instant` moved by a calendar step on a local clock that is never changed."""
    local = moment(plus(epoch(instant), offset))
    return moment(plus(epoch(exp.Add(this=local, expression=step)), -offset))


def by_stretch(ms: exp.Expression, values: Sequence[exp.Expression], zone: Sequence[Stretch]) -> exp.Expression:
    """The value of the stretch that an instant is in."""
    case = exp.Case()
    for value, following in zip(values, zone[1:], strict=False):
        case = case.when(exp.LT(this=ms.copy(), expression=_span(following.start_ms or 0)), value, copy=False)
    return case.else_(values[-1], copy=False) if len(values) > 1 else values[0]


def to_utc(local: exp.Expression, zone: Sequence[Stretch], index: int, longest: int) -> exp.Expression:
    """The first instant at which clocks show `local`, known to be in stretch `index` or at most `longest` before."""
    first = index
    earliest = (zone[index].start_ms or 0) - longest - 2 * DAY_MS
    while first > 0 and (zone[first].start_ms or 0) > earliest:
        first -= 1
    return _first_instant(local, zone[first : index + 1])


def _first_instant(local: exp.Expression, zone: Sequence[Stretch]) -> exp.Expression:
    case = exp.Case()
    for stretch, following in pairwise(zone):
        shown_until = (following.start_ms or 0) + stretch.offset_ms
        before = exp.LT(this=local.copy(), expression=_span(shown_until))
        case = case.when(before, _back(local, stretch), copy=False)
    last = _back(local, zone[-1])
    return case.else_(last, copy=False) if len(zone) > 1 else last


def _back(local: exp.Expression, stretch: Stretch) -> exp.Expression:
    instant = plus(local, -stretch.offset_ms)
    return instant if stretch.start_ms is None else call("greatest", instant, _span(stretch.start_ms))


def _reached(local: exp.Expression, stretch: Stretch) -> exp.Expression:
    return local if stretch.reached_ms is None else call("greatest", local, _span(stretch.reached_ms))
