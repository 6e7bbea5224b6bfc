"""A question read against the catalog: which leaf measures it needs, which dimensions it touches, what is unanswerable.

Comes in: a question, the catalog, the columns ever loaded, a row policy. Goes out: an `Ask`, the same for every
window and held to the permitted lines; raises UnknownMeasure, UnknownDimension, DimensionNotLoaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from backend.access.policy import RowPolicy
from backend.errors import DimensionNotLoaded, InvalidParameter, UnknownDimension, UnknownMeasure, did_you_mean
from backend.question import Filter, Question, SourceChoice
from druid.catalog.model import Catalog, Counted, Distinct, DistinctDays, Level, Sum, camel
from druid.catalog.pairs import ORDER_ID

UNCOSTED = "uncosted_lines"
CARRIER = "lines"


@dataclass(frozen=True, slots=True)
class Ask:
    """What routing and SQL need of a question. `markers` count leaves where what they count stays together.

    `leaves` are measures of the catalog; `uncosted_lines` rides along where a sum may not skip missing cells.
    """

    catalog: Catalog
    question: Question
    leaves: tuple[str, ...]
    nulls: Mapping[str, str]
    touched: frozenset[str]
    by_status: bool
    markers: Mapping[str, str]
    base_only: bool


def read_question(asked: Question, catalog: Catalog, loaded: frozenset[str], policy: RowPolicy) -> Ask:
    """The question's names checked and resolved to leaves; from here on it is held to the lines that may be seen."""
    _check_names(asked, catalog)
    _check_loaded(asked, catalog, loaded)
    question = narrowed(asked, policy)
    touched = frozenset((*question.dimensions, *(f.dimension for f in question.filters)))
    nulls = {m: code for m in question.measures if (code := null_code(m, catalog, loaded)) is not None}
    leaves = _leaves((m for m in question.measures if m not in nulls), catalog)
    return Ask(
        catalog=catalog,
        question=question,
        leaves=leaves,
        nulls=nulls,
        touched=touched,
        by_status=catalog.completed[0] in touched,
        markers=_markers(question, catalog, touched, leaves),
        base_only=question.source is SourceChoice.BASE,
    )


def narrowed(question: Question, policy: RowPolicy) -> Question:
    """The question asked of the permitted lines alone."""
    return replace(question, filters=(*question.filters, *policy.filters)) if policy.filters else question


def null_code(measure: str, catalog: Catalog, loaded: frozenset[str]) -> str | None:
    """Why a measure cannot be answered: a column it needs was never loaded. None when it can.

    >>> from druid.catalog.sales import SALES
    >>> null_code("customers", SALES, frozenset({"gross_revenue"}))
    'DIMENSION_NOT_LOADED'
    """
    missing = catalog.needs(measure) - loaded
    if not missing:
        return None
    return "MEASURE_NOT_LOADED" if missing - catalog.dimension.keys() else "DIMENSION_NOT_LOADED"


def _check_names(question: Question, catalog: Catalog) -> None:
    if not question.measures:
        raise InvalidParameter("A question needs at least one measure.", field="measures")
    for measure in question.measures:
        if measure not in catalog.measure:
            hint = did_you_mean(camel(measure), map(camel, catalog.measure))
            raise UnknownMeasure(f"There is no measure '{camel(measure)}'.", hint, field=measure)
    for dimension in (*question.dimensions, *(f.dimension for f in question.filters)):
        if dimension not in catalog.dimension:
            hint = did_you_mean(camel(dimension), map(camel, catalog.dimension))
            raise UnknownDimension(f"There is no dimension '{camel(dimension)}'.", hint, field=dimension)
    if len(set(question.dimensions)) < len(question.dimensions):
        raise InvalidParameter("A dimension is asked twice.", "Name each dimension once.", field="dimensions")


def _check_loaded(question: Question, catalog: Catalog, loaded: frozenset[str]) -> None:
    if catalog.paired is not None and not {ORDER_ID, catalog.paired} <= loaded:
        missing, things = (ORDER_ID, "orders") if ORDER_ID not in loaded else (catalog.paired, "products")
        raise DimensionNotLoaded(
            f"No loaded file names {things}.", f"Load files that carry {camel(missing)}.", field=camel(missing)
        )
    for name in (*question.dimensions, *(f.dimension for f in question.filters)):
        if name not in loaded:
            plural = catalog.dimension[name].plural.lower()
            raise DimensionNotLoaded(f"No loaded file names {plural}.", field=name)


def _leaves(measures: Iterable[str], catalog: Catalog) -> tuple[str, ...]:
    """Leaf measures in order, with a count of lines where nothing else tells "no line" from "no value"."""
    names = list(dict.fromkeys(leaf for measure in measures for leaf in catalog.leaves(measure)))
    if any(_is_strict(leaf, catalog) for leaf in names):
        names.append(UNCOSTED)
    summed = [column for leaf in names if (column := column_of(leaf, catalog)) is not None]
    if not names or (summed and not any(_is_filled(column, catalog) for column in summed)):
        names.append(CARRIER)
    return tuple(names)


def _is_filled(column: str, catalog: Catalog) -> bool:
    """Whether every line has a value in the column."""
    stored = catalog.column[column]
    return stored.required or stored.default is not None


def _is_strict(leaf: str, catalog: Catalog) -> bool:
    expression = catalog.measure[leaf].expression
    return isinstance(expression, Sum) and expression.strict


def column_of(leaf: str, catalog: Catalog) -> str | None:
    """The stored column that a leaf sums, None when it is no sum."""
    if leaf not in catalog.measure:
        return leaf
    expression = catalog.measure[leaf].expression
    return expression.column if isinstance(expression, Sum) else None


def distinct_of(leaf: str, catalog: Catalog) -> str | None:
    """The dimension whose members a leaf counts, None when it counts none."""
    measure = catalog.measure.get(leaf)
    return measure.expression.dimension if measure and isinstance(measure.expression, Distinct) else None


def counted_of(leaf: str, catalog: Catalog) -> Counted | None:
    """What a leaf counts that markers may count, None when it counts none of it."""
    measure = catalog.measure.get(leaf)
    return measure.expression if measure and isinstance(measure.expression, Counted) else None


def _markers(question: Question, catalog: Catalog, touched: frozenset[str], leaves: Iterable[str]) -> Mapping[str, str]:
    """By leaf the marker whose sum is the count of each group; leaves that only a distinct count is right for lack.

    Markers know completed lines only.
    """
    if catalog.completed[0] in touched:
        return {}
    found = ((leaf, _marker(counted_of(leaf, catalog), question, catalog, touched)) for leaf in leaves)
    return {leaf: marker for leaf, marker in found if marker is not None}


def _marker(counted: Counted | None, question: Question, catalog: Catalog, touched: frozenset[str]) -> str | None:
    """Days are counted on a member's first line of a day, so no other dimension may be in use.

    With no line-level dimension in use every order is counted on its first line; with one that is grouped, or held
    to a single member, on the first line of that member.
    """
    if counted is None:
        return None
    if isinstance(counted, DistinctDays):
        return catalog.marker_for.get((counted, None)) if touched <= {counted.dimension} else None
    line_level = [name for name in touched if catalog.dimension[name].level is Level.LINE]
    match line_level:
        case []:
            return catalog.marker_for.get((counted, None))
        case [single] if single in question.dimensions or any(_pins(f, single) for f in question.filters):
            return catalog.marker_for.get((counted, single))
        case _:
            return None


def _pins(restriction: Filter, dimension: str) -> bool:
    """Whether a filter leaves at most one member of a dimension."""
    if restriction.dimension != dimension:
        return False
    return restriction.is_null is True or (restriction.members is not None and len(set(restriction.members)) == 1)
