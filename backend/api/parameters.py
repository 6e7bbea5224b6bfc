"""Raw argument values, as either door brings them, to checked `Arguments`: one reading, so equal questions are equal.

Comes in: plain values by camelCase argument name. Goes out: `Arguments` in the catalog's names. Each kind of
argument has one reader in `READERS`; anything not taken by the report is refused with the nearest name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from backend.api.scalars import choice, one_of, plain_text, span, zone
from backend.errors import (
    ComplexityLimit,
    IllegalCombination,
    InvalidParameter,
    TooManyValues,
    UnknownDimension,
    UnknownField,
    UnknownMeasure,
    UnknownParameter,
    did_you_mean,
)
from backend.question import Anchor, Comparison, ComparisonKind, DateSpan, Filter, Period, SourceChoice
from backend.reports.arguments import ARGUMENTS, ArgumentKind
from backend.reports.effects import Kind
from backend.reports.grouped import GROUP_BY
from backend.reports.spec import AbcClass, Arguments, Having, Metric, ReportSpec, Segment, SortBy, SortOrder, Top
from druid.catalog.model import Catalog, Grain, camel

KEPT_CATALOGS = 8
MAX_LIMIT = 10_000
MAX_COMPARISONS = 5
MAX_DIMENSIONS = 8
MAX_MEASURES = 40
MAX_CONDITIONS = 20
MAX_AVERAGED = 366
TIME = "time"
OPERATORS = ("=", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The catalog's names as callers write them, to the catalog's own. `max_values` bounds one filter.

    One catalog has one of these, told apart by identity: what is built from it is kept under it.
    """

    dimensions: Mapping[str, str]
    measures: Mapping[str, str]
    max_values: int = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader may look at besides the value: its name, the report, the catalog's names."""

    name: str
    spec: ReportSpec
    names: Names


@lru_cache(maxsize=KEPT_CATALOGS)
def names_of(catalog: Catalog, max_values: int = 500) -> Names:
    return Names(
        {camel(d.name): d.name for d in catalog.dimensions},
        {camel(m.name): m.name for m in catalog.measures},
        max_values,
    )


def read_arguments(raw: Mapping[str, object], spec: ReportSpec, names: Names) -> Arguments:
    """Checked arguments of a report; an explicit null is the same as saying nothing."""
    stated = _with_date_range(raw)
    for name in stated:
        if name not in spec.arguments or name not in ARGUMENTS:
            raise UnknownParameter(
                f"{name[:50]!r} is not an argument of {spec.name}.", did_you_mean(name[:50], spec.arguments), field=name
            )
    found: dict[str, Any] = {"limit": spec.limit} if "limit" in spec.arguments else {}
    # in the report's order, so that of several mistakes both doors tell the same one
    for name in spec.arguments:
        value = stated.get(name)
        if value is not None:
            key, reader = READERS[ARGUMENTS[name].kind]
            found[key or snake(name)] = reader(value, Reading(name, spec, names))
    arguments = Arguments(**found)
    _check_together(arguments)
    return arguments


def snake(name: str) -> str:
    """camelCase to snake_case.

    >>> snake("movingAverage")
    'moving_average'
    """
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _with_date_range(raw: Mapping[str, object]) -> dict[str, object]:
    """A JSON body may write the two dates beside the other arguments."""
    plain = dict(raw)
    dates = {name: plain.pop(name) for name in ("startDate", "endDate") if name in plain}
    if dates and "dateRange" in plain:
        raise IllegalCombination("dateRange and startDate exclude each other.", "Leave one of them out.")
    return {**plain, "dateRange": dates} if dates else plain


def _check_together(arguments: Arguments) -> None:
    if arguments.span is None and arguments.period is Period.CUSTOM:
        raise IllegalCombination("The period CUSTOM needs dates.", "Give startDate and endDate.", field="period")
    if arguments.span is not None and arguments.period not in {None, Period.CUSTOM}:
        raise IllegalCombination("A named period and dates exclude each other.", "Leave one out.", field="period")


def _fields(value: object, allowed: Sequence[str], name: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise InvalidParameter(f"{name} is not an object.", f"Its keys are {', '.join(allowed)}.", field=name)
    for key in value:
        if key not in allowed:
            raise UnknownParameter(f"{str(key)[:50]!r} is not a key of {name}.", one_of(key, allowed), field=name)
    return {str(key): part for key, part in value.items() if part is not None}


def _items(value: object, name: str, most: int) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise InvalidParameter(f"{name} is not a list.", field=name)
    if len(value) > most:
        raise TooManyValues(f"{name} has {len(value):,} values; {most} are allowed.", "Ask for fewer.", field=name)
    return value


def _date_range(value: object, reading: Reading) -> DateSpan:
    dates = _fields(value, ("startDate", "endDate"), reading.name)
    return span(dates.get("startDate"), dates.get("endDate"))


def _filters(value: object, reading: Reading) -> tuple[Filter, ...]:
    if not isinstance(value, Mapping):
        raise InvalidParameter("filters is not an object.", "Its keys are dimensions.", field="filters")
    stated = {_dimension(name, reading): body for name, body in value.items() if body is not None}
    in_order = [name for name in reading.names.dimensions.values() if name in stated]
    return tuple(_filter(name, stated[name], reading.names) for name in in_order)


def _filter(dimension: str, body: object, names: Names) -> Filter:
    shown = camel(dimension)
    stated = _fields(body, ("in", "notIn", "contains", "isNull"), shown)
    if not stated:
        raise InvalidParameter(f"The filter on {shown} says nothing.", "Give in, notIn, contains or isNull.")
    is_null = stated.get("isNull")
    if is_null is not None and not isinstance(is_null, bool):
        raise InvalidParameter(f"isNull of {shown} is neither true nor false.", field=shown)
    contains = stated.get("contains")
    if contains == "":
        raise InvalidParameter(f"The text to find in {shown} is empty.", field=shown)
    return Filter(
        dimension,
        _members(stated["in"], shown, names) if "in" in stated else None,
        _members(stated.get("notIn", ()), shown, names),
        None if contains is None else plain_text(contains, shown),
        is_null,
    )


def _members(value: object, name: str, names: Names) -> tuple[str | None, ...]:
    """Members once each, in a fixed order, so that the order of writing is no part of a question."""
    members = {None if item is None else plain_text(item, name) for item in _items(value, name, names.max_values)}
    return tuple(sorted(members, key=lambda member: (member is None, member or "")))


def _compare(value: object, reading: Reading) -> tuple[Comparison, ...]:
    return tuple(dict.fromkeys(_comparison(item) for item in _items(value, reading.name, MAX_COMPARISONS)))


def _comparison(value: object) -> Comparison:
    if isinstance(value, str):
        if "/" in value:
            start, _, end = value.partition("/")
            return Comparison(ComparisonKind.CUSTOM, span(start, end))
        value = {"kind": value}
    stated = _fields(value, ("kind", "startDate", "endDate"), "compare")
    kind = choice(ComparisonKind, stated.get("kind"), "compare")
    has_dates = "startDate" in stated or "endDate" in stated
    if has_dates != (kind is ComparisonKind.CUSTOM):
        raise IllegalCombination("Dates belong to the comparison CUSTOM, and to it alone.", field="compare")
    return Comparison(kind, span(stated.get("startDate"), stated.get("endDate")) if has_dates else None)


def _timezone(value: object, _reading: Reading) -> str:
    return zone(value)


def _limit(value: object, reading: Reading) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidParameter("limit is not a whole number.", field=reading.name)
    if not 1 <= value <= MAX_LIMIT:
        raise InvalidParameter(f"limit lies outside 1 to {MAX_LIMIT:,}.", field=reading.name)
    return value


def _text(value: object, reading: Reading) -> str:
    text = plain_text(value, reading.name)
    if not text:
        raise InvalidParameter(f"{reading.name} is empty.", "Give it a value or leave it out.", field=reading.name)
    return text


def _top(value: object, reading: Reading) -> Top:
    stated = _fields(value, ("n", "per"), reading.name)
    per, most = stated.get("per"), _limit(stated.get("n"), reading)
    return Top(most, TIME if per == TIME else None if per is None else _dimension(per, reading))


def _buckets(value: object, reading: Reading) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 2 <= value <= MAX_AVERAGED:
        raise InvalidParameter(f"{reading.name} is not a whole number of 2 to {MAX_AVERAGED}.", field=reading.name)
    return value


def _flag(value: object, reading: Reading) -> bool:
    if not isinstance(value, bool):
        raise InvalidParameter(f"{reading.name} is neither true nor false.", field=reading.name)
    return value


def _sort_field(value: object, reading: Reading) -> str:
    if isinstance(value, str) and value in reading.spec.sort_fields:
        return value
    raise UnknownField(
        f"{reading.spec.name} cannot be sorted by that.", one_of(value, reading.spec.sort_fields), field=reading.name
    )


def _sort_list(value: object, reading: Reading) -> tuple[SortBy, ...]:
    return tuple(_sort_item(item, reading) for item in _items(value, reading.name, MAX_DIMENSIONS))


def _sort_item(value: object, reading: Reading) -> SortBy:
    """A column as the answer names it; which columns there are is the report's to say."""
    stated = _fields(value, ("field", "order"), reading.name)
    field = plain_text(stated.get("field"), "field of sort")
    return SortBy(field, choice(SortOrder, stated.get("order", SortOrder.DESC), "order"))


def _dimension(value: object, reading: Reading) -> str:
    known = reading.names.dimensions
    if isinstance(value, str) and value in known:
        return known[value]
    shown = plain_text(value, reading.name)[:50]
    raise UnknownDimension(f"{shown!r} is not a dimension.", one_of(shown, known), field=reading.name)


def _group_by(value: object, reading: Reading) -> str:
    known = {name.upper(): name for name in GROUP_BY}
    if isinstance(value, str) and value in known:
        return known[value]
    shown = plain_text(value, reading.name)[:50]
    raise UnknownDimension(f"{shown!r} is not a dimension to group by.", one_of(shown, known), field=reading.name)


def _dimensions(value: object, reading: Reading) -> tuple[str, ...]:
    asked = _items(value, reading.name, 500)
    if len(asked) > MAX_DIMENSIONS:
        raise ComplexityLimit(f"{len(asked)} dimensions are asked for; {MAX_DIMENSIONS} are allowed.")
    return tuple(TIME if item == TIME and reading.name == "columns" else _dimension(item, reading) for item in asked)


def _measures(value: object, reading: Reading) -> tuple[str, ...]:
    asked = _items(value, reading.name, 500)
    if len(asked) > MAX_MEASURES:
        raise ComplexityLimit(f"{len(asked)} measures are asked for; {MAX_MEASURES} are allowed.")
    return tuple(_measure(item, reading) for item in asked)


def _measure(value: object, reading: Reading) -> str:
    known = reading.names.measures
    if isinstance(value, str) and value in known:
        return known[value]
    shown = plain_text(value, reading.name)[:50]
    raise UnknownMeasure(f"{shown!r} is not a measure.", did_you_mean(shown, known), field=reading.name)


def _having(value: object, reading: Reading) -> tuple[Having, ...]:
    return tuple(_condition(item, reading) for item in _items(value, reading.name, MAX_CONDITIONS))


def _condition(value: object, reading: Reading) -> Having:
    stated = _fields(value, ("measure", "op", "value"), reading.name)
    if stated.get("op") not in OPERATORS:
        raise InvalidParameter(
            "op of having is not a comparison.", f"Use one of {' '.join(OPERATORS)}.", field="having"
        )
    number = stated.get("value")
    if not isinstance(number, int | float) or isinstance(number, bool):
        raise InvalidParameter("value of having is not a number.", field="having")
    return Having(_column(stated.get("measure"), reading), str(stated["op"]), float(number))


def _column(value: object, reading: Reading) -> str:
    """A measure, or a column of its comparison as the answer names it."""
    measure, colon, rest = plain_text(value, "measure of having").partition(":")
    return f"{_measure(measure, reading)}{colon}{rest}"


def _choice_of(
    kind: type[Period | Grain | SortOrder | Anchor | SourceChoice | Metric | AbcClass | Segment | Kind],
) -> Callable[..., object]:
    return lambda value, reading: choice(kind, value, reading.name)


READERS: Mapping[ArgumentKind, tuple[str | None, Callable[[object, Reading], object]]] = {
    ArgumentKind.PERIOD: ("period", _choice_of(Period)),
    ArgumentKind.DATE_RANGE: ("span", _date_range),
    ArgumentKind.FILTERS: ("filters", _filters),
    ArgumentKind.COMPARE: ("compare", _compare),
    ArgumentKind.GRAIN: ("grain", _choice_of(Grain)),
    ArgumentKind.TIMEZONE: ("timezone", _timezone),
    ArgumentKind.SORT: ("sort_by", _sort_field),
    ArgumentKind.SORT_LIST: ("sort", _sort_list),
    ArgumentKind.ORDER: ("order", _choice_of(SortOrder)),
    ArgumentKind.LIMIT: ("limit", _limit),
    ArgumentKind.CURSOR: ("after", _text),
    ArgumentKind.ANCHOR: ("anchor", _choice_of(Anchor)),
    ArgumentKind.SOURCE: ("source", _choice_of(SourceChoice)),
    ArgumentKind.FLAG: (None, _flag),
    ArgumentKind.METRIC: ("metric", _choice_of(Metric)),
    ArgumentKind.GROUP_BY: ("group_by", _group_by),
    ArgumentKind.DIMENSION: ("dimension", _dimension),
    ArgumentKind.DIMENSIONS: (None, _dimensions),
    ArgumentKind.MEASURES: ("measures", _measures),
    ArgumentKind.HAVING: ("having", _having),
    ArgumentKind.TEXT: (None, _text),
    ArgumentKind.ID: (None, _text),
    ArgumentKind.TOP: (None, _top),
    ArgumentKind.BUCKETS: (None, _buckets),
    ArgumentKind.ABC_CLASS: ("abc_class", _choice_of(AbcClass)),
    ArgumentKind.SEGMENT: ("segment", _choice_of(Segment)),
    ArgumentKind.PART: ("part", _choice_of(Kind)),
}
