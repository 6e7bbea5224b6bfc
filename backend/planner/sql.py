"""A part of a plan as one Druid SELECT, built with sqlglot; values are typed `?` parameters, never text.

Comes in: a resolved question, a window, a part. Goes out: a `Statement`. The text depends on the shape of a question
only: zone, grain, names and the number of values. So a tree is built once for a shape and shared; nobody may change it.
Columns: `bucket`, the dimensions, the leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from functools import lru_cache

from sqlglot import exp

from backend.planner.ask import Ask
from backend.planner.plan import Parameter, Statement, Window
from backend.planner.scene import Aggregate, Part
from backend.question import Filter
from druid.calendar import EPOCH, Calendar, day_start_ms, moment_of
from druid.catalog.model import Grain
from druid.grain import ISO_PERIOD

BUCKET = "bucket"
_ORIGIN = date(1980, 1, 1)
KEPT_SHAPES = 256


@dataclass(frozen=True, slots=True)
class _Rows:
    """The shape of a condition: `spans` stretches of time, the column of a status, filters with blank members."""

    time: str
    spans: int
    status: str | None
    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """All that a statement's text depends on; `floor` is the grain of its buckets and whose days they are."""

    table: str
    rows: _Rows
    aggregates: tuple[Aggregate, ...]
    dimensions: tuple[str, ...]
    floor: tuple[Grain, Calendar] | None


def write_statement(ask: Ask, window: Window, part: Part) -> Statement:
    """The part as a statement."""
    question = ask.question
    floor = None
    if question.grain is not None:
        floor = question.grain, Calendar(question.timezone, question.start_of_week, question.fiscal_start)
    shape = _Shape(part.table, _rows(ask, part), part.aggregates, question.dimensions, floor)
    return Statement(
        table=part.table,
        window=window.name,
        intervals=part.intervals,
        sql=_select(shape),
        parameters=tuple(_parameters(ask, part)),
        dimensions=ask.question.dimensions,
        leaves=tuple(aggregate.leaf for aggregate in part.aggregates),
        has_bucket=ask.question.grain is not None,
    )


@lru_cache(maxsize=KEPT_SHAPES)
def _select(shape: _Shape) -> exp.Select:
    """Groups by position, so that no expression is repeated."""
    time = shape.rows.time
    keys = [_named(_column(name), name) for name in shape.dimensions]
    if shape.floor is not None:
        keys.insert(0, _named(time_floor(time, *shape.floor), BUCKET))
    select = exp.select(*keys, *(_aggregate(a, time) for a in shape.aggregates), copy=False)
    select = select.from_(exp.table_(shape.table, quoted=True), copy=False)
    select = select.where(_condition(shape.rows), copy=False)
    if keys:
        positions = [exp.Literal.number(index + 1) for index in range(len(keys))]
        select = select.group_by(*positions, copy=False)
    return select


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _named(expression: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(expression, name, quoted=True, copy=False)


def time_floor(column: str, grain: Grain, calendar: Calendar) -> exp.Expr:
    """TIME_FLOOR to the local bucket; an origin is given only where buckets do not begin as Druid's own do."""
    origin = _origin(grain, calendar)
    arguments = [
        _column(column),
        exp.Literal.string(ISO_PERIOD[grain]),
        exp.null() if origin is None else exp.cast(exp.Literal.string(origin), "TIMESTAMP"),
        exp.Literal.string(calendar.zone),
    ]
    return exp.Anonymous(this="TIME_FLOOR", expressions=arguments)


def _origin(grain: Grain, calendar: Calendar) -> str | None:
    """A local midnight that exists, before any sale, at which such a bucket begins."""
    is_plain = {
        Grain.WEEK: calendar.start_of_week == 1,
        Grain.QUARTER: calendar.fiscal_start % 3 == 1,
        Grain.YEAR: calendar.fiscal_start == 1,
    }.get(grain, True)
    if is_plain:
        return None
    first = calendar.first_day(_ORIGIN, grain)
    while moment_of(day_start_ms(first, calendar.zone), calendar.zone).hour:
        first = calendar.step(first, grain)
    start = EPOCH + timedelta(milliseconds=day_start_ms(first, calendar.zone))
    return start.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _aggregate(aggregate: Aggregate, time: str) -> exp.Expr:
    column = _column(aggregate.column)
    match aggregate.function:
        case "SUM":
            value: exp.Expr = exp.Sum(this=column)
        case "COUNT":
            value = exp.Coalesce(this=exp.Sum(this=column), expressions=[exp.Literal.number(0)])
        case "MIN":
            value = exp.Min(this=column)
        case "MAX":
            value = exp.Max(this=column)
        case _:
            value = exp.Count(this=exp.Distinct(expressions=[_distinct_value(aggregate, time)]))
    return _named(value, aggregate.leaf)


def _distinct_value(aggregate: Aggregate, time: str) -> exp.Expr:
    """The member, with its day where days are counted; nothing on lines that do not count."""
    value: exp.Expr = _column(aggregate.column)
    if aggregate.day_of is not None:
        day = time_floor(time, Grain.DAY, Calendar(aggregate.day_of))
        number = exp.cast(exp.Anonymous(this="TIMESTAMP_TO_MILLIS", expressions=[day]), "VARCHAR")
        joint = exp.DPipe(this=value, expression=exp.Literal.string(" "))
        value = exp.DPipe(this=joint, expression=number)
    if aggregate.positive is None:
        return value
    is_positive = exp.GT(this=_column(aggregate.positive), expression=exp.Literal.number(0))
    return exp.Case().when(is_positive, value, copy=False)


def conditions(ask: Ask, part: Part) -> tuple[exp.Expr, list[Parameter]]:
    """Time, completed lines, then filters in the question's order; parameters in the order of their marks."""
    return _condition(_rows(ask, part)), list(_parameters(ask, part))


def _rows(ask: Ask, part: Part) -> _Rows:
    status = ask.catalog.completed[0] if _is_completed_alone(ask, part) else None
    return _Rows(ask.catalog.time, len(part.intervals), status, tuple(map(_blank, ask.question.filters)))


def _is_completed_alone(ask: Ask, part: Part) -> bool:
    return part.table == ask.catalog.base and not ask.by_status


def _blank(restriction: Filter) -> Filter:
    """The filter with its members' number, but not their names."""
    return replace(
        restriction,
        members=None if restriction.members is None else tuple(map(_blank_member, restriction.members)),
        excluded=tuple(map(_blank_member, restriction.excluded)),
        contains=None if restriction.contains is None else "",
    )


def _blank_member(member: str | None) -> str | None:
    return None if member is None else ""


def _parameters(ask: Ask, part: Part) -> Iterator[Parameter]:
    """The values for the marks of `_condition`, in its order."""
    for place, interval in enumerate(part.intervals):
        start = interval.start_ms if place or part.rows_from is None else part.rows_from
        yield Parameter("TIMESTAMP", start)
        yield Parameter("TIMESTAMP", interval.end_ms)
    if _is_completed_alone(ask, part):
        yield Parameter("VARCHAR", ask.catalog.completed[1])
    for restriction in ask.question.filters:
        found = (*(restriction.members or ()), *restriction.excluded, restriction.contains)
        yield from (Parameter("VARCHAR", text) for text in found if text is not None)


def _condition(rows: _Rows) -> exp.Expr:
    terms = [_time(rows.time, rows.spans)]
    if rows.status is not None:
        terms.append(exp.EQ(this=_column(rows.status), expression=exp.Placeholder()))
    for restriction in rows.filters:
        terms.extend(_filter_terms(restriction, _column(restriction.dimension)))
    return exp.and_(*terms, copy=False)


def _time(column: str, spans: int) -> exp.Expr:
    found = []
    for _ in range(spans):
        begins = exp.GTE(this=_column(column), expression=exp.Placeholder())
        ends = exp.LT(this=_column(column), expression=exp.Placeholder())
        found.append(exp.and_(begins, ends, copy=False))
    return exp.or_(*found, copy=False) if len(found) > 1 else found[0]


def _filter_terms(restriction: Filter, column: exp.Column) -> list[exp.Expr]:
    """The conditions of one filter on a column, in a fixed order."""
    terms: list[exp.Expr] = []
    if restriction.members is not None:
        terms.append(_included(column, restriction.members))
    if restriction.excluded:
        terms.append(_excluded(column, restriction.excluded))
    if restriction.contains is not None:
        terms.append(exp.Anonymous(this="ICONTAINS_STRING", expressions=[column.copy(), exp.Placeholder()]))
    if restriction.is_null is not None:
        terms.append(_is_null(column) if restriction.is_null else exp.Not(this=_is_null(column)))
    return terms


def _included(column: exp.Column, members: tuple[str | None, ...]) -> exp.Expr:
    named = _member_list(column, members)
    if None not in members:
        return named if named is not None else exp.EQ(this=exp.Literal.number(1), expression=exp.Literal.number(0))
    return _is_null(column) if named is None else exp.or_(named, _is_null(column), copy=False)


def _excluded(column: exp.Column, members: tuple[str | None, ...]) -> exp.Expr:
    """Lines without a member stay unless they are excluded by name."""
    named = _member_list(column, members)
    if None not in members and named is not None:
        return exp.or_(exp.Not(this=named), _is_null(column), copy=False)
    without = exp.Not(this=_is_null(column))
    return without if named is None else exp.and_(exp.Not(this=named), without, copy=False)


def _member_list(column: exp.Column, members: tuple[str | None, ...]) -> exp.In | None:
    values = [exp.Placeholder() for member in members if member is not None]
    return exp.In(this=column.copy(), expressions=values) if values else None


def _is_null(column: exp.Column) -> exp.Is:
    return exp.Is(this=column.copy(), expression=exp.null())
