"""A part of a plan as one Druid SELECT, built with sqlglot; values are typed `?` parameters, never text.

Comes in: a resolved question, a window, a part. Goes out: a `Statement`. The text depends on the shape of a question
only: zone, grain, names and the number of values. Columns: `bucket`, the dimensions, the leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from sqlglot import exp

from backend.planner.ask import Ask
from backend.planner.plan import Interval, Parameter, Statement, Window
from backend.planner.scene import Aggregate, Part
from backend.question import Filter
from druid.calendar import EPOCH, Calendar, day_start_ms, moment_of
from druid.catalog.model import Grain
from druid.grain import ISO_PERIOD

BUCKET = "bucket"
_ORIGIN = date(1980, 1, 1)


def write_statement(ask: Ask, window: Window, part: Part) -> Statement:
    """The part as a statement; groups by position, so that no expression is repeated."""
    keys = _keys(ask)
    condition, parameters = conditions(ask, part)
    select = exp.select(*keys, *(_aggregate(a, ask.catalog.time) for a in part.aggregates), copy=False)
    select = select.from_(exp.table_(part.table, quoted=True), copy=False).where(condition, copy=False)
    if keys:
        positions = [exp.Literal.number(index + 1) for index in range(len(keys))]
        select = select.group_by(*positions, copy=False)
    return Statement(
        table=part.table,
        window=window.name,
        intervals=part.intervals,
        sql=select,
        parameters=tuple(parameters),
        dimensions=ask.question.dimensions,
        leaves=tuple(aggregate.leaf for aggregate in part.aggregates),
        has_bucket=ask.question.grain is not None,
    )


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _named(expression: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(expression, name, quoted=True, copy=False)


def _keys(ask: Ask) -> list[exp.Expr]:
    question = ask.question
    dimensions = [_named(_column(name), name) for name in question.dimensions]
    if question.grain is None:
        return dimensions
    calendar = Calendar(question.timezone, question.start_of_week, question.fiscal_start)
    return [_named(time_floor(ask.catalog.time, question.grain, calendar), BUCKET), *dimensions]


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
    parameters: list[Parameter] = []
    first, *others = part.intervals
    rows = first if part.rows_from is None else Interval(part.rows_from, first.end_ms)
    terms = [_time(ask.catalog.time, (rows, *others), parameters)]
    if part.table == ask.catalog.base and not ask.by_status:
        column, value = ask.catalog.completed
        terms.append(exp.EQ(this=_column(column), expression=_text(value, parameters)))
    for restriction in ask.question.filters:
        terms.extend(filter_terms(restriction, _column(restriction.dimension), parameters))
    return exp.and_(*terms, copy=False), parameters


def _time(column: str, intervals: Iterable[Interval], parameters: list[Parameter]) -> exp.Expr:
    spans = []
    for interval in intervals:
        begins = exp.GTE(this=_column(column), expression=_moment(interval.start_ms, parameters))
        ends = exp.LT(this=_column(column), expression=_moment(interval.end_ms, parameters))
        spans.append(exp.and_(begins, ends, copy=False))
    return exp.or_(*spans, copy=False) if len(spans) > 1 else spans[0]


def _moment(ms: int, parameters: list[Parameter]) -> exp.Placeholder:
    parameters.append(Parameter("TIMESTAMP", ms))
    return exp.Placeholder()


def _text(value: str, parameters: list[Parameter]) -> exp.Placeholder:
    parameters.append(Parameter("VARCHAR", value))
    return exp.Placeholder()


def filter_terms(restriction: Filter, column: exp.Column, parameters: list[Parameter]) -> list[exp.Expr]:
    """The conditions of one filter on a column, in a fixed order."""
    terms: list[exp.Expr] = []
    if restriction.members is not None:
        terms.append(_included(column, restriction.members, parameters))
    if restriction.excluded:
        terms.append(_excluded(column, restriction.excluded, parameters))
    if restriction.contains is not None:
        found = exp.Anonymous(
            this="ICONTAINS_STRING", expressions=[column.copy(), _text(restriction.contains, parameters)]
        )
        terms.append(found)
    if restriction.is_null is not None:
        terms.append(_is_null(column) if restriction.is_null else exp.Not(this=_is_null(column)))
    return terms


def _included(column: exp.Column, members: tuple[str | None, ...], parameters: list[Parameter]) -> exp.Expr:
    named = _member_list(column, members, parameters)
    if None not in members:
        return named if named is not None else exp.EQ(this=exp.Literal.number(1), expression=exp.Literal.number(0))
    return _is_null(column) if named is None else exp.or_(named, _is_null(column), copy=False)


def _excluded(column: exp.Column, members: tuple[str | None, ...], parameters: list[Parameter]) -> exp.Expr:
    """Lines without a member stay unless they are excluded by name."""
    named = _member_list(column, members, parameters)
    if None not in members and named is not None:
        return exp.or_(exp.Not(this=named), _is_null(column), copy=False)
    without = exp.Not(this=_is_null(column))
    return without if named is None else exp.and_(exp.Not(this=named), without, copy=False)


def _member_list(column: exp.Column, members: tuple[str | None, ...], parameters: list[Parameter]) -> exp.In | None:
    values = [_text(member, parameters) for member in members if member is not None]
    return exp.In(this=column.copy(), expressions=values) if values else None


def _is_null(column: exp.Column) -> exp.Is:
    return exp.Is(this=column.copy(), expression=exp.null())
