"""Refuses an inconsistent catalog, with every reason, before anything is built from it.

In: a catalog. Out: nothing, or `InconsistentCatalog`. Each check is a function of the catalog that yields problems
as plain sentences; CHECKS is the list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from druid.catalog.model import (
    SCALE,
    Catalog,
    Column,
    Dimension,
    Distinct,
    DistinctDays,
    DistinctOrders,
    Earliest,
    Kind,
    Latest,
    Level,
    Linear,
    Measure,
    MeasureClass,
    Ratio,
    Sign,
    Sum,
    Unit,
    camel,
)

_NAME = re.compile(r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$")
_UNIT_OF: Mapping[Kind, Unit] = {Kind.MONEY: Unit.MONEY, Kind.UNITS: Unit.UNITS, Kind.COUNT: Unit.COUNT}
_LINEAR_OPERANDS = {MeasureClass.ADDITIVE, MeasureClass.DERIVED}
_RATIO_OPERANDS = _LINEAR_OPERANDS | {MeasureClass.ORDERS}


class InconsistentCatalog(ValueError):
    """A catalog that contradicts itself. `problems` holds every reason."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("The catalog is inconsistent: " + " ".join(problems))
        self.problems = problems


def check(catalog: Catalog) -> None:
    """Raise InconsistentCatalog unless every name is one, every reference exists and every unit agrees."""
    problems = tuple(problem for find in CHECKS for problem in find(catalog))
    if problems:
        raise InconsistentCatalog(problems)


def find_repeats(catalog: Catalog) -> Iterator[str]:
    """Names that two things share, as stored, as asked, or as headers of a file."""
    own = (moment.name for moment in catalog.moments if moment.name != catalog.time)
    stored = [catalog.order_key, *(c.name for c in catalog.columns), *(m.name for m in catalog.markers), *own]
    tables = [catalog.base, *(r.name for r in catalog.rollups)]
    yield from _repeats("column or marker", stored)
    yield from _repeats("dimension", (d.name for d in catalog.dimensions))
    yield from _repeats("measure", (m.name for m in catalog.measures))
    yield from _repeats("table", tables)
    yield from _repeats("GraphQL name", _asked(catalog))
    yield from _repeats("row field", (m.field for m in catalog.measures if m.field))
    yield from _repeats("overview field", (m.overview for m in catalog.measures if m.overview))
    yield from _repeats("header", (key for c in catalog.columns for key in {_header_key(h) for h in c.headers}))


def _asked(catalog: Catalog) -> Iterator[str]:
    names = [*(d.name for d in catalog.dimensions), *(m.name for m in catalog.measures)]
    return map(camel, names)


def _header_key(header: str) -> str:
    return re.sub(r"[\s_-]+", "", header).casefold()


def _repeats(what: str, names: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"The {what} {name!r} is defined {times} times."


def find_bad_names(catalog: Catalog) -> Iterator[str]:
    """Names that could not be written in SQL and GraphQL as they are, and things without a definition."""
    defined: list[Column | Dimension | Measure] = [*catalog.columns, *catalog.dimensions, *catalog.measures]
    tables = [catalog.base, *(rollup.name for rollup in catalog.rollups)]
    for name in (*tables, *(thing.name for thing in defined), *(marker.name for marker in catalog.markers)):
        if name != catalog.time and not _NAME.match(name):
            yield f"{name!r} is not a snake_case name."
    for thing in defined:
        if not thing.definition.strip():
            yield f"{thing.name!r} has no definition."


def find_bad_columns(catalog: Catalog) -> Iterator[str]:
    """The moment of the sale, the status, and defaults that their own column would refuse."""
    time = catalog.column.get(catalog.time)
    if time is None or time.kind is not Kind.INSTANT or not time.required:
        yield f"The time column {catalog.time!r} must be a required instant."
    name, member = catalog.completed
    status = catalog.column.get(name)
    if status is None or status.kind is not Kind.TEXT or status.default != member:
        yield f"The status column {name!r} must be text with the default {member!r}."
    for column in catalog.columns:
        yield from _column_problems(column)


def _column_problems(column: Column) -> Iterator[str]:
    is_number = column.kind in SCALE
    if not is_number and (column.sign is not Sign.ANY or column.minimum is not None):
        yield f"{column.name!r} is not a number, so it has no sign and no minimum."
    if column.default is None:
        return
    if column.required:
        yield f"{column.name!r} is required, so its default is never used."
    if isinstance(column.default, int) is not is_number:
        yield f"The default {column.default!r} of {column.name!r} is of another kind than the column."
    elif isinstance(column.default, int) and not _allows(column, column.default):
        yield f"The default {column.default!r} of {column.name!r} breaks the column's own sign or minimum."


def _allows(column: Column, value: int) -> bool:
    if column.minimum is not None and value < column.minimum:
        return False
    return value >= 0 if column.sign is Sign.NOT_NEGATIVE else column.sign is Sign.ANY or value <= 0


def find_bad_dimensions(catalog: Catalog) -> Iterator[str]:
    """Dimensions without a text column; markers that do not match the line-level dimensions one to one."""
    for dimension in catalog.dimensions:
        column = catalog.column.get(dimension.name)
        if column is None or column.kind is not Kind.TEXT:
            yield f"The dimension {dimension.name!r} has no text column."
    marked = Counter(marker.dimension for marker in catalog.markers if marker.of == DistinctOrders())
    line_level = {d.name for d in catalog.dimensions if d.level is Level.LINE}
    for name in sorted(line_level - marked.keys()):
        yield f"The line-level dimension {name!r} has no marker, so orders could not be counted by it."
    for name in sorted(name for name in marked if name is not None and name not in line_level):
        yield f"A marker counts by {name!r}, which is not a line-level dimension."
    if marked[None] != 1:
        yield f"There must be one marker of whole orders, not {marked[None]}."
    yield from (f"The dimension {name!r} has {times} markers." for name, times in marked.items() if name and times > 1)


def find_bad_markers(catalog: Catalog) -> Iterator[str]:
    """Markers of what nothing counts, and two of the same."""
    counted = {measure.expression for measure in catalog.measures}
    for marker in catalog.markers:
        if marker.of not in counted:
            yield f"The marker {marker.name!r} is of {marker.of}, which no measure counts."
    seconds = Counter((marker.of, marker.dimension) for marker in catalog.markers if marker.of != DistinctOrders())
    yield from (f"{of} has {times} markers." for (of, _), times in seconds.items() if times > 1)


def find_bad_moments(catalog: Catalog) -> Iterator[str]:
    """Moments that no line could have, and a catalog without the moment of the sale."""
    sale = catalog.moment.get(catalog.time)
    if sale is None or sale.positive is not None:
        yield f"Every line must have the moment {catalog.time!r}."
    for moment in catalog.moments:
        column = catalog.column.get(moment.positive or "")
        if moment.positive is not None and (column is None or column.kind not in SCALE):
            yield f"The moment {moment.name!r} depends on {moment.positive!r}, which is not a stored number."
        if moment.name != catalog.time and not _NAME.match(moment.name):
            yield f"{moment.name!r} is not a snake_case name."


def find_bad_measures(catalog: Catalog) -> Iterator[str]:
    """Measures of something that does not exist, in the wrong unit, or of themselves."""
    for measure in catalog.measures:
        yield from _measure_problems(catalog, measure)
        if _reaches(catalog, measure.name, measure.name, frozenset()):
            yield f"The measure {measure.name!r} is computed from itself."


def _measure_problems(catalog: Catalog, measure: Measure) -> Iterator[str]:
    match measure.expression:
        case Sum(column=name):
            yield from _sum_problems(catalog, measure, name)
        case Linear(terms=terms):
            yield from _term_problems(catalog, measure, terms)
        case Ratio(numerator=numerator, denominator=denominator, factor=factor):
            yield from _operand_problems(catalog, measure, (numerator, denominator), _RATIO_OPERANDS)
            if factor == 0:
                yield f"The measure {measure.name!r} is multiplied by zero."
        case Distinct() | DistinctOrders() | DistinctDays():
            yield from _count_problems(catalog, measure)
        case Earliest(moment=name) | Latest(moment=name):
            yield from _moment_problems(catalog, measure, name)


def _count_problems(catalog: Catalog, measure: Measure) -> Iterator[str]:
    if measure.unit is not Unit.COUNT:
        yield f"The measure {measure.name!r} counts, so its unit must be {Unit.COUNT}, not {measure.unit}."
    match measure.expression:
        case Distinct(dimension=name) | DistinctDays(dimension=name) if name not in catalog.dimension:
            yield f"The measure {measure.name!r} counts {name!r}, which is not a dimension."
        case DistinctOrders(positive=str(name)) | DistinctDays(positive=name) if not _is_number(catalog, name):
            yield f"The measure {measure.name!r} depends on {name!r}, which is not a stored number."
        case _:
            return


def _is_number(catalog: Catalog, name: str) -> bool:
    column = catalog.column.get(name)
    return column is not None and column.kind in SCALE


def _moment_problems(catalog: Catalog, measure: Measure, name: str) -> Iterator[str]:
    if name not in catalog.moment:
        yield f"The measure {measure.name!r} is of {name!r}, which is not a stored moment."
    if measure.unit is not Unit.INSTANT:
        yield f"The measure {measure.name!r} is a moment, so its unit must be {Unit.INSTANT}, not {measure.unit}."


def _sum_problems(catalog: Catalog, measure: Measure, name: str) -> Iterator[str]:
    column = catalog.column.get(name)
    if column is None or column.kind not in SCALE:
        yield f"The measure {measure.name!r} sums {name!r}, which is not a stored number."
    elif _UNIT_OF[column.kind] is not measure.unit:
        yield f"The measure {measure.name!r} is in {measure.unit}, its column {name!r} in {column.kind}."


def _term_problems(catalog: Catalog, measure: Measure, terms: tuple[tuple[int, str], ...]) -> Iterator[str]:
    yield from _operand_problems(catalog, measure, [name for _, name in terms], _LINEAR_OPERANDS)
    if not terms or any(factor == 0 for factor, _ in terms):
        yield f"The measure {measure.name!r} has no terms, or one multiplied by zero."
    for _, name in terms:
        operand = catalog.measure.get(name)
        if operand is not None and operand.unit is not measure.unit:
            yield f"The measure {measure.name!r} is in {measure.unit}, its term {name!r} in {operand.unit}."


def _operand_problems(
    catalog: Catalog, measure: Measure, names: Iterable[str], allowed: set[MeasureClass]
) -> Iterator[str]:
    for name in names:
        operand = catalog.measure.get(name)
        if operand is None:
            yield f"The measure {measure.name!r} needs {name!r}, which is not a measure."
        elif operand.measure_class not in allowed:
            yield f"The measure {measure.name!r} cannot be computed from {name!r}, a {operand.measure_class} measure."


def _reaches(catalog: Catalog, name: str, target: str, seen: frozenset[str]) -> bool:
    """Whether the measures behind `name` include `target`."""
    if name in seen or name not in catalog.measure:
        return False
    match catalog.measure[name].expression:
        case Linear(terms=terms):
            behind = [term for _, term in terms]
        case Ratio(numerator=numerator, denominator=denominator):
            behind = [numerator, denominator]
        case _:
            return False
    return target in behind or any(_reaches(catalog, other, target, seen | {name}) for other in behind)


def find_bad_rollups(catalog: Catalog) -> Iterator[str]:
    """Rollups over dimensions that do not exist."""
    for rollup in catalog.rollups:
        for name in rollup.dimensions:
            if name not in catalog.dimension:
                yield f"The rollup {rollup.name!r} groups by {name!r}, which is not a dimension."
        yield from _repeats(f"dimension of {rollup.name!r}", rollup.dimensions)


CHECKS: tuple[Callable[[Catalog], Iterator[str]], ...] = (
    find_repeats,
    find_bad_names,
    find_bad_columns,
    find_bad_dimensions,
    find_bad_markers,
    find_bad_moments,
    find_bad_measures,
    find_bad_rollups,
)
