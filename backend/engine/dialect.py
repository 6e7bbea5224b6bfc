"""Druid's SQL to DuckDB's, by our own table of what is allowed: everything else raises.

Comes in: a SELECT as the planner builds it, the source that stands for its table, the years it asks about. Goes
out: DuckDB text with the same `?` in the same order. Nothing depends on the session's time zone or collation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

from backend.engine.local_time import (
    call,
    floor_hour,
    floor_instant,
    local_clock,
    local_floor,
    moment,
    number,
    shift_instant,
)
from backend.engine.zones import FIRST_YEAR, LAST_YEAR, Stretch, stretches, year_of
from druid.calendar import offset_ms


class UnknownFunction(ValueError):
    """A function or form of SQL that has no tested equivalent."""


@dataclass(frozen=True, slots=True)
class Years:
    """The span of years, both included, whose clock changes a statement can meet."""

    first: int = FIRST_YEAR
    last: int = LAST_YEAR

    @classmethod
    def around(cls, start_ms: int, end_ms: int) -> Years:
        """With the year before, in which a bucket may start."""
        return cls(max(FIRST_YEAR, year_of(start_ms) - 1), min(LAST_YEAR, year_of(end_ms)))


_PLAIN: frozenset[type[exp.Expression]] = frozenset(
    (
        *(exp.Select, exp.From, exp.Table, exp.Identifier, exp.Column, exp.Alias, exp.Where, exp.Group, exp.Having),
        *(exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Is),
        *(exp.Null, exp.Boolean, exp.Literal, exp.Placeholder, exp.Between, exp.Add, exp.Sub, exp.Mul, exp.Neg),
        *(exp.Min, exp.Max, exp.Count, exp.Distinct, exp.Filter, exp.Case, exp.If, exp.Coalesce, exp.Nullif),
        *(exp.Cast, exp.DataType, exp.Star, exp.TableAlias, exp.Sum, exp.Anonymous, exp.SafeDivide, exp.DPipe),
        *(exp.Subquery, exp.Order, exp.Ordered, exp.Limit),
    )
)
_CASTS = frozenset((exp.DType.BIGINT, exp.DType.DOUBLE, exp.DType.VARCHAR, exp.DType.TIMESTAMP))
_FIELDS = {
    **{name: name.lower() for name in ("HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "MINUTE", "DOY")},
    "DOW": "isodow",
    "ISODOW": "isodow",
}
_PARTS = frozenset(("expressions", "from_", "where", "group", "having", "order", "limit", "this", "alias"))
_STEPS = {"H": "to_hours", "D": "to_days", "W": "to_weeks", "M": "to_months", "Y": "to_years"}


def to_duckdb(select: exp.Select, source: exp.Expression | None = None, years: Years | None = None) -> str:
    """The statement in DuckDB's SQL, reading `source` in place of its table.

    >>> from sqlglot import parse_one
    >>> to_duckdb(parse_one("SELECT SUM(lines) AS lines FROM sales WHERE ICONTAINS_STRING(branch, ?)", dialect="druid"))
    'SELECT CAST(SUM(lines) AS BIGINT) AS lines FROM sales WHERE CONTAINS(LOWER(UPPER(branch)), LOWER(UPPER(?)))'
    """
    return str(translated(select, source, years or Years()).sql(dialect=DuckDB, copy=False))


def translated(select: exp.Select, source: exp.Expression | None, years: Years) -> exp.Select:
    """The statement as a tree of DuckDB's SQL."""
    tree = select.copy()
    for node in tree.walk():
        _check(node)
    _group_by_position(tree)
    for node in reversed(list(tree.find_all(exp.Anonymous, exp.SafeDivide, exp.Sum, exp.Filter))):
        _rewrite(node, years)
    if source is not None:
        innermost(tree).set("from_", exp.From(this=source.copy()))
    return tree


def innermost(select: exp.Select) -> exp.Select:
    """The SELECT that reads the table: the statement, or the one nested in it."""
    while isinstance(inner := select.args["from_"].this, exp.Subquery):
        select = inner.this
    return select


def _check(node: exp.Expr) -> None:
    """Refuse what the table does not name, wherever in the statement it stands."""
    if type(node) not in _PLAIN:
        raise _unknown(type(node).__name__)
    if isinstance(node, exp.Select | exp.Table):
        unknown = [key for key, value in node.args.items() if value and key not in _PARTS]
        if unknown:
            raise _unknown(f"{type(node).__name__} with {unknown[0]}")
    if isinstance(node, exp.DataType) and node.this not in _CASTS:
        raise _unknown(f"a cast to {node.sql()}")
    if isinstance(node, exp.Subquery) and not isinstance(node.parent, exp.From):
        raise _unknown("a SELECT as a value")
    if isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
        raise _unknown("SELECT *")


def _unknown(what: str) -> UnknownFunction:
    return UnknownFunction(f"{what} has no tested equivalent in the embedded engine")


def _group_by_position(select: exp.Select) -> None:
    """Groups that repeat a selected expression, by its position: long time expressions are then written once."""
    group = select.args.get("group")
    if group is None:
        return
    selected = enumerate(select.expressions, start=1)
    places = {item.unalias(): place for place, item in selected if not isinstance(item.unalias(), exp.Literal)}
    named = [number(places[item]) if item in places else item for item in group.expressions]
    group.set("expressions", named)


def _rewrite(node: exp.Expr, years: Years) -> None:
    if isinstance(node, exp.Anonymous):
        rewrite = FUNCTIONS.get(str(node.this).upper())
        if rewrite is None:
            raise _unknown(str(node.this).upper())
        node.replace(rewrite(list(node.expressions), years))
    elif isinstance(node, exp.SafeDivide):
        node.replace(_safe_divide(node))
    elif _is_sum(node):
        node.replace(exp.cast(node.copy(), "BIGINT"))


def _is_sum(node: exp.Expr) -> bool:
    """Sums come back as 64-bit integers; one that does not fit is an error, never a wrapped number."""
    if isinstance(node, exp.Filter):
        return isinstance(node.this, exp.Sum)
    return isinstance(node, exp.Sum) and not isinstance(node.parent, exp.Filter)


def _safe_divide(node: exp.SafeDivide) -> exp.Expression:
    top, bottom = node.this, node.expression
    if not (isinstance(top, exp.Cast) and top.to.is_type("DOUBLE")):
        raise UnknownFunction("SAFE_DIVIDE of whole numbers truncates in Druid; cast the numerator to DOUBLE")
    by = exp.Nullif(this=bottom.copy(), expression=exp.Literal.number(0))
    return exp.paren(exp.Div(this=top.copy(), expression=by), copy=False)


def _zone(argument: exp.Expression | None, years: Years) -> tuple[Stretch, ...]:
    if argument is None or isinstance(argument, exp.Null):
        return stretches("UTC")
    return stretches(_text(argument), years.first, years.last)


def _text(argument: exp.Expression) -> str:
    if not (isinstance(argument, exp.Literal) and argument.is_string):
        raise UnknownFunction("periods, fields and zones are written as text in the statement")
    return str(argument.this)


def _time_floor(arguments: list[exp.Expression], years: Years) -> exp.Expression:
    instant, period, origin, zone = _filled(arguments, 4)
    named = stretches("UTC") if zone is None else _zone(zone, years)
    length = _text(period or exp.null())
    if instant is None or length not in {"PT1H", "P1D", "P1W", "P1M", "P3M", "P1Y"}:
        raise _unknown(f"TIME_FLOOR by {length}")
    if length == "PT1H":
        return floor_hour(instant, named)
    return floor_instant(instant, local_floor(length, _origin(origin, zone)), named)


def _origin(origin: exp.Expression | None, zone: exp.Expression | None) -> int | None:
    """The origin of buckets as local milliseconds."""
    if origin is None or isinstance(origin, exp.Null):
        return None
    if not (isinstance(origin, exp.Cast) and origin.to.is_type("TIMESTAMP")):
        raise UnknownFunction("the origin of TIME_FLOOR is written as a timestamp in the statement")
    written = datetime.fromisoformat(_text(origin.this)).replace(tzinfo=UTC)
    ms = round(written.timestamp() * 1000)
    return ms if zone is None or isinstance(zone, exp.Null) else ms + offset_ms(ms, _text(zone))


def _filled(arguments: list[exp.Expression], count: int) -> list[exp.Expression | None]:
    return [*arguments, *[None] * (count - len(arguments))]


def _time_shift(arguments: list[exp.Expression], years: Years) -> exp.Expression:
    instant, period, step, *zone = arguments
    written = _text(period)
    unit = _STEPS.get(written[-1])
    if unit is None or not written[1:-1].isdigit():
        raise _unknown(f"TIME_SHIFT by {written}")
    clock = _zone(zone[0] if zone else None, years)
    if len(clock) > 1:
        raise _unknown("TIME_SHIFT in a zone whose clocks change")
    count = exp.Mul(this=exp.paren(step), expression=number(int(written[1:-1])))
    return shift_instant(instant, call(unit, exp.cast(count, "INT")), clock[0].offset_ms)


def _time_extract(arguments: list[exp.Expression], years: Years) -> exp.Expression:
    instant, field, *zone = arguments
    part = _FIELDS.get(_text(field).upper())
    if part is None:
        raise _unknown(f"TIME_EXTRACT of {_text(field)}")
    local = moment(local_clock(instant, _zone(zone[0] if zone else None, years)))
    return call("date_part", exp.Literal.string(part), local)


def _contains(arguments: list[exp.Expression], _: Years) -> exp.Expression:
    return call("contains", *arguments)


def _icontains(arguments: list[exp.Expression], _: Years) -> exp.Expression:
    """Upper case first, as Druid does: letters that share only their capital (ſ s S, ς σ Σ, ı i I) are one letter."""
    return call("contains", *(call("lower", call("upper", argument)) for argument in arguments))


Rewrite = Callable[[list[exp.Expression], Years], exp.Expression]

FUNCTIONS: Mapping[str, Rewrite] = {
    "TIME_FLOOR": _time_floor,
    "TIME_SHIFT": _time_shift,
    "TIME_EXTRACT": _time_extract,
    "CONTAINS_STRING": _contains,
    "ICONTAINS_STRING": _icontains,
    "MILLIS_TO_TIMESTAMP": lambda arguments, _: call("make_timestamp_ms", *arguments),
    "TIMESTAMP_TO_MILLIS": lambda arguments, _: call("epoch_ms", *arguments),
}
