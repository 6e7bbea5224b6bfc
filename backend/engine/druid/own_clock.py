"""Buckets cut by our own clock where a zone skips or repeats a midnight: there Druid cuts one bucket in two.

Its two halves of a day, week or month would be added up, which no distinct count survives. Comes in: a statement whose
time floors name a zone. Goes out: one that floors what local clocks show, as if that were UTC; and its answer with
those midnights as instants again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import polars as pl
from sqlglot import exp

from backend.engine.druid.statements import FLOOR, Cutting, cutting_of, floor_of
from backend.engine.druid.zone_proof import cut_stretch
from backend.engine.result import BUCKET, INSTANT
from backend.engine.zones import DAY_MS, Stretch, stretches, year_of
from backend.planner.plan import Interval, Statement
from druid.calendar import EPOCH, day_start_ms, offset_ms, to_ms

HOUR = "PT1H"


def on_own_clock(statement: Statement) -> tuple[Statement, str | None]:
    """The statement as it is; or cut by our clock, with the zone whose midnights its answer holds."""
    cutting = cutting_of(statement)
    if cutting is None:
        return statement, None
    cut = cut_stretch(cutting, statement.intervals)
    return (by_own_clock(statement, cutting, cut), cutting.zone) if is_bent(cutting, cut) else (statement, None)


def is_bent(cutting: Cutting, cut: Interval) -> bool:
    """Whether clocks of the zone skip or repeat a midnight in the stretch, so that days must be cut by our clock."""
    if cutting.period == HOUR:
        return False
    found = stretches(cutting.zone, year_of(cut.start_ms), year_of(cut.end_ms))
    return any(_bends(before, after) for before, after in pairwise(found) if _lies_in(after, cut))


def _lies_in(stretch: Stretch, cut: Interval) -> bool:
    return stretch.start_ms is not None and cut.start_ms <= stretch.start_ms < cut.end_ms


def _bends(before: Stretch, after: Stretch) -> bool:
    """Midnight is among the times that clocks skip or repeat, their ends included."""
    change = after.start_ms or 0
    low, high = sorted((change + before.offset_ms, change + after.offset_ms))
    return -(-low // DAY_MS) * DAY_MS <= high


def by_own_clock(statement: Statement, cutting: Cutting, cut: Interval) -> Statement:
    """The statement with buckets as local midnights written as if they were UTC."""
    select = statement.sql.copy()
    floor = floor_of(select)
    if floor is None:
        return statement
    column, period, origin, _ = floor.expressions
    shown = _shown(column, stretches(cutting.zone, year_of(cut.start_ms), year_of(cut.end_ms)))
    began = origin.copy() if not cutting.has_origin else _local_origin(origin, cutting.zone)
    floor.set("expressions", [shown, period.copy(), began, exp.Literal.string("UTC")])
    return replace(statement, sql=select)


def _call(name: str, argument: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=[argument])


def _shown(column: exp.Expr, zone: Sequence[Stretch]) -> exp.Expr:
    """What local clocks show, by the stretch that an instant is in."""
    case = exp.Case()
    for stretch, following in pairwise(zone):
        is_before = exp.LT(this=_millis(column), expression=exp.Literal.number(following.start_ms or 0))
        case = case.when(is_before, _local(column, stretch), copy=False)
    last = _local(column, zone[-1])
    return _call("MILLIS_TO_TIMESTAMP", case.else_(last, copy=False) if len(zone) > 1 else last)


def _millis(column: exp.Expr) -> exp.Expr:
    return _call("TIMESTAMP_TO_MILLIS", column.copy())


def _local(column: exp.Expr, stretch: Stretch) -> exp.Expr:
    """Local milliseconds; clocks put back over a midnight do not end the day that had begun."""
    kind = exp.Add if stretch.offset_ms >= 0 else exp.Sub
    local = kind(this=_millis(column), expression=exp.Literal.number(abs(stretch.offset_ms)))
    if stretch.reached_ms is None:
        return local
    reached = exp.Literal.number(stretch.reached_ms)
    return exp.Case().when(exp.LT(this=local, expression=reached), reached.copy()).else_(local.copy())


def _local_origin(origin: exp.Expr, zone: str) -> exp.Expr:
    ms = to_ms(datetime.fromisoformat(origin.this.name).replace(tzinfo=UTC))
    local = EPOCH.fromtimestamp((ms + offset_ms(ms, zone)) // 1000, UTC)
    return exp.cast(exp.Literal.string(local.strftime("%Y-%m-%d %H:%M:%S")), "TIMESTAMP")


def counting_by_own_clock(statement: Statement) -> Statement:
    """The statement with the days that it counts, which are no buckets, cut by our clock in every zone."""
    select = statement.sql
    if not any(_counted_floors(select)):
        return statement
    select = select.copy()
    years = [year_of(ms) for interval in statement.intervals for ms in (interval.start_ms, interval.end_ms)]
    for floor in tuple(_counted_floors(select)):
        column, period, _, zone = floor.expressions
        shown = _shown(column, stretches(zone.name, min(years), max(years)))
        floor.set("expressions", [shown, period.copy(), exp.null(), exp.Literal.string("UTC")])
    return replace(statement, sql=select)


def _counted_floors(select: exp.Select) -> Iterator[exp.Anonymous]:
    found = (floor for count in select.find_all(exp.Distinct) for floor in count.find_all(exp.Anonymous))
    return (floor for floor in found if floor.name == FLOOR)


def at_instants(frame: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Local midnights as the first instants of their days."""
    shown: list[datetime] = frame[BUCKET].to_list()
    starts = pl.Series(BUCKET, [day_start_ms(moment.date(), zone) for moment in shown], dtype=pl.Int64)
    return frame.with_columns(starts.cast(INSTANT))
